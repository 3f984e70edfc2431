"""A record that has no page of its own, in a dialog: an activity, a note; and saying how a visit went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QScrollArea, QWidget

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import FieldType, Shown
from crm_desktop.models.record import Record
from crm_desktop.views.custom_fields import declared as with_own
from crm_desktop.views.desk import Desk
from crm_desktop.views.files.file_drop import FileDrop
from crm_desktop.views.files.record_files import RecordFiles
from crm_desktop.views.forms.record_form import RecordForm
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.records.changing import Changing
from crm_desktop.views.records.fact_list import FactList
from crm_desktop.views.refresh import Changed
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.dialog import Dialog

if TYPE_CHECKING:
    from crm_desktop.store.queries.record_view import RecordView

_OUTCOME = ("outcome", "next_step", "participant_ids", "notes")


class RecordDialog(Dialog):
    """All that a record says, edited in place; deleting it has an undo like everything else."""

    def __init__(self, kind: str, record_id: str, desk: Desk, parent: QWidget) -> None:
        super().__init__(label("kinds", kind), width=560, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.desk, self._of = desk, (kind, record_id)
        self._record: Record | None = None
        self._changing = Changing(desk, self, desk.notices.fail)
        declared = KINDS[kind]
        shown = [field for field in with_own(declared).fields if field.shown is not Shown.INTERNAL]
        self.facts = FactList(declared, sorted(shown, key=lambda field: field.type is FieldType.NOTE), desk)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        self.facts.setProperty("scrollContent", True)
        scroll.setWidget(self.facts)
        scroll.setMinimumHeight(current_theme().scaled(320))
        self.body.addWidget(scroll)
        self.files = RecordFiles(desk, kind, record_id)
        self.body.addWidget(self.files)
        FileDrop(self, self._title, self.files.acts.picture_name, self.files.add)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.activated.connect(self.files.paste)
        self.add_verb(label("acts", f"{kind}.delete"), self._delete, destructive=True).set_kind("danger")
        self.add_safe_verb(text("records", "Close"))
        desk.refresh.changed.connect(self._written)
        self._read()

    def _title(self) -> str:
        return self._record.title.partition("\n")[0] if self._record is not None else ""

    def _read(self) -> None:
        from crm_desktop.store.queries.record_view import record_view

        self.desk.read(self, self._take, record_view, *self._of)

    def _take(self, view: RecordView | None) -> None:
        if view is None or view.record.deleted:
            self.reject()
            return
        self._record = view.record
        words = Wordings(lookups_of(self.desk), current_formats(self.desk.clock.now()), view.linked)
        self.facts.show_view(view, words)

    def _written(self, change: Changed) -> None:
        if change.touches(*self._of):
            self._read()
        if change.touches("attachment"):
            self.files.read()

    def _delete(self) -> None:
        if self._record is not None:
            self._changing.delete(self._record)


class FinishVisit(Dialog):
    """How a visit went: outcome and next step, Ctrl+Enter; the account was contacted then."""

    def __init__(self, visit: Record, desk: Desk, parent: QWidget) -> None:
        super().__init__(label("acts", "visit.done"), visit.title, width=560, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._visit = visit
        self._changing = Changing(desk, desk.refresh, desk.notices.fail)
        fields = [visit.declaration.field(name) for name in _OUTCOME]
        self.form = RecordForm(visit.declaration, desk, fields, at_once=len(fields))
        self.form.fill({name: visit.get(name) for name in _OUTCOME})
        self.body.addWidget(self.form)
        self.add_safe_verb()
        self.add_verb(label("acts", "visit.done"), self._done).setDefault(False)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._done)
        self.form.go_to("outcome")

    def _done(self) -> None:
        editors = [each.editor for each in self.form.fields.values()]
        if not [each for each in editors if not each.review()]:
            values = {name: value for each in editors if each.touched for name, value in each.values().items()}
            self._changing.finish_visit(self._visit, values)
            self.accept()

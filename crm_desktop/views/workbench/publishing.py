"""Publishing a notice: what it says, to whom, with which files, and until when. One act with one undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.models.edits import Create
from crm_desktop.models.pinyin import list_key
from crm_desktop.models.record import Record
from crm_desktop.models.records.notice import NOTICE
from crm_desktop.models.rules.notices import file_shown, publish
from crm_desktop.store.queries.records import where
from crm_desktop.views.desk import Desk
from crm_desktop.views.files.attaching import Filed, act_with_files
from crm_desktop.views.files.file_drop import FileDrop
from crm_desktop.views.files.pending_files import PendingFiles
from crm_desktop.views.forms.editors import editor_for
from crm_desktop.views.forms.labelled_editor import LabelledEditor
from crm_desktop.views.language.texts import label, text, tr
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.dialog import Dialog
from crm_desktop.views.widgets.field import Field
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.segmented import Segmented
from crm_desktop.views.widgets.text_input import TextInput
from crm_desktop.views.workbench.notices import show_whole

if TYPE_CHECKING:
    from crm_desktop.store.reader import Reader

_FEW = 8
"""So many people are found at a glance; among more one types."""


class PublishDialog(Dialog):
    """A new notice; files are chosen, or dropped on it."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(text("workbench", "Publish a notice"), width=560, parent=parent)
        self._desk = desk
        self.subject = TextInput()
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(120)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.people = _People(desk)
        audiences = [(key, label("options", f"notice.audience.{key}"), "") for key in ("everyone", "team", "people")]
        self.audience = Segmented(audiences, lambda key: self.people_field.setVisible(key == "people"))
        self.receipts = QCheckBox(str(label("fields", "notice.wants_receipts")))
        self.receipts.setChecked(True)
        self.files = PendingFiles(desk)
        self.until = LabelledEditor(editor_for(NOTICE.field("expires_on"), NOTICE, desk))
        self.subject_field = Field(label("fields", "notice.subject"), self.subject, required=True)
        self.people_field = Field(text("workbench", "To whom"), self.people, required=True)
        self.people_field.hide()
        words = Field(label("fields", "notice.body"), self.words)
        for part in (self.subject_field, words, self.people_field, self.until):
            # What could grow would keep the dialog from being as high as all that it says.
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.body.addWidget(self.subject_field)
        self.body.addWidget(words)
        self.body.addWidget(self.audience)
        self.body.addWidget(self.people_field)
        self.body.addWidget(self.until)
        self.body.addWidget(self.receipts)
        self.body.addWidget(self.files)
        self.verbs.insertWidget(0, Button(label("acts", "attachment.add"), self.files.choose, icon="paperclip"))
        self.add_safe_verb()
        self.verb = self.add_verb(text("workbench", "Publish"), self._publish)
        self.files.busy_changed.connect(self.verb.set_busy)
        self.drop = FileDrop(self, lambda: tr("workbench", "the notice"), self.files.acts.picture_name, self.files.add)

    def _publish(self) -> None:
        subject, audience, people = self.subject.text().strip(), self.audience.choice, self.people.chosen()
        if not subject:
            self.subject_field.set_error(text("workbench", "A notice needs a subject"))
            self.subject.setFocus()
            return
        if self.files.busy:
            # Enter reaches further than the button: what is still being kept would not go along.
            return
        if audience == "people" and not people:
            self.people_field.set_error(text("workbench", "Choose at least one person"))
            return
        if not self.until.editor.review():
            return
        values: dict[str, str | bool | None] = {
            "subject": subject,
            "body": self.words.toPlainText().strip() or None,
            "audience": audience,
            "wants_receipts": self.receipts.isChecked(),
            "expires_on": str(self.until.editor.values().get("expires_on") or "") or None,
        }
        edits = publish(values, people, self._desk.me, self._desk.clock.now())
        notice = next(edit.id for edit in edits if isinstance(edit, Create) and edit.kind == "notice")
        files, said = self.files.files, text("workbench", "{title} published", title=subject)
        shown = [edit for each in files for edit in file_shown(each.id, audience, people)]
        act_with_files(self._desk, "notice.publish", edits, Filed(files, "notice", notice, shown), said)
        self.accept()


class _People(QWidget):
    """Colleagues to tick, with a line to find one among many."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._me = desk.me
        self.search = TextInput(placeholder=text("workbench", "Find a colleague"))
        self.search.setAccessibleName(tr("workbench", "Find a colleague"))
        self.list = QListWidget()
        self.list.setAccessibleName(tr("workbench", "Chosen people"))
        self.list.setProperty("choices", True)
        self.told = Label("", "caption", "text.secondary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.search, self.list, self.told):
            column.addWidget(part)
        self.search.textChanged.connect(self._narrow)
        self.list.itemChanged.connect(lambda _item: self._count())
        self.setFocusProxy(self.list)
        desk.read(self, self._show, _colleagues)

    def chosen(self) -> list[str]:
        """Return the ids of the people that are ticked."""
        return [str(each.data(Qt.ItemDataRole.UserRole)) for each in self._items() if _ticked(each)]

    def _show(self, found: list[Record]) -> None:
        for person in found:
            if person.id != self._me:
                item = QListWidgetItem(person.title, self.list)
                item.setData(Qt.ItemDataRole.UserRole, person.id)
                item.setCheckState(Qt.CheckState.Unchecked)
        self.search.setVisible(self.list.count() > _FEW)
        show_whole(self.list)
        self._count()

    def _narrow(self, typed: str) -> None:
        wanted = typed.strip().casefold()
        for each in self._items():
            name = each.text().casefold()
            # A name is found by its pinyin too.
            each.setHidden(bool(wanted) and wanted not in name and wanted not in list_key(name).replace(" ", ""))

    def _count(self) -> None:
        self.told.set_wording(text("workbench", "%n chosen", n=len(self.chosen())))

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]


def _ticked(item: QListWidgetItem) -> bool:
    return item.checkState() is Qt.CheckState.Checked


def _colleagues(reader: Reader) -> list[Record]:
    return where(reader, "user", "deleted_at IS NULL AND coalesce(active, 1) ORDER BY sort_key LIMIT 2000")

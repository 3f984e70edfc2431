"""The dialog for a new record: the form of its kind, look-alikes while typing, a draft that outlives a crash.

Ctrl+Enter saves, Escape closes and keeps the draft. Everything is checked here first; what the store or the server
refuses comes back to the field it is about.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.edits import Create, Edit
from crm_desktop.models.fields import Field, RecordKind, Value, Values
from crm_desktop.models.ids import new_id
from crm_desktop.models.record import Record
from crm_desktop.models.rules.problems import Problem
from crm_desktop.models.rules.stages import enter_stage
from crm_desktop.views.desk import Desk
from crm_desktop.views.files.attaching import Filed, act_with_files
from crm_desktop.views.files.file_drop import FileDrop
from crm_desktop.views.files.file_paste import FilePaste
from crm_desktop.views.files.pending_files import PendingFiles
from crm_desktop.views.forms.colleagues_notice import ColleaguesNotice
from crm_desktop.views.forms.draft_keeping import DraftKeeping
from crm_desktop.views.forms.duplicate_notice import DuplicateNotice
from crm_desktop.views.forms.record_form import RecordForm, form_fields
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import Text, label, text
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.dialog import Dialog
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.tall_area import TallArea

if TYPE_CHECKING:
    from crm_desktop.store.drafts import Draft
    from crm_desktop.store.write_door import Committed

_LOOK_ALIKES = ("account", "contact")


_MOST_HEIGHT, _LEAST_HEIGHT, _AROUND = 480, 160, 200
"""The height of the fields at most and at least, and what heading, verbs and margins take, at 100 per cent of text."""


class CreateDialog(Dialog):
    """`CreateDialog("account", {}, desk, window).open()`; `created` tells kind and id."""

    created = Signal(str, str)

    SHOWN = 0
    """How many fields are shown at once; 0 leaves it to the declaration."""

    def __init__(self, kind: str, known: Values, desk: Desk, parent: QWidget) -> None:
        self.kind: RecordKind = KINDS[kind]
        super().__init__(label("acts", self.act_key), width=640, parent=parent)
        self.desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._lookups = lookups_of(desk)
        self._id = new_id()
        self.form = RecordForm(self.kind, desk, self.listed_fields(), self.SHOWN)
        self.duplicates = DuplicateNotice(self.kind, desk)
        self.colleagues = ColleaguesNotice(self.kind, desk)
        self.draft = DraftKeeping(kind, desk, self.form.values, self)
        self._restored = _RestoredLine(self._discard)
        self.files = PendingFiles(desk)
        self._known = known
        self._start = {**default_values(self.kind, desk), **known}
        self._more_shown = False
        self._more = Button(text("forms", "More fields"), self._toggle_more, kind="link", small=True)
        self._lay_out()
        self.form.fill(self._start)
        self._name_links(self._start)
        self.form.changed.connect(self._changed)
        self._lookups.changed.connect(self._fill_late)
        self.duplicates.open_wanted.connect(self._open_other)
        self.draft.find(self._restore)
        self.form.go_to(self.kind.title if self.kind.title in self.form.fields else next(iter(self.form.fields)))

    def save(self) -> None:
        """Check the form and write the record; what is wrong is shown where it is wrong."""
        values, problems = self._completed()
        if not self.form.review(problems):
            return
        self.duplicates.stop()
        self.colleagues.stop()
        self._save.set_busy(True)
        said = text("forms", "{title} added", title=values.get(self.kind.title, ""))
        self.write(Create(self.kind.name, values, self._id), said)

    # What other dialogs do otherwise

    @property
    def act_key(self) -> str:
        """The act's key, and with it the dialog's name."""
        return f"{self.kind.name}.create"

    def listed_fields(self) -> list[Field]:
        """Return the fields of the form."""
        return form_fields(self.kind)

    def place_head(self) -> QWidget | None:
        """Return what stands above the form."""
        return None

    def entered(self) -> dict[str, Value]:
        """Return what was entered."""
        return self.form.values()

    def write(self, create: Create, said: Text) -> None:
        """Write the record."""
        self.commit([create], said)

    def commit(self, edits: list[Edit], said: Text) -> None:
        """Commit the act, with the files that were pasted or dropped here."""
        files = Filed(self.files.files, self.kind.name, self._id)
        act_with_files(self.desk, self.act_key, edits, files, said, on_done=self._done, on_error=self._refused)

    def done(self, result: int) -> None:
        """Keep the draft of a form that is closed unfinished."""
        self.duplicates.stop()
        self.colleagues.stop()
        self.draft.flush()
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter go to the next field; Ctrl+Enter saves, by its shortcut."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.modifiers():
                self.focusNextChild()
            return
        super().keyPressEvent(event)

    def _completed(self) -> tuple[dict[str, Value], tuple[Problem, ...]]:
        """Return the values with what a stage adds to them, and what the stage misses."""
        values = self.entered()
        stage = self._lookups.stage(values.get("stage_id")) if self.kind.name == "opportunity" else None
        if stage is None:
            return values, ()
        today = current_formats(self.desk.clock.now()).today.isoformat()
        given = {name: value for name, value in values.items() if name != "stage_id"}
        entering = enter_stage({}, stage.id, stage.values, given, today)
        added = {name: value for name, value in entering.values.items() if value is not None}
        return {**values, **added}, entering.problems

    def _done(self, committed: Committed) -> None:
        self.draft.forget()
        self.created.emit(self.kind.name, self._id)
        self.accept()

    def _refused(self, error: Exception) -> None:
        self._save.set_busy(False)
        if not self.form.refuse(error):
            self.desk.notices.fail(error)

    def _changed(self, _name: str) -> None:
        self.draft.touch()
        if self.kind.name in _LOOK_ALIKES:
            self.duplicates.look(self.form.values())
            self.colleagues.look(self.form.values())

    def _restore(self, draft: Draft) -> None:
        if not self.form.touched:
            values = {**draft.values, **self._known}
            self.form.retype(values)
            self._name_links(values)
            self._restored.show_moment(current_formats(self.desk.clock.now()).moment(draft.made_at))

    def _fill_late(self) -> None:
        """Take the defaults that had not been read when the form was opened."""
        late = {**default_values(self.kind, self.desk), **self._known}
        if not self.form.touched and late != self._start:
            self._start = late
            self.form.fill(late)
            self._name_links(late)

    def _name_links(self, values: Values) -> None:
        """Learn what the records are called that the values link to."""
        from crm_desktop.store.queries.record_view import linked_titles

        self.desk.read(self, self.form.take_names, linked_titles, [Record(self.kind.name, "", values)])

    def _discard(self) -> None:
        self.draft.forget()
        self.form.fill(self._start)
        self._restored.hide()

    def _open_other(self, record_id: str) -> None:
        from crm_desktop.views.navigation import Place

        self.reject()
        self.desk.navigator.go(Place(self.kind.plural, record_id))

    def _toggle_more(self) -> None:
        self._more_shown = not self._more_shown
        self.form.show_more(shown=self._more_shown)
        words = text("forms", "Fewer fields") if self._more_shown else text("forms", "More fields")
        self._more.set_wording(words)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the form needs, up to a point."""
        self._fit()
        super().showEvent(event)

    def _fit(self) -> None:
        # Room for one sentence below a field; more than that scrolls.
        wanted, parent = self._inner.sizeHint().height() + current_theme().line("caption"), self.parentWidget()
        most = current_theme().scaled(_MOST_HEIGHT)
        if parent is not None:
            # Large text must not push the verbs out of a low window.
            most = min(most, max(_LEAST_HEIGHT, parent.window().height() - current_theme().scaled(_AROUND)))
        self._scroll.setFixedHeight(min(wanted, most))
        # Beside the fields only what scrolls needs room for its bar.
        self._inner.setContentsMargins(0, 0, 8 if wanted > most else 0, 0)
        self.adjustSize()

    def _lay_out(self) -> None:
        self._more.setVisible(self.form.has_more)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        scroll = TallArea(inner)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._inner, self._scroll = inner, scroll
        head = self.place_head()
        if head is not None:
            self.body.addWidget(head, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._restored)
        self.body.addWidget(scroll)
        self.body.addWidget(self.files)
        self.body.addWidget(self.duplicates)
        self.body.addWidget(self.colleagues)
        FilePaste(self, self.files.acts.picture_name, self.files.add)
        FileDrop(self, lambda: str(self._question), self.files.acts.picture_name, self.files.add)
        self.add_safe_verb()
        self._save = self.add_verb(label("acts", "form.save"), self.save)
        self._save.set_hint(text("forms", "Ctrl+Enter"))
        self._save.setDefault(False)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._save_by_key)

    def _save_by_key(self) -> None:
        focused = self.focusWidget()
        if focused is not None:
            focused.clearFocus()
        self.save()


class _RestoredLine(QWidget):
    """Says that what stands in the form was typed earlier."""

    def __init__(self, discard: Callable[[], object]) -> None:
        super().__init__()
        self._words = Label("", "caption", "text.secondary", elide=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._words, 1)
        row.addWidget(Button(text("forms", "Start over"), discard, kind="link", small=True))
        self.hide()

    def show_moment(self, when: str) -> None:
        """Say when it was typed."""
        self._words.set_wording(text("forms", "Your draft of {when} is back", when=when))
        self.show()


def default_values(kind: RecordKind, desk: Desk) -> dict[str, Value]:
    """Return what a new record starts with: the defaults declared, oneself as owner, the first stage, today."""
    values: dict[str, Value] = {field.name: field.default for field in kind.fields if field.default is not None}
    if kind.owner_field:
        values["owner_id"] = desk.me
    stages = lookups_of(desk).stages()
    if kind.name == "opportunity":
        values["opened_on"] = current_formats(desk.clock.now()).today.isoformat()
        if stages:
            values["stage_id"] = stages[0].id
    return values

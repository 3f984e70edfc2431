"""What opens at the buttons of the bulk bar: to whom, which tags, which field and what value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.access import FieldRight
from crm_desktop.models.fields import Field, FieldType, RecordKind, Rule
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.editors import editor_for
from crm_desktop.views.language.texts import Text, Wording, text
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.tables.bulk_acts import BulkActs
from crm_desktop.views.tables.fields import SYSTEM_FIELDS, TAGS, field_label, list_fields
from crm_desktop.views.tables.filter_editor import CheckList, FieldPicker
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.popover import Popover

_WIDTH = 280


class BulkChoices(QObject):
    """Asks in a popover above the bar, and hands the answer to `BulkActs`."""

    def __init__(self, desk: Desk, kind: RecordKind, acts: BulkActs) -> None:
        super().__init__(acts)
        self._desk, self._kind, self._acts = desk, kind, acts
        self._popover: Popover | None = None

    def assign(self, at: QWidget) -> None:
        """Ask for the new owner."""
        lookups = lookups_of(self._desk)
        people = lookups.now.users.values() if lookups.now is not None else ()
        offered = [(each.id, each.title) for each in people if each.get("active") is not False]
        answers = CheckList([*offered], None, single=True)
        self._open(at, text("tables", "Assign to"), answers, text("tables", "Assign"), lambda: self._assign(answers))

    def tag(self, at: QWidget) -> None:
        """Ask for tags to add."""
        lookups = lookups_of(self._desk)
        tags = lookups.now.tags.values() if lookups.now is not None else ()
        answers = CheckList([(each.id, each.title) for each in tags], None)
        remove = Button(text("tables", "Remove"), lambda: self._tag(answers, add=False), small=True)
        self._open(
            at, text("tables", "Tags"), answers, text("tables", "Add"), lambda: self._tag(answers, add=True), remove
        )

    def change(self, at: QWidget) -> None:
        """Ask for a field, then for its value."""
        fields = [each for each in list_fields(self._kind) if self._changeable(each)]
        picker = FieldPicker(self._kind, lambda name: self._change(at, self._kind.field(name)), fields)
        self._show(at, picker)

    def close(self) -> None:
        """Close what is open."""
        if self._popover is not None:
            self._popover.close_popover()
            self._popover.deleteLater()
            self._popover = None

    def _changeable(self, field: Field) -> bool:
        if field in SYSTEM_FIELDS or field.name in (self._kind.title, TAGS):
            return False
        # A guarded field has rules of its own: owners are assigned, stages entered one by one.
        right = lookups_of(self._desk).field_right(self._kind, field)
        return field.rule is not Rule.GUARD and right is FieldRight.WRITE and field.type is not FieldType.COORDINATE

    def _change(self, at: QWidget, field: Field) -> None:
        editor = editor_for(replace(field, required=False), self._kind, self._desk)
        editor.set_value(None)
        heading = field_label(self._kind, field.name)

        def take() -> None:
            if editor.find_problem() is None:
                self.close()
                said = partial(_changed, heading)
                self._acts.set_values(f"{self._kind.name}.edit", editor.values(), said)

        self._open(at, heading, editor, text("tables", "Apply to all"), take)

    def _assign(self, answers: CheckList) -> None:
        owner = answers.value()
        if isinstance(owner, str):
            self.close()
            self._acts.assign(owner, lookups_of(self._desk).user_name(owner))

    def _tag(self, answers: CheckList, *, add: bool) -> None:
        chosen = answers.value()
        tags = chosen if isinstance(chosen, list) else []
        if tags:
            self.close()
            self._acts.change_tags(tags if add else [], [] if add else tags)

    def _open(
        self, at: QWidget, heading: Wording, body: QWidget, verb: Wording, run: Callable[[], object], *more: Button
    ) -> None:
        content = _Answer(run)
        content.setFixedWidth(_WIDTH)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Label(heading, "bodyStrong"))
        column.addWidget(body)
        foot = QHBoxLayout()
        foot.addStretch()
        for button in (*more, Button(verb, run, kind="primary", small=True)):
            foot.addWidget(button)
        column.addLayout(foot)
        content.setFocusProxy(body)
        self._show(at, content)

    def _show(self, at: QWidget, content: QWidget) -> None:
        self.close()
        self._popover = Popover(content, padding=12)
        self._popover.open_at(at)
        content.setFocus()


class _Answer(QWidget):
    """What is asked in the popover; Enter answers it, wherever it is left over."""

    def __init__(self, run: Callable[[], object]) -> None:
        super().__init__()
        self._run = run

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run()
        else:
            super().keyPressEvent(event)


def _changed(heading: Text, count: int) -> Wording:
    return text("tables", "{field} of %n record(s) changed", n=count, field=heading)

"""What every editor of a field's value has in common; which editor a field gets stands in `editors.py`.

The person types, `changed` tells so; when they leave or press Enter the text is read and checked, and `committed` tells
that there is another good value. Escape brings back what stood there. Nothing is written anywhere by an editor.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.models.fields import Field, RecordKind, Value, Values
from crm_desktop.models.rules.problems import Problem
from crm_desktop.models.rules.validation import check_field, kept
from crm_desktop.views.language.texts import Text, label
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.widgets.component import Component, repolish

if TYPE_CHECKING:
    from crm_desktop.views.desk import Desk


class UnreadableError(Exception):
    """What stands in the editor is no value; `code` is a key of context `errors`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class FieldEditor(Component, QWidget):
    """The frame of an editor: subclasses place a control, and say how it shows and reads a value."""

    changed = Signal()
    """The person typed or chose something; it may not be readable yet."""
    committed = Signal()
    """The person is done, and `values()` differs from what was set."""
    cancelled = Signal()
    """The person pressed Escape and what was set stands there again."""
    left = Signal()
    """The person is done here: the focus went elsewhere, or Enter was pressed."""
    problem_changed = Signal()
    """`problem` is another one now."""

    def __init__(self, field: Field, kind: RecordKind, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field, self.kind, self.desk = field, kind, desk
        self.lookups = lookups_of(desk)
        self.problem: Problem | None = None
        self.read_only = False
        self.in_form = False
        """In a form Escape belongs to the dialog, which keeps a draft of what was typed."""
        self._original: dict[str, Value] = {}
        self._control: QWidget = self
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(4)

    # What subclasses say

    def show_value(self, value: Value) -> None:
        """Put a value into the control."""
        raise NotImplementedError

    def read_value(self) -> Value:
        """Return what stands in the control; raises UnreadableError."""
        raise NotImplementedError

    def lock_control(self, *, locked: bool) -> None:
        """Let the control be read only, or not."""
        self._control.setEnabled(not locked)

    # What holders use

    def value(self) -> Value:
        """Return the value; what cannot be read counts as what was set."""
        try:
            return self._canonical()
        except UnreadableError:
            return self._original.get(self.field.name)

    def values(self) -> dict[str, Value]:
        """Return what the editor would write: its field, and what belongs to it."""
        return {self.field.name: self.value()}

    def set_value(self, value: Value) -> None:
        """Show a value; what was typed and what was wrong is forgotten."""
        self.set_values({self.field.name: value})

    def set_values(self, values: Values, linked: Mapping[str, str] | None = None) -> None:
        """Show a record's values: the field's own and what belongs to it; `linked` names what links lead to."""
        self.take_names(linked or {})
        self.retype(values)
        self._original = self.values()
        self.set_problem(None)

    def take_names(self, linked: Mapping[str, str]) -> None:
        """Learn what linked records are called; only editors of links need it."""

    def retype(self, values: Values) -> None:
        """Put values in as if the person had typed them: what was set before still counts as the original."""
        self.show_value(values.get(self.field.name))

    @property
    def touched(self) -> bool:
        """Whether there is another value than the one that was set, or something unreadable."""
        try:
            self._canonical()
        except UnreadableError:
            return True
        return self.values() != self._original

    def set_problem(self, problem: Problem | None) -> None:
        """Show that something is wrong, or that all is well; the holder shows the sentence."""
        self.problem = problem
        state = "error" if problem is not None else "locked" if self.read_only else ""
        if self._control.property("state") != state:
            self._control.setProperty("state", state)
            repolish(self._control)
        self._control.setAccessibleDescription(str(sentence(problem)) if problem is not None else "")
        self.problem_changed.emit()

    def set_read_only(self, read_only: bool) -> None:
        """Let the person only read it, or also write."""
        if read_only != self.read_only:
            self.read_only = read_only
            self.lock_control(locked=read_only)
            self.set_problem(self.problem)

    def review(self) -> bool:
        """Read and check what stands there and show what is wrong; tell whether all is well."""
        self.set_problem(self.find_problem())
        return self.problem is None

    def find_problem(self) -> Problem | None:
        """Return what is wrong with what stands there."""
        try:
            value = self._canonical()
        except UnreadableError as unreadable:
            return Problem(self.field.name, unreadable.code)
        finding = check_field(self.field, value, self.lookups.picklist_keys)
        return Problem(self.field.name, *finding) if finding is not None else None

    def commit(self) -> None:
        """Take what stands there: check it, and tell if it is good and new; from then on it counts as what was set."""
        if not self.read_only and self.touched and self.review():
            self._original = self.values()
            self.committed.emit()

    def restore(self) -> None:
        """Bring back what was set."""
        self.retype(self._original)
        self.set_problem(None)
        self.cancelled.emit()

    def begin(self, typed: str = "") -> None:
        """Be ready for typing: select what stands there, or replace it with what was typed to begin with."""

    # For subclasses

    def place(self, control: QWidget) -> None:
        """Make this the control that has the focus, the name and the state."""
        self._control = control
        self.row.addWidget(control, 1)
        self.setFocusProxy(control)
        control.installEventFilter(self)

    def typed(self, *, whole: bool = False) -> None:
        """Tell that the person typed; what was wrong is no more. A `whole` value was chosen: nothing is to wait for."""
        if self.problem is not None:
            self.set_problem(None)
        self.changed.emit()
        if whole:
            self.commit()

    def setAccessibleName(self, name: str) -> None:
        """Name the control too, which is what assistive technology meets."""
        super().setAccessibleName(name)
        if self._control is not self:
            self._control.setAccessibleName(name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Commit at Enter and when the person leaves, restore at Escape."""
        if watched is self._control:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self.take_key(event)
            if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
                # Escape belongs to the editor while something was typed, not to the dialog or panel around it.
                if event.key() == Qt.Key.Key_Escape and _takes_escape(self):
                    event.accept()
                    return True
            elif event.type() == QEvent.Type.FocusOut:
                self._leave()
        return False

    def take_key(self, event: QKeyEvent) -> bool:
        """Answer a key that the control got; True means that it was for us."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._leave()
            return False
        if event.key() == Qt.Key.Key_Escape and _takes_escape(self):
            self.restore()
            return True
        return False

    def _leave(self) -> None:
        self.commit()
        self.left.emit()

    def _canonical(self) -> Value:
        return kept(self.field, self.read_value())


def _takes_escape(editor: FieldEditor) -> bool:
    return not editor.in_form and (editor.touched or editor.problem is not None)


def sentence(problem: Problem | None) -> Text | str:
    """Return the sentence for what is wrong, "" where nothing is."""
    return label("errors", f"{problem.code}.title", **problem.facts) if problem is not None else ""

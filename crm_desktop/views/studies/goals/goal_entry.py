"""The line under the tree in which goals are typed one after the other; what was understood stands below it at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.money import from_units
from crm_desktop.models.records.study import GOAL, GOAL_LEVELS
from crm_desktop.models.studies.typed_goal import TypedGoal, read_goal
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import label, text, tr
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.key_cap import KeyCap
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.segmented import Segmented
from crm_desktop.views.widgets.text_input import TextInput

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class GoalEntry(Component, QWidget):
    """`entry.set_level("tactical")`; Enter says `entered` with level and `TypedGoal`, Alt ↑ ↓ changes the level."""

    entered = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        choices = [(each, label("options", GOAL.option_key("level", each)), "") for each in GOAL_LEVELS]
        self.levels = Segmented(choices, lambda _key: self.line.setFocus())
        self.line = _Line(placeholder=text("studies", "Type a goal, such as: 500,000 online leads in Q1"))
        self.line.stepped.connect(self._step)
        self.line.textChanged.connect(lambda _text: self.retranslate())
        self.line.returnPressed.connect(self._enter)
        self.understood = Label("", "caption", "text.secondary", elide=True)
        self._departments: Sequence[tuple[str, str]] = ()
        self._formats: Formats | None = None
        self._lay_out()
        self.setFocusProxy(self.line)
        self.settle()

    def show_around(self, departments: Sequence[tuple[str, str]], formats: Formats) -> None:
        """Know the client's departments (id, name), and how days and numbers are written."""
        self._departments, self._formats = departments, formats

    def set_level(self, level: str) -> None:
        """Type a goal of this level next."""
        self.levels.choose(level)

    def read(self, line: str) -> TypedGoal:
        """Return what a line says."""
        today = self._formats.today if self._formats is not None else date.min
        return read_goal(line, today, self._departments)

    def retranslate(self) -> None:
        """Say again what was understood."""
        self.line.setAccessibleName(str(text("studies", "New goal")))
        formats, line = self._formats, self.line.text().strip()
        if formats is None or not line:
            self.understood.set_wording(
                text("studies", "Number, unit, day and @department are understood as you type.")
            )
            return
        found = self.read(line)
        said = []
        if found.value is not None:
            said.append(f"{formats.figure(from_units(found.value))} {found.unit}".strip())
        if found.due:
            said.append(tr("studies", "by {day}", day=formats.day_full(found.due)))
        said += [name for department_id, name in self._departments if department_id == found.department_id]
        words = " · ".join(said)
        nothing = text("studies", "No number and no day yet; both can follow.")
        self.understood.set_wording(text("studies", "Understood: {words}", words=words) if said else nothing)

    def _step(self, by: int) -> None:
        at = GOAL_LEVELS.index(self.levels.choice)
        self.levels.choose(GOAL_LEVELS[max(0, min(len(GOAL_LEVELS) - 1, at + by))])

    def _enter(self) -> None:
        line = self.line.text().strip()
        if line:
            self.line.clear()
            self.entered.emit(self.levels.choice, self.read(line))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.levels)
        top.addWidget(self.line, 1)
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(self.understood, 1)
        hints = (("Alt+Up", text("studies", "level")), ("Return", text("studies", "add")))
        for keys, words in hints:
            below.addWidget(KeyCap(keys))
            below.addWidget(Label(words, "caption", "text.secondary"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        column.addLayout(top)
        column.addLayout(below)


class _Line(TextInput):
    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Change the level with Alt and the arrows."""
        key = Qt.Key(event.key())
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and key in _STEPS:
            self.stepped.emit(_STEPS[key])
        else:
            super().keyPressEvent(event)

"""The table of a merge: a line for each field in which two records differ, with the value that is to stand ticked."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QWidget

from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record
from crm_desktop.models.rules.combining import Unit, joined, units
from crm_desktop.views.language.texts import Wording, label, text
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.label import Label

_CELL = 250
"""The room of a value in pixels; what is longer is cut and told whole by its hint."""


class MergeChoices(QWidget):
    """`choices.show_pair(kept, other, words)`, then `choices.values()` for what the kept one is to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self.buttons: dict[str, tuple[QRadioButton, ...]] = {}
        """The buttons of each unit by its name: the kept value, the other one, both where that makes sense."""
        self._units: tuple[Unit, ...] = ()
        self._groups: list[QButtonGroup] = []

    def show_pair(self, kept: Record, other: Record, words: Wordings) -> None:
        """Show two records."""
        self._clear()
        self._units = units(kept, other)
        self._grid.addWidget(Label(text("records", "Is kept"), "caption", "text.secondary"), 0, 1)
        self._grid.addWidget(Label(text("records", "Goes into it"), "caption", "text.secondary"), 0, 2)
        self._grid.addWidget(Label(kept.title, "bodyStrong", elide=True), 1, 1)
        self._grid.addWidget(Label(other.title, "bodyStrong", elide=True), 1, 2)
        for row, unit in enumerate(self._units, start=2):
            self._add(2 * row, unit, kept, words)
        if not self._units:
            same = text("records", "Both say the same.")
            self._grid.addWidget(Label(same, "body", "text.secondary"), 2, 1, 1, 2)
        self._grid.setRowStretch(2 * len(self._units) + 6, 1)

    def values(self) -> dict[str, Value]:
        """Return the values that differ from what the kept record says now."""
        chosen: dict[str, Value] = {}
        for unit in self._units:
            both = joined(unit)
            ticked = [button.isChecked() for button in self.buttons[unit.name]]
            offered: list[Mapping[str, Value]] = [unit.kept, unit.other, *([both] if both is not None else [])]
            chosen |= next(each for each, is_ticked in zip(offered, ticked, strict=True) if is_ticked)
        return chosen

    def _add(self, row: int, unit: Unit, kept: Record, words: Wordings) -> None:
        kind = kept.declaration
        name = label("fields", kind.label_key(unit.name))
        self._grid.addWidget(Label(name, "caption", "text.secondary"), row, 0, Qt.AlignmentFlag.AlignVCenter)
        group, both = QButtonGroup(self), joined(unit)
        buttons = []
        for column, values in ((1, unit.kept), (2, unit.other)):
            said = words.formats.listed([each for each in self._said(unit, kept, values, words) if each])
            buttons.append(self._button(name, said or str(text("records", "Nothing")), group))
            self._grid.addWidget(buttons[-1], row, column)
        if both is not None:
            buttons.append(self._button(name, str(text("records", "Both")), group))
            self._grid.addWidget(buttons[-1], row + 1, 1)
        mine = any(value is not None for value in unit.kept.values())
        buttons[2 if both is not None else 0 if mine else 1].setChecked(True)
        self.buttons[unit.name] = tuple(buttons)
        self._groups.append(group)

    @staticmethod
    def _said(unit: Unit, kept: Record, values: Mapping[str, Value], words: Wordings) -> list[str]:
        # The currency is said with its amount.
        hidden = {each.name for each in unit.fields[1:] if unit.fields[0].type.value == "money"}
        return [words.of(kept.declaration, name, values) for name in values if name not in hidden]

    def _button(self, name: Wording, said: str, group: QButtonGroup) -> QRadioButton:
        one_line = " ".join(said.split())
        button = QRadioButton()
        button.setText(button.fontMetrics().elidedText(one_line, Qt.TextElideMode.ElideRight, _CELL).replace("&", "&&"))
        button.setToolTip(said if button.text() != one_line else "")
        button.setAccessibleName(f"{name}: {one_line}")
        group.addButton(button)
        return button

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for group in self._groups:
            group.deleteLater()
        self._groups.clear()
        self.buttons.clear()

"""A small table of what a simulation is told of each lane or step: names, and numbers and times to be typed."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

_NUMBER = re.compile(r"-?\d{1,6}(?:[.,]\d{1,3})?")


class NumbersTable(QTableWidget):
    """`NumbersTable(84, 84)`, the widths of what is typed: names that stand, beside values; knows what was typed."""

    def __init__(self, *widths: int) -> None:
        columns = len(widths) + 1
        super().__init__(0, columns)
        self._given: list[tuple[str, ...]] = []
        self.setFrameShape(QTableWidget.Shape.NoFrame)
        self.verticalHeader().hide()
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        heads = self.horizontalHeader()
        heads.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate(widths, start=1):
            heads.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            heads.resizeSection(column, width)

    def fill(self, rows: list[tuple[str, ...]]) -> None:
        """Show rows anew."""
        self._given = rows
        self.setRowCount(len(rows))
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                item = QTableWidgetItem(value)
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable if not column else item.flags())
                self.setItem(at, column, item)
        height = self.horizontalHeader().sizeHint().height() + 4
        self.setFixedHeight(height + sum(self.rowHeight(at) for at in range(len(rows))))

    def changed(self, column: int) -> list[tuple[float, ...]]:
        """Return for each row the numbers that were typed, nothing where the cell is as it was given or has none."""
        found: list[tuple[float, ...]] = []
        for at, row in enumerate(self._given):
            typed = self._text(at, column)
            same = typed.strip() == row[column]
            found.append(() if same else tuple(float(each.replace(",", ".")) for each in _numbers(typed)))
        return found

    def type_in(self, row: int, column: int, typed: str) -> None:
        """Put into a cell what a person would type there."""
        item = self.item(row, column)
        if item is not None:
            item.setText(typed)

    def texts(self, column: int) -> list[str]:
        """Return for each row what stands in the cell, as it was given or typed."""
        return [self._text(at, column).strip() for at in range(len(self._given))]

    def _text(self, row: int, column: int) -> str:
        item = self.item(row, column)
        return item.text() if item is not None else ""


def _numbers(typed: str) -> list[str]:
    """Return the numbers of a list; a comma parts them unless a digit follows at once."""
    return _NUMBER.findall(typed.replace("，", ", ").replace("、", ", "))

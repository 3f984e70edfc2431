"""Staying in place: the current record and the top of the window, while rows come, go and move below a list view."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject
from PySide6.QtWidgets import QAbstractItemView

from crm_desktop.views.tables.list_table import ListTable


class ListPlace(QObject):
    """Remembers, by row number, where a person is in one view."""

    def __init__(self, view: ListTable) -> None:
        super().__init__(view)
        self._view = view
        self._current = self._top = -1
        self._line = -1
        self._offset = 0
        model = view.list_model
        model.opened.connect(self._begin)
        model.moved.connect(self._follow)
        model.cache.arrived.connect(self._arrived)
        model.columns_changed.connect(self._find_current)
        view.verticalScrollBar().valueChanged.connect(self.remember)

    def remember(self) -> None:
        """Note which rows must keep their place when the list is read again."""
        view, rows = self._view, self._view.list_model.rows
        line = max(view.rowAt(0), 0)
        if rows.group_at(line) is not None:
            line += 1
        self._top = rows.rowid_at(line)
        self._offset = view.rowViewportPosition(line) if line < rows.lines else 0
        view.list_model.keeps = tuple(each for each in (self._current, self._top) if each >= 0)

    def moved_to(self, line: int) -> None:
        """Note that a person went to a line."""
        if line >= 0:
            self._line = line
            self._current = self._view.list_model.rows.rowid_at(line)
            self.remember()

    def _begin(self) -> None:
        """A new list stands there: begin at its top."""
        view = self._view
        self._current = self._line = -1
        view.ticks.clear()
        view.scrollToTop()
        view.setCurrentIndex(QModelIndex())
        if view.hasFocus():
            view.go_to(0, 0, scroll=False)
        self.remember()

    def _follow(self, places: dict[int, int]) -> None:
        """The list was read again: go to where current row and top row stand now."""
        view, rows, bar = self._view, self._view.list_model.rows, self._view.verticalScrollBar()
        current, top = places.get(self._current, -1), places.get(self._top, -1)
        offset = self._offset
        if current >= 0:
            view.go_to(rows.line_of(current), scroll=False)
        elif self._current >= 0 and rows.lines:
            # The record left the list: the one that took its line is current now.
            view.go_to(min(self._line, rows.lines - 1), scroll=False)
        if top >= 0 and bar.value():
            line = rows.line_of(top)
            view.scrollTo(view.list_model.index(line, 0), QAbstractItemView.ScrollHint.PositionAtTop)
            bar.setValue(bar.value() - offset)
        self.remember()

    def _find_current(self) -> None:
        """Stand on the same record after columns came and went."""
        if self._current >= 0 and self._view.current_line < 0:
            self._view.go_to(self._line, 0, scroll=False)

    def _arrived(self) -> None:
        if self._view.current_line >= 0:
            self._view.row_changed.emit(self._view.current_row)

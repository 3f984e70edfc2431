"""A list as Qt's tables want it: lines on demand, placeholders for what is still being read.

What is kept is the array of row numbers; the rows themselves are in the cache. Lines only come and go at the end, so
that a million of them are never laid out again; what moved inside is a repaint.
"""

from __future__ import annotations

from array import array
from dataclasses import replace
from functools import partial

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from crm_desktop.store.queries.lists import GroupHeader, Totals
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.language import current_language
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.refresh import Changed
from crm_desktop.views.tables.cells import Cell, cell_of
from crm_desktop.views.tables.columns import Column, column_of, columns_of
from crm_desktop.views.tables.one_at_a_time import OneAtATime
from crm_desktop.views.tables.reading import Asked, ListRow, Whole, read_figures, read_first, read_whole
from crm_desktop.views.tables.row_cache import RowCache
from crm_desktop.views.tables.row_sentence import row_sentence
from crm_desktop.views.tables.rows import Rows, lay_out
from crm_desktop.views.value_words import Wordings

_PAUSE_MS = 250
"""A pull announces page after page; the list is content with a few looks a second."""
_DISPLAY, _ALIGNMENT = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.TextAlignmentRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_Index = QModelIndex | QPersistentModelIndex


class ListModel(QAbstractTableModel):
    """`model.show(asked)`; `opened` when first rows stand there, `settled` when the whole list is known."""

    opened = Signal()
    settled = Signal()
    figured = Signal()
    moved = Signal(object)
    """After a new reading: the new places of the rows named by `keeps`, by row number."""
    columns_changed = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.rows = Rows(array("q"))
        self.columns: tuple[Column, ...] = ()
        self.asked: Asked | None = None
        self.complete = False
        self.totals = Totals()
        self.keeps: tuple[int, ...] = ()
        """Rows whose new places the view wants to know after the next reading."""
        self.cache = RowCache(desk, self)
        self._slow, self._wholes = OneAtATime(desk, self), OneAtATime(desk, self)
        self._reading = self._again = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.read_again)
        self.words = self._wordings()
        self.words.lookups.changed.connect(self.forget_words)
        self.cache.arrived.connect(self._rows_arrived)
        current_language().changed.connect(self.forget_words)
        desk.refresh.changed.connect(self._written)

    # Which list

    def show(self, asked: Asked) -> None:
        """Show another list from its beginning, or the same one with other columns where it stands."""
        same_rows = self.asked is not None and _rows_alike(self.asked, asked)
        columns = columns_of(asked.declaration, asked.definition)
        self.asked = asked
        self.cache.use(asked, forget=columns != self.columns)
        self._pause.stop()
        self._take_columns(columns)
        if same_rows and self.complete:
            self._settled()
            return
        self.complete, self.totals = False, Totals()
        self._reading = self._again = False
        self.desk.read(self, partial(self._opened, asked), read_first, asked)

    def read_again(self, *, stale: bool = True) -> None:
        """Read the same list anew; rows stay in sight until their successors arrive, if they are `stale` at all."""
        if self.asked is None:
            return
        if self._reading:
            self._again = True
            return
        self._reading = True
        self.words = self._wordings()
        # Two long lists at a time, one of which nobody waits for any more, would need twice the memory.
        self._wholes.read(read_whole, (self.asked, self.keeps), partial(self._read, self.asked, stale))

    def fold(self, group: GroupHeader, folded: bool) -> None:
        """Fold a group, or open it."""
        self._lay(self.rows.fold(group.value, folded))

    # What stands where

    @property
    def group_column(self) -> Column | None:
        """The field that the list is grouped by, whether it is shown or not."""
        return column_of(self.asked.declaration, self.asked.definition.group_by) if self.asked is not None else None

    def row_at(self, line: int) -> ListRow | None:
        """Return the record on a line as far as it is read; None for a header and for what is still being read."""
        place = self.rows.place_at(line)
        seen = self.cache.find(self.rows.rowids, place) if 0 <= place < self.rows.count else None
        return seen.row if seen is not None else None

    def cell(self, line: int, column: int) -> Cell | None:
        """Return what a record's cell shows, None while it is being read."""
        place = self.rows.place_at(line)
        seen = self.cache.find(self.rows.rowids, place) if 0 <= place < self.rows.count else None
        if seen is None:
            return None
        if not seen.cells:
            seen.cells = [None] * len(self.columns)
        found = seen.cells[column]
        if found is None:
            found = seen.cells[column] = cell_of(self.columns[column], seen.row, self.words)
        return found

    # Qt's questions

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return how many lines there are."""
        return 0 if parent is not None and parent.isValid() else self.rows.lines

    def columnCount(self, parent: _Index | None = None) -> int:
        """Return how many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = _DISPLAY) -> object:
        """Return words, alignment, or the whole row as a sentence; delegates ask `cell` instead."""
        if role == _DISPLAY:
            cell = self.cell(index.row(), index.column())
            return cell.spoken if cell is not None else ""
        if role == _SPOKEN:
            return row_sentence(self, index.row(), index.column())
        if role == _ALIGNMENT:
            return int(self.columns[index.column()].align | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """Return a column's heading."""
        if orientation is Qt.Orientation.Horizontal and section < len(self.columns):
            if role in (_DISPLAY, _SPOKEN):
                return str(self.columns[section].heading)
            if role == _ALIGNMENT:
                return int(self.columns[section].align | Qt.AlignmentFlag.AlignVCenter)
        return None

    def forget_words(self) -> None:
        """Make all words anew: another language, other names."""
        self.words = self._wordings()
        self.cache.forget_cells()
        self._repaint()

    # Answers

    def _opened(self, asked: Asked, found: Whole) -> None:
        if asked is not self.asked:
            return
        self.words = self._wordings()
        self._take(found)
        self.opened.emit()
        if found.complete:
            self._settled()
        else:
            self.read_again(stale=False)

    def _read(self, asked: Asked, stale: bool, found: Whole) -> None:
        if asked is not self.asked:
            return
        self._reading = False
        if stale:
            self.cache.grow_old()
        self._take(found)
        self.moved.emit(found.places)
        self._settled()
        if self._again:
            self._again = False
            self._pause.start()

    def _settled(self) -> None:
        self.complete = True
        self.settled.emit()
        if self.asked is not None:
            self._slow.read(read_figures, (self.asked,), partial(self._figured, self.asked))

    def _figured(self, asked: Asked, totals: Totals) -> None:
        if asked is self.asked:
            self.totals = totals
            self.figured.emit()

    def _take(self, found: Whole) -> None:
        self.cache.linked.update(found.names)
        self.cache.keep(found.page)
        self._lay(lay_out(found.rowids, found.groups, self.rows.collapsed))

    def _take_columns(self, columns: tuple[Column, ...]) -> None:
        if columns == self.columns:
            return
        # Not a reset: that would lay out a million lines again.
        if self.columns:
            self.beginRemoveColumns(QModelIndex(), 0, len(self.columns) - 1)
            self.columns = ()
            self.endRemoveColumns()
        self.beginInsertColumns(QModelIndex(), 0, len(columns) - 1)
        self.columns = columns
        self.endInsertColumns()
        self.columns_changed.emit()

    def _lay(self, rows: Rows) -> None:
        before, after = self.rows.lines, rows.lines
        if after > before:
            self.beginInsertRows(QModelIndex(), before, after - 1)
            self.rows = rows
            self.endInsertRows()
        elif after < before:
            self.beginRemoveRows(QModelIndex(), after, before - 1)
            self.rows = rows
            self.endRemoveRows()
        else:
            self.rows = rows
        self._repaint()

    def _repaint(self) -> None:
        if self.rows.lines and self.columns:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rows.lines - 1, len(self.columns) - 1))

    def _rows_arrived(self, first: int, last: int) -> None:
        top, bottom = self.rows.line_of(first), self.rows.line_of(min(last, self.rows.count - 1))
        if top >= 0 and bottom >= 0 and self.columns:
            self.dataChanged.emit(self.index(top, 0), self.index(bottom, len(self.columns) - 1))

    def _written(self, change: Changed) -> None:
        shown = {column.field.target for column in self.columns if column.field.target}
        if self.asked is None or not ({self.asked.kind} | shown) & change.kinds:
            return
        if change.ids:
            # Something a person did: what is in sight is read again at once, the order right after.
            self.cache.grow_old()
            self._repaint()
            self.read_again(stale=False)
        elif not self._pause.isActive():
            self._pause.start()

    def _wordings(self) -> Wordings:
        return Wordings(lookups_of(self.desk), current_formats(self.desk.clock.now()), self.cache.linked)


def _rows_alike(one: Asked, other: Asked) -> bool:
    """Tell whether two lists differ in nothing but their columns."""
    plain = [msgspec.structs.replace(each.definition, columns=()) for each in (one, other)]
    return plain[0] == plain[1] and replace(one, definition=plain[0]) == replace(other, definition=plain[1])

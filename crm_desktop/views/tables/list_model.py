"""A list as Qt's tables want it: lines on demand, pages of a hundred read off the UI thread, placeholders meanwhile.

What is kept is the array of row numbers and the rows seen last. Lines only come and go at the end, so that a million
of them are never laid out again; what moved inside is a repaint.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import partial

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from crm_desktop.models.fields import Value
from crm_desktop.store.queries.lists import GroupHeader, Totals
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.language import current_language
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.refresh import Changed
from crm_desktop.views.tables.cells import Cell, cell_of
from crm_desktop.views.tables.columns import Column, column_of, columns_of
from crm_desktop.views.tables.reading import (
    Asked,
    ListRow,
    RowPage,
    Whole,
    read_figures,
    read_first,
    read_page,
    read_whole,
)
from crm_desktop.views.tables.row_sentence import row_sentence
from crm_desktop.views.tables.rows import Rows, lay_out
from crm_desktop.views.value_words import Wordings

PAGE = 100
MOST_KEPT = 100 * PAGE
_MOST_AT_ONCE = 3
_PAUSE_MS = 250
"""A pull announces page after page; the list is content with a few looks a second."""
_ABSENT = ListRow(-1, "", "", {})
_DISPLAY, _ALIGNMENT = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.TextAlignmentRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_Index = QModelIndex | QPersistentModelIndex


@dataclass(slots=True)
class _Seen:
    """A row that was read, the cells made of it, and the state of the list it belongs to."""

    row: ListRow
    age: int
    cells: list[Cell | None] = field(default_factory=list)


class ListModel(QAbstractTableModel):
    """`model.show(asked)`; `opened` when first rows stand there, `settled` when the whole list is known."""

    opened = Signal()
    settled = Signal()
    figured = Signal()
    moved = Signal(object)
    """After a new reading: the new places of the rows asked for by `keeps`, by row number."""
    columns_changed = Signal()
    arrived = Signal()
    """Some rows came from the store."""

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
        self._linked: dict[str, str] = {}
        self._seen: dict[int, _Seen] = {}
        self._age = 0
        self._under_way: dict[int, int] = {}
        self._waiting: dict[int, None] = {}
        self._reading = self._again = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.read_again)
        self.words = self._wordings()
        self.words.lookups.changed.connect(self.forget_words)
        current_language().changed.connect(self.forget_words)
        desk.refresh.changed.connect(self._written)

    # Which list

    def show(self, asked: Asked) -> None:
        """Show another list from its beginning, or the same one with other columns where it stands."""
        same_rows = self.asked is not None and _rows_alike(self.asked, asked)
        self.asked = asked
        self._age += 1
        self._pause.stop()
        self._take_columns(columns_of(asked.declaration, asked.definition))
        if same_rows and self.complete:
            self._settled()
            return
        self.complete, self.totals = False, Totals()
        self._reading = self._again = False
        self.desk.read(self, partial(self._opened, asked), read_first, asked)

    def read_again(self) -> None:
        """Read the same list anew; rows stay in sight until their successors arrive."""
        if self.asked is None:
            return
        if self._reading:
            self._again = True
            return
        self._reading = True
        self.words = self._wordings()
        self.desk.read(self, partial(self._read, self.asked), read_whole, self.asked, self.keeps)

    def fold(self, group: GroupHeader, folded: bool) -> None:
        """Fold a group, or open it."""
        self._lay(self.rows.fold(group.value, folded))

    def fold_all(self, folded: bool) -> None:
        """Fold all groups, or open them."""
        values: Iterable[Value] = (group.value for group in self.rows.groups) if folded else ()
        self._lay(lay_out(self.rows.rowids, self.rows.groups, frozenset(values)))

    # What stands where

    def row_at(self, line: int) -> ListRow | None:
        """Return the record on a line as far as it is read; None for a header and for what is still being read."""
        place = self.rows.place_at(line)
        if not 0 <= place < self.rows.count:
            return None
        seen = self._seen.get(self.rows.rowids[place])
        if seen is None or seen.age != self._age:
            self._want(place // PAGE)
        return seen.row if seen is not None and seen.row is not _ABSENT else None

    def cell(self, line: int, column: int) -> Cell | None:
        """Return what a record's cell shows, None while it is being read."""
        row = self.row_at(line)
        if row is None:
            return None
        seen = self._seen[row.rowid]
        if not seen.cells:
            seen.cells = [None] * len(self.columns)
        found = seen.cells[column]
        if found is None:
            found = seen.cells[column] = cell_of(self.columns[column], row, self.words)
        return found

    def read_rows(self) -> list[ListRow]:
        """Return the rows that are at hand, in no particular order."""
        return [seen.row for seen in self._seen.values() if seen.row is not _ABSENT]

    @property
    def group_column(self) -> Column | None:
        """The field that the list is grouped by, whether it is shown or not."""
        return column_of(self.asked.declaration, self.asked.definition.group_by) if self.asked is not None else None

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
        for seen in self._seen.values():
            seen.cells = []
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
            self.read_again()

    def _read(self, asked: Asked, found: Whole) -> None:
        if asked is not self.asked:
            return
        self._reading = False
        self._age += 1
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
            self.desk.read(self, partial(self._figured, self.asked), read_figures, self.asked)

    def _figured(self, asked: Asked, totals: Totals) -> None:
        if asked is self.asked:
            self.totals = totals
            self.figured.emit()

    def _take(self, found: Whole) -> None:
        self._waiting.clear()
        self._linked.update(found.names)
        self._keep(found.page)
        self._lay(lay_out(found.rowids, found.groups, self.rows.collapsed))

    def _take_columns(self, columns: tuple[Column, ...]) -> None:
        if columns == self.columns:
            return
        # Not a reset: that would lay out a million lines again.
        if self.columns:
            self.beginRemoveColumns(QModelIndex(), 0, len(self.columns) - 1)
            self.columns = ()
            self.endRemoveColumns()
        self._seen.clear()
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

    # Pages

    def _want(self, page: int) -> None:
        if self._under_way.get(page) == self._age or self.asked is None:
            return
        if len(self._under_way) >= _MOST_AT_ONCE:
            self._waiting.pop(page, None)
            self._waiting[page] = None
            return
        self._under_way[page] = self._age
        rowids = self.rows.rowids[page * PAGE : (page + 1) * PAGE]
        work = partial(self.desk.store.read, read_page, self.asked, rowids)
        done = partial(self._page_read, self.asked, (page, self._age), rowids)
        self.desk.background.read(work, done, self.desk.notices.fail, owner=self)

    def _page_read(self, asked: Asked, wanted: tuple[int, int], rowids: array[int], found: RowPage) -> None:
        page, age = wanted
        if self._under_way.get(page) == age:
            del self._under_way[page]
        if asked is self.asked:
            self._keep(found, age)
            here = {row.rowid for row in found.rows}
            self._seen.update({each: _Seen(_ABSENT, age) for each in rowids if each not in here})
            self._repaint()
            self.arrived.emit()
        # The page asked for last is the one in sight; those before it were scrolled past.
        while self._waiting and len(self._under_way) < _MOST_AT_ONCE:
            self._want(self._waiting.popitem()[0])

    def _keep(self, found: RowPage, age: int | None = None) -> None:
        self._linked.update(found.names)
        for row in found.rows:
            self._seen.pop(row.rowid, None)
            self._seen[row.rowid] = _Seen(row, self._age if age is None else age)
        for old in list(self._seen)[: len(self._seen) - MOST_KEPT] if len(self._seen) > MOST_KEPT else ():
            del self._seen[old]

    def _repaint(self) -> None:
        if self.rows.lines and self.columns:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rows.lines - 1, len(self.columns) - 1))

    def _written(self, change: Changed) -> None:
        shown = {column.field.target for column in self.columns if column.field.target}
        if self.asked is None or not ({self.asked.kind} | shown) & change.kinds:
            return
        if change.ids:
            # Something a person did: what is in sight is read again at once, the order right after.
            self._age += 1
            self._repaint()
            self.read_again()
        elif not self._pause.isActive():
            self._pause.start()

    def _wordings(self) -> Wordings:
        return Wordings(lookups_of(self.desk), current_formats(self.desk.clock.now()), self._linked)


def _rows_alike(one: Asked, other: Asked) -> bool:
    """Tell whether two lists differ in nothing but their columns."""
    plain = [msgspec.structs.replace(each.definition, columns=()) for each in (one, other)]
    return plain[0] == plain[1] and replace(one, definition=plain[0]) == replace(other, definition=plain[1])

"""The rows of a list that were seen last, and the reading of those that are wanted: a page of a hundred at a time."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject, Signal

from crm_desktop.views.desk import Desk
from crm_desktop.views.tables.cells import Cell
from crm_desktop.views.tables.reading import Asked, ListRow, RowPage, read_page

PAGE = 100
MOST_KEPT = 100 * PAGE
_MOST_AT_ONCE = 3
_AHEAD, _BEHIND = range(60, 64), range(36, 40)
"""Who sees these rows of a page will soon see the next one, or the one before."""
_ABSENT = ListRow(-1, "", "", {})


@dataclass(slots=True)
class Seen:
    """A row that was read, how old it is, and the cells that were made of it."""

    row: ListRow
    age: int
    cells: list[Cell | None] = field(default_factory=list)


class RowCache(QObject):
    """`cache.find(rowids, place)` returns what is at hand, stale or not, and reads what is missing or stale."""

    arrived = Signal(int, int)
    """Rows came from the store, from the first to the last of these places in the list."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.linked: dict[str, str] = {}
        """What linked records are called, by id."""
        self._asked: Asked | None = None
        self._seen: dict[int, Seen] = {}
        self._age = 0
        self._under_way: dict[int, int] = {}
        self._waiting: dict[int, array[int]] = {}

    def __len__(self) -> int:
        """Return how many rows are at hand."""
        return len(self._seen)

    def use(self, asked: Asked, *, forget: bool) -> None:
        """Read for this list from now on; rows of other columns are of no use and are forgotten."""
        self._asked = asked
        if forget:
            self._seen.clear()
        self.grow_old()

    def grow_old(self) -> None:
        """Take every row for stale: it is still shown, and read again when it is looked at."""
        self._age += 1
        self._waiting.clear()

    def find(self, rowids: array[int], place: int) -> Seen | None:
        """Return the row at a place of the list; None while it is being read, or where it is gone."""
        seen = self._seen.get(rowids[place])
        page, offset = divmod(place, PAGE)
        if seen is None or seen.age != self._age:
            self._want(rowids, page)
        elif offset in _AHEAD and place + PAGE < len(rowids):
            self._fetch(rowids, page + 1)
        elif offset in _BEHIND and page:
            self._fetch(rowids, page - 1)
        return seen if seen is not None and seen.row is not _ABSENT else None

    def forget_cells(self) -> None:
        """Make all cells anew: another language, other names."""
        for seen in self._seen.values():
            seen.cells = []

    def keep(self, found: RowPage, age: int | None = None) -> None:
        """Keep rows that were read."""
        self.linked.update(found.names)
        for row in found.rows:
            self._seen.pop(row.rowid, None)
            self._seen[row.rowid] = Seen(row, self._age if age is None else age)
        surplus = len(self._seen) - MOST_KEPT
        for old in list(self._seen)[:surplus] if surplus > 0 else ():
            del self._seen[old]

    def _fetch(self, rowids: array[int], page: int) -> None:
        """Read a page before it comes in sight, where that is not done yet."""
        seen = self._seen.get(rowids[page * PAGE])
        if seen is None or seen.age != self._age:
            self._want(rowids, page)

    def _want(self, rowids: array[int], page: int) -> None:
        if self._under_way.get(page) == self._age or self._asked is None:
            return
        if len(self._under_way) >= _MOST_AT_ONCE:
            self._waiting.pop(page, None)
            self._waiting[page] = rowids
            return
        self._under_way[page] = self._age
        some = rowids[page * PAGE : (page + 1) * PAGE]
        work = partial(self._desk.store.read, read_page, self._asked, some)
        done = partial(self._arrived, self._asked, page, self._age, some)
        self._desk.background.read(work, done, self._desk.notices.fail, owner=self)

    def _arrived(self, asked: Asked, page: int, age: int, rowids: array[int], found: RowPage) -> None:
        if self._under_way.get(page) == age:
            del self._under_way[page]
        if asked is self._asked:
            self.keep(found, age)
            here = {row.rowid for row in found.rows}
            self._seen.update({each: Seen(_ABSENT, age) for each in rowids if each not in here})
            self.arrived.emit(page * PAGE, page * PAGE + len(rowids) - 1)
        # The page asked for last is the one in sight; those before it were scrolled past.
        while self._waiting and len(self._under_way) < _MOST_AT_ONCE:
            page, rowids = self._waiting.popitem()
            self._want(rowids, page)

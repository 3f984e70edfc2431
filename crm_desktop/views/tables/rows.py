"""How a list's records and group headers lie one below the other: plain arithmetic, no Qt, no store."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from crm_desktop.models.fields import Value
from crm_desktop.store.queries.lists import GroupHeader


@dataclass(frozen=True, slots=True)
class Rows:
    """A list laid out: `lines` on the screen, each a group's header or the record at a `place` in `rowids`.

    `tops[i]` is the line of group i's header, `begins[i]` the place of its first record.
    """

    rowids: array[int]
    groups: tuple[GroupHeader, ...] = ()
    collapsed: frozenset[Value] = frozenset()
    tops: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    lines: int = 0

    @property
    def count(self) -> int:
        """How many records the list has."""
        return len(self.rowids)

    def group_at(self, line: int) -> GroupHeader | None:
        """Return the group whose header stands on the line, None where a record stands."""
        at = bisect_right(self.tops, line) - 1
        return self.groups[at] if at >= 0 and self.tops[at] == line else None

    def place_at(self, line: int) -> int:
        """Return the place of the record on the line, -1 for a header or beyond the end."""
        if not 0 <= line < self.lines:
            return -1
        if not self.tops:
            return line
        at = bisect_right(self.tops, line) - 1
        offset = line - self.tops[at] - 1
        return self.begins[at] + offset if offset >= 0 else -1

    def line_of(self, place: int) -> int:
        """Return the line of the record at a place; that of its group's header where the group is folded; -1."""
        if not 0 <= place < self.count:
            return -1
        if not self.tops:
            return place
        at = bisect_right(self.begins, place) - 1
        if self.groups[at].value in self.collapsed:
            return self.tops[at]
        return self.tops[at] + 1 + place - self.begins[at]

    def rowid_at(self, line: int) -> int:
        """Return the row number of the record on the line, -1 for a header or beyond the end."""
        place = self.place_at(line)
        return self.rowids[place] if 0 <= place < self.count else -1

    def fold(self, value: Value, folded: bool) -> Rows:
        """Return the same list with one group folded or open."""
        return lay_out(self.rowids, self.groups, self.collapsed | {value} if folded else self.collapsed - {value})


def lay_out(rowids: array[int], groups: Sequence[GroupHeader] = (), collapsed: Collection[Value] = ()) -> Rows:
    """Return the rows of a list laid out; without groups each record has a line."""
    if not groups:
        return Rows(rowids, lines=len(rowids))
    folded, tops, begins = frozenset(collapsed), [], []
    line = place = 0
    for group in groups:
        tops.append(line)
        begins.append(place)
        place += group.totals.count
        line += 1 + (0 if group.value in folded else group.totals.count)
    # Headers and rows are two readings; what came in between shows in the next one.
    return Rows(rowids, tuple(groups), folded, tuple(tops), tuple(begins), line)

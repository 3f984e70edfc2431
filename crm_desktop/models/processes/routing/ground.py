"""The ground that routes run on: boxes to go around and lines that run already, each found by where it is.

Asked some hundred times for each route, so boxes and lines are plain tuples in here.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import chain
from typing import TypeAlias

from crm_desktop.models.processes.routing.spots import Box, Path, Spot, segments

_CELL = 160
CLEARANCE = 8.0
"""How near a route may come to a step that is not its own."""
APART = 8.0
"""Lines nearer than this look like one."""
Edges: TypeAlias = Box | tuple[float, float, float, float]
_Cell: TypeAlias = tuple[int, int]
_Run: TypeAlias = tuple[float, float, float, str]
"""A straight part: where it runs, where it begins and ends, whose it is."""
_Runs: TypeAlias = dict[_Cell, set[_Run]]


class Boxes:
    """Boxes by id, in cells of a grid."""

    def __init__(self) -> None:
        self._boxes: dict[str, Box] = {}
        self._grown: dict[str, Edges] = {}
        self._at: dict[str, Sequence[_Cell]] = {}
        self._cells: dict[_Cell, set[str]] = defaultdict(set)

    def __getitem__(self, box_id: str) -> Box:
        return self._boxes[box_id]

    def __contains__(self, box_id: object) -> bool:
        return box_id in self._boxes

    def put(self, box_id: str, box: Box) -> None:
        """Add a box or move it."""
        left, top, right, bottom = box
        edges = (left - CLEARANCE, top - CLEARANCE, right + CLEARANCE, bottom + CLEARANCE)
        cells, before = _cells(*edges), self._at.get(box_id, ())
        self._boxes[box_id], self._grown[box_id] = box, edges
        if cells != before:
            for cell in before:
                self._cells[cell].discard(box_id)
            for cell in cells:
                self._cells[cell].add(box_id)
            self._at[box_id] = cells

    def drop(self, box_id: str) -> None:
        """Take a box away, if it is there."""
        if self._boxes.pop(box_id, None) is not None:
            self._grown.pop(box_id)
            for cell in self._at.pop(box_id):
                self._cells[cell].discard(box_id)

    def within(self, area: Box) -> set[str]:
        """Return the ids of boxes that may touch an area."""
        return {box_id for cell in _cells(*area) for box_id in self._cells.get(cell, ())}

    def kept_clear(self, area: Box, besides: Collection[str]) -> list[Edges]:
        """Return what routes keep clear of in an area: the boxes with the room around them."""
        return [self._grown[each] for each in sorted(self.within(area)) if each not in besides]

    def met(self, one: Spot, other: Spot, besides: Collection[str] = ()) -> bool:
        """Tell whether an upright or level line runs through a box or too near by."""
        left, right = (one[0], other[0]) if one[0] < other[0] else (other[0], one[0])
        top, bottom = (one[1], other[1]) if one[1] < other[1] else (other[1], one[1])
        grown = self._grown
        for cell in _cells(left, top, right, bottom):
            for each in self._cells.get(cell, ()):
                edges = grown[each]
                inside = left < edges[2] and right > edges[0] and top < edges[3] and bottom > edges[1]
                if inside and each not in besides:
                    return True
        return False


class Lines:
    """The straight parts of routes, upright and level apart, in cells of a grid."""

    def __init__(self) -> None:
        self._placed: dict[str, list[tuple[_Runs, Sequence[_Cell], _Run]]] = {}
        self._upright: _Runs = defaultdict(set)
        self._level: _Runs = defaultdict(set)

    def put(self, line_id: str, path: Path) -> None:
        """Add a route or replace it."""
        self.drop(line_id)
        placed = self._placed[line_id] = []
        for one, other in segments(path):
            runs, run = self._run(one, other, line_id)
            place, first, last = int(run[0] // _CELL), int(run[1] // _CELL), int(run[2] // _CELL) + 1
            if runs is self._upright:
                cells = [(place, row) for row in range(first, last)]
            else:
                cells = [(column, place) for column in range(first, last)]
            placed.append((runs, cells, run))
            for cell in cells:
                runs[cell].add(run)

    def drop(self, line_id: str) -> None:
        """Take a route away, if it is there."""
        for runs, cells, run in self._placed.pop(line_id, ()):
            for cell in cells:
                runs[cell].discard(run)

    def near(self, area: Box) -> set[str]:
        """Return the ids of routes that may touch an area."""
        cells = _cells(*area)
        return {run[3] for cell in cells for run in chain(self._upright.get(cell, ()), self._level.get(cell, ()))}

    def along(self, one: Spot, other: Spot, besides: Collection[str]) -> bool:
        """Tell whether another route runs on or beside this straight part, in parallel, for a while."""
        runs, (place, low, high, _) = self._run(one, other, "")
        for cell in _span(one, other, APART):
            for run in runs.get(cell, ()):
                if abs(run[0] - place) < APART and run[1] < high - 1 and run[2] > low + 1 and run[3] not in besides:
                    return True
        return False

    def crossings(self, path: Path, besides: Collection[str] = ()) -> int:
        """Return how often a path crosses other routes."""
        found: set[tuple[float, float, str]] = set()
        for one, other in segments(path):
            upright = one[0] == other[0]
            _, (place, low, high, _) = self._run(one, other, "")
            runs = self._level if upright else self._upright
            for cell in _span(one, other):
                for run in runs.get(cell, ()):
                    if run[1] < place < run[2] and low < run[0] < high and run[3] not in besides:
                        found.add((place, run[0], run[3]) if upright else (run[0], place, run[3]))
        return len(found)

    def _run(self, one: Spot, other: Spot, line_id: str) -> tuple[_Runs, _Run]:
        if one[0] == other[0]:
            low, high = (one[1], other[1]) if one[1] < other[1] else (other[1], one[1])
            return self._upright, (one[0], low, high, line_id)
        low, high = (one[0], other[0]) if one[0] < other[0] else (other[0], one[0])
        return self._level, (one[1], low, high, line_id)


def _span(one: Spot, other: Spot, around: float = 0.0) -> Sequence[_Cell]:
    left, right = (one[0], other[0]) if one[0] < other[0] else (other[0], one[0])
    top, bottom = (one[1], other[1]) if one[1] < other[1] else (other[1], one[1])
    return _cells(left - around, top - around, right + around, bottom + around)


def _cells(left: float, top: float, right: float, bottom: float) -> Sequence[_Cell]:
    first, last = int(top // _CELL), int(bottom // _CELL)
    begin, end = int(left // _CELL), int(right // _CELL)
    if begin == end:
        if first == last:
            return [(begin, first)]
        return [(begin, row) for row in range(first, last + 1)]
    rows = range(first, last + 1)
    return [(column, row) for column in range(begin, end + 1) for row in rows]

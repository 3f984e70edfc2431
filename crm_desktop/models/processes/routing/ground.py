"""The ground that routes run on: boxes to go around and lines that run already, each found by where it is.

Asked some hundred times for each route, so boxes and lines are plain tuples in here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import chain
from typing import TypeAlias

from crm_desktop.models.processes.routing.spots import Box, Path, Spot, segments

_CELL = 160
CLEARANCE = 8.0
"""How near a route may come to a step that is not its own."""
APART = 8.0
"""Lines nearer than this look like one."""
_Edges: TypeAlias = tuple[float, float, float, float]
_Run: TypeAlias = tuple[float, float, float, str]
"""A straight part: where it runs, where it begins and ends, whose it is."""


class Boxes:
    """Boxes by id, in cells of a grid."""

    def __init__(self) -> None:
        self._boxes: dict[str, Box] = {}
        self._grown: dict[str, _Edges] = {}
        self._cells: dict[tuple[int, int], set[str]] = defaultdict(set)

    def __getitem__(self, box_id: str) -> Box:
        return self._boxes[box_id]

    def __contains__(self, box_id: object) -> bool:
        return box_id in self._boxes

    def put(self, box_id: str, box: Box) -> None:
        """Add a box or move it."""
        self.drop(box_id)
        self._boxes[box_id] = box
        edges = (box.left - CLEARANCE, box.top - CLEARANCE, box.right + CLEARANCE, box.bottom + CLEARANCE)
        self._grown[box_id] = edges
        for cell in _cells(*edges):
            self._cells[cell].add(box_id)

    def drop(self, box_id: str) -> None:
        """Take a box away, if it is there."""
        if self._boxes.pop(box_id, None) is not None:
            for cell in _cells(*self._grown.pop(box_id)):
                self._cells[cell].discard(box_id)

    def within(self, area: Box) -> set[str]:
        """Return the ids of boxes that may touch an area."""
        cells = _cells(area.left, area.top, area.right, area.bottom)
        return {box_id for cell in cells for box_id in self._cells.get(cell, ())}

    def met(self, one: Spot, other: Spot, besides: Collection[str] = ()) -> bool:
        """Tell whether an upright or level line runs through a box or too near by."""
        left, right = (one[0], other[0]) if one[0] < other[0] else (other[0], one[0])
        top, bottom = (one[1], other[1]) if one[1] < other[1] else (other[1], one[1])
        for cell in _cells(left, top, right, bottom):
            for each in self._cells.get(cell, ()):
                edges = self._grown[each]
                inside = left < edges[2] and right > edges[0] and top < edges[3] and bottom > edges[1]
                if inside and each not in besides:
                    return True
        return False


class Lines:
    """The straight parts of routes, upright and level apart, in cells of a grid."""

    def __init__(self) -> None:
        self._paths: dict[str, Path] = {}
        self._upright: dict[tuple[int, int], set[_Run]] = defaultdict(set)
        self._level: dict[tuple[int, int], set[_Run]] = defaultdict(set)

    def put(self, line_id: str, path: Path) -> None:
        """Add a route or replace it."""
        self.drop(line_id)
        self._paths[line_id] = path
        for one, other in segments(path):
            runs, run = self._run(one, other, line_id)
            for cell in _span(one, other):
                runs[cell].add(run)

    def drop(self, line_id: str) -> None:
        """Take a route away, if it is there."""
        for one, other in segments(self._paths.pop(line_id, ())):
            runs, run = self._run(one, other, line_id)
            for cell in _span(one, other):
                runs[cell].discard(run)

    def near(self, area: Box) -> set[str]:
        """Return the ids of routes that may touch an area."""
        cells = _cells(area.left, area.top, area.right, area.bottom)
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

    def _run(self, one: Spot, other: Spot, line_id: str) -> tuple[dict[tuple[int, int], set[_Run]], _Run]:
        if one[0] == other[0]:
            return self._upright, (one[0], min(one[1], other[1]), max(one[1], other[1]), line_id)
        return self._level, (one[1], min(one[0], other[0]), max(one[0], other[0]), line_id)


def _span(one: Spot, other: Spot, around: float = 0.0) -> Iterator[tuple[int, int]]:
    left, right = (one[0], other[0]) if one[0] < other[0] else (other[0], one[0])
    top, bottom = (one[1], other[1]) if one[1] < other[1] else (other[1], one[1])
    return _cells(left - around, top - around, right + around, bottom + around)


def _cells(left: float, top: float, right: float, bottom: float) -> Iterator[tuple[int, int]]:
    first, last = int(top // _CELL), int(bottom // _CELL) + 1
    for column in range(int(left // _CELL), int(right // _CELL) + 1):
        for row in range(first, last):
            yield column, row

"""The ground that routes run on: boxes to go around and lines that run already, each found by where it is.

Asked some hundred times for each route, so boxes and lines are plain tuples in here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import TypeAlias

from crm_desktop.models.processes.routing.spots import Box, Path, Spot, segments

_ALONG, _ACROSS = 128, 1600
"""Cells lie across the flow: what a lane takes along when it is shifted mostly stays in its cell."""
_COLUMN = 1 << 24
"""Cells are numbered by column times this plus row: a run's cells are a `range`, and numbers are hashed at once."""
CLEARANCE = 8.0
"""How near a route may come to a step that is not its own."""
_SMALL = 24 * 160 * 160
"""An area of so many pixels has few enough boxes to look at all of them."""
APART = 8.0
"""Lines nearer than this look like one."""
Edges: TypeAlias = Box | tuple[float, float, float, float]
_Run: TypeAlias = tuple[float, float, float, str]
"""A straight part: where it runs, where it begins and ends, whose it is."""
_Runs: TypeAlias = dict[int, list[_Run]]


class _Grid:
    """The cells of a map that runs down (lanes as columns) or to the right."""

    def __init__(self, *, vertical: bool = True) -> None:
        self._width, self._height = (_ACROSS, _ALONG) if vertical else (_ALONG, _ACROSS)

    def cells(self, left: float, top: float, right: float, bottom: float) -> Sequence[int]:
        """Return the numbers of the cells that an area touches; places are cut towards 0, which keeps their order."""
        first, last = int(top / self._height), int(bottom / self._height)
        begin, end = int(left / self._width) * _COLUMN, int(right / self._width) * _COLUMN
        if begin == end:
            return range(begin + first, begin + last + 1)
        if first == last:
            return range(begin + first, end + first + 1, _COLUMN)
        return [cell for column in range(begin, end + 1, _COLUMN) for cell in range(column + first, column + last + 1)]


class Boxes(_Grid):
    """Boxes by id, in cells of a grid."""

    def __init__(self, *, vertical: bool = True) -> None:
        super().__init__(vertical=vertical)
        self._boxes: dict[str, Box] = {}
        self._grown: dict[str, Edges] = {}
        self._at: dict[str, Sequence[int]] = {}
        self._cells: dict[int, list[str]] = defaultdict(list)

    def __getitem__(self, box_id: str) -> Box:
        return self._boxes[box_id]

    def __contains__(self, box_id: object) -> bool:
        return box_id in self._boxes

    def put(self, box_id: str, box: Box) -> None:
        """Add a box or move it."""
        left, top, right, bottom = box
        edges = (left - CLEARANCE, top - CLEARANCE, right + CLEARANCE, bottom + CLEARANCE)
        cells, before = self.cells(*edges), self._at.get(box_id, ())
        self._boxes[box_id], self._grown[box_id] = box, edges
        if cells != before:
            for cell in before:
                self._cells[cell].remove(box_id)
            for cell in cells:
                self._cells[cell].append(box_id)
            self._at[box_id] = cells

    def put_all(self, boxes: Mapping[str, Box]) -> None:
        """Move many boxes."""
        for box_id, box in boxes.items():
            self.put(box_id, box)

    def drop(self, box_id: str) -> None:
        """Take a box away, if it is there."""
        if self._boxes.pop(box_id, None) is not None:
            self._grown.pop(box_id)
            for cell in self._at.pop(box_id):
                self._cells[cell].remove(box_id)

    def within(self, area: Box) -> set[str]:
        """Return the ids of boxes that may touch an area."""
        return {box_id for cell in self.cells(*area) for box_id in self._cells.get(cell, ())}

    def walls(self, area: Box, besides: Collection[str]) -> list[Edges] | None:
        """Return what routes keep clear of in a small area, for many looks at it; None for a large one."""
        if (area.right - area.left) * (area.bottom - area.top) > _SMALL:
            return None
        return [self._grown[each] for each in self.within(area) if each not in besides]

    def kept_clear(self, area: Box, besides: Collection[str]) -> list[Edges]:
        """Return what routes keep clear of in an area: the boxes with the room around them."""
        return [self._grown[each] for each in sorted(self.within(area)) if each not in besides]

    def met(self, one: Spot, other: Spot, besides: Collection[str] = ()) -> bool:
        """Tell whether an upright or level line runs through a box or too near by."""
        left, right = (one[0], other[0]) if one[0] < other[0] else (other[0], one[0])
        top, bottom = (one[1], other[1]) if one[1] < other[1] else (other[1], one[1])
        grown = self._grown
        for cell in self.cells(left, top, right, bottom):
            for each in self._cells.get(cell, ()):
                edges = grown[each]
                inside = left < edges[2] and right > edges[0] and top < edges[3] and bottom > edges[1]
                if inside and each not in besides:
                    return True
        return False

    def leaves_free(
        self, path: Path, besides: Collection[str], ends: tuple[Box, Box], walls: Sequence[Edges] | None = None
    ) -> bool:
        """Tell whether a path meets no box, nor its own two (`ends`, a little grown) where it has left them.

        `walls` are those of the area in which it runs, where they are known.
        """
        source, target = ends
        last = len(path) - 2
        for number, ((x, y), (to_x, to_y)) in enumerate(segments(path)):
            left, right = (x, to_x) if x < to_x else (to_x, x)
            top, bottom = (y, to_y) if y < to_y else (to_y, y)
            if number and left < source[2] and right > source[0] and top < source[3] and bottom > source[1]:
                return False
            if number < last and left < target[2] and right > target[0] and top < target[3] and bottom > target[1]:
                return False
            if walls is None:
                if self.met((x, y), (to_x, to_y), besides):
                    return False
                continue
            for begin, above, end, below in walls:
                if left < end and right > begin and top < below and bottom > above:
                    return False
        return True


class Lines(_Grid):
    """The straight parts of routes, upright and level apart, in cells of a grid."""

    def __init__(self, *, vertical: bool = True) -> None:
        super().__init__(vertical=vertical)
        self._placed: dict[str, list[tuple[_Runs, range, _Run]]] = {}
        self._upright: _Runs = defaultdict(list)
        self._level: _Runs = defaultdict(list)

    def put(self, line_id: str, path: Path) -> None:
        """Add a route or replace it."""
        self.put_all({line_id: path})

    def put_all(self, paths: Mapping[str, Path]) -> None:
        """Add routes or replace them."""
        placed, width, height = self._placed, self._width, self._height
        for line_id, path in paths.items():
            if line_id in placed:
                self.drop(line_id)
            parts = placed[line_id] = []
            x, y = path[0]
            for to_x, to_y in path[1:]:
                if x == to_x:
                    low, high, runs = (y, to_y, self._upright) if y < to_y else (to_y, y, self._upright)
                    run, column = (x, low, high, line_id), int(x / width) * _COLUMN
                    cells = range(column + int(low / height), column + int(high / height) + 1)
                else:
                    low, high, runs = (x, to_x, self._level) if x < to_x else (to_x, x, self._level)
                    run, row = (y, low, high, line_id), int(y / height)
                    cells = range(int(low / width) * _COLUMN + row, int(high / width) * _COLUMN + row + 1, _COLUMN)
                parts.append((runs, cells, run))
                for cell in cells:
                    runs[cell].append(run)
                x, y = to_x, to_y

    def drop(self, line_id: str) -> None:
        """Take a route away, if it is there."""
        for runs, cells, run in self._placed.pop(line_id, ()):
            for cell in cells:
                runs[cell].remove(run)

    def clear(self) -> None:
        """Take all routes away: where most move, they are sooner entered anew than moved one by one."""
        self._placed.clear()
        self._upright.clear()
        self._level.clear()

    def near(self, area: Box) -> set[str]:
        """Return the ids of routes that may touch an area."""
        cells = self.cells(*area)
        return {run[3] for cell in cells for run in chain(self._upright.get(cell, ()), self._level.get(cell, ()))}

    def along(self, one: Spot, other: Spot, besides: Collection[str]) -> bool:
        """Tell whether another route runs on or beside this straight part, in parallel, for a while."""
        runs, (place, low, high, _) = self._run(one, other, "")
        for cell in self._span(one, other, APART):
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
            for cell in self._span(one, other):
                for run in runs.get(cell, ()):
                    if run[1] < place < run[2] and low < run[0] < high and run[3] not in besides:
                        found.add((place, run[0], run[3]) if upright else (run[0], place, run[3]))
        return len(found)

    def disturbed(self, path: Path, kin: Collection[str], own: str) -> tuple[int, int]:
        """Return how many parts of a path run on or beside others' lines, and how often it crosses lines.

        Its `own` are no lines to cross; those of its `kin` are, but may be shared.
        """
        shared, crossed = 0, set[tuple[float, float, str]]()
        for (x, y), (to_x, to_y) in segments(path):
            upright = x == to_x
            place, low, high = (x, y, to_y) if upright else (y, x, to_x)
            if low > high:
                low, high = high, low
            begin, end = low - APART, high + APART
            beside, across = (self._upright, self._level) if upright else (self._level, self._upright)
            is_shared = False
            room = (place - APART, begin, place + APART, end) if upright else (begin, place - APART, end, place + APART)
            for cell in self.cells(*room):
                is_shared = is_shared or _runs_beside(beside.get(cell, ()), place, low, high, kin)
                for at, first, last, whose in across.get(cell, ()):
                    if first < place < last and low < at < high and whose != own:
                        crossed.add((place, at, whose) if upright else (at, place, whose))
            shared += is_shared
        return shared, len(crossed)

    def _span(self, one: Spot, other: Spot, around: float = 0.0) -> Sequence[int]:
        left, right = (one[0], other[0]) if one[0] < other[0] else (other[0], one[0])
        top, bottom = (one[1], other[1]) if one[1] < other[1] else (other[1], one[1])
        return self.cells(left - around, top - around, right + around, bottom + around)

    def _run(self, one: Spot, other: Spot, line_id: str) -> tuple[_Runs, _Run]:
        if one[0] == other[0]:
            low, high = (one[1], other[1]) if one[1] < other[1] else (other[1], one[1])
            return self._upright, (one[0], low, high, line_id)
        low, high = (one[0], other[0]) if one[0] < other[0] else (other[0], one[0])
        return self._level, (one[1], low, high, line_id)


def _runs_beside(runs: Iterable[_Run], place: float, low: float, high: float, besides: Collection[str]) -> bool:
    for at, begin, end, whose in runs:
        if -APART < at - place < APART and begin < high - 1 and end > low + 1 and whose not in besides:
            return True
    return False


def runs_beside(
    boxes: Boxes, lines: Lines, path: Path, own: Collection[str], ends: tuple[Edges, Edges]
) -> set[str] | None:
    """Return the routes on or beside which a path runs, itself if it is one; None where it meets a box: in one look.

    Its `own` boxes are no obstacle, apart from its two `ends`, a little grown, where it has left them.
    """
    found, last = set[str](), len(path) - 2
    in_cells, grown = boxes._cells, boxes._grown
    for number, ((x, y), (to_x, to_y)) in enumerate(segments(path)):
        left, right = (x, to_x) if x < to_x else (to_x, x)
        top, bottom = (y, to_y) if y < to_y else (to_y, y)
        for end, edges in enumerate(ends):
            leaves = number == last if end else number == 0
            if not leaves and left < edges[2] and right > edges[0] and top < edges[3] and bottom > edges[1]:
                return None
        upright = x == to_x
        place, low, high, beside = (x, top, bottom, lines._upright) if upright else (y, left, right, lines._level)
        for cell in boxes.cells(left - APART, top - APART, right + APART, bottom + APART):
            for each in in_cells.get(cell, ()):
                edges = grown[each]
                inside = left < edges[2] and right > edges[0] and top < edges[3] and bottom > edges[1]
                if inside and each not in own:
                    return None
            for at, begin, stop, whose in beside.get(cell, ()):
                if -APART < at - place < APART and begin < high - 1 and stop > low + 1:
                    found.add(whose)
    return found


def lies_alone(boxes: Boxes, lines: Lines, line: tuple[Spot, Spot], own: Collection[str]) -> bool:
    """Tell whether a straight line meets no box but its `own`, no route, and has none beside it: all in one look."""
    one, other = line
    upright = one[0] == other[0]
    place, low, high = (one[0], one[1], other[1]) if upright else (one[1], one[0], other[0])
    if low > high:
        low, high = high, low
    left, top, right, bottom = (place, low, place, high) if upright else (low, place, high, place)
    beside, across = (lines._upright, lines._level) if upright else (lines._level, lines._upright)
    in_cells, grown = boxes._cells, boxes._grown
    for cell in boxes.cells(left - APART, top - APART, right + APART, bottom + APART):
        for each in in_cells.get(cell, ()):
            if each not in own:
                edges = grown[each]
                if left < edges[2] and right > edges[0] and top < edges[3] and bottom > edges[1]:
                    return False
        for at, begin, end, _ in beside.get(cell, ()):
            if -APART < at - place < APART and begin < high - 1 and end > low + 1:
                return False
        for at, begin, end, _ in across.get(cell, ()):
            if begin < place < end and low < at < high:
                return False
    return True

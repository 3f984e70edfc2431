"""The way around everything, for flows that no simple shape leads through: the shortest with few corners.

Runs on the lines that the edges of nearby boxes suggest; the area grows until a way is found. What stands on a line is
found out once, when the search first comes to it.
"""

import heapq
from bisect import bisect_left
from collections.abc import Collection, Iterator
from itertools import pairwise

from crm_desktop.models.processes.routing.ground import Boxes, Edges
from crm_desktop.models.processes.routing.shapes import BEND, STUB
from crm_desktop.models.processes.routing.spots import Box, Path, Side, Spot, straightened

_GAP = 14.0
_MOST_LINES = 90
_REACHES = (120.0, 420.0)
_Crossing = tuple[int, int, bool]
"""Column and row of a crossing of two lines, and whether it was reached on the level one."""
_ARRIVED: _Crossing = (-1, -1, False)


def find_way(boxes: Boxes, source: Box, target: Box, besides: Collection[str]) -> Path | None:
    """Return a path that meets no box but the two, or None where there is none nearby."""
    for reach in _REACHES:
        area = Box(
            min(source.left, target.left),
            min(source.top, target.top),
            max(source.right, target.right),
            max(source.bottom, target.bottom),
        ).grown(reach)
        found = _search(_Field(boxes, source, target, besides, area))
        if found is not None:
            return found
    return None


class _Field:
    """The lines on which a way may run, and what stands on them."""

    def __init__(self, boxes: Boxes, source: Box, target: Box, besides: Collection[str], area: Box) -> None:
        ports = {side.away(side.port(source), STUB): side.port(source) for side in Side}
        goals = {side.away(side.port(target), STUB): side.port(target) for side in Side}
        near = [source, target, *(boxes[each] for each in sorted(boxes.within(area)) if each not in besides)]
        stops = [*ports, *goals]
        self.xs = _lines([box.left for box in near], [box.right for box in near], [x for x, _ in stops])
        self.ys = _lines([box.top for box in near], [box.bottom for box in near], [y for _, y in stops])
        self.begins = {self._at(each): port for each, port in ports.items() if not boxes.met(port, each, besides)}
        self.goals = {self._at(each): port for each, port in goals.items() if not boxes.met(each, port, besides)}
        reached = Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])
        self._walls: list[Edges] = [source.grown(1), target.grown(1), *boxes.kept_clear(reached, besides)]
        self._rows: dict[int, list[bool]] = {}
        self._columns: dict[int, list[bool]] = {}

    def spot(self, column: int, row: int) -> Spot:
        """Return where two lines cross."""
        return self.xs[column], self.ys[row]

    def neighbours(self, column: int, row: int) -> Iterator[tuple[int, int, bool]]:
        """Yield the crossings that a free part of a line leads to."""
        level = self._rows.get(row)
        if level is None:
            level = self._rows[row] = _free(
                self.xs, [wall for wall in self._walls if wall[1] < self.ys[row] < wall[3]], 0
            )
        upright = self._columns.get(column)
        if upright is None:
            x = self.xs[column]
            upright = self._columns[column] = _free(self.ys, [wall for wall in self._walls if wall[0] < x < wall[2]], 1)
        if column > 0 and level[column - 1]:
            yield column - 1, row, True
        if level[column]:
            yield column + 1, row, True
        if row > 0 and upright[row - 1]:
            yield column, row - 1, False
        if upright[row]:
            yield column, row + 1, False

    def _at(self, spot: Spot) -> tuple[int, int]:
        return bisect_left(self.xs, spot[0]), bisect_left(self.ys, spot[1])


def _free(lines: list[float], walls: list[Edges], axis: int) -> list[bool]:
    """Return for each part between two lines, and for the one beyond the last, whether no wall stands there."""
    parts = [not any(low < wall[axis + 2] and high > wall[axis] for wall in walls) for low, high in pairwise(lines)]
    return [*parts, False]


def _lines(lows: list[float], highs: list[float], stops: list[float]) -> list[float]:
    found = {low - _GAP for low in lows} | {high + _GAP for high in highs} | set(stops)
    if len(found) > _MOST_LINES:
        found = set(sorted(found)[:: len(found) // _MOST_LINES + 1]) | set(stops)
    return sorted(found)


def _search(field: _Field) -> Path | None:
    """Return the cheapest way by length and corners (A* over crossing and direction)."""
    queue: list[tuple[float, float, _Crossing]] = []
    best: dict[_Crossing, float] = {}
    came: dict[_Crossing, _Crossing] = {}
    ends = [field.spot(*each) for each in field.goals]
    if not ends:
        return None

    def offer(cost: float, at: _Crossing, before: _Crossing | None) -> None:
        if cost < best.get(at, float("inf")):
            best[at] = cost
            if before is not None:
                came[at] = before
            x, y = field.spot(at[0], at[1])
            heapq.heappush(queue, (cost + min(abs(x - to_x) + abs(y - to_y) for to_x, to_y in ends), cost, at))

    for (column, row), port in field.begins.items():
        offer(0.0, (column, row, port[1] == field.ys[row]), None)
    arrival = float("inf")
    while queue:
        likely, cost, at = heapq.heappop(queue)
        if likely >= arrival:
            break
        if cost > best[at]:
            continue
        column, row, level = at
        x, y = field.spot(column, row)
        goal = field.goals.get((column, row))
        if goal is not None:
            last = cost + (0.0 if (goal[1] == y) == level else BEND)
            if last < arrival:
                arrival, came[_ARRIVED] = last, at
        for to_column, to_row, goes_level in field.neighbours(column, row):
            step = abs(field.xs[to_column] - x) + abs(field.ys[to_row] - y)
            offer(cost + step + (BEND if goes_level != level else 0.0), (to_column, to_row, goes_level), at)
    return _path(field, came) if _ARRIVED in came else None


def _path(field: _Field, came: dict[_Crossing, _Crossing]) -> Path:
    at = came[_ARRIVED]
    spots = [field.goals[at[0], at[1]], field.spot(at[0], at[1])]
    while at in came:
        at = came[at]
        spots.append(field.spot(at[0], at[1]))
    spots.append(field.begins[at[0], at[1]])
    return _onward(_squared(straightened(spots[::-1])))


def _squared(path: Path) -> Path:
    """Return the path with its parts upright and level: places in fractions leave them slanted by less than a pixel."""
    spots = [path[0]]
    for x, y in path[1:]:
        before_x, before_y = spots[-1]
        aside, down = abs(x - before_x), abs(y - before_y)
        spots.append((x, y) if not (aside and down) else (before_x, y) if aside < down else (x, before_y))
    return tuple(spots)


def _onward(path: Path) -> Path:
    """Return the path without going further out of an edge than it needs, and back again on the same line."""
    spots = [path[0]]
    for spot in path[1:]:
        if len(spots) > 1:
            (from_x, from_y), (x, y) = spots[-2], spots[-1]
            if (from_x == x == spot[0] or from_y == y == spot[1]) and spot != spots[-2]:
                spots.pop()
        spots.append(spot)
    return tuple(spots)

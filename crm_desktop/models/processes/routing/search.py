"""The way around everything, for flows that no simple shape leads through: the shortest with few corners.

Runs on the lines that the edges of nearby boxes suggest; the area grows until a way is found.
"""

import heapq
from bisect import bisect_left
from collections.abc import Collection
from itertools import pairwise

from crm_desktop.models.processes.routing.ground import Boxes
from crm_desktop.models.processes.routing.shapes import BEND, STUB
from crm_desktop.models.processes.routing.spots import Box, Path, Side, Spot, straightened

_GAP = 14.0
_MOST_LINES = 90
_REACHES = (120.0, 420.0)


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
        self.boxes, self.besides, self.own = boxes, besides, (source, target)
        self.ports = {side.away(side.port(source), STUB): side.port(source) for side in Side}
        self.goals = {side.away(side.port(target), STUB): side.port(target) for side in Side}
        near = [source, target, *(boxes[each] for each in sorted(boxes.within(area)) if each not in besides)]
        stops = [*self.ports, *self.goals]
        self.xs = _lines([box.left for box in near], [box.right for box in near], [x for x, _ in stops])
        self.ys = _lines([box.top for box in near], [box.bottom for box in near], [y for _, y in stops])

    def free(self, one: Spot, other: Spot) -> bool:
        """Tell whether a part of a line is free of boxes, the two ends' own ones too."""
        if any(box.grown(1).meets(one, other) for box in self.own):
            return False
        return not self.boxes.met(one, other, self.besides)


def _lines(lows: list[float], highs: list[float], stops: list[float]) -> list[float]:
    found = {low - _GAP for low in lows} | {high + _GAP for high in highs} | set(stops)
    if len(found) > _MOST_LINES:
        found = set(sorted(found)[:: len(found) // _MOST_LINES + 1]) | set(stops)
    return sorted(found)


def _search(field: _Field) -> Path | None:
    """Return the cheapest way by length and corners (Dijkstra over spot and direction)."""
    queue: list[tuple[float, Spot, bool]] = []
    best: dict[tuple[Spot, bool], float] = {}
    came: dict[tuple[Spot, bool], tuple[Spot, bool]] = {}
    for begin, port in field.ports.items():
        if not field.boxes.met(port, begin, field.besides):
            level = port[1] == begin[1]
            best[begin, level] = 0.0
            heapq.heappush(queue, (0.0, begin, level))
    while queue:
        cost, at, level = heapq.heappop(queue)
        if cost > best.get((at, level), float("inf")):
            continue
        goal = field.goals.get(at)
        if goal is not None and not field.boxes.met(at, goal, field.besides):
            return _path(field, came, (at, level), goal)
        for spot in _neighbours(field, at):
            goes_level = spot[1] == at[1]
            price = cost + abs(spot[0] - at[0]) + abs(spot[1] - at[1]) + (BEND if goes_level != level else 0.0)
            if price < best.get((spot, goes_level), float("inf")) and field.free(at, spot):
                best[spot, goes_level] = price
                came[spot, goes_level] = (at, level)
                heapq.heappush(queue, (price, spot, goes_level))
    return None


def _neighbours(field: _Field, at: Spot) -> list[Spot]:
    column, row = bisect_left(field.xs, at[0]), bisect_left(field.ys, at[1])
    found = []
    if column > 0:
        found.append((field.xs[column - 1], at[1]))
    if column + 1 < len(field.xs):
        found.append((field.xs[column + 1], at[1]))
    if row > 0:
        found.append((at[0], field.ys[row - 1]))
    if row + 1 < len(field.ys):
        found.append((at[0], field.ys[row + 1]))
    return found


def _path(
    field: _Field,
    came: dict[tuple[Spot, bool], tuple[Spot, bool]],
    last: tuple[Spot, bool],
    port: Spot,
) -> Path:
    spots = [port, last[0]]
    state = last
    while state in came:
        state = came[state]
        spots.append(state[0])
    spots.append(field.ports[state[0]])
    path = straightened(spots[::-1])
    assert all(one[0] == other[0] or one[1] == other[1] for one, other in pairwise(path))
    return path

"""The shapes a route may have between two edges: straight, one corner, two, three or four, cheapest first.

What a shape costs without looking at the ground is known beforehand, so most shapes are never looked at.
"""

import heapq
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from crm_desktop.models.processes.routing.spots import Box, Path, Side, Spot, length_of, straightened

STUB = 18.0
"""How far a route runs straight out of an edge before it may turn."""
BEND = 46.0
"""A corner costs as much as so many pixels of way."""
AROUND = 22.0
"""How far outside of both boxes a route runs that goes around them; none runs further."""
_LEAST_GAP = 16.0
_MOST = 40
_PAIRS = tuple(product(Side, Side))


_NEARLY = 2.0
"""How far the middles of two boxes may be apart that are meant to stand in one line, pixels."""


class Ends(NamedTuple):
    """The two boxes of a flow, and whether the flow runs down (lanes as columns) or to the right."""

    source: Box
    target: Box
    vertical: bool


def shapes(ends: Ends) -> Iterator[tuple[float, Path]]:
    """Yield shapes with what each costs by itself, cheapest first; deterministic."""
    x, y = ends.source.middle
    known = _shapes(Ends(_shifted(ends.source, -x, -y), _shifted(ends.target, -x, -y), ends.vertical))
    for number in range(_MOST):
        shape = known.at(number)
        if shape is None:
            return
        yield shape[0], tuple([(at + x, down + y) for at, down in shape[1]])


def straight(ends: Ends) -> tuple[Spot, Spot] | None:
    """Return the straight line between two edges that face each other; where there is one, no shape costs less.

    Boxes that stand in one line but for rounding get one halfway between both middles. None where they do not stand in
    one line, touch, or the line would run against the flow.
    """
    source, target = ends.source, ends.target
    (x, y), (to_x, to_y) = source.middle, target.middle
    if abs(x - to_x) <= _NEARLY and x != to_x:
        x = to_x = (x + to_x) / 2
    elif abs(y - to_y) <= _NEARLY and y != to_y:
        y = to_y = (y + to_y) / 2
    if x == to_x:
        if target.top - source.bottom >= 1:
            return (x, source.bottom), (x, target.top)
        if not ends.vertical and source.top - target.bottom >= 1:
            return (x, source.top), (x, target.bottom)
    elif y == to_y:
        if target.left - source.right >= 1:
            return (source.right, y), (target.left, y)
        if ends.vertical and source.left - target.right >= 1:
            return (source.left, y), (target.right, y)
    return None


class _Shapes:
    """The shapes around a source whose middle is 0, 0, made when they are asked for: mostly the first few do."""

    def __init__(self, ends: Ends) -> None:
        self._ends = ends
        self._ready: list[tuple[float, Path]] = []
        self._made: list[tuple[float, Path]] = []
        begins = {side: side.port(ends.source) for side in Side}
        goals = {side: side.port(ends.target) for side in Side}
        known = _KNOWN[ends.vertical]
        pairs = [
            (abs(goals[into][0] - begins[out][0]) + abs(goals[into][1] - begins[out][1]) + known[out, into], number)
            for number, (out, into) in enumerate(_PAIRS)
        ]
        self._pairs = sorted(pairs, reverse=True)
        """What no shape of a pair of edges can cost less than, and the pair's number."""

    def at(self, number: int) -> tuple[float, Path] | None:
        """Return the shape that has so many cheaper ones, None where there are not so many."""
        while len(self._ready) <= number:
            while self._pairs and (not self._made or self._pairs[-1][0] <= self._made[0][0]):
                self._make(*_PAIRS[self._pairs.pop()[1]])
            if not self._made:
                return None
            self._ready.append(heapq.heappop(self._made))
        return self._ready[number]

    def _make(self, out: Side, into: Side) -> None:
        habit = _habit(out, into, vertical=self._ends.vertical)
        for path in dict.fromkeys(_between(self._ends, out, into)):
            heapq.heappush(self._made, (length_of(path) + BEND * (len(path) - 2) + habit, path))


@lru_cache(maxsize=8192)
def _shapes(ends: Ends) -> _Shapes:
    """Return the shapes between two boxes: steps on a grid stand to each other in few ways."""
    return _Shapes(ends)


def _shifted(box: Box, x: float, y: float) -> Box:
    return Box(box.left + x, box.top + y, box.right + x, box.bottom + y)


def _between(ends: Ends, out: Side, into: Side) -> Iterator[Path]:
    """Yield the shapes that leave by one edge and arrive by another."""
    one, other = out.port(ends.source), into.port(ends.target)
    stub = _stub(one, other, out, into)
    begin, end = out.away(one, stub), into.away(other, stub)
    for inner in _inner(ends, begin, end):
        path = straightened((one, *inner, other))
        if len(path) >= 2 and _is_sound(path) and _leaves(path, out, into):
            yield path


def _stub(one: Spot, other: Spot, out: Side, into: Side) -> float:
    """Return how far to run straight out: less than usual between edges that face each other closely."""
    between = (other[0] - one[0]) * out.dx + (other[1] - one[1]) * out.dy
    faces = out.dx + into.dx == 0 == out.dy + into.dy
    return between / 2 if faces and 0 < between < 2 * STUB else STUB


def _inner(ends: Ends, begin: Spot, end: Spot) -> Iterator[tuple[Spot, ...]]:
    if begin[0] == end[0] or begin[1] == end[1]:
        yield begin, end
    yield begin, (begin[0], end[1]), end
    yield begin, (end[0], begin[1]), end
    for x in _channels(ends.source.left, ends.source.right, ends.target.left, ends.target.right):
        yield begin, (x, begin[1]), (x, end[1]), end
    for y in _channels(ends.source.top, ends.source.bottom, ends.target.top, ends.target.bottom):
        yield begin, (begin[0], y), (end[0], y), end


def _channels(low: float, high: float, other_low: float, other_high: float) -> list[float]:
    """Return where a middle part may run: halfway between the boxes, and outside of both."""
    channels = [min(low, other_low) - AROUND, max(high, other_high) + AROUND]
    if high + _LEAST_GAP < other_low:
        channels += [(high + other_low) / 2, other_low - STUB, high + STUB]
    elif other_high + _LEAST_GAP < low:
        channels += [(other_high + low) / 2, low - STUB, other_high + STUB]
    return channels


def _leaves(path: Path, out: Side, into: Side) -> bool:
    """Tell whether the path really leaves and arrives in the directions of the edges."""
    (x, y), (next_x, next_y) = path[0], path[1]
    (before_x, before_y), (to_x, to_y) = path[-2], path[-1]
    leaves = (next_x - x) * out.dx + (next_y - y) * out.dy > 0
    return leaves and (before_x - to_x) * into.dx + (before_y - to_y) * into.dy > 0


def _is_sound(path: Path) -> bool:
    """Tell whether a path is square and nowhere goes back on itself: its parts run upright and level by turns."""
    x, y = path[0]
    before: bool | None = None
    for to_x, to_y in path[1:]:
        upright = x == to_x
        if upright is before or (not upright and y != to_y):
            return False
        before, x, y = upright, to_x, to_y
    return True


def _habit(out: Side, into: Side, *, vertical: bool) -> float:
    """Return what an unusual way of leaving or arriving costs: people expect flows to go on, not back."""
    onward, back = (Side.DOWN, Side.UP) if vertical else (Side.RIGHT, Side.LEFT)
    cost = 0.0
    cost += 90.0 if out is back else 0.0
    cost += 90.0 if into is onward else 0.0
    cost += 0.0 if out is onward or into is back else 6.0
    return cost


def _corners(out: Side, into: Side) -> int:
    """Return how many corners a way between two edges needs at least."""
    return 1 if out.level != into.level else (2 if out is into else 0)


_KNOWN = {
    vertical: {(out, into): BEND * _corners(out, into) + _habit(out, into, vertical=vertical) for out, into in _PAIRS}
    for vertical in (False, True)
}
"""What a shape costs at least beside its way, by the edges between which it runs."""

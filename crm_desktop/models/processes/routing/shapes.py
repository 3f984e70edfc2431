"""The shapes a route may have between two edges: straight, one corner, two, three or four, cheapest first.

What a shape costs without looking at the ground is known beforehand, so most shapes are never looked at.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise, product
from typing import NamedTuple

from crm_desktop.models.processes.routing.spots import Box, Path, Side, Spot, length_of, straightened, turns_back

STUB = 18.0
"""How far a route runs straight out of an edge before it may turn."""
BEND = 46.0
"""A corner costs as much as so many pixels of way."""
_AROUND = 22.0
_LEAST_GAP = 16.0
_MOST = 40


class Ends(NamedTuple):
    """The two boxes of a flow, and whether the flow runs down (lanes as columns) or to the right."""

    source: Box
    target: Box
    vertical: bool


def shapes(ends: Ends) -> Iterator[tuple[float, Path]]:
    """Yield shapes with what each costs by itself, cheapest first; deterministic."""
    x, y = ends.source.middle
    for cost, path in _shapes(Ends(_shifted(ends.source, -x, -y), _shifted(ends.target, -x, -y), ends.vertical)):
        yield cost, tuple([(at + x, down + y) for at, down in path])


@lru_cache(maxsize=8192)
def _shapes(ends: Ends) -> tuple[tuple[float, Path], ...]:
    """Return the shapes around a source whose middle is 0, 0: steps on a grid stand to each other in few ways."""
    found: dict[Path, float] = {}
    for out, into in product(Side, Side):
        habit = _habit(ends, out, into)
        for path in _between(ends, out, into):
            cost = length_of(path) + BEND * (len(path) - 2) + habit
            if cost < found.get(path, float("inf")):
                found[path] = cost
    ordered = sorted(((cost, path) for path, cost in found.items()), key=lambda each: (each[0], each[1]))
    return tuple(ordered[:_MOST])


def _shifted(box: Box, x: float, y: float) -> Box:
    return Box(box.left + x, box.top + y, box.right + x, box.bottom + y)


def _between(ends: Ends, out: Side, into: Side) -> Iterator[Path]:
    """Yield the shapes that leave by one edge and arrive by another."""
    one, other = out.port(ends.source), into.port(ends.target)
    stub = _stub(one, other, out, into)
    begin, end = out.away(one, stub), into.away(other, stub)
    for inner in _inner(ends, begin, end):
        path = straightened((one, *inner, other))
        if len(path) >= 2 and not turns_back(path) and _leaves(path, out, into) and _is_square(path):
            yield path


def _stub(one: Spot, other: Spot, out: Side, into: Side) -> float:
    """Return how far to run straight out: less than usual between edges that face each other closely."""
    between = (other[0] - one[0]) * out.value[0] + (other[1] - one[1]) * out.value[1]
    faces = (out.value[0] + into.value[0], out.value[1] + into.value[1]) == (0, 0)
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
    channels = [min(low, other_low) - _AROUND, max(high, other_high) + _AROUND]
    if high + _LEAST_GAP < other_low:
        channels += [(high + other_low) / 2, other_low - STUB, high + STUB]
    elif other_high + _LEAST_GAP < low:
        channels += [(other_high + low) / 2, low - STUB, other_high + STUB]
    return channels


def _leaves(path: Path, out: Side, into: Side) -> bool:
    """Tell whether the path really leaves and arrives in the directions of the edges."""
    first = (path[1][0] - path[0][0], path[1][1] - path[0][1])
    last = (path[-2][0] - path[-1][0], path[-2][1] - path[-1][1])
    return all(step[0] * side.value[0] + step[1] * side.value[1] > 0 for step, side in ((first, out), (last, into)))


def _is_square(path: Path) -> bool:
    return all(one[0] == other[0] or one[1] == other[1] for one, other in pairwise(path))


def _habit(ends: Ends, out: Side, into: Side) -> float:
    """Return what an unusual way of leaving or arriving costs: people expect flows to go on, not back."""
    onward, back = (Side.DOWN, Side.UP) if ends.vertical else (Side.RIGHT, Side.LEFT)
    cost = 0.0
    cost += 90.0 if out is back else 0.0
    cost += 90.0 if into is onward else 0.0
    cost += 0.0 if out is onward or into is back else 6.0
    return cost

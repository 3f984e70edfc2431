"""Spots, boxes and sides: the vocabulary of routes, in pixels as shown, x to the right and y down."""

from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import pairwise
from typing import NamedTuple, TypeAlias

Spot: TypeAlias = tuple[float, float]
Path: TypeAlias = tuple[Spot, ...]
"""Corners of a route from the source's edge to the target's; neighbours differ in one coordinate only."""


class Box(NamedTuple):
    """A shown rectangle, by its edges. A tuple, since a map makes some for every route that is looked at."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> Spot:
        """The middle of the box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def grown(self, by: float) -> "Box":
        """Return the box with a margin on every side; a negative one shrinks it."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def touches(self, other: "Box") -> bool:
        """Tell whether two boxes overlap or touch."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.top <= other.bottom
            and other.top <= self.bottom
        )

    def meets(self, one: Spot, other: Spot) -> bool:
        """Tell whether an upright or level line runs through the inside of the box."""
        return (
            min(one[0], other[0]) < self.right
            and max(one[0], other[0]) > self.left
            and min(one[1], other[1]) < self.bottom
            and max(one[1], other[1]) > self.top
        )


class Side(Enum):
    """An edge of a box, by the direction that leads out of it."""

    UP = (0, -1)
    RIGHT = (1, 0)
    DOWN = (0, 1)
    LEFT = (-1, 0)

    def __init__(self, dx: int, dy: int) -> None:
        # An enum's `value` is looked up by a descriptor, ten times as slow, and routes ask for it all the time.
        self.dx, self.dy = dx, dy
        self.level = dy == 0
        """Whether a line out of this edge runs left or right."""

    def port(self, box: Box) -> Spot:
        """Return the middle of the edge."""
        left, top, right, bottom = box
        return (left + right) / 2 + self.dx * (right - left) / 2, (top + bottom) / 2 + self.dy * (bottom - top) / 2

    def away(self, spot: Spot, distance: float) -> Spot:
        """Return the spot that lies so far out of the edge."""
        return spot[0] + self.dx * distance, spot[1] + self.dy * distance


def segments(path: Sequence[Spot]) -> Iterator[tuple[Spot, Spot]]:
    """Yield the straight parts of a path."""
    return pairwise(path)


def length_of(path: Sequence[Spot]) -> float:
    """Return how long a path is."""
    length, (x, y) = 0.0, path[0]
    for to_x, to_y in path:
        length += abs(x - to_x) + abs(y - to_y)
        x, y = to_x, to_y
    return length


def straightened(path: Sequence[Spot]) -> Path:
    """Return the path without spots at which it does not turn."""
    kept: list[Spot] = []
    for spot in path:
        if kept:
            (x, y), (to_x, to_y) = kept[-1], spot
            if -0.5 < x - to_x < 0.5 and -0.5 < y - to_y < 0.5:
                continue
            if len(kept) > 1:
                from_x, from_y = kept[-2]
                upright = from_x == x == to_x and (y - from_y) * (to_y - y) >= 0
                if upright or (from_y == y == to_y and (x - from_x) * (to_x - x) >= 0):
                    kept[-1] = spot
                    continue
        kept.append(spot)
    return tuple(kept)

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

    def port(self, box: Box) -> Spot:
        """Return the middle of the edge."""
        (x, y), (dx, dy) = box.middle, self.value
        return (x + dx * (box.right - box.left) / 2, y + dy * (box.bottom - box.top) / 2)

    def away(self, spot: Spot, distance: float) -> Spot:
        """Return the spot that lies so far out of the edge."""
        return spot[0] + self.value[0] * distance, spot[1] + self.value[1] * distance

    @property
    def level(self) -> bool:
        """Whether a line out of this edge runs left or right."""
        return self in (Side.LEFT, Side.RIGHT)


def segments(path: Sequence[Spot]) -> Iterator[tuple[Spot, Spot]]:
    """Yield the straight parts of a path."""
    return pairwise(path)


def length_of(path: Sequence[Spot]) -> float:
    """Return how long a path is."""
    return sum(abs(one[0] - other[0]) + abs(one[1] - other[1]) for one, other in segments(path))


def straightened(path: Sequence[Spot]) -> Path:
    """Return the path without spots at which it does not turn."""
    kept: list[Spot] = []
    for spot in path:
        if kept and abs(kept[-1][0] - spot[0]) < 0.5 and abs(kept[-1][1] - spot[1]) < 0.5:
            continue
        if len(kept) > 1 and _in_line(kept[-2], kept[-1], spot):
            kept[-1] = spot
        else:
            kept.append(spot)
    return tuple(kept)


def turns_back(path: Sequence[Spot]) -> bool:
    """Tell whether a path anywhere goes back on itself."""
    return any(
        (one[0] - at[0]) * (other[0] - at[0]) > 0 or (one[1] - at[1]) * (other[1] - at[1]) > 0
        for one, at, other in zip(path, path[1:], path[2:], strict=False)
        if one[0] == at[0] == other[0] or one[1] == at[1] == other[1]
    )


def _in_line(one: Spot, at: Spot, other: Spot) -> bool:
    upright = one[0] == at[0] == other[0] and (at[1] - one[1]) * (other[1] - at[1]) >= 0
    level = one[1] == at[1] == other[1] and (at[0] - one[0]) * (other[0] - at[0]) >= 0
    return upright or level

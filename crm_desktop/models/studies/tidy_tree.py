"""Tidy trees after Kennedy ("Functional pearls: drawing trees", 1996), for boxes of different heights.

Subtrees are pushed together as far as their outlines allow, once from the left and once from the right, and stand in
the middle of both: so a tree and its mirror image are drawn alike, and small subtrees between large ones spread evenly.
"""

from collections.abc import Sequence
from math import inf
from operator import neg, sub
from typing import NamedTuple, Self


class Outline(NamedTuple):
    """How far a subtree reaches to the left and right of its middle, slice by slice of the height from `first` on.

    A slice in which nothing stands reaches from inf to -inf.
    """

    first: int
    left: list[float]
    right: list[float]

    @classmethod
    def of_box(cls, slices: range, left: float, right: float) -> Self:
        """Return the outline of one box."""
        return cls(slices.start, [left] * len(slices), [right] * len(slices))

    @property
    def end(self) -> int:
        """The slice behind the last."""
        return self.first + len(self.left)


def fit(outlines: Sequence[Outline], beside: float) -> tuple[list[float], Outline]:
    """Return where the middles of subtrees stand, the middle of first and last being 0, and their joined outline.

    The subtrees begin at one height; `beside` is the least room between two of them.
    """
    from_left = _pushed([(each.left, each.right) for each in outlines], beside)
    mirrored = [(list(map(neg, each.right)), list(map(neg, each.left))) for each in reversed(outlines)]
    from_right = [-each for each in reversed(_pushed(mirrored, beside))]
    places = [(one + other) / 2 for one, other in zip(from_left, from_right, strict=True)]
    moved = [
        Outline(each.first, [left + place for left in each.left], [right + place for right in each.right])
        for each, place in zip(outlines, places, strict=True)
    ]
    return places, joined(moved)


def _pushed(sides: Sequence[tuple[list[float], list[float]]], beside: float) -> list[float]:
    """Return the places of subtrees pushed to the left one after the other, the first at 0."""
    places: list[float] = []
    reached: list[float] = []
    for left, right in sides:
        # `map` ends with the shorter of both: only slices in which something stands already are compared.
        place = max(map(sub, reached, left)) + beside if places else 0.0
        places.append(place)
        there = [each + place for each in right]
        common = min(len(reached), len(there))
        reached[:common] = map(max, reached, there)
        reached += there[common:]
    return places


def joined(outlines: Sequence[Outline]) -> Outline:
    """Return the outline of several together."""
    first, end = min(each.first for each in outlines), max(each.end for each in outlines)
    left, right = [inf] * (end - first), [-inf] * (end - first)
    for each in outlines:
        covered = slice(each.first - first, each.end - first)
        left[covered] = map(min, left[covered], each.left)
        right[covered] = map(max, right[covered], each.right)
    return Outline(first, left, right)

"""Tidy trees after Kennedy ("Functional pearls: drawing trees", 1996), for boxes of different heights.

Subtrees are pushed together as far as their outlines allow, once from the left and once from the right, and stand in
the middle of both: so a tree and its mirror image are drawn alike, and small subtrees between large ones spread evenly.
"""

from collections.abc import Sequence
from typing import TypeAlias

Outline: TypeAlias = dict[int, tuple[float, float]]
"""By slice of the height: how far a subtree reaches to the left and to the right of its middle."""


def fit(outlines: Sequence[Outline], beside: float) -> tuple[list[float], Outline]:
    """Return where the middles of subtrees stand, the middle of first and last being 0, and their joined outline.

    The subtrees begin at one height; `beside` is the least room between two of them.
    """
    from_left = _pushed(outlines, beside)
    mirrored = [{at: (-right, -left) for at, (left, right) in each.items()} for each in reversed(outlines)]
    from_right = [-each for each in reversed(_pushed(mirrored, beside))]
    places = [(one + other) / 2 for one, other in zip(from_left, from_right, strict=True)]
    moved = [
        {at: (left + place, right + place) for at, (left, right) in each.items()}
        for each, place in zip(outlines, places, strict=True)
    ]
    return places, joined(moved)


def _pushed(outlines: Sequence[Outline], beside: float) -> list[float]:
    """Return the places of subtrees pushed to the left one after the other, the first at 0."""
    places: list[float] = []
    reached: dict[int, float] = {}
    for each in outlines:
        apart = (reached[at] - left + beside for at, (left, _) in each.items() if at in reached)
        place = max(apart, default=0.0) if places else 0.0
        places.append(place)
        reached |= {at: max(reached.get(at, right + place), right + place) for at, (_, right) in each.items()}
    return places


def joined(outlines: Sequence[Outline]) -> Outline:
    """Return the outline of several together."""
    found: Outline = {}
    for each in outlines:
        for at, (left, right) in each.items():
            before = found.get(at, (left, right))
            found[at] = (min(before[0], left), max(before[1], right))
    return found

"""Events that sit on the edge of a step: where they are shown when a map was turned or the step became larger."""

from typing import TypeAlias

Centre: TypeAlias = tuple[float, float]
Edges: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def on_the_edge(centre: Centre, half: Centre, host: Edges) -> Centre:
    """Return the middle of an event that sits on its host's edge, as near to its own place as that allows.

    One that touches the edge stays where it is; one that lies within or apart keeps its direction from the middle.
    """
    left, top, right, bottom = host
    x, y = centre
    inside = left + half[0] < x < right - half[0] and top + half[1] < y < bottom - half[1]
    apart = not (left - half[0] <= x <= right + half[0] and top - half[1] <= y <= bottom + half[1])
    width, height = (right - left) / 2, (bottom - top) / 2
    if not (inside or apart) or width <= 0 or height <= 0:
        return centre
    middle = (left + right) / 2, (top + bottom) / 2
    ways = (x - middle[0]) / width, (y - middle[1]) / height
    furthest = max(abs(ways[0]), abs(ways[1]))
    if furthest == 0:
        return middle[0], bottom
    return middle[0] + ways[0] / furthest * width, middle[1] + ways[1] / furthest * height

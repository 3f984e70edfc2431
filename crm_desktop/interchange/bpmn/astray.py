"""Edges that are drawn away from what they join: measured from the corner of their sub-process, or anywhere.

What is only a little off stays as it is: many programs end their lines beside their shapes. The file keeps its points
until an end or a corner moves.
"""

from collections.abc import Sequence

from crm_desktop.interchange.bpmn.planes import Box

_BESIDE, _FAR = 12.0, 100.0
"""How far from its shape a line ends that means it, and beyond which it has nothing to do with it; pixels."""
Points = list[tuple[float, float]]


def points_at(points: Points, ends: Sequence[Box], around: Box | None) -> Points:
    """Return the points between two shapes; where they lie astray moved into the sub-process around, or none."""
    if max(_off(points, ends)) <= _BESIDE:
        return points
    if around is not None:
        moved = [(x + around.x, y + around.y) for x, y in points]
        if max(_off(moved, ends)) <= _BESIDE:
            inner = zip(points[1:-1], moved[1:-1], strict=True)
            return [moved[0], *(one if _distance(one, around) == 0 else other for one, other in inner), moved[-1]]
    return points if min(_off(points, ends)) <= _FAR else []


def _off(points: Points, ends: Sequence[Box]) -> tuple[float, float]:
    """Return how far the first and the last point lie outside of their shapes."""
    return _distance(points[0], ends[0]), _distance(points[-1], ends[1])


def _distance(point: tuple[float, float], box: Box) -> float:
    x, y = point
    beyond_x = max(box.x - x, x - box.x - box.width, 0.0)
    beyond_y = max(box.y - y, y - box.y - box.height, 0.0)
    return max(beyond_x, beyond_y)

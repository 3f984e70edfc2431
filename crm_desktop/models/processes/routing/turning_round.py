"""Routes whose ends changed sides: what ran to the right runs to the left now, from and to the opposite edges.

Costs the same as before, in corners, length and habit; whether anything stands in the way is the router's business.
"""

from crm_desktop.models.processes.routing.shapes import Ends
from crm_desktop.models.processes.routing.spots import Box, Path, Spot, segments

_LEAST = 8.0
"""How far a route runs out of an edge at least before it turns."""


def keeps_order(path: Path, moved: Path, axis: int) -> bool:
    """Tell whether each part of a route still runs in the direction in which it ran."""
    return all(
        (other[axis] - one[axis]) * (to[axis] - at[axis]) > 0 or other[axis] == one[axis]
        for (one, other), (at, to) in zip(segments(path), segments(moved), strict=True)
    )


def turned_round(path: Path, moved: Path, ends: Ends, axis: int) -> Path | None:
    """Return a moved path that leaves and arrives at the opposite edges where its first or last part was turned round.

    Its inner parts may run the other way as they are. None where a part has no length any more, or an end no room.
    """
    spots = list(moved)
    source, target = ends.source, ends.target
    straight = len(path) == 2
    if path[0][axis] != path[1][axis]:
        begin = _port(source, spots[0], target.middle if straight else spots[1], axis)
        if begin is None:
            return None
        spots[0] = begin
    if path[-1][axis] != path[-2][axis]:
        goal = _port(target, spots[-1], source.middle if straight else spots[-2], axis)
        if goal is None:
            return None
        spots[-1] = goal
    for (one, other), (at, to) in zip(segments(path), segments(spots), strict=True):
        if one[axis] != other[axis] and abs(at[axis] - to[axis]) < _LEAST:
            return None
    return tuple(spots)


def _port(box: Box, port: Spot, towards: Spot, axis: int) -> Spot | None:
    """Return the port at the edge that lies towards a place beside the box; None where that lies within."""
    low, high = box[axis], box[axis + 2]
    if low < towards[axis] < high:
        return None
    place = high if towards[axis] >= high else low
    return (place, port[1]) if axis == 0 else (port[0], place)

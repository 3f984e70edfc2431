"""Where the labels of flows stand that leave a step in one line: each beside the part that is its own."""

from __future__ import annotations

from itertools import pairwise

from crm_desktop.models.processes.elements import Flow
from crm_desktop.models.processes.routing.spots import Path, Spot
from crm_desktop.views.diagram.painting.seeing import Shown, name_height, name_side

_NEAR = 6.0
"""How far apart two flows may begin that look like one."""
_OTHERS = 14.0
_LEAST, _BEHIND = 24.0, 56.0
"""How long a part of its own must be to hold a label, and how far behind the place where the other turns off it is."""


def told_from(shown: Shown, flow: Flow) -> Path:
    """Return the part of a route at whose begin its label stands: the whole, but for what others share that part first.

    Where two flows leave a step in one line, the one that turns off first has its label there, the other behind that.
    """
    path = shown.paths.get(flow.id, ())
    if len(path) < 2 or not (flow.name or flow.share is not None):
        return path
    length, shared = _first_part(path), 0.0
    for other in shown.chart.flows_from(flow.source_id):
        theirs = shown.paths.get(other.id, ())
        if other.id == flow.id or len(theirs) < 2 or not other.name or not _begins_alike(path, theirs):
            continue
        before = _first_part(theirs)
        if (before, other.id) < (length, flow.id):
            shared = max(shared, before)
    if not shared:
        taken = _taken_by_name(shown, flow, path)
        return _from(path, taken / length) if taken and length - taken >= _LEAST else path
    if length - shared >= _LEAST:
        return _from(path, (shared + min((length - shared) / 2, _BEHIND)) / length)
    return path[1:] if len(path) > 2 else path


def _from(path: Path, part: float) -> Path:
    """Return what is left of a route behind so much of its first part."""
    (x, y), (to_x, to_y) = path[0], path[1]
    return ((x + (to_x - x) * part, y + (to_y - y) * part), *path[1:])


def _taken_by_name(shown: Shown, flow: Flow, path: Path) -> float:
    """Return how much of an upright first part something else needs: the name of a decision that stands off a corner.

    Or the labels of level flows, which stand above their lines.
    """
    node = shown.chart.nodes.get(flow.source_id)
    level, onward = _way(path[0], path[1])
    if level or node is None or node.form != "gateway":
        return 0.0
    if node.name and name_side(shown, node) == (1, 1 if onward else -1):
        return name_height(node)
    return 0.0 if onward else _OTHERS


def _first_part(path: Path) -> float:
    one, other = next(pairwise(path))
    return abs(other[0] - one[0]) + abs(other[1] - one[1])


def _begins_alike(one: Path, other: Path) -> bool:
    apart = max(abs(one[0][0] - other[0][0]), abs(one[0][1] - other[0][1]))
    return apart <= _NEAR and _way(one[0], one[1]) == _way(other[0], other[1])


def _way(begin: Spot, end: Spot) -> tuple[bool, bool]:
    """Return along which axis a part runs, and whether to the right or down."""
    dx, dy = end[0] - begin[0], end[1] - begin[1]
    level = abs(dx) >= abs(dy)
    return level, (dx if level else dy) > 0

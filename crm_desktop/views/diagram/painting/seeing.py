"""Seeing: what is shown of a step beside itself - badges, the line below its name, where a small name stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Protocol

from crm_desktop.diagrams.chart import Chart
from crm_desktop.models.processes.elements import Flow, Node
from crm_desktop.models.processes.name_room import width_needed
from crm_desktop.models.processes.routing.spots import Box, Path, Spot
from crm_desktop.views.diagram.painting.badges import Said, badges_of
from crm_desktop.views.diagram.painting.layers import PAINS, ROLES, SYSTEMS
from crm_desktop.views.diagram.painting.names import SMALL, told_beside
from crm_desktop.views.diagram.painting.seen import BELOW, WIDEST, Seen, Way
from crm_desktop.views.language.language import current_language

_BESIDE: tuple[Way, ...] = ((1, 0), (-1, 0), (0, 1), (0, -1))
_BELOW: tuple[Way, ...] = (BELOW, (0, -1), (1, 0), (-1, 0))
_CORNERS: tuple[Way, ...] = ((1, 1), (-1, 1), (1, -1), (-1, -1))
_NAMED_BELOW = SMALL - {"gateway"}
_LIKELY, _BREAK, _LINE = 0.8, 84.0, 16.0
"""How much of the width that is reckoned for a name it most likely takes, where it is broken, a line's height."""
_BEYOND = 4.0
_SYSTEM_ICONS = {
    "excel": "table-2",
    "微信": "message-circle",
    "wechat": "message-circle",
    "电话": "phone",
    "phone": "phone",
}


class Shown(Protocol):
    """Where the elements of a chart are shown; a picture, or what was taken from one."""

    @property
    def chart(self) -> Chart: ...
    @property
    def boxes(self) -> Mapping[str, Box]: ...
    @property
    def paths(self) -> Mapping[str, Path]: ...


def see(
    shown: Shown,
    node: Node,
    layers: frozenset[str],
    *,
    evidence: int = 0,
    mark: str = "",
    said: Said | None = None,
) -> Seen:
    """Return what is shown of a step; `mark` says what became of it where two maps are compared."""
    chinese = said.chinese if said is not None else current_language().code == "zh"
    pains = tuple(shown.chart.pains_of(node.id)) if PAINS in layers else ()
    side = name_side(shown, node)
    return Seen(
        pains=pains,
        badges=badges_of(node, pains, chinese, layers=layers, evidence=evidence, mark=mark, said=said),
        subtitle=_subtitle(node, layers),
        name_side=side,
        narrow=not shown.chart.vertical,
        room=_room_for_name(shown, node, side),
        changed=mark,
    )


def name_side(shown: Shown, node: Node) -> Way:
    """Return where the name of a small shape stands: on the first side without a flow, or off a corner.

    Where it would lie over a neighbour or over its name, the next place is taken; of an event on a step's edge only
    those outside of the step come into question.
    """
    box = shown.boxes.get(node.id)
    sides = _BESIDE if node.form == "gateway" else _BELOW
    if box is None or node.form not in SMALL:
        return sides[0]
    flows = _flows_of(shown, node)
    ends = {shown.paths[flow.id][0 if flow.source_id == node.id else -1] for flow in flows if shown.paths.get(flow.id)}
    taken = {_edge_of(box, end) for end in ends}
    host = shown.boxes.get(node.attached_to_id or "")
    ways = [*(way for way in sides if way not in taken), *_CORNERS]
    if host is not None:
        ways = _outside(ways, _edge_of(host, box.middle))
    if len(ways) == 1 or not node.name:
        return ways[0]
    near = _neighbours(shown, node, flows)
    return next((way for way in ways if not _is_crowded(shown, node, box, way, near)), ways[0])


def _outside(ways: list[Way], edge: Way) -> list[Way]:
    """Return the places that lie beyond an edge, or off the corners that point away from it."""
    return [way for way in ways if way == edge or (way in _CORNERS and edge in ((way[0], 0), (0, way[1])))]


def _edge_of(box: Box, end: Spot) -> Way:
    """Return the edge at which a flow meets a shape; two that come to one edge stand beside each other there."""
    x, y = end
    gaps = {
        (-1, 0): abs(x - box.left),
        (1, 0): abs(x - box.right),
        (0, -1): abs(y - box.top),
        (0, 1): abs(y - box.bottom),
    }
    return min(gaps, key=lambda side: gaps[side])


def _room_for_name(shown: Shown, node: Node, side: Way) -> float:
    """Return how broad a name in two lines above or below its shape may be before it runs into a neighbour."""
    box, room = shown.boxes.get(node.id), float(WIDEST)
    if box is None or node.form not in SMALL or side[0] or not node.name:
        return room
    middle, below = box.middle[0], side[1] > 0
    top = box.bottom + _BEYOND if below else box.top - _BEYOND - 2 * _LINE
    for other in _neighbours(shown, node, _flows_of(shown, node)):
        there = shown.boxes.get(other.id)
        if there is not None and there.top < top + 2 * _LINE and there.bottom > top:
            gap = max(there.left - middle, middle - there.right)
            room = min(room, 2 * (gap - _BEYOND)) if gap > 0 else room
    return room


def _flows_of(shown: Shown, node: Node) -> tuple[Flow, ...]:
    return (*shown.chart.flows_from(node.id), *shown.chart.flows_to(node.id))


def _neighbours(shown: Shown, node: Node, flows: Iterable[Flow]) -> list[Node]:
    """Return the steps that flows join with a step, and the events on the same edge; not what lies around it."""
    chart = shown.chart
    ids = {end for flow in flows for end in (flow.source_id, flow.target_id)}
    if node.attached_to_id:
        ids.update(each.id for each in chart.inside(node.attached_to_id) if each.attached_to_id == node.attached_to_id)
    return [chart.nodes[each] for each in sorted(ids - {node.id, node.parent_id}) if each in chart.nodes]


def _is_crowded(shown: Shown, node: Node, box: Box, way: Way, near: Iterable[Node]) -> bool:
    """Tell whether a name would lie beyond the map's edge, over a neighbour, or over another name.

    Of two names below their shapes the one that comes first stays there.
    """
    own = _name_box(node, box, way)
    if own.left < -_BEYOND or own.top < -_BEYOND:
        return True
    around = shown.chart.nodes.get(node.parent_id or "")
    if around is not None and around.id in shown.boxes and own.touches(_title_box(around, shown.boxes[around.id])):
        return True
    for other in near:
        there = shown.boxes.get(other.id)
        if there is None:
            continue
        if own.touches(there):
            return True
        stays = way != BELOW or (there.left, there.top, other.id) < (box.left, box.top, node.id)
        if stays and other.form in _NAMED_BELOW and other.name and own.touches(_name_box(other, there, BELOW)):
            return True
    return False


def _title_box(around: Node, box: Box) -> Box:
    """Return where the name of an open sub-process stands."""
    return Box(box.left, box.top, box.left + _LIKELY * width_needed(around.name) + 12, box.top + 24)


def _name_box(node: Node, box: Box, way: Way) -> Box:
    """Return about where a name stands: reckoned without fonts, rather a little too small."""
    width, height = _likely_size(told_beside(node))
    (x, y), (dx, dy) = box.middle, way
    if dx == 0:
        top = box.bottom + 6 if dy > 0 else box.top - 6 - height
        return Box(x - width / 2, top, x + width / 2, top + height)
    begin = box.right + 6 if dx > 0 else box.left - 6
    begin = x + dx * 8 if dy else begin
    top = y - height / 2 if dy == 0 else (box.bottom if dy > 0 else box.top - height)
    return Box(min(begin, begin + dx * width), top, max(begin, begin + dx * width), top + height)


def name_height(node: Node) -> float:
    """Return about how high the name of a small shape is."""
    return _likely_size(told_beside(node))[1]


@lru_cache(maxsize=20_000)
def _likely_size(told: str) -> tuple[float, float]:
    wide = _LIKELY * width_needed(told)
    return min(wide, _BREAK), _LINE * min(2.0, -(-wide // _BREAK))


def _subtitle(node: Node, layers: frozenset[str]) -> tuple[str, str]:
    """Return icon and words of the line below a step's name: systems, who does it."""
    systems = " + ".join(sorted(node.systems)) if SYSTEMS in layers else ""
    words = " · ".join(part for part in (systems, node.post if ROLES in layers else "") if part)
    if not words:
        return "", ""
    first = next(iter(sorted(node.systems)), "").casefold()
    return _SYSTEM_ICONS.get(first, "monitor" if systems else "user-round"), words

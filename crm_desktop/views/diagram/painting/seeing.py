"""Seeing: what is shown of a step beside itself - badges, the line below its name, where a small name stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from crm_desktop.diagrams.chart import Chart
from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.routing.spots import Box, Path, Side, Spot
from crm_desktop.views.diagram.painting.badges import Said, badges_of
from crm_desktop.views.diagram.painting.layers import PAINS, ROLES, SYSTEMS
from crm_desktop.views.diagram.painting.node_painter import Seen
from crm_desktop.views.language.language import current_language

_BESIDE = (Side.RIGHT, Side.LEFT, Side.DOWN, Side.UP)
_BELOW = (Side.DOWN, Side.UP, Side.RIGHT, Side.LEFT)
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
    return Seen(
        pains=pains,
        badges=badges_of(node, pains, chinese, layers=layers, evidence=evidence, mark=mark, said=said),
        subtitle=_subtitle(node, layers),
        name_side=_name_side(shown, node),
        narrow=not shown.chart.vertical,
        changed=mark,
    )


def _name_side(shown: Shown, node: Node) -> Side | None:
    """Return the first side of a small shape on which no flow runs; None where one runs on each."""
    wanted = _BESIDE if node.form == "gateway" else _BELOW
    box = shown.boxes.get(node.id)
    if box is None:
        return wanted[0]
    flows = (*shown.chart.flows_from(node.id), *shown.chart.flows_to(node.id))
    ends = {shown.paths[flow.id][0 if flow.source_id == node.id else -1] for flow in flows if shown.paths.get(flow.id)}
    taken = {_edge_of(box, end) for end in ends}
    return next((side for side in wanted if side not in taken), None)


def _edge_of(box: Box, end: Spot) -> Side:
    """Return the edge at which a flow meets a shape; two that come to one edge stand beside each other there."""
    x, y = end
    gaps = {
        Side.LEFT: abs(x - box.left),
        Side.RIGHT: abs(x - box.right),
        Side.UP: abs(y - box.top),
        Side.DOWN: abs(y - box.bottom),
    }
    return min(gaps, key=lambda side: gaps[side])


def _subtitle(node: Node, layers: frozenset[str]) -> tuple[str, str]:
    """Return icon and words of the line below a step's name: systems, who does it."""
    systems = " + ".join(sorted(node.systems)) if SYSTEMS in layers else ""
    words = " · ".join(part for part in (systems, node.post if ROLES in layers else "") if part)
    if not words:
        return "", ""
    first = next(iter(sorted(node.systems)), "").casefold()
    return _SYSTEM_ICONS.get(first, "monitor" if systems else "user-round"), words

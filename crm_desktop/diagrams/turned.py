"""A whole map turned outside of the editor: as the editor turns it, and with room where steps would lie on each other.

Drawings of other programs leave less room along the flow than our grid does; turned upright their steps would overlap.
"""

from dataclasses import replace
from itertools import pairwise

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.commands.fold import contents_of
from crm_desktop.diagrams.commands.turn import Turn, needed_size
from crm_desktop.diagrams.picture import Picture
from crm_desktop.diagrams.work import Work
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.processes.projection import Projection

_APART = frozenset({"task", "subprocess", "gateway", "start", "intermediate", "end"})


def turned(map_: ProcessMap) -> ProcessMap:
    """Return a map with lanes as rows instead of columns, or back."""
    plain = _turned(map_)
    if map_.vertical or not _overlaps(plain):
        return plain
    return _with_groups(_turned(_stretched(map_, Projection(vertical=False).along / Projection(vertical=True).along)))


def _turned(map_: ProcessMap) -> ProcessMap:
    chart = Chart.of(map_)
    Turn().perform(Work(chart))
    return chart.as_map()


def _stretched(map_: ProcessMap, by: float) -> ProcessMap:
    """Return a map with so many times the room along the flow; what stands open keeps the room around its contents."""
    nodes = tuple(replace(node, along=round(node.along * by)) for node in map_.nodes)
    flows = tuple(
        replace(flow, bends=tuple((round(along * by), across) for along, across in flow.bends)) for flow in map_.flows
    )
    stretched = replace(map_, nodes=nodes, flows=flows)
    before, after = Chart.of(map_), Chart.of(stretched)
    grown = {
        node.id: node.width + _length(after, node.id) - _length(before, node.id)
        for node in map_.nodes
        if node.form == "subprocess" and node.expanded
    }
    return replace(
        stretched, nodes=tuple(replace(node, width=grown[node.id]) if node.id in grown else node for node in nodes)
    )


def _length(chart: Chart, node_id: str) -> int:
    """Return how long a sub-process must be for what lies in it."""
    sizes = {each.id: (each.width, each.height) for each in contents_of(chart, node_id)}
    return needed_size(chart, chart.nodes[node_id], sizes, vertical=False)[0]


def _with_groups(map_: ProcessMap) -> ProcessMap:
    """Return a turned map whose groups are turned, too, around what they were drawn around."""
    broader = Projection(vertical=True).across / Projection(vertical=False).across
    return replace(
        map_,
        nodes=tuple(
            replace(node, width=round(node.height * broader), height=node.width) if node.form == "group" else node
            for node in map_.nodes
        ),
    )


def _overlaps(map_: ProcessMap) -> bool:
    """Tell whether two steps beside each other lie on each other; those that follow along the flow are looked at."""
    boxes = Picture(Chart.of(map_)).boxes
    rows: dict[tuple[str | None, str | None], list[str]] = {}
    for node in map_.nodes:
        if node.form in _APART and node.attached_to_id is None and node.id in boxes:
            rows.setdefault((node.lane_id, node.parent_id), []).append(node.id)
    for ids in rows.values():
        ids.sort(key=lambda each: boxes[each].top)
        if any(boxes[one].grown(-1).touches(boxes[other].grown(-1)) for one, other in pairwise(ids)):
            return True
    return False

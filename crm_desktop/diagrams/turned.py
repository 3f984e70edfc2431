"""A whole map turned: lanes as rows instead of columns, or back; with room where steps would lie on each other.

Drawings of other programs leave less room along the flow than our grid does: turned upright as they are, their steps
would overlap. Such a map is stretched along the flow, and drawn together again when it is turned back, so that turning
twice changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.commands.fold import contents_of
from crm_desktop.diagrams.turned_sizes import needed_size, turned_sizes
from crm_desktop.models.processes.elements import Flow, Node
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.processes.projection import Projection

_APART = frozenset({"task", "subprocess", "gateway", "start", "intermediate", "end"})
_TOUCHING = 2.0
"""Steps that lie on each other by no more pixels only touch."""
_LONGER = Projection(vertical=False).along / Projection(vertical=True).along
_BROADER = Projection(vertical=True).across / Projection(vertical=False).across


def turned(map_: ProcessMap) -> ProcessMap:
    """Return a map with lanes as rows instead of columns, or back."""
    plain = _turned(map_)
    if not map_.vertical:
        return _upright(map_) if _needs_room(map_, plain) else plain
    if not all(_is_stretched(node.along) for node in map_.nodes):
        return plain
    compact = _stretched(_turned(_with_groups(map_, lying=True)), 1 / _LONGER)
    was_stretched = _needs_room(compact, _turned(compact)) and _upright(compact) == map_
    return compact if was_stretched else plain


def _turned(map_: ProcessMap) -> ProcessMap:
    sizes = turned_sizes(Chart.of(map_))
    nodes = tuple(
        replace(node, width=sizes[node.id][0], height=sizes[node.id][1]) if node.id in sizes else node
        for node in map_.nodes
    )
    orientation = "horizontal" if map_.vertical else "vertical"
    return replace(map_, nodes=nodes, values={**map_.values, "orientation": orientation})


def _upright(map_: ProcessMap) -> ProcessMap:
    return _with_groups(_turned(_stretched(map_, _LONGER)), lying=False)


def _is_stretched(along: int) -> bool:
    """Tell whether a place may come from stretching; half of all do, so that hardly any map does that was not."""
    return round(round(along / _LONGER) * _LONGER) == along


def _stretched(map_: ProcessMap, by: float) -> ProcessMap:
    """Return a map with so many times the room along the flow; what stands open keeps the room around its contents."""
    nodes = tuple(replace(node, along=round(node.along * by)) for node in map_.nodes)
    flows = tuple(_with_bends(flow, by) if flow.bends else flow for flow in map_.flows)
    stretched = replace(map_, nodes=nodes, flows=flows)
    opened = [node.id for node in map_.nodes if node.form == "subprocess" and node.expanded]
    if not opened:
        return stretched
    before, after = Chart.of(map_), Chart.of(stretched)
    grown = {each: before.nodes[each].width + _length(after, each) - _length(before, each) for each in opened}
    return replace(
        stretched, nodes=tuple(replace(node, width=grown[node.id]) if node.id in grown else node for node in nodes)
    )


def _with_bends(flow: Flow, by: float) -> Flow:
    return replace(flow, bends=tuple((round(along * by), across) for along, across in flow.bends))


def _length(chart: Chart, node_id: str) -> int:
    """Return how long a sub-process must be for what lies in it."""
    sizes = {each.id: (each.width, each.height) for each in contents_of(chart, node_id)}
    return needed_size(chart, chart.nodes[node_id], sizes, vertical=False)[0]


def _with_groups(map_: ProcessMap, *, lying: bool) -> ProcessMap:
    """Return a turned map whose groups are turned, too, around what they were drawn around."""

    def around(node: Node) -> Node:
        if lying:
            return replace(node, width=node.height, height=round(node.width / _BROADER))
        return replace(node, width=round(node.height * _BROADER), height=node.width)

    return replace(map_, nodes=tuple(around(node) if node.form == "group" else node for node in map_.nodes))


def _needs_room(lying: ProcessMap, upright: ProcessMap) -> bool:
    """Tell whether turning lays steps on each other that stand apart now."""
    return _overlap(upright) and not _overlap(lying)


def _overlap(map_: ProcessMap) -> bool:
    """Tell whether steps that stand in one lane lie on each other as they are shown."""
    rooms: dict[tuple[str | None, str | None], list[Node]] = defaultdict(list)
    closed = {node.id for node in map_.nodes if node.form == "subprocess" and not node.expanded}
    for node in map_.nodes:
        if node.form in _APART and node.attached_to_id is None and node.parent_id not in closed:
            rooms[node.lane_id, node.parent_id].append(node)
    return any(_lie_on_each_other(nodes, Projection(map_.vertical)) for nodes in rooms.values())


def _lie_on_each_other(nodes: Iterable[Node], projection: Projection) -> bool:
    """Tell whether any two overlap; each is compared with those before it along the flow that reach so far."""
    near: list[tuple[float, float, float, float]] = []
    for node in sorted(nodes, key=lambda each: (each.along, each.id)):
        x, y = projection.shown(node.along, node.across)
        begin = (y - node.height / 2) if projection.vertical else (x - node.width / 2)
        near = [each for each in near if each[3 if projection.vertical else 2] > begin + _TOUCHING]
        box = x - node.width / 2, y - node.height / 2, x + node.width / 2, y + node.height / 2
        for left, top, right, bottom in near:
            level = min(right, box[2]) - max(left, box[0]) > _TOUCHING
            if level and min(bottom, box[3]) - max(top, box[1]) > _TOUCHING:
                return True
        near.append(box)
    return False

"""How large sub-processes that stand open are after a map was turned: the room around their contents stays the same."""

from collections.abc import Mapping
from math import ceil
from typing import TypeAlias

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.commands.fold import contents_of
from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.name_room import room_around
from crm_desktop.models.processes.projection import Projection

_LEAST = 40
_Size: TypeAlias = tuple[int, int]


def turned_sizes(chart: Chart) -> Mapping[str, _Size]:
    """Return the sizes of open sub-processes after turning, those within others first."""
    found: dict[str, _Size] = {}
    opened = [node for node in chart.nodes.values() if node.form == "subprocess" and node.expanded]
    for node in sorted(opened, key=lambda each: -_depth(chart, each)):
        inner = contents_of(chart, node.id)
        if inner:
            now = {each.id: (each.width, each.height) for each in inner}
            before = needed_size(chart, node, now, vertical=chart.vertical)
            sizes = {each: found.get(each, size) for each, size in now.items()}
            after = needed_size(chart, node, sizes, vertical=not chart.vertical)
            over = node.width - before[0], node.height - before[1]
            found[node.id] = max(_LEAST, after[0] + over[1]), max(_LEAST, after[1] + over[0])
    return found


def needed_size(chart: Chart, node: Node, sizes: Mapping[str, _Size], *, vertical: bool) -> _Size:
    """Return how large a sub-process must be so that its contents lie in it, around its middle."""
    projection, starts = Projection(vertical), chart.offsets()
    x, y = projection.shown(node.along, starts.get(node.lane_id or "", 0) + node.across)
    edge, over = room_around(node)
    aside = above = below = 0.0
    for each_id, (width, height) in sizes.items():
        each = chart.nodes[each_id]
        left, top = projection.shown(each.along, starts.get(each.lane_id or "", 0) + each.across)
        aside = max(aside, abs(left - x) + width / 2 + edge)
        above, below = max(above, y - top + height / 2 + over), max(below, top - y + height / 2 + edge)
    return 2 * ceil(aside), 2 * ceil(max(above, below))


def _depth(chart: Chart, node: Node) -> int:
    depth, seen = 0, {node.id}
    above = chart.nodes.get(node.parent_id or "")
    while above is not None and above.id not in seen:
        seen.add(above.id)
        depth, above = depth + 1, chart.nodes.get(above.parent_id or "")
    return depth

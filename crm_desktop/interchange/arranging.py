"""Maps without places get some: one call for all file formats that hold none."""

from collections import deque
from collections.abc import Iterable
from dataclasses import replace

from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.grid import FIRST, LANE, ROW
from crm_desktop.models.processes.layout.lay_out import lay_out
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.processes.projection import Projection

_MOST_BEGINNINGS, _MOST_NODES = 200, 6_000
_SIDE_BY_SIDE = 6
_BESIDE = 44
"""Distance of events that sit on the edge of one step, pixels."""


def arranged(map_: ProcessMap) -> ProcessMap:
    """Return the map laid out; what lies in sub-processes and on steps' edges first gets places of its own.

    A heap of steps that hardly anything connects has no layout to find, and keeps the grid.
    """
    gridded = _on_grid(map_)
    reached = {flow.target_id for flow in map_.flows if flow.source_id != flow.target_id}
    begins = sum(node.id not in reached for node in map_.nodes)
    return gridded if begins > _MOST_BEGINNINGS or len(map_.nodes) > _MOST_NODES else lay_out(gridded)


def _on_grid(map_: ProcessMap) -> ProcessMap:
    """Return the map with every node as far along as flows lead to it."""
    depths, projection = _depths(map_), Projection(map_.vertical)
    hosts = {node.id: node.attached_to_id for node in map_.nodes}
    taken: dict[tuple[str | None, str | None, int], int] = {}
    placed: dict[str, Node] = {}
    for node in sorted(map_.nodes, key=lambda each: (each.attached_to_id is not None, depths[each.id])):
        host = placed.get(hosts[node.id] or "")
        if host is not None:
            beside = taken[host.id, None, 0] = taken.get((host.id, None, 0), 0) + 1
            x, y = projection.shown(host.along, host.across)
            x, y = x + host.width / 2 - _BESIDE * beside + node.width / 2, y + host.height / 2
            along, across = (round(measure) for measure in projection.stored(x, y))
        else:
            cell = (node.lane_id, node.parent_id, depths[node.id])
            number = taken[cell] = taken.get(cell, 0) + 1
            along, across = FIRST + ROW * depths[node.id], LANE * number - LANE // 2
        placed[node.id] = replace(node, along=along, across=across)
    broad = _needed_breadths(placed.values())
    return replace(
        map_,
        nodes=tuple(placed[node.id] for node in map_.nodes),
        lanes=tuple(replace(lane, breadth=broad.get(lane.id, LANE)) for lane in map_.lanes),
    )


def _needed_breadths(nodes: Iterable[Node]) -> dict[str | None, int]:
    broad: dict[str | None, int] = {}
    for node in nodes:
        broad[node.lane_id] = max(broad.get(node.lane_id, LANE), -(-(node.across + LANE // 2) // LANE) * LANE)
    return broad


def _depths(map_: ProcessMap) -> dict[str, int]:
    """Return how many flows lead to each node from where its part of the map begins, at least."""
    after: dict[str, list[str]] = {node.id: [] for node in map_.nodes}
    hosts = {node.id: node.attached_to_id for node in map_.nodes if node.attached_to_id in after}
    reached = set(hosts)
    for flow in map_.flows:
        source = hosts.get(flow.source_id) or flow.source_id
        if source in after and flow.target_id in after and source != flow.target_id:
            after[source].append(flow.target_id)
            reached.add(flow.target_id)
    alone = [key for key, following in after.items() if not following and key not in reached]
    depths = {key: number // _SIDE_BY_SIDE for number, key in enumerate(alone)}
    for start in [*(key for key in after if key not in reached), *after]:
        waiting = deque([start] if start not in depths else [])
        depths.setdefault(start, 0)
        while waiting:
            at = waiting.popleft()
            for following in after[at]:
                if following not in depths:
                    depths[following] = depths[at] + 1
                    waiting.append(following)
    return depths

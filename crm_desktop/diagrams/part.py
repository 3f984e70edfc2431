"""A part of a map as a map of its own: some steps with what lies in them, the flows between them, their lanes."""

from collections.abc import Collection

from crm_desktop.diagrams.chart import Chart
from crm_desktop.models.processes.process_map import ProcessMap


def with_contents(chart: Chart, ids: Collection[str]) -> set[str]:
    """Return the ids of those steps that the chart has, and of everything that lies in them."""
    wanted = {each for each in ids if each in chart.nodes}
    waiting = list(wanted)
    while waiting:
        for inner in chart.inside(waiting.pop()):
            if inner.id not in wanted:
                wanted.add(inner.id)
                waiting.append(inner.id)
    return wanted


def part_of(chart: Chart, ids: Collection[str]) -> ProcessMap:
    """Return the map of these steps, at their places; the whole map where none of them is known."""
    wanted = with_contents(chart, ids)
    if not wanted:
        return chart.as_map()
    nodes = tuple(chart.nodes[each] for each in sorted(wanted))
    lanes = {node.lane_id for node in nodes if node.lane_id}
    above = [chart.lanes[each].parent_id for each in lanes if each in chart.lanes]
    while above:
        parent = above.pop()
        if parent is not None and parent not in lanes and parent in chart.lanes:
            lanes.add(parent)
            above.append(chart.lanes[parent].parent_id)
    kept = tuple(lane for lane in chart.lanes.values() if lane.id in lanes)
    pools = {lane.pool_id for lane in kept}
    return ProcessMap(
        id=chart.process_id,
        values=dict(chart.values),
        pools=tuple(pool for pool in chart.pools.values() if pool.id in pools),
        lanes=kept,
        nodes=nodes,
        flows=tuple(flow for each in nodes for flow in chart.flows_from(each.id) if flow.target_id in wanted),
        pains=tuple(pain for each in nodes for pain in chart.pains_of(each.id)),
    )

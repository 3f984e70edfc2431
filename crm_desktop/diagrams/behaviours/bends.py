"""Corners that a user placed follow when both ends of their flow move alike, and are given up when they do not."""

from crm_desktop.diagrams.chart import Chart, offsets_of
from crm_desktop.diagrams.work import Work
from crm_desktop.models.processes.elements import Flow, Lane, Node, Point, Pool
from crm_desktop.models.processes.process_map import ProcessMap, lanes_in_order


def keep_bends_true(work: Work) -> None:
    """Move or drop the corners of flows whose ends are elsewhere now; those that the gesture itself set stay."""
    chart = work.chart
    if not chart.bent:
        return
    delta = work.so_far()
    lanes_moved = any(True for kind in ("lane", "pool") for _ in delta.of(kind))
    old_nodes = {each.element.id: each.before for each in delta.of("node") if isinstance(each.before, Node)}
    touched = set(chart.bent) if lanes_moved else _at(chart, old_nodes) & chart.bent
    offsets = chart.offsets()
    old_offsets = _offsets_before(work) if lanes_moved else offsets
    set_now = {each.element.id for each in delta.of("flow")}
    for flow_id in touched - set_now:
        flow = chart.flows[flow_id]
        ways = [
            _way(old_nodes.get(each, chart.nodes.get(each)), chart.nodes.get(each), old_offsets, offsets)
            for each in (flow.source_id, flow.target_id)
        ]
        _follow(work, flow, ways)


def _follow(work: Work, flow: Flow, ways: list[Point | None]) -> None:
    first = ways[0]
    if first is None or ways[1] != first:
        work.change(flow, bends=())
    elif first != (0, 0):
        work.change(flow, bends=tuple((along + first[0], across + first[1]) for along, across in flow.bends))


def _way(before: Node | None, now: Node | None, old: dict[str, int], new: dict[str, int]) -> Point | None:
    """Return how far a node has moved on the map; None where nobody can say."""
    if before is None or now is None or (before.width, before.height) != (now.width, now.height):
        return None
    here, there = old.get(before.lane_id or ""), new.get(now.lane_id or "")
    if here is None or there is None:
        return None
    return now.along - before.along, there + now.across - here - before.across


def _at(chart: Chart, nodes: dict[str, Node]) -> set[str]:
    return {flow.id for each in nodes for flow in (*chart.flows_from(each), *chart.flows_to(each))}


def _offsets_before(work: Work) -> dict[str, int]:
    lanes: dict[str, Lane] = dict(work.chart.lanes)
    pools: dict[str, Pool] = dict(work.chart.pools)
    for element_id, change in work.so_far().changes.items():
        lanes.pop(element_id, None)
        pools.pop(element_id, None)
        if isinstance(change.before, Lane):
            lanes[element_id] = change.before
        elif isinstance(change.before, Pool):
            pools[element_id] = change.before
    outline = ProcessMap(id="", values={}, pools=tuple(pools.values()), lanes=tuple(lanes.values()))
    return offsets_of(lanes_in_order(outline))

"""What must hold of every map, and maps of any size to try things on."""

from __future__ import annotations

import random
from collections import defaultdict

from crm_desktop.diagrams.chart import Chart, room_of
from crm_desktop.models.processes.elements import Element, Flow, Lane, Node, Pain
from crm_desktop.models.processes.grid import FIRST, ROW, SIZES, in_the_way, takes_room
from crm_desktop.models.rules.ranks import spread


def faults(chart: Chart) -> list[str]:
    """Return what does not hold: ends of flows, lanes of nodes, overlaps, indexes that differ from the elements."""
    found = [f"flow {each.id} has no end" for each in chart.flows.values() if not _both_ends(chart, each)]
    holding = {lane.id for lane in chart.lanes_in_order()}
    found += [f"node {each.id} has no lane" for each in chart.nodes.values() if each.lane_id not in holding]
    found += [f"pain {each.id} hurts nothing" for each in chart.pains.values() if not _hurts(chart, each)]
    return found + overlaps(chart) + _wrong_indexes(chart)


def overlaps(chart: Chart) -> list[str]:
    """Return the pairs of nodes that are in each other's way."""
    rooms: dict[object, list[Node]] = defaultdict(list)
    for node in chart.nodes.values():
        if takes_room(node):
            rooms[room_of(node)].append(node)
    found = []
    for nodes in rooms.values():
        nodes.sort(key=lambda node: node.along)
        for place, one in enumerate(nodes):
            for other in nodes[place + 1 :]:
                if other.along - one.along > 2_000:
                    break
                if in_the_way(one, other):
                    found.append(f"{one.name or one.id} and {other.name or other.id} overlap")
    return found


def big_map(size: int, lanes: int = 6, seed: int = 1) -> Chart:
    """Return a map of about that many nodes: chains through the lanes, with decisions, pains and times."""
    chance = random.Random(seed)
    ranks = spread(lanes)
    columns = [Lane(id=f"lane{n}", process_id="p", name=f"Lane {n}", rank=ranks[n]) for n in range(lanes)]
    elements: list[Element] = [*columns]
    next_row = [0] * lanes
    at, last = 0, ""
    for number in range(size):
        at = min(max(at + chance.choice((-1, 0, 0, 0, 1)), 0), lanes - 1)
        row = max(next_row[at], max(next_row) - 3)
        next_row[at] = row + 1
        form = "start" if not number else "gateway" if chance.random() < 0.15 else "task"
        width, height = SIZES[form]
        node = Node(
            id=f"node{number}",
            process_id="p",
            name=f"步骤 {number}{'？' if form == 'gateway' else ''}",
            form=form,
            lane_id=columns[at].id,
            rank=f"{row:06d}1",
            along=FIRST + row * ROW,
            across=columns[at].breadth // 2,
            width=width,
            height=height,
            working_seconds=chance.randrange(60, 7_200) if form == "task" else None,
            systems=frozenset({"ERP"}) if chance.random() < 0.3 else frozenset(),
        )
        elements.append(node)
        if last:
            elements.append(Flow(id=f"flow{number}", process_id="p", source_id=last, target_id=node.id))
        if number > 10 and chance.random() < 0.2:
            back = f"node{number - chance.randrange(2, 9)}"
            elements.append(Flow(id=f"extra{number}", process_id="p", source_id=back, target_id=node.id))
        if chance.random() < 0.1:
            elements.append(Pain(id=f"pain{number}", process_id="p", node_id=node.id, name="太慢"))
        last = node.id
    return Chart("p", {"name": "Big"}, elements)


def _both_ends(chart: Chart, flow: Flow) -> bool:
    return flow.source_id in chart.nodes and flow.target_id in chart.nodes


def _hurts(chart: Chart, pain: Pain) -> bool:
    return pain.node_id is None or pain.node_id in chart.nodes


def _wrong_indexes(chart: Chart) -> list[str]:
    fresh = Chart(chart.process_id, chart.values, chart.elements())
    wrong = [f"the flows of {each} are wrong" for each in chart.nodes if not _same_flows(chart, fresh, each)]
    if [lane.id for lane in fresh.lanes_in_order()] != [lane.id for lane in chart.lanes_in_order()]:
        wrong.append("the order of lanes is wrong")
    wrong += [
        f"the nodes of lane {each} are wrong" for each in chart.lanes if fresh.nodes_in(each) != chart.nodes_in(each)
    ]
    return wrong


def _same_flows(chart: Chart, fresh: Chart, node_id: str) -> bool:
    pairs = ((chart.flows_from, fresh.flows_from), (chart.flows_to, fresh.flows_to))
    return all({flow.id for flow in one(node_id)} == {flow.id for flow in other(node_id)} for one, other in pairs)

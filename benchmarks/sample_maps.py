"""Structured process maps of any size for benchmarks: chains, decisions, some ways back, six lanes."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

from crm_desktop.models.ids import new_id
from crm_desktop.models.processes.elements import Element, Flow, Lane, Node
from crm_desktop.models.processes.grid import SIZES
from crm_desktop.models.processes.layout.lay_out import lay_out
from crm_desktop.models.processes.process_map import ProcessMap

LANES = 6
_LINKS = ("lane_id", "parent_id", "source_id", "target_id", "node_id")
_TASK, _WAY_BACK, _CHANGES_LANE = 0.7, 0.15, 0.5


@dataclass(slots=True)
class _Drawing:
    process_id: str
    chance: random.Random
    nodes: list[Node] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)

    def node(self, form: str, lane: int) -> str:
        number = len(self.nodes)
        width, height = SIZES[form]
        name = f"第 {number} 步 核对" if form == "task" else ("一致？" if form == "gateway" else "收到订单")
        self.nodes.append(
            Node(
                id=f"{number:032x}",
                process_id=self.process_id,
                form=form,
                name=name,
                lane_id=lane_id(lane),
                along=66 + number,
                across=98,
                width=width,
                height=height,
                rank=f"{number:06}",
                working_seconds=60 * (number % 50) if form == "task" else None,
                waiting_seconds=3600 * (number % 7) if form == "task" else None,
            )
        )
        return self.nodes[-1].id

    def link(self, source: str, target: str, name: str = "") -> None:
        number = 16**8 + len(self.flows)
        self.flows.append(
            Flow(id=f"{number:032x}", process_id=self.process_id, source_id=source, target_id=target, name=name)
        )


def lane_id(number: int) -> str:
    """Return the id of a lane."""
    return f"{16**10 + number:032x}"


def structured_map(steps: int, process_id: str = "f" * 32, seed: int = 3) -> ProcessMap:
    """Return a map with so many steps, laid out; the same for the same seed."""
    drawing = _Drawing(process_id, random.Random(seed))
    chance, lane = drawing.chance, 0
    at = drawing.node("start", 0)
    while len(drawing.nodes) < steps:
        if chance.random() < _CHANGES_LANE:
            lane = max(0, min(LANES - 1, lane + chance.choice([-1, 1, 1, -1, 2])))
        if chance.random() < _TASK:
            following = drawing.node("task", lane)
            drawing.link(at, following)
            at = following
        else:
            at = _decide(drawing, at, lane)
    lanes = tuple(
        Lane(id=lane_id(number), process_id=process_id, name=f"部门 {number}", rank=f"{number:03}")
        for number in range(LANES)
    )
    nodes, flows = tuple(drawing.nodes), tuple(drawing.flows)
    return lay_out(ProcessMap(id=process_id, values={"name": "大"}, lanes=lanes, nodes=nodes, flows=flows))


def renumbered(map_: ProcessMap) -> ProcessMap:
    """Return the same map with other ids, as after it went through another program."""
    ids = {each.id: new_id() for each in map_.elements()}

    def other(element: Element) -> Element:
        links = {name: ids[found] for name in _LINKS if (found := getattr(element, name, None)) in ids}
        return replace(element, id=ids[element.id], **links)

    kinds = {name: tuple(other(each) for each in getattr(map_, name)) for name in ("lanes", "nodes", "flows", "pains")}
    return replace(map_, **kinds)  # type: ignore[arg-type]


def _decide(drawing: _Drawing, at: str, lane: int) -> str:
    gateway = drawing.node("gateway", lane)
    drawing.link(at, gateway)
    ends = []
    for branch in range(2):
        end, name = gateway, ("是", "否")[branch]
        for _ in range(drawing.chance.choice([1, 1, 2])):
            step = drawing.node("task", min(LANES - 1, lane + branch))
            drawing.link(end, step, name if end == gateway else "")
            end = step
        ends.append(end)
    if drawing.chance.random() < _WAY_BACK:
        drawing.link(ends.pop(), gateway)
    following = drawing.node("task", lane)
    for end in ends:
        drawing.link(end, following)
    return following

"""Tell a step what was typed on it: name it, or add what begins with a sign - one line of the grammar."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Landing
from crm_desktop.diagrams.commands.connect import find_step, lay_flow
from crm_desktop.diagrams.whither import Named, lane_for
from crm_desktop.diagrams.work import Work
from crm_desktop.models.errors import Refused
from crm_desktop.models.processes.elements import Node, Pain
from crm_desktop.models.processes.grammar import Line, parse


@dataclass(frozen=True, slots=True)
class Tell:
    """Read a line with the grammar and give the step what it says; what it does not mention stays."""

    act: ClassVar[str] = "diagram.rename"
    node_id: str
    text: str

    def judge(self, chart: Chart) -> str:
        """Refuse a step that is gone."""
        return "" if self.node_id in chart.nodes else "diagram.gone"

    def perform(self, work: Work) -> Landing:
        """Give it."""
        line = read_line(work.chart, self.text)
        tell(work, work.chart.nodes[self.node_id], line)
        return Landing((self.node_id,))


def tell(work: Work, node: Node, line: Line) -> Node:
    """Give a step what a line says; the lane is made if nobody knows it. Raises Refused for an unknown connection."""
    values: dict[str, Any] = {"systems": node.systems | set(line.tools)}
    if line.name:
        values["name"] = line.name
    if line.working_seconds is not None:
        values["working_seconds"] = line.working_seconds
    if line.waiting_seconds is not None:
        values["waiting_seconds"] = line.waiting_seconds
    if line.lane is not None:
        lane = lane_for(work, Named(line.lane), node.lane_id)
        if lane.id != node.lane_id:
            work.fixed.add(node.id)
            values |= {"lane_id": lane.id, "across": lane.breadth // 2}
    node = work.change(node, **values)
    for pain in line.pains:
        work.add(Pain, name=pain, node_id=node.id)
    connect_all(work, node, line.connects)
    return node


def connect_all(work: Work, node: Node, names: Iterable[str]) -> None:
    """Connect a step to the steps that typed names mean."""
    for name in names:
        target = find_step(work.chart, name, but=node.id)
        if target is None:
            raise Refused("diagram.no_such_step")
        lay_flow(work, node, target)


def read_line(chart: Chart, text: str) -> Line:
    """Return what a typed line says on this map, whose lanes and systems it may name with spaces."""
    tools = known_tools(chart) if "#" in text or "＃" in text else ()
    return parse(text, [lane.name for lane in chart.lanes.values()], tools).line


def known_tools(chart: Chart) -> set[str]:
    """Return the systems that steps of this map use already."""
    return {tool for node in chart.nodes.values() for tool in node.systems}

"""Insert a step: before another one, or on a flow."""

from dataclasses import dataclass
from typing import ClassVar

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Landing
from crm_desktop.diagrams.commands.connect import lay_flow
from crm_desktop.diagrams.placement import new_node
from crm_desktop.diagrams.whither import Same, lane_for
from crm_desktop.diagrams.work import Work
from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.grid import FIRST, ROW, row_below


@dataclass(frozen=True, slots=True)
class InsertBefore:
    """Insert a step before another: what led there leads to the new one, and that one leads on."""

    act: ClassVar[str] = "diagram.insert"
    node_id: str

    def judge(self, chart: Chart) -> str:
        """Refuse a step before the start."""
        node = chart.nodes.get(self.node_id)
        return "diagram.gone" if node is None else "diagram.into_start" if node.form == "start" else ""

    def perform(self, work: Work) -> Landing:
        """Put it in the step's place; the step and what follows in its lane give way."""
        node = work.chart.nodes[self.node_id]
        lane = lane_for(work, Same(), node.lane_id)
        new = new_node(work, lane, node.along, "task", push=True)
        for flow in work.chart.flows_to(node.id):
            if flow.form == "sequence":
                work.change(flow, target_id=new.id, bends=())
        lay_flow(work, new, node)
        return Landing((new.id,), naming=True)


@dataclass(frozen=True, slots=True)
class InsertOn:
    """Insert a step on a flow: the flow leads to it, another one leads on."""

    act: ClassVar[str] = "diagram.insert"
    flow_id: str
    form: str = "task"

    def judge(self, chart: Chart) -> str:
        """Refuse flows that are no order of steps."""
        flow = chart.flows.get(self.flow_id)
        return "diagram.gone" if flow is None else "" if flow.form == "sequence" else "diagram.not_on_this_flow"

    def perform(self, work: Work) -> Landing:
        """Put it in the target's lane between the two, where others give way."""
        flow = work.chart.flows[self.flow_id]
        source, target = work.chart.nodes[flow.source_id], work.chart.nodes[flow.target_id]
        lane = lane_for(work, Same(), target.lane_id)
        new = new_node(work, lane, _between(source, target), self.form, push=True)
        work.change(flow, target_id=new.id, bends=())
        lay_flow(work, new, target)
        return Landing((new.id,), naming=True)


def _between(source: Node, target: Node) -> int:
    """Return a free row between two nodes, or the target's own row."""
    below = row_below(source.along)
    if below + ROW <= target.along:
        return below
    return max(FIRST, target.along)

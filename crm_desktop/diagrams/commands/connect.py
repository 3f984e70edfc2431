"""Connect two steps; and what other commands need to lay a flow."""

from dataclasses import dataclass
from typing import ClassVar

from crm_desktop.diagrams import rules
from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Landing
from crm_desktop.diagrams.work import Work
from crm_desktop.models.errors import Refused
from crm_desktop.models.processes.decisions import empty_branches
from crm_desktop.models.processes.elements import Flow, Node
from crm_desktop.models.processes.likeness import best_match


@dataclass(frozen=True, slots=True)
class Connect:
    """Lay a flow from one node to another; `name` names a branch, "" lets the decision name it."""

    act: ClassVar[str] = "diagram.connect"
    source_id: str
    target_id: str
    name: str = ""

    def judge(self, chart: Chart) -> str:
        """Refuse what may not be connected."""
        return rules.connecting(chart, self.source_id, self.target_id)

    def perform(self, work: Work) -> Landing:
        """Lay it."""
        flow = lay_flow(work, work.chart.nodes[self.source_id], work.chart.nodes[self.target_id], self.name)
        return Landing((flow.id,))


@dataclass(frozen=True, slots=True)
class ConnectTo:
    """Connect a step to the existing one that a typed name means best."""

    act: ClassVar[str] = "diagram.connect"
    source_id: str
    text: str

    def judge(self, chart: Chart) -> str:
        """Refuse a name that means no step."""
        target = find_step(chart, self.text, but=self.source_id)
        return rules.connecting(chart, self.source_id, target.id) if target else "diagram.no_such_step"

    def perform(self, work: Work) -> Landing:
        """Lay the flow and stay at the source."""
        target = find_step(work.chart, self.text, but=self.source_id)
        if target is None:
            raise Refused("diagram.no_such_step")
        lay_flow(work, work.chart.nodes[self.source_id], target)
        return Landing((self.source_id,))


def lay_flow(work: Work, source: Node, target: Node, name: str = "") -> Flow:
    """Lay a flow between two nodes; raises Refused where the rules object."""
    rules.refuse(rules.connecting(work.chart, source.id, target.id))
    form = rules.flow_form(work.chart, source, target)
    if not name and form == "sequence":
        empty = empty_branches(source, work.chart.flows_from(source.id))
        name = empty[0] if empty else ""
    return work.add(Flow, form=form, source_id=source.id, target_id=target.id, name=name)


def find_step(chart: Chart, text: str, but: str = "") -> Node | None:
    """Return the step that a typed name means best; among equals the first on the map."""
    steps = [node for node in chart.nodes.values() if node.id != but and node.name and node.form not in _NO_STEPS]
    return best_match(text, sorted(steps, key=lambda node: (node.along, node.id)), lambda node: node.name)


_NO_STEPS = ("note", "group", "data_object", "data_store")

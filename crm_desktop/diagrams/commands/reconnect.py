"""Reconnect a flow: one of its ends goes to another node."""

from dataclasses import dataclass
from typing import ClassVar

from crm_desktop.diagrams import rules
from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Landing
from crm_desktop.diagrams.work import Work


@dataclass(frozen=True, slots=True)
class Reconnect:
    """Lead a flow from or to another node; None leaves that end."""

    act: ClassVar[str] = "diagram.reconnect"
    flow_id: str
    source_id: str | None = None
    target_id: str | None = None

    def judge(self, chart: Chart) -> str:
        """Refuse what may not be connected."""
        flow = chart.flows.get(self.flow_id)
        if flow is None:
            return "diagram.gone"
        return rules.connecting(chart, self.source_id or flow.source_id, self.target_id or flow.target_id)

    def perform(self, work: Work) -> Landing:
        """Lead it; corners that a user placed are given up."""
        flow = work.chart.flows[self.flow_id]
        source = work.chart.nodes[self.source_id or flow.source_id]
        target = work.chart.nodes[self.target_id or flow.target_id]
        form = rules.flow_form(work.chart, source, target)
        work.change(flow, source_id=source.id, target_id=target.id, form=form, bends=())
        return Landing((flow.id,))

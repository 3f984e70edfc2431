"""End the process here: an end after a step, or the untouched new step becomes one."""

from dataclasses import dataclass
from typing import ClassVar

from crm_desktop.diagrams import rules
from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Landing
from crm_desktop.diagrams.commands.append import Append
from crm_desktop.diagrams.work import Work
from crm_desktop.models.processes.grid import SIZES


@dataclass(frozen=True, slots=True)
class EndHere:
    """End after a step."""

    act: ClassVar[str] = "diagram.end"
    node_id: str

    def judge(self, chart: Chart) -> str:
        """Refuse an end after an end."""
        return rules.going_on(chart, self.node_id)

    def perform(self, work: Work) -> Landing:
        """Make the end and stay."""
        node = work.chart.nodes[self.node_id]
        if not node.name and node.form == "task" and not work.chart.flows_from(node.id):
            width, height = SIZES["end"]
            work.change(node, form="end", width=width, height=height)
            return Landing((node.id,))
        Append(node.id, form="end").perform(work)
        return Landing((node.id,))

"""Change what an element is: step to decision and back, or any other form, in its place."""

from dataclasses import dataclass
from typing import ClassVar

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Landing
from crm_desktop.diagrams.work import Work
from crm_desktop.models.processes.decisions import BRANCHES
from crm_desktop.models.processes.grid import SIZES


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """Make a node another form; "" turns a step into a decision and a decision into a step."""

    act: ClassVar[str] = "diagram.change_form"
    node_id: str
    form: str = ""

    def judge(self, chart: Chart) -> str:
        """Refuse what is gone, and an end with ways out."""
        node = chart.nodes.get(self.node_id)
        if node is None:
            return "diagram.gone"
        if self.form == "start" and chart.flows_to(node.id):
            return "diagram.into_start"
        return "diagram.out_of_end" if self.form == "end" and chart.flows_from(node.id) else ""

    def perform(self, work: Work) -> Landing:
        """Change it; the middle stays where it is."""
        node = work.chart.nodes[self.node_id]
        form = self.form or ("task" if node.form == "gateway" else "gateway")
        width, height = SIZES[form]
        if node.form == "gateway" and form == "task":
            self._forget_branches(work)
        work.fixed.add(node.id)
        work.change(node, form=form, width=width, height=height)
        return Landing((node.id,))

    def _forget_branches(self, work: Work) -> None:
        given = {name for names in BRANCHES.values() for name in names}
        for flow in work.chart.flows_from(self.node_id):
            if flow.name in given:
                work.change(flow, name="")

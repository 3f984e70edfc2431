"""Branch: another way on from the source of a step; and the loose ends that wait for one."""

from dataclasses import dataclass, field
from typing import ClassVar

from crm_desktop.diagrams import rules
from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Landing
from crm_desktop.diagrams.commands.append import Append
from crm_desktop.diagrams.loose_ends import LooseEnd
from crm_desktop.diagrams.whither import Same, Whither
from crm_desktop.diagrams.work import Work


@dataclass(frozen=True, slots=True)
class Branch:
    """Make another step from the same source as a step; from a decision itself, its next branch."""

    act: ClassVar[str] = "diagram.branch"
    node_id: str
    to: Whither = field(default_factory=Same)

    def judge(self, chart: Chart) -> str:
        """Refuse what nothing leads to."""
        source = _source(chart, self.node_id)
        return rules.going_on(chart, source) if source is not None else "diagram.no_source"

    def perform(self, work: Work) -> Landing:
        """Make it."""
        return Append(_source(work.chart, self.node_id), self.to).perform(work)


@dataclass(frozen=True, slots=True)
class FillLooseEnd:
    """Go on at a loose end: make the step that is missing there."""

    act: ClassVar[str] = "diagram.append"
    end: LooseEnd
    to: Whither = field(default_factory=Same)

    def judge(self, chart: Chart) -> str:
        """Refuse an end that is gone."""
        return rules.going_on(chart, self.end.node_id)

    def perform(self, work: Work) -> Landing:
        """Make it."""
        return Append(self.end.node_id, self.to, branch=self.end.branch).perform(work)


def _source(chart: Chart, node_id: str) -> str | None:
    node = chart.nodes.get(node_id)
    if node is None or node.form == "gateway":
        return node_id if node else None
    return next((flow.source_id for flow in chart.flows_to(node_id) if flow.form == "sequence"), None)

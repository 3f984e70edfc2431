"""Align steps with the first of them, or distribute them evenly between the outermost."""

from dataclasses import dataclass
from typing import ClassVar

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Landing
from crm_desktop.diagrams.commands.move import put
from crm_desktop.diagrams.work import Work
from crm_desktop.models.processes.elements import Node


@dataclass(frozen=True, slots=True)
class Align:
    """Bring steps to one line with the first: side by side (`across`), or one after the other (`along`)."""

    act: ClassVar[str] = "diagram.align"
    ids: tuple[str, ...]
    line: str = "across"

    def judge(self, chart: Chart) -> str:
        """Refuse fewer than two."""
        return "" if len(_nodes(chart, self.ids)) > 1 else "diagram.too_few"

    def perform(self, work: Work) -> Landing:
        """Align them; each stays in its lane, what is in the way gives way."""
        first, *others = _nodes(work.chart, self.ids)
        work.fixed.add(first.id)
        for node in others:
            along = first.along if self.line == "across" else node.along
            across = first.across if self.line == "along" else node.across
            put(work, node, node.lane_id, along, across)
        return Landing(self.ids)


@dataclass(frozen=True, slots=True)
class Distribute:
    """Give steps even distances along the flow between the first and the last."""

    act: ClassVar[str] = "diagram.distribute"
    ids: tuple[str, ...]

    def judge(self, chart: Chart) -> str:
        """Refuse fewer than three."""
        return "" if len(_nodes(chart, self.ids)) > 2 else "diagram.too_few"

    def perform(self, work: Work) -> Landing:
        """Distribute them, in the order in which they stand."""
        nodes = sorted(_nodes(work.chart, self.ids), key=lambda node: (node.along, node.rank, node.id))
        first, span, gaps = nodes[0].along, nodes[-1].along - nodes[0].along, len(nodes) - 1
        for place, node in enumerate(nodes):
            put(work, node, node.lane_id, first + span * place // gaps, node.across)
        return Landing(self.ids)


def _nodes(chart: Chart, ids: tuple[str, ...]) -> list[Node]:
    return [chart.nodes[each] for each in ids if each in chart.nodes]

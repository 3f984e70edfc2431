"""Remove a lane: its steps go to the lane before it (or another one that is named), or with it."""

from dataclasses import dataclass
from typing import ClassVar

from crm_desktop.diagrams import rules
from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Landing
from crm_desktop.diagrams.commands.remove import Remove
from crm_desktop.diagrams.commands.split_lane import hand_over
from crm_desktop.diagrams.work import Work


@dataclass(frozen=True, slots=True)
class RemoveLane:
    """Remove a lane; lanes in it go to where it was."""

    act: ClassVar[str] = "diagram.remove_lane"
    lane_id: str
    into_id: str | None = None
    with_contents: bool = False

    def judge(self, chart: Chart) -> str:
        """Refuse the last lane while it holds steps."""
        return rules.removing_lane(chart, self.lane_id, self.with_contents)

    def perform(self, work: Work) -> Landing:
        """Remove it."""
        chart, lane = work.chart, work.chart.lanes[self.lane_id]
        order = [each.id for each in chart.lanes_in_order()]
        nodes = [node.id for node in chart.nodes.values() if node.lane_id == lane.id]
        others = [each for each in order if each != lane.id]
        beside = self._beside(order, others)
        if self.with_contents:
            Remove(tuple(nodes)).perform(work) if nodes else None
        elif nodes and beside is not None:
            hand_over(work, lane.id, beside)
        for under in chart.lanes_under(lane.id):
            work.change(under, parent_id=lane.parent_id)
        work.drop(lane.id)
        return Landing((beside,) if beside else ())

    def _beside(self, order: list[str], others: list[str]) -> str | None:
        if self.into_id in others:
            return self.into_id
        at = order.index(self.lane_id) if self.lane_id in order else 0
        return others[max(at - 1, 0)] if others else None

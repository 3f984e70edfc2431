"""Split a lane in two, and merge two lanes into one."""

from dataclasses import dataclass
from typing import ClassVar

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Landing
from crm_desktop.diagrams.commands.move import put
from crm_desktop.diagrams.whither import add_lane
from crm_desktop.diagrams.work import Work


@dataclass(frozen=True, slots=True)
class SplitLane:
    """Make a lane after a lane and move these of its steps into it, each in its row."""

    act: ClassVar[str] = "diagram.split_lane"
    lane_id: str
    node_ids: tuple[str, ...] = ()
    name: str = ""

    def judge(self, chart: Chart) -> str:
        """Refuse what is gone."""
        return "" if any(lane.id == self.lane_id for lane in chart.lanes_in_order()) else "diagram.gone"

    def perform(self, work: Work) -> Landing:
        """Split it."""
        lane = add_lane(work, self.name, after=work.chart.lanes[self.lane_id])
        for each in self.node_ids:
            node = work.chart.nodes.get(each)
            if node is not None and node.lane_id == self.lane_id:
                put(work, node, lane.id, node.along, lane.breadth // 2)
        return Landing((lane.id,), naming=not self.name)


@dataclass(frozen=True, slots=True)
class MergeLanes:
    """Move all steps of a lane into another one and remove the lane; in one row the steps of the other come first."""

    act: ClassVar[str] = "diagram.merge_lanes"
    into_id: str
    lane_id: str

    def judge(self, chart: Chart) -> str:
        """Refuse lanes that hold lanes, or are one and the same."""
        holding = {lane.id for lane in chart.lanes_in_order()}
        return (
            "" if self.into_id != self.lane_id and {self.into_id, self.lane_id} <= holding else "diagram.not_this_way"
        )

    def perform(self, work: Work) -> Landing:
        """Merge them; what would overlap moves on, row by row."""
        into = work.chart.lanes[self.into_id]
        for node in work.chart.nodes_in(into.id):
            work.fixed.add(node.id)
        hand_over(work, self.lane_id, into.id)
        work.drop(self.lane_id)
        return Landing((into.id,))


def hand_over(work: Work, lane_id: str, into_id: str) -> None:
    """Move everything in a lane into the middle of another one, each in its row or in the next that is free."""
    into = work.chart.lanes[into_id]
    for node in work.chart.nodes_in(lane_id):
        inner = node.parent_id is not None or node.attached_to_id is not None
        if not inner:
            put(work, node, into_id, node.along, into.breadth // 2)
    for node in [each for each in work.chart.nodes.values() if each.lane_id == lane_id]:
        work.change(node, lane_id=into_id)

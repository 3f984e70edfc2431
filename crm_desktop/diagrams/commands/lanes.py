"""Add, rename, move and nest lanes; everything in them, and the flows, go along by themselves."""

from dataclasses import dataclass
from typing import ClassVar

from crm_desktop.diagrams import rules
from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Landing
from crm_desktop.diagrams.whither import add_lane, rank_beside, siblings_of
from crm_desktop.diagrams.work import Work
from crm_desktop.models.processes.elements import Lane
from crm_desktop.models.rules.ranks import rank_after


@dataclass(frozen=True, slots=True)
class AddLane:
    """Make a lane after (or before) another one, or as the last."""

    act: ClassVar[str] = "diagram.add_lane"
    name: str = ""
    after_id: str | None = None
    before_id: str | None = None

    def judge(self, chart: Chart) -> str:
        """Refuse a neighbour that is gone."""
        known = all(each in chart.lanes for each in (self.after_id, self.before_id) if each is not None)
        return "" if known else "diagram.gone"

    def perform(self, work: Work) -> Landing:
        """Make it."""
        lanes = work.chart.lanes
        lane = add_lane(work, self.name, lanes.get(self.after_id or ""), lanes.get(self.before_id or ""))
        return Landing((lane.id,), naming=not self.name)


@dataclass(frozen=True, slots=True)
class MoveLane:
    """Move a lane to before another one, or to the end of those beside it; into that one's pool and parent."""

    act: ClassVar[str] = "diagram.move_lane"
    lane_id: str
    before_id: str | None = None

    def judge(self, chart: Chart) -> str:
        """Refuse a lane that would lie in itself."""
        if self.before_id is None or self.before_id == self.lane_id:
            return "" if self.lane_id in chart.lanes else "diagram.gone"
        before = chart.lanes.get(self.before_id)
        return rules.nesting(chart, self.lane_id, before.parent_id) if before else "diagram.gone"

    def perform(self, work: Work) -> Landing:
        """Move it: one row changes, whatever is in the lane."""
        lane = work.chart.lanes[self.lane_id]
        if self.before_id == self.lane_id:
            return Landing((lane.id,))
        if self.before_id is None:
            last = siblings_of(work.chart, lane)[-1]
            if last.id != lane.id:
                work.change(lane, rank=rank_after(last.rank))
        else:
            # Out of the way first: its own present place must not be its neighbour.
            before = work.chart.lanes[self.before_id]
            work.change(
                lane, parent_id=before.parent_id, pool_id=before.pool_id, rank=rank_beside_without(work, lane, before)
            )
        return Landing((lane.id,))


@dataclass(frozen=True, slots=True)
class NestLane:
    """Put a lane into another one; None takes it out to the top.

    A lane that held steps itself hands them to the first lane that is put into it.
    """

    act: ClassVar[str] = "diagram.nest_lane"
    lane_id: str
    parent_id: str | None

    def judge(self, chart: Chart) -> str:
        """Refuse a lane in itself."""
        return rules.nesting(chart, self.lane_id, self.parent_id)

    def perform(self, work: Work) -> Landing:
        """Nest it."""
        lane = work.chart.lanes[self.lane_id]
        under = [each for each in work.chart.lanes_under(self.parent_id) if each.id != lane.id]
        parent = work.chart.lanes.get(self.parent_id or "")
        pool_id = parent.pool_id if parent else lane.pool_id
        rank = rank_after(under[-1].rank if under else "")
        lane = work.change(lane, parent_id=self.parent_id, pool_id=pool_id, rank=rank)
        if parent is not None and not under:
            for node in work.chart.nodes_in(parent.id):
                work.change(node, lane_id=first_inside(work.chart, lane).id)
        return Landing((lane.id,))


def first_inside(chart: Chart, lane: Lane) -> Lane:
    """Return the first lane under a lane that holds steps itself; the lane where it does."""
    under = chart.lanes_under(lane.id)
    return first_inside(chart, under[0]) if under else lane


def rank_beside_without(work: Work, lane: Lane, before: Lane) -> str:
    """Return a rank right before a lane, as if the lane that moves there were not among them."""
    work.drop(lane.id)
    rank = rank_beside(work, work.chart.lanes[before.id], before_it=True)
    work.put(lane)
    return rank

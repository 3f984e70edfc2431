"""Paste what was copied, here or from elsewhere, and duplicate what is selected."""

from dataclasses import dataclass, replace
from typing import ClassVar

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.clipboard import Clip, copy
from crm_desktop.diagrams.command import Landing
from crm_desktop.diagrams.placement import end_of_lane
from crm_desktop.diagrams.whither import Beside, Same, lane_for
from crm_desktop.diagrams.work import Work
from crm_desktop.models.ids import new_id
from crm_desktop.models.processes.grid import FIRST, row_below


@dataclass(frozen=True, slots=True)
class Paste:
    """Put a clip into the map: its first lane becomes `lane_id` (None: the first), its first row begins at `along`.

    Without `along` it goes below everything in that lane. What is in its way there moves on.
    """

    act: ClassVar[str] = "diagram.paste"
    clip: Clip
    lane_id: str | None = None
    along: int | None = None

    def judge(self, chart: Chart) -> str:
        """Refuse an empty clip."""
        if self.lane_id is not None and self.lane_id not in {lane.id for lane in chart.lanes_in_order()}:
            return "diagram.no_lane_there"
        return "" if self.clip.nodes else "diagram.nothing_to_paste"

    def perform(self, work: Work) -> Landing:
        """Make copies under new ids."""
        lane = lane_for(work, Same(), self.lane_id)
        along = self.along if self.along is not None else end_of_lane(work.chart, lane.id)
        ids = {each.node.id: new_id() for each in self.clip.nodes}
        for copied in self.clip.nodes:
            into = lane_for(work, Beside(copied.lanes_on), lane.id)
            across = into.breadth // 2 if copied.middle else min(copied.node.across, into.breadth)
            node = replace(
                copied.node,
                id=ids[copied.node.id],
                lane_id=into.id,
                along=max(FIRST, along) + copied.node.along,
                across=across,
                parent_id=ids.get(copied.node.parent_id or ""),
                attached_to_id=ids.get(copied.node.attached_to_id or ""),
                rank="",
            )
            work.put(node)
            work.fixed.add(node.id)
        for flow in self.clip.flows:
            source, target = ids[flow.source_id], ids[flow.target_id]
            work.put(replace(flow, id=new_id(), bends=(), source_id=source, target_id=target))
        for pain in self.clip.pains:
            work.put(replace(pain, id=new_id(), node_id=ids[pain.node_id or ""]))
        return Landing(tuple(ids.values()))


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Make copies of steps right below them, with the flows between them."""

    act: ClassVar[str] = "diagram.duplicate"
    ids: tuple[str, ...]

    def judge(self, chart: Chart) -> str:
        """Refuse what is gone."""
        return "" if any(each in chart.nodes for each in self.ids) else "diagram.gone"

    def perform(self, work: Work) -> Landing:
        """Make them."""
        chart = work.chart
        nodes = [chart.nodes[each] for each in self.ids if each in chart.nodes]
        clip = copy(chart, self.ids)
        order = [lane.id for lane in chart.lanes_in_order()]
        lanes = [lane for lane in order if any(node.lane_id == lane for node in nodes)]
        below = row_below(max(node.along + node.height // 2 for node in nodes))
        return Paste(clip, lanes[0] if lanes else None, below).perform(work)

"""Resize an element: a step, a note, a group, or how broad a lane is."""

from dataclasses import dataclass
from typing import ClassVar

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Landing
from crm_desktop.diagrams.commands.move import put
from crm_desktop.diagrams.work import Work
from crm_desktop.models.processes.grid import LEAST_LANE

LEAST, MOST = 24, 20_000


@dataclass(frozen=True, slots=True)
class Resize:
    """Give a node another size; with `along` and `across` its middle moves too, as when one edge is dragged."""

    act: ClassVar[str] = "diagram.resize"
    node_id: str
    width: int
    height: int
    along: int | None = None
    across: int | None = None

    def judge(self, chart: Chart) -> str:
        """Refuse what is gone."""
        return "" if self.node_id in chart.nodes else "diagram.gone"

    def perform(self, work: Work) -> Landing:
        """Resize it; what is in the way gives way."""
        node = work.chart.nodes[self.node_id]
        sizes = {"width": min(max(self.width, LEAST), MOST), "height": min(max(self.height, LEAST), MOST)}
        along = node.along if self.along is None else self.along
        across = node.across if self.across is None else self.across
        put(work, work.change(node, **sizes), node.lane_id, along, across)
        return Landing((node.id,))


@dataclass(frozen=True, slots=True)
class ResizeLane:
    """Make a lane broader or narrower; steps that stood in its middle do so again, others stay inside its edges."""

    act: ClassVar[str] = "diagram.resize_lane"
    lane_id: str
    breadth: int

    def judge(self, chart: Chart) -> str:
        """Refuse what is gone, and lanes that are as broad as those in them."""
        if self.lane_id not in chart.lanes:
            return "diagram.gone"
        return "" if any(lane.id == self.lane_id for lane in chart.lanes_in_order()) else "diagram.lane_of_lanes"

    def perform(self, work: Work) -> Landing:
        """Resize it."""
        lane = work.chart.lanes[self.lane_id]
        widest = max((node.width for node in work.chart.nodes_in(lane.id)), default=0)
        breadth = min(max(self.breadth, LEAST_LANE, widest), MOST)
        work.change(lane, breadth=breadth)
        for node in work.chart.nodes_in(lane.id):
            middle = node.across == lane.breadth // 2
            put(work, node, lane.id, node.along, breadth // 2 if middle else node.across)
        return Landing((lane.id,))

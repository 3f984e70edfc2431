"""Move steps: by lanes and rows, or to where they were dropped."""

from dataclasses import dataclass
from typing import ClassVar

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Landing
from crm_desktop.diagrams.placement import obstacles
from crm_desktop.diagrams.whither import Beside, Whither, lane_for
from crm_desktop.diagrams.work import Work
from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.grid import nearest_row, row_above, row_below


@dataclass(frozen=True, slots=True)
class MoveBy:
    """Move steps by whole lanes and rows; beyond the last lane a new one is made, above the first row nothing goes."""

    act: ClassVar[str] = "diagram.move"
    ids: tuple[str, ...]
    lanes: int = 0
    rows: int = 0

    def judge(self, chart: Chart) -> str:
        """Refuse a move out of the map."""
        nodes = [chart.nodes[each] for each in self.ids if each in chart.nodes]
        if not nodes:
            return "diagram.gone"
        order = [lane.id for lane in chart.lanes_in_order()]
        first = min((order.index(node.lane_id) for node in nodes if node.lane_id in order), default=0)
        return "diagram.no_lane_there" if first + self.lanes < 0 else ""

    def perform(self, work: Work) -> Landing:
        """Move them; what is in the way gives way."""
        for node in [work.chart.nodes[each] for each in self.ids if each in work.chart.nodes]:
            across, lane_id = node.across, node.lane_id
            if self.lanes:
                lane = lane_for(work, Beside(self.lanes), node.lane_id)
                lane_id, across = lane.id, lane.breadth // 2
            moved = put(work, node, lane_id, _rows_on(node.along, self.rows), across)
            if self.rows > 0 and not self.lanes:
                self._change_places(work, node, moved)
        return Landing(self.ids)

    def _change_places(self, work: Work, before: Node, moved: Node) -> None:
        """Let the one step that stood where a step goes stand where that came from."""
        blocked = [other for other in obstacles(work.chart, moved) if other.id not in self.ids]
        if len(blocked) == 1:
            put(work, blocked[0], blocked[0].lane_id, before.along, blocked[0].across)


@dataclass(frozen=True, slots=True)
class MoveToLane:
    """Move steps into a lane, each in its row; the lane is made where it is missing."""

    act: ClassVar[str] = "diagram.move"
    ids: tuple[str, ...]
    to: Whither

    def judge(self, chart: Chart) -> str:
        """Refuse what is gone."""
        return "" if any(each in chart.nodes for each in self.ids) else "diagram.gone"

    def perform(self, work: Work) -> Landing:
        """Move them; what is in the way gives way."""
        nodes = [work.chart.nodes[each] for each in self.ids if each in work.chart.nodes]
        lane = lane_for(work, self.to, nodes[0].lane_id)
        for node in nodes:
            put(work, node, lane.id, _along_in(work.chart, node, lane.id), lane.breadth // 2)
        return Landing(self.ids)


def _along_in(chart: Chart, node: Node, lane_id: str) -> int:
    """Return the row for a step in another lane: beside the one before it while it has no name yet, else its own."""
    before = chart.flows_to(node.id)
    if node.name or len(before) != 1 or chart.flows_from(node.id):
        return node.along
    source = chart.nodes[before[0].source_id]
    return row_below(source.along) if source.lane_id == lane_id else source.along


def _rows_on(along: int, rows: int) -> int:
    for _ in range(abs(rows)):
        along = row_below(along) if rows > 0 else row_above(along)
    return along


@dataclass(frozen=True, slots=True)
class MoveTo:
    """Move steps to where they were dropped: the first of them to this lane and place, the others along with it.

    With `snap` the first one goes to the middle of the nearest cell.
    """

    act: ClassVar[str] = "diagram.move"
    ids: tuple[str, ...]
    lane_id: str
    along: int
    across: int
    snap: bool = True

    def judge(self, chart: Chart) -> str:
        """Refuse a lane that is gone, or that holds lanes instead of steps."""
        if not any(each in chart.nodes for each in self.ids):
            return "diagram.gone"
        return "" if any(lane.id == self.lane_id for lane in chart.lanes_in_order()) else "diagram.no_lane_there"

    def perform(self, work: Work) -> Landing:
        """Move them; what is in the way gives way."""
        nodes = [work.chart.nodes[each] for each in self.ids if each in work.chart.nodes]
        lead, lane = nodes[0], work.chart.lanes[self.lane_id]
        along = nearest_row(self.along) if self.snap else self.along
        across = lane.breadth // 2 if self.snap else self.across
        lanes = [each.id for each in work.chart.lanes_in_order()]
        here = lanes.index(lead.lane_id) if lead.lane_id in lanes else 0
        by = along - lead.along, across - lead.across, lanes.index(self.lane_id) - here
        for node in nodes:
            at = lanes.index(node.lane_id) + by[2] if node.lane_id in lanes else 0
            lane_id = lanes[min(max(at, 0), len(lanes) - 1)]
            put(work, node, lane_id, node.along + by[0], node.across + by[1])
        return Landing(self.ids)


def put(work: Work, node: Node, lane_id: str | None, along: int, across: int) -> Node:
    """Put a node into a lane, inside its edges; what lies in it or sits on it goes along."""
    lane = work.chart.lanes.get(lane_id or "")
    room = lane.breadth - node.width // 2 if lane else across
    across = min(max(across, node.width // 2), max(room, node.width // 2))
    along = max(along, node.height // 2)
    for inner in work.chart.inside(node.id):
        moved = put(work, inner, lane_id, inner.along + along - node.along, inner.across + across - node.across)
        work.change(moved, parent_id=inner.parent_id)
    work.fixed.add(node.id)
    parent = node.parent_id if lane_id == node.lane_id else None
    return work.change(node, lane_id=lane_id, along=along, across=across, parent_id=parent)

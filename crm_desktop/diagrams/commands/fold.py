"""Open a sub-process to show what lies in it, or close it again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Landing
from crm_desktop.diagrams.work import Work
from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.name_room import room_around
from crm_desktop.models.processes.projection import Projection


@dataclass(frozen=True, slots=True)
class Fold:
    """Open a closed sub-process and close an open one.

    What was drawn elsewhere, as files do that show insides apart, comes to where the sub-process stands.
    """

    act: ClassVar[str] = "diagram.fold"
    node_id: str

    def judge(self, chart: Chart) -> str:
        """Refuse what is no sub-process, and one in which nothing lies."""
        node = chart.nodes.get(self.node_id)
        if node is None:
            return "diagram.gone"
        return "" if node.form == "subprocess" and contents_of(chart, node.id) else "diagram.nothing_inside"

    def perform(self, work: Work) -> Landing:
        """Open or close it; behaviours give it its size, and room."""
        node = work.chart.nodes[self.node_id]
        if not node.expanded:
            _bring_in(work, node)
            _broaden(work, node)
        node = work.chart.nodes[self.node_id]
        work.fixed.add(node.id)
        work.change(node, expanded=not node.expanded)
        return Landing((node.id,))


def contents_of(chart: Chart, node_id: str) -> list[Node]:
    """Return what lies in a sub-process itself; events on its edge do not."""
    return [each for each in chart.inside(node_id) if each.parent_id == node_id]


def _bring_in(work: Work, node: Node) -> None:
    """Let contents that lie elsewhere begin where the sub-process does, in the middle of its place across."""
    inner, projection = contents_of(work.chart, node.id), Projection(work.chart.vertical)
    starts = work.chart.offsets()
    places = {each.id: starts.get(each.lane_id or "", 0) + each.across for each in inner}
    middle = starts.get(node.lane_id or "", 0) + node.across
    first, last = min(each.along for each in inner), max(each.along for each in inner)
    low, high = min(places.values()), max(places.values())
    if first <= node.along <= last and low <= middle <= high:
        return
    size = node.height if projection.vertical else node.width
    above = max(each.height if projection.vertical else each.width for each in inner) / 2
    edge, over = room_around(node)
    begin = node.along + round((above + (over if projection.vertical else edge) - size / 2) / projection.along)
    _shift(work, inner, node.lane_id, (begin - first, middle - (low + high) // 2))


def _shift(work: Work, nodes: Iterable[Node], lane_id: str | None, by: tuple[int, int]) -> None:
    starts = work.chart.offsets()
    for node in list(nodes):
        inner = list(work.chart.inside(node.id))
        across = starts.get(node.lane_id or "", 0) - starts.get(lane_id or "", 0) + node.across + by[1]
        work.fixed.add(node.id)
        work.change(node, lane_id=lane_id, along=node.along + by[0], across=across)
        _shift(work, inner, lane_id, by)


def _broaden(work: Work, node: Node) -> None:
    """Make a lane as broad as what a sub-process shows when it opens; what lies before the lane's edge comes in."""
    lane, projection = work.chart.lanes.get(node.lane_id or ""), Projection(work.chart.vertical)
    inner = [each for each in contents_of(work.chart, node.id) if each.lane_id == node.lane_id]
    if lane is None or not inner:
        return
    half = [(each.width if projection.vertical else each.height) / 2 / projection.across for each in inner]
    around, over = room_around(node)
    edge, above = around / projection.across, (around if projection.vertical else over) / projection.across
    low = min(each.across - size for each, size in zip(inner, half, strict=True)) - above
    high = max(each.across + size for each, size in zip(inner, half, strict=True)) + edge
    inwards = max(0, round(edge - low))
    if inwards:
        _shift(work, work.chart.inside(node.id), node.lane_id, (0, inwards))
        work.change(work.chart.nodes[node.id], across=node.across + inwards)
    needed = round(high + inwards + edge)
    if needed > lane.breadth:
        work.change(lane, breadth=needed)

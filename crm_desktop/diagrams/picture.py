"""Picture: where everything of an open map is shown - boxes, lanes, routes - kept up to date change by change.

Pixels, x to the right and y down, without the lanes' headers. No Qt: views draw what stands here.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.delta import Delta
from crm_desktop.diagrams.reach import Reach
from crm_desktop.models.processes.edges import on_the_edge
from crm_desktop.models.processes.elements import Element, Flow, Lane, Node
from crm_desktop.models.processes.projection import Projection
from crm_desktop.models.processes.routing.router import Router, Wanted
from crm_desktop.models.processes.routing.spots import Box, Path, Spot

_PASSABLE = frozenset({"group", "note", "port"})
MARGIN = 84
_INSIDE = 14
_SEVERAL = "|||"
"""Behind the name of a pool that stands for more than one participant, as BPMN draws it."""


@dataclass(frozen=True, slots=True)
class Band:
    """A lane as shown: where it begins across the map, and how broad it is."""

    lane: Lane
    start: float
    breadth: float
    above: str = ""
    """What the lane belongs to: its pool, and the lanes that it is a part of."""


@dataclass(slots=True)
class Redrawn:
    """What looks different now."""

    nodes: set[str] = field(default_factory=set)
    flows: set[str] = field(default_factory=set)
    everything: bool = False


class Picture:
    """The shown places of a chart's elements."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.rebuild()

    @property
    def paths(self) -> dict[str, Path]:
        """The routes by flow."""
        return self._router.paths

    def rebuild(self) -> None:
        """Place and route everything anew."""
        self.vertical = self.chart.vertical
        self._projection = Projection(self.vertical)
        self._router = Router(vertical=self.vertical)
        self.boxes: dict[str, Box] = {}
        self._reach = Reach(self.boxes)
        self._hidden: set[str] = set()
        self._take_lanes()
        self._find_hidden()
        for node in self.chart.nodes.values():
            self._put(node)
        for flow in self.chart.flows.values():
            self._put_flow(flow)
        self._router.route()

    def follow(self, delta: Delta) -> Redrawn:
        """Take over a change that the chart has taken already; tell what looks different."""
        if self._is_far_reaching(delta):
            self.rebuild()
            return Redrawn(everything=True)
        redrawn, routed = Redrawn(), self._shift_lanes(delta)
        moved: set[str] = set()
        for change in delta.of("flow"):
            self._change_flow(change.element.id, redrawn)
        for change in delta.of("node"):
            node_id = change.element.id
            redrawn.nodes.add(node_id)
            if node_id not in self.chart.nodes:
                self._reach.change(self.boxes.pop(node_id, None), None)
                self._router.drop_box(node_id)
            else:
                moved |= self._put(self.chart.nodes[node_id])
        redrawn.nodes |= moved
        redrawn.nodes |= {str(getattr(change.element, "node_id", "") or "") for change in delta.of("pain")}
        wanted = self._router.touched_by(moved) | {each for each in redrawn.flows if each in self.chart.flows}
        redrawn.flows |= self._router.route(wanted) | routed
        return redrawn

    def drag(self, moves: Iterable[tuple[str, Box]]) -> None:
        """Show boxes elsewhere while a person drags them; their own flows follow, others wait for the drop.

        Flows between two that are dragged alike are carried along as they are.
        """
        steps: dict[str, Spot] = {}
        for node_id, box in moves:
            before = self.boxes[node_id]
            steps[node_id] = (box.left - before.left, box.top - before.top)
            self._set(node_id, box, self.chart.nodes[node_id].form)
        own = self._router.touched_by(steps, crossed=False)
        flows = ((each, self.chart.flows[each]) for each in own)
        carried = {
            each: steps[flow.source_id]
            for each, flow in flows
            if not flow.bends and flow.source_id in steps and steps[flow.source_id] == steps.get(flow.target_id)
        }
        self._router.carry(carried)
        self._router.route(own - carried.keys())

    def stop_dragging(self, node_ids: Collection[str]) -> Redrawn:
        """Show nodes where they are again."""
        for node_id in node_ids:
            if node_id in self.chart.nodes:
                self._put(self.chart.nodes[node_id])
        return Redrawn(set(node_ids), self._router.route(self._router.touched_by(node_ids)))

    # What lies where

    def shown(self, along: float, across: float) -> Spot:
        """Return the shown spot of a stored one, `across` from the map's edge."""
        return self._projection.shown(along, across)

    def stored(self, spot: Spot) -> tuple[int, int]:
        """Return along and across (from the map's edge) of a shown spot."""
        along, across = self._projection.stored(*spot)
        return round(along), round(across)

    def nodes_within(self, area: Box) -> list[Node]:
        """Return the shown nodes that touch an area, those that lie around others first."""
        near = (self.chart.nodes[each] for each in self._router.boxes.within(area) if each in self.chart.nodes)
        inside = [node for node in near if self.boxes[node.id].touches(area)]
        return sorted(inside, key=lambda node: (-_size(self.boxes[node.id]), node.id))

    def flows_within(self, area: Box) -> list[str]:
        """Return the flows whose routes may touch an area."""
        return sorted(self._router.near(area))

    def node_at(self, spot: Spot) -> Node | None:
        """Return the topmost node at a spot."""
        found = self.nodes_within(Box(*spot, *spot).grown(0.5))
        return found[-1] if found else None

    def flow_at(self, spot: Spot, reach: float) -> Flow | None:
        """Return a flow whose route passes within reach of a spot."""
        area = Box(*spot, *spot).grown(reach)
        for flow_id in self.flows_within(area):
            path = self.paths.get(flow_id, ())
            if any(area.meets(one, other) for one, other in pairwise(path)):
                return self.chart.flows.get(flow_id)
        return None

    def band_at(self, spot: Spot) -> Band | None:
        """Return the lane at a spot."""
        across = spot[0] if self.vertical else spot[1]
        return next((band for band in self.bands if band.start <= across < band.start + band.breadth), None)

    def extent(self) -> Box:
        """Return what the whole map takes up, lanes and a margin included."""
        right, bottom = self._reach.furthest()
        breadth = self.bands[-1].start + self.bands[-1].breadth if self.bands else 0.0
        if self.vertical:
            return Box(0, 0, max(breadth, right), max(bottom, 4 * MARGIN) + MARGIN)
        return Box(0, 0, max(right, 6 * MARGIN) + MARGIN, max(breadth, bottom))

    def box_of(self, node: Node) -> Box:
        """Return where a node would be shown; an event that sits on a step shows on that step's edge."""
        across = _within_lane(self.chart, node) if node.form == "port" else node.across
        x, y = self._projection.shown(node.along, self._starts.get(node.lane_id or "", 0) + across)
        host = self.chart.nodes.get(node.attached_to_id) if node.attached_to_id else None
        if host is not None and host.attached_to_id is None:
            box = self.box_of(host)
            x, y = on_the_edge((x, y), (node.width / 2, node.height / 2), (box.left, box.top, box.right, box.bottom))
        if not self.vertical or host is not None:
            # On half pixels: between edges that are nearer than that no route could keep square.
            x, y = round(x * 2) / 2, round(y * 2) / 2
        return Box(x - node.width / 2, y - node.height / 2, x + node.width / 2, y + node.height / 2)

    def _take_lanes(self) -> None:
        self._starts = self.chart.offsets()
        self.bands = [
            Band(
                lane,
                self._starts[lane.id] * self._projection.across,
                lane.breadth * self._projection.across,
                _belongs_to(self.chart, lane),
            )
            for lane in self.chart.lanes_in_order()
        ]

    def _is_far_reaching(self, delta: Delta) -> bool:
        if "orientation" in delta.process or self.chart.vertical != self.vertical:
            return True
        return any(self._hides_otherwise(change.before, change.after) for change in delta.of("node"))

    def _hides_otherwise(self, before: Element | None, after: Element | None) -> bool:
        """Tell whether other nodes may lie hidden in closed sub-processes after a change of one node."""
        if isinstance(before, Node) and isinstance(after, Node):
            if before.parent_id != after.parent_id:
                return True
            return "subprocess" in (before.form, after.form) and (before.form, before.expanded) != (
                after.form,
                after.expanded,
            )
        node = after or before
        return isinstance(node, Node) and (bool(self.chart.inside(node.id)) or node.parent_id is not None)

    def _shift_lanes(self, delta: Delta) -> set[str]:
        """Take over lanes that came, went, moved or became broader; return the flows that run otherwise now.

        What stands in a lane goes along with it. Routes are stretched where the order of the lanes stayed, so that
        nothing need be routed again; where lanes changed places, those between lanes are.
        """
        if not any(True for kind in ("lane", "pool") for _ in delta.of(kind)):
            return set()
        before, starts = self.bands, {band.lane.id: band.start for band in self.bands}
        self._take_lanes()
        shifts = {band.lane.id: band.start - starts[band.lane.id] for band in self.bands if band.lane.id in starts}
        order = [band.lane.id for band in before if band.lane.id in shifts]
        keeps_order = order == [band.lane.id for band in self.bands if band.lane.id in shifts]
        if not any(shifts.values()) and len(before) == len(self.bands):
            return set()
        self._shift_nodes(shifts)
        known = [band for band in before if band.lane.id in shifts]
        begins, steps = [band.start for band in known], [shifts[band.lane.id] for band in known]
        return self._router.shift(begins, steps, reroute=not keeps_order) if known else set()

    def _shift_nodes(self, shifts: Mapping[str, float]) -> None:
        """Show the nodes of lanes that were shifted by so much across where they are now."""
        shifted: dict[str, Box] = {}
        boxes = self.boxes
        for node in self.chart.nodes.values():
            by = shifts.get(node.lane_id or "")
            if not by:
                continue
            box = boxes.get(node.id)
            if box is None or not self.vertical or node.attached_to_id or self.chart.inside(node.id):
                self._put(node)
                continue
            left, top, right, bottom = box
            boxes[node.id] = shifted[node.id] = Box(left + by, top, right + by, bottom)
        if shifted:
            self._reach.forget()
            self._router.boxes.put_all(shifted)

    def _put(self, node: Node) -> set[str]:
        """Show a node where it is, and the events on its edge; return what is elsewhere than before."""
        if node.id in self._hidden or not self._set(node.id, self.box_of(node), node.form):
            return set()
        if not self.chart.inside(node.id):
            return {node.id}
        events = (each for each in self.chart.inside(node.id) if each.attached_to_id == node.id)
        return {node.id}.union(*(self._put(each) for each in events))

    def _set(self, node_id: str, box: Box, form: str) -> bool:
        before = self.boxes.get(node_id)
        if before == box:
            return False
        self.boxes[node_id] = box
        self._reach.change(before, box)
        self._router.put_box(node_id, box, passable=form in _PASSABLE or bool(self.chart.inside(node_id)))
        return True

    def _change_flow(self, flow_id: str, redrawn: Redrawn) -> None:
        redrawn.flows.add(flow_id)
        if flow_id in self.chart.flows:
            self._put_flow(self.chart.flows[flow_id])
        else:
            self._router.drop_flow(flow_id)

    def _put_flow(self, flow: Flow) -> None:
        bends = tuple(self.shown(along, across) for along, across in flow.bends) if flow.bends else ()
        self._router.put_flow(flow.id, Wanted(flow.source_id, flow.target_id, bends))

    def _find_hidden(self) -> None:
        """Find the nodes inside of collapsed sub-processes."""
        for node in self.chart.nodes.values():
            if node.form == "subprocess" and not node.expanded:
                waiting = [each for each in self.chart.inside(node.id) if each.parent_id == node.id]
                while waiting:
                    inner = waiting.pop()
                    if inner.id not in self._hidden:
                        self._hidden.add(inner.id)
                        waiting += self.chart.inside(inner.id)


def _within_lane(chart: Chart, port: Node) -> int:
    """Return where across a port is shown: of a flow from pool to pool a little inside, or nothing would be seen.

    Pools are shown without the room between them that files leave.
    """
    lane = chart.lanes.get(port.lane_id or "")
    ends = {flow.target_id for flow in chart.flows_from(port.id)} | {flow.source_id for flow in chart.flows_to(port.id)}
    facing = any(end in chart.nodes and chart.nodes[end].form == "port" for end in ends)
    if lane is None or not facing or lane.breadth < 3 * _INSIDE:
        return port.across
    return min(max(port.across, _INSIDE), lane.breadth - _INSIDE)


def _belongs_to(chart: Chart, lane: Lane) -> str:
    """Return the names of the pool and the lanes that a lane is a part of, the outermost first; never its own."""
    names, seen, at = [], {lane.id}, lane
    while at.parent_id is not None and at.parent_id in chart.lanes and at.parent_id not in seen:
        at = chart.lanes[at.parent_id]
        seen.add(at.id)
        names.append(at.name)
    pool = chart.pools.get(at.pool_id or lane.pool_id or "")
    if pool is not None:
        names.append(f"{pool.name} {_SEVERAL}".strip() if pool.several else pool.name)
    return " · ".join(name for name in reversed(names) if name and name != lane.name)


def _size(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)

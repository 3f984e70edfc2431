"""Where the flows of a diagram begin and end: at a node, or at a port where they meet a pool, a lane or another flow.

What the references leave open, the drawing may tell: the shapes that an edge names, or the step it leads to.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crm_desktop.interchange.bpmn.bands import Band, Bands
from crm_desktop.interchange.bpmn.names import FLOWS, LINE
from crm_desktop.interchange.bpmn.planes import Edge, Shape
from crm_desktop.interchange.bpmn.scan import Part, Scan
from crm_desktop.interchange.xml_files import XmlElement
from crm_desktop.models.ids import new_id
from crm_desktop.models.processes.elements import Node

DATA_FLOWS = frozenset({"dataInputAssociation", "dataOutputAssociation"})
_PORTED = frozenset({"participant", "process", "lane", *FLOWS})
_REACH = 4.0
"""How far from a shape an edge may end that is meant to meet it, pixels."""
_MOST_SOUGHT = 300
"""Ends in one diagram that are looked for by their place; each costs a look at all nodes."""


@dataclass(slots=True)
class Joining:
    """What is known while flows find their ends."""

    scan: Scan
    edges: Mapping[str, Edge]
    bands: Bands
    nodes: Mapping[str, Node]
    shapes: Mapping[str, Shape]
    usual: frozenset[str]
    band_of_lane: Mapping[str, Band]
    process_id: str
    ports: dict[str, Node] = field(default_factory=dict)
    _ends: dict[str, dict[str, Part]] | None = None
    sought: int = 0
    _by_shape: dict[str, str] | None = None
    _by_edge: dict[str, Part] | None = None

    def ends_by_node(self) -> dict[str, dict[str, Part]]:
        """Return what nodes say about flows: {"incoming" or "outgoing": {id of the flow: node}}."""
        if self._ends is None:
            self._ends = {"incoming": {}, "outgoing": {}}
            for part in self.scan.nodes:
                for child in part.element:
                    name = self.scan.document.name(child)
                    if name in self._ends:
                        told = (child.text or "").strip()
                        self._ends[name].setdefault(told, part)
                        self._ends[name].setdefault(told.rpartition(":")[2], part)
        return self._ends

    def node_of_shape(self, identifier: str | None) -> Node | None:
        """Return the node that the shape of that id draws; None where several shapes have it."""
        if self._by_shape is None:
            ids = [(shape.element.get("id") or "", key) for key, shape in self.shapes.items()]
            often = Counter(found for found, _ in ids)
            self._by_shape = {found: key for found, key in ids if often[found] == 1}
        told = (identifier or "").strip()
        key = self._by_shape.get(told) or self._by_shape.get(told.rpartition(":")[2])
        return self.nodes.get(key or "")

    def flow_of_edge(self, identifier: str | None) -> Part | None:
        """Return the flow that the edge of that id draws."""
        if not identifier:
            return None
        if self._by_edge is None:
            flows = {part.key: part for part in self.scan.flows}
            drawn = ((edge.element.get("id"), flows.get(key)) for key, edge in self.edges.items())
            self._by_edge = {found: part for found, part in drawn if found and part is not None}
        return self._by_edge.get(identifier.strip()) or self._by_edge.get(identifier.strip().rpartition(":")[2])


def ends_of(joining: Joining, part: Part) -> tuple[Part | None, Part | None]:
    """Return the parts that a flow refers to as its source and target."""
    return _end(joining, part, "source"), _end(joining, part, "target")


def node_at(joining: Joining, part: Part, end: Part | None, edge: Edge | None, *, first: bool) -> Node | None:
    """Return the node at one end, or a new port that stands for a pool, a lane or a flow; None where nothing is."""
    node = joining.nodes.get(end.key) if end is not None else None
    if node is not None:
        return node
    if end is not None and end.tag in _PORTED:
        return _port(joining, part, end, edge, first=first)
    if edge is None or not edge.points:
        return None
    told = edge.element.get("sourceElement" if first else "targetElement")
    node = joining.node_of_shape(told)
    flow = joining.flow_of_edge(told) if node is None else None
    if flow is not None:
        return _port(joining, part, flow, edge, first=first)
    node = node or _node_near(joining, edge.points[0 if first else -1])
    if node is not None and end is None and part.tag != LINE:
        joining.scan.findings.add("dangling_reference", part.key)
    return node


def _end(joining: Joining, part: Part, side: str) -> Part | None:
    """Return the part at one end of a flow."""
    scan, element = joining.scan, part.element
    if part.tag in DATA_FLOWS:
        outer = side == ("source" if part.tag == "dataInputAssociation" else "target")
        if not outer:
            return part.owner if part.owner is None or part.owner.key else part.owner.owner
        return _first(scan, element, f"{side}Ref")
    told = element.get(f"{side}Ref")
    same: Sequence[Part] = scan.by_id.get(told) or scan.named(told)
    found = same[0] if same else None
    if part.tag != "sequenceFlow" or len(same) == 1:
        return found
    named = joining.ends_by_node()["outgoing" if side == "source" else "incoming"].get(element.get("id") or "~")
    if len(same) > 1:
        return named if named is not None and named.element.get("id") == same[0].element.get("id") else found
    if found is None:
        found = named
        if found is not None:
            scan.findings.add("dangling_reference", part.key)
    return found


def _first(scan: Scan, element: XmlElement, name: str) -> Part | None:
    for child in scan.document.children(element, name):
        found = scan.resolve(child.text)
        if found is not None:
            return found
    return None


def _port(joining: Joining, part: Part, end: Part, edge: Edge | None, *, first: bool) -> Node | None:
    bands = _bands_of(joining, end)
    if edge is None or not edge.points:
        if not bands:
            return None
        band, along, across = bands[0], 0, bands[0].lane.breadth // 2
    else:
        x, y = edge.points[0] if first else edge.points[-1]
        along_px, across_px = joining.bands.projection.turned(x, y)
        band = joining.bands.nearest(along_px, across_px, bands)
        along = round((along_px - joining.bands.origin) / joining.bands.projection.along)
        across = round((across_px - band.start) / joining.bands.projection.across)
    return Node(
        id=new_id(),
        process_id=joining.process_id,
        form="port",
        bpmn_id=f"~port:{part.key}:{'source' if first else 'target'}",
        lane_id=band.lane.id,
        along=along,
        across=across,
        width=1,
        height=1,
    )


def _bands_of(joining: Joining, end: Part) -> list[Band] | None:
    """Return the bands of a pool, of a process's pool, or the band of a lane; None for what has none."""
    bands = joining.bands
    if end.tag == "lane":
        return [bands.leaves[end.key]] if end.key in bands.leaves else None
    pool = joining.scan.participant(end) if end.tag == "process" else end
    return None if pool is None else bands.of_pool.get(pool.key)


def _node_near(joining: Joining, point: tuple[float, float]) -> Node | None:
    """Return the node whose shape holds a point or nearly does; of several that lie in each other the innermost."""
    joining.sought += 1
    if joining.sought > _MOST_SOUGHT:
        return None
    found: list[tuple[float, float, str]] = []
    for key, shape in joining.shapes.items():
        box = shape.box
        if box is None or key not in joining.nodes:
            continue
        x = max(box.x - point[0], point[0] - box.x - box.width, 0.0)
        y = max(box.y - point[1], point[1] - box.y - box.height, 0.0)
        if max(x, y) <= _REACH:
            found.append((max(x, y), box.width * box.height, key))
    return joining.nodes[min(found)[2]] if found else None

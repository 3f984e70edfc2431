"""The flows of a diagram, with their ends; what ends at a pool or on another flow ends at a port there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from crm_desktop.interchange.bpmn.bands import Band, Bands
from crm_desktop.interchange.bpmn.names import FLOWS
from crm_desktop.interchange.bpmn.own_data import read_own
from crm_desktop.interchange.bpmn.planes import Edge
from crm_desktop.interchange.bpmn.scan import Part, Scan
from crm_desktop.interchange.fitting import fit_text
from crm_desktop.interchange.xml_files import XmlElement
from crm_desktop.models.errors import Incompatible
from crm_desktop.models.ids import new_id
from crm_desktop.models.processes.elements import Flow, Node, Point

_MOST_BENDS = 250
_MOST_LOOKED_AT = 5_000_000
_DATA = frozenset({"dataInputAssociation", "dataOutputAssociation"})


@dataclass(slots=True)
class _Joining:
    """What is known while flows find their ends."""

    scan: Scan
    edges: Mapping[str, Edge]
    bands: Bands
    nodes: Mapping[str, Node]
    usual: frozenset[str]
    band_of_lane: Mapping[str, Band]
    process_id: str
    ports: dict[str, Node] = field(default_factory=dict)
    _ends: dict[str, dict[str, Part]] | None = None

    def ends_by_node(self) -> dict[str, dict[str, Part]]:
        """Return what nodes say about flows: {"incoming" or "outgoing": {id of the flow: node}}."""
        if self._ends is None:
            self._ends = {"incoming": {}, "outgoing": {}}
            for part in self.scan.nodes:
                for child in part.element:
                    name = self.scan.document.name(child)
                    if name in self._ends:
                        self._ends[name].setdefault((child.text or "").strip(), part)
        return self._ends


def read_flows(
    scan: Scan, edges: Mapping[str, Edge], bands: Bands, nodes: Mapping[str, Node], process_id: str, *, main: bool
) -> tuple[dict[str, Flow], dict[str, Node]]:
    """Return the flows by key, and the ports that some of them need.

    Flows that no diagram draws are shown in the `main` one, if that shows both ends.
    """
    usual = frozenset(found for part in scan.nodes if part.key in nodes and (found := part.element.get("default")))
    if len(bands.leaves) * sum(len(edge.points) for edge in edges.values()) > _MOST_LOOKED_AT:
        raise Incompatible("process_file.too_large")
    by_lane = {band.lane.id: band for band in bands.leaves.values()}
    joining = _Joining(scan, edges, bands, nodes, usual, by_lane, process_id)
    flows: dict[str, Flow] = {}
    for part in scan.flows:
        flow = _flow(joining, part, main=main)
        if flow is not None:
            flows[part.key] = flow
    return flows, joining.ports


def _flow(joining: _Joining, part: Part, *, main: bool) -> Flow | None:
    edge = joining.edges.get(part.key)
    ends = _end(joining, part, "source"), _end(joining, part, "target")
    if edge is None and not (main and _is_wanted(joining, part, ends)):
        return None
    source, target = (_node_at(joining, part, end, edge, first=not number) for number, end in enumerate(ends))
    if source is None or target is None:
        if edge is not None or None in ends:
            joining.scan.findings.add("dangling_flow", part.key)
        return None
    return _with_values(joining, part, edge, source, target)


def _is_wanted(joining: _Joining, part: Part, ends: tuple[Part | None, Part | None]) -> bool:
    """Tell whether a flow that is not drawn is shown: when its ends are; data only where no flow is drawn."""
    shown = all(end is not None and (end.key in joining.nodes or end.key in joining.bands.of_pool) for end in ends)
    if joining.edges and (part.tag in _DATA or not shown):
        return False
    if joining.edges:
        joining.scan.findings.add("edge_missing", part.key)
    return shown


def _with_values(joining: _Joining, part: Part, edge: Edge | None, source: Node, target: Node) -> Flow:
    document, element = joining.scan.document, part.element
    values = read_own(document, element, "flow") if len(element) else {}
    form = values.pop("form", FLOWS[part.tag])
    condition = values.pop("condition", "") or document.child_text(element, "conditionExpression")
    usual = values.pop("usual", False) or (part.tag == "sequenceFlow" and (element.get("id") or "") in joining.usual)
    return Flow(
        id=new_id(),
        process_id=joining.process_id,
        bpmn_id=part.key,
        name=fit_text("flow", "name", element.get("name")),
        form=form,
        source_id=source.id,
        target_id=target.id,
        bends=() if edge is None or edge.routed else _bends(joining, edge, source, target),
        condition=fit_text("flow", "condition", condition),
        usual=usual,
        **values,
    )


def _end(joining: _Joining, part: Part, side: str) -> Part | None:
    """Return the part at one end of a flow."""
    scan, element = joining.scan, part.element
    if part.tag in _DATA:
        outer = side == ("source" if part.tag == "dataInputAssociation" else "target")
        if not outer:
            return part.owner if part.owner is None or part.owner.key else part.owner.owner
        return _first(scan, element, f"{side}Ref")
    found = scan.resolve(element.get(f"{side}Ref"))
    same = scan.by_id.get(found.element.get("id") or "", []) if found is not None else []
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


def _node_at(joining: _Joining, part: Part, end: Part | None, edge: Edge | None, *, first: bool) -> Node | None:
    """Return the node at one end, or the port that stands for a pool or a flow."""
    if end is None:
        return None
    node = joining.nodes.get(end.key)
    if node is not None or (end.tag != "participant" and end.tag not in FLOWS):
        return node
    key = f"~port:{part.key}:{'source' if first else 'target'}"
    bands = joining.bands.of_pool.get(end.key)
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
    port = Node(
        id=new_id(),
        process_id=joining.process_id,
        form="port",
        bpmn_id=key,
        lane_id=band.lane.id,
        along=along,
        across=across,
        width=1,
        height=1,
    )
    joining.ports[key] = port
    return port


def _bends(joining: _Joining, edge: Edge, source: Node, target: Node) -> tuple[Point, ...]:
    """Return the corners between both ends, across from the map's edge, by the lane in which each lies."""
    bands, bends = joining.bands, []
    near = [joining.band_of_lane[source.lane_id or ""], joining.band_of_lane[target.lane_id or ""]]
    for x, y in edge.points[1:-1][:_MOST_BENDS]:
        along, across = bands.projection.turned(x, y)
        band = next((each for each in near if each.start <= across <= each.end), None)
        if band is None:
            band = bands.nearest(along, across)
        bends.append(
            (
                round((along - bands.origin) / bands.projection.along),
                band.offset + round((across - band.start) / bands.projection.across),
            )
        )
    return tuple(bends)

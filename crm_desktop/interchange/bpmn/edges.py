"""The flows of a diagram: which are shown, what they say, and their corners."""

from collections.abc import Mapping
from typing import Any

from crm_desktop.interchange.bpmn.astray import points_at
from crm_desktop.interchange.bpmn.bands import Bands
from crm_desktop.interchange.bpmn.ends import DATA_FLOWS, Joining, ends_of, node_at
from crm_desktop.interchange.bpmn.names import DIRECTIONS, ENVELOPES, FLOWS, LINE
from crm_desktop.interchange.bpmn.own_data import read_own
from crm_desktop.interchange.bpmn.planes import Edge, Shape
from crm_desktop.interchange.bpmn.scan import Part, Scan
from crm_desktop.interchange.fitting import fit_text
from crm_desktop.models.errors import Incompatible
from crm_desktop.models.ids import new_ids
from crm_desktop.models.processes.elements import Flow, Node, Point

_NONE: frozenset[str] = frozenset()
_CONDITIONAL = frozenset({"conditional"})
_MOST_BENDS = 250
_STRAIGHT, _ROUNDED = 3.0, 1.0
"""How far a line may lean that is meant to be straight, and off the middle of a step where ours is the same, pixels."""
_PASSED, _MOST_NEIGHBOURS = frozenset({"group", "note", "port"}), 400
_WIDEST_GAP = 36.0
"""How much of the room between two bands corners keep, pixels: our maps leave none."""
_MOST_LOOKED_AT = 5_000_000


def read_flows(
    scan: Scan,
    edges: Mapping[str, Edge],
    bands: Bands,
    nodes: Mapping[str, Node],
    shapes: Mapping[str, Shape],
    process_id: str,
) -> tuple[dict[str, Flow], dict[str, Node]]:
    """Return the flows by key, and the ports that some of them need.

    A flow that no diagram draws is shown in the first one that shows both its ends.
    """
    told = [found for part in scan.nodes if part.key in nodes and (found := part.element.get("default"))]
    usual = frozenset(found.key for each in told if (found := scan.resolve(each)) is not None)
    if len(bands.leaves) * sum(len(edge.points) for edge in edges.values()) > _MOST_LOOKED_AT:
        raise Incompatible("process_file.too_large")
    by_lane = {band.lane.id: band for band in bands.leaves.values()}
    joining = Joining(scan, edges, bands, nodes, shapes, usual, by_lane, process_id)
    told_of = {part.key: flow for part in scan.flows if (flow := _flow(joining, part)) is not None}
    for flow, identifier in zip(told_of.values(), new_ids(len(told_of)), strict=True):
        flow["id"] = identifier
    return dict(zip(told_of, Flow.made_of(told_of.values()), strict=True)), joining.ports


def _flow(joining: Joining, part: Part) -> dict[str, Any] | None:
    """Return a flow's fields, apart from its id; None for one that is not shown here."""
    edge = joining.edges.get(part.key)
    ends = ends_of(joining, part)
    if edge is None and not _is_wanted(joining, part, ends):
        return None
    source = node_at(joining, part, ends[0], edge, first=True)
    target = node_at(joining, part, ends[1], edge, first=False)
    if source is None or target is None:
        if edge is not None or (None in ends and part.tag != LINE):
            joining.scan.findings.add("not_shown" if part.tag == LINE else "dangling_flow", part.key)
        return None
    for end in (source, target):
        if end.form == "port":
            joining.ports[end.bpmn_id or ""] = end
    if edge is not None and len(edge.points) > 1 and not edge.routed:
        edge.points = _points(joining, part, edge, (source, target))
    return _with_values(joining, part, edge, source, target)


def _points(joining: Joining, part: Part, edge: Edge, ends: tuple[Node, Node]) -> list[tuple[float, float]]:
    """Return an edge's points as far as they have to do with what it joins."""
    boxes = [shape.box for end in ends if (shape := joining.shapes.get(end.bpmn_id or "")) is not None and shape.box]
    if len(boxes) < 2:
        return edge.points
    holder = None if part.owner is None else joining.shapes.get(part.owner.key)
    return points_at(edge.points, boxes, None if holder is None else holder.box)


def _is_wanted(joining: Joining, part: Part, ends: tuple[Part | None, Part | None]) -> bool:
    """Tell whether a flow that is not drawn is shown: when its ends are; data only where no flow is drawn."""
    shown = all(end is not None and (end.key in joining.nodes or end.key in joining.bands.of_pool) for end in ends)
    if part.key in joining.scan.drawn or (joining.edges and (part.tag in DATA_FLOWS or not shown)):
        return False
    if joining.edges:
        joining.scan.findings.add("edge_missing", part.key)
        joining.scan.drawn.add(part.key)
    return shown


def _with_values(joining: Joining, part: Part, edge: Edge | None, source: Node, target: Node) -> dict[str, Any]:
    document, element = joining.scan.document, part.element
    own, condition = {}, ""
    if len(element) and part.tag != LINE:
        own = read_own(document, element, "flow")
        condition = own.get("condition") or document.child_text(element, "conditionExpression")
    return own | {
        "process_id": joining.process_id,
        "bpmn_id": part.key,
        "name": fit_text("flow", "name", element.get("name")),
        "form": own.get("form", FLOWS.get(part.tag, "association")),
        "source_id": source.id,
        "target_id": target.id,
        "bends": _bends(joining, edge, source, target),
        "condition": fit_text("flow", "condition", condition),
        "markers": _markers(part, edge, source, condition),
        "usual": own.get("usual", False) or (part.tag == "sequenceFlow" and part.key in joining.usual),
    }


def _markers(part: Part, edge: Edge | None, source: Node, condition: str) -> frozenset[str]:
    """Return what a flow shows at its line beside its head: an envelope, a direction, that it has a condition."""
    if part.tag == "messageFlow" and edge is not None:
        shown = ENVELOPES.get(edge.element.get("messageVisibleKind") or "")
        return frozenset({shown}) if shown else _NONE
    if part.tag == "association":
        told = DIRECTIONS.get(part.element.get("associationDirection") or "")
        return frozenset({told}) if told else _NONE
    if part.tag == "sequenceFlow" and condition and source.form != "gateway":
        return _CONDITIONAL
    return _NONE


def _bends(joining: Joining, edge: Edge | None, source: Node, target: Node) -> tuple[Point, ...]:
    """Return the corners between both ends, across from the map's edge, by the lane in which each lies."""
    if edge is None or len(edge.points) < 2 or edge.routed:
        return ()
    corners = edge.points[1:-1][:_MOST_BENDS] or _beside_the_middle(joining, edge, source, target)
    bands, bends = joining.bands, []
    near = [joining.band_of_lane[source.lane_id or ""], joining.band_of_lane[target.lane_id or ""]]
    for x, y in corners:
        along, across = bands.projection.turned(x, y)
        band = next((each for each in near if each.start <= across <= each.end), None)
        place = None if band is not None else _between(bands, across)
        if place is None:
            band = band or bands.nearest(along, across)
            place = band.offset + round((across - band.start) / bands.projection.across)
        bends.append((round((along - bands.origin) / bands.projection.along), place))
    return tuple(bends)


def _beside_the_middle(joining: Joining, edge: Edge, source: Node, target: Node) -> list[tuple[float, float]]:
    """Return a corner that keeps a straight line where the file draws it; none where our way would be the same.

    Lines are drawn off the middle of a step, or across what stands between two: our ways go from middle to middle,
    and around.
    """
    (x, y), (to_x, to_y) = edge.points
    level = abs(y - to_y) <= _STRAIGHT < abs(x - to_x)
    shapes = [joining.shapes.get(each.bpmn_id or "") for each in (source, target)]
    boxes = [shape.box for shape in shapes if shape is not None and shape.box is not None]
    if len(boxes) < 2 or level == (abs(x - to_x) <= _STRAIGHT < abs(y - to_y)):
        return []
    place = (y + to_y) / 2 if level else (x + to_x) / 2
    spans = [(box.y, box.height) if level else (box.x, box.width) for box in boxes]
    if not all(begin < place < begin + size for begin, size in spans):
        return []
    off = max(abs(begin + size / 2 - place) for begin, size in spans)
    if off <= _ROUNDED and not _lies_in_between(joining, edge, (source, target)):
        return []
    return [((x + to_x) / 2, place) if level else (place, (y + to_y) / 2)]


def _lies_in_between(joining: Joining, edge: Edge, ends: tuple[Node, Node]) -> bool:
    """Tell whether a straight line runs across a third step; in large diagrams nobody looks."""
    if len(joining.nodes) > _MOST_NEIGHBOURS:
        return False
    (x, y), (to_x, to_y) = edge.points
    ids = {end.id for end in ends}
    for key, node in joining.nodes.items():
        shape = joining.shapes.get(key)
        if shape is None or shape.box is None or node.id in ids or _is_passed(node):
            continue
        left, top, width, height = shape.box
        if min(x, to_x) < left + width and max(x, to_x) > left and min(y, to_y) < top + height and max(y, to_y) > top:
            return True
    return False


def _is_passed(node: Node) -> bool:
    return node.form in _PASSED or (node.form == "subprocess" and node.expanded)


def _between(bands: Bands, across: float) -> int | None:
    """Return where a corner lies that is drawn between two bands: about the line at which they meet in our map.

    So corners keep their order, and lie in no step that stands near the edge of its pool.
    """
    if any(each.start <= across <= each.end for each in bands.leaves.values()):
        return None
    before = max((each for each in bands.leaves.values() if each.end < across), key=lambda each: each.end, default=None)
    after = min(
        (each for each in bands.leaves.values() if each.start > across), key=lambda each: each.start, default=None
    )
    if before is None or after is None or after.start <= before.end:
        return None
    gap = after.start - before.end
    aside = (across - before.end - gap / 2) * min(1.0, _WIDEST_GAP / gap)
    return after.offset + round(aside / bands.projection.across)

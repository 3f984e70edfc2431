"""The nodes of a diagram: which parts are shown, in which lane, under which parent, and where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from crm_desktop.interchange.bpmn.bands import MARGIN, Band, Bands, add_band, settle
from crm_desktop.interchange.bpmn.names import FLOW_NODES, OPENED
from crm_desktop.interchange.bpmn.node_values import is_activity, node_values
from crm_desktop.interchange.bpmn.planes import Box, Shape
from crm_desktop.interchange.bpmn.scan import Part, Scan
from crm_desktop.interchange.fitting import is_false
from crm_desktop.interchange.ranks import spread_ranks
from crm_desktop.models.errors import Incompatible
from crm_desktop.models.ids import new_ids
from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.grid import ROW, SIZES

_EXPANDED = (320, 180)
_LARGEST = 100_000
_MOST_LOOKED_AT = 5_000_000
"""Lanes times nodes; more would take seconds."""
_UNSHOWN_DATA = frozenset({"dataObject", "dataStore", "dataInput", "dataOutput", "message", "lane"})
"""Without a shape of their own these are no pictures: references to them are, and what stands in a lane."""


@dataclass(slots=True)
class _Placing:
    """What is known while nodes find their places."""

    scan: Scan
    shapes: Mapping[str, Shape]
    bands: Bands
    parts: dict[str, Part]
    ids: dict[str, str]
    lane_of: dict[str, str]
    """Key of the lane by the key of a node that it names."""
    parents: dict[str, str] = field(default_factory=dict)
    contents: dict[str, list[str]] = field(default_factory=dict)
    """Keys of what a sub-process holds."""
    hosts: dict[str, str] = field(default_factory=dict)
    band_of: dict[str, Band] = field(default_factory=dict)


def read_nodes(
    scan: Scan,
    shapes: Mapping[str, Shape],
    bands: Bands,
    process_id: str,
    within: Iterable[Part] | None = None,
) -> dict[str, Node]:
    """Return the nodes of a diagram by key, or those `within` the parts of a map that is not drawn."""
    shown = _drawn_parts(scan, shapes) if within is None else _undrawn_parts(scan, within)
    ids = dict(zip(shown, new_ids(len(shown)), strict=True))
    placing = _Placing(scan, shapes, bands, shown, ids, _lanes_by_node(scan))
    _find_parents(placing)
    if within is None:
        _find_missing_band(placing)
        settle(bands)
    if len(bands.leaves) * len(shown) > _MOST_LOOKED_AT:
        raise Incompatible("process_file.too_large")
    nodes = {key: _node_fields(placing, key) for key in shown}
    _place_the_rest(placing, nodes)
    ranks = _ranks(nodes)
    for key, fields in nodes.items():
        fields["process_id"], fields["rank"] = process_id, ranks[key]
    return dict(zip(nodes, Node.made_of(nodes.values()), strict=True))


def _drawn_parts(scan: Scan, shapes: Mapping[str, Shape]) -> dict[str, Part]:
    shown = {part.key: part for part in scan.nodes if part.key in shapes}
    holders = {id(part.owner) for part in shown.values() if part.tag in FLOW_NODES}
    for part in scan.nodes:
        if part.key in scan.drawn or part.tag not in FLOW_NODES:
            continue
        if id(part.owner) in holders:
            scan.findings.add("shape_missing", part.key)
            shown[part.key] = part
        else:
            scan.findings.add("not_drawn", part.key)
    return {part.key: part for part in scan.nodes if part.key in shown}


def _undrawn_parts(scan: Scan, within: Iterable[Part]) -> dict[str, Part]:
    roots = {id(part) for part in within}
    shown: dict[str, Part] = {}
    for part in scan.nodes:
        inside = id(part.owner) in roots or (part.owner is not None and part.owner.key in shown)
        if inside and part.tag not in _UNSHOWN_DATA:
            shown[part.key] = part
    return shown


def _lanes_by_node(scan: Scan) -> dict[str, str]:
    """Return which lane names a node; ids that several have name none of them."""
    document = scan.document
    named = [
        (found[0], part.key)
        for part in scan.lanes
        for child in part.element
        if document.name(child) == "flowNodeRef" and len(found := scan.named(child.text)) == 1
    ]
    return {node.key: lane for node, lane in named}


def _find_parents(placing: _Placing) -> None:
    """Find for each node the sub-process that holds it and the activity it is attached to."""
    callers: dict[str, str] = {}
    for key, part in placing.parts.items():
        called = placing.scan.resolve(part.element.get("calledElement")) if part.tag == "callActivity" else None
        if called is not None and called.key not in placing.bands.pool_of_process:
            callers.setdefault(called.key, key)
    for key, part in placing.parts.items():
        owner = part.owner
        if owner is not None and owner.key in placing.parts and owner.tag in OPENED:
            placing.parents[key] = owner.key
        elif owner is not None and (caller := callers.get(owner.key)) and _is_inside(placing, key, caller):
            placing.parents[key] = caller
        if key in placing.parents:
            placing.contents.setdefault(placing.parents[key], []).append(key)
        if part.tag == "boundaryEvent":
            host = placing.scan.resolve(part.element.get("attachedToRef"))
            if is_activity(host) and host is not None and host.key in placing.parts:
                placing.hosts[key] = host.key
            else:
                placing.scan.findings.add("dangling_reference", key)


def _is_inside(placing: _Placing, key: str, caller: str) -> bool:
    """Tell whether a node of a called process is drawn within the activity that calls it, and not around it."""
    inner, outer = placing.shapes.get(key), placing.shapes.get(caller)
    if inner is None or outer is None or inner.box is None or outer.box is None or key == caller:
        return False
    x, y = inner.box.x + inner.box.width / 2, inner.box.y + inner.box.height / 2
    box = outer.box
    within = box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height
    return within and inner.box.width < box.width and placing.parts[caller].owner is not placing.parts[key].owner


def _find_missing_band(placing: _Placing) -> None:
    """Give the nodes that lie in no lane one of their own; without any lane that is all of them."""
    bands = placing.bands
    boxes = []
    for key, part in placing.parts.items():
        shape = placing.shapes.get(key)
        if shape is None or shape.box is None:
            continue
        if not bands.leaves or (part.tag in FLOW_NODES and _is_homeless(placing, key, shape.box)):
            boxes.append(shape.box)
    if boxes or not bands.leaves:
        add_band(bands, "", _around(bands, boxes or [Box(0.0, 0.0, 600.0, 120.0)]))


def _is_homeless(placing: _Placing, key: str, box: Box) -> bool:
    part, bands = placing.parts[key], placing.bands
    named = placing.lane_of.get(key, "")
    if named in bands.lanes or key in placing.parents or key in placing.hosts:
        return False
    if part.owner is not None and part.owner.key in bands.pool_of_process:
        return False
    along, across = bands.projection.turned(box.x + box.width / 2, box.y + box.height / 2)
    if any(band.start <= across <= band.end for band in bands.of_pool.get("", ())):
        return False  # lanes without a pool may be drawn too short for their steps
    return bands.nearest(along, across).distance(along, across) > 0


def _around(bands: Bands, boxes: list[Box]) -> Box:
    """Return the box of a lane around nodes; along the flow there is room for the names that other programs write."""
    x, y = min(box.x for box in boxes) - MARGIN, min(box.y for box in boxes) - MARGIN
    right = max(box.x + box.width for box in boxes) + MARGIN
    below = max(box.y + box.height for box in boxes) + MARGIN
    if bands.projection.vertical:
        y -= 60
    else:
        x -= 60
    return Box(x, y, right - x, below - y)


def _node_fields(placing: _Placing, key: str) -> dict[str, Any]:
    """Return a node as keyword arguments, apart from its rank: a value that is changed is made twice."""
    part, shape = placing.parts[key], placing.shapes.get(key)
    values = node_values(placing.scan, part)
    if parent := placing.parents.get(key):
        values["parent_id"] = placing.ids.get(parent)
    if host := placing.hosts.get(key):
        values["attached_to_id"] = placing.ids.get(host)
    if part.tag in OPENED:
        values["expanded"] = _is_expanded(placing, key, shape)
    if part.tag == "exclusiveGateway" and shape is not None and is_false(shape.element.get("isMarkerVisible")):
        values["markers"] |= {"unmarked"}
    box = None if shape is None else shape.box
    bands, along, across, places = placing.bands, 0.0, 0.0, (0, 0)
    if box is not None:
        x, y, width, height = box
        along, across = bands.projection.turned(x + width / 2, y + height / 2)
    else:
        width, height = _usual_size(values["form"], values.get("expanded", False))
    band = placing.band_of[key] = _band(placing, key, along, across)
    if box is not None:
        projection = bands.projection
        places = round((along - bands.origin) / projection.along), round((across - band.start) / projection.across)
    values["id"], values["bpmn_id"], values["lane_id"] = placing.ids[key], key, band.lane.id
    values["width"], values["height"] = max(1, min(_LARGEST, round(width))), max(1, min(_LARGEST, round(height)))
    values["along"], values["across"] = places
    return values


def _usual_size(form: str, expanded: bool) -> tuple[int, int]:
    return _EXPANDED if expanded else SIZES[form]


def _is_expanded(placing: _Placing, key: str, shape: Shape | None) -> bool:
    if shape is not None and shape.expanded is not None:
        return shape.expanded
    if shape is None or shape.box is None:
        return False
    return any(_is_drawn_within(placing.shapes.get(each), shape.box) for each in placing.contents.get(key, ()))


def _is_drawn_within(inner: Shape | None, box: Box) -> bool:
    if inner is None or inner.box is None:
        return False
    return box.x <= inner.box.x <= box.x + box.width and box.y <= inner.box.y <= box.y + box.height


def _band(placing: _Placing, key: str, along: float, across: float) -> Band:
    """Return the lane of a node: the one that names it, its parent's or host's, its pool's, or the nearest."""
    bands, part = placing.bands, placing.parts[key]
    named = placing.lane_of.get(key, "")
    if named in bands.leaves:
        return bands.leaves[named]
    if named in bands.lanes:
        return bands.nearest(along, across, _under(bands, named))
    above = placing.hosts.get(key) or placing.parents.get(key)
    seen = {key}
    while above is not None and above not in placing.band_of and above not in seen:
        seen.add(above)
        above = placing.hosts.get(above) or placing.parents.get(above)
    if above is not None and above in placing.band_of:
        return placing.band_of[above]
    pool = "" if part.owner is None else bands.pool_of_process.get(part.owner.key, "")
    among = bands.of_pool.get(pool) if pool else None
    if among and len(among) > 1 and part.tag in FLOW_NODES and part.key not in placing.hosts:
        placing.scan.findings.add("lane_guessed", key)
    found = bands.nearest(along, across, among)
    if among is not None or found.distance(along, across) == 0:
        return found
    loose = bands.of_pool.get("", [])
    return bands.nearest(along, across, [band for band in loose if band.start <= across <= band.end] or loose)


def _under(bands: Bands, key: str) -> list[Band]:
    """Return the bands under a lane that holds lanes."""
    lanes = {lane.id: lane for lane in bands.lanes.values()}
    top = bands.lanes[key].id
    found = []
    for band in bands.leaves.values():
        above = band.lane.parent_id
        while above is not None and above != top:
            above = lanes[above].parent_id
        if above == top:
            found.append(band)
    return found


def _place_the_rest(placing: _Placing, nodes: Mapping[str, dict[str, Any]]) -> None:
    """Put nodes without a usable place behind the others of their lane."""
    lost = dict.fromkeys(key for key in nodes if (shape := placing.shapes.get(key)) is None or shape.box is None)
    if not placing.shapes or not lost:
        return
    ends: dict[str | None, int] = {}
    for key, node in nodes.items():
        if key not in lost:
            end = node["along"] + max(node["width"], node["height"]) // 2
            ends[node["lane_id"]] = max(ends.get(node["lane_id"], 0), end)
    for key in lost:
        lane = placing.band_of[key].lane
        nodes[key]["along"] = ends[lane.id] = ends.get(lane.id, 0) + ROW
        nodes[key]["across"] = lane.breadth // 2


def _ranks(nodes: Mapping[str, dict[str, Any]]) -> dict[str, str]:
    """Return ranks in the order in which the nodes lie along their lane."""
    by_lane: dict[str, list[tuple[int, int, str]]] = {}
    for key, node in nodes.items():
        by_lane.setdefault(node["lane_id"], []).append((node["along"], node["across"], key))
    ranks: dict[str, str] = {}
    for places in by_lane.values():
        ordered = sorted(places)
        ranks.update(zip((key for _, _, key in ordered), spread_ranks(len(ordered)), strict=True))
    return ranks

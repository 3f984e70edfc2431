"""Maps as draw.io files: pools and lanes as swimlane containers, everything editable there."""

from collections.abc import Mapping

from lxml import etree

from crm_desktop.interchange.bpmn.building import written
from crm_desktop.interchange.bpmn.draw_bands import FILLS
from crm_desktop.interchange.places import Frame, Rectangle, frame_of
from crm_desktop.interchange.xml_files import XmlElement
from crm_desktop.models.processes.elements import Flow, Lane, Node, Pool
from crm_desktop.models.processes.process_map import ProcessMap

_HEADER = 30
_STYLES: Mapping[str, str] = {
    "task": "rounded=1;whiteSpace=wrap;html=0;",
    "subprocess": "shape=process;whiteSpace=wrap;html=0;",
    "gateway": "rhombus;whiteSpace=wrap;html=0;verticalLabelPosition=bottom;verticalAlign=top;",
    "data_object": "shape=document;whiteSpace=wrap;html=0;verticalLabelPosition=bottom;verticalAlign=top;",
    "data_store": "shape=cylinder3;whiteSpace=wrap;html=0;verticalLabelPosition=bottom;verticalAlign=top;size=8;",
    "note": "shape=note;size=12;whiteSpace=wrap;html=0;fillColor=#FFF4C7;strokeColor=#EBD98C;",
    "group": "rounded=1;dashed=1;fillColor=none;whiteSpace=wrap;html=0;verticalAlign=top;",
}
_EVENT = "shape=mxgraph.bpmn.event;html=0;verticalLabelPosition=bottom;verticalAlign=top;perimeter=ellipsePerimeter;"
_GATEWAY = "shape=mxgraph.bpmn.gateway2;html=0;perimeter=rhombusPerimeter;outline=none;symbol=none;"
_OUTLINES = {"start": "standard", "end": "end", "intermediate": "catching"}
_EDGES = {
    "sequence": "edgeStyle=orthogonalEdgeStyle;rounded=1;html=0;endArrow=block;",
    "message": "edgeStyle=orthogonalEdgeStyle;rounded=1;html=0;dashed=1;endArrow=open;",
    "association": "edgeStyle=orthogonalEdgeStyle;html=0;dashed=1;endArrow=none;",
    "data": "edgeStyle=orthogonalEdgeStyle;html=0;dashed=1;endArrow=open;",
}


def write_drawio(map_: ProcessMap) -> bytes:
    """Return the map as a draw.io file of one page, not packed."""
    file = etree.Element("mxfile", host="Fieldline CRM")
    diagram = etree.SubElement(file, "diagram", id=map_.id or "1", name=map_.name or "1")
    model = etree.SubElement(diagram, "mxGraphModel", grid="1", gridSize="10", page="1")
    root = etree.SubElement(model, "root")
    etree.SubElement(root, "mxCell", id="0")
    etree.SubElement(root, "mxCell", id="1", parent="0")
    frame = frame_of(map_)
    boxes: dict[str, Rectangle] = {}
    for pool in map_.pools:
        _add_pool(root, pool, frame, boxes)
    for lane in _outer_first(map_):
        _add_lane(root, lane, frame, boxes)
    shown = {node.id: node for node in map_.nodes if node.form != "port"}
    for node in sorted(shown.values(), key=lambda each: each.form != "group"):
        _add_node(root, node, frame, boxes)
    for flow in map_.flows:
        if flow.source_id in shown and flow.target_id in shown:
            _add_flow(root, flow, frame)
    etree.indent(file)
    return bytes(etree.tostring(file, encoding="UTF-8", xml_declaration=True))


def _add_pool(root: XmlElement, pool: Pool, frame: Frame, boxes: dict[str, Rectangle]) -> None:
    begin, end = frame.pools[pool.id]
    boxes[pool.id] = _band(frame, begin, end - begin, -2 * _HEADER)
    _add_container(root, pool.id, pool.name, "", frame, boxes)


def _add_lane(root: XmlElement, lane: Lane, frame: Frame, boxes: dict[str, Rectangle]) -> None:
    if lane.id in frame.starts:
        boxes[lane.id] = _band(frame, frame.starts[lane.id], frame.breadths[lane.id], -_HEADER)
        parent = lane.parent_id or lane.pool_id or ""
        fill = FILLS.get(lane.hue or "")
        _add_container(root, lane.id, lane.name, parent if parent in boxes else "", frame, boxes, fill or "")


def _add_container(
    root: XmlElement,
    key: str,
    name: str,
    parent: str,
    frame: Frame,
    boxes: Mapping[str, Rectangle],
    fill: str = "",
) -> None:
    style = f"swimlane;html=0;startSize={_HEADER};horizontal={1 if frame.projection.vertical else 0};collapsible=0;"
    style += f"fillColor={fill};" if fill else ""
    _vertex(root, key, name, style, parent, boxes[key], boxes)


def _add_node(root: XmlElement, node: Node, frame: Frame, boxes: dict[str, Rectangle]) -> None:
    style = _STYLES.get(node.form) or _event_style(node)
    if node.form == "task" and node.task_type != "none":
        marker = {"rule": "businessRule"}.get(node.task_type, node.task_type)
        style = f"shape=mxgraph.bpmn.task2;rectStyle=rounded;whiteSpace=wrap;html=0;taskMarker={marker};"
    if node.form == "gateway" and node.gateway_type in ("parallel", "inclusive", "complex"):
        style = f"{_GATEWAY}gwType={node.gateway_type};"
    parent = node.parent_id if node.parent_id in boxes else node.lane_id
    boxes[node.id] = frame.rectangle(node)
    _vertex(root, node.id, node.name, style, parent if parent in boxes else "", boxes[node.id], boxes)


def _event_style(node: Node) -> str:
    outline = "throwing" if node.form == "intermediate" and node.throws else _OUTLINES[node.form]
    symbol = {"none": "general", "parallel_multiple": "parallelMultiple"}.get(node.trigger, node.trigger)
    return f"{_EVENT}outline={outline};symbol={symbol};"


def _vertex(
    root: XmlElement,
    key: str,
    name: str,
    style: str,
    parent: str,
    box: Rectangle,
    boxes: Mapping[str, Rectangle],
) -> None:
    cell = etree.SubElement(root, "mxCell", id=key, value=name, style=style, vertex="1", parent=parent or "1")
    outer = boxes.get(parent, Rectangle(0.0, 0.0, 0.0, 0.0))
    values = {"x": box.x - outer.x, "y": box.y - outer.y, "width": box.width, "height": box.height}
    etree.SubElement(cell, "mxGeometry", {name: written(value) for name, value in values.items()}).set("as", "geometry")


def _add_flow(root: XmlElement, flow: Flow, frame: Frame) -> None:
    ends = {"source": flow.source_id, "target": flow.target_id}
    cell = etree.SubElement(
        root, "mxCell", id=flow.id, value=flow.name, style=_EDGES[flow.form], edge="1", parent="1", **ends
    )
    geometry = etree.SubElement(cell, "mxGeometry", relative="1")
    geometry.set("as", "geometry")
    if flow.bends:
        array = etree.SubElement(geometry, "Array")
        array.set("as", "points")
        for along, across in flow.bends:
            x, y = frame.projection.shown(along, across)
            etree.SubElement(array, "mxPoint", x=written(x), y=written(y))


def _band(frame: Frame, start: int, breadth: int, begin: float) -> Rectangle:
    projection = frame.projection
    x, y = projection.turned(begin, start * projection.across)
    width, height = projection.turned(frame.length * projection.along - begin, breadth * projection.across)
    return Rectangle(x, y, width, height)


def _outer_first(map_: ProcessMap) -> list[Lane]:
    known = {lane.id: lane for lane in map_.lanes}

    def depth(lane: Lane) -> int:
        found, seen = 0, {lane.id}
        while lane.parent_id in known and lane.parent_id not in seen:
            lane = known[lane.parent_id]
            seen.add(lane.id)
            found += 1
        return found

    return sorted(map_.lanes, key=lambda lane: (depth(lane), lane.rank, lane.id))

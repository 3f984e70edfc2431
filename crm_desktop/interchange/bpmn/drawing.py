"""The diagram of a document: shapes and edges made, moved and removed; what was not touched stays as it is written."""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from crm_desktop.interchange.bpmn.building import put_after, set_attribute, take_out, written
from crm_desktop.interchange.bpmn.captions import add_caption, caption_beside
from crm_desktop.interchange.bpmn.names import BPMNDI, DC, DI, ENVELOPES, ROUTED
from crm_desktop.interchange.bpmn.planes import sum_of
from crm_desktop.interchange.bpmn.scan import refers_to
from crm_desktop.interchange.bpmn.sheet import Sheet
from crm_desktop.interchange.bpmn.target import Target
from crm_desktop.interchange.paths import Ways, dock
from crm_desktop.interchange.places import Rectangle, Spot
from crm_desktop.interchange.xml_files import XmlElement
from crm_desktop.models.processes.elements import Flow, Node

_NEAR = 0.001


@dataclass(slots=True)
class Drawing:
    """The diagram on which the map is drawn."""

    sheet: Sheet
    target: Target
    plane: XmlElement
    _ways: Ways | None = None

    def ways(self) -> Ways:
        """Return the ways of flows; only made when one has to be found."""
        if self._ways is None:
            nodes = list(dict(self.sheet.nodes()).values())
            boxes = {node.id: self.target.node(self.sheet.keys[node.id]) for node in nodes}
            self._ways = Ways(nodes, boxes, vertical=self.sheet.map.vertical)
        return self._ways

    def shape(self, key: str, of: str, box: Rectangle, attributes: dict[str, str]) -> XmlElement:
        """Add a shape for the element whose id is `of`."""
        shape = self._add("BPMNShape", of, attributes, self._plane_of(key))
        set_bounds(shape, box)
        return shape

    def edge(self, key: str, points: list[Spot]) -> XmlElement:
        """Add an edge, in the diagram that shows where it begins."""
        flow = self.sheet.elements[key]
        plane = self._plane_of(self.sheet.key(flow.source_id)) if isinstance(flow, Flow) else self.plane
        edge = self._add("BPMNEdge", self.sheet.id_of(key), {}, plane)
        set_points(edge, points)
        return edge

    def _add(self, tag: str, of: str, attributes: dict[str, str], plane: XmlElement) -> XmlElement:
        self.sheet.touched = True
        values = {"id": self.sheet.unused(f"{of}_di"), "bpmnElement": of, **attributes}
        made = etree.Element(f"{{{BPMNDI}}}{tag}", values)
        before = next(plane.iterchildren(reversed=True), None)
        put_after(plane, made, before)
        return made

    def _plane_of(self, key: str) -> XmlElement:
        """Return the diagram that shows the inside of the sub-process that holds a node, if there is one."""
        element = self.sheet.elements.get(key)
        parent = self.sheet.key(element.parent_id) if isinstance(element, Node) else ""
        for plane in self.sheet.reading.planes[1:]:
            if parent and plane.of is not None and plane.of.key == parent:
                return plane.element
        return self.plane


def draw_nodes(drawing: Drawing) -> None:
    """Draw all nodes."""
    for key, node in drawing.sheet.nodes():
        if node.form == "port":
            continue
        shape = drawing.sheet.reading.shapes.get(key)
        if shape is not None and shape.element is not None:
            _move_shape(drawing, key, node, shape.element)
        elif drawing.target.turned or drawing.sheet.is_new(key) or _was_moved(drawing, key):
            _draw_node(drawing, key, node)


def draw_flows(drawing: Drawing) -> None:
    """Draw all flows."""
    if drawing.target.turned:
        drawing.ways().find([flow for _, flow in drawing.sheet.flows() if not flow.bends])
    for key, flow in drawing.sheet.flows():
        edge = drawing.sheet.reading.edges.get(key)
        if edge is not None:
            _move_edge(drawing, key, flow, edge.element, edge.points)
        elif drawing.target.turned or drawing.sheet.is_new(key):
            points = _path(drawing, flow)
            made = drawing.edge(key, points)
            _mark_routed(made, flow, points)
            _show_envelope(made, flow)
            if flow.name:
                add_caption(made, flow.name, points[0])


def erase(sheet: Sheet, ids: set[str], gone: Iterable[str]) -> None:
    """Remove the shapes and edges of what was removed: by its id from all diagrams, where that is nobody else's."""
    for key in gone:
        shown = sheet.reading.shapes.get(key) or sheet.reading.edges.get(key)
        if shown is not None and shown.element is not None:
            take_out(shown.element)
            sheet.touched = True
    for diagram in sheet.document.children(sheet.document.definitions, "BPMNDiagram") if ids else ():
        for plane in sheet.document.children(diagram, "BPMNPlane"):
            for element in list(plane):
                if refers_to(element.get("bpmnElement"), ids) and sheet.document.name(element) in (
                    "BPMNShape",
                    "BPMNEdge",
                ):
                    take_out(element)
                    sheet.touched = True


def set_bounds(shape: XmlElement, box: Rectangle) -> None:
    """Write a shape's bounds; numbers that mean the same stay as they are written."""
    bounds = next((child for child in shape if _local(child) == "Bounds"), None)
    if bounds is None:
        bounds = etree.Element(f"{{{DC}}}Bounds")
        shape.insert(0, bounds)
    for name, value in (("x", box.x), ("y", box.y), ("width", box.width), ("height", box.height)):
        if not _means(bounds.get(name), value):
            bounds.set(name, written(value))


def set_points(edge: XmlElement, points: list[Spot]) -> None:
    """Write an edge's way points."""
    old = [child for child in edge if _local(child) == "waypoint"]
    sample = old[0] if old else etree.Element(f"{{{DI}}}waypoint")
    for child in old[len(points) :]:
        take_out(child)
    last = None
    for number, (x, y) in enumerate(points):
        if number < len(old):
            last = old[number]
        else:
            made = _another(sample)
            extension = next((child for child in edge if _local(child) == "extension"), None)
            put_after(edge, made, extension if last is None else last)
            last = made
        for name, value in (("x", x), ("y", y)):
            if not _means(last.get(name), value):
                last.set(name, written(value))


def _another(point: XmlElement) -> XmlElement:
    """Return one more way point under the name that the source uses, whatever its name space is."""
    made = deepcopy(point)
    made.tail = None
    made.attrib.clear()
    return made


def _draw_node(drawing: Drawing, key: str, node: Node) -> None:
    attributes = {"isExpanded": "true" if node.expanded else "false"} if node.form == "subprocess" else {}
    if node.form == "gateway" and node.gateway_type == "exclusive":
        attributes = {"isMarkerVisible": "false" if "unmarked" in node.markers else "true"}
    box = drawing.target.node(key)
    shape = drawing.shape(key, drawing.sheet.id_of(key), box, attributes)
    if node.name and node.form in ("start", "intermediate", "end", "gateway", "data_object", "data_store"):
        caption_beside(shape, node.name, box, below=node.form != "gateway" or not drawing.sheet.map.vertical)


def _was_moved(drawing: Drawing, key: str) -> bool:
    before = drawing.target.node_before(key)
    return before is not None and before != drawing.target.node(key)


def _move_shape(drawing: Drawing, key: str, node: Node, shape: XmlElement) -> None:
    now, before = drawing.target.node(key), drawing.target.node_before(key)
    was = drawing.sheet.base[key]
    if isinstance(was, Node) and was.expanded != node.expanded:
        drawing.sheet.touched |= set_attribute(shape, "isExpanded", "true" if node.expanded else "false")
    box = drawing.sheet.reading.shapes[key].box
    if before is not None and same_box(before, now):
        return
    drawing.sheet.touched = True
    if before is None or box is None:
        set_bounds(shape, now)
        _drop_caption_bounds(shape)
        return
    (old_x, old_y), (new_x, new_y) = before.middle, now.middle
    width, height = box.width + now.width - before.width, box.height + now.height - before.height
    x = box.x + box.width / 2 + new_x - old_x - width / 2
    y = box.y + box.height / 2 + new_y - old_y - height / 2
    set_bounds(shape, Rectangle(x, y, width, height))
    _shift_caption(shape, new_x - old_x, new_y - old_y)


def _move_edge(drawing: Drawing, key: str, flow: Flow, edge: XmlElement, points: list[Spot]) -> None:
    target, sheet = drawing.target, drawing.sheet
    was = sheet.base[key]
    assert isinstance(was, Flow)
    ends = sheet.key(flow.source_id), sheet.key(flow.target_id)
    if target.turned:
        sheet.touched = True
        path = _path(drawing, flow)
        set_points(edge, path)
        _mark_routed(edge, flow, path)
        _drop_caption_bounds(edge)
        return
    same_ends = ends == (sheet.base_key(was.source_id), sheet.base_key(was.target_id))
    shifts: list[Spot | None] = [_shift(target, end) if same_ends else None for end in ends]
    bends, bends_before = target.bends(flow), target.bends_before(was)
    moved = _common_shift(bends_before, bends)
    if shifts == [(0.0, 0.0)] * 2 and moved == (0.0, 0.0):
        return
    sheet.touched = True
    together = shifts[0] is not None and shifts[0] == shifts[1]
    if points and together and moved in (shifts[0], (0.0, 0.0) if not bends else None):
        dx, dy = shifts[0] or (0.0, 0.0)
        shifted = [(x + dx, y + dy) for x, y in points]
        set_points(edge, shifted)
        _mark_routed(edge, flow, shifted)
        _shift_caption(edge, dx, dy)
        return
    path = _repaired_path(drawing, flow, points, shifts, moved)
    set_points(edge, path)
    _mark_routed(edge, flow, path)
    dx, dy = shifts[0] or shifts[1] or (0.0, 0.0)
    _shift_caption(edge, dx / 2, dy / 2)


def _show_envelope(edge: XmlElement, flow: Flow) -> None:
    """Say of a message that its envelope is shown."""
    for told, marker in ENVELOPES.items():
        if flow.form == "message" and marker in flow.markers:
            edge.set("messageVisibleKind", told)


def _mark_routed(edge: XmlElement, flow: Flow, points: list[Spot]) -> None:
    """Say of a way with corners that nobody placed them, or no longer say so."""
    found_here = not flow.bends and len(points) > 2
    set_attribute(
        edge, ROUTED, sum_of([(float(written(x)), float(written(y))) for x, y in points]) if found_here else None
    )


def _repaired_path(
    drawing: Drawing, flow: Flow, points: list[Spot], shifts: list[Spot | None], moved: Spot | None
) -> list[Spot]:
    """Return a flow's way points after something moved; what did not move keeps its points to the last fraction."""
    path = _path(drawing, flow)
    if len(flow.bends) == len(points) - 2 > 0 and moved == (0.0, 0.0):
        path[1:-1] = points[1:-1]
        path[0] = dock(drawing.target.node(drawing.sheet.key(flow.source_id)), path[1])
        path[-1] = dock(drawing.target.node(drawing.sheet.key(flow.target_id)), path[-2])
        if shifts[0] == (0.0, 0.0):
            path[0] = points[0]
        if shifts[1] == (0.0, 0.0):
            path[-1] = points[-1]
    return path


def _path(drawing: Drawing, flow: Flow) -> list[Spot]:
    return drawing.ways().way(flow, drawing.target.bends(flow))


def _shift(target: Target, key: str) -> Spot | None:
    """Return how far a node moved; None where it is new or changed its size."""
    before = target.node_before(key)
    if before is None:
        return None
    now = target.node(key)
    if abs(before.width - now.width) > _NEAR or abs(before.height - now.height) > _NEAR:
        return None
    return _rounded(now.x - before.x), _rounded(now.y - before.y)


def _common_shift(before: list[Spot], after: list[Spot]) -> Spot | None:
    if len(before) != len(after):
        return None
    shifts = {(_rounded(x2 - x1), _rounded(y2 - y1)) for (x1, y1), (x2, y2) in zip(before, after, strict=True)} or {
        (0.0, 0.0)
    }
    return shifts.pop() if len(shifts) == 1 else None


def _rounded(distance: float) -> float:
    return round(distance, 3) + 0.0


def same_box(one: Rectangle, other: Rectangle) -> bool:
    """Tell whether two rectangles are the same, but for what rounding leaves."""
    pairs = ((one.x, other.x), (one.y, other.y), (one.width, other.width), (one.height, other.height))
    return all(abs(a - b) <= _NEAR for a, b in pairs)


def _shift_caption(element: XmlElement, dx: float, dy: float) -> None:
    for label in element:
        for bounds in label if _local(label) == "BPMNLabel" else ():
            if _local(bounds) == "Bounds":
                for name, by in (("x", dx), ("y", dy)):
                    _add_to(bounds, name, by)


def _add_to(bounds: XmlElement, name: str, by: float) -> None:
    try:
        bounds.set(name, written(float(bounds.get(name)) + by)) if by else None
    except (TypeError, ValueError):
        return


def _drop_caption_bounds(element: XmlElement) -> None:
    for label in element:
        if _local(label) == "BPMNLabel":
            for bounds in [child for child in label if _local(child) == "Bounds"]:
                label.remove(bounds)


def _means(text: str | None, value: float) -> bool:
    try:
        return abs(float(text or "nan") - value) <= _NEAR
    except ValueError:
        return False


def _local(element: XmlElement) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""

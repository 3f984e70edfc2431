"""How a BPMN document is drawn: shapes and edges of each diagram, joined with the parts they stand for."""

import zlib
from collections.abc import Container
from dataclasses import dataclass, field
from typing import NamedTuple

from crm_desktop.interchange.bpmn.document import Document
from crm_desktop.interchange.bpmn.names import ROUTED
from crm_desktop.interchange.bpmn.scan import Part, Scan
from crm_desktop.interchange.fitting import coordinate, is_true
from crm_desktop.interchange.report import Findings
from crm_desktop.interchange.xml_files import XmlElement

_MOST_DOUBLES = 100


class Box(NamedTuple):
    """A rectangle of the drawing, as in the file. A tuple, since a large file has thousands."""

    x: float
    y: float
    width: float
    height: float


@dataclass(slots=True, eq=False)
class Shape:
    """A drawn node, lane or participant; `box` is None where the file has no usable bounds, or is `guessed`."""

    element: XmlElement
    box: Box | None
    horizontal: bool | None
    expanded: bool | None
    guessed: bool = False


@dataclass(slots=True, eq=False)
class Edge:
    """A drawn flow."""

    element: XmlElement
    points: list[tuple[float, float]]

    @property
    def routed(self) -> bool:
        """Whether our program found this way and nobody has moved it since."""
        told = self.element.get(ROUTED)
        return told is not None and bool(told == sum_of(self.points))


@dataclass(slots=True, eq=False)
class Plane:
    """One diagram: what it shows as a whole, and its shapes and edges by the keys of their parts."""

    element: XmlElement
    diagram: XmlElement
    key: str
    of: Part | None
    shapes: dict[str, Shape] = field(default_factory=dict)
    edges: dict[str, Edge] = field(default_factory=dict)


def sum_of(points: list[tuple[float, float]]) -> str:
    """Return the sum by which changed way points are noticed, whole pixels."""
    return f"{zlib.crc32(repr([(round(x), round(y)) for x, y in points]).encode()):08x}"


def read_planes(scan: Scan, findings: Findings) -> list[Plane]:
    """Return the diagrams of a document, in its order."""
    document = scan.document
    planes: list[Plane] = []
    for number, diagram in enumerate(document.children(document.definitions, "BPMNDiagram"), start=1):
        for element in document.children(diagram, "BPMNPlane"):
            key = diagram.get("id") or ""
            if not key or any(plane.key == key for plane in planes):
                key = f"~diagram.{number}.{len(planes)}"
            plane = Plane(element, diagram, key, scan.resolve(element.get("bpmnElement")))
            _read_plane(plane, scan, findings)
            planes.append(plane)
    return planes


def _read_plane(plane: Plane, scan: Scan, findings: Findings) -> None:
    names = scan.document.names
    for element in plane.element:
        tag = names[element.tag]
        if tag not in ("BPMNShape", "BPMNEdge"):
            continue
        is_shape = tag == "BPMNShape"
        into: dict[str, Shape] | dict[str, Edge] = plane.shapes if is_shape else plane.edges
        if is_shape and element.get("choreographyActivityShape"):
            continue
        part = _part_of(scan, element.get("bpmnElement"), into)
        if part is None and _is_line(element):
            part = scan.enter_line(element)
        if part is None:
            _note_unknown(scan, element, findings)
        elif part.key in into:
            findings.add("drawn_twice", part.key)
        elif is_shape:
            plane.shapes[part.key] = shape = _shape(scan.document, element)
            if shape.box is None and (part.tag != "participant" or not is_of_no_size(scan.document, element)):
                findings.add("bounds_repaired", element.get("bpmnElement") or "")
        else:
            plane.edges[part.key] = Edge(element, _points(scan.document, element, findings))
    scan.drawn.update(plane.shapes, plane.edges)


def _part_of(scan: Scan, reference: str | None, taken: Container[str]) -> Part | None:
    """Return the part that a shape stands for; among parts of one id the first that has no shape yet.

    A process has no shape: where a program draws one, it means the participant that runs it.
    """
    parts = scan.by_id.get(reference or "")
    part = parts[0] if parts else scan.resolve(reference)
    if part is not None and part.tag == "process":
        part = scan.participant(part) or part
    if part is None or part.key not in taken:
        return part
    same = scan.by_id.get(part.element.get("id") or "", [part])
    return next((each for each in same[:_MOST_DOUBLES] if each.key not in taken), part)


def _is_line(element: XmlElement) -> bool:
    """Tell whether an edge stands for no element, but says which shapes or edges it joins."""
    told = element.get("sourceElement") or element.get("targetElement")
    return bool(told) and not (element.get("bpmnElement") or "").strip()


def _note_unknown(scan: Scan, element: XmlElement, findings: Findings) -> None:
    reference = (element.get("bpmnElement") or "").strip()
    known = not reference or scan.exists(reference)
    findings.add("not_shown" if known else "dangling_reference", reference or element.get("id") or "")


def is_of_no_size(document: Document, shape: XmlElement) -> bool:
    """Tell whether a shape is drawn without any extent: so some programs write the pool that nobody sees."""
    bounds = document.child(shape, "Bounds")
    return bounds is not None and all(coordinate(bounds.get(side)) == 0 for side in ("width", "height"))


def _shape(document: Document, element: XmlElement) -> Shape:
    bounds = document.child(element, "Bounds")
    box = None if bounds is None else _box(bounds)
    return Shape(element, box, _flag(element.get("isHorizontal")), _flag(element.get("isExpanded")))


def _box(bounds: XmlElement) -> Box | None:
    x, y = coordinate(bounds.get("x")), coordinate(bounds.get("y"))
    width, height = coordinate(bounds.get("width")), coordinate(bounds.get("height"))
    if x is None or y is None or width is None or height is None or width <= 0 or height <= 0:
        return None
    return Box(x, y, width, height)


def _points(document: Document, element: XmlElement, findings: Findings) -> list[tuple[float, float]]:
    points = []
    names = document.names
    for point in element:
        if names[point.tag] == "waypoint":
            x, y = coordinate(point.get("x")), coordinate(point.get("y"))
            if x is None or y is None:
                findings.add("bounds_repaired", element.get("bpmnElement") or "")
            else:
                points.append((x, y))
    return points


def _flag(text: str | None) -> bool | None:
    return None if text is None else is_true(text)

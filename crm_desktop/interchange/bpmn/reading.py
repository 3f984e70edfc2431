"""BPMN documents as maps: for each diagram one, and one for each collaboration or process of a document without any."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from crm_desktop.interchange.arranging import arranged
from crm_desktop.interchange.bpmn.bands import Bands, read_bands
from crm_desktop.interchange.bpmn.document import Document, open_document
from crm_desktop.interchange.bpmn.edges import read_flows
from crm_desktop.interchange.bpmn.map_data import map_data, read_map_values
from crm_desktop.interchange.bpmn.missing_bounds import bound_bands
from crm_desktop.interchange.bpmn.names import DATA, EXPORTER, SUBPROCESSES
from crm_desktop.interchange.bpmn.nodes import read_nodes
from crm_desktop.interchange.bpmn.own_data import PAIN_TAG, read_pains
from crm_desktop.interchange.bpmn.planes import Edge, Plane, Shape, read_planes
from crm_desktop.interchange.bpmn.scan import Part, Scan, scan
from crm_desktop.interchange.bpmn.undrawn import undrawn_bands, undrawn_parts
from crm_desktop.interchange.report import Findings, ReadMaps
from crm_desktop.models.errors import Incompatible
from crm_desktop.models.ids import new_id
from crm_desktop.models.processes.elements import Flow, Node, Pain
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.processes.projection import Projection

_NAMED_BESIDE, _NAME, _SIGN, _AWAY = 60.0, 110.0, 7.0, 8.0
"""Shapes so small have their names below: how broad these are, a sign of them; how far headers stay away, pixels."""
MOST_LOOKED_AT = 2_000_000
"""Maps times parts; more would take seconds."""


@dataclass(slots=True)
class Reading:
    """One map of a document, and which parts, shapes and edges its elements came from (by key)."""

    scan: Scan
    plane: Plane | None
    planes: list[Plane] = field(default_factory=list)
    """The plane itself and those that show its sub-processes from within."""
    shapes: dict[str, Shape] = field(default_factory=dict)
    edges: dict[str, Edge] = field(default_factory=dict)
    identifier: str = field(default_factory=new_id)
    bands: Bands = field(default_factory=lambda: Bands(Projection(vertical=False)))
    map: ProcessMap = field(default_factory=lambda: ProcessMap(id="", values={}))

    @property
    def drawn(self) -> bool:
        """Whether the document says where things are."""
        return any(shape.box is not None for shape in self.shapes.values())


def read_bpmn(data: bytes, name: str = "") -> ReadMaps:
    """Return the maps in a BPMN file, `name` (of the file) for those without a name of their own.

    Raises Incompatible (`process_file.*`) for what is no BPMN, or is too large or hostile.
    """
    findings = Findings()
    _, readings = read_document(data, findings, name)
    return ReadMaps(maps=[reading.map for reading in readings], findings=findings.all())


def read_document(data: bytes, findings: Findings, name: str = "") -> tuple[Document, list[Reading]]:
    """Return the document with the readings of all its maps."""
    document = open_document(data, findings)
    found = scan(document, findings)
    readings = _drawn_readings(found, read_planes(found, findings))
    undrawn = [] if readings else undrawn_parts(found)
    if max(len(readings), len(undrawn)) * found.count > MOST_LOOKED_AT:
        raise Incompatible("process_file.too_large")
    if undrawn:
        findings.add("no_layout")
        return document, [_read_undrawn(found, of, name) for of in undrawn]
    for reading in readings:
        _read_drawn(reading, name)
    return document, readings


def _drawn_readings(found: Scan, planes: list[Plane]) -> list[Reading]:
    """Return a reading for each diagram; those that show a sub-process from within belong to the one that shows it."""
    planes = [plane for plane in planes if plane.shapes]
    inner = [plane for plane in planes if plane.of is not None and plane.of.tag in SUBPROCESSES]
    mains = [plane for plane in planes if plane not in inner]
    readings = [Reading(found, plane, [plane], dict(plane.shapes), dict(plane.edges)) for plane in mains]
    for plane in inner:
        outer = next((each for each in readings if plane.of is not None and plane.of.key in each.shapes), None)
        if outer is None:
            readings.append(Reading(found, plane, [plane], dict(plane.shapes), dict(plane.edges)))
            continue
        outer.planes.append(plane)
        outer.shapes.update({key: shape for key, shape in plane.shapes.items() if key not in outer.shapes})
        outer.edges.update({key: edge for key, edge in plane.edges.items() if key not in outer.edges})
    return readings


def _read_drawn(reading: Reading, name: str) -> None:
    found = reading.scan
    assert reading.plane is not None
    if not reading.drawn:
        found.findings.add("no_layout")
        found.drawn.difference_update(reading.edges)
        _lay_out(reading, _of_plane(found, reading.plane), name, reading.plane.key)
        return
    projection = Projection(_is_vertical(reading))
    bound_bands(found, reading.shapes, projection)
    reading.bands = read_bands(found, reading.shapes, projection)
    reading.bands.first = _first_along(reading)
    nodes = read_nodes(found, reading.shapes, reading.bands, reading.identifier)
    flows, ports = read_flows(found, reading.edges, reading.bands, nodes, reading.shapes, reading.identifier)
    values = read_map_values(found, reading.plane.of, reading.plane.diagram.get("name") or "", name)
    values |= {"bpmn_id": reading.plane.key, "orientation": "vertical" if projection.vertical else "horizontal"}
    reading.map = _assembled(reading, values, nodes | ports, flows)


def _read_undrawn(found: Scan, of: list[Part], name: str) -> Reading:
    reading = Reading(found, None)
    _lay_out(reading, of, name, f"~undrawn:{of[0].key}")
    return reading


def _of_plane(found: Scan, plane: Plane) -> list[Part]:
    """Return the parts of the map that a diagram without any places means."""
    maps = undrawn_parts(found)
    return next((of for of in maps if plane.of in of), maps[0])


def _lay_out(reading: Reading, of: list[Part], name: str, key: str) -> None:
    """Read a map that has no places, and give it some."""
    found = reading.scan
    reading.bands = undrawn_bands(found, of)
    nodes = read_nodes(found, {}, reading.bands, reading.identifier, within=of)
    flows, ports = read_flows(found, {}, reading.bands, nodes, {}, reading.identifier)
    values = read_map_values(found, of[0], "", name)
    values |= {"bpmn_id": key, "orientation": values.get("orientation") or "horizontal"}
    reading.map = arranged(_assembled(reading, values, nodes | ports, flows))


def _assembled(
    reading: Reading, values: Mapping[str, str], nodes: Mapping[str, Node], flows: Mapping[str, Flow]
) -> ProcessMap:
    bands, identifier = reading.bands, reading.identifier
    return ProcessMap(
        id=identifier,
        values={**values, "source_format": "bpmn"},
        pools=tuple(replace(pool, process_id=identifier) for pool in bands.pools.values()),
        lanes=tuple(replace(lane, process_id=identifier) for lane in bands.lanes.values()),
        nodes=tuple(nodes.values()),
        flows=tuple(flows.values()),
        pains=_pains(reading.scan, nodes, identifier),
    )


def _pains(found: Scan, nodes: Mapping[str, Node], process_id: str) -> tuple[Pain, ...]:
    if next(found.document.definitions.iter(PAIN_TAG), None) is None:
        return ()
    pains: list[Pain] = []
    for part in (*found.nodes, *found.processes, *found.collaborations):
        node = nodes.get(part.key)
        if len(part.element) and (node is not None or part.tag in ("process", "collaboration")):
            of = None if node is None else node.id
            pains.extend(
                Pain(id=new_id(), process_id=process_id, node_id=of, **each)
                for each in read_pains(found.document, part.element)
            )
    return tuple(pains)


def _first_along(reading: Reading) -> float | None:
    """Return where along steps and their names begin; None for files from here, which leave our headers their room."""
    found, projection = reading.scan, reading.bands.projection
    if found.document.definitions.get("exporter") == EXPORTER:
        return None
    begins = []
    for part in found.nodes:
        shape = reading.shapes.get(part.key)
        if shape is not None and shape.box is not None:
            box = shape.box
            named = box.width <= _NAMED_BESIDE and not projection.vertical and part.element.get("name")
            aside = max(0.0, min(_NAME, _SIGN * len(named)) - box.width) / 2 if named else 0.0
            begins.append(projection.turned(box.x, box.y)[0] - aside - _AWAY)
    return min(begins, default=None)


def _is_vertical(reading: Reading) -> bool:
    """Tell how the diagram runs: as most of its pools and lanes say, else as they or the nodes lie."""
    found = reading.scan
    data = map_data(found, None if reading.plane is None else reading.plane.of)
    if data is not None and data.get("orientation"):
        return bool(data.get("orientation") == "vertical")
    bands = [shape for part in (*found.pools, *found.lanes) if (shape := reading.shapes.get(part.key))]
    said = [shape.horizontal for shape in bands if shape.horizontal is not None]
    if said:
        return 2 * sum(said) < len(said)
    boxes = [shape.box for shape in bands if shape.box]
    if boxes:
        side_by_side = len(boxes) > 1 and len({box.y for box in boxes}) == 1 < len({box.x for box in boxes})
        return side_by_side and all(box.height > box.width for box in boxes)
    keys = {part.key for part in found.nodes if part.tag not in DATA}
    boxes = [shape.box for key, shape in reading.shapes.items() if key in keys and shape.box]
    if not boxes:
        return False
    width = max(box.x + box.width for box in boxes) - min(box.x for box in boxes)
    return max(box.y + box.height for box in boxes) - min(box.y for box in boxes) > width

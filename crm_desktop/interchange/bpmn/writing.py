"""Maps as BPMN files. A map that came from a file goes out as that file, with only what was edited changed."""

from collections.abc import Callable, Mapping

from lxml import etree

from crm_desktop.interchange.bpmn.containers import collaboration
from crm_desktop.interchange.bpmn.document import open_document
from crm_desktop.interchange.bpmn.draw_bands import draw_bands, write_guessed
from crm_desktop.interchange.bpmn.drawing import Drawing, draw_flows, draw_nodes, erase
from crm_desktop.interchange.bpmn.names import BPMNDI
from crm_desktop.interchange.bpmn.planes import read_planes
from crm_desktop.interchange.bpmn.reading import Reading, read_document
from crm_desktop.interchange.bpmn.scan import Part, scan
from crm_desktop.interchange.bpmn.sheet import Sheet, open_sheet
from crm_desktop.interchange.bpmn.skeleton import skeleton
from crm_desktop.interchange.bpmn.target import target_of
from crm_desktop.interchange.bpmn.write_flows import remove_flow, write_flows
from crm_desktop.interchange.bpmn.write_lanes import (
    remove_lane,
    remove_pool,
    write_lanes,
    write_membership,
    write_pools,
)
from crm_desktop.interchange.bpmn.write_nodes import remove_node, write_nodes
from crm_desktop.interchange.bpmn.write_own_data import write_map_data
from crm_desktop.interchange.report import Findings
from crm_desktop.interchange.xml_files import XmlElement
from crm_desktop.models.errors import UserError
from crm_desktop.models.processes.elements import Element, Flow, Lane, Node, Pool
from crm_desktop.models.processes.process_map import ProcessMap


def write_bpmn(map_: ProcessMap, source: bytes | None = None, source_name: str = "") -> bytes:
    """Return a map as a BPMN file.

    `source` is the file it was imported from: what the map does not show comes back from it, and nothing changes in it
    but what is different from a fresh import of it. A source that cannot be read any more is left aside.
    `source_name` is what `read_bpmn` was told, for files that do not name their map.
    """
    sheet = None if source is None else _sheet_over(map_, source, source_name)
    if sheet is None or source is None:
        sheet = _fresh_sheet(map_)
        _write(sheet)
        return _indented(sheet)
    _write(sheet)
    return sheet.document.file.to_bytes() if sheet.touched else source


def _sheet_over(map_: ProcessMap, source: bytes, name: str) -> Sheet | None:
    try:
        document, readings = read_document(source, Findings(), name)
    except UserError:
        return None
    key = map_.values.get("bpmn_id")
    reading = next((each for each in readings if each.map.values.get("bpmn_id") == key), None)
    return None if reading is None else open_sheet(document, reading, map_, fresh=False)


def _fresh_sheet(map_: ProcessMap) -> Sheet:
    findings = Findings()
    document = open_document(skeleton(map_), findings)
    found = scan(document, findings)
    planes = read_planes(found, findings)
    return open_sheet(document, Reading(found, planes[0], planes), map_, fresh=True)


def _write(sheet: Sheet) -> None:
    gone = {key: each for key, each in sheet.base.items() if key not in sheet.elements}
    hidden = _ids_within(sheet, gone)
    _remove(sheet, gone, Flow, remove_flow)
    write_pools(sheet)
    write_lanes(sheet)
    write_nodes(sheet)
    write_flows(sheet)
    write_membership(sheet)
    holder = _map_holder(sheet)
    if holder is not None:
        write_map_data(sheet, holder)
    _remove(sheet, gone, Node, remove_node)
    _remove(sheet, gone, Lane, remove_lane)
    _remove(sheet, gone, Pool, remove_pool)
    erase(sheet, hidden, gone)
    if sheet.reading.drawn or sheet.fresh or _places_differ(sheet):
        _draw(sheet)


def _remove(
    sheet: Sheet, gone: Mapping[str, Element], kind: type[Element], remove: Callable[[Sheet, str], None]
) -> None:
    for key, element in gone.items():
        if isinstance(element, kind):
            remove(sheet, key)


def _ids_within(sheet: Sheet, gone: Mapping[str, Element]) -> set[str]:
    """Return the ids of what goes, and of all that lies in it and is not in the map elsewhere."""
    kept = {found for key in sheet.elements if (found := sheet.base_id(key))}
    ids: set[str] = set()
    for key, element in gone.items():
        part = sheet.parts.get(key)
        if part is not None and part.element is not None and isinstance(element, Node | Flow):
            ids.update(found for each in part.element.iter() if (found := each.get("id")))
        elif part is not None and part.element is not None:
            ids.add(part.element.get("id") or "")
    return ids - kept - {""}


def _map_holder(sheet: Sheet) -> XmlElement | None:
    """Return the element that stands for the map as a whole."""
    if sheet.fresh:
        return collaboration(sheet)
    part = _of(sheet)
    return None if part is None else part.element


def _of(sheet: Sheet) -> Part | None:
    if sheet.reading.plane is not None:
        return sheet.reading.plane.of
    key = str(sheet.map.values.get("bpmn_id") or "").partition(":")[2]
    return sheet.parts.get(key)


def _places_differ(sheet: Sheet) -> bool:
    """Tell whether a map whose source says nothing about places was changed so that it must say something now."""

    def places(elements: Mapping[str, Element], keys: Mapping[str, str]) -> set[tuple[object, ...]]:
        found: set[tuple[object, ...]] = set()
        for key, each in elements.items():
            if isinstance(each, Node):
                found.add((key, each.along, each.across, keys.get(each.lane_id or ""), each.width, each.height))
            elif isinstance(each, Lane):
                found.add((key, each.breadth))
            elif isinstance(each, Flow):
                found.add((key, each.bends))
        return found

    return places(sheet.elements, sheet.keys) != places(
        {key: each for key, each in sheet.base.items() if isinstance(each, Node | Lane | Flow)}, sheet.base_keys
    )


def _draw(sheet: Sheet) -> None:
    drawing = Drawing(sheet, target_of(sheet), _plane(sheet))
    draw_bands(drawing)
    if any(shape.guessed for shape in sheet.reading.shapes.values()) and _places_differ(sheet):
        write_guessed(drawing)
    draw_nodes(drawing)
    draw_flows(drawing)


def _plane(sheet: Sheet) -> XmlElement:
    """Return the diagram to draw on; one is made where the source has none."""
    if sheet.reading.plane is not None:
        return sheet.reading.plane.element
    of = _of(sheet)
    diagram = sheet.add(sheet.document.definitions, "BPMNDiagram", {"id": sheet.unused("Diagram_1")})
    diagram.tag = f"{{{BPMNDI}}}BPMNDiagram"
    attributes = {"id": sheet.unused("Plane_1"), "bpmnElement": "" if of is None else str(of.element.get("id"))}
    return etree.SubElement(diagram, f"{{{BPMNDI}}}BPMNPlane", attributes)


def _indented(sheet: Sheet) -> bytes:
    etree.indent(sheet.document.file.root)
    return sheet.document.file.to_bytes()

"""Where in a document an element belongs: the process of its pool, its sub-process, the collaboration."""

from lxml import etree

from crm_desktop.interchange.bpmn.names import OWN, SUBPROCESSES, is_assumed
from crm_desktop.interchange.bpmn.own_data import DATA_TAG
from crm_desktop.interchange.bpmn.scan import Part
from crm_desktop.interchange.bpmn.sheet import Sheet
from crm_desktop.interchange.xml_files import XmlElement
from crm_desktop.models.processes.elements import Lane, Node

IMPLIED = "~implied"
"""Key of the participant that other programs want around lanes without a pool."""


def collaboration(sheet: Sheet) -> XmlElement:
    """Return the collaboration of the map; one is made where there is none."""
    of = None if sheet.reading.plane is None else sheet.reading.plane.of
    if of is not None and of.tag == "collaboration":
        return of.element
    if sheet.scan.collaborations:
        return sheet.scan.collaborations[0].element
    made = sheet.add(sheet.document.definitions, "collaboration", {"id": sheet.unused("Collaboration_1")})
    part = Part(made, "collaboration", made.get("id"))
    sheet.scan.collaborations.append(part)
    if sheet.reading.plane is not None:
        sheet.reading.plane.element.set("bpmnElement", part.key)
        sheet.reading.plane.of = part
    return made


def default_process(sheet: Sheet) -> XmlElement:
    """Return the process of lanes without a pool; one is made where there is none."""
    plane, pools = sheet.reading.plane, sheet.reading.bands.pool_of_process
    for key, lane in sheet.base.items():
        if isinstance(lane, Lane) and lane.pool_id is None and key in sheet.parts:
            return _process(sheet.parts[key]).element
    if plane is not None and plane.of is not None and plane.of.tag == "process":
        return plane.of.element
    free = [part for part in sheet.scan.processes if part.key not in pools]
    if free:
        return free[0].element
    return _new_process(sheet).element


def implied_participant(sheet: Sheet) -> XmlElement:
    """Return the participant around lanes without a pool; without it many programs show neither."""
    if IMPLIED in sheet.parts:
        return sheet.parts[IMPLIED].element
    process = default_process(sheet)
    identifier = sheet.unused("Participant_1")
    attributes = {"id": identifier, "name": sheet.map.name, "processRef": process.get("id")}
    made = sheet.add(collaboration(sheet), "participant", attributes)
    extension(sheet, made).append(etree.Element(DATA_TAG, {"implied": "true"}, nsmap={"fieldline": OWN}))
    sheet.parts[IMPLIED] = Part(made, "participant", identifier)
    return made


def extension(sheet: Sheet, element: XmlElement) -> XmlElement:
    """Return the extensionElements of an element; they are made where there are none."""
    found = sheet.document.child(element, "extensionElements")
    return sheet.add(element, "extensionElements") if found is None else found


def process_of_pool(sheet: Sheet, key: str) -> XmlElement:
    """Return the process of a participant; one is made where it has none."""
    element = sheet.parts[key].element
    found = sheet.scan.resolve(element.get("processRef"))
    if found is not None:
        return found.element
    part = _new_process(sheet)
    element.set("processRef", part.key)
    sheet.reading.bands.pool_of_process[part.key] = key
    return part.element


def process_of_lane(sheet: Sheet, key: str) -> XmlElement:
    """Return the process to which the lane of that key belongs."""
    lane = sheet.elements.get(key)
    pool = sheet.key(lane.pool_id) if isinstance(lane, Lane) else ""
    before = sheet.base.get(key)
    if isinstance(before, Lane) and sheet.base_key(before.pool_id) == pool and not is_assumed(key):
        return _process(sheet.parts[key]).element
    return process_of_pool(sheet, pool) if pool else default_process(sheet)


def holder_of_node(sheet: Sheet, key: str) -> XmlElement:
    """Return the process or sub-process in which the map has a node."""
    node = sheet.elements[key]
    assert isinstance(node, Node)
    parent = sheet.parts.get(sheet.key(node.parent_id))
    if parent is not None and parent.tag in SUBPROCESSES and parent.tag != "callActivity":
        return parent.element
    return process_of_lane(sheet, sheet.key(node.lane_id))


def holder_token(sheet: Sheet, node: Node, *, before: bool) -> tuple[str, str]:
    """Return what decides where a node is held, to see whether that changed."""
    key = sheet.base_key if before else sheet.key
    elements = sheet.base if before else sheet.elements
    parent = key(node.parent_id)
    lane = elements.get(key(node.lane_id))
    return parent, "" if parent or not isinstance(lane, Lane) else key(lane.pool_id)


def _process(part: Part) -> Part:
    while part.owner is not None:
        part = part.owner
    return part


def _new_process(sheet: Sheet) -> Part:
    identifier = sheet.unused("Process_1")
    made = sheet.add(sheet.document.definitions, "process", {"id": identifier, "isExecutable": "false"})
    part = Part(made, "process", identifier)
    sheet.scan.processes.append(part)
    sheet.scan.by_id.setdefault(identifier, []).append(part)
    sheet.parts[identifier] = part
    return part

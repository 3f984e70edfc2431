"""Participants and lanes of a map, written into a document: made, renamed, moved, removed; who refers to which node."""

from crm_desktop.interchange.bpmn.building import insert, set_attribute, set_child_text, take_out
from crm_desktop.interchange.bpmn.containers import (
    collaboration,
    implied_participant,
    process_of_lane,
    process_of_pool,
)
from crm_desktop.interchange.bpmn.names import FLOW_NODES, is_assumed
from crm_desktop.interchange.bpmn.own_data import own_values
from crm_desktop.interchange.bpmn.scan import refers_to
from crm_desktop.interchange.bpmn.sheet import Sheet
from crm_desktop.interchange.bpmn.write_own_data import write_own
from crm_desktop.interchange.xml_files import XmlElement
from crm_desktop.models.processes.elements import Lane, Node, Pool
from crm_desktop.models.processes.process_map import lanes_in_order


def write_pools(sheet: Sheet) -> None:
    """Write the participants."""
    with_nodes = _pools_with_nodes(sheet)
    for key, pool in sorted(sheet.pools(), key=lambda each: (each[1].rank, each[0])):
        if sheet.is_new(key):
            made = sheet.add(collaboration(sheet), "participant", {"id": key, "name": pool.name})
            sheet.enter(key, made, "participant")
            if pool.several:
                sheet.add(made, "participantMultiplicity", {"minimum": "0", "maximum": "2"})
        elif pool.name != sheet.base[key].name:
            sheet.touched |= set_attribute(sheet.parts[key].element, "name", pool.name or None)
        if key in with_nodes or (sheet.is_new(key) and not pool.collapsed):
            process_of_pool(sheet, key)
        write_own(sheet, key)


def write_lanes(sheet: Sheet) -> None:
    """Write the lanes, those that hold others first; nameless ones that only stand for "no lane" are left out."""
    shown = _real_lanes(sheet)
    for lane in _outer_first(sheet):
        key = sheet.keys[lane.id]
        if key not in shown:
            continue
        if key not in sheet.parts or is_assumed(key):
            _make_lane(sheet, key, lane)
        else:
            _change_lane(sheet, key, lane)
        write_own(sheet, key)
    loose = any(not sheet.key(lane.pool_id) for _, lane in sheet.lanes())
    if loose and (sheet.fresh or _needs_participant(sheet)):
        implied_participant(sheet)


def remove_lane(sheet: Sheet, key: str) -> None:
    """Take a lane out, and the set that then holds none."""
    part = sheet.parts.get(key)
    if part is None:
        return
    lane_set = part.element.getparent()
    for inner in part.element.iter():
        if sheet.document.name(inner) == "lane" and inner is not part.element and lane_set is not None:
            _keep_inner(sheet, inner, lane_set)
    take_out(part.element)
    if lane_set is not None and not sheet.document.children(lane_set, "lane"):
        take_out(lane_set)
    sheet.touched = True


def remove_pool(sheet: Sheet, key: str) -> None:
    """Take a participant out, and its process where nothing is left in that."""
    part = sheet.parts[key]
    process = sheet.scan.resolve(part.element.get("processRef"))
    take_out(part.element)
    sheet.touched = True
    if process is not None and not any(sheet.document.name(child) in FLOW_NODES for child in process.element):
        take_out(process.element)


def write_membership(sheet: Sheet) -> None:
    """Let lanes refer to the nodes that came to them, and no longer to those that left."""
    left = {id_ for key, node in sheet.nodes() if (id_ := _left_its_lane(sheet, key, node))}
    gone = {sheet.base_id(key) for key in sheet.base if key not in sheet.elements}
    if left | gone:
        _drop_references(sheet, left | gone)
    for key, node in sheet.nodes():
        lane = sheet.key(node.lane_id)
        part = sheet.parts.get(lane)
        if part is None or sheet.parts[key].tag not in FLOW_NODES or _inside_subprocess(sheet, node):
            continue
        if sheet.is_new(key) or sheet.is_new(lane) or is_assumed(lane) or sheet.base_id(key) in left:
            reference = sheet.add(part.element, "flowNodeRef")
            reference.text = sheet.id_of(key)


def _left_its_lane(sheet: Sheet, key: str, node: Node) -> str:
    before = sheet.base.get(key)
    if not isinstance(before, Node) or sheet.parts[key].tag not in FLOW_NODES:
        return ""
    moved = sheet.base_key(before.lane_id) != sheet.key(node.lane_id)
    moved |= _inside_subprocess(sheet, node) != (before.parent_id is not None)
    return sheet.base_id(key) if moved else ""


def _inside_subprocess(sheet: Sheet, node: Node) -> bool:
    return bool(sheet.key(node.parent_id))


def _drop_references(sheet: Sheet, ids: set[str]) -> None:
    for element in list(sheet.document.definitions.iter()):
        if sheet.document.name(element) == "flowNodeRef" and refers_to(element.text, ids):
            take_out(element)
            sheet.touched = True


def _pools_with_nodes(sheet: Sheet) -> set[str]:
    lanes = {lane.id: sheet.key(lane.pool_id) for _, lane in sheet.lanes()}
    new = (node for key, node in sheet.nodes() if node.form != "port" and sheet.is_new(key))
    return {pool for node in new if (pool := lanes.get(node.lane_id or "", ""))}


def _needs_participant(sheet: Sheet) -> bool:
    """Tell whether pools were added to a map that had none."""
    had = any(isinstance(each, Pool) for each in sheet.base.values())
    return not had and any(True for _ in sheet.pools())


def _real_lanes(sheet: Sheet) -> set[str]:
    """Return the lanes that a file must know: all but nameless lanes that are alone in their pool."""
    by_pool: dict[str, list[str]] = {}
    for key, lane in sheet.lanes():
        by_pool.setdefault(sheet.key(lane.pool_id), []).append(key)
    real = set()
    for keys in by_pool.values():
        for key in keys:
            held = sheet.elements[key]
            assumed = is_assumed(key) and len(keys) == 1 and not held.name and not own_values(held)
            assumed |= is_assumed(key) and not sheet.is_new(key) and _unchanged(sheet, keys)
            if not assumed:
                real.add(key)
    return real


def _unchanged(sheet: Sheet, keys: list[str]) -> bool:
    """Tell whether a pool's lanes are those of the source, and none that stood for "no lane" got a name."""
    for key in keys:
        element = sheet.elements[key]
        if sheet.is_new(key) or (is_assumed(key) and (element.name or own_values(element))):
            return False
    return True


def _outer_first(sheet: Sheet) -> list[Lane]:
    """Return the lanes in the order in which they are shown, each after the one that holds it."""
    by_id = {lane.id: lane for _, lane in sheet.lanes()}
    ordered: dict[str, Lane] = {}
    for leaf in lanes_in_order(sheet.map):
        chain = []
        above: Lane | None = leaf
        while above is not None and above.id not in ordered and above not in chain:
            chain.append(above)
            above = by_id.get(above.parent_id or "")
        ordered.update((lane.id, lane) for lane in reversed(chain))
    return [lane for lane in ordered.values() if lane.id in sheet.keys]


def _make_lane(sheet: Sheet, key: str, lane: Lane) -> None:
    identifier = key if not is_assumed(key) else sheet.unused("Lane_1")
    made = sheet.add(_lane_set(sheet, key, lane), "lane", {"id": identifier, "name": lane.name})
    sheet.enter(key, made, "lane")


def _change_lane(sheet: Sheet, key: str, lane: Lane) -> None:
    before, element = sheet.base[key], sheet.parts[key].element
    assert isinstance(before, Lane)
    if lane.name != before.name:
        sheet.touched |= set_attribute(element, "name", lane.name or None)
    place = sheet.key(lane.parent_id), sheet.key(lane.pool_id)
    if place != (sheet.base_key(before.parent_id), sheet.base_key(before.pool_id)):
        take_out(element)
        insert(sheet.document, _lane_set(sheet, key, lane), element, "lane")
        sheet.touched = True


def _lane_set(sheet: Sheet, key: str, lane: Lane) -> XmlElement:
    parent = sheet.parts.get(sheet.key(lane.parent_id))
    if parent is not None:
        found = sheet.document.child(parent.element, "childLaneSet")
        return sheet.add(parent.element, "childLaneSet") if found is None else found
    process = process_of_lane(sheet, key)
    found = sheet.document.child(process, "laneSet")
    if found is None:
        found = sheet.add(process, "laneSet", {"id": sheet.unused(f"LaneSet_{process.get('id')}")})
    return found


def _keep_inner(sheet: Sheet, inner: XmlElement, lane_set: XmlElement) -> None:
    """Move a lane out of one that goes, where the map still has it."""
    key = next((key for key, part in sheet.parts.items() if part.element is inner), "")
    if key in sheet.elements:
        take_out(inner)
        insert(sheet.document, lane_set, inner, "lane")


def write_documentation(sheet: Sheet, element: XmlElement, text: str) -> None:
    """Set what an element's documentation says."""
    set_child_text(sheet.document, element, "documentation", text)
    sheet.touched = True

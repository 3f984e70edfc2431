"""Flows of a map, written into a document: made, led elsewhere, renamed, removed, and known to both their ends."""

from crm_desktop.interchange.bpmn.building import add_child, insert, qualified, set_attribute, take_out
from crm_desktop.interchange.bpmn.containers import IMPLIED, collaboration, holder_token, implied_participant
from crm_desktop.interchange.bpmn.names import ACTIVITIES, DATA, DIRECTIONS, EVENTS, LINE, XSI
from crm_desktop.interchange.bpmn.scan import means
from crm_desktop.interchange.bpmn.sheet import Sheet
from crm_desktop.interchange.bpmn.write_own_data import write_own
from crm_desktop.interchange.xml_files import XmlElement
from crm_desktop.models.processes.elements import Flow, Node

_TYPE = f"{{{XSI}}}type"
_DATA_TAGS = frozenset({"dataInputAssociation", "dataOutputAssociation"})
_OWNERS = frozenset({*ACTIVITIES, *EVENTS})


def write_flows(sheet: Sheet) -> None:
    """Write all flows."""
    for key, flow in sorted(sheet.flows(), key=lambda each: each[0]):
        if sheet.is_new(key):
            _make(sheet, key, flow)
        else:
            _change(sheet, key, flow)
        if key in sheet.parts and sheet.parts[key].tag != LINE:
            write_own(sheet, key)
            _write_usual(sheet, key, flow)


def remove_flow(sheet: Sheet, key: str) -> None:
    """Take a flow out, and what its ends say about it."""
    part = sheet.parts.get(key)
    if part is None:
        return
    _forget(sheet, key)
    take_out(part.element)
    sheet.touched = True


def _make(sheet: Sheet, key: str, flow: Flow) -> None:
    tag = _tag(sheet, flow)
    if tag in _DATA_TAGS:
        _make_data(sheet, key, flow, tag)
    else:
        element = sheet.add(_holder(sheet, flow, tag), tag, {"id": key})
        sheet.enter(key, element, tag)
        _set_ends(sheet, key, flow)
        for told, marker in DIRECTIONS.items() if tag == "association" else ():
            if marker in flow.markers:
                element.set("associationDirection", told)
    element = sheet.parts[key].element
    if flow.name and tag not in _DATA_TAGS and tag != "association":
        element.set("name", flow.name)
    if flow.condition:
        _set_condition(sheet, key, flow.condition)


def _change(sheet: Sheet, key: str, flow: Flow) -> None:
    before = sheet.base[key]
    assert isinstance(before, Flow)
    if sheet.parts[key].tag == LINE:
        _join_otherwise(sheet, key, flow, before)
        return
    led = _ends(sheet, flow) != (sheet.base_key(before.source_id), sheet.base_key(before.target_id), before.form)
    if led or _must_turn(sheet, key, flow):
        _lead_elsewhere(sheet, key, flow)
    if flow.name != before.name:
        sheet.touched |= set_attribute(sheet.parts[key].element, "name", flow.name or None)
    returned = sheet.base_tags[key] == "messageFlow" and sheet.parts[key].tag == "sequenceFlow"
    if flow.condition != before.condition or (returned and flow.condition):
        _set_condition(sheet, key, flow.condition)


def _join_otherwise(sheet: Sheet, key: str, flow: Flow, before: Flow) -> None:
    """Let a line of the drawing name other shapes; one that no file has drawn yet is found by where the line ends."""
    ends = ("sourceElement", flow.source_id, before.source_id), ("targetElement", flow.target_id, before.target_id)
    for name, now, was in ends:
        if sheet.key(now) != sheet.base_key(was):
            shape = sheet.reading.shapes.get(sheet.key(now))
            told = None if shape is None or shape.element is None else shape.element.get("id")
            sheet.touched |= set_attribute(sheet.parts[key].element, name, told)


def _must_turn(sheet: Sheet, key: str, flow: Flow) -> bool:
    """Tell whether a sequence leads to another pool since a step was moved, or no longer does."""
    tag = sheet.parts[key].tag
    wrong = tag == "messageFlow" if not _crosses(sheet, flow) else tag == "sequenceFlow"
    return flow.form == "sequence" and wrong and _ends_moved(sheet, flow)


def _ends_moved(sheet: Sheet, flow: Flow) -> bool:
    for end in (flow.source_id, flow.target_id):
        now, before = sheet.elements[sheet.key(end)], sheet.base.get(sheet.key(end))
        if not isinstance(before, Node) or not isinstance(now, Node):
            return True
        if holder_token(sheet, now, before=False) != holder_token(sheet, before, before=True):
            return True
    return False


def _ends(sheet: Sheet, flow: Flow) -> tuple[str, str, str]:
    return sheet.key(flow.source_id), sheet.key(flow.target_id), flow.form


def _lead_elsewhere(sheet: Sheet, key: str, flow: Flow) -> None:
    part, tag = sheet.parts[key], _tag(sheet, flow)
    _forget(sheet, key)
    sheet.touched = True
    if tag in _DATA_TAGS or part.tag in _DATA_TAGS:
        take_out(part.element)
        del sheet.parts[key]
        _make(sheet, key, flow)
        return
    holder = _holder(sheet, flow, tag)
    if part.element.getparent() is not holder or tag != part.tag:
        take_out(part.element)
        if tag != part.tag:
            part.element.tag, part.tag = sheet.document.tag(tag), tag
            _strip(sheet, part.element, tag)
        insert(sheet.document, holder, part.element, tag)
    _set_ends(sheet, key, flow)


def _strip(sheet: Sheet, element: XmlElement, tag: str) -> None:
    """Take away what only the former kind of flow may have."""
    if tag != "sequenceFlow":
        for child in sheet.document.children(element, "conditionExpression"):
            take_out(child)
        set_attribute(element, "isImmediate", None)
    for name in {"messageRef": "messageFlow", "associationDirection": "association"}.items():
        if tag != name[1]:
            set_attribute(element, name[0], None)


def _tag(sheet: Sheet, flow: Flow) -> str:
    """Return the BPMN element for a flow; what BPMN forbids as a sequence is written as a message or association."""
    source, target = (sheet.parts[sheet.key(end)].tag for end in (flow.source_id, flow.target_id))
    if flow.form == "data" and source in DATA and target in _OWNERS:
        return "dataInputAssociation"
    if flow.form == "data" and target in DATA and source in _OWNERS:
        return "dataOutputAssociation"
    at_port = "" in (source, target)
    if flow.form == "message" or (flow.form == "sequence" and (at_port or _crosses(sheet, flow))):
        return "messageFlow"
    return "sequenceFlow" if flow.form == "sequence" else "association"


def _crosses(sheet: Sheet, flow: Flow) -> bool:
    """Tell whether a flow leads from one pool to another."""
    pools = []
    for end in (flow.source_id, flow.target_id):
        node = sheet.elements[sheet.key(end)]
        lane = sheet.elements.get(sheet.key(node.lane_id)) if isinstance(node, Node) else None
        pools.append(getattr(lane, "pool_id", None))
    return pools[0] != pools[1]


def _holder(sheet: Sheet, flow: Flow, tag: str) -> XmlElement:
    if tag == "messageFlow":
        return collaboration(sheet)
    source, target = (_holder_of_end(sheet, end) for end in (flow.source_id, flow.target_id))
    if tag == "association" and source is not target:
        return collaboration(sheet) if sheet.scan.collaborations else source
    return source


def _holder_of_end(sheet: Sheet, node_id: str) -> XmlElement:
    element = sheet.parts[sheet.key(node_id)].element
    return collaboration(sheet) if element is None else element.getparent()


def _set_ends(sheet: Sheet, key: str, flow: Flow) -> None:
    part = sheet.parts[key]
    for side, end in (("source", flow.source_id), ("target", flow.target_id)):
        reference = _reference(sheet, key, end, side)
        set_attribute(part.element, f"{side}Ref", reference)
        if part.tag == "sequenceFlow":
            made = add_child(
                sheet.document, sheet.parts[sheet.key(end)].element, "outgoing" if side == "source" else "incoming"
            )
            made.text = sheet.id_of(key)


def _reference(sheet: Sheet, key: str, end: str, side: str) -> str:
    """Return the id that an end refers to: the node's, or for a port that of its pool or what the source said."""
    node_key = sheet.key(end)
    if sheet.parts[node_key].element is not None:
        return sheet.id_of(node_key)
    element = sheet.parts[key].element
    if not sheet.is_new(node_key) and element.get(f"{side}Ref"):
        return str(element.get(f"{side}Ref"))
    node = sheet.elements[node_key]
    lane = sheet.elements.get(sheet.key(node.lane_id)) if isinstance(node, Node) else None
    pool = sheet.key(getattr(lane, "pool_id", None))
    if not pool:
        implied_participant(sheet)
    return sheet.id_of(pool or IMPLIED) if pool else str(sheet.parts[IMPLIED].element.get("id"))


def _make_data(sheet: Sheet, key: str, flow: Flow, tag: str) -> None:
    comes_in = tag == "dataInputAssociation"
    owner = sheet.parts[sheet.key(flow.target_id if comes_in else flow.source_id)].element
    data = sheet.id_of(sheet.key(flow.source_id if comes_in else flow.target_id))
    element = sheet.add(owner, tag, {"id": key})
    sheet.enter(key, element, tag)
    if comes_in:
        add_child(sheet.document, element, "sourceRef").text = data
        add_child(sheet.document, element, "targetRef").text = _placeholder(sheet, owner)
    else:
        add_child(sheet.document, element, "targetRef").text = data


def _placeholder(sheet: Sheet, owner: XmlElement) -> str:
    """Return the id of the property that stands for "the activity itself", since the schema wants a target."""
    name = "__targetRef_placeholder"
    for child in sheet.document.children(owner, "property"):
        if child.get("name") == name and child.get("id"):
            return str(child.get("id"))
    made = sheet.add(owner, "property", {"id": sheet.unused("Property_1"), "name": name})
    return str(made.get("id"))


def _set_condition(sheet: Sheet, key: str, text: str) -> None:
    part = sheet.parts[key]
    if part.tag != "sequenceFlow":
        return
    sheet.touched = True
    found = sheet.document.child(part.element, "conditionExpression")
    if found is None and text:
        found = add_child(sheet.document, part.element, "conditionExpression")
        found.set(_TYPE, qualified(sheet.document, found, "tFormalExpression"))
    if found is not None and text:
        for inner in list(found):
            found.remove(inner)
        found.text = text
    elif found is not None:
        take_out(found)


def _write_usual(sheet: Sheet, key: str, flow: Flow) -> None:
    """Let the source name the branch that is taken when no condition holds."""
    before = sheet.base.get(key)
    was = isinstance(before, Flow) and before.usual
    returned = before is not None and sheet.base_tags[key] != sheet.parts[key].tag
    if (flow.usual == was and not returned) or sheet.parts[key].tag != "sequenceFlow":
        return
    source = sheet.parts[sheet.key(flow.source_id)].element
    if flow.usual:
        sheet.touched |= set_attribute(source, "default", sheet.id_of(key))
    elif means(source.get("default"), sheet.id_of(key)):
        sheet.touched |= set_attribute(source, "default", None)


def _forget(sheet: Sheet, key: str) -> None:
    """Take a flow out of what its former ends say."""
    before, own = sheet.base.get(key), sheet.base_id(key)
    if not isinstance(before, Flow) or not own:
        return
    for end in (before.source_id, before.target_id):
        part = sheet.parts.get(sheet.base_key(end))
        if part is None or part.element is None:
            continue
        for child in list(part.element):
            if sheet.document.name(child) in ("incoming", "outgoing") and means(child.text, own):
                take_out(child)
        if means(part.element.get("default"), own):
            set_attribute(part.element, "default", None)

"""Nodes of a map, written into a document: made, turned into other forms, renamed, moved elsewhere, removed."""

from crm_desktop.interchange.bpmn.building import (
    add_child,
    insert,
    qualified,
    set_attribute,
    set_child_text,
    set_flag,
    take_out,
)
from crm_desktop.interchange.bpmn.containers import holder_of_node, holder_token
from crm_desktop.interchange.bpmn.names import (
    ACTIVITIES,
    EVENTS,
    GATEWAYS,
    GLOBAL_TASKS,
    KEPT_KINDS,
    LOOPS,
    TASKS,
    TRIGGERS,
)
from crm_desktop.interchange.bpmn.node_values import category_value
from crm_desktop.interchange.bpmn.sheet import Sheet
from crm_desktop.interchange.bpmn.write_lanes import write_documentation
from crm_desktop.interchange.bpmn.write_own_data import write_own
from crm_desktop.interchange.xml_files import XmlElement
from crm_desktop.models.processes.elements import Node

_GLOBAL_TAGS = {kind: tag for tag, kind in GLOBAL_TASKS.items()}
_TASK_TAGS = {kind: tag for tag, kind in TASKS.items()}
_GATEWAY_TAGS = {kind: tag for tag, kind in GATEWAYS.items()} | {"event_parallel": "eventBasedGateway"}
_TRIGGER_TAGS = {kind: tag for tag, kind in TRIGGERS.items()}
_SEVERAL = ("messageEventDefinition", "timerEventDefinition")
_TOLD_ELSEWHERE = frozenset({"unmarked", "global"})
"""Markers that the diagram says, or what is called."""
_KEPT = frozenset({"documentation", "extensionElements", "incoming", "outgoing"})


def write_nodes(sheet: Sheet) -> None:
    """Write all nodes; those that hold others first."""
    nodes = sorted(sheet.nodes(), key=lambda each: (_depth(sheet, each[1]), each[1].lane_id or "", each[1].rank))
    for key, node in nodes:
        if node.form == "port":
            sheet.enter(key, None, "")
            continue
        if sheet.is_new(key):
            _make(sheet, key, node)
        else:
            _change(sheet, key, node)
        write_own(sheet, key)
    for key, node in sheet.nodes():
        if node.form != "port":
            _attach(sheet, key, node)


def remove_node(sheet: Sheet, key: str) -> None:
    """Take a node out, with all that it holds and that the map does not have elsewhere."""
    part = sheet.parts.get(key)
    if part is None or part.element is None:
        return
    take_out(part.element)
    sheet.touched = True


def tag_of(node: Node) -> str:
    """Return the BPMN element that stands for a node."""
    match node.form:
        case "task":
            return _TASK_TAGS.get(node.task_type, "task")
        case "gateway":
            return _GATEWAY_TAGS.get(node.gateway_type, "exclusiveGateway")
        case "subprocess":
            tags = {"call": "callActivity", "transaction": "transaction", "ad_hoc": "adHocSubProcess"}
            return next((tag for marker, tag in tags.items() if marker in node.markers), "subProcess")
        case "start" | "end":
            return f"{node.form}Event"
        case "intermediate" if node.attached_to_id:
            return "boundaryEvent"
        case "intermediate":
            return "intermediateThrowEvent" if node.throws else "intermediateCatchEvent"
        case "data_object":
            return "dataObjectReference"
        case "data_store":
            return "dataStoreReference"
        case "note":
            return "textAnnotation"
        case _:
            return "group"


def _depth(sheet: Sheet, node: Node) -> int:
    depth, seen = 0, {node.id}
    while node.parent_id and node.parent_id not in seen:
        above = sheet.elements.get(sheet.key(node.parent_id))
        if not isinstance(above, Node):
            break
        seen.add(above.id)
        node, depth = above, depth + 1
    return depth


def _make(sheet: Sheet, key: str, node: Node) -> None:
    tag = tag_of(node)
    element = sheet.add(holder_of_node(sheet, key), tag, {"id": key})
    sheet.enter(key, element, tag)
    _set_form(sheet, element, node, tag)
    if tag == "dataObjectReference":
        holder = element.getparent()
        stands_for = sheet.add(holder, "dataObject", {"id": sheet.unused(f"Data_{key}")})
        element.set("dataObjectRef", stands_for.get("id"))
        if "collection" in node.markers:
            stands_for.set("isCollection", "true")
        if node.data_state:
            add_child(sheet.document, element, "dataState", {"name": node.data_state})
    if tag == "callActivity" and "global" in node.markers:
        attributes = {"id": sheet.unused(f"Called_{key}"), "name": node.name}
        called = sheet.add(sheet.document.definitions, _GLOBAL_TAGS.get(node.task_type, "globalTask"), attributes)
        element.set("calledElement", called.get("id"))
    _set_name(sheet, key, node)
    if node.notes:
        write_documentation(sheet, element, node.notes)


def _change(sheet: Sheet, key: str, node: Node) -> None:
    before, part = sheet.base[key], sheet.parts[key]
    assert isinstance(before, Node)
    if part.tag not in KEPT_KINDS and _kind(node) != _kind(before):
        tag = tag_of(node)
        _turn_into(sheet, part.element, part.tag, tag)
        part.tag = tag
        _set_form(sheet, part.element, node, tag)
        sheet.touched = True
    if node.name != before.name:
        _set_name(sheet, key, node)
    if node.notes != before.notes:
        write_documentation(sheet, part.element, node.notes)
    if part.tag not in KEPT_KINDS and holder_token(sheet, node, before=False) != holder_token(
        sheet, before, before=True
    ):
        holder = holder_of_node(sheet, key)
        if part.element.getparent() is not holder and holder not in part.element.iter():
            take_out(part.element)
            insert(sheet.document, holder, part.element, part.tag)
            sheet.touched = True


def _kind(node: Node) -> tuple[object, ...]:
    """Return what decides which BPMN element a node is."""
    event = node.trigger, node.throws, node.interrupts, bool(node.attached_to_id)
    kind = node.task_type if node.form == "task" else ""
    return node.form, kind, node.gateway_type, node.markers - _TOLD_ELSEWHERE, *event


def _turn_into(sheet: Sheet, element: XmlElement, old: str, new: str) -> None:
    """Give an element another tag; between tasks everything stays, else only what every node has."""
    element.tag = sheet.document.tag(new)
    if old in ACTIVITIES and new in ACTIVITIES:
        return
    for child in list(element):
        name = sheet.document.name(child)
        if old == new or (old in EVENTS and new in EVENTS):
            continue
        if name and name not in _KEPT:
            take_out(child)
    for name in list(element.attrib):
        if old != new and not name.startswith("{") and name not in ("id", "name"):
            del element.attrib[name]


def _set_form(sheet: Sheet, element: XmlElement, node: Node, tag: str) -> None:
    if tag in EVENTS:
        _set_event(sheet, element, node, tag)
    elif tag in ACTIVITIES:
        _set_activity(sheet, element, node, tag)
    elif tag == "eventBasedGateway":
        is_parallel = node.gateway_type == "event_parallel"
        if is_parallel:
            element.set("eventGatewayType", "Parallel")
        set_flag(element, "instantiate", is_parallel or "instantiate" in node.markers, default=False)


def _set_event(sheet: Sheet, element: XmlElement, node: Node, tag: str) -> None:
    document = sheet.document
    definitions = [child for child in element if document.name(child) in {*TRIGGERS, "eventDefinitionRef"}]
    wanted = _SEVERAL if "multiple" in node.trigger else tuple(filter(None, [_TRIGGER_TAGS.get(node.trigger)]))
    if [document.name(child) for child in definitions] != list(wanted):
        for child in definitions:
            take_out(child)
        for name in wanted:
            made = add_child(document, element, name)
            if name == "linkEventDefinition":
                made.set("name", node.name or "link")
            elif name == "conditionalEventDefinition":
                condition = add_child(document, made, "condition")
                condition.set(
                    "{http://www.w3.org/2001/XMLSchema-instance}type", qualified(document, made, "tFormalExpression")
                )
    if node.trigger == "parallel_multiple":
        element.set("parallelMultiple", "true")
    if tag == "boundaryEvent":
        set_flag(element, "cancelActivity", node.interrupts, default=True)
    elif tag == "startEvent":
        set_flag(element, "isInterrupting", node.interrupts, default=True)


def _set_activity(sheet: Sheet, element: XmlElement, node: Node, tag: str) -> None:
    document, markers = sheet.document, node.markers
    if tag == "receiveTask":
        set_flag(element, "instantiate", "instantiate" in markers, default=False)
    set_flag(element, "isForCompensation", "compensation" in markers, default=False)
    if tag in ("subProcess", "adHocSubProcess", "transaction"):
        set_flag(element, "triggeredByEvent", "event" in markers, default=False)
    wanted = ""
    if "loop" in markers:
        wanted = "standardLoopCharacteristics"
    elif markers & {"multi_parallel", "multi_sequential"}:
        wanted = "multiInstanceLoopCharacteristics"
    loops = [child for child in element if document.name(child) in LOOPS]
    if [document.name(child) for child in loops] != ([wanted] if wanted else []):
        for child in loops:
            take_out(child)
        loops = [add_child(document, element, wanted)] if wanted else []
    if wanted.startswith("multi"):
        set_flag(loops[0], "isSequential", "multi_sequential" in markers, default=False)


def _set_name(sheet: Sheet, key: str, node: Node) -> None:
    part = sheet.parts[key]
    sheet.touched = True
    if part.tag == "textAnnotation":
        set_child_text(sheet.document, part.element, "text", node.name)
    elif part.tag == "group":
        _set_group_name(sheet, part.element, node.name)
    else:
        set_attribute(part.element, "name", node.name or None)


def _set_group_name(sheet: Sheet, element: XmlElement, name: str) -> None:
    value = category_value(sheet.scan, element)
    if value is None and name:
        category = sheet.add(sheet.document.definitions, "category", {"id": sheet.unused("Category_1")})
        value = add_child(sheet.document, category, "categoryValue", {"id": sheet.unused("CategoryValue_1")})
        _put_first(sheet, category)
        element.set("categoryValueRef", value.get("id"))
    if value is not None:
        value.set("value", name)


def _put_first(sheet: Sheet, category: XmlElement) -> None:
    """Put a root element before the processes, which refer to it."""
    for child in sheet.document.definitions:
        if sheet.document.name(child) in ("process", "collaboration"):
            child.addprevious(category)
            return


def _attach(sheet: Sheet, key: str, node: Node) -> None:
    """Let an event on an activity's edge refer to that activity."""
    before = sheet.base.get(key)
    host = sheet.key(node.attached_to_id)
    was = sheet.base_key(before.attached_to_id) if isinstance(before, Node) else ""
    if host != was and host in sheet.parts:
        sheet.touched |= set_attribute(sheet.parts[key].element, "attachedToRef", sheet.id_of(host))

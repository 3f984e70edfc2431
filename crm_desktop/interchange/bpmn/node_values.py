"""What a BPMN node is in our words: its form, trigger, types, markers and name."""

from typing import Any

from crm_desktop.interchange.bpmn.marked_up import without_tags
from crm_desktop.interchange.bpmn.names import (
    ACTIVITIES,
    ARTIFACTS,
    CHOREOGRAPHY,
    CONVERSATIONS,
    DATA,
    EVENTS,
    GATEWAYS,
    GLOBAL_TASKS,
    LOOPS,
    SUBPROCESSES,
    TASKS,
    TRIGGERS,
)
from crm_desktop.interchange.bpmn.own_data import own_in
from crm_desktop.interchange.bpmn.scan import Part, Scan
from crm_desktop.interchange.fitting import fit_text, is_false, is_true
from crm_desktop.interchange.xml_files import XmlElement

_MOST_TOLD = 20
_PERFORMERS = frozenset({"performer", "humanPerformer", "potentialOwner"})
_NONE: frozenset[str] = frozenset()
_ACTIVITY_FLAGS = (("isForCompensation", "compensation"), ("triggeredByEvent", "event"), ("instantiate", "instantiate"))
"""Attribute → marker."""
_CHOREOGRAPHY_LOOPS = {
    "Standard": "loop",
    "MultiInstanceSequential": "multi_sequential",
    "MultiInstanceParallel": "multi_parallel",
}


def node_values(scan: Scan, part: Part) -> dict[str, Any]:
    """Return the fields of a Node, apart from its place, as far as the element says them."""
    values = _form(scan, part)
    values["name"] = fit_text("node", "name", _name(scan, part))
    if len(part.element):
        children = part.inner or scan.document.first_children(part.element)
        if (told := children.get("documentation")) is not None:
            notes = without_tags("".join(told.itertext()), told.get("textFormat"))
            values["notes"] = fit_text("node", "notes", notes)
        told = own_in(children.get("extensionElements"), "node")
        if not told and part.tag in ACTIVITIES and (post := performer(scan, part)):
            values["post"] = post
        values |= told
    return values


def performer(scan: Scan, part: Part) -> str:
    """Return who performs an activity by its resources; our own data, where there is any, says so instead."""
    for child in part.element:
        if scan.document.name(child) in _PERFORMERS:
            resource = _root(scan, scan.document.child_text(child, "resourceRef"))
            named = (None if resource is None else resource.get("name")) or child.get("name")
            if named:
                return fit_text("node", "post", named)
    return ""


def _form(scan: Scan, part: Part) -> dict[str, Any]:
    tag = part.tag
    if tag in TASKS:
        return {"form": "task", "task_type": TASKS[tag], "markers": _activity_markers(part)}
    if tag in EVENTS:
        return _event(scan, part)
    if tag in GATEWAYS:
        parallel = tag == "eventBasedGateway" and part.element.get("eventGatewayType") == "Parallel"
        markers = frozenset({"instantiate"}) if is_true(part.element.get("instantiate")) else _NONE
        return {
            "form": "gateway",
            "gateway_type": "event_parallel" if parallel else GATEWAYS[tag],
            "markers": markers,
        }
    if tag in SUBPROCESSES:
        return {"form": "subprocess", "markers": _activity_markers(part)} | _called_task(scan, part)
    if tag in CHOREOGRAPHY:
        return _choreographed(scan, part)
    if tag == "lane":
        return {"form": "group", "markers": frozenset({"lane"})}
    if tag in CONVERSATIONS:
        return {"form": "note", "markers": frozenset({"conversation"})}
    if tag in DATA:
        form, marker = DATA[tag]
        collection = "collection" if _is_collection(scan, part) else ""
        values = {"form": form, "markers": frozenset({marker, collection} - {""})}
        if len(part.element) and (state := scan.document.child(part.element, "dataState")) is not None:
            values["data_state"] = fit_text("node", "data_state", state.get("name"))
        return values
    return {"form": ARTIFACTS[tag]}


def _name(scan: Scan, part: Part) -> str:
    element = part.element
    if part.tag == "textAnnotation":
        return without_tags(scan.document.child_text(element, "text"), element.get("textFormat"))
    if part.tag == "group":
        value = category_value(scan, element)
        return "" if value is None else value.get("value") or ""
    named = element.get("name") or ""
    if not named and part.tag in ("dataObjectReference", "dataStoreReference"):
        stands_for = _stands_for(scan, element)
        return "" if stands_for is None else stands_for.get("name") or ""
    return str(named)


def category_value(scan: Scan, group: XmlElement) -> XmlElement | None:
    """Return the element that holds a group's name."""
    return _root(scan, group.get("categoryValueRef"))


def _event(scan: Scan, part: Part) -> dict[str, Any]:
    form, throws = EVENTS[part.tag]
    triggers = [found for child in part.element if (found := _trigger(scan, child))]
    trigger = triggers[0] if triggers else "none"
    if len(triggers) > 1:
        trigger = "parallel_multiple" if is_true(part.element.get("parallelMultiple")) else "multiple"
    interrupting = part.element.get("cancelActivity" if part.tag == "boundaryEvent" else "isInterrupting")
    return {"form": form, "trigger": trigger, "throws": throws, "interrupts": not is_false(interrupting)}


def _called_task(scan: Scan, part: Part) -> dict[str, Any]:
    """Return what a call activity is that calls a task: such a one has no inside."""
    target = _root(scan, part.element.get("calledElement"))
    kind = None if target is None else GLOBAL_TASKS.get(scan.document.name(target))
    if kind is None or part.tag != "callActivity":
        return {}
    return {"task_type": kind, "markers": _activity_markers(part) | {"global"}}


def _choreographed(scan: Scan, part: Part) -> dict[str, Any]:
    """Return a step of a choreography: who begins it and who else takes part stands where we have a post."""
    element, first = part.element, part.element.get("initiatingParticipantRef")
    named = [(child.text or "").strip() for child in scan.document.children(element, "participantRef")]
    named.sort(key=lambda reference: reference != (first or "").strip())
    found = [
        target.get("name") or "" for reference in named[:_MOST_TOLD] if (target := _root(scan, reference)) is not None
    ]
    loop = _CHOREOGRAPHY_LOOPS.get(element.get("loopType") or "", "")
    return {
        "form": "task" if part.tag == "choreographyTask" else "subprocess",
        "post": fit_text("node", "post", " → ".join(name for name in found if name)),
        "markers": frozenset({CHOREOGRAPHY[part.tag], loop} - {""}),
    }


def _root(scan: Scan, reference: str | None) -> XmlElement | None:
    """Return a root element by a reference, with or without a prefix."""
    told = (reference or "").strip()
    return scan.roots.get(told, scan.roots.get(told.rpartition(":")[2])) if told else None


def _trigger(scan: Scan, child: XmlElement) -> str:
    tag = scan.document.name(child)
    if tag == "eventDefinitionRef":
        target = _root(scan, child.text)
        return "" if target is None else TRIGGERS.get(scan.document.name(target), "")
    return TRIGGERS.get(tag, "")


def _activity_markers(part: Part) -> frozenset[str]:
    element, inner = part.element, part.inner
    found = [marker for name, marker in _ACTIVITY_FLAGS if (told := element.get(name)) and is_true(told)]
    if marker := SUBPROCESSES.get(part.tag):
        found.append(marker)
    for tag, loop in LOOPS.items():
        if tag in inner and loop == "multi":
            found.append("multi_sequential" if is_true(inner[tag].get("isSequential")) else "multi_parallel")
        elif tag in inner:
            found.append(loop)
    return frozenset(found) if found else _NONE


def _is_collection(scan: Scan, part: Part) -> bool:
    element = part.element if part.tag != "dataObjectReference" else _stands_for(scan, part.element)
    return element is not None and is_true(element.get("isCollection"))


def _stands_for(scan: Scan, element: XmlElement) -> XmlElement | None:
    target = scan.resolve(element.get("dataObjectRef") or element.get("dataStoreRef"))
    return None if target is None else target.element


def is_activity(part: Part | None) -> bool:
    """Tell whether events can be attached to the part."""
    return part is not None and part.tag in ACTIVITIES

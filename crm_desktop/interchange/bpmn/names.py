"""The vocabulary of BPMN files: name spaces, and which tag stands for which form of our elements."""

from collections.abc import Mapping

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
EXPORTER = "Fieldline CRM"
OWN = "urn:fieldline-crm:bpmn:1"
"""What only our maps know (times, pains, shares, …) stands in extensionElements under this name space."""
ROUTED = f"{{{OWN}}}routed"
"""On an edge that our program routed: a sum of its way points. While it fits, they are nobody's corners."""
BIOC = "http://bpmn.io/schema/bpmn/biocolor/1.0"
COLOR = "http://www.omg.org/spec/BPMN/non-normative/color/1.0"

TASKS: Mapping[str, str] = {
    "task": "none",
    "userTask": "user",
    "manualTask": "manual",
    "serviceTask": "service",
    "scriptTask": "script",
    "businessRuleTask": "rule",
    "sendTask": "send",
    "receiveTask": "receive",
}
EVENTS: Mapping[str, tuple[str, bool]] = {
    "startEvent": ("start", False),
    "endEvent": ("end", True),
    "intermediateCatchEvent": ("intermediate", False),
    "intermediateThrowEvent": ("intermediate", True),
    "boundaryEvent": ("intermediate", False),
    "implicitThrowEvent": ("intermediate", True),
}
"""Tag → form, whether it throws."""
GATEWAYS: Mapping[str, str] = {
    "exclusiveGateway": "exclusive",
    "inclusiveGateway": "inclusive",
    "parallelGateway": "parallel",
    "complexGateway": "complex",
    "eventBasedGateway": "event",
}
SUBPROCESSES: Mapping[str, str] = {
    "subProcess": "",
    "adHocSubProcess": "ad_hoc",
    "transaction": "transaction",
    "callActivity": "call",
}
"""Tag → marker."""
DATA: Mapping[str, tuple[str, str]] = {
    "dataObjectReference": ("data_object", ""),
    "dataObject": ("data_object", ""),
    "dataInput": ("data_object", "input"),
    "dataOutput": ("data_object", "output"),
    "dataStoreReference": ("data_store", ""),
    "dataStore": ("data_store", ""),
    "message": ("data_object", ""),
}
"""Tag → form, marker."""
CHOREOGRAPHY: Mapping[str, str] = {"choreographyTask": "", "subChoreography": "", "callChoreography": "call"}
"""Tag → marker: what happens between participants, shown as a step with their names."""
OPENED = frozenset({*SUBPROCESSES, "subChoreography"})
"""What may be drawn open, with what it holds inside."""
CONVERSATIONS = frozenset({"conversation", "subConversation", "callConversation"})
"""What participants talk about, shown as a note between them."""
GLOBAL_TASKS: Mapping[str, str] = {
    "globalTask": "none",
    "globalUserTask": "user",
    "globalManualTask": "manual",
    "globalScriptTask": "script",
    "globalBusinessRuleTask": "rule",
}
"""Tag → type of task: what a call activity may call that is no process."""
KEPT_KINDS = frozenset({"lane", *CHOREOGRAPHY, *CONVERSATIONS})
"""Nodes that are shown as something near to what they are: only their name, notes and place are written."""
ARTIFACTS: Mapping[str, str] = {"textAnnotation": "note", "group": "group"}
ACTIVITIES = frozenset({*TASKS, *SUBPROCESSES})
FLOW_NODES = frozenset({*ACTIVITIES, *EVENTS, *GATEWAYS, *CHOREOGRAPHY})
"""What lanes refer to, and sequences lead to."""
NODES = frozenset({*FLOW_NODES, *DATA, *ARTIFACTS, *CONVERSATIONS})
FLOWS: Mapping[str, str] = {
    "sequenceFlow": "sequence",
    "messageFlow": "message",
    "association": "association",
    "conversationLink": "association",
    "dataInputAssociation": "data",
    "dataOutputAssociation": "data",
}
LINE = "line"
"""A flow that only a diagram knows: an edge that stands for no element and says between what it runs."""
ENVELOPES: Mapping[str, str] = {"initiating": "initiating", "non_initiating": "answering"}
"""`messageVisibleKind` of an edge → marker of a flow."""
DIRECTIONS: Mapping[str, str] = {"One": "directed", "Both": "both"}
"""`associationDirection` → marker of a flow."""
TRIGGERS: Mapping[str, str] = {
    "messageEventDefinition": "message",
    "timerEventDefinition": "timer",
    "errorEventDefinition": "error",
    "escalationEventDefinition": "escalation",
    "cancelEventDefinition": "cancel",
    "compensateEventDefinition": "compensation",
    "conditionalEventDefinition": "conditional",
    "linkEventDefinition": "link",
    "signalEventDefinition": "signal",
    "terminateEventDefinition": "terminate",
}
LOOPS: Mapping[str, str] = {"standardLoopCharacteristics": "loop", "multiInstanceLoopCharacteristics": "multi"}
ASSUMED = "~lane:"
"""Begins the keys of lanes that no document has: of a pool, or a diagram, without lanes."""

_BASE = ("documentation", "extensionElements")
_CONTENTS = ("laneSet", "@flow element", "@artifact")
_ACTIVITY = (
    *("incoming", "outgoing", "ioSpecification", "property", "dataInputAssociation", "dataOutputAssociation"),
    *("@resource role", "@loop"),
)
_EVENT = (
    *("incoming", "outgoing", "property", "dataOutput", "dataInput", "dataOutputAssociation", "dataInputAssociation"),
    *("outputSet", "inputSet", "@event definition", "eventDefinitionRef"),
)
ORDER: Mapping[str, tuple[str, ...]] = {
    "definitions": ("import", "extension", "@root", "BPMNDiagram", "relationship"),
    "process": (*_BASE, "auditing", "monitoring", "property", *_CONTENTS, "@resource role"),
    "collaboration": (*_BASE, "participant", "messageFlow", "@artifact", "@conversation"),
    "participant": (*_BASE, "interfaceRef", "endPointRef", "participantMultiplicity"),
    "laneSet": (*_BASE, "lane"),
    "childLaneSet": (*_BASE, "lane"),
    "lane": (*_BASE, "partitionElement", "flowNodeRef", "childLaneSet"),
    "sequenceFlow": (*_BASE, "conditionExpression"),
    "textAnnotation": (*_BASE, "text"),
    "@event": (*_BASE, *_EVENT),
    "@activity": (*_BASE, *_ACTIVITY, *_CONTENTS, "completionCondition"),
    "@node": (*_BASE, "incoming", "outgoing"),
    "@data association": (*_BASE, "sourceRef", "targetRef", "transformation", "assignment"),
    "BPMNShape": ("extension", "Bounds", "BPMNLabel"),
    "BPMNEdge": ("extension", "waypoint", "BPMNLabel"),
    "BPMNLabel": ("extension", "Bounds"),
}
"""In which order the schema wants children; `@` names families (see `family`)."""


def is_assumed(key: str) -> bool:
    """Tell whether a lane's key says that the document has no such lane."""
    return key.startswith(ASSUMED)


def order_of(tag: str) -> tuple[str, ...]:
    """Return in which order the children of an element stand; without an entry only what all elements have."""
    if tag in ORDER:
        return ORDER[tag]
    if tag in EVENTS:
        return ORDER["@event"]
    if tag in ACTIVITIES:
        return ORDER["@activity"]
    if tag in ("dataInputAssociation", "dataOutputAssociation"):
        return ORDER["@data association"]
    return ORDER["@node"]


def family(parent: str, tag: str) -> str:
    """Return the name under which a child stands in its parent's order."""
    if tag in order_of(parent):
        return tag
    if parent == "definitions":
        return "@root"
    if tag in ARTIFACTS or tag == "association":
        return "@artifact"
    if tag in FLOW_NODES or tag in DATA or tag == "sequenceFlow":
        return "@flow element"
    if tag.endswith("EventDefinition"):
        return "@event definition"
    if tag.endswith("LoopCharacteristics"):
        return "@loop"
    if tag in ("performer", "potentialOwner", "humanPerformer", "resourceRole"):
        return "@resource role"
    return "@conversation" if parent == "collaboration" else tag

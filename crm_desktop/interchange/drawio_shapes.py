"""What the styles of draw.io's shapes say: steps, decisions, events, documents, with types and markers as in BPMN."""

from collections.abc import Mapping

_TASK_MARKERS = {
    "user": "user", "manual": "manual", "service": "service", "script": "script",
    "businessRule": "rule", "send": "send", "receive": "receive",
}  # fmt: skip
_SYMBOLS = {
    "message": "message", "timer": "timer", "error": "error", "escalation": "escalation", "cancel": "cancel",
    "compensation": "compensation", "conditional": "conditional", "link": "link", "signal": "signal",
    "terminate": "terminate", "multiple": "multiple", "parallelMultiple": "parallel_multiple",
}  # fmt: skip
_GATEWAYS = {
    "exclusive": "exclusive", "exclusiveGw": "exclusive", "parallel": "parallel", "parallelGw": "parallel",
    "inclusive": "inclusive", "inclusiveGw": "inclusive", "complex": "complex", "complexGw": "complex",
}  # fmt: skip
_MARKERS = {
    "isLoopStandard": "loop", "isLoopMultiParallel": "multi_parallel", "isLoopMultiSeq": "multi_sequential",
    "isLoopComp": "compensation", "isAdHoc": "ad_hoc",
}  # fmt: skip
_PARTS = (
    ("datastore", "data_store"), ("cylinder", "data_store"), ("database", "data_store"), ("document", "data_object"),
    ("bpmn.data", "data_object"), ("note", "note"), ("process", "subprocess"), ("predefined", "subprocess"),
)  # fmt: skip
_OUTER = ("boundInt", "boundNonint")
"""Outlines of events on the edge of a step."""


def form_of(style: Mapping[str, str]) -> dict[str, object]:
    """Return the fields of a node that a shape's style says."""
    shape = style.get("shape", "").lower()
    symbol = style.get("symbol", "")
    perimeter = style.get("perimeter", "")
    if "bpmn.event" in shape or ("bpmn.shape" in shape and "ellipse" in perimeter.lower()):
        return _event(style, symbol)
    if "gateway" in shape or ("bpmn.shape" in shape and "rhombus" in perimeter.lower()):
        kind = style.get("gwType", symbol)
        return {"form": "gateway", "gateway_type": _GATEWAYS.get(kind, "event" if symbol else "exclusive")}
    if "bpmn.task" in shape:
        return _task(style)
    if "rhombus" in style or "decision" in shape or shape == "rhombus":
        return {"form": "gateway"}
    if "terminator" in shape or style.get("arcSize") == "50":
        return {"form": "event"}
    if "ellipse" in style or "ellipse" in shape or "start" in shape:
        return {"form": "event"}
    for part, form in _PARTS:
        if part in shape:
            collection = frozenset({"collection"}) if style.get("isCollection") == "1" else frozenset()
            return {"form": form, **({"markers": collection} if form == "data_object" else {})}
    return {"form": "note"} if "text" in style or "group" in style else {"form": "task"}


def is_attached(style: Mapping[str, str]) -> bool:
    """Tell whether an event's outline says that it stands on the edge of a step."""
    return style.get("outline", "") in _OUTER


def _task(style: Mapping[str, str]) -> dict[str, object]:
    kind = style.get("bpmnShapeType", "")
    markers = {marker for name, marker in _MARKERS.items() if style.get(name) == "1"}
    if style.get("isLoopSub") == "1" or kind in ("subprocess", "call", "transaction"):
        return {"form": "subprocess", "markers": frozenset(markers | ({kind} & {"call", "transaction"}))}
    values = {"form": "task", "task_type": _TASK_MARKERS.get(style.get("taskMarker", ""), "none")}
    return {**values, "markers": frozenset(markers - {"ad_hoc"})}


def _event(style: Mapping[str, str], symbol: str) -> dict[str, object]:
    outline = style.get("outline", "standard")
    form = {"end": "end", "standard": "start", "eventInt": "start", "eventNonint": "start"}.get(outline, "intermediate")
    trigger = "terminate" if symbol.startswith("terminate") else _SYMBOLS.get(symbol, "none")
    throws = form == "end" or outline == "throwing"
    return {"form": form, "trigger": trigger, "throws": throws, "interrupts": not outline.endswith("Nonint")}

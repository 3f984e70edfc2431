"""One BPMN file with every sign of the notation, in the words of no program in particular."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.dialect_parts import diagram, document, edge, flow, shape

TASKS = ("task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask")
CAUGHT = ("message", "timer", "conditional", "signal")
THROWN = ("message", "escalation", "compensate", "link", "signal")
ENDED = ("message", "error", "escalation", "cancel", "compensate", "signal", "terminate")
LOOPS = (
    "<standardLoopCharacteristics/>",
    '<multiInstanceLoopCharacteristics isSequential="false"/>',
    '<multiInstanceLoopCharacteristics isSequential="true"/>',
)


def definition(trigger: str) -> str:
    """Return what an event waits for or does."""
    if trigger == "conditional":
        return '<conditionalEventDefinition><condition xsi:type="tFormalExpression"/></conditionalEventDefinition>'
    named = ' name="L"' if trigger == "link" else ""
    return f"<{trigger}EventDefinition{named}/>"


def notation_file() -> str:
    """Return the file."""
    elements: list[str] = []
    shapes: list[str] = []
    for number, (tag, name, attributes, inner, size) in enumerate(_shown()):
        identifier = f"{tag}{number}"
        elements.append(f'<{tag} id="{identifier}" name="{name}" {attributes}>{inner}</{tag}>')
        bounds = f"{60 + number % 10 * 130} {60 + number // 10 * 130} {size}"
        shapes.append(shape(identifier, bounds, _drawn(tag, attributes)))
    more, drawn = _joined()
    body = (
        '<message id="M" name="Order"/><category id="Cat"><categoryValue id="CV" value="Together"/></category>\n'
        '<globalUserTask id="Glob" name="Sign"/><collaboration id="C"><participant id="P" name="Us" processRef="Proc"/>'
        '<participant id="Q" name="Suppliers"><participantMultiplicity minimum="2" maximum="5"/></participant>'
        '<messageFlow id="m1" sourceRef="Ask" targetRef="Q" messageRef="M"/>'
        '<messageFlow id="m2" sourceRef="Q" targetRef="Hear" messageRef="M"/></collaboration>\n'
        f'<process id="Proc">{"".join(elements)}{more}</process>\n'
    )
    pools = (shape("P", "0 0 1400 1150", 'isHorizontal="true"'), shape("Q", "0 1200 1400 80", 'isHorizontal="true"'))
    return document(body + diagram("C", *pools, *shapes, *drawn))


def _shown() -> Iterator[tuple[str, str, str, str, str]]:
    """Yield tag, name, attributes, contents and size of each element that stands alone."""
    for trigger in CAUGHT:
        yield "startEvent", f"start {trigger}", "", definition(trigger), "36 36"
        yield "intermediateCatchEvent", f"catch {trigger}", "", definition(trigger), "36 36"
    for trigger in THROWN:
        yield "intermediateThrowEvent", f"throw {trigger}", "", definition(trigger), "36 36"
    for trigger in ENDED:
        yield "endEvent", f"end {trigger}", "", definition(trigger), "36 36"
    several = definition("message") + definition("timer")
    yield "startEvent", "several", "", several, "36 36"
    yield "intermediateCatchEvent", "all of several", 'parallelMultiple="true"', several, "36 36"
    yield "exclusiveGateway", "bare", "", "", "50 50"
    for tag in ("inclusiveGateway", "parallelGateway", "complexGateway", "eventBasedGateway"):
        yield tag, tag, "", "", "50 50"
    yield "eventBasedGateway", "begins", 'instantiate="true"', "", "50 50"
    yield "eventBasedGateway", "begins all", 'instantiate="true" eventGatewayType="Parallel"', "", "50 50"
    for number, tag in enumerate(TASKS):
        yield tag, tag, 'isForCompensation="true"' if number == 1 else "", (*LOOPS, "")[number % 4], "100 80"
    for tag in ("subProcess", "transaction", "adHocSubProcess"):
        yield tag, f"closed {tag}", "", "", "100 80"
    yield "callActivity", "calls", 'calledElement="Proc"', "", "100 80"
    yield "callActivity", "calls a task", 'calledElement="Glob"', "", "100 80"


def _drawn(tag: str, attributes: str) -> str:
    if tag == "exclusiveGateway":
        return 'isMarkerVisible="false"'
    return 'isExpanded="false"' if tag in ("subProcess", "transaction", "adHocSubProcess", "callActivity") else ""


def _joined() -> tuple[str, list[str]]:
    """Return the elements that others refer to, and how they are drawn."""
    elements = (
        f'<task id="Ask" name="Ask"/><task id="Hear" name="Hear"/><task id="Next" name="Next"/>'
        f'<boundaryEvent id="Late" attachedToRef="Ask" cancelActivity="false">{definition("timer")}</boundaryEvent>'
        '<sequenceFlow id="f1" sourceRef="Ask" targetRef="Hear"><conditionExpression xsi:type="tFormalExpression">x'
        f"</conditionExpression></sequenceFlow>{flow('f2', 'Hear', 'Next')}"
        '<subProcess id="Sub" name="On cancel" triggeredByEvent="true"><laneSet id="LS"><lane id="In" name="Inside">'
        '<flowNodeRef>Begin</flowNodeRef></lane></laneSet><startEvent id="Begin" isInterrupting="false">'
        f"{definition('message')}</startEvent></subProcess>"
        '<dataObject id="DO" isCollection="true"/><dataObjectReference id="Doc" name="Order" dataObjectRef="DO">'
        '<dataState name="approved"/></dataObjectReference><dataStoreReference id="Store" name="Files"/>'
        '<textAnnotation id="Note"><text>A remark</text></textAnnotation><group id="Gr" categoryValueRef="CV"/>'
        '<association id="a1" sourceRef="Note" targetRef="Ask" associationDirection="One"/>'
        '<association id="a2" sourceRef="Note" targetRef="Hear" associationDirection="Both"/>'
        '<association id="a3" sourceRef="Note" targetRef="Next" associationDirection="None"/>'
    )
    drawn = [
        shape("Ask", "100 800 100 80"),
        shape("Hear", "300 800 100 80"),
        shape("Next", "500 800 100 80"),
        shape("Late", "180 860 36 36"),
        shape("Sub", "100 930 300 180", 'isExpanded="true"'),
        shape("In", "120 960 260 130"),
        shape("Begin", "160 1000 36 36"),
        shape("Doc", "500 930 36 50"),
        shape("Store", "600 930 50 50"),
        shape("Note", "300 700 100 30"),
        shape("Gr", "80 780 340 120"),
        edge("f1", "200 840 300 840"),
        edge("f2", "400 840 500 840"),
        edge("a1", "330 730 180 800"),
        edge("a2", "350 730 350 800"),
        edge("a3", "370 730 530 800"),
        edge("m1", "130 880 130 1200", 'messageVisibleKind="initiating"'),
        edge("m2", "380 1200 380 880", 'messageVisibleKind="non_initiating"'),
    ]
    return elements, drawn

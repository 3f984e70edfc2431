"""One small process in the manner of many programs: their prefixes, extensions and habits, good and bad.

Written after what these programs export; no file is theirs. Each is (content, findings that its faults must give).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

from tests.support.vendor_manners import MANNERS

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
NAMESPACES = (
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
NODES, FLOWS, LANES = 6, 6, 2
"""What every one of these files shows."""


def shape(of: str, x: float, y: float, width: float, height: float, more: str = "") -> str:
    bounds = f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/>'
    return f'<bpmndi:BPMNShape id="{of}_di" bpmnElement="{of}"{more}>{bounds}</bpmndi:BPMNShape>'


def edge(of: str, *points: tuple[float, float]) -> str:
    way = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in points)
    return f'<bpmndi:BPMNEdge id="{of}_di" bpmnElement="{of}">{way}</bpmndi:BPMNEdge>'


SEMANTIC = """
<b:collaboration id="Coll"><b:participant id="Pool" name="Order" processRef="Proc"/></b:collaboration>
<b:process id="Proc" isExecutable="false">
  <b:laneSet id="Lanes">
    <b:lane id="Sales" name="Sales"><b:flowNodeRef>Start</b:flowNodeRef><b:flowNodeRef>Check</b:flowNodeRef>\
<b:flowNodeRef>Ok</b:flowNodeRef></b:lane>
    <b:lane id="Plan" name="Planning"><b:flowNodeRef>Do</b:flowNodeRef><b:flowNodeRef>Wait</b:flowNodeRef>\
<b:flowNodeRef>End</b:flowNodeRef></b:lane>
  </b:laneSet>
  <b:startEvent id="Start" name="Order"><b:outgoing>f1</b:outgoing></b:startEvent>
  <b:userTask id="Check" name="Check price"><b:incoming>f1</b:incoming><b:incoming>f6</b:incoming>\
<b:outgoing>f2</b:outgoing></b:userTask>
  <b:exclusiveGateway id="Ok" name="Ok?"><b:incoming>f2</b:incoming><b:outgoing>f3</b:outgoing>\
<b:outgoing>f4</b:outgoing></b:exclusiveGateway>
  <b:task id="Do" name="Produce"><b:incoming>f3</b:incoming><b:outgoing>f5</b:outgoing></b:task>
  <b:intermediateCatchEvent id="Wait"><b:incoming>f4</b:incoming><b:outgoing>f6</b:outgoing>\
<b:timerEventDefinition><b:timeDuration>P1D</b:timeDuration></b:timerEventDefinition></b:intermediateCatchEvent>
  <b:endEvent id="End"><b:incoming>f5</b:incoming></b:endEvent>
  <b:sequenceFlow id="f1" sourceRef="Start" targetRef="Check"/>
  <b:sequenceFlow id="f2" sourceRef="Check" targetRef="Ok"/>
  <b:sequenceFlow id="f3" name="yes" sourceRef="Ok" targetRef="Do"/>
  <b:sequenceFlow id="f4" name="no" sourceRef="Ok" targetRef="Wait"/>
  <b:sequenceFlow id="f5" sourceRef="Do" targetRef="End"/>
  <b:sequenceFlow id="f6" sourceRef="Wait" targetRef="Check"/>
</b:process>
"""
SHAPES = [
    shape("Pool", 100, 100, 700, 320, ' isHorizontal="true"'),
    shape("Sales", 130, 100, 670, 160, ' isHorizontal="true"'),
    shape("Plan", 130, 260, 670, 160, ' isHorizontal="true"'),
    shape("Start", 180, 162, 36, 36),
    shape("Check", 270, 140, 100, 80),
    shape("Ok", 425, 155, 50, 50, ' isMarkerVisible="true"'),
    shape("Do", 530, 300, 100, 80),
    shape("Wait", 432, 322, 36, 36),
    shape("End", 700, 322, 36, 36),
]
EDGES = [
    edge("f1", (216, 180), (270, 180)),
    edge("f2", (370, 180), (425, 180)),
    edge("f3", (475, 180), (580, 180), (580, 300)),
    edge("f4", (450, 205), (450, 322)),
    edge("f5", (630, 340), (700, 340)),
    edge("f6", (432, 340), (320, 340), (320, 220)),
]


def document(*, di: bool = True, attributes: str = "", head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    drawn = f'<bpmndi:BPMNDiagram id="D"><bpmndi:BPMNPlane id="P" bpmnElement="Coll">{"".join(SHAPES + EDGES)}'
    drawn = f"{drawn}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>" if di else ""
    return (
        f'{head}\n<b:definitions xmlns:b="{MODEL}" {NAMESPACES} targetNamespace="http://t" {attributes}>'
        f"{SEMANTIC}{drawn}</b:definitions>\n"
    )


def prefixed(text: str, prefix: str) -> str:
    """Return the document with another prefix for BPMN, or none."""
    if not prefix:
        return text.replace("<b:", "<").replace("</b:", "</").replace("xmlns:b=", "xmlns=")
    return text.replace("<b:", f"<{prefix}:").replace("</b:", f"</{prefix}:").replace("xmlns:b=", f"xmlns:{prefix}=")


def extended(text: str, where: str, extension: str) -> str:
    """Return the document with extensionElements in one element."""
    into = rf"\1<b:extensionElements>{extension}</b:extensionElements>"
    return re.sub(rf'(<b:\w+ id="{where}"[^>]*>)', into, text, count=1)


def camunda() -> str:
    text = document(attributes='xmlns:camunda="http://camunda.org/schema/1.0/bpmn" exporter="Camunda Modeler"')
    text = extended(text, "Check", '<camunda:formData><camunda:formField id="a" type="string"/></camunda:formData>')
    return prefixed(text.replace('id="Check" name', 'id="Check" camunda:assignee="demo" name'), "bpmn")


def zeebe() -> str:
    text = document(attributes='xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://m"')
    text = text.replace('<bpmndi:BPMNShape id="Check_di"', '<bpmndi:BPMNShape id="Check_di" bioc:stroke="#831311"')
    text = text.replace("xmlns:zeebe", 'xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" xmlns:zeebe')
    return prefixed(extended(text, "Do", '<zeebe:taskDefinition type="x" retries="3"/>'), "bpmn")


def signavio() -> str:
    text = document(attributes='xmlns:signavio="http://www.signavio.com" exporter="Signavio Process Editor"')
    for where in ("Check", "Do", "Start"):
        text = extended(text, where, '<signavio:signavioMetaData metaKey="bgcolor" metaValue="#ffffcc"/>')
    condition = '<b:conditionExpression xsi:type="tFormalExpression" id="sid-x"/>'
    ends = 'sourceRef="Ok" targetRef="Do"'
    text = text.replace(f"{ends}/>", f"{ends}>{condition}</b:sequenceFlow>")
    return prefixed(text, "")


def bizagi() -> str:
    extension = '<BizagiExtensions xmlns="http://www.bizagi.com/bpmn20"><BizagiProperties/></BizagiExtensions>'
    text = extended(document(), "Check", extension).replace(' bpmnElement="Coll"', "")
    return prefixed(text, "")


def aris() -> str:
    text = document(attributes='exporter="ARIS Architect" expressionLanguage="http://www.w3.org/1999/XPath"')
    return prefixed(text.replace('x="180"', 'x="180.000"').replace(' isHorizontal="true"', ""), "")


def visio() -> str:
    return prefixed(document(head='<?xml version="1.0" encoding="ISO-8859-1" standalone="yes"?>'), "semantic")


def enterprise_architect() -> str:
    text = document(attributes='exporter="Enterprise Architect" exporterVersion="15.2"')
    text = text.replace("<di:waypoint ", '<di:waypoint xsi:type="dc:Point" ')
    return prefixed(re.sub(r'"(Check|Do|Ok)"', r'"EAID_\1"', re.sub(r">(Check|Do|Ok)<", r">EAID_\1<", text)), "bpmn")


def flowable() -> str:
    text = document(
        attributes='xmlns:flowable="http://flowable.org/bpmn" typeLanguage="http://www.w3.org/2001/XMLSchema"'
    )
    text = text.replace('id="Check" name', 'id="Check" flowable:candidateGroups="sales" name')
    return prefixed(text.replace("xmlns:dc=", "xmlns:omgdc=").replace("<dc:", "<omgdc:"), "")


def jbpm() -> str:
    text = document(
        attributes='xmlns:drools="http://www.jboss.org/drools" xmlns:bpsim="http://www.bpsim.org/schemas/1.0"'
    )
    text = text.replace('id="Proc"', 'id="Proc" drools:packageName="com.x" drools:adHoc="false"')
    text = extended(
        text,
        "Check",
        "<drools:metaData name='elementname'><drools:metaValue><![CDATA[Check & price]]>"
        "</drools:metaValue></drools:metaData>",
    )
    tail = '<b:relationship type="BPSimData"><b:extensionElements><bpsim:BPSimData/></b:extensionElements>'
    tail += "<b:source>Proc</b:source><b:target>Proc</b:target></b:relationship></b:definitions>"
    return prefixed(text.replace("</b:definitions>", tail), "bpmn2")


def adonis() -> str:
    text = document(attributes='xmlns:adonis="http://www.boc-eu.com" exporter="ADONIS NP"')
    return prefixed(extended(text, "Pool", '<adonis:modelattributes><adonis:a n="1"/></adonis:modelattributes>'), "")


def trisotech() -> str:
    text = document(attributes='xmlns:triso="http://www.trisotech.com/2015/triso/modeling" xmlns:trisob="http://t/b"')
    return prefixed(
        text.replace('id="D"', 'id="D" triso:modelElementRef="x" resolution="96.00000267028808"'), "semantic"
    )


def blueworks() -> str:
    """Lanes that name no steps."""
    return prefixed(re.sub(r"<b:flowNodeRef>\w+</b:flowNodeRef>", "", document()), "ns3")


def activiti_beta() -> str:
    """The name space of the beta of BPMN 2.0."""
    return prefixed(document().replace(MODEL, "http://schema.omg.org/spec/BPMN/2.0"), "")


def without_namespace() -> str:
    return re.sub(r' xmlns="[^"]*"', "", prefixed(document(), ""), count=1)


def no_diagram() -> str:
    return prefixed(document(di=False), "bpmn")


def half_a_diagram() -> str:
    """Two shapes and one edge are missing."""
    text = document()
    return text.replace(SHAPES[6], "").replace(SHAPES[8], "").replace(EDGES[3], "")


def double_ids() -> str:
    return document().replace('id="Do" name="Produce"', 'id="Check" name="Produce"').replace('"Do"', '"Check"')


def dangling() -> str:
    """A flow, a shape and a boundary event that lead nowhere."""
    text = document().replace(
        "</b:process>", '<b:sequenceFlow id="f7" sourceRef="Check" targetRef="Gone"/></b:process>'
    )
    more = edge("f7", (370, 180), (500, 500)) + shape("Ghost", 1, 1, 10, 10)
    return text.replace("</bpmndi:BPMNPlane>", f"{more}</bpmndi:BPMNPlane>")


def mad_places() -> str:
    text = document().replace('x="530"', 'x="NaN"').replace('x="700" y="322" width="36"', 'x="700" y="322" width="-36"')
    return text.replace('<di:waypoint x="580" y="180"/>', '<di:waypoint x="INF" y="180"/>')


def wrapped() -> str:
    inner = document().split("\n", 1)[1]
    return f'<?xml version="1.0" encoding="UTF-8"?><export xmlns="urn:vendor"><model>{inner}</model></export>'


def undeclared_prefix() -> str:
    return document().replace('id="Check" name', 'id="Check" vendor:colour="red" name')


def references_with_prefix() -> str:
    text = document().replace('targetNamespace="http://t"', 'xmlns:t="http://t" targetNamespace="http://t"')
    text = re.sub(r'bpmnElement="(\w+)"', r'bpmnElement="t:\1"', text)
    return re.sub(r'(sourceRef|targetRef|processRef)="(\w+)"', r'\1="t:\2"', text)


def ends_only_in_nodes() -> str:
    """Flows without sourceRef and targetRef; the steps say what comes in and goes out."""
    return re.sub(r' (sourceRef|targetRef)="\w+"', "", document())


def vertical() -> str:
    text = document().replace('isHorizontal="true"', 'isHorizontal="false"')
    text = re.sub(
        r'x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', r'x="\2" y="\1" width="\4" height="\3"', text
    )
    return re.sub(r'<di:waypoint x="([\d.]+)" y="([\d.]+)"/>', r'<di:waypoint x="\2" y="\1"/>', text)


def with_manners(name: str) -> str:
    """Return the process with the habits of one more program."""
    return MANNERS[name](document())


FILES: Mapping[str, tuple[Callable[[], str], frozenset[str]]] = {
    "Camunda Modeler": (camunda, frozenset()),
    "Camunda 8": (zeebe, frozenset()),
    "Signavio": (signavio, frozenset()),
    "Bizagi": (bizagi, frozenset()),
    "ARIS": (aris, frozenset()),
    "Visio": (visio, frozenset()),
    "Enterprise Architect": (enterprise_architect, frozenset()),
    "Flowable": (flowable, frozenset()),
    "jBPM": (jbpm, frozenset()),
    "ADONIS": (adonis, frozenset()),
    "Trisotech": (trisotech, frozenset()),
    "Blueworks": (blueworks, frozenset({"lane_guessed"})),
    "beta name space": (activiti_beta, frozenset({"wrong_namespace"})),
    "no name space": (without_namespace, frozenset({"wrong_namespace"})),
    "no diagram": (no_diagram, frozenset({"no_layout"})),
    "half a diagram": (half_a_diagram, frozenset({"shape_missing", "edge_missing"})),
    "double ids": (double_ids, frozenset({"duplicate_id", "lane_guessed"})),
    "dangling": (dangling, frozenset({"dangling_flow", "dangling_reference"})),
    "mad places": (mad_places, frozenset({"bounds_repaired"})),
    "wrapped": (wrapped, frozenset({"wrapped"})),
    "undeclared prefix": (undeclared_prefix, frozenset({"xml_repaired"})),
    "references with a prefix": (references_with_prefix, frozenset()),
    "ends only in nodes": (ends_only_in_nodes, frozenset({"dangling_reference"})),
    "vertical": (vertical, frozenset()),
    **{name: (partial(with_manners, name), frozenset[str]()) for name in MANNERS},
}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "iso-8859-1", "gb18030", "windows-1252")


def encoded(text: str, encoding: str) -> bytes:
    """Return the file in an encoding that its first line names."""
    named = {"utf-8-sig": "UTF-8", "utf-16-le-bom": "UTF-16"}.get(encoding, encoding)
    text = re.sub(r'encoding="[^"]*"', f'encoding="{named}"', text, count=1)
    if encoding == "utf-16-le-bom":
        return b"\xff\xfe" + text.encode("utf-16-le")
    return text.encode(encoding)

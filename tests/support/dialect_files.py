"""Small files with what single programs do differently in structure.

Pools drawn by their process, prefixes in references, lanes in lanes, several diagrams, insides of sub-processes,
messages as shapes, choreographies beside a process, odd bounds.

Written after what these programs export; no file is theirs. Each entry says what must be shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tests.support.dialect_bands import lane_too_short, pool_above_lanes, steps_between_pools
from tests.support.dialect_oddities import bad_bounds, by_shapes, events_undrawn, lanes_inside, oddities
from tests.support.dialect_parts import MODEL, diagram, document, edge, flow, shape


@dataclass(frozen=True, slots=True)
class Dialect:
    """A file, and what it must show: (pools, lanes with a name, nodes, flows) for each of its maps; its findings."""

    text: str
    shows: tuple[tuple[int, int, int, int], ...]
    findings: frozenset[str] = frozenset()


def _bonita() -> str:
    """The pool's shape stands for its process; a participant for an actor is not drawn; steps name no flows."""
    body = (
        '<collaboration id="C"><participant id="P" name="Ordering" processRef="Proc"/>'
        '<participant id="Actor" name="Employee actor"><documentation>an actor</documentation></participant>'
        '</collaboration>\n<process id="Proc" name="Ordering">'
        '<ioSpecification id="io"><inputSet id="is"/><outputSet id="os"/></ioSpecification>'
        '<laneSet id="Proc_laneSet"><lane id="L" name="Employee lane"><flowNodeRef>S</flowNodeRef>'
        "<flowNodeRef>A</flowNodeRef><flowNodeRef>E</flowNodeRef></lane></laneSet>"
        '<startEvent id="S" name="Start"/><callActivity id="A" name="Check"><dataInputAssociation id="dia"/>'
        '<dataOutputAssociation id="doa"/></callActivity><endEvent id="E" name="End"/>'
        + flow("f1", "S", "A", 'name=""')
        + flow("f2", "A", "E")
        + "</process>\n"
    )
    drawn = diagram(
        "C",
        shape("Proc", "30 30 600 200", 'isHorizontal="true"'),
        shape("L", "48 30 582 200", 'isHorizontal="true"'),
        shape("S", "100 100 30 30"),
        shape("A", "200 90 100 50"),
        shape("E", "400 100 30 30"),
        edge("f1", "130 115 200 115"),
        edge("f2", "300 115 400 115"),
    )
    return document(body + drawn, 'exporter="BonitaSoft"')


def _ibm(*, drawn: bool) -> str:
    """References with a prefix everywhere; an import of another file; without a diagram."""
    body = (
        f'<import importType="{MODEL}" location="Other.bpmn" namespace="http://other"/>\n'
        '<process id="Proc" name="Loan"><laneSet id="LS">'
        '<lane id="L1" name="Clerk"><flowNodeRef>A.1:S</flowNodeRef><flowNodeRef>A.1:A</flowNodeRef></lane>'
        '<lane id="L2" name="Manager"><flowNodeRef>A.1:G</flowNodeRef><flowNodeRef>A.1:B</flowNodeRef>'
        "<flowNodeRef>A.1:E</flowNodeRef></lane></laneSet>"
        '<startEvent id="S"><outgoing>A.1:f1</outgoing></startEvent>'
        '<serviceTask id="A" name="Collect"/>'
        '<boundaryEvent id="Late" attachedToRef="A.1:A" cancelActivity="false"><timerEventDefinition/></boundaryEvent>'
        '<exclusiveGateway id="G" name="OK?" default="A.1:f4"/>'
        '<callActivity id="B" name="Pay" calledElement="Other:x"/><endEvent id="E"/>'
        + flow("f1", "A.1:S", "A.1:A")
        + flow("f2", "A.1:A", "A.1:G")
        + flow("f3", "A.1:G", "A.1:B")
        + flow("f4", "A.1:G", "A.1:A")
        + flow("f5", "A.1:B", "A.1:E")
        + flow("f6", "A.1:Late", "A.1:B")
        + "</process>\n"
    )
    picture = diagram(
        "A.1:Proc",
        shape("A.1:L1", "0 0 800 200"),
        shape("A.1:L2", "0 200 800 200"),
        shape("A.1:S", "50 80 36 36"),
        shape("A.1:A", "150 60 100 80"),
        shape("A.1:Late", "200 122 36 36"),
        shape("A.1:G", "350 275 50 50"),
        shape("A.1:B", "450 260 100 80"),
        shape("A.1:E", "650 280 36 36"),
        *(edge(f"A.1:f{number}", "0 0 10 10") for number in range(1, 7)),
    )
    return document(body + (picture if drawn else ""), 'xmlns:A.1="http://t" xmlns:Other="http://other"')


def _modelio() -> str:
    """Name spaces taken back and declared again inside."""
    text = document(
        '<process id="Proc" name="P"><startEvent id="S"><n:outgoing>f1</n:outgoing></startEvent>'
        '<task id="A" name="Do"><n:incoming>f1</n:incoming><n:outgoing>f2</n:outgoing></task>'
        '<n:boundaryEvent attachedToRef="A" name="Stop" id="B"><n:signalEventDefinition/></n:boundaryEvent>'
        '<endEvent id="E"><n:incoming>f2</n:incoming></endEvent>'
        + flow("f1", "S", "A", 'name="Sequence Flow"')
        + flow("f2", "A", "E")
        + '</process>\n<collaboration name="Collaboration" isClosed="false" id="C"/>\n'
        + diagram(
            "Proc",
            shape("S", "130.0 190.0 33.0 33.0"),
            shape("A", "220.0 190.0 90.0 46.0"),
            shape("B", "250.0 220.0 33.0 33.0"),
            shape("E", "400.0 190.0 33.0 33.0"),
            edge("f1", "163.0 208.0 220.0 208.0"),
            edge("f2", "310.0 213.0 400.0 213.0"),
        )
    )
    text = re.sub(r"<n:(incoming|outgoing|boundaryEvent)", rf'<n:\1 xmlns:n="{MODEL}" xmlns=""', text)
    return text.replace("<bpmndi:BPMNPlane", f'<bpmndi:BPMNPlane xmlns:n="{MODEL}" xmlns=""')


def _dotnet() -> str:
    """Ids in braces, flags with a capital, a comma in numbers, a diagram without ids, blanks around references."""
    body = (
        '<collaboration id="C"><participant id="{P-1}" name="Sales" processRef="{Proc}"/></collaboration>'
        '<process id="{Proc}"><laneSet><lane id="{L-1}" name="Inside"><flowNodeRef> {S}\n</flowNodeRef>'
        "<flowNodeRef>{Sub}</flowNodeRef></lane></laneSet>"
        '<startEvent id="{S}"/><subProcess id="{Sub}" name="Loop" triggeredByEvent="False">'
        '<multiInstanceLoopCharacteristics isSequential="True"/>'
        '<task id="{T}" name="Inner" isForCompensation="True"/></subProcess>'
        '<boundaryEvent id="{B}" attachedToRef="{Sub}" cancelActivity="False"><timerEventDefinition/></boundaryEvent>'
        + flow("{f}", " {S} ", " {Sub} ")
        + "</process>\n"
    )
    drawn = diagram(
        "C",
        shape("{P-1}", "10,5 10,5 700 260", 'isHorizontal="False"'),
        shape("{L-1}", "10,5 40,5 700 230", 'isHorizontal="False"'),
        shape("{S}", "50,25 100 36 36"),
        shape("{Sub}", "150 80 300 150", 'isExpanded="True"'),
        shape("{B}", "200 212 36 36"),
        shape("{T}", "200 110 100 80"),
        edge("{f}", "86,25 118 150 118"),
    )
    return document(body + drawn.replace(' id="Diagram1"', "").replace(' id="Plane1"', ""), 'exporter="Visio add-in"')


def _nested_lanes() -> str:
    """Two lane sets in one process without a pool; lanes in lanes whose steps both name; one lane is not drawn."""

    def lane(name: str, nodes: str, inner: str = "") -> str:
        refs = "".join(f"<flowNodeRef>{node}</flowNodeRef>" for node in nodes.split())
        child = f'<childLaneSet id="c{name}">{inner}</childLaneSet>' if inner else ""
        return f'<lane id="{name}" name="{name}">{refs}{child}</lane>'

    sets = f"<laneSet id='one'>{lane('Bank', 'S A B', lane('Front', 'S A') + lane('Back', 'B'))}</laneSet>"
    sets += f"<laneSet id='two'>{lane('Client', 'E')}{lane('Undrawn', '')}</laneSet>"
    body = (
        f'<process id="Proc" name="Loans">{sets}<startEvent id="S"/><userTask id="A" name="Ask"/>'
        '<userTask id="B" name="Decide"/><endEvent id="E"/>'
        f"{flow('f1', 'S', 'A')}{flow('f2', 'A', 'B')}{flow('f3', 'B', 'E')}</process>\n"
    )
    drawn = diagram(
        "Proc",
        shape("Bank", "0 0 700 240", 'isHorizontal="true"'),
        shape("Front", "30 0 670 120", 'isHorizontal="true"'),
        shape("Back", "30 120 670 120", 'isHorizontal="true"'),
        shape("Client", "0 240 700 120", 'isHorizontal="true"'),
        shape("S", "80 42 36 36"),
        shape("A", "180 20 100 80"),
        shape("B", "330 140 100 80"),
        shape("E", "500 282 36 36"),
        edge("f1", "116 60 180 60"),
        edge("f2", "280 60 380 60 380 140"),
        edge("f3", "430 180 518 180 518 282"),
    )
    return document(body + drawn, 'exporter="Oracle BPM Studio"')


def _inner_plane() -> str:
    """Camunda 8: a closed sub-process has a diagram of its own; labels with bounds; link events; colours."""
    body = (
        '<collaboration id="C"><participant id="P" name="Orders" processRef="Proc"/></collaboration>\n'
        '<process id="Proc" isExecutable="true"><extensionElements><zeebe:versionTag value="1"/></extensionElements>'
        '<startEvent id="S" name="Order"><outgoing>f1</outgoing></startEvent>'
        '<subProcess id="Sub" name="Fulfil"><extensionElements><zeebe:ioMapping><zeebe:input source="=a" target="b"/>'
        "</zeebe:ioMapping></extensionElements><incoming>f1</incoming><outgoing>f2</outgoing>"
        '<startEvent id="IS"><outgoing>i1</outgoing></startEvent>'
        '<task id="IA" name="Pack"><incoming>i1</incoming></task>'
        '<sequenceFlow id="i1" sourceRef="IS" targetRef="IA"/></subProcess>'
        '<intermediateThrowEvent id="Link" name="Go on"><incoming>f2</incoming>'
        '<linkEventDefinition id="ld" name="Go on"/></intermediateThrowEvent>'
        + flow("f1", "S", "Sub")
        + flow("f2", "Sub", "Link")
        + "</process>\n"
    )
    label = '<bpmndi:BPMNLabel><dc:Bounds x="160" y="145" width="30" height="14"/></bpmndi:BPMNLabel>'
    outer = diagram(
        "C",
        shape("P", "100 60 600 200", 'isHorizontal="true"'),
        shape("S", "160 102 36 36").replace("</bpmndi:BPMNShape>", f"{label}</bpmndi:BPMNShape>"),
        shape("Sub", "260 80 100 80", 'isExpanded="false" bioc:stroke="#0d4372" color:border-color="#0d4372"'),
        shape("Link", "420 102 36 36"),
        edge("f1", "196 120 260 120"),
        edge("f2", "360 120 420 120"),
    )
    inner = diagram(
        "Sub",
        shape("IS", "180 160 36 36"),
        shape("IA", "270 138 100 80"),
        edge("i1", "216 178 270 178"),
        number=2,
    )
    spaces = (
        'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" '
        'xmlns:color="http://www.omg.org/spec/BPMN/non-normative/color/1.0" '
        'xmlns:modeler="http://camunda.org/schema/modeler/1.0" modeler:executionPlatform="Camunda Cloud"'
    )
    return document(body + outer + inner, spaces)


def _choreography() -> str:
    """A process, and beside it a choreography with its diagram, whose bands belong to its task."""
    body = (
        '<collaboration id="C"><participant id="P" name="Buyer" processRef="Proc"/><participant id="Q" name="Seller"/>'
        '</collaboration>\n<choreography id="Ch"><participant id="R" name="Buyer"/><participant id="T" name="Seller"/>'
        '<choreographyTask id="CT" name="Order" initiatingParticipantRef="R"><participantRef>R</participantRef>'
        "<participantRef>T</participantRef></choreographyTask>"
        '<choreographyTask id="CD" name="Deliver" initiatingParticipantRef="T"><participantRef>R</participantRef>'
        f"<participantRef>T</participantRef></choreographyTask>{flow('cf', 'CT', 'CD')}</choreography>\n"
        '<process id="Proc"><task id="A" name="Order"/></process>\n'
    )
    drawn = diagram("C", shape("P", "0 0 400 150"), shape("A", "100 30 100 80"), shape("Q", "0 200 400 60")) + diagram(
        "Ch",
        shape("CT", "50 50 100 80"),
        shape("CD", "250 50 100 80"),
        edge("cf", "150 90 250 90"),
        shape("P", "50 50 100 20", 'participantBandKind="top_initiating" choreographyActivityShape="s-CT"'),
        shape("T", "50 110 100 20", 'participantBandKind="bottom_non_initiating" choreographyActivityShape="s-CT"'),
        number=2,
    )
    return document(body + drawn)


def _choreography_alone() -> str:
    """A choreography without a diagram, with one inside of it; nothing else in the file."""
    refs = "<participantRef>R</participantRef><participantRef>T</participantRef>"
    task = f'name="Order" initiatingParticipantRef="T" loopType="Standard">{refs}<messageFlowRef>mf</messageFlowRef>'
    return document(
        '<choreography id="Ch"><participant id="R" name="Buyer"/><participant id="T" name="Seller"/>'
        '<messageFlow id="mf" sourceRef="R" targetRef="T"/><startEvent id="S"/>'
        f'<choreographyTask id="One" {task}</choreographyTask>'
        f'<subChoreography id="Sub" initiatingParticipantRef="R">{refs}<choreographyTask id="Two" {task}'
        f"</choreographyTask></subChoreography>{flow('c1', 'S', 'One')}{flow('c2', 'One', 'Sub')}</choreography>\n"
    )


def _conversation() -> str:
    """A conversation between pools, with a link to one of them."""
    body = (
        '<collaboration id="C"><participant id="P" name="Buyer"/><participant id="Q" name="Seller"/>'
        '<messageFlow id="m" sourceRef="P" targetRef="Q"/>'
        '<conversation id="Talk" name="Deal"><participantRef>P</participantRef><participantRef>Q</participantRef>'
        '</conversation><conversationLink id="cl" sourceRef="P" targetRef="Talk"/></collaboration>\n'
    )
    return document(
        body
        + diagram(
            "C",
            shape("P", "0 0 500 60"),
            shape("Q", "0 200 500 60"),
            shape("Talk", "300 110 40 40"),
            edge("m", "100 60 100 200"),
            edge("cl", "320 60 320 110"),
        )
    )


def _signavio() -> str:
    """Messages as shapes; associations that end at a lane, a pool and a message; a group with a category; CDATA."""
    body = (
        '<message id="M" name="Offer"/>\n'
        '<category id="Cat" name="Phase"><categoryValue id="CV" value="Phase 1"/></category>\n'
        '<collaboration id="C"><participant id="P" name="Us" processRef="Proc"/><participant id="Q" name="Them"/>'
        '<messageFlow id="mf" messageRef="M" sourceRef="A" targetRef="Q"/>'
        '<textAnnotation id="N1" textFormat="text/html"><text><![CDATA[<b>who</b> & how]]></text></textAnnotation>'
        '<textAnnotation id="N2"><text/></textAnnotation>'
        '<association id="a1" sourceRef="N1" targetRef="L"/><association id="a2" sourceRef="N2" targetRef="P"/>'
        '<association id="a3" sourceRef="M" targetRef="A"/></collaboration>\n'
        '<process id="Proc"><extensionElements><signavio:signavioMetaData metaKey="k" metaValue="{&quot;a&quot;:1}"/>'
        '</extensionElements><laneSet id="LS"><lane id="L" name="Desk"><flowNodeRef>A</flowNodeRef></lane></laneSet>'
        '<sendTask id="A" name="Offer" messageRef="M"/><group id="Gr" categoryValueRef="CV"/></process>\n'
    )
    return document(
        body
        + diagram(
            "C",
            shape("P", "0 0 600 200"),
            shape("L", "30 0 570 200"),
            shape("A", "100 60 100 80"),
            shape("Q", "0 300 600 60"),
            shape("M", "130 230 40 30"),
            shape("Gr", "80 40 140 120"),
            shape("N1", "650 20 100 50"),
            shape("N2", "650 120 100 50"),
            edge("mf", "150 140 150 300"),
            edge("a1", "650 45 600 45"),
            edge("a2", "650 145 600 145"),
            edge("a3", "150 230 150 140"),
        ),
        'xmlns:signavio="http://www.signavio.com"',
    )


def _pages() -> str:
    """One process on two pages, of which the second repeats one of its steps; the plane of the first names nothing."""
    body = (
        '<process id="Proc" name="Long"><startEvent id="S"/><task id="A" name="One"/><task id="B" name="Two"/>'
        f"{flow('f1', 'S', 'A')}{flow('f2', 'A', 'B')}</process>\n"
    )
    one = diagram("", shape("S", "20 30 36 36"), shape("A", "100 10 100 80"), edge("f1", "56 48 100 48"))
    two = diagram(
        "Proc", shape("A", "20 10 100 80"), shape("B", "200 10 100 80"), edge("f2", "120 50 200 50"), number=2
    )
    return document(body + one + two)


def _pools_upright() -> str:
    """Upright pools: one with lanes, two black boxes, messages to a process's id and between the black boxes."""
    body = (
        '<collaboration id="C"><participant id="P" name="Us" processRef="Proc"/><participant id="Q" name="Client"/>'
        '<participant id="R" name="Bank" processRef="Hidden"/>'
        '<messageFlow id="m1" name="call" sourceRef="Q" targetRef="Proc"/>'
        '<messageFlow id="m2" sourceRef="Q" targetRef="R"/></collaboration>\n'
        '<process id="Proc"><laneSet id="LS"><lane id="L1" name="Sales"><flowNodeRef>A</flowNodeRef></lane>'
        '<lane id="L2" name="Stock"><flowNodeRef>B</flowNodeRef></lane></laneSet>'
        f'<task id="A" name="Sell"/><task id="B" name="Send"/>{flow("f", "A", "B")}</process>\n<process id="Hidden"/>\n'
    )
    upright = 'isHorizontal="false"'
    return document(
        body
        + diagram(
            "C",
            shape("Q", "0 0 100 500", upright),
            shape("P", "150 0 400 500", upright),
            shape("L1", "150 30 200 470", upright),
            shape("L2", "350 30 200 470", upright),
            shape("R", "600 0 100 500", upright),
            shape("A", "200 80 100 80"),
            shape("B", "400 200 100 80"),
            edge("f", "250 160 250 240 400 240"),
            edge("m1", "100 50 150 50"),
            edge("m2", "100 450 600 450"),
        )
    )


def _all_zero() -> str:
    """A diagram in which nothing has a place: laid out like a file without one."""
    return re.sub(
        r'x="[^"]*" y="[^"]*" width="[^"]*" height="[^"]*"', 'x="0" y="0" width="0" height="0"', _ibm(drawn=True)
    )


DIALECTS: Mapping[str, Dialect] = {
    "Bonita": Dialect(_bonita(), ((1, 1, 3, 2),)),
    "IBM without a diagram": Dialect(_ibm(drawn=False), ((0, 2, 6, 6),), frozenset({"no_layout"})),
    "IBM": Dialect(_ibm(drawn=True), ((0, 2, 6, 6),)),
    "Modelio": Dialect(_modelio(), ((0, 0, 4, 2),)),
    "Visio add-in": Dialect(_dotnet(), ((1, 1, 4, 1),)),
    "Oracle": Dialect(_nested_lanes(), ((0, 4, 4, 3),)),
    "Camunda 8, inside of a sub-process": Dialect(_inner_plane(), ((1, 0, 5, 3),)),
    "choreography beside": Dialect(_choreography(), ((2, 0, 1, 0), (0, 0, 2, 1)), frozenset({"choreography"})),
    "choreography alone": Dialect(_choreography_alone(), ((0, 0, 4, 2),), frozenset({"choreography", "no_layout"})),
    "conversation": Dialect(_conversation(), ((2, 0, 4, 2),), frozenset({"conversation"})),
    "Signavio": Dialect(_signavio(), ((2, 1, 8, 4),)),
    "pages": Dialect(_pages(), ((0, 0, 2, 1), (0, 0, 2, 1))),
    "upright pools": Dialect(_pools_upright(), ((3, 2, 6, 3),)),
    "jBPM Designer": Dialect(lane_too_short(), ((0, 1, 7, 5),)),
    "pool above lanes": Dialect(pool_above_lanes(), ((2, 2, 4, 3),)),
    "steps between pools": Dialect(steps_between_pools(), ((2, 0, 4, 3),)),
    "events undrawn": Dialect(events_undrawn(), ((0, 0, 9, 6),), frozenset({"no_layout"})),
    "ends by shapes": Dialect(by_shapes(), ((0, 0, 4, 4),), frozenset({"dangling_reference"})),
    "bounds of lanes missing": Dialect(bad_bounds(), ((1, 2, 2, 1),), frozenset({"bounds_repaired"})),
    "no bounds at all": Dialect(_all_zero(), ((0, 2, 6, 6),), frozenset({"bounds_repaired", "no_layout"})),
    "instructions, comments, types": Dialect(oddities(), ((0, 0, 6, 0),)),
    "lanes in a sub-process": Dialect(lanes_inside(), ((0, 0, 4, 1),)),
}

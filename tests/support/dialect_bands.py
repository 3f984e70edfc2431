"""BPMN files whose pools and lanes lie in ways that are told nowhere else.

Pools around lanes of no pool, steps between pools, pools of no size.
"""

from __future__ import annotations

import re

from tests.support.dialect_parts import diagram, document, edge, flow, shape


def pool_above_lanes() -> str:
    """A pool, below it the lanes of a process that no participant runs, and below these a pool that is closed."""
    body = (
        '<collaboration id="C"><participant id="P" name="Client" processRef="Asks"/><participant id="Q" name="Bank"/>'
        '<messageFlow id="m1" name="order" sourceRef="A" targetRef="B"/>'
        '<messageFlow id="m2" sourceRef="D" targetRef="Q"/></collaboration>\n'
        '<process id="Sells"><laneSet><lane id="L1" name="Sales"><flowNodeRef>B</flowNodeRef></lane>'
        '<lane id="L2" name="Stock"><flowNodeRef>D</flowNodeRef></lane></laneSet>'
        f'<task id="B" name="Offer"/><task id="D" name="Send"/>{flow("f", "B", "D")}</process>\n'
        '<process id="Asks"><task id="A" name="Ask"/></process>\n'
    )
    return document(
        body
        + diagram(
            "C",
            shape("P", "100 40 600 150", 'isHorizontal="true"'),
            shape("A", "200 70 100 80"),
            shape("L1", "100 250 600 150", 'isHorizontal="true"'),
            shape("L2", "100 400 600 150", 'isHorizontal="true"'),
            shape("B", "200 280 100 80"),
            shape("D", "400 430 100 80"),
            shape("Q", "100 600 600 60", 'isHorizontal="true"'),
            edge("f", "300 320 450 320 450 430"),
            edge("m1", "250 150 250 280"),
            edge("m2", "450 510 450 600"),
        )
    )


def steps_between_pools() -> str:
    """Steps of no pool between two that are closed, upright."""
    body = (
        '<collaboration id="C"><participant id="P" name="Client"/><participant id="Q" name="Bank"/>'
        '<messageFlow id="m1" sourceRef="P" targetRef="S"/><messageFlow id="m2" sourceRef="A" targetRef="Q"/>'
        '</collaboration>\n<process id="Proc"><startEvent id="S"><messageEventDefinition/></startEvent>'
        f'<task id="A" name="Sell"/>{flow("f", "S", "A")}</process>\n'
    )
    return document(
        body
        + diagram(
            "C",
            shape("P", "0 0 100 400", 'isHorizontal="false"'),
            shape("S", "232 60 36 36"),
            shape("A", "200 160 100 80"),
            shape("Q", "500 0 100 400", 'isHorizontal="false"'),
            edge("f", "250 96 250 160"),
            edge("m1", "100 78 232 78"),
            edge("m2", "300 200 500 200"),
        )
    )


def lane_too_short() -> str:
    """A lane that ends before its process does and names some of its steps; shapes without ids, HTML in documentation.

    Corners in a sub-process are measured from its own corner; those of the last flow lie nowhere near its ends.
    """
    tags = '<p style="margin:0pt"><span style="color:#000000;">{}</span></p>'
    told = f"<![CDATA[{tags.format('Read &amp; sign')}{tags.format('Then file')}<style>p {{}}</style>]]>"
    body = (
        '<process id="Proc" name="Review"><documentation>'
        f"<![CDATA[{tags.format('Every week')}]]></documentation>"
        '<laneSet><lane id="L" name="Reviewer"><flowNodeRef>A</flowNodeRef></lane></laneSet>'
        f'<startEvent id="S"/><userTask id="A" name="Read"><documentation textFormat="text/plain">{told}'
        '</documentation></userTask><subProcess id="Sub" name="Answer"><task id="B" name="Write"/>'
        f'<task id="C" name="Send"/>{flow("i1", "B", "C")}</subProcess><task id="D" name="Keep"/><endEvent id="E"/>'
        f"{flow('f1', 'S', 'A')}{flow('f2', 'A', 'Sub')}{flow('f3', 'Sub', 'E')}{flow('f4', 'A', 'D')}</process>\n"
    )
    drawn = diagram(
        "Proc",
        shape("L", "0 0 250 140"),
        shape("S", "20 40 48 48"),
        shape("A", "100 40 100 48"),
        shape("Sub", "300 150 300 200"),
        shape("B", "320 180 100 48"),
        shape("C", "470 280 100 48"),
        shape("D", "420 40 100 48"),
        shape("E", "660 230 48 48"),
        edge("f1", "44 64 150 64"),
        edge("f2", "150 64 450 64 450 250"),
        edge("f3", "450 250 684 254"),
        edge("f4", "1500 900 1600 1200 1700 900"),
        edge("i1", "70 54 220 54 220 154"),
    )
    return document(body + re.sub(r'(<bpmndi:\w+) id="[^"]*"', r"\1", drawn), 'exporter="jBPM Designer"')

"""BPMN files whose drawing or writing is odd: ends, bounds and types that are told nowhere else."""

from __future__ import annotations

from tests.support.dialect_parts import diagram, document, edge, flow, shape


def by_shapes() -> str:
    """Associations whose ends only the edge names: by its shapes, or by where it lies; ids of shapes twice."""
    body = (
        '<process id="Proc"><dataObject id="D"/><dataObjectReference id="DR" name="Form" dataObjectRef="D"/>'
        '<task id="A" name="Fill"><dataOutputAssociation id="d1"><targetRef>D</targetRef>'
        "</dataOutputAssociation></task>"
        '<task id="B" name="Read"><dataInputAssociation id="d2"><sourceRef>Gone</sourceRef><targetRef>B</targetRef>'
        '</dataInputAssociation></task><textAnnotation id="N"><text>note</text></textAnnotation>'
        f'<association id="a" targetRef="B"/>{flow("f", "A", "B")}</process>\n'
    )
    return document(
        body
        + diagram(
            "Proc",
            shape("A", "0 0 100 80"),
            shape("B", "300 0 100 80"),
            shape("DR", "180 150 36 50"),
            shape("N", "450 100 100 30").replace('id="s-N"', 'id="s-B"'),
            edge("f", "100 40 300 40"),
            edge("d1", "50 80 50 175 180 175", 'sourceElement="s-A" targetElement="s-DR"'),
            edge("d2", "216 175 350 175 350 80"),
            edge("a", "450 115 400 60"),
        )
    )


def bad_bounds() -> str:
    """Steps are drawn, but the bounds of pool and lanes say nothing."""
    body = (
        '<collaboration id="C"><participant id="P" name="Us" processRef="Proc"/></collaboration>\n'
        '<process id="Proc"><laneSet id="LS"><lane id="L1" name="One"><flowNodeRef>A</flowNodeRef></lane>'
        '<lane id="L2" name="Two"><flowNodeRef>B</flowNodeRef></lane></laneSet>'
        f'<task id="A" name="Do"/><task id="B" name="Send"/>{flow("f", "A", "B")}</process>\n'
    )
    return document(
        body
        + diagram(
            "C",
            shape("P", "0 0 0 0"),
            shape("L1", "0 0 0 0"),
            shape("L2", "0 0 0 0"),
            shape("A", "100 20 100 80"),
            shape("B", "250 160 100 80"),
            edge("f", "200 60 300 60 300 160"),
        )
    )


def oddities() -> str:
    """A document type, instructions, comments inside and outside, CDATA, vendors' types, blanks before the root."""
    head = (
        '<?xml version="1.0" encoding="utf-8" standalone="no"?>\n<?xml-stylesheet type="text/xsl" href="b.xsl"?>\n'
        "<!DOCTYPE definitions [<!ELEMENT definitions ANY>]>\n<!-- made by\n   hand -->\n"
    )
    body = (
        '<process id="Proc" v:kind="a"><!-- first --><documentation><![CDATA[a < b]]></documentation>'
        '<extensionElements><v:field xsi:type="v:tText">x<v:i/>y</v:field></extensionElements>'
        '<adHocSubProcess id="Ad" ordering="Parallel"><?vendor keep?><transaction id="Tr">'
        '<endEvent id="Ca"><cancelEventDefinition/></endEvent></transaction>'
        '<scriptTask id="Sc" scriptFormat="js"><script><![CDATA[if (a < b) {}]]></script></scriptTask>'
        "</adHocSubProcess><v:thing v:id='1'/>"
        '<subProcess id="Ev" triggeredByEvent="1"><startEvent id="Si" isInterrupting="0"><signalEventDefinition/>'
        "</startEvent></subProcess></process><!-- last -->\n"
    )
    drawn = diagram(
        "Proc",
        shape("Ad", "0 0 400 200", 'isExpanded="1"'),
        shape("Tr", "20 20 200 120", 'isExpanded="1"'),
        shape("Ca", "60 60 36 36"),
        shape("Sc", "260 40 100 80"),
        shape("Ev", "0 250 200 100", 'isExpanded="true"'),
        shape("Si", "40 280 36 36"),
    )
    return document(body + drawn, 'xmlns:v="urn:vendor"', head) + "<?end of file?>\n<!-- bye -->\n"


def lanes_inside() -> str:
    """A sub-process with lanes of its own, which maps do not have: they stay in the file."""
    body = (
        '<process id="Proc"><subProcess id="Sub" name="Inner"><laneSet id="LS"><lane id="L1" name="One">'
        "<flowNodeRef>A</flowNodeRef></lane></laneSet>"
        f'<task id="A" name="Do"/><task id="B" name="More"/>{flow("f", "A", "B")}</subProcess></process>\n'
    )
    return document(
        body
        + diagram(
            "Proc",
            shape("Sub", "0 0 500 300", 'isExpanded="true"'),
            shape("L1", "20 40 460 120"),
            shape("A", "60 60 100 80"),
            shape("B", "260 180 100 80"),
            edge("f", "160 100 310 100 310 180"),
        )
    )


def events_undrawn() -> str:
    """No diagram; two events sit on a step that calls another file, whose name space holds a blank."""
    body = (
        '<import importType="x" location="Other file.bpmn" namespace="http://t/Other file"/>'
        '<process id="Proc" name="Orders"><task id="Late" name="Remind"/><task id="Lost" name="Search"/>'
        '<task id="Paid" name="Thank"/><endEvent id="E"/><startEvent id="S"/><task id="A" name="Ask"/>'
        '<callActivity id="C" name="Wait for money" calledElement="o:Money"/>'
        '<boundaryEvent id="B1" attachedToRef="t.1:C" cancelActivity="false"><timerEventDefinition/></boundaryEvent>'
        '<boundaryEvent id="B2" attachedToRef="t.1:C"><messageEventDefinition/></boundaryEvent>'
        f"{flow('f1', 'B1', 'Late')}{flow('f2', 'B2', 'Lost')}{flow('f3', 'C', 'Paid')}{flow('f4', 'S', 'A')}"
        f"{flow('f5', 'A', 'C')}{flow('f6', 'Paid', 'E')}</process>\n"
    )
    return document(body, 'xmlns:t.1="http://t" xmlns:o="http://t/Other file"')

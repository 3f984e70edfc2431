"""A BPMN file in which a line of the drawing stands for no element: from a document to a flow, by the ids of both.

Written after what process portals with lists of data draw; no file is theirs.
"""

from __future__ import annotations

from tests.support.dialect_parts import diagram, document, edge, flow, shape


def drawn_line(ends: str = 'sourceElement="s-R" targetElement="e-f"') -> str:
    """Return two tasks whose flow carries a document; a second line that names no end is nothing."""
    body = (
        '<process id="Proc"><dataObject id="D" isCollection="true"/>'
        '<dataObjectReference id="R" name="Chosen places" dataObjectRef="D"/>'
        '<task id="A" name="Choose"><outgoing>f</outgoing></task><task id="B" name="Publish"><incoming>f</incoming>'
        f"</task>{flow('f', 'A', 'B')}</process>\n"
    )
    line = edge("", "218 200 218 170 275 170 275 140", ends).replace('bpmnElement=""', "").replace('"e-"', '"line"')
    return document(
        body
        + diagram(
            "Proc",
            shape("A", "100 100 100 80"),
            shape("B", "350 100 100 80"),
            shape("R", "200 200 36 50"),
            edge("f", "200 140 350 140"),
            line,
        )
    )

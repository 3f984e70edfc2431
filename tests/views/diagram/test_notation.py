"""What BPMN says by lines and signs can be seen: two steps that differ in it look different."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from crm_desktop.models.processes.elements import Flow, Node
from crm_desktop.models.records.process import EVENT_TRIGGERS
from crm_desktop.views.diagram.painting.flow_painter import FlowPainter
from crm_desktop.views.diagram.painting.look import Detail, Look
from crm_desktop.views.diagram.painting.node_painter import NodePainter
from crm_desktop.views.diagram.painting.seen import Seen

EVENT = Node(id="n", form="intermediate", trigger="message", attached_to_id="t", width=36, height=36)
DECISION = Node(id="n", form="gateway", width=44, height=44)
INSIDE = Node(id="n", form="subprocess", width=152, height=56)
PAPER = Node(id="n", form="data_object", name="Order", width=40, height=52)
FLOW = Flow(id="f", source_id="a", target_id="b")


def marked(node: Node, *markers: str) -> Node:
    return replace(node, markers=frozenset(markers))


def picture(element: Node | Flow) -> QImage:
    image = QImage(240, 140, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    if isinstance(element, Node):
        rect = QRectF(30, 30, element.width, element.height)
        NodePainter(Look()).paint(painter, element, rect, Detail.FULL, Seen())
    else:
        FlowPainter(Look()).paint(painter, element, ((20.0, 70.0), (200.0, 70.0)), Detail.FULL)
    painter.end()
    return image


@pytest.mark.parametrize(
    "shown",
    [
        (EVENT, replace(EVENT, throws=True), replace(EVENT, interrupts=False)),
        tuple(replace(EVENT, trigger=each) for each in EVENT_TRIGGERS),
        (
            DECISION,
            marked(DECISION, "unmarked"),
            *(replace(DECISION, gateway_type=each) for each in ("parallel", "inclusive", "complex", "event")),
            marked(replace(DECISION, gateway_type="event"), "instantiate"),
            marked(replace(DECISION, gateway_type="event_parallel"), "instantiate"),
        ),
        (
            INSIDE,
            *(marked(INSIDE, each) for each in ("call", "event", "transaction", "ad_hoc", "loop", "compensation")),
            *(marked(INSIDE, each) for each in ("multi_parallel", "multi_sequential")),
            marked(INSIDE, "call", "global"),
        ),
        (
            PAPER,
            replace(PAPER, data_state="paid"),
            *(marked(PAPER, each) for each in ("input", "output", "collection")),
        ),
        (FLOW, replace(FLOW, usual=True), replace(FLOW, markers=frozenset({"conditional"}))),
        tuple(replace(FLOW, form="message", markers=frozenset(each)) for each in ((), ("initiating",), ("answering",))),
        tuple(replace(FLOW, form="association", markers=frozenset(each)) for each in ((), ("directed",), ("both",))),
    ],
)
def test_each_looks_different(qapp: QApplication, shown: tuple[Node | Flow, ...]) -> None:
    pictures = [picture(each) for each in shown]
    alike = [(one, two) for one in range(len(shown)) for two in range(one) if pictures[one] == pictures[two]]
    assert alike == []

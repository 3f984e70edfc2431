"""What the pointer tells of a step that rests under it: the whole name, where only a part of it is written."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip

from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.routing.spots import Box, Spot
from crm_desktop.views.diagram.canvas_painter import CanvasPainter
from crm_desktop.views.diagram.painting.look import Detail, detail_at, rect_of
from crm_desktop.views.diagram.painting.names import SMALL, name_lines, name_place
from crm_desktop.views.diagram.surface import Surface

_AROUND = 170.0
"""How far from its shape a name may stand."""


def show_tip(canvas: Surface, painter: CanvasPainter, event: QHelpEvent) -> None:
    """Show what the step or name under the pointer is called in full, or nothing."""
    words = tip_at(canvas, painter, QPointF(event.pos()))
    if words:
        QToolTip.showText(event.globalPos(), words)
    else:
        QToolTip.hideText()
        event.ignore()


def tip_at(canvas: Surface, painter: CanvasPainter, point: QPointF) -> str:
    """Return the whole name of what lies at a point of the window; "" where all of it is written there."""
    spot = canvas.port.to_map(point)
    node = canvas.picture.node_at(spot) or _named_at(canvas, painter, spot)
    if node is None or not node.name:
        return ""
    if detail_at(canvas.port.zoom) is Detail.OUTLINE or _is_cut(canvas, painter, node):
        return node.name
    return ""


def _is_cut(canvas: Surface, painter: CanvasPainter, node: Node) -> bool:
    lines = name_lines(painter.look, node, rect_of(canvas.picture.boxes[node.id]), painter.seen(node))
    return "".join("".join(lines).split()) != "".join(node.name.split())


def _named_at(canvas: Surface, painter: CanvasPainter, spot: Spot) -> Node | None:
    """Return the event, decision or document whose name stands at a place."""
    for node in canvas.picture.nodes_within(Box(*spot, *spot).grown(_AROUND)):
        if node.form in SMALL:
            lines = name_lines(painter.look, node, rect_of(canvas.picture.boxes[node.id]), painter.seen(node))
            place, _ = name_place(rect_of(canvas.picture.boxes[node.id]), painter.seen(node).name_side, len(lines))
            if lines and place.contains(QPointF(*spot)):
                return node
    return None

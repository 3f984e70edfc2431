"""The handles around a selected step: a click makes the next step on that side, a drag draws a flow."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from crm_desktop.diagrams.whither import Beside, Same, Whither
from crm_desktop.models.processes.routing.spots import Side, Spot
from crm_desktop.views.diagram.painting.look import Look
from crm_desktop.views.diagram.surface import Surface
from crm_desktop.views.theme.icons import paint_icon

_SIDE, _AWAY = 20.0, 18.0
_NO_HANDLES = ("end", "note", "group", "data_object", "data_store", "port")


def places(canvas: Surface) -> dict[Side, Spot]:
    """Return where the handles of the one selected step stand, on sides without a flow."""
    node = canvas.pen.node
    if node is None or canvas.pen.naming or len(canvas.selected) != 1 or node.form in _NO_HANDLES:
        return {}
    box = canvas.picture.boxes.get(node.id)
    if box is None:
        return {}
    taken = {
        path_end for flow_id in _flows(canvas, node.id) for path_end in canvas.picture.paths.get(flow_id, ())[::-1]
    }
    back = Side.UP if canvas.picture.vertical else Side.LEFT
    return {side: side.away(side.port(box), _AWAY) for side in Side if side is not back and side.port(box) not in taken}


def handle_at(canvas: Surface, spot: Spot) -> Side | None:
    """Return the handle under the pointer."""
    reach = max(_SIDE / 2, 12 / canvas.port.zoom)
    found = (side for side, (x, y) in places(canvas).items() if abs(x - spot[0]) < reach and abs(y - spot[1]) < reach)
    return next(found, None)


def whither(canvas: Surface, side: Side) -> Whither:
    """Return where a step made by a handle goes."""
    across = {Side.RIGHT: 1, Side.LEFT: -1} if canvas.picture.vertical else {Side.DOWN: 1, Side.UP: -1}
    return Beside(across[side]) if side in across else Same()


def paint(canvas: Surface, painter: QPainter, look: Look) -> None:
    """Paint the handles; the filled one is where Tab goes."""
    onward = Side.DOWN if canvas.picture.vertical else Side.RIGHT
    for side, (x, y) in places(canvas).items():
        rect = QRectF(x - _SIDE / 2, y - _SIDE / 2, _SIDE, _SIDE)
        filled = side is onward
        painter.setPen(QPen(look.color("accent.solid"), 1.5))
        painter.setBrush(look.color("accent.solid" if filled else "bg.surface"))
        painter.drawEllipse(QPointF(x, y), _SIDE / 2, _SIDE / 2)
        paint_icon(
            painter, "plus", rect.adjusted(4, 4, -4, -4), look.color("text.onAccent" if filled else "accent.solid")
        )


def _flows(canvas: Surface, node_id: str) -> list[str]:
    chart = canvas.picture.chart
    return [flow.id for flow in (*chart.flows_from(node_id), *chart.flows_to(node_id))]

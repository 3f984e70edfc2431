"""BPMN's signs at this program's look: what is in events and decisions, markers, outlines that mean something.

Where a step stands, its name and badges are `node_painter`'s.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from crm_desktop.models.processes.elements import Node
from crm_desktop.views.theme.icons import paint_icon

EVENTS = frozenset({"start", "intermediate", "end"})
_GATEWAY_SIGNS = {"exclusive": "x", "parallel": "plus", "inclusive": "circle", "complex": "asterisk"}
_TRIGGER_ICONS = {
    "message": "mail",
    "timer": "clock",
    "error": "zap",
    "cancel": "x",
    "conditional": "list",
    "link": "arrow-right",
}
_TYPE_ICONS = {
    "user": "user-round",
    "manual": "hand",
    "service": "settings",
    "script": "text",
    "rule": "table",
    "send": "send",
    "receive": "mail",
}
_MARKER_SIGNS = {
    "loop": "rotate-cw",
    "multi_parallel": "~upright",
    "multi_sequential": "~level",
    "compensation": "~back",
    "ad_hoc": "~tilde",
}
"""By marker, in the order in which BPMN sets them; signs that begin with `~` are drawn, others are icons."""
_THIN, _CALLED = 1.25, 2.5
SIGN, _FROM_EDGE = 12, 10
"""How large a sign of a step is, and how far from its edges."""


def outline(node: Node, pen: QPen) -> QPen:
    """Return the pen of a node's outline with what BPMN says by it: called, begun by an event, not interrupting."""
    made = QPen(pen)
    if node.form == "subprocess" and "call" in node.markers:
        made.setWidthF(max(made.widthF(), _CALLED))
    if pen.style() is not Qt.PenStyle.SolidLine:
        return made
    if node.form == "subprocess" and "event" in node.markers:
        made.setWidthF(max(made.widthF(), 1.5))
        made.setDashPattern([1, 2.5])
    elif not node.interrupts and (node.form == "start" or node.attached_to_id):
        made.setDashPattern([3, 2.5])
    return made


def has_second_line(node: Node) -> bool:
    """Tell whether a node has a line within its outline: events between start and end, transactions."""
    return node.form == "intermediate" or (node.form == "subprocess" and "transaction" in node.markers)


def signs_of(node: Node) -> tuple[str, ...]:
    """Return the signs that say which kind of task or sub-process a node is; the one that opens it comes first."""
    signs: list[str] = []
    if node.form == "subprocess" and "global" not in node.markers:
        signs.append("square-minus" if node.expanded else "square-plus")
    if node.form in ("task", "subprocess") and node.task_type in _TYPE_ICONS:
        signs.append(_TYPE_ICONS[node.task_type])
    return (*signs, *(sign for marker, sign in _MARKER_SIGNS.items() if marker in node.markers))


def place_of_signs(node: Node, rect: QRectF) -> QRectF:
    """Return where the signs of a step stand, at the right above the badges; nothing where it has none."""
    width = len(signs_of(node)) * (SIGN + 3)
    return QRectF(rect.right() - _FROM_EDGE - width, rect.bottom() - _FROM_EDGE - SIGN, width, SIGN)


def paint_sign(painter: QPainter, sign: str, rect: QRectF, colour: QColor) -> None:
    """Paint one of the signs that `signs_of` returns."""
    if not sign.startswith("~"):
        paint_icon(painter, sign, rect, colour)
        return
    painter.setPen(QPen(colour, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _DRAWN[sign](painter, rect)


def paint_event(painter: QPainter, node: Node, rect: QRectF, ink: QColor, ground: QColor) -> None:
    """Paint what an event waits for or does; one that throws shows it on a dark ground."""
    if node.trigger == "none":
        return
    dark = node.form == "intermediate" and node.throws
    if dark:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(rect.adjusted(5, 5, -5, -5))
    colour, side = (ground, 13.0) if dark else (ink, 16.0)
    place = _middle(rect, min(side, rect.width() * 0.5))
    if node.trigger in _TRIGGER_ICONS:
        paint_icon(painter, _TRIGGER_ICONS[node.trigger], place, colour)
        return
    painter.setPen(QPen(colour, 1.5))
    painter.setBrush(colour if node.trigger == "terminate" else Qt.BrushStyle.NoBrush)
    _EVENT_SIGNS[node.trigger](painter, place)


def paint_gateway(painter: QPainter, node: Node, rect: QRectF, ink: QColor) -> None:
    """Paint what a decision does; an exclusive one may be left without a sign."""
    kind, side = node.gateway_type, min(20.0, rect.width() * 0.46)
    if kind == "exclusive" and "unmarked" in node.markers:
        return
    if kind in _GATEWAY_SIGNS and kind != "complex":
        paint_icon(painter, _GATEWAY_SIGNS[kind], _middle(rect, side), ink)
        return
    painter.setPen(QPen(ink, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    place = _middle(rect, side)
    if kind == "complex":
        _paint_star(painter, place)
        return
    painter.drawEllipse(place)
    if "instantiate" not in node.markers:
        painter.drawEllipse(place.adjusted(2.5, 2.5, -2.5, -2.5))
    inner = _middle(rect, side * 0.5)
    (_paint_plus if kind == "event_parallel" else _paint_pentagon)(painter, inner)


def paint_data_marks(painter: QPainter, node: Node, rect: QRectF, ink: QColor) -> None:
    """Paint on a document whether it comes in, goes out, or is several."""
    painter.setPen(QPen(ink, _THIN))
    for marker, filled in (("input", False), ("output", True)):
        if marker in node.markers:
            painter.setBrush(ink if filled else Qt.BrushStyle.NoBrush)
            painter.drawPolygon(_arrow(QRectF(rect.left() + 5, rect.top() + 5, 12, 9)))
    if "collection" in node.markers:
        _paint_upright(painter, QRectF(rect.center().x() - 4, rect.bottom() - 12, 8, 9))


def paint_envelope(painter: QPainter, rect: QRectF, line: QColor, ground: QColor) -> None:
    """Paint an envelope, closed: a message on its way."""
    painter.setPen(QPen(line, _THIN))
    painter.setBrush(ground)
    painter.drawRect(rect)
    painter.drawPolyline(
        [rect.topLeft(), QPointF(rect.center().x(), rect.top() + rect.height() * 0.6), rect.topRight()]
    )


def hexagon(rect: QRectF) -> QPolygonF:
    """Return the outline of a conversation."""
    return _polygon(rect, [(0.2, 0), (0.8, 0), (1, 0.5), (0.8, 1), (0.2, 1), (0, 0.5)])


def _middle(rect: QRectF, side: float) -> QRectF:
    centre = rect.center()
    return QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)


def _polygon(rect: QRectF, spots: Sequence[tuple[float, float]]) -> QPolygonF:
    """Return a polygon whose corners are given as shares of a rectangle."""
    return QPolygonF([QPointF(rect.left() + x * rect.width(), rect.top() + y * rect.height()) for x, y in spots])


def _arrow(rect: QRectF) -> QPolygonF:
    return _polygon(rect, [(0, 0.3), (0.55, 0.3), (0.55, 0), (1, 0.5), (0.55, 1), (0.55, 0.7), (0, 0.7)])


def _paint_upright(painter: QPainter, rect: QRectF) -> None:
    for share in (0.15, 0.5, 0.85):
        x = rect.left() + share * rect.width()
        painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))


def _paint_level(painter: QPainter, rect: QRectF) -> None:
    for share in (0.15, 0.5, 0.85):
        y = rect.top() + share * rect.height()
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))


def _paint_back(painter: QPainter, rect: QRectF) -> None:
    """Paint the two triangles of compensation."""
    painter.drawPolygon(_polygon(rect, [(0, 0.5), (0.5, 0.15), (0.5, 0.85)]))
    painter.drawPolygon(_polygon(rect, [(0.5, 0.5), (1, 0.15), (1, 0.85)]))


def _paint_tilde(painter: QPainter, rect: QRectF) -> None:
    path = QPainterPath(QPointF(rect.left(), rect.center().y() + 2))
    width, y = rect.width(), rect.center().y()
    path.cubicTo(rect.left() + width * 0.35, y - 7, rect.left() + width * 0.65, y + 7, rect.right(), y - 2)
    painter.drawPath(path)


def _paint_up(painter: QPainter, rect: QRectF) -> None:
    """Paint the head of escalation."""
    painter.drawPolygon(_polygon(rect, [(0.5, 0), (0.9, 1), (0.5, 0.6), (0.1, 1)]))


def _paint_signal(painter: QPainter, rect: QRectF) -> None:
    painter.drawPolygon(_polygon(rect, [(0.5, 0.04), (1, 0.88), (0, 0.88)]))


def _paint_pentagon(painter: QPainter, rect: QRectF) -> None:
    turns = [math.tau * (number / 5 - 0.25) for number in range(5)]
    painter.drawPolygon(_polygon(rect, [(0.5 + math.cos(turn) / 2, 0.5 + math.sin(turn) / 2) for turn in turns]))


def _paint_plus(painter: QPainter, rect: QRectF) -> None:
    near, far = 0.36, 0.64
    spots = [(near, 0), (far, 0), (far, near), (1, near), (1, far), (far, far)]
    spots += [(far, 1), (near, 1), (near, far), (0, far), (0, near), (near, near)]
    painter.drawPolygon(_polygon(rect, spots))


def _paint_star(painter: QPainter, rect: QRectF) -> None:
    centre, reach = rect.center(), rect.width() / 2
    for number in range(4):
        turn = math.pi * number / 4
        step = QPointF(math.cos(turn) * reach, math.sin(turn) * reach)
        painter.drawLine(centre - step, centre + step)


def _paint_disc(painter: QPainter, rect: QRectF) -> None:
    painter.drawEllipse(rect)


_Draw = Callable[[QPainter, QRectF], None]
_DRAWN: Mapping[str, _Draw] = {
    "~upright": _paint_upright,
    "~level": _paint_level,
    "~back": _paint_back,
    "~tilde": _paint_tilde,
}
_EVENT_SIGNS: Mapping[str, _Draw] = {
    "escalation": _paint_up,
    "compensation": _paint_back,
    "signal": _paint_signal,
    "terminate": _paint_disc,
    "multiple": _paint_pentagon,
    "parallel_multiple": _paint_plus,
}

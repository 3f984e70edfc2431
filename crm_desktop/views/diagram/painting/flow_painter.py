"""How a flow looks: rounded corners, solid for order, dashed for information, its label at the source."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from crm_desktop.models.processes.elements import Flow
from crm_desktop.models.processes.routing.spots import Path
from crm_desktop.views.diagram.painting.look import Detail, Look, text_width
from crm_desktop.views.diagram.painting.notation import paint_envelope

_RADIUS, _HEAD, _LABEL_HEIGHT = 8.0, 8.0, 18
_RING, _BAR, _DIAMOND, _ENVELOPE = 3.5, 9.0, 6.0, (20.0, 13.0)
"""Radius of the ring where a message begins, how far on the usual branch is crossed, half a diamond, an envelope."""


class FlowPainter:
    """Paints routes with heads and labels."""

    def __init__(self, look: Look) -> None:
        self.look = look

    def paint(
        self, painter: QPainter, flow: Flow, path: Path, detail: Detail, *, selected: bool = False, mark: str = ""
    ) -> None:
        """Paint one flow; `mark` says what became of it where two maps are compared."""
        colour = self.look.color("accent.solid" if selected else _colour_role(mark or flow.change))
        informs = flow.form != "sequence"
        pen = QPen(colour, 2.0 if selected else 1.5)
        if mark == "remove":
            pen.setDashPattern([3, 2])
        elif informs:
            pen.setDashPattern([5, 3] if flow.form == "message" else [2, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(rounded(path))
        if detail is Detail.OUTLINE:
            return
        self._ends(painter, flow, path, colour)
        if detail >= Detail.DOTS:
            self._label(painter, flow, path)

    def _ends(self, painter: QPainter, flow: Flow, path: Path, colour: QColor) -> None:
        """Paint what stands at both ends: heads, the ring where a message begins, the bar of the usual branch."""
        marks = flow.markers
        if flow.form != "association" or marks & {"directed", "both"}:
            paint_head(painter, path, colour, filled=flow.form == "sequence")
        if flow.form == "association" and "both" in marks:
            paint_head(painter, path[::-1], colour, filled=False)
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(self.look.color("canvas.node"))
        if flow.form == "message":
            painter.drawEllipse(_along(path, _RING)[0], _RING, _RING)
            self._envelope(painter, marks, path, colour)
        elif "conditional" in marks:
            _paint_diamond(painter, path)
        elif flow.usual:
            _paint_bar(painter, path)

    def _envelope(self, painter: QPainter, marks: frozenset[str], path: Path, colour: QColor) -> None:
        """Paint the message of a flow that shows it: white where it opens the talk, grey where it answers."""
        for mark, ground in (("initiating", "canvas.node"), ("answering", "border.default")):
            if mark in marks:
                x, y = halfway(path)
                place = QRectF(x - _ENVELOPE[0] / 2, y - _ENVELOPE[1] / 2, *_ENVELOPE)
                paint_envelope(painter, place, colour, self.look.color(ground))

    def _label(self, painter: QPainter, flow: Flow, path: Path) -> None:
        words = " ".join(part for part in (flow.name, f"{flow.share}%" if flow.share is not None else "") if part)
        if not words:
            return
        width = min(160.0, text_width(words, self.look.caption.toString()) + 8)
        place = label_place(path, width)
        painter.setPen(Qt.PenStyle.NoPen)
        veil = QColor(self.look.color("canvas.bg"))
        veil.setAlpha(200)
        painter.setBrush(veil)
        painter.drawRoundedRect(place, 4, 4)
        painter.setFont(self.look.caption)
        painter.setPen(self.look.color("text.secondary"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)


def label_place(path: Path, width: float) -> QRectF:
    """Return where the label of a flow stands: beside its first part, near the source."""
    (x, y), (to_x, to_y) = path[0], path[1]
    if x == to_x:
        top = y + 6 if to_y > y else y - 6 - _LABEL_HEIGHT
        return QRectF(x + 5, top, width, _LABEL_HEIGHT)
    left = x + 8 if to_x > x else x - 8 - width
    return QRectF(left, y - _LABEL_HEIGHT - 3, width, _LABEL_HEIGHT)


@lru_cache(maxsize=20_000)
def rounded(path: Path) -> QPainterPath:
    """Return a route with rounded corners."""
    made = QPainterPath(QPointF(*path[0]))
    for before, at, after in zip(path, path[1:], path[2:], strict=False):
        one, other = math.dist(before, at), math.dist(at, after)
        turn = min(_RADIUS, one / 2, other / 2)
        if turn < 0.5:
            continue
        made.lineTo(at[0] + (before[0] - at[0]) * turn / one, at[1] + (before[1] - at[1]) * turn / one)
        made.quadTo(
            QPointF(*at), QPointF(at[0] + (after[0] - at[0]) * turn / other, at[1] + (after[1] - at[1]) * turn / other)
        )
    made.lineTo(QPointF(*path[-1]))
    return made


def paint_head(painter: QPainter, path: Path, colour: QColor, *, filled: bool) -> None:
    """Paint an arrow's head at the end of a route, solid for order and open for information."""
    (fx, fy), (x, y) = path[-2], path[-1]
    length = math.dist((fx, fy), (x, y)) or 1.0
    dx, dy = (x - fx) / length, (y - fy) / length
    back = QPointF(x - dx * _HEAD, y - dy * _HEAD)
    wide = QPointF(-dy * _HEAD / 2, dx * _HEAD / 2)
    painter.setPen(QPen(colour, 1.5))
    if filled:
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([QPointF(x, y), back + wide, back - wide]))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([back + wide, QPointF(x, y), back - wide]))


def halfway(path: Path) -> tuple[float, float]:
    """Return the middle of a route's longest part."""
    one, other = max(pairwise(path), key=lambda part: math.dist(*part))
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def _along(path: Path, distance: float) -> tuple[QPointF, QPointF]:
    """Return the place so far from a route's begin, and a step of one pixel in its direction there."""
    (x, y), (to_x, to_y) = path[0], path[1]
    length = math.dist(path[0], path[1]) or 1.0
    step = QPointF((to_x - x) / length, (to_y - y) / length)
    return QPointF(x, y) + step * min(distance, length / 2), step


def _paint_bar(painter: QPainter, path: Path) -> None:
    """Paint the bar across the begin of the branch that is taken when no condition holds."""
    place, step = _along(path, _BAR)
    aside = QPointF(-step.y(), step.x())
    painter.drawLine(place + aside * 5 - step * 3, place - aside * 5 + step * 3)


def _paint_diamond(painter: QPainter, path: Path) -> None:
    """Paint the small diamond in which a flow begins that only runs if its condition holds."""
    place, step = _along(path, _DIAMOND)
    aside = QPointF(-step.y(), step.x()) * _DIAMOND * 0.6
    ahead = step * _DIAMOND
    painter.drawPolygon(QPolygonF([place - ahead, place + aside, place + ahead, place - aside]))


def _colour_role(change: str | None) -> str:
    roles = {"remove": "canvas.flowMuted", "add": "success.solid", "change": "warning.solid"}
    return roles.get(change or "", "canvas.flow")

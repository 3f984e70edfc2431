"""How a flow looks: rounded corners, solid for order, dashed for information, its label at the source."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from crm_desktop.models.processes.elements import Flow
from crm_desktop.models.processes.routing.spots import Path, Spot
from crm_desktop.views.diagram.painting.look import IDEOGRAPHS, Detail, Look, text_width, wrapped
from crm_desktop.views.diagram.painting.notation import paint_envelope

_RADIUS, _HEAD, _LABEL_HEIGHT, _LABEL_LINE = 8.0, 8.0, 18, 14
_WIDEST, _UPRIGHT, _LEAST = 160.0, 110.0, 44.0
"""How wide a label may be at all, beside an upright part, and so that it is broken there in two lines."""
_DASHES = {"removed": [3.0, 2.0], "message": [5.0, 3.0], "association": [2.0, 3.0], "data": [2.0, 3.0]}
_RING, _BAR, _DIAMOND, _ENVELOPE = 3.5, 9.0, 6.0, (20.0, 13.0)
"""Radius of the ring where a message begins, how far on the usual branch is crossed, half a diamond, an envelope."""


class FlowPainter:
    """Paints routes with heads and labels."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self._pens: dict[tuple[int, float, str], QPen] = {}
        self._veil = QColor(look.color("canvas.bg"))
        self._veil.setAlpha(200)

    def paint(
        self,
        painter: QPainter,
        flow: Flow,
        path: Path,
        detail: Detail,
        *,
        selected: bool = False,
        mark: str = "",
        told_from: Path = (),
    ) -> None:
        """Paint one flow.

        `mark` says what became of it where two maps are compared; `told_from`: the part at which its label stands.
        """
        colour = self.look.color("accent.solid" if selected else _colour_role(mark or flow.change))
        painter.setPen(self._pen(colour, 2.0 if selected else 1.5, "removed" if mark == "remove" else flow.form))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(rounded(path))
        if detail is Detail.OUTLINE:
            return
        self._ends(painter, flow, path, colour)
        if detail >= Detail.DOTS:
            self._label(painter, flow, told_from or path)

    def _ends(self, painter: QPainter, flow: Flow, path: Path, colour: QColor) -> None:
        """Paint what stands at both ends: heads, the ring where a message begins, the bar of the usual branch."""
        marks = flow.markers
        if flow.form != "association" or marks & {"directed", "both"}:
            paint_head(painter, path, colour, filled=flow.form == "sequence")
        if flow.form == "association" and "both" in marks:
            paint_head(painter, path[::-1], colour, filled=False)
        if flow.form != "message" and "conditional" not in marks and not flow.usual:
            return
        painter.setPen(self._pen(colour, 1.5, "sequence"))
        painter.setBrush(self.look.color("canvas.node"))
        if flow.form == "message":
            painter.drawEllipse(_along(path, _RING)[0], _RING, _RING)
            self._envelope(painter, marks, path, colour)
        elif "conditional" in marks:
            _paint_diamond(painter, path)
        elif flow.usual:
            _paint_bar(painter, path)

    def _pen(self, colour: QColor, width: float, form: str) -> QPen:
        key = (colour.rgba(), width, form)
        pen = self._pens.get(key)
        if pen is None:
            pen = self._pens[key] = QPen(colour, width)
            if form in _DASHES:
                pen.setDashPattern(_DASHES[form])
        return pen

    def _envelope(self, painter: QPainter, marks: frozenset[str], path: Path, colour: QColor) -> None:
        """Paint the message of a flow that shows it: white where it opens the talk, grey where it answers."""
        for mark, ground in (("initiating", "canvas.node"), ("answering", "border.default")):
            if mark in marks:
                x, y = halfway(path)
                place = QRectF(x - _ENVELOPE[0] / 2, y - _ENVELOPE[1] / 2, *_ENVELOPE)
                paint_envelope(painter, place, colour, self.look.color(ground))

    def _label(self, painter: QPainter, flow: Flow, path: Path) -> None:
        label = label_of(self.look, flow, path)
        if label is None:
            return
        lines, place = label
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._veil)
        painter.drawRoundedRect(place, 4, 4)
        painter.setFont(self.look.caption)
        painter.setPen(self.look.color("text.secondary"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "\n".join(lines))


def label_of(look: Look, flow: Flow, path: Path) -> tuple[tuple[str, ...], QRectF] | None:
    """Return the lines of a flow's label and where they stand; None for a flow that says nothing."""
    words = " ".join(part for part in (flow.name, f"{flow.share}%" if flow.share is not None else "") if part)
    if not words:
        return None
    font = look.key(look.caption)
    lines = _label_lines(words, font, _room_along(path))
    width = min(_WIDEST, max(text_width(line, font) for line in lines) + 8)
    return lines, label_place(path, width, len(lines))


def label_place(path: Path, width: float, lines: int = 1) -> QRectF:
    """Return where the label of a flow stands: beside its first part, near the source."""
    (x, y), (to_x, to_y) = path[0], path[1]
    height = _LABEL_HEIGHT + (lines - 1) * _LABEL_LINE
    if x == to_x:
        top = y + 6 if to_y > y else y - 6 - height
        return QRectF(x + 5, top, width, height)
    left = x + 8 if to_x > x else x - 8 - width
    return QRectF(left, y - height - 3, width, height)


def _room_along(path: Path) -> float:
    """Return how wide a label may be: no wider than the level part that it stands on, or it would lie over a step."""
    (x, _), (to_x, _) = path[0], path[1]
    room = abs(to_x - x) - 12
    if x == to_x:
        return _UPRIGHT
    return min(_WIDEST - 8, room) if room >= _LEAST else _WIDEST - 8


def _label_lines(words: str, font: str, room: float) -> tuple[str, ...]:
    """Return a label in one line where that has room, else in two where these hold all of it."""
    if text_width(words, font) <= room:
        return (words,)
    lines = wrapped(words, font, int(room), 2)
    return lines if len(lines) == 2 and not lines[-1].endswith("…") and _breaks_well(words, lines) else (words,)


def _breaks_well(words: str, lines: tuple[str, ...]) -> bool:
    """Tell whether a label is broken between its words, or has none."""
    return " ".join(lines) == " ".join(words.split()) or max(words) >= IDEOGRAPHS


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
    head = _head(path[-2], path[-1])
    painter.setPen(QPen(colour, 1.5))
    if filled:
        painter.setBrush(colour)
        painter.drawPolygon(head)
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(head)


@lru_cache(maxsize=20_000)
def _head(before: Spot, end: Spot) -> QPolygonF:
    """Return the head of an arrow: from one of its ends over the point to the other."""
    (fx, fy), (x, y) = before, end
    length = math.dist(before, end) or 1.0
    dx, dy = (x - fx) / length, (y - fy) / length
    back = QPointF(x - dx * _HEAD, y - dy * _HEAD)
    wide = QPointF(-dy * _HEAD / 2, dx * _HEAD / 2)
    return QPolygonF([back + wide, QPointF(x, y), back - wide])


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

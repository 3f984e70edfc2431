"""Painting the map in small: names in the size in which they are read, everything else as little as tells it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from crm_desktop.diagrams.picture import Picture
from crm_desktop.models.processes.elements import Flow, Node
from crm_desktop.models.processes.routing.spots import Box
from crm_desktop.views.diagram.painting.look import Look
from crm_desktop.views.interview.preview.lens import HEADER, Lens, ends_at
from crm_desktop.views.interview.wrapping import wrap
from crm_desktop.views.theme.icons import paint_icon

_RADIUS, _HEAD, _LINE, _BAR = 7.0, 6.0, 16, 3
_SMALL = frozenset({"gateway", "start", "intermediate", "end"})
_SIGNS = {"exclusive": "x", "parallel": "plus", "inclusive": "circle", "complex": "asterisk"}
_TRIGGERS = {"message": "mail", "timer": "clock", "error": "zap", "signal": "radio"}


@dataclass(frozen=True, slots=True)
class Ghost:
    """The step that is being typed: where it would stand, and from where it would be reached."""

    box: Box
    form: str
    name: str
    source_id: str = ""


class SmallPainter:
    """Paints what a lens shows of a picture."""

    def __init__(self) -> None:
        self.dress()

    def dress(self) -> None:
        """Take colours and fonts of the theme."""
        self.look = Look()
        self._font = self.look.theme.font("caption", weight=500)
        self._bold = self.look.caption_strong

    def paint(self, painter: QPainter, picture: Picture, lens: Lens, standing: str, ghost: Ghost | None) -> None:
        """Paint bands, flows, steps, the ghost, and the headers over everything."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(0, 0, lens.width, lens.height)
        painter.fillRect(whole, self.look.color("canvas.bg"))
        for number, band in enumerate(picture.bands):
            rect = lens.band(band.start, band.breadth)
            hue = self.look.hue(band.lane.hue, number)
            painter.fillRect(rect, hue.lane)
            painter.setPen(QPen(hue.line, 1))
            edge = (rect.topRight(), rect.bottomRight()) if lens.vertical else (rect.bottomLeft(), rect.bottomRight())
            painter.drawLine(*edge)
        seen = lens.seen().grown(120)
        self._flows(painter, picture, lens, picture.flows_within(seen))
        self._nodes(painter, picture, lens, picture.nodes_within(seen), standing)
        if ghost is not None:
            self._ghost(painter, picture, lens, ghost)
        self._headers(painter, picture, lens)

    def _flows(self, painter: QPainter, picture: Picture, lens: Lens, ids: Iterable[str]) -> None:
        chart, colour = picture.chart, self.look.color("canvas.flow")
        for flow_id in ids:
            flow, path = chart.flows.get(flow_id), picture.paths.get(flow_id)
            if flow is None or path is None or flow.form == "association":
                continue
            source, target = chart.nodes.get(flow.source_id), chart.nodes.get(flow.target_id)
            if source is None or target is None:
                continue
            shapes = [lens.shape(picture.boxes[each.id], each.form) for each in (source, target)]
            points = ends_at([lens.to_window(spot) for spot in path], *shapes)
            self._route(painter, points, colour, dashed=flow.form != "sequence")
            if source.form == "gateway":
                self._label(painter, flow, points)

    def _route(self, painter: QPainter, points: Sequence[QPointF], colour: QColor, *, dashed: bool) -> None:
        pen = QPen(colour, 1.25)
        if dashed:
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(_rounded(points))
        _head(painter, points[-2], points[-1], colour)

    def _label(self, painter: QPainter, flow: Flow, points: Sequence[QPointF]) -> None:
        words = f"{flow.share}%" if flow.share is not None else flow.name
        if not words or len(words) > 6:
            return
        first, then = points[0], points[1]
        down = abs(first.x() - then.x()) < 1
        place = QRectF(first.x() + 4, first.y() - 2, 40, _LINE)
        if not down:
            left = then.x() < first.x()
            place = QRectF(first.x() - 40 if left else first.x() + 2, first.y() - _LINE, 38, _LINE)
        elif then.y() < first.y():
            place.moveTop(first.y() - _LINE)
        painter.setFont(self.look.caption)
        painter.setPen(self.look.color("text.tertiary"))
        align = Qt.AlignmentFlag.AlignLeft if down or then.x() > first.x() else Qt.AlignmentFlag.AlignRight
        painter.drawText(place, align | Qt.AlignmentFlag.AlignVCenter, words)

    def _nodes(self, painter: QPainter, picture: Picture, lens: Lens, nodes: Iterable[Node], standing: str) -> None:
        for node in nodes:
            if node.form in ("note", "group"):
                continue
            rect = lens.shape(picture.boxes[node.id], node.form)
            stands = node.id == standing
            if stands:
                painter.setPen(Qt.PenStyle.NoPen)
                halo = QColor(self.look.color("accent.solid"))
                halo.setAlpha(40)
                painter.setBrush(halo)
                painter.drawRoundedRect(rect.adjusted(-4, -4, 4, 4), 10, 10)
            self._shape(painter, node, rect, stands=stands)
            if node.form == "gateway":
                self._beside(painter, picture, lens, node, rect)
            elif node.form not in _SMALL:
                ink = self.look.color("accent.text" if stands else "text.primary")
                self._name(painter, rect, node.name, ink if stands else self.look.color("text.primary"))
            pains = len(picture.chart.pains_of(node.id))
            if pains:
                self._pains(painter, rect, pains)

    def _shape(self, painter: QPainter, node: Node, rect: QRectF, *, stands: bool) -> None:
        line, width = self.look.color("canvas.nodeLine"), 1.0
        if node.form == "start":
            line, width = self.look.color("success.solid"), 1.5
        elif node.form == "end":
            line, width = self.look.color("danger.solid"), 2.5
        if stands:
            line, width = self.look.color("accent.solid"), 1.5
        painter.setPen(QPen(line, width))
        painter.setBrush(self.look.color("canvas.node"))
        if node.form == "gateway":
            painter.drawPolygon(_diamond(rect))
            paint_icon(painter, _SIGNS.get(node.gateway_type, "circle-dot"), _middle(rect, 14), self._ink())
        elif node.form in _SMALL:
            painter.drawEllipse(rect)
            if node.trigger in _TRIGGERS:
                paint_icon(painter, _TRIGGERS[node.trigger], _middle(rect, 12), line)
        else:
            painter.drawRoundedRect(rect, 7, 7)

    def _ink(self) -> QColor:
        return self.look.color("text.secondary")

    def _name(self, painter: QPainter, rect: QRectF, name: str, ink: QColor) -> None:
        lines = wrap(name, self._font.toString(), max(int(rect.width()) - 6, 12), 2 if rect.height() > 34 else 1)
        painter.setFont(self._font)
        painter.setPen(ink)
        top = rect.center().y() - _LINE * len(lines) / 2
        for number, words in enumerate(lines):
            place = QRectF(rect.left(), top + number * _LINE, rect.width(), _LINE)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    def _beside(self, painter: QPainter, picture: Picture, lens: Lens, node: Node, rect: QRectF) -> None:
        """Write a decision's name on the side on which no flow leaves, else above it."""
        leaving = [picture.paths[flow.id] for flow in picture.chart.flows_from(node.id) if flow.id in picture.paths]
        middle = picture.boxes[node.id].middle[0]
        rightwards = any(path[0][1] == path[1][1] and path[1][0] > middle for path in leaving)
        width = max(196 * lens.across / 2 - rect.width() / 2 + 22, 60)
        left = rect.left() - width - 4 if rightwards else rect.right() + 4
        painter.setFont(self._bold)
        painter.setPen(self.look.color("text.primary"))
        lines = wrap(node.name, self._bold.toString(), int(width), 2)
        align = Qt.AlignmentFlag.AlignRight if rightwards else Qt.AlignmentFlag.AlignLeft
        top = rect.center().y() - _LINE * len(lines) / 2
        for number, words in enumerate(lines):
            place = QRectF(left, top + number * _LINE, width, _LINE)
            painter.drawText(place, align | Qt.AlignmentFlag.AlignVCenter, words)

    def _pains(self, painter: QPainter, rect: QRectF, count: int) -> None:
        spot = QRectF(rect.right() - 8, rect.top() - 8, 15, 15)
        painter.setPen(QPen(self.look.color("danger.line"), 1))
        painter.setBrush(self.look.color("danger.tint"))
        painter.drawEllipse(spot)
        painter.setFont(self.look.theme.font("caption", weight=600))
        painter.setPen(self.look.color("danger.text"))
        painter.save()
        painter.translate(spot.center())
        painter.scale(0.8, 0.8)
        painter.drawText(QRectF(-10, -9, 20, 18), Qt.AlignmentFlag.AlignCenter, str(min(count, 99)))
        painter.restore()

    def _ghost(self, painter: QPainter, picture: Picture, lens: Lens, ghost: Ghost) -> None:
        rect, colour = lens.shape(ghost.box, ghost.form), self.look.color("accent.solid")
        source = picture.chart.nodes.get(ghost.source_id)
        if source is not None:
            shape = lens.shape(picture.boxes[source.id], source.form)
            self._route(painter, _between(shape, rect), colour, dashed=True)
        pen = QPen(colour, 1.25)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(self.look.color("accent.tint"))
        if ghost.form == "gateway":
            painter.drawPolygon(_diamond(rect))
            painter.setFont(self._bold)
            painter.setPen(self.look.color("accent.text"))
            painter.drawText(
                QRectF(rect.right() + 4, rect.top(), 120, rect.height()), Qt.AlignmentFlag.AlignVCenter, ghost.name
            )
            return
        painter.drawRoundedRect(rect, 7, 7)
        self._name(painter, rect, ghost.name, self.look.color("accent.text"))

    def _headers(self, painter: QPainter, picture: Picture, lens: Lens) -> None:
        for number, band in enumerate(picture.bands):
            rect = lens.band(band.start, band.breadth)
            if lens.vertical:
                rect.setHeight(HEADER)
                bar = QRectF(rect.left(), 0, rect.width(), _BAR)
            else:
                rect.setWidth(lens.begin[0])
                bar = QRectF(0, rect.top(), _BAR, rect.height())
            hue = self.look.hue(band.lane.hue, number)
            painter.fillRect(rect, hue.tint)
            painter.fillRect(bar, hue.solid)
            painter.setPen(QPen(hue.line, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
            inner = rect.adjusted(10, _BAR if lens.vertical else 0, -4, 0)
            painter.setFont(self._bold)
            painter.setPen(hue.ink)
            name = wrap(band.lane.name, self._bold.toString(), max(int(inner.width()), 8), 1)
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, name[0] if name else "")


def _between(source: QRectF, target: QRectF) -> list[QPointF]:
    """Return a simple route to the ghost: straight down, or sideways and down."""
    if abs(source.center().x() - target.center().x()) < 2:
        return [QPointF(source.center().x(), source.bottom()), QPointF(target.center().x(), target.top())]
    right = target.center().x() > source.center().x()
    leave = QPointF(source.right() if right else source.left(), source.center().y())
    if abs(source.center().y() - target.center().y()) < 2:
        return [leave, QPointF(target.left() if right else target.right(), leave.y())]
    x = target.center().x()
    end = target.top() if target.center().y() > leave.y() else target.bottom()
    return [leave, QPointF(x, leave.y()), QPointF(x, end)]


def _rounded(points: Sequence[QPointF]) -> QPainterPath:
    made = QPainterPath(points[0])
    for before, at, after in zip(points, points[1:], points[2:], strict=False):
        one, other = _length(before, at), _length(at, after)
        turn = min(_RADIUS, one / 2, other / 2)
        if turn < 0.5:
            made.lineTo(at)
            continue
        made.lineTo(at + (before - at) * (turn / one))
        made.quadTo(at, at + (after - at) * (turn / other))
    made.lineTo(points[-1])
    return made


def _head(painter: QPainter, before: QPointF, tip: QPointF, colour: QColor) -> None:
    length = _length(before, tip) or 1.0
    ahead = (tip - before) / length
    back, wide = tip - ahead * _HEAD, QPointF(-ahead.y(), ahead.x()) * (_HEAD / 2)
    painter.setPen(QPen(colour, 1))
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([tip, back + wide, back - wide]))


def _length(one: QPointF, other: QPointF) -> float:
    return math.hypot(one.x() - other.x(), one.y() - other.y())


def _diamond(rect: QRectF) -> QPolygonF:
    centre = rect.center()
    return QPolygonF(
        [
            QPointF(centre.x(), rect.top()),
            QPointF(rect.right(), centre.y()),
            QPointF(centre.x(), rect.bottom()),
            QPointF(rect.left(), centre.y()),
        ]
    )


def _middle(rect: QRectF, side: int) -> QRectF:
    centre = rect.center()
    return QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)

"""Paints the sample process: lanes, flows, steps with their badges, in the colours of the theme and any size."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from crm_desktop.views.language.texts import Text, text
from crm_desktop.views.sign_in.sample_process import (
    EVENT,
    EVENTS,
    FLOWS,
    GATEWAY,
    GATEWAYS,
    HEADER,
    HEIGHT,
    LANE,
    LANES,
    STEP_HEIGHT,
    STEP_WIDTH,
    STEPS,
    WIDTH,
    Event,
    Flow,
    Gateway,
    Step,
)
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paint import draw_text, rounded_box, text_width

_BEND, _ARROW, _STROKE = 8.0, 7.0, 1.5


class SamplePicture(Component, QWidget):
    """As large as there is room, never larger than drawn."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.settle()

    def retranslate(self) -> None:
        """Say in words what the picture shows."""
        self.setAccessibleName(str(text("sign_in", "A sample process map, from order to delivery")))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the process from back to front."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        scale = min(self.width() / WIDTH, self.height() / HEIGHT, 1.15)
        painter.scale(scale, scale)
        _paint_lanes(painter)
        for flow in FLOWS:
            _paint_flow(painter, flow)
        for event_ in EVENTS:
            _paint_event(painter, event_)
        for gateway in GATEWAYS:
            _paint_gateway(painter, gateway)
        for step in STEPS:
            _paint_step(painter, step)


def _paint_lanes(painter: QPainter) -> None:
    theme = current_theme()
    frame = QRectF(0.5, 0.5, WIDTH - 1, HEIGHT - 1)
    clip = QPainterPath()
    clip.addRoundedRect(frame, theme.radius("lg"), theme.radius("lg"))
    painter.save()
    painter.setClipPath(clip)
    for index, (name, hue_name) in enumerate(LANES):
        hue, lane = theme.hue(hue_name), QRectF(index * LANE, 0, LANE, HEIGHT)
        painter.fillRect(lane, hue.lane)
        painter.fillRect(QRectF(lane.x(), 0, LANE, HEADER), hue.tint)
        painter.fillRect(QRectF(lane.x(), 0, LANE, 3), hue.solid)
        painter.fillRect(QRectF(lane.x(), HEADER, LANE, 1), hue.line)
        if index:
            painter.fillRect(QRectF(lane.x(), 0, 1, HEIGHT), theme.color("border.default"))
        words = QRectF(lane.x() + 12, 2, LANE - 44, HEADER - 2)
        draw_text(painter, words, str(name), theme.font("body", weight=600), hue.ink)
        paint_icon(painter, "ellipsis", QRectF(lane.right() - 28, 15, 16, 16), hue.ink)
    painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("border.default"), 1))
    painter.drawPath(clip)


def _paint_flow(painter: QPainter, flow: Flow) -> None:
    theme = current_theme()
    ink = theme.color("text.secondary")
    pen = QPen(ink, _STROKE)
    if flow.dashed:
        pen.setDashPattern([4, 3])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    points = [QPointF(*point) for point in flow.points]
    painter.drawPath(_way(points))
    _paint_head(painter, points[-2], points[-1], ink, open_head=flow.dashed)
    if flow.words is not None:
        font = theme.font("caption")
        words = str(flow.words)
        box = QRectF(flow.words_at[0], flow.words_at[1] - 9, text_width(font, words) + 2, 18)
        draw_text(painter, box, words, font, theme.color("text.secondary"))


def _way(points: list[QPointF]) -> QPainterPath:
    """Return the way through the points with rounded bends; it ends where the arrow's head begins."""
    path = QPainterPath(points[0])
    for before, bend, after in zip(points, points[1:], points[2:], strict=False):
        path.lineTo(_towards(bend, before, _BEND))
        path.quadTo(bend, _towards(bend, after, _BEND))
    path.lineTo(_towards(points[-1], points[-2], 1))
    return path


def _towards(start: QPointF, end: QPointF, distance: float) -> QPointF:
    length = math.hypot(end.x() - start.x(), end.y() - start.y()) or 1.0
    return start + (end - start) * (min(distance, length) / length)


def _paint_head(painter: QPainter, before: QPointF, tip: QPointF, ink: QColor, *, open_head: bool) -> None:
    back = _towards(tip, before, _ARROW)
    across = QPointF(back.y() - tip.y(), tip.x() - back.x()) * 0.55
    painter.setPen(QPen(ink, _STROKE))
    if open_head:
        painter.drawPolyline(QPolygonF([back + across, tip, back - across]))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPolygon(QPolygonF([back + across, tip, back - across]))


def _paint_event(painter: QPainter, event: Event) -> None:
    theme = current_theme()
    centre = QPointF(*event.at)
    edge = theme.color("text.secondary" if event.end else "success.solid")
    painter.setBrush(theme.color("bg.surface"))
    painter.setPen(QPen(edge, _STROKE))
    painter.drawEllipse(centre, EVENT, EVENT)
    if event.end:
        painter.drawEllipse(centre, EVENT - 3, EVENT - 3)
    paint_icon(painter, "mail", QRectF(centre.x() - 8, centre.y() - 8, 16, 16), edge)
    below = QRectF(0, centre.y() + EVENT + 3, LANE, 18)
    words = theme.font("caption")
    draw_text(painter, below, str(event.name), words, theme.color("text.secondary"), Qt.AlignmentFlag.AlignHCenter)


def _paint_gateway(painter: QPainter, gateway: Gateway) -> None:
    theme = current_theme()
    x, y = gateway.at
    corners = [QPointF(x, y - GATEWAY), QPointF(x + GATEWAY, y), QPointF(x, y + GATEWAY), QPointF(x - GATEWAY, y)]
    painter.setBrush(theme.color("bg.surface"))
    painter.setPen(QPen(theme.color("text.secondary"), _STROKE, Qt.PenStyle.SolidLine, j=Qt.PenJoinStyle.RoundJoin))
    painter.drawPolygon(QPolygonF(corners))
    paint_icon(painter, "x", QRectF(x - 10, y - 10, 20, 20), theme.color("text.secondary"))
    font, words = theme.font("caption", weight=600), str(gateway.question)
    box = QRectF(gateway.words_at[0], gateway.words_at[1] - 9, text_width(font, words) + 2, 18)
    draw_text(painter, box, words, font, theme.color("text.primary"))


def _paint_step(painter: QPainter, step: Step) -> None:
    theme = current_theme()
    box = QRectF(*step.at, STEP_WIDTH, STEP_HEIGHT)
    rounded_box(painter, box, theme.radius("lg"), theme.color("bg.surface"), theme.color("border.strong"))
    inner = box.adjusted(11, 6, -8, 0)
    name = QRectF(inner.x(), inner.y(), inner.width(), 20)
    draw_text(painter, name, str(step.name), theme.font("body", weight=500), theme.color("text.primary"))
    paint_icon(painter, step.icon, QRectF(inner.x(), inner.y() + 21, 12, 12), theme.color("text.secondary"))
    tool = QRectF(inner.x() + 17, inner.y() + 18, inner.width() - 17, 18)
    draw_text(painter, tool, str(step.tool), theme.font("caption"), theme.color("text.secondary"))
    if step.pains:
        _paint_badge(painter, box.topRight() + QPointF(7, -11), "flame", str(step.pains), "danger", right=True)
    if step.work is not None:
        _paint_badge(painter, box.bottomLeft() + QPointF(8, -9), "timer", step.work, "")
    if step.wait is not None:
        _paint_badge(painter, box.bottomRight() + QPointF(-8, -9), "hourglass", step.wait, "warning", right=True)


def _paint_badge(
    painter: QPainter, corner: QPointF, icon: str, words: Text | str, tone: str, *, right: bool = False
) -> None:
    """Paint a badge whose top left corner, or top right one, is `corner`."""
    theme = current_theme()
    font = theme.font("caption", weight=500)
    width = text_width(font, str(words)) + 28
    box = QRectF(corner.x() - (width if right else 0), corner.y(), width, 20)
    ground = theme.color(f"{tone}.tint" if tone else "bg.surface")
    line = theme.color(f"{tone}.line" if tone else "border.strong")
    ink = theme.color(f"{tone}.text" if tone else "text.primary")
    rounded_box(painter, box, 10, ground, line)
    paint_icon(painter, icon, QRectF(box.x() + 7, box.y() + 4, 12, 12), ink)
    draw_text(painter, QRectF(box.x() + 22, box.y(), width - 23, 20), str(words), font, ink)

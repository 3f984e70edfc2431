"""The whole map in small, with what the window shows of it; a click or a drag goes there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QWidget

from crm_desktop.models.processes.routing.spots import Box
from crm_desktop.views.diagram.canvas import Canvas
from crm_desktop.views.diagram.floats.float import Float
from crm_desktop.views.diagram.painting.look import rect_of
from crm_desktop.views.language.texts import tr
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.paint import rounded_box

SIZE = QSize(184, 108)
_PAD = 4.0
_SMALL = frozenset({"gateway", "start", "intermediate", "end"})
_LATER_MS = 120
"""A map that changes is drawn again when it has come to rest: nothing waits for the minimap."""


class Minimap(Float):
    """`Minimap(canvas)`."""

    def __init__(self, canvas: Canvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._map: QPixmap | None = None
        self._extent: Box | None = None
        """How large the map was when it was drawn."""
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self.redraw)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("focusRing", True)
        canvas.changed.connect(self._wait)
        canvas.view_changed.connect(self.update)
        self.settle()

    def redraw(self) -> None:
        """Draw the map again."""
        self._later.stop()
        self._map = self._extent = None
        self.update()

    def retranslate(self) -> None:
        """Name it again."""
        self.setAccessibleName(tr("diagram", "Overview of the map"))

    def restyle(self) -> None:
        """Take size and colours again."""
        room = self.room()
        self.setFixedSize(SIZE.grownBy(room))
        self.redraw()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the map and the window's frame on it."""
        super().paintEvent(event)
        if self._map is None:
            self._map = self._draw()
        theme, painter = current_theme(), QPainter(self)
        inner = self._inner()
        painter.drawPixmap(inner.topLeft(), self._map)
        shown = self._shown(self._canvas.port.visible()).intersected(inner)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent.solid"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(shown.adjusted(1, 1, -1, -1), 4, 4)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along."""
        self._go(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Push the view with the arrows."""
        step = {
            Qt.Key.Key_Left: (80, 0),
            Qt.Key.Key_Right: (-80, 0),
            Qt.Key.Key_Up: (0, 80),
            Qt.Key.Key_Down: (0, -80),
        }.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._canvas.view.pan(*step)

    def _wait(self) -> None:
        if self.isVisible():
            self._later.start()
        else:
            self._map = self._extent = None

    def _go(self, at: QPointF) -> None:
        inner, scale = self._inner(), self._scale()
        self._canvas.view.centre_on(((at.x() - inner.left()) / scale, (at.y() - inner.top()) / scale))

    def _inner(self) -> QRectF:
        return self.panel().adjusted(_PAD, _PAD, -_PAD, -_PAD)

    def _scale(self) -> float:
        if self._extent is None:
            self._extent = self._canvas.picture.extent()
        extent, inner = self._extent, self._inner()
        return min(inner.width() / max(extent.right, 1.0), inner.height() / max(extent.bottom, 1.0))

    def _shown(self, box: Box) -> QRectF:
        inner, scale = self._inner(), self._scale()
        return QRectF(
            inner.left() + box.left * scale,
            inner.top() + box.top * scale,
            (box.right - box.left) * scale,
            (box.bottom - box.top) * scale,
        )

    def _draw(self) -> QPixmap:
        inner, ratio = self._inner(), self.devicePixelRatioF()
        made = QPixmap(int(inner.width() * ratio), int(inner.height() * ratio))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.translate(-inner.topLeft())
        self._draw_lanes(painter, inner)
        self._draw_steps(painter)
        painter.end()
        return made

    def _draw_lanes(self, painter: QPainter, inner: QRectF) -> None:
        theme, scale, picture = current_theme(), self._scale(), self._canvas.picture
        order = theme.tokens.lane_order
        for number, band in enumerate(picture.bands):
            hue = theme.hue(band.lane.hue or order[number % len(order)])
            start, breadth = band.start * scale, band.breadth * scale
            if picture.vertical:
                rect = QRectF(inner.left() + start, inner.top(), breadth, inner.height())
                edge = QRectF(rect.left(), rect.top(), rect.width(), 3)
            else:
                rect = QRectF(inner.left(), inner.top() + start, inner.width(), breadth)
                edge = QRectF(rect.left(), rect.top(), 3, rect.height())
            painter.fillRect(rect, hue.tint)
            painter.fillRect(edge, hue.solid)

    def _draw_steps(self, painter: QPainter) -> None:
        theme, picture = current_theme(), self._canvas.picture
        line, fill = theme.color("border.control"), theme.color("canvas.node")
        if len(picture.boxes) > 600:
            painter.setPen(QPen(line, 0))
            painter.setBrush(fill)
            inner, scale = self._inner(), self._scale()
            painter.setTransform(QTransform(scale, 0, 0, scale, inner.left(), inner.top()), True)
            painter.drawRects([rect_of(box) for box in picture.boxes.values()])
            return
        for node_id, box in picture.boxes.items():
            node = picture.chart.nodes.get(node_id)
            if node is None or node.form in ("port", "group"):
                continue
            rect = self._shown(box)
            rounded_box(painter, rect, rect.height() / 2 if node.form in _SMALL else 1.5, fill, line)

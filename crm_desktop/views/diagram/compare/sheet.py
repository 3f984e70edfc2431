"""A map that is only looked at: it can be pushed, zoomed and pointed into, and changes nothing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.picture import Band, Picture
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.processes.routing.spots import Box
from crm_desktop.views.diagram.canvas_painter import CanvasPainter
from crm_desktop.views.diagram.painting.layers import ALL_LAYERS
from crm_desktop.views.diagram.painting.look import Look
from crm_desktop.views.diagram.viewport import Viewport, larger, smaller
from crm_desktop.views.widgets.component import Component

_STEP = 60.0
_CLICK = 4.0
_WHEEL = 1.0015
_ARROWS = {Qt.Key.Key_Down: (0, -1), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Right: (-1, 0), Qt.Key.Key_Left: (1, 0)}


class NoTool:
    """What a sheet has in hand: nothing."""

    target: str | None = None
    refuses = False

    def cancel(self) -> bool:
        """Give up nothing."""
        return False

    def paint(self, painter: QPainter, look: Look) -> None:
        """Paint nothing."""


class Sheet(Component, QWidget):
    """`Sheet()`, then `show_picture(picture, marks)`; what a person does is told, so that two sheets can be linked."""

    pushed = Signal(float, float)
    zoomed = Signal(float, object)
    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = Picture(Chart.of(ProcessMap(id="", values={})))
        self.port = Viewport(QSizeF(self.size()))
        self.extent = Box(0, 0, 1, 1)
        self.selected: frozenset[str] = frozenset()
        self.hovered: str | None = None
        self.layers = ALL_LAYERS
        self.hidden_forms: frozenset[str] = frozenset()
        self.marks: Mapping[str, str] = {}
        self.evidence: Mapping[str, int] = {}
        self.naming = ""
        self.tool = NoTool()
        self.painter: CanvasPainter = CanvasPainter(self)
        self._grip: QPointF | None = None
        self._pressed = QPointF()
        self._fits = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("pane", True)
        self.settle()

    def show_picture(self, picture: Picture, marks: Mapping[str, str], extent: Box | None = None) -> None:
        """Show another map; `extent` is what linked sheets show together."""
        self.picture, self.marks = picture, marks
        self.extent = extent or picture.extent()
        self.port.vertical = picture.vertical
        self.painter.forget()
        if self._fits:
            self.fit()
        self.update()

    def select(self, element_id: str) -> None:
        """Select an element and bring it into the middle; "" selects nothing."""
        self.selected = frozenset((element_id,)) if element_id else frozenset()
        flow = self.picture.chart.flows.get(element_id)
        pain = self.picture.chart.pains.get(element_id)
        box = self.picture.boxes.get(flow.source_id if flow else (pain.node_id or "") if pain else element_id)
        if box is not None:
            self._fits = False
            if self.port.zoom < 0.6:
                self.port.zoom_at(0.8, QPointF(self.rect().center()), self.extent)
            at = self.port.to_window(box.middle)
            self.port.pan(self.width() / 2 - at.x(), self.height() / 2 - at.y(), self.extent)
        self.update()

    def look_where(self, other: Sheet) -> None:
        """Show the same place as another sheet."""
        self._fits = False
        self.port.zoom, self.port.x, self.port.y = other.port.zoom, other.port.x, other.port.y
        self.update()

    def fit(self) -> None:
        """Show the whole map."""
        self._fits = True
        self.port.fit(self.extent)
        self.update()

    def push(self, dx: float, dy: float) -> None:
        """Push the map, as the other sheet was pushed."""
        self._fits = False
        self.port.pan(dx, dy, self.extent)
        self.update()

    def zoom_to(self, zoom: float, point: QPointF | None = None) -> None:
        """Zoom around a point, as the other sheet was."""
        self._fits = False
        self.port.zoom_at(zoom, point or QPointF(self.rect().center()), self.extent)
        self.update()

    def header_rect(self, band: Band) -> QRectF:
        """Return where a lane's header stands in the window."""
        return self.port.header_rect(band.start, band.breadth)

    def restyle(self) -> None:
        """Take colours and fonts of the theme."""
        self.painter.dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in sight."""
        painter = QPainter(self)
        self.painter.paint(painter, QRectF(event.rect()))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole map in sight until somebody zooms."""
        self.port.size = QSizeF(self.size())
        if self._fits:
            self.fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the map."""
        self._grip = self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Push it."""
        if self._grip is not None and event.buttons():
            by, self._grip = event.position() - self._grip, event.position()
            self._push_both(by.x(), by.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; a click chooses what lies there."""
        self._grip = None
        if (event.position() - self._pressed).manhattanLength() < _CLICK:
            self.chosen.emit(self._at(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for the element in the editor."""
        if found := self._at(event.position()):
            self.opened.emit(found)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Push the map; with Ctrl zoom around the pointer."""
        step = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta() / 2
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom_both(self.port.zoom * _WHEEL ** event.angleDelta().y(), event.position())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._push_both(step.y() or step.x(), 0)
        else:
            self._push_both(step.x(), step.y())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Push with arrows, zoom with Ctrl and plus, minus, zero."""
        key, control = Qt.Key(event.key()), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key in _ARROWS:
            across, down = _ARROWS[key]
            self._push_both(across * _STEP, down * _STEP)
        elif control and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._zoom_both(larger(self.port.zoom), None)
        elif control and key == Qt.Key.Key_Minus:
            self._zoom_both(smaller(self.port.zoom), None)
        elif control and key == Qt.Key.Key_0:
            self.fit()
            self.zoomed.emit(0.0, None)
        else:
            super().keyPressEvent(event)

    def _push_both(self, dx: float, dy: float) -> None:
        self.push(dx, dy)
        self.pushed.emit(dx, dy)

    def _zoom_both(self, zoom: float, point: QPointF | None) -> None:
        self.zoom_to(zoom, point)
        self.zoomed.emit(self.port.zoom, point)

    def _at(self, point: QPointF) -> str:
        spot = self.port.to_map(point)
        node = self.picture.node_at(spot)
        flow = None if node is not None else self.picture.flow_at(spot, 6 / self.port.zoom)
        return node.id if node is not None else flow.id if flow is not None else ""


def link(one: Sheet, other: Sheet) -> None:
    """Let two sheets be pushed and zoomed together."""
    for sheet, partner in ((one, other), (other, one)):
        sheet.pushed.connect(partner.push)
        sheet.zoomed.connect(lambda zoom, point, partner=partner: _follow(partner, zoom, point))


def _follow(sheet: Sheet, zoom: float, point: QPointF | None) -> None:
    if zoom:
        sheet.zoom_to(zoom, point)
    else:
        sheet.fit()

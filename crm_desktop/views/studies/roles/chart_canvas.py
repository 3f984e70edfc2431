"""The organisation chart to work on: painted, with keys, names typed in place, and boxes dragged under others."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from crm_desktop.views.diagram.naming import NameLine
from crm_desktop.views.language.texts import label
from crm_desktop.views.studies.roles.chart_painter import ChartPainter, Shown
from crm_desktop.views.studies.roles.dragging import Dragging
from crm_desktop.views.studies.roles.keys import find_deed
from crm_desktop.views.studies.roles.pen import Pen
from crm_desktop.views.studies.roles.state import Roles
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.component import Component

_LEAST, _MOST, STEP = 0.3, 2.0, 1.2


class ChartCanvas(Component, QWidget):
    """`ChartCanvas(roles)`; `canvas.pen` does what keys do. Its line has the focus, so no input method loses a key."""

    menu_wanted = Signal(QPoint)
    """A context menu for what is current, at a point of the screen."""

    def __init__(self, roles: Roles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.roles = roles
        self.pen = Pen(roles, self._named)
        self.painter = ChartPainter(roles)
        self.shown = Shown()
        self.zoom = 1.0
        self.drag = Dragging(roles, self.pen, self.shown)
        self.line = NameLine(self, self._takes, lambda event: find_deed(self.pen, event) is not None)
        self.line.textEdited.connect(self._typed)
        self.line.left.connect(self.pen.finish)
        self.setFocusProxy(self.line)
        self.setMouseTracking(True)
        roles.changed.connect(self._follow)
        roles.moved.connect(self._follow)
        self.settle()

    def retranslate(self) -> None:
        """Name the chart for screen readers."""
        self.setAccessibleName(str(label("kinds", "department.plural")))
        self.line.setAccessibleName(str(label("fields", "department.name")))
        self.painter.forget()
        self._follow()

    def restyle(self) -> None:
        """Take fonts and sizes of the theme."""
        self.line.dress()
        self.roles.measure()

    def sizeHint(self) -> QSize:
        """Be as large as the chart."""
        chart = self.roles.chart
        return QSize(int(chart.width * self.zoom) + 1, int(chart.height * self.zoom) + 1)

    def zoom_to(self, zoom: float) -> None:
        """Show the chart larger or smaller."""
        self.zoom = min(_MOST, max(_LEAST, zoom))
        self._follow()

    def fit(self, least: float = _LEAST) -> None:
        """Show the whole chart, no larger than it is; where it would be smaller than `least`, its top."""
        area, chart = self._area(), self.roles.chart
        if area is not None and chart.width and chart.height:
            room = area.viewport().size()
            self.zoom_to(max(least, min(1.0, room.width() / chart.width, room.height() / chart.height)))
            top = self.painter.rect_of(self.roles.organisation.roots[0])
            if top is not None:
                area.ensureVisible(self._window(top).center().x(), 0, room.width() // 2, 0)

    # Qt's events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in sight."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), current_theme().color("canvas.bg"))
        origin = self._origin()
        painter.translate(origin)
        painter.scale(self.zoom, self.zoom)
        self.shown.naming, self.shown.focused = self.pen.naming, self.line.hasFocus()
        area = QRectF(event.rect()).translated(-origin)
        self.painter.paint(painter, QRectF(area.topLeft() / self.zoom, area.size() / self.zoom), self.shown)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make what is under the pointer current; from there it may be dragged."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.pen.finish()
        self.roles.select(self._at(event.position()))
        if event.button() == Qt.MouseButton.LeftButton:
            self.drag.press(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where a dragged box would go, or what is under the pointer."""
        if self.drag.move(event.position(), self._map(event.position())):
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.update()
        elif (hovered := self._at(event.position())) != self.shown.hovered:
            self.shown.hovered = hovered
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put what was dragged where it was let go."""
        self.drag.release()
        self.unsetCursor()
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Name what is under the pointer; on empty ground make a department."""
        if self._at(event.position()):
            self.pen.edit()
        else:
            self.pen.add_beside()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu for what is under the pointer."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self.roles.select(self._at(QPointF(event.pos())))
        self.menu_wanted.emit(event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl; otherwise the area around scrolls."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_to(self.zoom * (STEP if event.angleDelta().y() > 0 else 1 / STEP))
            event.accept()
        else:
            event.ignore()

    # How it is done

    def _takes(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and self.shown.dragged:
            self.drag.cancel()
            self.unsetCursor()
            self.update()
            return True
        deed = find_deed(self.pen, event)
        if deed is None:
            return False
        deed()
        return True

    def _typed(self, words: str) -> None:
        if self.pen.naming:
            self.pen.type(words)
        elif words.strip() and self.roles.may_edit:
            if not self.roles.current:
                self.pen.add_beside()
            self.pen.edit(words)
        else:
            self.line.clear()

    def _named(self) -> None:
        if self.line.text() != self.pen.text or not self.pen.naming:
            self.line.setText(self.pen.text if self.pen.naming else "")
        self._follow()

    def _follow(self) -> None:
        """Stand where the chart is now: size, line, and what is current in sight."""
        size = self.sizeHint()
        area = self._area()
        self.setMinimumSize(size)
        if area is not None:
            self.resize(size.expandedTo(area.viewport().size()))
        found = self.painter.rect_of(self.roles.current)
        place = None if found is None else self._window(found)
        self._dress_line()
        if place is not None and self.pen.naming == self.roles.current:
            self.line.open_over(self._window(self.painter.name_rect(self.roles.current)))
        else:
            self.line.rest(place or QRect(0, 0, 1, 1))
        if area is not None and place is not None:
            area.ensureVisible(place.center().x(), place.center().y(), place.width() // 2 + 24, place.height() + 24)
        self.update()

    def _dress_line(self) -> None:
        font = current_theme().font("caption" if self.pen.naming in self.roles.organisation.posts else "bodyStrong")
        font.setPixelSize(max(9, round(font.pixelSize() * self.zoom)))
        self.line.setFont(font)

    def _origin(self) -> QPointF:
        """Return where the chart begins: in the middle where there is room."""
        size = self.sizeHint()
        return QPointF(
            max(0, (self.width() - size.width()) // 2), max(0, min(24, (self.height() - size.height()) // 2))
        )

    def _map(self, point: QPointF) -> QPointF:
        return (point - self._origin()) / self.zoom

    def _at(self, point: QPointF) -> str:
        spot = self._map(point)
        return self.painter.element_at(spot.x(), spot.y())

    def _window(self, place: QRectF) -> QRect:
        size = place.size() * self.zoom
        return QRectF(place.topLeft() * self.zoom + self._origin(), size).toAlignedRect()

    def _area(self) -> QScrollArea | None:
        viewport = self.parentWidget()
        area = viewport.parentWidget() if viewport is not None else None
        return area if isinstance(area, QScrollArea) else None

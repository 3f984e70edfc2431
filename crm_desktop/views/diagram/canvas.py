"""The canvas: a map to be drawn on, by keys, mouse, pen and fingers. It paints itself and holds no truth of its own.

What is, stands in the session's chart; where it is shown, in the picture; where the person stands, in the pen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QWidget

from crm_desktop.diagrams.command import Command
from crm_desktop.diagrams.delta import Cause, Delta
from crm_desktop.diagrams.pen import Pen
from crm_desktop.diagrams.picture import Band, Picture
from crm_desktop.diagrams.session import Session
from crm_desktop.models.errors import Refused
from crm_desktop.views.desk import Desk
from crm_desktop.views.diagram.canvas_acts import CanvasActs
from crm_desktop.views.diagram.canvas_painter import CanvasPainter
from crm_desktop.views.diagram.clip import Clip
from crm_desktop.views.diagram.drags import Drags
from crm_desktop.views.diagram.keys import find_deed
from crm_desktop.views.diagram.line_place import LinePlace
from crm_desktop.views.diagram.naming import NameLine
from crm_desktop.views.diagram.painting.layers import ALL_LAYERS
from crm_desktop.views.diagram.tips import show_tip
from crm_desktop.views.diagram.tools.connect import ConnectTool
from crm_desktop.views.diagram.tools.hand import Hand
from crm_desktop.views.diagram.tools.make import Make
from crm_desktop.views.diagram.tools.select import Select
from crm_desktop.views.diagram.tools.tool import Tool
from crm_desktop.views.diagram.touch import GESTURES, take_gesture
from crm_desktop.views.diagram.view import View
from crm_desktop.views.diagram.viewport import Viewport
from crm_desktop.views.theme.current import current_theme

LEFT = 66
"""Kept free for the palette that floats at the left."""
_PINCH_WHEEL = 1.0015


class Canvas(QWidget):
    """Shows and edits the map of a session."""

    selection_changed = Signal()
    view_changed = Signal()
    changed = Signal()
    refused = Signal(object)
    dragging = Signal(bool)
    tool_changed = Signal()
    menu_requested = Signal(object)
    """Where in the window a context menu is wanted for what is selected."""

    def __init__(
        self, desk: Desk, session: Session, parent: QWidget | None = None, *, picture: Picture | None = None
    ) -> None:
        super().__init__(parent)
        self.desk, self.session = desk, session
        self.layers = ALL_LAYERS
        self.marks: Mapping[str, str] = {}
        self.evidence: Mapping[str, int] = {}
        self.hidden_forms: frozenset[str] = frozenset()
        """Forms of steps that are not shown now, with the flows that lead there."""
        self.picture = picture or Picture(session.chart)
        self.port = Viewport(QSizeF(self.size()), vertical=self.picture.vertical, left=LEFT)
        self.port.x, self.port.y = self.port.begin
        self.selected: frozenset[str] = frozenset()
        self.painted = False
        """Whether the map has been in sight yet."""
        self.hovered: str | None = None
        self.pen = Pen(session, on_moved=self._pen_moved)
        self.acts: CanvasActs = CanvasActs(self)
        self.view: View = View(self)
        self.clip: Clip = Clip(self)
        self.drags: Drags = Drags(self)
        self.typing: LinePlace = LinePlace(self)
        self.tool_name: str = "select"
        self.tool: Tool = Tool(self)
        self.line: NameLine = NameLine(self, self._takes, lambda event: find_deed(self, event) is not None)
        self.painter: CanvasPainter = CanvasPainter(self)
        self.set_tool("select")
        self.line.textEdited.connect(self._typed)
        self.line.left.connect(self.acts.leave)
        self.setFocusProxy(self.line)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        for gesture in GESTURES:
            self.grabGesture(gesture)
        session.listen(self._follow)
        current_theme().changed.connect(self._dress)

    @property
    def zoom(self) -> float:
        """Pixels of the window for one of the map."""
        return self.port.zoom

    @property
    def naming(self) -> str:
        """The step that is being named, "" while none is."""
        return (self.pen.selected or "") if self.pen.naming else ""

    def select(self, ids: Iterable[str]) -> None:
        """Select elements; on a single step the pen stands."""
        chosen = frozenset(ids)
        nodes = [each for each in chosen if each in self.session.chart.nodes]
        self.acts.leave()
        self.acts.attempt(lambda: self.pen.select(nodes[0] if len(chosen) == 1 and nodes else None))
        self._choose(chosen)

    def run(self, command: Command) -> bool:
        """Run a command, say why not where the rules object, and go where it lands."""
        return self.acts.run(command)

    def set_tool(self, name: str) -> None:
        """Take another tool: `select`, `hand`, `flow`, `lane`, or the form of a new element."""
        makers = {"select": Select, "hand": Hand, "flow": ConnectTool}
        self.tool_name = name
        self.tool = makers[name](self) if name in makers else Make(self, name)
        self.setCursor(self.tool.cursor)
        self.update()
        self.tool_changed.emit()

    def look_again(self, node_ids: set[str] | None = None) -> None:
        """Paint anew; these steps (or all) may look different."""
        self.painter.forget(node_ids)
        self.update()

    def hold_still(self, moving: Collection[str]) -> None:
        """Paint only these steps and their flows anew, over a kept picture of the rest; none of them: all again."""
        self.painter.hold_still(moving)

    def update_within(self, area: QRectF) -> None:
        """Paint a part of the window anew; what floats over the rest is left alone."""
        self.update(area.toAlignedRect())

    def header_rect(self, band: Band) -> QRectF:
        """Return where a lane's header stands in the window."""
        return self.port.header_rect(band.start, band.breadth)

    # Qt's events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in sight."""
        painter = QPainter(self)
        self.painter.paint(painter, QRectF(event.rect()))
        painter.end()
        self.painted = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the map in sight."""
        self.port.size = QSizeF(self.size())
        self.typing.follow()
        self.view_changed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin what the tool does; the middle button always pushes the map."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == Qt.MouseButton.MiddleButton:
            self.set_tool("hand")
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self.tool.press(event, self.port.to_map(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on."""
        self.tool.move(event, self.port.to_map(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do it."""
        self.tool.release(event, self.port.to_map(event.position()))
        if event.button() == Qt.MouseButton.MiddleButton:
            self.set_tool("select")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Name what is under the pointer."""
        self.tool.double(event, self.port.to_map(event.position()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu for what is under the pointer."""
        self.acts.open_menu(QPointF(event.pos()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Push the map; with Ctrl zoom around the pointer."""
        step = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta() / 2
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.view.zoom_to(self.port.zoom * _PINCH_WHEEL ** event.angleDelta().y(), event.position())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.view.pan(step.y() or step.x(), 0)
        else:
            self.view.pan(step.x(), step.y())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Take a pinch on a touch pad, and tell what is cut short under a pointer that rests."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            show_tip(self, self.painter, event)
            return True
        if isinstance(event, QNativeGestureEvent) and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
            self.view.zoom_to(self.port.zoom * (1 + event.value()), event.position())
            return True
        if isinstance(event, QGestureEvent) and take_gesture(self, event):
            return True
        return super().event(event)

    # What others tell

    def _follow(self, delta: Delta, cause: Cause) -> None:
        redrawn = self.picture.follow(delta)
        self.port.vertical = self.picture.vertical
        flows = (self.session.chart.flows.get(each) for each in redrawn.flows)
        ends = {end for flow in flows if flow for end in (flow.source_id, flow.target_id)}
        self.painter.forget(None if redrawn.everything else redrawn.nodes | ends)
        if cause is not Cause.COMMAND and self.pen.selected in delta.removed and self.pen.let_go():
            self.refused.emit(Refused("diagram.gone"))
        if delta.removed & self.selected:
            self._choose(self.selected - delta.removed)
        self.typing.follow()
        self.update()
        self.changed.emit()

    def _pen_moved(self) -> None:
        if not self.acts.connecting:
            self.line.setText(self.pen.text)
        self.typing.follow()
        chosen = frozenset((self.pen.selected,)) if self.pen.selected else frozenset[str]()
        if chosen != self.selected:
            self._choose(chosen)
        if self.pen.selected:
            self.view.show_element(self.pen.selected)
        self.update()

    def _choose(self, chosen: frozenset[str]) -> None:
        self.selected = chosen
        self.update()
        self.selection_changed.emit()

    def _typed(self, words: str) -> None:
        if self.acts.connecting or self.acts.renaming_lane:
            self.tool.target = self.acts.meant()
            self.update()
            return
        if not self.pen.naming and not words.strip():
            self.line.clear()
            return
        if self.pen.node is not None or not self.session.chart.nodes:
            self.acts.attempt(lambda: self.pen.type(words))
        if self.line.text() != words and self.pen.naming:
            self.line.setText(words)

    def _takes(self, event: QKeyEvent) -> bool:
        deed = find_deed(self, event)
        if deed is None:
            return False
        self.acts.attempt(lambda: deed(self))
        return True

    def _dress(self) -> None:
        self.painter.dress()
        self.line.dress()
        self.update()

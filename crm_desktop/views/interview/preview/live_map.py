"""The map while it grows: painted small, following the step one stands on, with the step being typed as a ghost."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.diagrams.delta import Cause, Delta
from crm_desktop.diagrams.picture import Picture
from crm_desktop.diagrams.session import Session
from crm_desktop.models.processes.routing.spots import Box
from crm_desktop.views.interview.preview.lens import Lens
from crm_desktop.views.interview.preview.small_painter import Ghost, SmallPainter
from crm_desktop.views.language.texts import tr
from crm_desktop.views.widgets.component import Component

_CLICK, _STEP = 4.0, 60.0
_ARROWS = {Qt.Key.Key_Down: (0, -1), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Right: (-1, 0), Qt.Key.Key_Left: (1, 0)}


class LiveMap(Component, QWidget):
    """`LiveMap(session, picture)`; `chosen` tells the step that was clicked, "" for the ground."""

    chosen = Signal(str)
    opened = Signal(str)
    pushed = Signal()
    """Somebody looks elsewhere: what follows should stop."""

    def __init__(self, session: Session, picture: Picture, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.picture = session, picture
        self.lens = Lens(vertical=picture.vertical)
        self.lens.x, self.lens.y = self.lens.begin
        self.follows = True
        self.standing = ""
        self.ghost: Ghost | None = None
        self.painted = 0
        """How often it was painted: what waits for a paint asks here."""
        self._painter = SmallPainter()
        self._grip: QPointF | None = None
        self._pressed = QPointF()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(180, 120)
        self.setProperty("pane", True)
        session.listen(self._follow)
        self.settle()

    def stand(self, node_id: str | None) -> None:
        """Mark the step one stands on, and bring it into sight."""
        self.standing = node_id or ""
        self._bring_into_sight()
        self.update()

    def show_ghost(self, ghost: Ghost | None) -> None:
        """Show the step that is being typed, or none."""
        if ghost != self.ghost:
            self.ghost = ghost
            self._bring_into_sight()
            self.update()

    def set_wide(self, *, wide: bool) -> None:
        """Show lanes as wide as names like it, or all of them."""
        self.lens.wide = wide
        self._fit()

    def follow(self, *, follows: bool) -> None:
        """Keep the step one stands on in sight, or stay where one looks."""
        self.follows = follows
        self._bring_into_sight()
        self.update()

    def retranslate(self) -> None:
        """Read the name again."""
        self.setAccessibleName(tr("interview", "Live process map"))

    def restyle(self) -> None:
        """Take colours and fonts of the theme."""
        self._painter.dress()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in sight."""
        painter = QPainter(self)
        self._painter.paint(painter, self.picture, self.lens, self.standing, self.ghost)
        painter.end()
        self.painted += 1

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the lanes anew."""
        self.lens.width, self.lens.height = float(self.width()), float(self.height())
        self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the map."""
        self._grip = self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Push it."""
        if self._grip is not None and event.buttons():
            by, self._grip = event.position() - self._grip, event.position()
            self._push(by.x(), by.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; a click stands on the step there."""
        self._grip = None
        if (event.position() - self._pressed).manhattanLength() < _CLICK:
            node = self.picture.node_at(self.lens.to_map(event.position()))
            self.chosen.emit(node.id if node is not None else "")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for the step in the editor."""
        node = self.picture.node_at(self.lens.to_map(event.position()))
        if node is not None:
            self.opened.emit(node.id)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Push the map."""
        step = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta() / 2
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._push(step.y() or step.x(), 0)
        else:
            self._push(step.x(), step.y())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Push it with the arrows."""
        arrow = _ARROWS.get(Qt.Key(event.key()))
        if arrow is None:
            super().keyPressEvent(event)
        else:
            self._push(arrow[0] * _STEP, arrow[1] * _STEP)

    def _push(self, dx: float, dy: float) -> None:
        self.lens.push(dx, dy, self._extent())
        self.update()
        self.pushed.emit()

    def _follow(self, delta: Delta, _cause: Cause) -> None:
        redrawn = self.picture.follow(delta)
        if redrawn.everything or any(delta.of("lane")):
            self.lens.vertical = self.picture.vertical
            self._fit()
        self.update()

    def _fit(self) -> None:
        self.lens.fit(self._extent())
        self._bring_into_sight()
        self.update()

    def _bring_into_sight(self) -> None:
        if not self.follows:
            return
        box = self.ghost.box if self.ghost is not None else self.picture.boxes.get(self.standing)
        if box is not None:
            self.lens.show(box.middle, self._extent())

    def _extent(self) -> Box:
        """Return how far the lanes reach, and the steps with the one that is being typed."""
        extent, bands = self.picture.extent(), self.picture.bands
        across = max((band.start + band.breadth for band in bands), default=1.0)
        far = extent.bottom if self.lens.vertical else extent.right
        if self.ghost is not None:
            far = max(far, (self.ghost.box.bottom if self.lens.vertical else self.ghost.box.right) + 84)
        return Box(0, 0, across, far) if self.lens.vertical else Box(0, 0, far, across)

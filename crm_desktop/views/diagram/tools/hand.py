"""The hand: pushes the map."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent

from crm_desktop.models.processes.routing.spots import Spot
from crm_desktop.views.diagram.tools.tool import Tool


class Hand(Tool):
    """Drags the whole map."""

    cursor = Qt.CursorShape.OpenHandCursor
    _at: QPointF | None = None

    def press(self, event: QMouseEvent, spot: Spot) -> None:
        """Take hold."""
        self._at = event.position()
        self.canvas.setCursor(Qt.CursorShape.ClosedHandCursor)

    def move(self, event: QMouseEvent, spot: Spot) -> None:
        """Push."""
        if self._at is not None:
            step, self._at = event.position() - self._at, event.position()
            self.canvas.view.pan(step.x(), step.y())

    def release(self, event: QMouseEvent, spot: Spot) -> None:
        """Let go."""
        self._at = None
        self.canvas.setCursor(self.cursor)

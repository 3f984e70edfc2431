"""What every tool can be asked; a tool that does nothing."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPainter

from crm_desktop.models.processes.routing.spots import Spot
from crm_desktop.views.diagram.painting.look import Look
from crm_desktop.views.diagram.surface import Surface

DRAG_DISTANCE = 4.0


class Tool:
    """Press, move, release; `spot` is where on the map, `event.position()` where in the window."""

    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, canvas: Surface) -> None:
        self.canvas = canvas
        self.target: str | None = None
        """The step that something is being dragged to."""
        self.refuses = False
        """Whether the rules object to the target."""

    def press(self, event: QMouseEvent, spot: Spot) -> None:
        """Begin."""

    def move(self, event: QMouseEvent, spot: Spot) -> None:
        """Go on."""

    def release(self, event: QMouseEvent, spot: Spot) -> None:
        """Do it."""

    def double(self, event: QMouseEvent, spot: Spot) -> None:
        """Take a double click."""

    def cancel(self) -> bool:
        """Give up what is under way; tell whether anything was."""
        return False

    def paint(self, painter: QPainter, look: Look) -> None:
        """Paint what would happen, in the map's coordinates."""


def far_enough(one: QPointF, other: QPointF) -> bool:
    """Tell whether the pointer has moved so far that a drag is meant."""
    return (other - one).manhattanLength() >= DRAG_DISTANCE

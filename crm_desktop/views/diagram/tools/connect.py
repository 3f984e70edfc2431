"""Drawing a flow with the pointer, from a step or one of its handles to another step."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPen

from crm_desktop.diagrams.commands.connect import Connect
from crm_desktop.models.errors import Refused
from crm_desktop.models.processes.routing.spots import Spot
from crm_desktop.views.diagram.painting.look import Look
from crm_desktop.views.diagram.surface import Surface
from crm_desktop.views.diagram.tools.tool import Tool


class ConnectTool(Tool):
    """Press on the source, release on the target."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: Surface, source_id: str | None = None) -> None:
        super().__init__(canvas)
        self.source_id = source_id
        self._at: Spot | None = None

    def press(self, event: QMouseEvent, spot: Spot) -> None:
        """Begin at the step under the pointer."""
        node = self.canvas.picture.node_at(spot)
        self.source_id = node.id if node else None

    def move(self, event: QMouseEvent, spot: Spot) -> None:
        """Lead to where the pointer is; the step under it is the target, allowed or not."""
        if self.source_id is None:
            return
        self._at = spot
        node = self.canvas.picture.node_at(spot)
        self.target = node.id if node and node.id != self.source_id else None
        self.refuses = bool(self.target and self.canvas.session.may(Connect(self.source_id, self.target)))
        self.canvas.update()

    def release(self, event: QMouseEvent, spot: Spot) -> None:
        """Lay the flow."""
        source, target = self.source_id, self.target
        self.cancel()
        self.canvas.set_tool("select")
        if source is not None and target is not None:
            self.canvas.run(Connect(source, target))
        else:
            self.canvas.refused.emit(Refused("diagram.needs_two_steps"))

    def cancel(self) -> bool:
        """Draw nothing."""
        was = self.source_id is not None
        self.source_id = self.target = self._at = None
        self.canvas.update()
        return was

    def paint(self, painter: QPainter, look: Look) -> None:
        """Paint the flow as far as it is drawn."""
        if self.source_id is None or self._at is None or self.source_id not in self.canvas.picture.boxes:
            return
        begin = QPointF(*self.canvas.picture.boxes[self.source_id].middle)
        role = "danger.solid" if self.refuses else "accent.solid"
        painter.setPen(QPen(look.color(role), 2, Qt.PenStyle.DashLine))
        painter.drawLine(begin, QPointF(*self._at))

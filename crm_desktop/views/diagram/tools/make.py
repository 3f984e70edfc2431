"""Making new elements with the pointer: a click puts one down where it would snap to."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPen

from crm_desktop.diagrams.commands.insert import InsertOn
from crm_desktop.diagrams.commands.lanes import AddLane
from crm_desktop.diagrams.commands.place import PlaceNew
from crm_desktop.diagrams.whither import At, Same
from crm_desktop.models.processes.grid import SIZES
from crm_desktop.models.processes.routing.spots import Spot
from crm_desktop.views.diagram.painting.look import Look
from crm_desktop.views.diagram.surface import Surface
from crm_desktop.views.diagram.tools.tool import Tool

_REACH = 6.0
_STEPS = ("task", "gateway", "intermediate", "subprocess")


class Make(Tool):
    """Puts down one element of a form; on a flow it is inserted there. Then the pointer selects again."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: Surface, form: str) -> None:
        super().__init__(canvas)
        self.form = form
        self._spot: Spot | None = None

    def move(self, event: QMouseEvent, spot: Spot) -> None:
        """Show where it would stand."""
        self._spot = spot
        self.canvas.update()

    def release(self, event: QMouseEvent, spot: Spot) -> None:
        """Put it down."""
        self.canvas.set_tool("select")
        if self.form == "lane":
            self.canvas.run(AddLane())
            return
        flow = self.canvas.picture.flow_at(spot, _REACH / self.canvas.port.zoom)
        if flow is not None and flow.form == "sequence" and self.form in _STEPS:
            self.canvas.run(InsertOn(flow.id, self.form))
            return
        band = self.canvas.picture.band_at(spot)
        along, _ = self.canvas.picture.stored(spot)
        self.canvas.run(PlaceNew(self.form, At(band.lane.id) if band else Same(), along))

    def paint(self, painter: QPainter, look: Look) -> None:
        """Show the outline under the pointer."""
        if self._spot is not None and self.form in SIZES:
            width, height = SIZES[self.form]
            x, y = self._spot
            painter.setPen(QPen(look.color("accent.solid"), 1.5, Qt.PenStyle.DashLine))
            painter.setBrush(look.color("accent.tint"))
            painter.setOpacity(0.7)
            painter.drawRoundedRect(QRectF(x - width / 2, y - height / 2, width, height), 8, 8)
            painter.setOpacity(1.0)

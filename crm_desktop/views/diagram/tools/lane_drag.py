"""Dragging a lane by its header: to another place, or its edge to make it broader."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from crm_desktop.diagrams.commands.lanes import MoveLane
from crm_desktop.diagrams.commands.resize import ResizeLane
from crm_desktop.views.diagram.painting.lane_painter import menu_place
from crm_desktop.views.diagram.painting.look import Look
from crm_desktop.views.diagram.surface import Surface
from crm_desktop.views.diagram.tools.tool import far_enough

_EDGE = 6.0


@dataclass(slots=True)
class LaneDrag:
    """A lane taken by its header."""

    canvas: Surface
    lane_id: str
    begin: QPointF
    resizes: bool
    moved: bool = False
    at: float = 0.0
    """Where the pointer is across the map."""

    def move(self, point: QPointF) -> None:
        """Follow the pointer."""
        self.moved = self.moved or far_enough(self.begin, point)
        x, y = self.canvas.port.to_map(point)
        self.at = x if self.canvas.picture.vertical else y
        self.canvas.update()

    def drop(self) -> None:
        """Move the lane before the one under the pointer, or give it the breadth it was drawn to."""
        self.canvas.update()
        if not self.moved:
            band = next(each for each in self.canvas.picture.bands if each.lane.id == self.lane_id)
            if menu_place(self.canvas.header_rect(band), self.canvas.picture.vertical).contains(self.begin):
                self.canvas.acts.open_menu(self.begin)
            return
        bands = self.canvas.picture.bands
        if self.resizes:
            band = next(each for each in bands if each.lane.id == self.lane_id)
            scale = band.lane.breadth / band.breadth
            self.canvas.run(ResizeLane(self.lane_id, round((self.at - band.start) * scale)))
            return
        before = next((each for each in bands if self.at < each.start + each.breadth / 2), None)
        self.canvas.run(MoveLane(self.lane_id, before.lane.id if before else None))

    def paint(self, painter: QPainter, look: Look) -> None:
        """Paint the line at which the lane would go or end."""
        if not self.moved:
            return
        bands, visible = self.canvas.picture.bands, self.canvas.port.visible()
        at = self.at
        if not self.resizes:
            before = next((each for each in bands if at < each.start + each.breadth / 2), None)
            at = before.start if before else bands[-1].start + bands[-1].breadth
        if self.canvas.picture.vertical:
            line = QRectF(at - 1.5, visible.top, 3, visible.bottom - visible.top)
        else:
            line = QRectF(visible.left, at - 1.5, visible.right - visible.left, 3)
        painter.fillRect(line, look.color("accent.solid"))


def begin_lane_drag(canvas: Surface, point: QPointF) -> LaneDrag | None:
    """Return the drag that a press on a lane's header begins, None elsewhere."""
    for band in canvas.picture.bands:
        rect = canvas.header_rect(band)
        if rect.contains(point):
            edge = rect.right() - point.x() if canvas.picture.vertical else rect.bottom() - point.y()
            return LaneDrag(canvas, band.lane.id, point, resizes=edge <= _EDGE)
    return None

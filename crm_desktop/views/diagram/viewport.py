"""Viewport: which part of the map the window shows, at which zoom. Numbers only; the canvas paints by it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QTransform

from crm_desktop.models.processes.routing.spots import Box, Spot
from crm_desktop.views.diagram.painting.lane_painter import HEADER, HEADER_ROW

LEAST, MOST = 0.05, 3.0
_STEP = 1.2
_ROOM = 120.0
"""How much of the map stays in sight, however far it is pushed."""


@dataclass(slots=True)
class Viewport:
    """The window's size, where the map's origin lies in it, and the zoom."""

    size: QSizeF
    vertical: bool = True
    zoom: float = 1.0
    x: float = 0.0
    y: float = 0.0
    left: float = 0.0
    """Kept free at the left edge, for what floats there."""

    @property
    def header(self) -> tuple[float, float]:
        """Width and height that the lanes' headers take at the left and at the top."""
        return (0.0, float(HEADER)) if self.vertical else (float(HEADER_ROW), 0.0)

    @property
    def begin(self) -> tuple[float, float]:
        """Where the map lies when its beginning is in sight."""
        across, down = self.header
        return across + self.left, down

    def transform(self) -> QTransform:
        """Return how the map is drawn into the window."""
        return QTransform(self.zoom, 0, 0, self.zoom, self.x, self.y)

    def to_map(self, point: QPointF) -> Spot:
        """Return the map's spot under a point of the window."""
        return (point.x() - self.x) / self.zoom, (point.y() - self.y) / self.zoom

    def to_window(self, spot: Spot) -> QPointF:
        """Return the window's point over a spot of the map."""
        return QPointF(spot[0] * self.zoom + self.x, spot[1] * self.zoom + self.y)

    def rect(self, box: Box) -> QRectF:
        """Return a box of the map in the window."""
        return QRectF(self.to_window((box.left, box.top)), self.to_window((box.right, box.bottom)))

    def visible(self) -> Box:
        """Return what of the map the window shows."""
        left, top = self.to_map(QPointF(0, 0))
        right, bottom = self.to_map(QPointF(self.size.width(), self.size.height()))
        return Box(left, top, right, bottom)

    def header_rect(self, start: float, breadth: float) -> QRectF:
        """Return where a lane's header stands in the window."""
        begin, length = self.to_window((start, start)), breadth * self.zoom
        if self.vertical:
            return QRectF(begin.x(), 0, length, HEADER)
        return QRectF(0, begin.y(), HEADER_ROW, length)

    def pan(self, dx: float, dy: float, extent: Box) -> None:
        """Push the map, but never out of sight."""
        self.x += dx
        self.y += dy
        self.keep_in_sight(extent)

    def zoom_at(self, zoom: float, point: QPointF, extent: Box) -> None:
        """Zoom so that what lies under a point stays there."""
        spot = self.to_map(point)
        self.zoom = min(max(zoom, LEAST), MOST)
        self.x = point.x() - spot[0] * self.zoom
        self.y = point.y() - spot[1] * self.zoom
        self.keep_in_sight(extent)

    def fit(self, extent: Box) -> None:
        """Show the whole map, no larger than it is."""
        across, down = self.begin
        width, height = self.size.width() - across - 16, self.size.height() - down - 16
        wide, high = max(extent.right - extent.left, 1.0), max(extent.bottom - extent.top, 1.0)
        self.zoom = min(max(min(width / wide, height / high), LEAST), 1.0)
        self.x, self.y = across, down

    def show_box(self, box: Box, extent: Box) -> bool:
        """Push the map as little as shows the box; tell whether it moved."""
        across, down = self.begin
        shown = self.rect(box.grown(24))
        dx = max(across - shown.left(), 0.0) or min(self.size.width() - shown.right(), 0.0)
        dy = max(down - shown.top(), 0.0) or min(self.size.height() - shown.bottom(), 0.0)
        self.pan(dx, dy, extent)
        return bool(dx or dy)

    def keep_in_sight(self, extent: Box) -> None:
        """Push the map back where nothing of it would be left in the window."""
        across, down = self.begin
        self.x = min(self.size.width() - _ROOM, max(across + _ROOM - extent.right * self.zoom, self.x))
        self.y = min(self.size.height() - _ROOM, max(down + _ROOM - extent.bottom * self.zoom, self.y))
        if extent.right * self.zoom <= self.size.width() - across:
            self.x = max(self.x, across)
        self.y = min(self.y, down)
        self.x = min(self.x, across)


def larger(zoom: float) -> float:
    """Return the next larger zoom."""
    return min(zoom * _STEP, MOST)


def smaller(zoom: float) -> float:
    """Return the next smaller zoom."""
    return max(zoom / _STEP, LEAST)

"""How the map is made small: lanes as narrow as they must be, rows as high as names need, names as large as ever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from crm_desktop.models.processes.routing.spots import Box, Spot

HEADER, HEADER_ROW = 32, 96
LEAST, WIDE = 0.45, 0.8
"""How narrow lanes may become, and how wide they are where they need not all be in sight."""
_STEP_LENGTH, _GATEWAY, _EVENT = 42.0, 28.0, 26.0
_ROOM = 60.0


@dataclass(slots=True)
class Lens:
    """Where a spot of the map lies in the window; `width` and `height` are the window's."""

    vertical: bool = True
    wide: bool = False
    across: float = LEAST
    along: float = 0.9
    x: float = 0.0
    y: float = float(HEADER)
    width: float = 0.0
    height: float = 0.0

    @property
    def scale(self) -> tuple[float, float]:
        """Return how much smaller the map is, to the right and downwards."""
        return (self.across, self.along) if self.vertical else (self.along, self.across)

    @property
    def begin(self) -> tuple[float, float]:
        """Where the map's beginning lies when it is in sight."""
        return (0.0, float(HEADER)) if self.vertical else (float(HEADER_ROW), 0.0)

    def fit(self, extent: Box) -> None:
        """Make lanes as narrow as the window asks for, and keep the map in sight."""
        begin = self.begin
        room = self.width - begin[0] if self.vertical else self.height - begin[1]
        breadth = extent.right - extent.left if self.vertical else extent.bottom - extent.top
        fitting = min(max(room / max(breadth, 1.0), LEAST), 1.0)
        self.across = max(WIDE, fitting) if self.wide else fitting
        self.keep_in_sight(extent)

    def push(self, dx: float, dy: float, extent: Box) -> None:
        """Push the map."""
        self.x, self.y = self.x + dx, self.y + dy
        self.keep_in_sight(extent)

    def keep_in_sight(self, extent: Box) -> None:
        """Let the map never leave the window, nor stand away from the headers."""
        (sx, sy), (left, top) = self.scale, self.begin
        far_x, far_y = self.width - extent.right * sx, self.height - _ROOM - extent.bottom * sy
        self.x = min(left, max(self.x, min(far_x, left)))
        self.y = min(top, max(self.y, min(far_y, top)))

    def show(self, spot: Spot, extent: Box) -> None:
        """Push the map as little as brings a spot into the middle part of the window."""
        at, (left, top) = self.to_window(spot), self.begin
        dx = _towards(at.x(), left + 50, self.width - 50)
        dy = _towards(at.y(), top + (self.height - top) * 0.1, top + (self.height - top) * 0.86)
        self.push(dx, dy, extent)

    def to_window(self, spot: Spot) -> QPointF:
        """Return the window's point over a spot of the map."""
        sx, sy = self.scale
        return QPointF(spot[0] * sx + self.x, spot[1] * sy + self.y)

    def to_map(self, point: QPointF) -> Spot:
        """Return the map's spot under a point of the window."""
        sx, sy = self.scale
        return (point.x() - self.x) / sx, (point.y() - self.y) / sy

    def seen(self) -> Box:
        """Return what of the map the window shows."""
        left, top = self.to_map(QPointF(0, 0))
        right, bottom = self.to_map(QPointF(self.width, self.height))
        return Box(left, top, right, bottom)

    def band(self, start: float, breadth: float) -> QRectF:
        """Return a lane in the window, from edge to edge."""
        begin, size = self.to_window((start, start)), breadth * self.across
        if self.vertical:
            return QRectF(begin.x(), 0, size, self.height)
        return QRectF(0, begin.y(), self.width, size)

    def shape(self, box: Box, form: str) -> QRectF:
        """Return where a step is drawn: names need height, small shapes stay round."""
        middle, (sx, sy) = self.to_window(box.middle), self.scale
        if form == "gateway":
            width = height = _GATEWAY
        elif form in ("start", "intermediate", "end"):
            width = height = _EVENT
        else:
            width = min((box.right - box.left) * sx, 152.0)
            height = max(min((box.bottom - box.top) * sy, _STEP_LENGTH), 24.0)
        return QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)


def ends_at(points: Sequence[QPointF], source: QRectF, target: QRectF) -> list[QPointF]:
    """Return a route that begins and ends at the edges of the shapes as they are drawn."""
    route = list(points)
    if len(route) > 1:
        route[0] = _edge(source, route[0], route[1])
        route[-1] = _edge(target, route[-1], route[-2])
    return route


def _edge(shape: QRectF, end: QPointF, inner: QPointF) -> QPointF:
    if abs(end.x() - inner.x()) <= abs(end.y() - inner.y()):
        down = inner.y() > shape.center().y()
        return QPointF(end.x(), shape.bottom() if down else shape.top())
    right = inner.x() > shape.center().x()
    return QPointF(shape.right() if right else shape.left(), end.y())


def _towards(at: float, low: float, high: float) -> float:
    return low - at if at < low else high - at if at > high else 0.0

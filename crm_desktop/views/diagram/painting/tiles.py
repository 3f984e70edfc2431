"""Tiles: what steps look like at the present zoom, kept as pictures, so that a repaint is mostly copying."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform

_MOST = 600


@dataclass(frozen=True, slots=True)
class _Tile:
    picture: QPixmap
    dx: int
    dy: int
    """From the step's corner to the picture's, in pixels of the window."""


class Tiles:
    """Pictures by step, for one zoom and one screen at a time."""

    def __init__(self) -> None:
        self._tiles: dict[str, _Tile] = {}
        self._scale = (0.0, 0.0)

    def forget(self, ids: set[str] | None = None) -> None:
        """Draw these steps anew the next time, or all."""
        if ids is None:
            self._tiles.clear()
            return
        for each in ids:
            self._tiles.pop(each, None)

    def use(self, zoom: float, ratio: float) -> None:
        """Take pictures for this zoom on a screen with this pixel ratio."""
        if self._scale != (zoom, ratio):
            self._tiles.clear()
            self._scale = (zoom, ratio)

    def draw(
        self, painter: QPainter, step_id: str, corner: QPointF, area: QRectF, paint: Callable[[QPainter], None]
    ) -> None:
        """Draw a step's picture into the window, its corner there; `area` is what it may cover, around its corner.

        `paint` draws it with the corner at the origin, in the map's units.
        """
        tile = self._tiles.get(step_id)
        if tile is None:
            if len(self._tiles) >= _MOST:
                self._tiles.clear()
            tile = self._tiles[step_id] = self._made(area, paint)
        painter.drawPixmap(round(corner.x()) + tile.dx, round(corner.y()) + tile.dy, tile.picture)

    def _made(self, area: QRectF, paint: Callable[[QPainter], None]) -> _Tile:
        zoom, ratio = self._scale
        dx, dy = math.floor(area.left() * zoom), math.floor(area.top() * zoom)
        width, height = math.ceil(area.width() * zoom) + 2, math.ceil(area.height() * zoom) + 2
        picture = QPixmap(round(width * ratio), round(height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(QTransform(zoom, 0, 0, zoom, -dx, -dy))
        paint(painter)
        painter.end()
        return _Tile(picture, dx, dy)

"""Tiles: what steps and headers look like at the present zoom, kept as pictures: a repaint is mostly copying."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform

_MOST = 600


@dataclass(frozen=True, slots=True)
class Tile:
    """A picture, and what it shows."""

    picture: QPixmap
    dx: int
    dy: int
    """From the step's corner to the picture's, in pixels of the window."""
    shows: object

    def draw(self, painter: QPainter, corner: QPointF) -> None:
        """Draw it into the window, the step's corner there."""
        painter.drawPixmap(round(corner.x()) + self.dx, round(corner.y()) + self.dy, self.picture)


class Tiles:
    """Pictures by id, for one zoom and one screen at a time."""

    def __init__(self) -> None:
        self._tiles: dict[str, Tile] = {}
        self._scale = (0.0, 0.0)

    def forget(self) -> None:
        """Draw everything anew the next time: colours or fonts are others."""
        self._tiles.clear()

    def use(self, zoom: float, ratio: float) -> None:
        """Take pictures for this zoom on a screen with this pixel ratio."""
        if self._scale != (zoom, ratio):
            self._tiles.clear()
            self._scale = (zoom, ratio)

    def find(self, tile_id: str, shows: object) -> Tile | None:
        """Return the picture that shows just this, if there is one; `shows` is all that it looks like depends on."""
        found = self._tiles.get(tile_id)
        return found if found is not None and found.shows == shows else None

    def make(self, tile_id: str, shows: object, area: QRectF, paint: Callable[[QPainter], None]) -> Tile:
        """Return a new picture of it; `area` is what it may cover, around its corner.

        `paint` draws it with the corner at the origin, in the map's units.
        """
        if len(self._tiles) >= _MOST:
            self._tiles.clear()
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
        made = self._tiles[tile_id] = Tile(picture, dx, dy, shows)
        return made

"""Kept: what stands still while something is dragged, painted once and copied for each frame."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPainter, QPixmap


class Kept:
    """One picture of the window, for as long as what it is made from stays the same."""

    def __init__(self) -> None:
        self._picture: QPixmap | None = None
        self._made_of: Hashable = None

    def forget(self) -> None:
        """Paint it anew the next time."""
        self._picture, self._made_of = None, None

    def draw(self, painter: QPainter, size: QSizeF, made_of: Hashable, paint: Callable[[QPainter], None]) -> None:
        """Draw the picture into the window; `paint` makes it where there is none of just this yet."""
        if self._picture is None or self._made_of != made_of:
            ratio = painter.device().devicePixelRatioF()
            self._picture = QPixmap((size * ratio).toSize())
            self._picture.setDevicePixelRatio(ratio)
            self._made_of = made_of
            inner = QPainter(self._picture)
            paint(inner)
            inner.end()
        painter.drawPixmap(0, 0, self._picture)

"""Tiles for organisations and discs for people, in a hue that stays with the record."""

import zlib

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.tokens import tokens
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paint import draw_text, rounded_box


class Avatar(Component, QWidget):
    """`Avatar("林悦", user_id, 28)` is a disc; `Avatar(name, account_id, 40, tile=True)` a tile."""

    def __init__(
        self, name: str, record_id: str, size: int = 24, *, tile: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tile = tile
        self._name = name
        self._record_id = record_id
        self.setFixedSize(size, size)
        self.setAccessibleName(name)
        self.settle()

    def set_record(self, name: str, record_id: str) -> None:
        """Stand for another record."""
        self._name, self._record_id = name, record_id
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the disc or tile."""
        paint_avatar(QPainter(self), QRectF(self.rect()), self._name, self._record_id, tile=self._tile)


def paint_avatar(painter: QPainter, rect: QRectF, name: str, record_id: str, *, tile: bool = False) -> None:
    """Paint a disc (people) or a tile (organisations) into `rect`; for delegates."""
    paint_letters(painter, rect, initials(name)[:1] if tile else initials(name), hue_of(record_id), tile=tile)


def paint_letters(painter: QPainter, rect: QRectF, words: str, hue_name: str, *, tile: bool = False) -> None:
    """Paint a disc or tile with these letters in a hue."""
    theme = current_theme()
    hue, side = theme.hue(hue_name), rect.height()
    radius = side / 2 if not tile else theme.radius("sm") if side < 28 else theme.radius("lg")
    rounded_box(painter, rect, radius, hue.tint)
    font = QFont(theme.font("micro", weight=600))
    font.setPixelSize(max(9, round(side * (0.38 if len(words) > 1 else 0.46))))
    draw_text(painter, rect, words, font, hue.ink, Qt.AlignmentFlag.AlignHCenter)


def hue_of(record_id: str) -> str:
    """Return the hue of a record: the same on every device, for ever."""
    order = tokens().lane_order
    return order[zlib.crc32(record_id.encode()) % len(order)]


def initials(name: str) -> str:
    """Return one Chinese character, or the first letters of first and last Latin word."""
    words = name.split()
    if not words:
        return "?"
    if ord(words[0][0]) > 0x2E7F or len(words) == 1:
        return words[0][0].upper()
    return (words[0][0] + words[-1][0]).upper()

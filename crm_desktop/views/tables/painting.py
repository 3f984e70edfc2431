"""Painting steps of cells: words cut to their room once and remembered. No layout objects, no measuring twice."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from crm_desktop.views.theme.current import current_theme

_MOST_REMEMBERED = 20_000
_FontKey = tuple[str, int | None]


def cell_font(style: str = "body", weight: int | None = None) -> QFont:
    """Return a font of the theme; the same object until the theme changes."""
    return _font(style, weight, current_theme().text_scale)


def word_width(words: str, style: str = "body", weight: int | None = None) -> float:
    """Return the width of one line, measured once."""
    return _cut(words, 0, style, weight, current_theme().text_scale)[1]


def draw_words(
    painter: QPainter, rect: QRectF, words: str, colour: QColor, font: _FontKey = ("body", None), *, right: bool = False
) -> float:
    """Draw one line, centred on its capitals, cut with an ellipsis where it does not fit; return its width."""
    room = int(rect.width())
    if room <= 0 or not words:
        return 0.0
    style, weight = font
    shown, width, rise = _cut(words, room, style, weight, current_theme().text_scale)
    x = rect.right() - width if right else rect.x()
    painter.setFont(_font(style, weight, current_theme().text_scale))
    painter.setPen(colour)
    painter.drawText(QPointF(x, rect.center().y() + rise), shown)
    return width


@lru_cache(maxsize=64)
def _font(style: str, weight: int | None, scale: float) -> QFont:  # noqa: ARG001 - the scale is part of the key
    return current_theme().font(style, weight=weight)


@lru_cache(maxsize=64)
def _metrics(style: str, weight: int | None, scale: float) -> QFontMetricsF:
    return QFontMetricsF(_font(style, weight, scale))


@lru_cache(maxsize=_MOST_REMEMBERED)
def _cut(words: str, room: int, style: str, weight: int | None, scale: float) -> tuple[str, float, float]:
    """Return the words as they fit into `room` (0 for any), their width, and how far the baseline lies below centre."""
    metrics = _metrics(style, weight, scale)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room) if room else words
    return shown, metrics.horizontalAdvance(shown), metrics.capHeight() / 2

"""Painting steps of cells: words are cut and laid out once and remembered, faces are painted once."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap, QStaticText, QTextLayout, QTransform

from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.avatar import hue_of, initials, paint_letters

_MOST_REMEMBERED = 4_000
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
    scale = current_theme().text_scale
    laid, width, rise = _cut(words, room, style, weight, scale)
    x = rect.right() - width if right else rect.x()
    painter.setFont(_font(style, weight, scale))
    painter.setPen(colour)
    painter.drawStaticText(QPointF(x, rect.center().y() + rise), laid)
    return width


def paint_face(painter: QPainter, rect: QRectF, name: str, record_id: str, *, tile: bool) -> None:
    """Paint a person's disc or a record's tile as `paint_avatar` does, from memory where one like it was painted."""
    theme, ratio = current_theme(), painter.device().devicePixelRatioF()
    letters = initials(name)[:1] if tile else initials(name)
    side = round(rect.height())
    painter.drawPixmap(rect.topLeft(), _face(letters, hue_of(record_id), side, tile, theme.mode, round(ratio * 100)))


@lru_cache(maxsize=64)
def _font(style: str, weight: int | None, scale: float) -> QFont:  # noqa: ARG001 - the scale is part of the key
    return current_theme().font(style, weight=weight)


@lru_cache(maxsize=64)
def _metrics(style: str, weight: int | None, scale: float) -> QFontMetricsF:
    return QFontMetricsF(_font(style, weight, scale))


@lru_cache(maxsize=_MOST_REMEMBERED)
def _cut(words: str, room: int, style: str, weight: int | None, scale: float) -> tuple[QStaticText, float, float]:
    """Return the words as they fit into `room` (0 for any), laid out; their width; how far their top is from centre."""
    metrics, font = _metrics(style, weight, scale), _font(style, weight, scale)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room) if room else words
    laid = QStaticText(shown)
    laid.setTextFormat(Qt.TextFormat.PlainText)
    laid.prepare(QTransform(), font)
    # Fallback fonts for Chinese have another ascent; centred are the capitals of the Latin font, on one line with them.
    layout = QTextLayout(shown, font)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    return laid, metrics.horizontalAdvance(shown), metrics.capHeight() / 2 - line.ascent()


@lru_cache(maxsize=512)
def _face(letters: str, hue: str, side: int, tile: bool, mode: str, percent: int) -> QPixmap:  # noqa: ARG001
    picture = QPixmap(side * percent // 100, side * percent // 100)
    picture.setDevicePixelRatio(percent / 100)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint_letters(painter, QRectF(0, 0, side, side), letters, hue, tile=tile)
    painter.end()
    return picture

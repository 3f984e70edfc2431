"""What painters share: colours and fonts of the active theme looked up once, how much is shown at which zoom."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from threading import get_ident

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF

from crm_desktop.models.processes.routing.spots import Box
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.theme import Theme
from crm_desktop.views.theme.tokens import Hue

IDEOGRAPHS = "\u2e80"
"""From here on characters of scripts that are broken anywhere, not only between words."""


class Detail(IntEnum):
    """How much of a step is shown; less when it is small."""

    OUTLINE = 0
    NAME = 1
    DOTS = 2
    """Badges as dots."""
    FULL = 3


def detail_at(zoom: float) -> Detail:
    """Return how much is shown at a zoom."""
    if zoom < 0.25:
        return Detail.OUTLINE
    if zoom < 0.4:
        return Detail.NAME
    return Detail.DOTS if zoom < 0.6 else Detail.FULL


class Look:
    """Colours and fonts as they are now; made anew when the theme changes."""

    def __init__(self, theme: Theme | None = None) -> None:
        theme = theme or current_theme()
        self._colours: dict[str, QColor] = {}
        self.theme = theme
        self.body, self.strong = theme.font("body"), theme.font("bodyStrong")
        self.caption, self.caption_strong = theme.font("caption"), theme.font("caption", weight=600)
        fonts = (self.body, self.strong, self.caption, self.caption_strong)
        self._keys = {id(font): font.toString() for font in fonts}
        """Qt writes a font's key anew each time, which costs more than to measure a word by it."""

    def color(self, role: str) -> QColor:
        """Return the colour of a role."""
        found = self._colours.get(role)
        if found is None:
            found = self._colours[role] = self.theme.color(role)
        return found

    def key(self, font: QFont) -> str:
        """Return the key of one of these fonts, for `wrapped` and `text_width`."""
        return self._keys.get(id(font)) or font.toString()

    def hue(self, name: str | None, number: int) -> Hue:
        """Return a lane's hue: its own, else the one that its place gives it."""
        order = self.theme.tokens.lane_order
        return self.theme.hue(name or order[number % len(order)])


def in_pixels(rect: QRectF) -> QRect:
    """Return a place in whole pixels, so that what meets goes on meeting without gap or overlap."""
    left, top = round(rect.left()), round(rect.top())
    return QRect(left, top, round(rect.right()) - left, round(rect.bottom()) - top)


def rect_of(box: Box) -> QRectF:
    """Return a box as Qt wants it."""
    return QRectF(box.left, box.top, box.right - box.left, box.bottom - box.top)


@lru_cache(maxsize=20_000)
def wrapped(text: str, font_key: str, width: int, most: int) -> tuple[str, ...]:
    """Return a text in at most so many lines of a width, the last one cut with an ellipsis. `font_key`: QFont.key()."""
    metrics = _metrics(font_key, get_ident())
    lines: list[str] = []
    rest = " ".join(text.split())
    while rest and len(lines) < most:
        if metrics.horizontalAdvance(rest) <= width:
            lines.append(rest)
            break
        if len(lines) == most - 1:
            lines.append(_elided(metrics, rest, width))
            break
        cut = _fitting(metrics, rest, width)
        lines.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return tuple(lines)


@lru_cache(maxsize=20_000)
def text_width(text: str, font_key: str) -> float:
    """Return how wide a line of text is."""
    return _metrics(font_key, get_ident()).horizontalAdvance(text)


@lru_cache(maxsize=64)
def _metrics(font_key: str, _thread: int) -> QFontMetricsF:
    """Return what measures a font, for one thread alone: Qt's fonts are not for two at once."""
    font = QFont()
    font.fromString(font_key)
    return QFontMetricsF(font)


def _elided(metrics: QFontMetricsF, text: str, width: int) -> str:
    while text and metrics.horizontalAdvance(text + "…") > width:
        text = text[:-1]
    return text + "…"


def _fitting(metrics: QFontMetricsF, text: str, width: int) -> int:
    """Return after how many characters to break: between words where there are any, else where the line is full."""
    cut = len(text)
    while cut > 1 and metrics.horizontalAdvance(text[:cut]) > width:
        cut -= 1
    if max(text[: cut + 1]) >= IDEOGRAPHS:
        return cut
    between = max(text.rfind(" ", 0, cut + 1), text.rfind("-", 0, cut) + 1, text.rfind("/", 0, cut) + 1)
    if between <= 0:
        return cut
    word = text[between:].lstrip().partition(" ")[0]
    return between if between > cut // 2 or metrics.horizontalAdvance(word) <= width else cut

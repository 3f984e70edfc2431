"""Breaking words into lines as people read them: Latin between words, Chinese anywhere."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontMetricsF

_ENDING = frozenset("，。？！；：、）」』”’》…,.?!;:)]")


@lru_cache(maxsize=8_000)
def wrap(words: str, font_key: str, room: int, most: int = 0) -> tuple[str, ...]:
    """Return lines no wider than `room`, the last of `most` cut; `font_key` is the font's `toString()`."""
    metrics = _metrics(font_key)
    lines: list[str] = []
    rest = " ".join(words.split())
    while rest:
        if most and len(lines) == most - 1:
            lines.append(_cut(metrics, rest, room))
            break
        cut = _fitting(metrics, rest, room)
        lines.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return tuple(lines) or ("",)


def _fitting(metrics: QFontMetricsF, rest: str, room: int) -> int:
    """Return after how many signs the line ends."""
    if metrics.horizontalAdvance(rest) <= room:
        return len(rest)
    low, high = 1, len(rest)
    while low < high:
        middle = (low + high + 1) // 2
        if metrics.horizontalAdvance(rest[:middle]) <= room:
            low = middle
        else:
            high = middle - 1
    if _inside_word(rest, low):
        space = rest.rfind(" ", 0, low)
        start = next((place + 1 for place in range(low - 1, -1, -1) if ord(rest[place]) > 0x2E7F), 0)
        return max(space, start) if max(space, start) > 0 else low
    # No line begins with a sign that ends something: the one before it comes along.
    return low - 1 if 1 < low < len(rest) and rest[low] in _ENDING else low


def _inside_word(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    return ord(before) < 0x2E80 and ord(after) < 0x2E80 and not before.isspace() and not after.isspace()


def _cut(metrics: QFontMetricsF, rest: str, room: int) -> str:
    if metrics.horizontalAdvance(rest) <= room:
        return rest
    while rest and metrics.horizontalAdvance(rest + "…") > room:
        rest = rest[:-1]
    return rest.rstrip() + "…"


@lru_cache(maxsize=32)
def _metrics(font_key: str) -> QFontMetricsF:
    font = QFont()
    font.fromString(font_key)
    return QFontMetricsF(font)

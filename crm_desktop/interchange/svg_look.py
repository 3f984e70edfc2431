"""Colours, sizes and texts of maps drawn as SVG, from the program's own tokens."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from crm_desktop.models.resources import resource

BODY, CAPTION, LINE = 13, 12, 18
_WIDE, _NARROW = 1.0, 0.56


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of one theme."""

    colours: dict[str, Any]
    font: str
    lanes: tuple[str, ...]

    def of(self, group: str, name: str) -> str:
        """Return a colour by its group and name."""
        return str(self.colours[group][name])

    def hue(self, name: str | None, number: int) -> dict[str, str]:
        """Return the colours of a lane: those it was given, or those of its place."""
        hues: dict[str, dict[str, str]] = self.colours["hue"]
        return hues[name] if name in hues else hues[self.lanes[number % len(self.lanes)]]


@cache
def load_look(theme: str = "light") -> Look:
    """Return the colours of a theme, `light` or `dark`."""
    tokens = json.loads(resource("themes", "tokens.json").read_text("utf-8"))
    return Look(tokens["theme"][theme], tokens["font"]["css"], tuple(tokens["laneOrder"]))


def text_width(text: str, size: int = BODY) -> float:
    """Return about how wide a text is."""
    return sum(_WIDE if ord(sign) > 0x2E7F else _NARROW for sign in text) * size


def wrapped(text: str, width: float, most: int, size: int = BODY) -> list[str]:
    """Return a text in at most so many lines; what does not fit ends with an ellipsis."""
    lines, line = [], ""
    for word in _words(" ".join(text.split())):
        if line and text_width(line + word.rstrip(), size) > width:
            lines.append(line.rstrip())
            line = ""
        line += word.lstrip() if not line else word
    lines += [line.rstrip()] if line.strip() else []
    if len(lines) > most:
        last = lines[most - 1]
        while last and text_width(last + "…", size) > width:
            last = last[:-1]
        lines = [*lines[: most - 1], last + "…"]
    return lines


def element(tag: str, text: str = "", /, **attributes: object) -> str:
    """Return one SVG element; `_` in names stands for `-`."""
    given = "".join(
        f" {name.rstrip('_').replace('_', '-')}={quoteattr(_said(value))}" for name, value in attributes.items()
    )
    return f"<{tag}{given}>{escape(text)}</{tag}>" if text else f"<{tag}{given}/>"


def lines_of_text(lines: list[str], x: float, middle: float, **attributes: object) -> list[str]:
    """Return lines of text whose block has its middle at a height."""
    top = middle - LINE * (len(lines) - 1) / 2 + 0.35 * BODY
    return [element("text", line, x=x, y=top + LINE * number, **attributes) for number, line in enumerate(lines)]


def _words(text: str) -> list[str]:
    """Return the parts between which a line may break: Latin words with their blank, Chinese sign by sign."""
    words: list[str] = []
    for sign in text:
        wide = ord(sign) > 0x2E7F
        if words and not wide and not words[-1].endswith(" ") and ord(words[-1][-1]) <= 0x2E7F:
            words[-1] += sign
        else:
            words.append(sign)
    return words


def _said(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)

"""The application's style sheet: the template in `resources/themes/application.qss`, filled from the theme.

Placeholders: `@(text.primary)` a colour, `@[control-2]` or `@[checkbox/2]` a size of the density in px, `@{check}` a
glyph file. Qt has no way to colour an image inside a style sheet, so the few glyphs are written out in the theme's
colours.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QColor

from crm_desktop.views.resources import resource
from crm_desktop.views.theme.tokens import Tokens

_GLYPHS = {
    "check": ("check", "text.onAccent", 2.5),
    "minus": ("minus", "text.onAccent", 2.5),
    "tick": ("check", "text.secondary", 2),
    "down": ("chevron-down", "text.secondary", 2),
    "up": ("chevron-up", "text.secondary", 2),
    "right": ("chevron-right", "text.secondary", 2),
    "left": ("chevron-left", "text.secondary", 2),
    "down-off": ("chevron-down", "text.disabled", 2),
}
_COLOUR = re.compile(r"@\(([\w.]+)\)")
_SIZE = re.compile(r"@\[(\w+)([+-]\d+|/2)?\]")
_GLYPH = re.compile(r"@\{([\w-]+)\}")


class Sizes(Protocol):
    """What the template needs of a theme."""

    tokens: Tokens

    def color(self, role: str) -> QColor:
        """Return the colour of a role."""
        ...

    def metric(self, name: str) -> int:
        """Return a size of the density."""
        ...


def build_stylesheet(theme: Sizes, glyph_folder: str) -> str:
    """Return the style sheet of the theme; raises KeyError for a placeholder that no token fills."""
    template = resource("themes", "application.qss").read_text(encoding="utf-8")
    template = _COLOUR.sub(lambda hit: css_colour(theme.color(hit[1])), template)
    template = _SIZE.sub(lambda hit: _size(theme.metric(hit[1]), hit[2]), template)
    return _GLYPH.sub(lambda hit: f'url("{_glyph_path(glyph_folder, theme, hit[1])}")', template)


def css_colour(colour: QColor) -> str:
    """Return a colour as style sheets write it."""
    return f"rgba({colour.red()}, {colour.green()}, {colour.blue()}, {colour.alpha()})"


def write_glyphs(folder: str, colours: Mapping[str, QColor]) -> None:
    """Write the glyphs that the style sheet shows, in these colours.

    File names hold the colour because Qt caches images by name for the life of the program.
    """
    for name, (icon, role, stroke) in _GLYPHS.items():
        colour = colours[role].name()
        path = Path(folder, f"{name}-{colour[1:]}.svg")
        if not path.exists():
            svg = resource("icons", f"{icon}.svg").read_text(encoding="utf-8")
            svg = svg.replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{stroke}"')
            path.write_text(svg, encoding="utf-8")


def _size(metric: int, change: str | None) -> str:
    if change == "/2":
        return f"{metric // 2}px"
    return f"{metric + int(change or 0)}px"


def _glyph_path(folder: str, theme: Sizes, name: str) -> str:
    role = _GLYPHS[name][1]
    return Path(folder, f"{name}-{theme.color(role).name()[1:]}.svg").as_posix()

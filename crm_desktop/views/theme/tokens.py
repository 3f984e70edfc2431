"""The design tokens as typed look-ups. Nothing here knows which theme is active; `theme.py` does."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from PySide6.QtGui import QColor

from crm_desktop.views.resources import resource


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """Size and line height in px, weight as in CSS."""

    size: int
    line: int
    weight: int


@dataclass(frozen=True, slots=True)
class Hue:
    """The five colours of one hue: department or tag, never a state."""

    lane: QColor
    tint: QColor
    line: QColor
    solid: QColor
    ink: QColor


@dataclass(frozen=True, slots=True)
class Shadow:
    """A shadow: how far it spreads, how far down it lies, how dark it is (0-255)."""

    blur: int
    dy: int
    alpha: int


class Tokens:
    """The token file, read once."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._raw = raw
        self.lane_order: tuple[str, ...] = tuple(raw["laneOrder"])
        self.types = {name: TypeStyle(t["size"], t["line"], t["weight"]) for name, t in raw["type"].items()}
        self.radii: dict[str, int] = dict(raw["radius"])
        self.icon_sizes: dict[str, int] = dict(raw["icon"]["sizes"])
        self.layout: dict[str, Any] = dict(raw["layout"])
        self.canvas: dict[str, Any] = dict(raw["canvas"])
        self.motion: dict[str, int] = {name: m["ms"] for name, m in raw["motion"].items() if isinstance(m, dict)}
        self.shadows = {int(level): Shadow(**entry["qt"]) for level, entry in raw["elevation"].items() if "qt" in entry}
        self._icons: dict[str, dict[str, str]] = raw["icon"]["names"]

    def colours(self, mode: str) -> dict[str, QColor]:
        """Return every colour of a mode under its dotted role, such as `text.secondary`."""
        flat: dict[str, QColor] = {}
        _flatten(self._raw["theme"][mode], "", flat)
        return flat

    def density(self, name: str) -> dict[str, int]:
        """Return the sizes of density `comfortable` or `touch`."""
        return dict(self._raw["density"][name])

    def families(self) -> list[str]:
        """Return the families of the interface font for this system, best first."""
        system = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
        return list(self._raw["font"]["ui"][system])

    def mono_families(self) -> list[str]:
        """Return the families of the fixed-width font, best first."""
        return list(self._raw["font"]["mono"])

    def icon_for(self, group: str, name: str) -> str:
        """Return the icon file that stands for a meaning, such as `nav`, `accounts`."""
        return self._icons[group][name]


def parse_colour(text: str) -> QColor:
    """Read `#RRGGBB` or `#RRGGBBAA`; Qt by itself would take the latter for `#AARRGGBB`."""
    if len(text) == 9:
        text = f"#{text[7:9]}{text[1:7]}"
    colour = QColor(text)
    if not colour.isValid():
        raise ValueError(f"not a colour: {text}")
    return colour


@cache
def tokens() -> Tokens:
    """Return the tokens that ship with the program."""
    return Tokens(json.loads(resource("themes", "tokens.json").read_text(encoding="utf-8")))


def _flatten(branch: Mapping[str, Any], prefix: str, into: dict[str, QColor]) -> None:
    for name, value in branch.items():
        if isinstance(value, str):
            into[prefix + name] = parse_colour(value)
        else:
            _flatten(value, f"{prefix}{name}.", into)

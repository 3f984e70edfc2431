"""The four figures of a step: how long it takes, how long it waits, how often, how often it goes wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget

from crm_desktop.models.processes.durations import read_duration, write_duration
from crm_desktop.models.processes.elements import Node
from crm_desktop.views.diagram.inspector.figure_tile import FigureTile
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import label, text, tr

_PER = {
    "hour": ("hour", "h", "小时", "时"),
    "day": ("day", "d", "天", "日"),
    "week": ("week", "w", "周"),
    "month": ("month", "mo", "月"),
    "year": ("year", "y", "年"),
}
_OFTEN = re.compile(r"\s*(\d{1,9})\s*(?:次)?\s*(?:(?:/|per|每|a|x)?\s*([^\W\d]+))?\s*\Z")


class Figures(QWidget):
    """`Figures(describe)`; `describe` is given typed values of a node."""

    def __init__(self, describe: Callable[[Mapping[str, Any]], object]) -> None:
        super().__init__()
        self._describe = describe
        self.working = FigureTile(label("fields", "node.working_seconds"), "timer", self._time("working_seconds"))
        self.waiting = FigureTile(label("fields", "node.waiting_seconds"), "hourglass", self._time("waiting_seconds"))
        self.often = FigureTile(label("fields", "node.frequency"), "repeat", self._frequency)
        self.errors = FigureTile(label("fields", "node.errors_per_mille"), "circle-x", self._errors)
        self.working.setToolTip(str(text("diagram", "For example 45m, 2h or 1d")))
        self.waiting.setToolTip(self.working.toolTip())
        self.often.setToolTip(str(text("diagram", "For example 18/day or 3/week")))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for number, tile in enumerate((self.working, self.waiting, self.often, self.errors)):
            grid.addWidget(tile, number // 2, number % 2)
            grid.setColumnStretch(number % 2, 1)

    def show_node(self, node: Node) -> None:
        """Show a step's figures."""
        self.working.show_value(write_time(node.working_seconds))
        self.waiting.show_value(write_time(node.waiting_seconds))
        self.often.show_value(write_frequency(node))
        errors = node.errors_per_mille
        self.errors.show_value("" if errors is None else f"{errors / 10:g} %")

    def _time(self, name: str) -> Callable[[str], bool]:
        def take(words: str) -> bool:
            known, seconds = read_time(words)
            if known:
                self._describe({name: seconds})
            return known

        return take

    def _frequency(self, words: str) -> bool:
        if not words:
            self._describe({"frequency": None, "frequency_per": "day"})
            return True
        found = _OFTEN.match(words)
        unit = (found.group(2) or "day").casefold() if found else ""
        per = next((key for key, names in _PER.items() if unit in names or unit.rstrip("s") in names), None)
        if found is None or per is None:
            return False
        self._describe({"frequency": int(found.group(1)), "frequency_per": per})
        return True

    def _errors(self, words: str) -> bool:
        if not words:
            self._describe({"errors_per_mille": None})
            return True
        try:
            share = float(words.replace("%", "").replace("％", "").replace(",", ".").strip())
        except ValueError:
            return False
        if not 0 <= share <= 100:
            return False
        self._describe({"errors_per_mille": round(share * 10)})
        return True


def read_time(words: str) -> tuple[bool, int | None]:
    """Return whether a typed time can be read, and its seconds; nothing typed is no time."""
    stripped = words.strip()
    if not stripped:
        return True, None
    found = read_duration(stripped)
    return (True, found.seconds) if found is not None and found.end == len(stripped) else (False, None)


def write_time(seconds: int | None) -> str:
    """Return a time as it is shown and typed."""
    return "" if seconds is None else write_duration(seconds, current_language().code == "zh")


def write_rough(seconds: float) -> str:
    """Return a time in the one unit that says enough: 7.4 days, not days and hours and minutes."""
    for unit in (86_400, 3_600, 60):
        if seconds >= unit:
            return write_time(unit).replace("1", f"{round(seconds / unit, 1):g}", 1)
    return write_time(round(seconds))


def write_frequency(node: Node) -> str:
    """Return how often a step happens."""
    if node.frequency is None:
        return ""
    per = str(label("options", f"node.frequency_per.{node.frequency_per}")).lower()
    return tr("diagram", "{count}/{unit}", count=node.frequency, unit=per)

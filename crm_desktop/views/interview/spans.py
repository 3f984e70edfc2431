"""Lengths of time in the one unit that tells most: `30 min`, `2.5 d`."""

from __future__ import annotations

from crm_desktop.models.processes.durations import DAY, HOUR, MINUTE
from crm_desktop.views.language.texts import Wording, text


def say_span(seconds: int) -> Wording:
    """Return a length of time in words."""
    if seconds >= DAY:
        return text("interview", "{number} d", number=_shown(seconds / DAY))
    if seconds >= HOUR:
        return text("interview", "{number} h", number=_shown(seconds / HOUR))
    return text("interview", "{number} min", number=_shown(seconds / MINUTE))


def _shown(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")

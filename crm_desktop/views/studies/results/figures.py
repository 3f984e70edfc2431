"""How the figures of metrics read: with their unit, and as gaps in points and per cent."""

from __future__ import annotations

from decimal import Decimal

from crm_desktop.models.fields import Value
from crm_desktop.models.money import from_units, parse_amount
from crm_desktop.models.record import Record
from crm_desktop.models.records.study import METRIC
from crm_desktop.models.studies.gaps import Gap
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import label, tr

_BARE = frozenset({"count", "points"})


def figure_words(value: Value, metric: Record, formats: Formats) -> str:
    """Return a figure with its metric's unit: `20%`, `¥ 1.2M`, `4.5 hours`, `13`."""
    if not isinstance(value, int):
        return ""
    unit = str(metric.get("unit") or "percent")
    if unit == "money":
        return formats.money_figure(value, str(metric.get("currency") or "CNY"))
    number = formats.figure(from_units(value))
    if unit == "percent":
        return f"{number}%"
    if unit in _BARE:
        return number
    return _time_words(from_units(value), unit) or f"{number} {unit_words(unit)}"


def gap_words(found: Gap | None, metric: Record, formats: Formats) -> str:
    """Return a gap: `30 points · 60%`, `3 days · 33%`, or that it is reached; "" where it is not known."""
    if found is None:
        return ""
    if found.reached:
        return tr("studies", "Reached")
    share = formats.percent(round(float(found.share) * 100))
    if metric.get("unit") in (None, "percent"):
        points = formats.figure(from_units(found.units))
        return tr("studies", "{points} points · {share}", points=points, share=share)
    return f"{figure_words(found.units, metric, formats)} · {share}"


def unit_words(unit: str) -> str:
    """Return what a unit is called within a figure."""
    words = str(label("options", METRIC.option_key("unit", unit)))
    return words[:1].lower() + words[1:]


def _time_words(amount: Decimal, unit: str) -> str:
    """Return a whole number of minutes, hours or days in words, "" for any other."""
    if amount != amount.to_integral_value():
        return ""
    count = int(amount)
    if unit == "minutes":
        return tr("studies", "%n minute(s)", n=count)
    return tr("studies", "%n hour(s)", n=count) if unit == "hours" else tr("studies", "%n day(s)", n=count)


def read_figure(text: str) -> int | None:
    """Return a typed figure in ten-thousandths, None for nothing; raises ValueError for what is no number."""
    plain = text.strip().rstrip("%％").strip()
    return parse_amount(plain) if plain else None

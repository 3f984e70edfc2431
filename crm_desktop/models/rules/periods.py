"""Spans of days that move with the calendar: this week, last month, next quarter. Weeks begin on Monday."""

from datetime import date, timedelta

PERIODS = (
    "today",
    "this_week",
    "next_week",
    "last_month",
    "this_month",
    "next_month",
    "last_quarter",
    "this_quarter",
    "next_quarter",
    "this_year",
)
_STEPS = {"last": -1, "this": 0, "next": 1}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def days_of(period: str, today: date) -> tuple[date, date]:
    """Return the first and the last day of a period; of one that this version does not know, today."""
    step, _, unit = period.partition("_")
    if step not in _STEPS or unit not in {"week", *_MONTHS}:
        return today, today
    by = _STEPS[step]
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=by)
        return monday, monday + timedelta(days=6)
    months = _MONTHS[unit]
    first = (today.year * 12 + today.month - 1) // months * months + by * months
    return _month(first), _month(first + months) - timedelta(days=1)


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)

"""How many days the calendar shows at a time, and which. Pure."""

from datetime import date, timedelta
from enum import Enum

LIST_DAYS = 30


class Span(Enum):
    """One of the four ways to look at the calendar."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    LIST = "list"


def first_day(span: Span, day: date) -> date:
    """Return the first day shown for a day; weeks begin on Monday, a month with the week of its first."""
    if span is Span.WEEK:
        return day - timedelta(days=day.weekday())
    if span is Span.MONTH:
        first = day.replace(day=1)
        return first - timedelta(days=first.weekday())
    return day


def days_of(span: Span) -> int:
    """Return how many days are shown."""
    return {Span.DAY: 1, Span.WEEK: 7, Span.MONTH: 42, Span.LIST: LIST_DAYS}[span]


def last_day(span: Span, first: date) -> date:
    """Return the last of the days that begin with `first`; of a month that of the month itself."""
    if span is Span.MONTH:
        return (first.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return first + timedelta(days=days_of(span) - 1)


def stepped(span: Span, day: date, by: int) -> date:
    """Return the day from which the next or previous days are shown; the 31st goes to a shorter month's end."""
    if span is not Span.MONTH:
        return day + timedelta(days=by * {Span.DAY: 1, Span.WEEK: 7, Span.LIST: LIST_DAYS}[span])
    months = day.year * 12 + day.month - 1 + by
    first = date(months // 12, months % 12 + 1, 1)
    following = (first + timedelta(days=32)).replace(day=1)
    return min(first.replace(day=1) + timedelta(days=day.day - 1), following - timedelta(days=1))

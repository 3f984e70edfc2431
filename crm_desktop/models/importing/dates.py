"""Dates as people and programs write them: the order of day and month is recognised from a whole column.

`10/20/2016` is American because there is no month 20; a column in which no value tells is ambiguous, and somebody must
say. Nothing here guesses from one value alone.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from crm_desktop.models.clock import to_moment
from crm_desktop.models.importing.mapping import DateOrder

_PARTS = re.compile(r"(\d{1,4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,4})\s*日?(?:[T\s]+(.*))?\Z")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})\Z")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,6})?)?\s*([AaPp][Mm])?\s*(Z|[+-]\d{2}:?\d{2})?\Z")
_FULL_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x3000: 0x20}
_EARLIEST, _LATEST = 1000, 9999


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a column's values say about the order of their dates."""

    order: DateOrder
    """AUTO where the values do not tell: `ambiguous` then says whether anybody has to."""
    ambiguous: bool
    example: str = ""
    """A value that decided it, or one that could be read both ways."""
    contradiction: str = ""
    """A value that only the other order explains."""


def recognise_dates(cells: Iterable[str]) -> Recognised:
    """Return the order in which a column writes its dates, from all its values."""
    evidence: dict[DateOrder, str] = {}
    unclear = ""
    for cell in cells:
        order = _evidence(cell)
        if order is DateOrder.AUTO:
            unclear = unclear or cell
        elif order is not None:
            evidence.setdefault(order, cell)
    slashed = [order for order in (DateOrder.MONTH_FIRST, DateOrder.DAY_FIRST) if order in evidence]
    if slashed:
        order = slashed[0]
        return Recognised(order, len(slashed) > 1, evidence[order], evidence[slashed[1]] if len(slashed) > 1 else "")
    if unclear:
        return Recognised(DateOrder.AUTO, True, unclear)
    return Recognised(DateOrder.YEAR_FIRST, False, evidence.get(DateOrder.YEAR_FIRST, ""))


def looks_like_day(cell: str) -> bool:
    """Tell whether a value is written as a date, in whatever order."""
    try:
        _cut(cell)
    except ValueError:
        return False
    return True


def read_day(cell: str, order: DateOrder) -> date:
    """Return the calendar day; a year that stands first is always understood. Raises ValueError."""
    if len(cell) == 10 and cell[4] == cell[7] == "-" and cell.isascii() and cell[0] != "0":  # as programs write it
        return date.fromisoformat(cell)
    numbers, _ = _cut(cell)
    return _day(numbers, order)


def read_moment(cell: str, order: DateOrder, zone: str) -> int:
    """Return day and time of day (midnight where none is given) in `zone` as a moment; raises ValueError."""
    numbers, rest = _cut(cell)
    day = _day(numbers, order)
    hour, minute, second, offset = _time(rest)
    local = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=offset or ZoneInfo(zone))
    return to_moment(local)


def _evidence(cell: str) -> DateOrder | None:
    """Return the order one value proves, AUTO where it is a date either way, None where it is none."""
    try:
        (first, second, _), _ = _cut(cell)
    except ValueError:
        return None
    if len(first) == 4:
        return DateOrder.YEAR_FIRST
    month_possible, day_possible = int(first) <= 12, int(second) <= 12
    if month_possible and day_possible:
        return None if first == second else DateOrder.AUTO
    if month_possible:
        return DateOrder.MONTH_FIRST
    return DateOrder.DAY_FIRST if day_possible else None


def _cut(cell: str) -> tuple[tuple[str, str, str], str]:
    text = (cell if cell.isascii() else cell.translate(_FULL_WIDTH)).strip()
    match = _PARTS.match(text) or _COMPACT.match(text)
    if match is None:
        raise ValueError("not a date")
    first, second, third, *rest = match.groups()
    return (first, second, third), (rest[0] or "") if rest else ""


def _day(numbers: tuple[str, str, str], order: DateOrder) -> date:
    first, second, third = numbers
    if len(first) == 4:
        year, month, day = first, second, third
    elif len(third) != 4 or order in {DateOrder.AUTO, DateOrder.YEAR_FIRST}:
        if int(first) != int(second) or len(third) != 4:
            raise ValueError("day and month cannot be told apart")
        year, month, day = third, first, second
    else:
        year, (month, day) = third, (first, second) if order is DateOrder.MONTH_FIRST else (second, first)
    if not _EARLIEST <= int(year) <= _LATEST:
        raise ValueError("not a year")
    return date(int(year), int(month), int(day))


def _time(text: str) -> tuple[int, int, int, tzinfo | None]:
    if not text.strip():
        return 0, 0, 0, None
    match = _TIME.match(text.strip())
    if match is None:
        raise ValueError("not a time of day")
    hour, minute, second, half, offset = match.groups()
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            raise ValueError("not a time of day")
        hours = hours % 12 + (12 if half.lower() == "pm" else 0)
    return hours, int(minute), int(second or 0), _offset(offset)


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text == "Z":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))

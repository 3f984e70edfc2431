"""Working hours, days of the week and holidays as people type them, and written so that they are read again.

Reading raises ValueError for what is none of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from crm_desktop.models.processes.simulation.inputs import DAY, HOUR, WEEK
from crm_desktop.models.typed import plain, read_day

_TO = r"\s*(?:-|–|—|~|至|到|to)\s*"
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?"
_HOURS = re.compile(f"{_CLOCK}{_TO}{_CLOCK}", re.IGNORECASE)
_WEEKDAY = re.compile(f"([1-7])(?:{_TO}([1-7]))?", re.IGNORECASE)
_NAMES = (("mon", "周一", "一"), ("tue", "周二", "二"), ("wed", "周三", "三"), ("thu", "周四", "四"),
          ("fri", "周五", "五"), ("sat", "周六", "六"), ("sun", "周日", "周天", "日", "天"))  # fmt: skip
_FROM_TO = re.compile(r"\s*(?:\.\.|–|—|~|至|到|\bto\b)\s*|\s+-\s+", re.IGNORECASE)
_LONGEST = 366
_DAYS_A_WEEK = WEEK // DAY


def read_hours(text: str) -> tuple[int, int]:
    """Read `9-17`, `8:30–17:30` or `22-6` as seconds of the day from and to."""
    found = _HOURS.fullmatch(plain(text).strip())
    if found is None:
        raise ValueError("no hours")
    begin, end = (int(found[at]) * HOUR + int(found[at + 1] or 0) * 60 for at in (1, 3))
    if not begin < DAY or not 0 <= end <= DAY or any(int(found[at] or 0) > 59 for at in (2, 4)):
        raise ValueError("no time of day")
    return begin, end or DAY


def read_weekdays(text: str) -> tuple[int, ...]:
    """Read `1-5`, `1, 3, 6`, `Mon-Fri` or `周一至周五` as days of the week; 0 is Monday."""
    words = plain(text).lower().replace("星期", "周")
    for number, names in enumerate(_NAMES, start=1):
        for name in names:
            words = re.sub(rf"{name}[a-z]*", str(number), words)
    found: set[int] = set()
    for part in re.split(r"\s*[,;、，]\s*|(?<=\d)\s+(?=\d)", words.strip()):
        days = _WEEKDAY.fullmatch(part)
        if days is None:
            raise ValueError("no days of the week")
        first, last = int(days[1]) - 1, int(days[2] or days[1]) - 1
        found |= {(first + step) % _DAYS_A_WEEK for step in range((last - first) % _DAYS_A_WEEK + 1)}
    return tuple(sorted(found))


def read_days(text: str, near: date) -> tuple[date, ...]:
    """Read days and stretches of days, `2026-10-01 – 2026-10-07, 12-31`; without a year the one nearest to `near`."""
    found: set[date] = set()
    for part in re.split(r"[,;、，；\n]+", text):
        if not part.strip():
            continue
        ends = [read_day(each, near) for each in _FROM_TO.split(part.strip())]
        length = (ends[-1] - ends[0]).days
        if len(ends) > 2 or not 0 <= length <= _LONGEST:
            raise ValueError("no stretch of days")
        found |= {ends[0] + timedelta(days=step) for step in range(length + 1)}
    return tuple(sorted(found))


def say_hours(begin: int, end: int) -> str:
    """Write seconds of the day from and to as `9–17` or `8:30–17:30`."""
    return f"{_say_clock(begin)}–{_say_clock(end)}"


def say_weekdays(days: Iterable[int]) -> str:
    """Write days of the week, 0 is Monday, as `1–5, 7`."""
    return ", ".join(_say_run(first + 1, last + 1) for first, last in _runs(sorted(days)))


def say_days(days: Iterable[date]) -> str:
    """Write days as `2026-10-01 – 2026-10-07, 2026-12-31`."""
    runs = _runs(sorted(day.toordinal() for day in days))
    ends = ((date.fromordinal(first), date.fromordinal(last)) for first, last in runs)
    return ", ".join(f"{first}" if first == last else f"{first} – {last}" for first, last in ends)


def _say_clock(seconds: int) -> str:
    return f"{seconds // HOUR}:{minutes:02}" if (minutes := seconds % HOUR // 60) else f"{seconds // HOUR}"


def _say_run(first: int, last: int) -> str:
    return f"{first}" if first == last else f"{first}–{last}"


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each stretch of numbers that follow one another."""
    first = last = None
    for number in numbers:
        if first is None or last is None or number != last + 1:
            if first is not None and last is not None:
                yield first, last
            first = number
        last = number
    if first is not None and last is not None:
        yield first, last


def monday_of(day: date) -> date:
    """Return the Monday of a day's week, on which a simulation begins."""
    return day - timedelta(days=day.weekday())

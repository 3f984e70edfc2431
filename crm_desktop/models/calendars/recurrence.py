"""Repeating: an RRULE of RFC 5545 expanded within bounds, on the wall clock of the zone in which it was meant.

What people do with a series stands in `series.py`.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from crm_desktop.models.calendars.entries import (
    Entry,
    at_wall,
    begins_at,
    ends_at,
    is_all_day,
    timed,
    wall,
    zone_of,
)
from crm_desktop.models.clock import from_moment
from crm_desktop.models.errors import Refused
from crm_desktop.models.record import Record
from crm_desktop.models.values import members

if TYPE_CHECKING:
    from dateutil.rrule import rrule, rruleset

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
"""Nothing in a salesperson's calendar repeats more often, and a stranger's rule by the second would fill a disk."""
MOST = 2_000
"""Most occurrences in one window."""
MOST_COUNT = 1_000
_FARTHEST = timedelta(days=9 * 366)
"""A rule that brings nothing within this time, a leap day that is skipped at a century's end included, never will."""
_STAMP = "%Y%m%dT%H%M%SZ"


def stamp(moment: int) -> str:
    """Return a moment as calendars write it in UTC: `20260312T090000Z`; how left-out occurrences are kept."""
    return from_moment(moment).strftime(_STAMP)


def read_stamp(text: str) -> int | None:
    """Return the moment of a stamp; None for what is none."""
    try:
        return int(datetime.strptime(text, _STAMP).replace(tzinfo=UTC).timestamp()) * 1000
    except ValueError:
        return None


def parts_of(rule: str) -> dict[str, str]:
    """Return the parts of a rule by name; `RRULE:` before it and small letters are understood."""
    body = rule.strip().upper().removeprefix("RRULE:")
    return dict(part.split("=", 1) for part in body.split(";") if "=" in part)


def rule_of(parts: dict[str, str]) -> str:
    """Return the parts as a rule, the frequency first."""
    ordered = sorted(parts.items(), key=lambda part: part[0] != "FREQ")
    return ";".join(f"{name}={value}" for name, value in ordered)


def check_rule(rule: str, begins: int, zone: str) -> str:
    """Return the rule in its canonical form; raises Refused recurrence.not_understood, recurrence.never."""
    parts = parts_of(rule)
    if parts.get("FREQ") not in FREQUENCIES or len(rule) > 200:
        raise Refused("recurrence.not_understood")
    start = wall(begins, zone)
    try:
        until, _ = _limits(parts, zone)
        found = next(iter(_pattern(_endless(parts), start, start + _FARTHEST)), None)
    except (ValueError, TypeError, OverflowError, KeyError) as problem:
        raise Refused("recurrence.not_understood") from problem
    if found is None or (until is not None and found > until):
        raise Refused("recurrence.never")
    return rule_of(parts)


def occurrences(record: Record, begin: int, end: int, zone: str) -> list[Entry]:
    """Return the entries of a repeating record that touch the window, in order, without those left out.

    A rule that nobody can read counts as none: the record then stands once.
    """
    first = begins_at(record)
    if first is None or record.get("state") == "cancelled":
        return []
    meant, length = zone_of(record, zone), ends_at(record, first) - first
    left_out = set(members(record.get("exceptions")))
    found = starts(str(record.get("recurrence") or ""), first, meant, (begin - length, end))
    touching = (each for each in found if each + length > begin or each >= begin)
    return [occurrence(record, each, zone) for each in touching if not left_out or stamp(each) not in left_out]


def occurrence(record: Record, begins: int, zone: str) -> Entry:
    """Return one occurrence of a series: its record with the times of this one."""
    values = {**record.values, **timed(record, begins), "occurrence_at": begins}
    once = Record(record.kind, record.id, values, record.state)
    return Entry(once, begins, ends_at(once, begins), is_all_day(once, begins, zone), begins)


def starts(rule: str, first: int, zone: str, window: tuple[int, int]) -> list[int]:
    """Return the moments within the window, `(begin, end)`, at which a rule that begins at `first` falls."""
    return list(_starts(rule, first, zone, *window))


@lru_cache(maxsize=4_096)
def _starts(rule: str, first: int, zone: str, begin: int, end: int) -> tuple[int, ...]:
    start, last = wall(first, zone), wall(end, zone)
    if end <= first:
        return ()
    try:
        found = list(_within(parts_of(rule), start, last, zone))
    except (ValueError, TypeError, OverflowError, KeyError):
        found = [start]
    # The first is the record itself, whether or not it fits the rule.
    moments = [at_wall(each, zone) for each in ([start, *found] if start not in found[:1] else found)]
    return tuple(each for each in moments if begin <= each < end)[:MOST]


def _within(parts: dict[str, str], start: datetime, last: datetime, zone: str) -> Iterator[datetime]:
    if parts.get("FREQ") not in FREQUENCIES:
        raise ValueError
    until, count = _limits(parts, zone)
    stop = min(last, until) if until is not None else last
    return islice(iter(_pattern(_endless(parts), start, stop)), count)


def _limits(parts: dict[str, str], zone: str) -> tuple[datetime | None, int]:
    """Return the wall time after which it ends, and how often it comes at most."""
    count = min(int(parts["COUNT"]), MOST_COUNT) if "COUNT" in parts else MOST * 20
    text = parts.get("UNTIL", "")
    if not text:
        return None, count
    if "T" not in text:
        return datetime.combine(datetime.strptime(text, "%Y%m%d").date(), time.max), count  # noqa: DTZ007 - a wall time
    moment = read_stamp(text if text.endswith("Z") else f"{text}Z")
    if moment is None:
        raise ValueError(text)
    return (wall(moment, zone) if text.endswith("Z") else from_moment(moment).replace(tzinfo=None)), count


def _endless(parts: dict[str, str]) -> str:
    return rule_of({name: value for name, value in parts.items() if name not in ("COUNT", "UNTIL")})


def _pattern(rule: str, start: datetime, stop: datetime) -> "rrule | rruleset":
    """Return the rule ended at `stop` and not by itself: one that never falls must not be followed for ever."""
    from dateutil.rrule import rrulestr  # slow to load, and most entries do not repeat

    return rrulestr(f"{rule};UNTIL={stop:%Y%m%dT%H%M%S}", dtstart=start)

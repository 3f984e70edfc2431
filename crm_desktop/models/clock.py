"""Time as the product counts it: whole milliseconds since 1970 in UTC, from a clock that is passed in."""

import time
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

DAY_MS = 86_400_000


class Clock(Protocol):
    """Something that tells the present moment."""

    def now(self) -> int:
        """Return milliseconds since 1970-01-01T00:00Z."""
        ...


class SystemClock:
    """The machine's own clock: good for business time, never trusted for order or authority."""

    def now(self) -> int:
        """Return milliseconds since 1970-01-01T00:00Z."""
        return time.time_ns() // 1_000_000


class ManualClock:
    """A clock that stands still until it is moved; for simulation and tests."""

    def __init__(self, now: int = 1_760_000_000_000) -> None:
        self._now = now

    def now(self) -> int:
        """Return milliseconds since 1970-01-01T00:00Z."""
        return self._now

    def advance(self, milliseconds: int) -> None:
        """Move the clock; a negative step turns it back."""
        self._now += milliseconds


def to_moment(value: datetime) -> int:
    """Return an aware datetime as milliseconds since 1970 in UTC."""
    if value.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return (value - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def from_moment(moment: int, zone: str = "UTC") -> datetime:
    """Return a moment as an aware datetime in the IANA zone named."""
    from zoneinfo import ZoneInfo  # not needed before a date is shown, and slow to load

    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=moment)).astimezone(ZoneInfo(zone))


def local_day(moment: int, zone: str) -> date:
    """Return the calendar day on which the moment falls in the IANA zone named."""
    return from_moment(moment, zone).date()

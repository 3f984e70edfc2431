"""What stands in a calendar: which fields of tasks, visits and activities say when, and one occurrence as a value."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crm_desktop.models.clock import to_moment
from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record

BEGINS = {"task": "due_at", "visit": "starts_at", "activity": "happened_at"}
"""By kind the field that says when it stands in the calendar."""
REPEATING = ("task", "visit")
MINUTE_MS, HOUR_MS = 60_000, 3_600_000
USUAL_LENGTH = {"task": 30 * MINUTE_MS, "visit": HOUR_MS, "activity": 30 * MINUTE_MS}
"""How long an entry is shown that does not say when it ends."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the calendar. An occurrence of a series has its record, with the times of this occurrence."""

    record: Record
    begins: int
    ends: int
    all_day: bool = False
    occurrence_at: int | None = None
    """For an occurrence of a series: when the rule says it begins."""

    @property
    def repeats(self) -> bool:
        """Whether this is an occurrence that exists only by its series' rule."""
        return self.occurrence_at is not None


def zone_of(record: Record, otherwise: str) -> str:
    """Return the IANA zone in which the record's times were meant."""
    named = record.get("zone")
    return named if isinstance(named, str) and is_zone(named) else otherwise


@lru_cache(maxsize=256)
def is_zone(name: str) -> bool:
    """Tell whether this machine knows the IANA zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def begins_at(record: Record) -> int | None:
    """Return when the record stands in the calendar; None for one without a time."""
    return _moment(record.get(BEGINS[record.kind]))


def ends_at(record: Record, begins: int) -> int:
    """Return when it ends, or would usually end."""
    told = _moment(record.get("ends_at")) if record.kind == "visit" else None
    return max(told, begins) if told is not None else begins + USUAL_LENGTH[record.kind]


def entry_of(record: Record, zone: str) -> Entry | None:
    """Return a record that does not repeat as an entry; None where it has no time or was called off."""
    begins = begins_at(record)
    if begins is None or record.get("state") == "cancelled":
        return None
    return Entry(record, begins, ends_at(record, begins), is_all_day(record, begins, zone))


def is_all_day(record: Record, begins: int, zone: str) -> bool:
    """Tell whether it belongs above the hours: a task due on a day and at no time, a visit of whole days."""
    if record.kind == "activity" or (record.kind == "visit" and ends_at(record, begins) - begins < 23 * HOUR_MS):
        return False
    local = wall(begins, zone_of(record, zone))
    return (local.hour, local.minute) == (0, 0)


def timed(record: Record, begins: int) -> dict[str, Value]:
    """Return the record's times moved so that it begins at a moment; its length and its reminder move along."""
    name = BEGINS[record.kind]
    by = begins - (begins_at(record) or begins)
    moved: dict[str, Value] = {name: begins}
    for other in ("ends_at", "remind_at"):
        moment = record.get(other)
        if isinstance(moment, int):
            moved[other] = moment + by
    return moved


def wall(moment: int, zone: str) -> datetime:
    """Return what the clock on the wall shows then, without a zone."""
    # By seconds and not by `from_moment`: a month asks for thousands.
    return datetime.fromtimestamp(moment / 1000, _zone(zone)).replace(tzinfo=None)


def at_wall(shown: datetime, zone: str) -> int:
    """Return the moment at which a wall clock shows this; a time that daylight saving skips is as much later."""
    return to_moment(shown.replace(tzinfo=ZoneInfo(zone)))


def shifted(moment: int, by: timedelta, zone: str) -> int:
    """Return the moment moved on the wall clock: nine o'clock stays nine o'clock over daylight saving."""
    return at_wall(wall(moment, zone) + by, zone)


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _moment(value: Value) -> int | None:
    return value if isinstance(value, int) else None

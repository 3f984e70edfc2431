"""When one is to be reminded of what, and how long a reminder may be put off. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from crm_desktop.models.calendars.entries import MINUTE_MS, Entry, at_wall, wall
from crm_desktop.models.clock import DAY_MS

FORGOTTEN_MS = 2 * DAY_MS
"""A reminder that nobody saw for so long, as on a device that was switched off, is not shown any more."""
EARLIEST_MS = 40_320 * MINUTE_MS
"""The longest time before a visit at which one may be reminded, as the field says."""
_MORNING = time(9)


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something to be told: `due_at` is when, `again` says that it was told and put off."""

    entry: Entry
    due_at: int
    again: bool = False

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells it from others: kind, id, and for one of a series its moment."""
        return self.entry.record.kind, self.entry.record.id, self.entry.occurrence_at or 0


def remind_at(entry: Entry) -> int | None:
    """Return when one is to be reminded of an entry; None where nobody asked, or it is over and done."""
    record = entry.record
    if record.get("done") or record.get("state") not in (None, "planned"):
        return None
    if record.kind == "visit":
        minutes = record.get("remind_minutes")
        return entry.begins - minutes * MINUTE_MS if isinstance(minutes, int) else None
    moment = record.get("remind_at")
    return moment if isinstance(moment, int) else None


def is_due(moment: int | None, now: int) -> bool:
    """Tell whether it is time, and not too late."""
    return moment is not None and now - FORGOTTEN_MS < moment <= now


def put_off(choice: str, now: int, zone: str) -> int:
    """Return until when a reminder rests: `minutes` (5), `hour`, or `tomorrow` at nine on the wall clock."""
    if choice == "tomorrow":
        day = wall(now, zone).date() + timedelta(days=1)
        return at_wall(datetime.combine(day, _MORNING), zone)
    return now + {"minutes": 5, "hour": 60}[choice] * MINUTE_MS

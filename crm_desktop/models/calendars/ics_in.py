"""Reading iCalendar text of strangers: bounded, and text stays text. What becomes of it decides who reads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from crm_desktop.models.calendars.entries import MINUTE_MS, is_zone
from crm_desktop.models.calendars.recurrence import check_rule, stamp
from crm_desktop.models.clock import to_moment
from crm_desktop.models.errors import Refused
from crm_desktop.models.fields import Value

MOST_BYTES, MOST_EVENTS = 10_000_000, 5_000
MOST_MINUTES = 40_320
"""How long before a visit one can be reminded of it."""
_PRIORITIES = (("urgent", 1), ("high", 4), ("medium", 5), ("low", 9))
"""By name the largest number of RFC 5545 that means it; 0 and none say nothing."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of what stands beside them."""


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """One event or to-do: `values` are those of a visit or task; `problem` is a code where something was left out."""

    kind: str
    uid: str
    values: dict[str, Value] = field(default_factory=dict)
    occurrence_at: int | None = None
    """It stands for one occurrence of the series with the same `uid`."""
    cancelled: bool = False
    problem: str = ""


def read_ics(data: bytes, zone: str) -> list[ReadEvent]:
    """Return the events and to-dos of a calendar; times without a zone are meant in `zone`.

    Raises Refused calendar.too_large, calendar.not_understood.
    """
    from icalendar import Calendar

    if len(data) > MOST_BYTES:
        raise Refused("calendar.too_large", limit=MOST_BYTES // 1_000_000)
    try:
        calendars = Calendar.from_ical(data, multiple=True)
        found = [each for calendar in calendars for each in calendar.walk() if each.name in ("VEVENT", "VTODO")]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as problem:
        raise Refused("calendar.not_understood") from problem
    if not calendars or any(each.name != "VCALENDAR" for each in calendars):
        raise Refused("calendar.not_understood")
    if len(found) > MOST_EVENTS:
        raise Refused("calendar.too_large", limit=MOST_BYTES // 1_000_000)
    return [event for each in found if (event := read_component(each, zone)) is not None]


def read_component(component: Any, zone: str) -> ReadEvent | None:
    """Return what one VEVENT or VTODO of `icalendar` says; None for an event without a time."""
    kind = "visit" if component.name == "VEVENT" else "task"
    uid = _text(component.get("UID"), 255)
    try:
        return _understood(component, kind, uid, zone)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        # One that is beyond reading is told of; the others are not lost for it.
        title = _text(component.get("SUMMARY"), 200)
        return ReadEvent(kind, uid, {"subject": title or None}, problem="calendar.event_not_understood")


def _understood(component: Any, kind: str, uid: str, zone: str) -> ReadEvent | None:
    start = component.get("DTSTART") if kind == "visit" else component.get("DUE") or component.get("DTSTART")
    values: dict[str, Value] = {
        "subject": _text(component.get("SUMMARY"), 200) or _text(component.get("UID"), 60) or "—",
        "notes": _text(component.get("DESCRIPTION"), 20_000, lines=True) or None,
    }
    if kind == "task":
        values |= _progress(component, zone)
    status = _text(component.get("STATUS"), 20)
    if start is None:
        return ReadEvent(kind, uid, values) if kind == "task" else None
    begins, named = _moment(start.dt, zone)
    values["zone"] = named
    if kind == "visit":
        ends = _end(component, start.dt, begins, zone)
        values |= {"starts_at": begins, "ends_at": ends, "place": _text(component.get("LOCATION"), 200) or None}
    else:
        values |= {"due_at": begins}
    reminder = next((moment for _, moment in alarms(component, zone)), None)
    if reminder is not None and kind == "visit":
        values["remind_minutes"] = min(MOST_MINUTES, (begins - reminder) // MINUTE_MS)
    elif reminder is not None:
        values["remind_at"] = reminder
    problem = _add_rule(component, values, begins, named)
    at = component.get("RECURRENCE-ID")
    return ReadEvent(
        kind, uid, values, _moment(at.dt, zone)[0] if at is not None else None, status == "CANCELLED", problem
    )


def _progress(component: Any, zone: str) -> dict[str, Value]:
    """Return how far a to-do is. One that was called off needs nobody any more: it is done."""
    completed = component.get("COMPLETED")
    status, percent = _text(component.get("STATUS"), 20), component.get("PERCENT-COMPLETE")
    done = status in ("COMPLETED", "CANCELLED") or (not status and (completed is not None or percent == 100))
    told = completed or component.get("LAST-MODIFIED") or component.get("DTSTAMP")
    urgency = int(component.get("PRIORITY") or 0)
    priority = next((name for name, least in _PRIORITIES if 0 < urgency <= least), "medium")
    return {
        "done": done,
        "done_at": _moment(told.dt, zone)[0] if done and told is not None else None,
        "priority": priority,
    }


def alarms(component: Any, zone: str) -> Iterator[tuple[int, int]]:
    """Yield the reminders that a record can have, before it begins: which alarm of the component, and when."""
    start, due = component.get("DTSTART"), component.get("DUE")
    first = start or due
    if first is None:
        return
    begins = _moment(first.dt, zone)[0]
    ends = _moment(due.dt, zone)[0] if due is not None else _end(component, first.dt, begins, zone)
    counted = begins if component.name == "VEVENT" else ends if due is not None else begins
    for number, alarm in enumerate(component.walk("VALARM")):
        trigger = alarm.get("TRIGGER")
        if trigger is None or _text(alarm.get("ACTION"), 20) == "NONE":
            continue
        if isinstance(trigger.dt, timedelta):
            related = str(trigger.params.get("RELATED", "START")).upper()
            moment = (ends if related == "END" else begins) + int(trigger.dt / timedelta(milliseconds=1))
        else:
            moment = _moment(trigger.dt, zone)[0]
        if moment <= counted:
            yield number, moment


def _add_rule(component: Any, values: dict[str, Value], begins: int, zone: str) -> str:
    rule = component.get("RRULE")
    if rule is None:
        return ""
    try:
        first = rule[0] if isinstance(rule, list) else rule
        values["recurrence"] = check_rule(first.to_ical().decode(), begins, zone)
    except Refused as problem:
        return problem.code
    left_out = component.get("EXDATE")
    several = left_out if isinstance(left_out, list) else [left_out] if left_out is not None else []
    moments = [_moment(each.dt, zone)[0] for listed in several for each in listed.dts]
    values["exceptions"] = sorted({stamp(moment) for moment in moments})[:500] or None
    return ""


def _end(component: Any, start: date | datetime, begins: int, zone: str) -> int:
    end, lasts = component.get("DTEND"), component.get("DURATION")
    if end is not None:
        return max(begins, _moment(end.dt, zone)[0])
    if lasts is not None:
        return begins + max(0, int(lasts.dt // timedelta(milliseconds=1)))
    whole = not isinstance(start, datetime)
    return begins + (86_400_000 if whole else 3_600_000)


def _moment(value: date | datetime, zone: str) -> tuple[int, str]:
    """Return the moment, and the zone in which it was meant."""
    if not isinstance(value, datetime):
        return to_moment(datetime.combine(value, time(), ZoneInfo(zone))), zone
    if value.tzinfo is None:
        return to_moment(value.replace(tzinfo=ZoneInfo(zone))), zone
    named = str(getattr(value.tzinfo, "key", "") or "")
    return to_moment(value), named if named and is_zone(named) else zone


def _text(value: object, limit: int, *, lines: bool = False) -> str:
    """Return a stranger's text without what could disguise it, cut to the field's limit."""
    if isinstance(value, list):
        value = value[0] if value else None
    plain = _CONTROL.sub("", str(value)) if value is not None else ""
    return (plain.strip() if lines else " ".join(plain.split()))[:limit]

"""Records as iCalendar text (RFC 5545): for files, the subscription feed, and CalDAV. What is told stands in `Telling`.

A visit is an event. A task is a to-do, or where calendars ignore those an event that takes no time from anybody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from crm_desktop.models.calendars.entries import BEGINS, begins_at, ends_at, is_all_day, wall, zone_of
from crm_desktop.models.calendars.recurrence import read_stamp
from crm_desktop.models.clock import from_moment
from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record
from crm_desktop.models.values import members

if TYPE_CHECKING:
    from icalendar import Calendar

PRODUCT = "-//Fieldline//Fieldline CRM//EN"
MEDIA_TYPE = "text/calendar"
"""In UTF-8, as the standard says where nothing else is said."""
PRIORITIES = {"urgent": 1, "high": 3, "medium": 5, "low": 9}
"""By name the number of RFC 5545."""
_STATUS = {"cancelled": "CANCELLED", "planned": "CONFIRMED", "under_way": "CONFIRMED", "done": "CONFIRMED"}


@dataclass(frozen=True, slots=True)
class Telling:
    """What is said beyond the times. `linked` names accounts by id; notes go only where a person sends them."""

    zone: str
    now: int
    linked: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    notes: bool = False
    tasks_as_events: bool = False
    undated: bool = False
    """Tasks without a day too: a task list has room for them, a calendar has not."""


def uid_of(record: Record) -> str:
    """Return by which id calendars know the record: the one it came with, else one made of ours."""
    series = record.get("series_id")
    return str(record.get("uid") or f"{series or record.id}@fieldline")


def to_ics(records: Iterable[Record], telling: Telling) -> bytes:
    """Return the records as one calendar; those without a time are left out."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    if telling.name:
        calendar.add("x-wr-calname", telling.name)
    zones = set()
    told = [each for each in records if each.kind in BEGINS and each.kind != "activity" and _has_place(each, telling)]
    # An occurrence that was changed alone stands for itself; leaving it out as well would hide it in some calendars.
    alone = {(each.get("series_id"), each.get("occurrence_at")) for each in told if each.get("series_id")}
    uids = {each.id: uid_of(each) for each in told}
    for record in told:
        uid = uids.get(str(record.get("series_id")), uid_of(record))
        calendar.add_component(_component(record, telling, uid, alone))
        zones.add(zone_of(record, telling.zone))
    if zones - {"UTC"}:
        calendar.add_missing_timezones()
    return _bytes(calendar)


def _component(record: Record, telling: Telling, uid: str, alone: set[tuple[Value, Value]]) -> Any:
    from icalendar import Event, Todo

    as_event = record.kind == "visit" or telling.tasks_as_events
    made: Event | Todo = Event() if as_event else Todo()
    begins = begins_at(record)
    zone = zone_of(record, telling.zone)
    made.add("uid", uid)
    made.add("dtstamp", from_moment(telling.now))
    changed = record.get("updated_at")
    if isinstance(changed, int):
        made.add("last-modified", from_moment(changed))
    account = telling.linked.get(str(record.get("account_id")), "")
    made.add("summary", f"{account} · {record.title}" if account else record.title)
    if begins is not None:
        _add_times(made, record, begins, zone, as_event=as_event)
        _add_series(made, record, zone, alone)
    for name, value in (("location", record.get("place")), ("description", record.get("notes"))):
        if isinstance(value, str) and value and (name == "location" or telling.notes):
            made.add(name, value)
    if record.kind == "visit":
        made.add("status", _STATUS.get(str(record.get("state") or "planned"), "CONFIRMED"))
    elif as_event:
        made.add("transp", "TRANSPARENT")
    else:
        _add_progress(made, record)
    if begins is not None:
        _add_alarm(made, record, begins, as_event=as_event)
    return made


def _has_place(record: Record, telling: Telling) -> bool:
    return begins_at(record) is not None or (telling.undated and record.kind == "task")


def _add_progress(made: Any, record: Record) -> None:
    priority, done_at = record.get("priority"), record.get("done_at")
    if priority in PRIORITIES:
        made.add("priority", PRIORITIES[str(priority)])
    made.add("status", "COMPLETED" if record.get("done") else "NEEDS-ACTION")
    if record.get("done"):
        made.add("percent-complete", 100)
        if isinstance(done_at, int):
            made.add("completed", from_moment(done_at))


def _add_times(made: Any, record: Record, begins: int, zone: str, *, as_event: bool) -> None:
    whole, ends = is_all_day(record, begins, zone), ends_at(record, begins)
    if not as_event:
        made.add("due", _when(begins, zone, whole=whole))
        return
    made.add("dtstart", _when(begins, zone, whole=whole))
    if whole:
        last = wall(ends if record.kind == "visit" else begins, zone)
        until = last.date() + timedelta(days=0 if last.time() == datetime.min.time() and record.kind == "visit" else 1)
        made.add("dtend", until)
    else:
        made.add("dtend", _when(ends, zone, whole=False))


def _add_series(made: Any, record: Record, zone: str, alone: set[tuple[Value, Value]]) -> None:
    rule, at = record.get("recurrence"), record.get("occurrence_at")
    if isinstance(rule, str) and rule:
        from icalendar import vRecur

        if "DTSTART" not in made and begins_at(record) is not None:
            # RFC 5545 counts a series from its start, of the same type as what is due.
            begins = begins_at(record) or 0
            made.add("dtstart", _when(begins, zone, whole=is_all_day(record, begins, zone)))
        made.add("rrule", vRecur.from_ical(rule))
        for moment in filter(None, map(read_stamp, members(record.get("exceptions")))):
            if (record.id, moment) not in alone:
                made.add("exdate", _when(moment, zone, whole=False))
    elif isinstance(at, int) and record.get("series_id"):
        made.add("recurrence-id", _when(at, zone, whole=False))


def _add_alarm(made: Any, record: Record, begins: int, *, as_event: bool) -> None:
    from icalendar import Alarm

    minutes, moment = record.get("remind_minutes"), record.get("remind_at")
    if not isinstance(minutes, int) and not isinstance(moment, int):
        return
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", record.title)
    if isinstance(minutes, int):
        alarm.add("trigger", timedelta(minutes=-minutes))
    elif isinstance(moment, int) and (as_event or record.get("recurrence")):
        # Of a to-do only what is counted from its end means the time it is due.
        before = timedelta(milliseconds=min(0, moment - begins))
        alarm.add("trigger", before, parameters={} if as_event else {"RELATED": "END"})
    elif isinstance(moment, int):
        alarm.add("trigger", from_moment(moment), parameters={"VALUE": "DATE-TIME"})
    made.add_component(alarm)


def _when(moment: int, zone: str, *, whole: bool) -> date | datetime:
    if whole:
        return wall(moment, zone).date()
    return from_moment(moment) if zone == "UTC" else from_moment(moment, zone).astimezone(ZoneInfo(zone))


def _bytes(calendar: "Calendar") -> bytes:
    written: bytes = calendar.to_ical()
    return written

"""Changing an entry that lies in somebody else's calendar: only the lines that say something else here are replaced.

What this program does not understand (guests, attachments, categories, properties of other programs) stays as it is,
and so does what says the same in other words. Pure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from crm_desktop.models.calendars.ics_in import ReadEvent, alarms, read_component
from crm_desktop.models.calendars.two_way import Local
from crm_desktop.models.errors import Refused

_FOLDED = re.compile(r"\r?\n[ \t]")
_ENTRIES = ("VEVENT", "VTODO")
_TIMES = {
    "visit": ("starts_at", "ends_at", "zone"),
    "task": ("due_at", "zone"),
}
_LINES: dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = {
    "visit": (
        (("subject",), ("SUMMARY",)),
        (("notes",), ("DESCRIPTION",)),
        (("place",), ("LOCATION",)),
        (_TIMES["visit"], ("DTSTART", "DTEND", "DURATION")),
    ),
    "task": (
        (("subject",), ("SUMMARY",)),
        (("notes",), ("DESCRIPTION",)),
        (("priority",), ("PRIORITY",)),
        (("done",), ("STATUS", "COMPLETED", "PERCENT-COMPLETE")),
        (_TIMES["task"], ("DUE", "DURATION")),
    ),
}
"""By kind which values are said by which properties."""


@dataclass(slots=True)
class Part:
    """A component as text: its own unfolded lines, and the components in it."""

    name: str
    lines: list[str] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)

    def written(self) -> Iterator[str]:
        """Yield the lines, unfolded."""
        yield f"BEGIN:{self.name}"
        yield from self.lines
        for part in self.parts:
            yield from part.written()
        yield f"END:{self.name}"


@dataclass(slots=True)
class _Entry:
    part: Part
    component: Any
    event: ReadEvent


def patched(data: bytes, local: Local, zone: str, now: int) -> bytes:
    """Return the calendar object with what is said here, and all else as it was.

    Raises Refused calendar.not_understood where it cannot be read: then nothing may be written over it.
    """
    theirs, ours = _parsed(data), _parsed(local.ics(zone, now))
    there, here = _entries(theirs, zone), _entries(ours, zone)
    if any(each.event.problem == "calendar.event_not_understood" for each in there.values()):
        raise Refused("calendar.not_understood")
    for at, entry in here.items():
        if at in there:
            _bring(there[at], entry, zone)
        else:
            theirs.parts.append(entry.part)
    for at in there.keys() - here.keys():
        theirs.parts.remove(there[at].part)
    known = {line for part in theirs.parts if part.name == "VTIMEZONE" for line in part.lines}
    new = [part for part in ours.parts if part.name == "VTIMEZONE" and not known.intersection(_named(part, "TZID"))]
    theirs.parts[:0] = new
    return _text(theirs)


def _bring(there: _Entry, here: _Entry, zone: str) -> None:
    was, now = there.event.values, here.event.values
    for values, names in _LINES[there.event.kind]:
        if any(was.get(each) != now.get(each) for each in values):
            _replace(there.part, here.part, names)
    moved = any(was.get(each) != now.get(each) for each in _TIMES[there.event.kind])
    if there.event.cancelled != here.event.cancelled and there.event.kind == "visit":
        _replace(there.part, here.part, ("STATUS",))
    if not there.event.problem:
        for value, line in (("recurrence", "RRULE"), ("exceptions", "EXDATE")):
            if was.get(value) != now.get(value):
                _replace(there.part, here.part, (line,))
    if there.event.kind == "task" and (moved or was.get("recurrence") != now.get("recurrence")):
        _keep_start(there, here, zone)
    reminders = ("remind_minutes", "remind_at")
    if any(was.get(each) != now.get(each) or (moved and now.get(each) is not None) for each in reminders):
        _remind(there, here.part, zone)
    _replace(there.part, here.part, ("DTSTAMP",))
    if _named(here.part, "LAST-MODIFIED"):
        _replace(there.part, here.part, ("LAST-MODIFIED",))
    if moved:
        _count(there.part)


def _keep_start(there: _Entry, here: _Entry, zone: str) -> None:
    """Leave a to-do's start where it may stand: before it is due, and at the first one where it repeats."""
    start, due = there.component.get("DTSTART"), here.event.values.get("due_at")
    if _named(here.part, "RRULE") or start is None:
        _replace(there.part, here.part, ("DTSTART",))
        return
    alone = type(there.component)()
    alone.add("due", start.dt)
    begins = read_component(alone, zone)
    if begins is None or not isinstance(due, int) or int(str(begins.values["due_at"])) >= due:
        _replace(there.part, here.part, ("DTSTART",))


def _remind(there: _Entry, ours: Part, zone: str) -> None:
    """Move, add or take away the one alarm that is the record's reminder; others are left."""
    own = [part for part in there.part.parts if part.name == "VALARM"]
    wanted = next((part for part in ours.parts if part.name == "VALARM"), None)
    number = next((each for each, _ in alarms(there.component, zone)), None)
    if wanted is None and number is not None:
        there.part.parts.remove(own[number])
    elif wanted is not None and number is not None:
        _replace(own[number], wanted, ("TRIGGER",))
    elif wanted is not None:
        there.part.parts.append(wanted)


def _count(part: Part) -> None:
    """Number the revision, where revisions are numbered: guests' calendars ignore an invitation that is no newer."""
    for at, line in enumerate(part.lines):
        if _name(line) == "SEQUENCE" and line.rpartition(":")[2].isdigit():
            part.lines[at] = f"SEQUENCE:{int(line.rpartition(':')[2]) + 1}"


def _replace(theirs: Part, ours: Part, names: tuple[str, ...]) -> None:
    """Put our lines of these properties where theirs stood."""
    at = next((number for number, line in enumerate(theirs.lines) if _name(line) in names), len(theirs.lines))
    kept = [line for line in theirs.lines[:at] if _name(line) not in names]
    rest = [line for line in theirs.lines[at:] if _name(line) not in names]
    theirs.lines[:] = [*kept, *_named(ours, *names), *rest]


def _entries(root: Part, zone: str) -> dict[int | None, _Entry]:
    """Return the components by the occurrence that they stand for; the series, or the only one, under None."""
    from icalendar import Calendar

    found: dict[int | None, _Entry] = {}
    around = [part for part in root.parts if part.name == "VTIMEZONE"]
    for part in (each for each in root.parts if each.name in _ENTRIES):
        alone = Part("VCALENDAR", [line for line in root.lines if _name(line) == "VERSION"], [*around, part])
        component = next(iter(Calendar.from_ical(_text(alone)).walk(part.name)))
        event = read_component(component, zone)
        if event is not None:
            found[event.occurrence_at] = _Entry(part, component, event)
    return found


def _parsed(data: bytes) -> Part:
    """Return the calendar as parts. Raises Refused calendar.not_understood."""
    top = Part("")
    open_parts = [top]
    for line in filter(None, re.split(r"\r?\n", _FOLDED.sub("", data.decode("utf-8", "surrogateescape")))):
        name, _, value = line.partition(":")
        if name.upper() == "BEGIN":
            part = Part(value.strip().upper())
            open_parts[-1].parts.append(part)
            open_parts.append(part)
        elif name.upper() == "END":
            if len(open_parts) < 2 or open_parts.pop().name != value.strip().upper():
                raise Refused("calendar.not_understood")
        else:
            open_parts[-1].lines.append(line)
    if len(open_parts) > 1 or len(top.parts) != 1 or top.lines:
        raise Refused("calendar.not_understood")
    return top.parts[0]


def _text(root: Part) -> bytes:
    """Return the parts as text, its lines folded at 75 bytes and never inside a character."""
    return b"".join(_folded(line.encode("utf-8", "surrogateescape")) for line in root.written())


def _folded(line: bytes) -> bytes:
    pieces = []
    while len(line) > 74:
        end = 74
        while end > 1 and line[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(line[:end])
        line = line[end:]
    return b"\r\n ".join([*pieces, line]) + b"\r\n"


def _named(part: Part, *names: str) -> list[str]:
    return [line for line in part.lines if _name(line) in names]


def _name(line: str) -> str:
    return re.split("[;:]", line, maxsplit=1)[0].upper()

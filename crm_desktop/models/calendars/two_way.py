"""Keeping visits and tasks and the entries of another calendar alike: what is compared, and who gives way. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crm_desktop.models.calendars.ics_in import ReadEvent
from crm_desktop.models.calendars.ics_out import Telling, to_ics, uid_of
from crm_desktop.models.calendars.recurrence import stamp
from crm_desktop.models.edits import Create, Delete, Edit, Restore, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id
from crm_desktop.models.record import Record
from crm_desktop.models.values import members

SHARED = {
    "visit": (
        "subject", "starts_at", "ends_at", "zone", "place", "notes", "recurrence", "exceptions", "remind_minutes",
    ),
    "task": ("subject", "due_at", "zone", "done", "priority", "notes", "recurrence", "exceptions", "remind_at"),
}  # fmt: skip
"""What both sides know of a visit and of a task; the account, the outcome and all else stay here."""
_OF_SERIES = ("recurrence", "exceptions")


@dataclass(frozen=True, slots=True)
class Local:
    """A visit or task with those of its occurrences that were changed alone."""

    record: Record
    detached: tuple[Record, ...] = ()

    @property
    def uid(self) -> str:
        """The id under which calendars know it."""
        return uid_of(self.record)

    @property
    def fingerprint(self) -> str:
        """What tells whether it has changed since both sides were alike."""
        if self.record.deleted:
            return "deleted"
        parts = [_shared(each) for each in (self.record, *sorted(self.detached, key=lambda one: one.id))]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    def ics(self, zone: str, now: int) -> bytes:
        """Return it as a new entry of the other calendar; the account's name is nobody else's."""
        return to_ics([self.record, *self.detached], Telling(zone, now, notes=True, undated=True))


@dataclass(frozen=True, slots=True)
class Link:
    """Which entry there is which record; `etag` and `fingerprint` are of when both were alike."""

    href: str
    kind: str
    record_id: str
    etag: str
    fingerprint: str


def of_object(events: Iterable[ReadEvent]) -> tuple[ReadEvent, list[ReadEvent]] | None:
    """Return a calendar object's visit or task and the occurrences changed alone; None where it holds none."""
    read = [each for each in events if not each.problem]
    series = next((each for each in read if each.occurrence_at is None), None)
    if series is None:
        return None
    return series, [each for each in read if each.occurrence_at is not None and each.kind == series.kind]


def take(events: Iterable[ReadEvent], local: Local | None, owner: str) -> list[Edit]:
    """Return the edits after which the record is as the other calendar has it; a new one belongs to `owner`."""
    found = of_object(events)
    if found is None or (local is not None and local.record.kind != found[0].kind):
        return []
    series, alone = found
    kind = series.kind
    left_out = {*members(series.values.get("exceptions")), *(stamp(each.occurrence_at or 0) for each in alone)}
    values = {name: series.values.get(name) for name in SHARED[kind]} | {"exceptions": sorted(left_out) or None}
    if local is None:
        known = {name: value for name, value in (values | _beside(series)).items() if value is not None}
        made = Create(kind, {**known, "owner_id": owner, "uid": series.uid or None}, new_id())
        return [made, *(_alone(each, made.id, owner) for each in alone)]
    record = local.record
    changed = {name: value for name, value in values.items() if _differs(record, name, value)}
    changed |= _turned(record, series)
    edits: list[Edit] = [Restore(kind, record.id)] if record.deleted else []
    edits += [Update(kind, record.id, changed)] if changed else []
    return [*edits, *_take_alone(alone, local, owner)]


def copy_of(events: Iterable[ReadEvent], owner: str) -> list[Edit]:
    """Return the edits that keep the other calendar's version beside one's own, as a record of its own."""
    edits = take(events, None, owner)
    return [
        Create(each.kind, {name: value for name, value in each.values.items() if name != "uid"}, each.id)
        if isinstance(each, Create)
        else each
        for each in edits
    ]


def alike(events: Iterable[ReadEvent], local: Local) -> bool:
    """Tell whether the other calendar says just what stands here."""
    return not take(events, local, "")


def href_for(local: Local, collection: str) -> str:
    """Return where a record that is new to the calendar is put."""
    name = local.record.id if "@fieldline" in local.uid else hashlib.sha256(local.uid.encode()).hexdigest()[:32]
    return f"{collection}{name}.ics"


def _take_alone(alone: list[ReadEvent], local: Local, owner: str) -> Iterable[Edit]:
    known = {each.get("occurrence_at"): each for each in local.detached}
    for event in alone:
        here = known.pop(event.occurrence_at, None)
        if here is None:
            yield _alone(event, local.record.id, owner)
            continue
        names = [name for name in SHARED[event.kind] if name not in _OF_SERIES]
        told = {name: event.values.get(name) for name in names}
        changed = {name: value for name, value in told.items() if _differs(here, name, value)} | _turned(here, event)
        if changed:
            yield Update(here.kind, here.id, changed)
    for gone in known.values():
        yield Delete(gone.kind, gone.id)


def _alone(event: ReadEvent, series_id: str, owner: str) -> Create:
    told = {name: event.values.get(name) for name in SHARED[event.kind] if name not in _OF_SERIES} | _beside(event)
    known: dict[str, Value] = {name: value for name, value in told.items() if value is not None}
    more: Mapping[str, Value] = {"owner_id": owner, "series_id": series_id, "occurrence_at": event.occurrence_at}
    return Create(event.kind, {**known, **more}, new_id())


def _beside(event: ReadEvent) -> dict[str, Value]:
    """Return what stands in the record besides: how a visit stands, when a task was done."""
    if event.kind == "task":
        return {"done_at": event.values.get("done_at")}
    return {"state": "cancelled" if event.cancelled else "planned"}


def _turned(record: Record, event: ReadEvent) -> dict[str, Value]:
    """Return what changes besides where a visit was called off there or a task finished, or that was taken back."""
    if event.kind == "task":
        return _beside(event) if bool(record.get("done")) != bool(event.values.get("done")) else {}
    return _beside(event) if event.cancelled != (record.get("state") == "cancelled") else {}


def _differs(record: Record, name: str, value: Value) -> bool:
    return _meant(name, record.get(name)) != _meant(name, value)


def _meant(name: str, value: Value) -> Value:
    """Return a value where nothing said means something: no mark at all is a task that is open, of medium weight."""
    return {"done": bool(value), "priority": value or "medium"}.get(name, value)


def _shared(record: Record) -> dict[str, Value]:
    values = {name: _meant(name, record.get(name)) for name in SHARED[record.kind]}
    return values | {"at": record.get("occurrence_at"), "off": record.get("state") == "cancelled"}

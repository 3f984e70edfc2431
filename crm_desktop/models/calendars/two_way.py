"""Keeping visits and the events of another calendar alike: what each is compared by, and who gives way. Pure."""

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

SHARED = ("subject", "starts_at", "ends_at", "zone", "place", "notes", "recurrence", "exceptions", "remind_minutes")
"""What both sides know of a visit; the account, the outcome and all else stay here."""


@dataclass(frozen=True, slots=True)
class Local:
    """A visit with those of its occurrences that were changed alone."""

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
        """Return it as the other calendar keeps it; the account's name is nobody else's."""
        return to_ics([self.record, *self.detached], Telling(zone, now, notes=True))


@dataclass(frozen=True, slots=True)
class Link:
    """Which event is which visit; `etag` and `fingerprint` are of when both were alike."""

    href: str
    record_id: str
    etag: str
    fingerprint: str


def of_event(events: list[ReadEvent]) -> tuple[ReadEvent, list[ReadEvent]] | None:
    """Return a calendar object's visit and the occurrences changed alone; None where it holds no visit."""
    visits = [each for each in events if each.kind == "visit" and not each.problem]
    series = next((each for each in visits if each.occurrence_at is None), None)
    return (series, [each for each in visits if each.occurrence_at is not None]) if series is not None else None


def take(events: list[ReadEvent], local: Local | None, owner: str) -> list[Edit]:
    """Return the edits after which the visit is as the other calendar has it; a new one belongs to `owner`."""
    found = of_event(events)
    if found is None:
        return []
    series, alone = found
    left_out = {*members(series.values.get("exceptions")), *(stamp(each.occurrence_at or 0) for each in alone)}
    values = {name: series.values.get(name) for name in SHARED} | {"exceptions": sorted(left_out) or None}
    if local is None:
        known = {name: value for name, value in values.items() if value is not None}
        state = "cancelled" if series.cancelled else "planned"
        made = Create("visit", {**known, "owner_id": owner, "uid": series.uid or None, "state": state}, new_id())
        return [made, *(_alone(each, made.id, owner) for each in alone)]
    record = local.record
    changed = {name: value for name, value in values.items() if record.get(name) != value}
    if series.cancelled != (record.get("state") == "cancelled"):
        changed["state"] = "cancelled" if series.cancelled else "planned"
    edits: list[Edit] = [Restore("visit", record.id)] if record.deleted else []
    edits += [Update("visit", record.id, changed)] if changed else []
    return [*edits, *_take_alone(alone, local, owner)]


def copy_of(events: list[ReadEvent], owner: str) -> list[Edit]:
    """Return the edits that keep the other calendar's version beside one's own, as a visit of its own."""
    edits = take(events, None, owner)
    return [
        Create(each.kind, {name: value for name, value in each.values.items() if name != "uid"}, each.id)
        if isinstance(each, Create)
        else each
        for each in edits
    ]


def alike(events: list[ReadEvent], local: Local) -> bool:
    """Tell whether the other calendar says just what stands here."""
    return not take(events, local, "")


def href_for(local: Local, collection: str) -> str:
    """Return where a visit that is new to the calendar is put."""
    name = local.record.id if "@fieldline" in local.uid else hashlib.sha256(local.uid.encode()).hexdigest()[:32]
    return f"{collection}{name}.ics"


def _take_alone(alone: list[ReadEvent], local: Local, owner: str) -> Iterable[Edit]:
    known = {each.get("occurrence_at"): each for each in local.detached}
    for event in alone:
        here = known.pop(event.occurrence_at, None)
        if here is None:
            yield _alone(event, local.record.id, owner)
            continue
        names = [name for name in SHARED if name not in ("recurrence", "exceptions")]
        changed = {name: event.values.get(name) for name in names if here.get(name) != event.values.get(name)}
        if changed:
            yield Update("visit", here.id, changed)
    for gone in known.values():
        yield Delete("visit", gone.id)


def _alone(event: ReadEvent, series_id: str, owner: str) -> Create:
    known: dict[str, Value] = {
        name: event.values.get(name) for name in SHARED if event.values.get(name) is not None and name != "recurrence"
    }
    more: Mapping[str, Value] = {"owner_id": owner, "series_id": series_id, "occurrence_at": event.occurrence_at}
    return Create("visit", {**known, **more, "state": "cancelled" if event.cancelled else "planned"}, new_id())


def _shared(record: Record) -> dict[str, Value]:
    values = {name: record.get(name) for name in SHARED}
    return values | {"at": record.get("occurrence_at"), "off": record.get("state") == "cancelled"}

"""Some days of the calendar: visits, tasks and what was logged, repeating ones expanded, as thin records.

Only the columns that a calendar shows are read: a month may hold thousands of entries.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from crm_desktop.models.calendars.entries import BEGINS, REPEATING, Entry, entry_of
from crm_desktop.models.calendars.recurrence import occurrences
from crm_desktop.models.calendars.series import LONGEST, Series
from crm_desktop.models.calendars.travel import Position
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.errors import Refused
from crm_desktop.models.fields import FieldType
from crm_desktop.models.record import Record, SyncState
from crm_desktop.models.values import decode_set, members
from crm_desktop.store.queries.conditions import Standpoint
from crm_desktop.store.queries.records import record, states, titles, where
from crm_desktop.store.reader import Reader

SHOWN: dict[str, tuple[str, ...]] = {
    "visit": (
        "subject", "state", "starts_at", "ends_at", "zone", "account_id", "contact_id", "owner_id", "place",
        "participant_ids", "outcome", "next_step", "recurrence", "exceptions", "series_id", "occurrence_at",
        "remind_minutes",
    ),
    "task": (
        "subject", "priority", "due_at", "zone", "done", "done_at", "account_id", "contact_id", "owner_id",
        "recurrence", "remind_at", "exceptions", "series_id", "occurrence_at",
    ),
    "activity": ("subject", "form", "happened_at", "zone", "account_id", "contact_id", "owner_id", "outcome"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CalendarView:
    """The entries of some days by their begin, and what is said of what they link to."""

    first: date
    days: int
    entries: tuple[Entry, ...] = ()
    linked: Mapping[str, str] = field(default_factory=dict)
    """Titles of accounts and contacts by id."""
    positions: Mapping[str, Position] = field(default_factory=dict)
    """Where accounts lie, by id."""


def calendar_view(
    reader: Reader,
    first: date,
    days: int,
    seen_from: Standpoint,
    kinds: tuple[str, ...] = ("visit", "task", "activity"),
) -> CalendarView:
    """Return what stands in one's own calendar on `days` days from `first`."""
    window = seen_from.day_begins(first), seen_from.day_begins(first + timedelta(days=days))
    entries = [entry for kind in kinds for entry in _entries(reader, kind, window, seen_from)]
    entries.sort(key=lambda entry: (entry.begins, -entry.ends, entry.record.id))
    accounts = _ids(entries, "account_id")
    linked = titles(reader, "account", accounts) | titles(reader, "contact", _ids(entries, "contact_id"))
    linked |= titles(reader, "contact", {each for entry in entries for each in _people(entry)} - linked.keys())
    return CalendarView(first, days, tuple(entries), linked, _positions(reader, accounts))


def series(reader: Reader, kind: str, record_id: str, zone: str) -> Series:
    """Return a repeating record with its occurrences that were changed alone; raises Refused store.record_gone."""
    found = record(reader, kind, record_id)
    if found is None or found.deleted:
        raise Refused("store.record_gone", kind=kind)
    detached = where(reader, kind, "series_id = ? AND deleted_at IS NULL ORDER BY occurrence_at", record_id)
    return Series(found, tuple(detached), zone)


def _entries(reader: Reader, kind: str, window: tuple[int, int], seen_from: Standpoint) -> Iterable[Entry]:
    begin, end = window
    name, zone = BEGINS[kind], seen_from.zone
    repeats = " AND recurrence IS NULL" if kind in REPEATING else ""
    earliest = begin - LONGEST if kind == "visit" else begin
    single = thin(
        reader, kind, f"deleted_at IS NULL AND {name} >= ? AND {name} < ? AND owner_id = ?{repeats}",
        earliest, end, seen_from.me,
    )  # fmt: skip
    for each in single:
        entry = entry_of(each, zone)
        if entry is not None and (entry.ends > begin or entry.begins >= begin):
            yield entry
    if repeats:
        rule = f"deleted_at IS NULL AND recurrence > '' AND {name} < ? AND owner_id = ?"
        for each in thin(reader, kind, rule, end, seen_from.me):
            yield from occurrences(each, begin, end, zone)


def thin(reader: Reader, kind: str, condition: str, *parameters: Any) -> list[Record]:
    """Return records with only the fields that a calendar shows."""
    names, declared = SHOWN[kind], KINDS[kind]
    sets = {name for name in names if declared.field(name).type is FieldType.SET}
    flags = {name for name in names if declared.field(name).type is FieldType.FLAG}
    found = reader.all(f"SELECT id, {', '.join(names)} FROM {declared.plural} WHERE {condition}", *parameters)
    said = states(reader, kind, [row[0] for row in found])
    made = []
    for row in found:
        values = {name: value for name, value in zip(names, row[1:], strict=True) if value is not None}
        for name in sets & values.keys():
            values[name] = decode_set(values[name])
        for name in flags & values.keys():
            values[name] = bool(values[name])
        made.append(Record(kind, row[0], values, said.get(row[0], SyncState.SYNCED)))
    return made


def _positions(reader: Reader, accounts: set[str]) -> dict[str, Position]:
    sql = "SELECT id, latitude, longitude FROM accounts WHERE id IN ({ids}) AND latitude IS NOT NULL"
    found = reader.for_each_id(sql, accounts)
    return {row[0]: (row[1], row[2]) for row in found if row[2] is not None}


def _ids(entries: list[Entry], name: str) -> set[str]:
    return {str(value) for entry in entries if (value := entry.record.get(name))}


def _people(entry: Entry) -> list[str]:
    return members(entry.record.get("participant_ids"))

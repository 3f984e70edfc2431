"""Some days of the calendar: visits, tasks and what was logged, repeating ones expanded, as thin records.

Only the columns that a calendar shows are read: a month may hold thousands of entries.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from crm_desktop.models.calendars.entries import BEGINS, REPEATING, USUAL_LENGTH, Entry, entry_of
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
    more: Mapping[int, int] = field(default_factory=dict)
    """By day from the first: how many entries that begin on it were left out, as in a month with no room for them."""
    visits: int = 0
    """How many visits begin in these days, those left out included."""


def calendar_view(reader: Reader, first: date, days: int, seen_from: Standpoint, most: int = 0) -> CalendarView:
    """Return one's own calendar of `days` days from `first`; at most `most` of a kind a day, 0 for all."""
    nights = [seen_from.day_begins(first + timedelta(days=day)) for day in range(days + 1)]
    window = _Window(seen_from, nights, most)
    entries = [entry for kind in BEGINS for entry in _entries(reader, kind, window)]
    entries.sort(key=lambda entry: (entry.begins, -entry.ends, entry.record.id))
    accounts = _ids(entries, "account_id")
    people = _ids(entries, "contact_id").union(*(_people(entry) for entry in entries))
    linked = titles(reader, "account", accounts) | titles(reader, "contact", people)
    shown = sum(entry.record.kind == "visit" and entry.begins >= nights[0] for entry in entries)
    more, visits = dict(window.left_out), shown + window.visits_left_out
    return CalendarView(first, days, tuple(entries), linked, _positions(reader, accounts), more, visits)


class _Window:
    """The days that are read, and what is left out of them because a day has no room for it."""

    def __init__(self, seen_from: Standpoint, nights: list[int], most: int) -> None:
        self.me, self.zone, self.nights, self.most = seen_from.me, seen_from.zone, nights, most
        self.begin, self.end = nights[0], nights[-1]
        self.left_out: Counter[int] = Counter()
        self.visits_left_out = 0

    def fitting(self, kind: str, rows: list[tuple[Any, ...]], at: int) -> list[tuple[Any, ...]]:
        """Return the rows, sorted by the moment in column `at`, that have room."""
        if not self.most:
            return rows
        taken: Counter[int] = Counter()
        kept = []
        for row in rows:
            day = bisect_right(self.nights, row[at]) - 1
            taken[day] += 1
            if taken[day] <= self.most or day < 0:
                kept.append(row)
            else:
                self.left_out[day] += 1
        self.visits_left_out += len(rows) - len(kept) if kind == "visit" else 0
        return kept


def series(reader: Reader, kind: str, record_id: str, zone: str) -> Series:
    """Return a repeating record with its occurrences that were changed alone; raises Refused store.record_gone."""
    found = record(reader, kind, record_id)
    if found is None or found.deleted:
        raise Refused("store.record_gone", kind=kind)
    detached = where(reader, kind, "series_id = ? AND deleted_at IS NULL ORDER BY occurrence_at", record_id)
    return Series(found, tuple(detached), zone)


def _entries(reader: Reader, kind: str, window: _Window) -> Iterable[Entry]:
    name, begin, end = BEGINS[kind], window.begin, window.end
    repeats = " AND recurrence IS NULL" if kind in REPEATING else ""
    alive = " AND coalesce(state, '') <> 'cancelled'" if kind == "visit" else ""
    earliest = begin
    asked: list[Any] = [window.me]
    if kind == "visit":
        # What began before and is still on: the days before a crowded month's day hold a thousand that are over.
        earliest = begin - LONGEST
        alive += f" AND (starts_at >= ? OR coalesce(ends_at, starts_at + {USUAL_LENGTH[kind]}) > ?)"
        asked += [begin, begin]
    condition = f"deleted_at IS NULL AND {name} >= ? AND {name} < ? AND owner_id = ?{alive}{repeats} ORDER BY {name}"
    for each in _records(reader, kind, _fitting(reader, kind, window, condition, (earliest, end, *asked))):
        entry = entry_of(each, window.zone)
        if entry is not None and (entry.ends > begin or entry.begins >= begin):
            yield entry
    if repeats:
        rule = f"deleted_at IS NULL AND recurrence > '' AND {name} < ? AND owner_id = ?"
        for each in thin(reader, kind, rule, end, window.me):
            yield from occurrences(each, begin, end, window.zone)


def _fitting(
    reader: Reader, kind: str, window: _Window, condition: str, asked: tuple[Any, ...]
) -> list[tuple[Any, ...]]:
    """Return the rows that have room; where not all have, the others are read no further than to be counted."""
    if not window.most:
        return _rows(reader, kind, condition, *asked)
    plural, columns = KINDS[kind].plural, ", ".join(SHOWN[kind])
    begins = reader.all(f"SELECT id, {BEGINS[kind]} FROM {plural} WHERE {condition}", *asked)
    kept = [row[0] for row in window.fitting(kind, begins, 1)]
    return list(reader.for_each_id(f"SELECT id, {columns} FROM {plural} WHERE id IN ({{ids}})", kept))


def thin(reader: Reader, kind: str, condition: str, *parameters: Any) -> list[Record]:
    """Return the records for which a condition of our own holds, with only the fields that a calendar shows."""
    return _records(reader, kind, _rows(reader, kind, condition, *parameters))


def _rows(reader: Reader, kind: str, condition: str, *parameters: Any) -> list[tuple[Any, ...]]:
    return reader.all(f"SELECT id, {', '.join(SHOWN[kind])} FROM {KINDS[kind].plural} WHERE {condition}", *parameters)


def _records(reader: Reader, kind: str, rows: list[tuple[Any, ...]]) -> list[Record]:
    """Return rows as records with only the fields that a calendar shows."""
    names, declared = SHOWN[kind], KINDS[kind]
    sets = [name for name in names if declared.field(name).type is FieldType.SET]
    flags = [name for name in names if declared.field(name).type is FieldType.FLAG]
    said = states(reader, kind, [row[0] for row in rows])
    made = []
    for identifier, *row in rows:
        values: dict[str, Any] = dict(zip(names, row, strict=True))
        for name in sets:
            if values[name]:
                values[name] = decode_set(values[name])
        for name in flags:
            values[name] = bool(values[name])
        made.append(Record(kind, identifier, values, said.get(identifier, SyncState.SYNCED)))
    return made


def _positions(reader: Reader, accounts: set[str]) -> dict[str, Position]:
    sql = "SELECT id, latitude, longitude FROM accounts WHERE id IN ({ids}) AND latitude IS NOT NULL"
    found = reader.for_each_id(sql, accounts)
    return {row[0]: (row[1], row[2]) for row in found if row[2] is not None}


def _ids(entries: list[Entry], name: str) -> set[str]:
    return {str(value) for entry in entries if (value := entry.record.get(name))}


def _people(entry: Entry) -> list[str]:
    return members(entry.record.get("participant_ids"))

"""What a list reads from the store, off the UI thread: its rows, a page of records with the names they show, figures.

Nothing here knows Qt. Records come as slim rows with only the values that columns show: thousands fit in memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import FieldType, RecordKind, Value
from crm_desktop.models.record import Record, SyncState
from crm_desktop.models.rules.views import Definition
from crm_desktop.store.queries import list_rows, lists, picklists
from crm_desktop.store.queries.conditions import Standpoint
from crm_desktop.store.queries.field_states import FieldStates, field_states
from crm_desktop.store.queries.lists import GroupHeader, Totals
from crm_desktop.store.queries.records import titles
from crm_desktop.store.reader import Reader
from crm_desktop.views.tables.fields import IN_LOOKUPS, fields_shown, is_year, values_needed

_FIGURED = (FieldType.MONEY, FieldType.INTEGER, FieldType.SHARE)
FIRST = 60
"""Rows that are read before all others, so that something stands there at once."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which list is wanted, and who looks at it from when and where."""

    kind: str
    definition: Definition
    me: str
    today: date
    zone: str

    @property
    def declaration(self) -> RecordKind:
        """How the kind is declared."""
        return KINDS[self.kind]

    def seen_from(self, reader: Reader) -> Standpoint:
        """Return the standpoint for the store's queries."""
        return Standpoint(self.me, self.today, picklists.team_of(reader, self.me), self.zone)


@dataclass(frozen=True, slots=True)
class ListRow:
    """One record as a list shows it."""

    rowid: int
    id: str
    title: str
    values: Mapping[str, Value]
    state: SyncState = SyncState.SYNCED
    states: Mapping[str, SyncState] = field(default_factory=dict)
    """The fields that have something to say about sync."""


@dataclass(frozen=True, slots=True)
class RowPage:
    """Some rows and the names of what they link to, by id."""

    rows: tuple[ListRow, ...]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Whole:
    """All rows of a list, its groups, and where the rows that were asked for now stand (-1: not in it any more)."""

    rowids: array[int]
    groups: tuple[GroupHeader, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[int, int] = field(default_factory=dict)
    page: RowPage = RowPage((), {})
    """The first rows, where they are read for the first time."""
    complete: bool = True


def read_first(reader: Reader, asked: Asked) -> Whole:
    """Return the beginning of a list, or all of it where it is short; a grouped list is always read as a whole."""
    if asked.definition.group_by:
        return read_whole(reader, asked, ())
    found = lists.open_list(reader, asked.kind, asked.definition, asked.seen_from(reader), FIRST + 1)
    rowids = found.rowids[:FIRST]
    return Whole(rowids, page=read_page(reader, asked, rowids), complete=found.count <= FIRST)


def read_whole(reader: Reader, asked: Asked, kept: Sequence[int]) -> Whole:
    """Return all rows of a list, and the new places of the `kept` ones."""
    seen_from = asked.seen_from(reader)
    rowids = lists.open_list(reader, asked.kind, asked.definition, seen_from).rowids
    places = {rowid: list_rows.place_of(rowids, rowid) for rowid in set(kept)}
    if not asked.definition.group_by:
        return Whole(rowids, places=places)
    headers = tuple(lists.groups(reader, asked.kind, asked.definition, seen_from, _figured(asked)))
    target = asked.declaration.field(asked.definition.group_by).target
    values = [str(each.value) for each in headers if each.value is not None]
    return Whole(rowids, headers, titles(reader, target, values) if target else {}, places)


def read_page(reader: Reader, asked: Asked, rowids: Sequence[int]) -> RowPage:
    """Return the rows and the names that their columns show."""
    kind, shown = asked.declaration, fields_shown(asked.declaration, asked.definition)
    wanted = values_needed(kind, shown)
    numbers = list_rows.rows_of_ids(reader, asked.kind, rowids)
    records = lists.page(reader, asked.kind, rowids)
    telling = [each.id for each in records if each.state is not SyncState.SYNCED]
    states = field_states(reader, asked.kind, telling, of_new=False) if telling else {}
    rows = tuple(_slim(each, numbers[each.id], wanted, states.get(each.id)) for each in records if each.id in numbers)
    return RowPage(rows, _names(reader, kind, wanted, rows))


def read_listed(reader: Reader, asked: Asked, rowids: frozenset[int]) -> frozenset[int]:
    """Return those of the rows that belong to the list."""
    return list_rows.still_listed(reader, asked.kind, asked.definition, asked.seen_from(reader), rowids)


def read_figures(reader: Reader, asked: Asked) -> Totals:
    """Return count, sums and averages of the shown columns over the whole list."""
    return lists.totals(reader, asked.kind, asked.definition, asked.seen_from(reader), _figured(asked))


def _slim(record: Record, rowid: int, wanted: Sequence[str], states: FieldStates | None) -> ListRow:
    values = {name: record.get(name) for name in wanted}
    return ListRow(rowid, record.id, record.title, values, record.state, states or {})


def _names(reader: Reader, kind: RecordKind, wanted: Sequence[str], rows: Sequence[ListRow]) -> dict[str, str]:
    linked: dict[str, set[str]] = {}
    for name in wanted:
        target = _target(kind, name)
        if target and target not in IN_LOOKUPS:
            ids = linked.setdefault(target, set())
            for row in rows:
                value = row.values.get(name)
                ids.update(value if isinstance(value, list) else [str(value)] if value else [])
    return {each: name for target, ids in linked.items() for each, name in titles(reader, target, ids).items()}


def _target(kind: RecordKind, name: str) -> str:
    if kind.has(name):
        return kind.field(name).target
    return "user" if name.endswith("_by") else ""


def _figured(asked: Asked) -> tuple[str, ...]:
    """Return the shown columns that have a sum or an average."""
    shown = fields_shown(asked.declaration, asked.definition)
    return tuple(each.name for each in shown if each.type in _FIGURED and not is_year(each))

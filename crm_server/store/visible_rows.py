"""Reading what a user may see: rows of a kind by id, by account, and page by page in the order a new replica wants."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Connection,
    Integer,
    Select,
    Text,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from crm_desktop.models.access import QUOTING, Rights, Sight, as_viewer, sight, visible_to_viewer
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.custom_fields import conceal
from crm_desktop.models.exchange import Rows
from crm_desktop.models.fields import RecordKind, is_custom
from crm_desktop.models.parts import Part
from crm_server.store.many import among, is_postgres
from crm_server.store.rows import fetch_wire, in_parts, to_wire, wire_columns, wire_selection
from crm_server.store.tables import RECORDS


@dataclass(frozen=True, slots=True)
class Reader:
    """A user reading an organisation in one database transaction."""

    connection: Connection
    org_id: str
    rights: Rights
    _sights: dict[str, Sight] = field(default_factory=dict)
    _bound: dict[str, Any] = field(default_factory=dict)

    def count(self, kind: RecordKind) -> int:
        """Return how many records of the kind the user sees."""
        return int(self._fetch(_count(self._sight(kind)))[0][0])

    def rows_by_id(self, kind: RecordKind, ids: Collection[str]) -> tuple[Rows, set[str]]:
        """Return those of the records that the user sees, and their ids."""
        columns, statement = self.columns(kind), _rows_by_id(self._sight(kind), is_postgres(self.connection))
        tuples: list[Sequence[Any]] = []
        for part in in_parts(sorted(ids)):
            tuples += self._fetch(statement, ids=part)
        rows = self.wire(kind, columns, tuples)
        return Rows(kind.name, columns, rows), {row[0] for row in rows}

    def ids_of_accounts(self, accounts: Collection[str]) -> dict[str, dict[str, set[str]]]:
        """Return the ids of all records that belong to the accounts, by kind and account, whoever sees them."""
        found: dict[str, dict[str, set[str]]] = {}
        for part in in_parts(sorted(accounts)):
            for kind, account, record_id in self.connection.execute(_dependents(), {"org": self.org_id, "some": part}):
                found.setdefault(kind, {}).setdefault(account, set()).add(record_id)
        return found

    def ids_of_conflicts(self, records: Collection[str]) -> set[str]:
        """Return the ids of all conflict entries that quote one of the records, whoever sees them."""
        found: set[str] = set()
        for part in in_parts(sorted(records)):
            found.update(self.connection.scalars(_CONFLICTS, {"org": self.org_id, "some": part}))
        return found

    def page(self, kind: RecordKind, own: bool | None, before: str, limit: int) -> Rows:
        """Return a page of what the user sees, newest first, with ids before `before`.

        `own` picks the user's own records, the others, or all of a kind that nobody owns (None).
        """
        columns = self.columns(kind)
        tuples = self._fetch(_page(self._sight(kind), own, bool(before)), before=before, limit=limit)
        return Rows(kind.name, columns, self.wire(kind, columns, tuples))

    def ids_page(self, kind: RecordKind, own: bool | None, before: str, limit: int) -> list[str]:
        """Return the ids of what `page` returns."""
        statement = _page(self._sight(kind), own, bool(before), ids_only=True)
        return [row[0] for row in self._fetch(statement, before=before, limit=limit)]

    def part(self, part: Part, columns: Sequence[str], limit: int) -> list[Sequence[Any]]:
        """Return rows of a part by ascending id, as `wire_selection` reads them."""
        statement = _part(self._sight(KINDS[part.kind]), tuple(columns), bool(part.until))
        return self._fetch(statement, after=part.after, until=part.until, limit=limit)

    def wire(self, kind: RecordKind, columns: Sequence[str], tuples: Sequence[Sequence[Any]]) -> list[list[Any]]:
        """Return rows ready for the encoder, without the organisation's own fields that the user may not see."""
        rows = to_wire(kind, columns, tuples)
        own = self.hidden_own(kind)
        if own and "extra" in columns:
            place = columns.index("extra")
            for row in rows:
                row[place] = conceal(row[place], own)
        return rows

    def hidden_own(self, kind: RecordKind) -> list[str]:
        """Return the organisation's own fields of the kind that the user may not see."""
        return [name for of, name in self._sight(kind).hidden if of == kind.name and is_custom(name)]

    def columns(self, kind: RecordKind) -> list[str]:
        """Return the columns of the kind that the user sees."""
        return _columns(self._sight(kind))

    def _sight(self, kind: RecordKind) -> Sight:
        if kind.name not in self._sights:
            self._sights[kind.name] = sight(self.rights, kind)
        return self._sights[kind.name]

    def _fetch(self, statement: Select[Any], **values: Any) -> list[Sequence[Any]]:
        if not self._bound:
            self._bound.update(as_viewer(self.rights), org=self.org_id)
        return fetch_wire(self.connection, statement, {**self._bound, **values})


# Making a statement costs more than running it: so each is made once for all who see a kind alike, and who they are is
# bound. There are few roles, but anyone can ask for parts with columns of their own choice: therefore the bounds.
_remembered = lru_cache(maxsize=2_000)


def _columns(seen: Sight) -> list[str]:
    return wire_columns(KINDS[seen.kind], {name for kind, name in seen.hidden if kind == seen.kind})


def _from(seen: Sight, *selection: ColumnElement[Any]) -> Select[Any]:
    table = RECORDS[seen.kind]
    return select(*selection).select_from(table).where(table.c.org_id == _ORG, visible_to_viewer(seen, RECORDS))


@_remembered
def _count(seen: Sight) -> Select[Any]:
    return _from(seen, func.count())


@_remembered
def _rows_by_id(seen: Sight, postgres: bool) -> Select[Any]:
    statement = _from(seen, *wire_selection(KINDS[seen.kind], _columns(seen)))
    return statement.where(among(RECORDS[seen.kind].c.id, "ids", postgres))


@_remembered
def _page(seen: Sight, own: bool | None, further: bool, ids_only: bool = False) -> Select[Any]:
    kind, table = KINDS[seen.kind], RECORDS[seen.kind].c
    statement = _from(seen, *([table.id] if ids_only else wire_selection(kind, _columns(seen))))
    if own is not None:
        viewer: ColumnElement[str] = bindparam("viewer", type_=Text)
        mine = table.owner_id == viewer
        statement = statement.where(mine if own else or_(table.owner_id != viewer, table.owner_id.is_(None)))
    if further:
        statement = statement.where(table.id < bindparam("before", type_=Text))
    return statement.order_by(table.id.desc()).limit(bindparam("limit", type_=Integer))


@_remembered
def _part(seen: Sight, columns: tuple[str, ...], bounded: bool) -> Select[Any]:
    table = RECORDS[seen.kind].c
    statement = _from(seen, *wire_selection(KINDS[seen.kind], columns)).where(table.id > bindparam("after", type_=Text))
    if bounded:
        statement = statement.where(table.id <= bindparam("until", type_=Text))
    return statement.order_by(table.id).limit(bindparam("limit", type_=Integer))


_ORG: ColumnElement[str] = bindparam("org", type_=Text)
_CONFLICTS = select(RECORDS[QUOTING].c.id).where(
    RECORDS[QUOTING].c.org_id == _ORG, RECORDS[QUOTING].c.record_id.in_(bindparam("some", expanding=True))
)


def dependent_kinds() -> list[RecordKind]:
    """Return the kinds whose records belong to an account."""
    return [kind for kind in KINDS.values() if kind.account_field == "account_id"]


@cache
def _dependents() -> CompoundSelect[Any]:
    """Return the statement that finds what belongs to accounts, made once: it names every kind."""
    org: ColumnElement[Any] = bindparam("org")
    some: BindParameter[Any] = bindparam("some", expanding=True)
    tables = ((kind.name, RECORDS[kind.name]) for kind in dependent_kinds())
    return union_all(
        *(
            select(literal_column(f"'{name}'"), table.c.account_id, table.c.id).where(
                table.c.org_id == org, table.c.account_id.in_(some)
            )
            for name, table in tables
        )
    )

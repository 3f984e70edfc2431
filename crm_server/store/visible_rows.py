"""Reading what a user may see: rows of a kind by id, by account, and page by page in the order a new replica wants."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    true,
    union_all,
)

from crm_desktop.models.access import QUOTING, Rights, hidden_fields, visible
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.exchange import Rows
from crm_desktop.models.fields import RecordKind
from crm_desktop.models.parts import Part
from crm_server.store.rows import fetch_wire, in_parts, to_wire, wire_columns, wire_selection
from crm_server.store.tables import RECORDS


@dataclass(frozen=True, slots=True)
class Reader:
    """A user reading an organisation in one database transaction."""

    connection: Connection
    org_id: str
    rights: Rights
    _conditions: dict[str, list[ColumnElement[bool]]] = field(default_factory=dict)

    def count(self, kind: RecordKind) -> int:
        """Return how many records of the kind the user sees."""
        table = RECORDS[kind.name]
        statement = select(func.count()).select_from(table).where(*self._visible(kind))
        return int(self.connection.execute(statement).scalar_one())

    def rows_by_id(self, kind: RecordKind, ids: Collection[str]) -> tuple[Rows, set[str]]:
        """Return those of the records that the user sees, and their ids."""
        table, columns = RECORDS[kind.name], self.columns(kind)
        tuples: list[Sequence[Any]] = []
        for part in in_parts(sorted(ids)):
            statement = select(*wire_selection(kind, columns)).where(*self._visible(kind), table.c.id.in_(part))
            tuples += fetch_wire(self.connection, statement)
        rows = to_wire(kind, columns, tuples)
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
        table = RECORDS[QUOTING]
        found: set[str] = set()
        for part in in_parts(sorted(records)):
            statement = select(table.c.id).where(table.c.org_id == self.org_id, table.c.record_id.in_(part))
            found.update(self.connection.scalars(statement))
        return found

    def page(self, kind: RecordKind, own: bool | None, before: str, limit: int) -> Rows:
        """Return a page of what the user sees, newest first, with ids before `before`.

        `own` picks the user's own records, the others, or all of a kind that nobody owns (None).
        """
        columns = self.columns(kind)
        statement = self._page(kind, own, before, limit, wire_selection(kind, columns))
        tuples = fetch_wire(self.connection, statement)
        return Rows(kind.name, columns, to_wire(kind, columns, tuples))

    def ids_page(self, kind: RecordKind, own: bool | None, before: str, limit: int) -> list[str]:
        """Return the ids of what `page` returns."""
        statement = self._page(kind, own, before, limit, [RECORDS[kind.name].c.id])
        return [row[0] for row in fetch_wire(self.connection, statement)]

    def part(self, part: Part, columns: Sequence[str], limit: int) -> list[Sequence[Any]]:
        """Return rows of a part by ascending id, as `wire_selection` reads them."""
        kind, table = KINDS[part.kind], RECORDS[part.kind]
        statement = select(*wire_selection(kind, columns)).where(*self._visible(kind), table.c.id > part.after)
        if part.until:
            statement = statement.where(table.c.id <= part.until)
        return fetch_wire(self.connection, statement.order_by(table.c.id).limit(limit))

    def columns(self, kind: RecordKind) -> list[str]:
        """Return the columns of the kind that the user sees."""
        return wire_columns(kind, hidden_fields(self.rights, kind.name))

    def _page(
        self, kind: RecordKind, own: bool | None, before: str, limit: int, selection: list[ColumnElement[Any]]
    ) -> Select[Any]:
        table = RECORDS[kind.name]
        statement = select(*selection).where(*self._visible(kind), _owned(kind, own, self.rights))
        if before:
            statement = statement.where(table.c.id < before)
        return statement.order_by(table.c.id.desc()).limit(limit)

    def _visible(self, kind: RecordKind) -> list[ColumnElement[bool]]:
        if kind.name not in self._conditions:
            same = RECORDS[kind.name].c.org_id == self.org_id
            self._conditions[kind.name] = [same, visible(self.rights, kind, RECORDS)]
        return self._conditions[kind.name]


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


def _owned(kind: RecordKind, own: bool | None, rights: Rights) -> ColumnElement[bool]:
    if own is None:
        return true()
    owner = RECORDS[kind.name].c.owner_id
    return owner == rights.user_id if own else or_(owner != rights.user_id, owner.is_(None))

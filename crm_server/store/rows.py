"""Rows of records between tables and values: reading for the wire, reading for judging, writing in bulk.

For the wire, tuples go from the driver to the encoder with as little as possible between: only sets and flags are
stored otherwise than sent.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, Text, bindparam, select, type_coerce

from crm_desktop.models.catalog import KINDS, row_columns
from crm_desktop.models.custom_fields import unfold
from crm_desktop.models.fields import FieldType, RecordKind, Value
from crm_desktop.models.values import decode_set
from crm_server.store.bulk import insert_many, update_many
from crm_server.store.many import given, is_postgres
from crm_server.store.tables import RECORDS

Row: TypeAlias = dict[str, Value]
"""One record: id, declared fields, system columns and `extra` by name, values canonical; beside them own fields."""

MOST_PARAMETERS = 500
"""Ids in one IN list; SQLite allows more, planners like fewer."""


def wire_columns(kind: RecordKind, hidden: Collection[str] = ()) -> list[str]:
    """Return the columns that are sent of a kind, without those hidden from the user."""
    return [name for name in row_columns(kind) if name not in hidden]


def wire_selection(kind: RecordKind, columns: Sequence[str]) -> list[ColumnElement[Any]]:
    """Return the columns for a SELECT whose raw tuples `to_wire` completes."""
    table = RECORDS[kind.name]
    sets = {field.name for field in kind.fields if field.type is FieldType.SET}
    return [type_coerce(table.c[name], Text) if name in sets else table.c[name] for name in columns]


def to_wire(kind: RecordKind, columns: Sequence[str], tuples: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """Return rows ready for the encoder: stored sets become JSON lists without being parsed, flags become booleans."""
    sets = _places(kind, columns, FieldType.SET)
    flags = _places(kind, columns, FieldType.FLAG)
    rows = [list(each) for each in tuples]
    for row in rows:
        for place in sets:
            if row[place] is not None:
                row[place] = msgspec.Raw(row[place].encode())
        for place in flags:
            if row[place] is not None:
                row[place] = bool(row[place])
    return rows


def fetch_wire(connection: Connection, statement: Any, values: Mapping[str, Any] | None = None) -> list[Sequence[Any]]:
    """Run a SELECT and return the driver's own tuples, past the conversion of each value."""
    result = connection.execute(statement, values)
    cursor: Any = result.cursor
    tuples: list[Sequence[Any]] = cursor.fetchall()
    result.close()
    return tuples


def read_rows(connection: Connection, org_id: str, kind: str, ids: Collection[str], lock: bool = False) -> list[Row]:
    """Return the records with these ids as they stand; with `lock` PostgreSQL keeps others from changing them."""
    columns, statement = row_columns(KINDS[kind]), _rows_statement(kind, lock)
    found: list[Row] = []
    for part in in_parts(sorted(ids)):
        found += as_rows(kind, columns, fetch_wire(connection, statement, {"org": org_id, "ids": part}))
    return found


def read_rows_together(
    connection: Connection, kind: str, ids: Mapping[str, Collection[str]], lock: bool = False
) -> list[tuple[str, Row]]:
    """Return records, asked for as `{organisation: ids}`, each behind its organisation; `lock` as in `read_rows`."""
    if not is_postgres(connection):
        return [
            (org_id, row) for org_id, some in ids.items() for row in read_rows(connection, org_id, kind, some, lock)
        ]
    pairs = [(org_id, each) for org_id, some in ids.items() for each in some]
    values = {"orgs": [pair[0] for pair in pairs], "ids": [pair[1] for pair in pairs]}
    found = fetch_wire(connection, _rows_together(kind, lock), values)
    rows = as_rows(kind, row_columns(KINDS[kind]), [each[1:] for each in found])
    return [(each[0], row) for each, row in zip(found, rows, strict=True)]


@cache
def _rows_together(kind: str, lock: bool) -> Select[Any]:
    """Return the statement of `read_rows_together`; it locks in one order, whatever the order of what is asked."""
    table, asked = RECORDS[kind], given(org_id="orgs", id="ids")
    statement = (
        select(table.c.org_id, *wire_selection(KINDS[kind], row_columns(KINDS[kind])))
        .join_from(table, asked, (table.c.org_id == asked.c.org_id) & (table.c.id == asked.c.id))
        .order_by(table.c.org_id, table.c.id)
    )
    return statement.with_for_update(of=table) if lock else statement


@cache
def _rows_statement(kind: str, lock: bool) -> Select[Any]:
    """Return the statement of `read_rows`, made once: making it costs more than running it."""
    table = RECORDS[kind]
    statement = (
        select(*wire_selection(KINDS[kind], row_columns(KINDS[kind])))
        .where(table.c.org_id == bindparam("org"), table.c.id.in_(bindparam("ids", expanding=True)))
        .order_by(table.c.id)
    )
    return statement.with_for_update() if lock else statement


def as_rows(kind: str, columns: Sequence[str], tuples: Iterable[Sequence[Any]]) -> list[Row]:
    """Return driver tuples of `wire_selection` as records by column name."""
    sets = _places(KINDS[kind], columns, FieldType.SET)
    flags = _places(KINDS[kind], columns, FieldType.FLAG)
    found = []
    for each in tuples:
        values = list(each)
        for place in sets:
            values[place] = decode_set(values[place]) or None
        for place in flags:
            values[place] = None if values[place] is None else bool(values[place])
        found.append(unfold(dict(zip(columns, values, strict=True))))
    return found


def insert_rows(connection: Connection, kind: str, rows: Iterable[tuple[str, Row]]) -> None:
    """Insert complete records, each behind its organisation."""
    insert_many(connection, RECORDS[kind], [{"org_id": org_id, **row} for org_id, row in rows])


def update_rows(connection: Connection, kind: str, changed: Iterable[tuple[str, str, Row]]) -> None:
    """Write changed columns of records, given as organisation, id, values; those with the same columns go together."""
    batches: dict[tuple[str, ...], list[Row]] = {}
    for org_id, record_id, values in changed:
        batches.setdefault(tuple(sorted(values)), []).append({"org_id": org_id, "id": record_id, **values})
    for rows in batches.values():
        update_many(connection, RECORDS[kind], ("org_id", "id"), rows)


def in_parts(items: Sequence[str], size: int = MOST_PARAMETERS) -> Iterable[Sequence[str]]:
    """Yield the items in parts that fit into one statement."""
    return (items[start : start + size] for start in range(0, len(items), size))


def _places(kind: RecordKind, columns: Sequence[str], wanted: FieldType) -> list[int]:
    types = {field.name: field.type for field in kind.fields}
    return [place for place, name in enumerate(columns) if types.get(name) is wanted]

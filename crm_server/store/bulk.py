"""Writing many rows in one statement: on PostgreSQL as one JSON text, on SQLite as the driver's own bulk call.

A row that travels by itself costs PostgreSQL's driver 30 to 60 µs and the server a round through its executor; as JSON
sixty of them cost about as much as two. Values are checked by the columns' types either way.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, bindparam, insert, text, update

from crm_desktop.models.tables import StringSet
from crm_desktop.models.values import encode_set

_FEW = 3
"""Rows below which JSON is not worth it."""


def insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns."""
    if not rows:
        return
    if connection.dialect.name != "postgresql" or len(rows) < _FEW:
        connection.execute(insert(table), list(rows))
        return
    prepare = connection.dialect.identifier_preparer
    target, names = prepare.format_table(table), ", ".join(prepare.quote(name) for name in rows[0])
    given = f"json_populate_recordset(NULL::{target}, CAST(:rows AS json))"
    connection.execute(
        text(f"INSERT INTO {target} ({names}) SELECT {names} FROM {given}"),  # noqa: S608
        {"rows": _as_json(table, rows)},
    )


def update_many(connection: Connection, table: Table, key: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write the columns of rows that are found by their `key` columns; all rows have the same columns."""
    if not rows:
        return
    names = [name for name in rows[0] if name not in key]
    if connection.dialect.name != "postgresql" or len(rows) < _FEW:
        # Prefixed, because a bound parameter must not share its name with a column that is set.
        statement = update(table).where(*(table.c[name] == bindparam(f"at_{name}") for name in key))
        values: dict[str, Any] = {name: bindparam(name) for name in names}
        connection.execute(
            statement.values(values),
            [{f"at_{name}" if name in key else name: value for name, value in row.items()} for row in rows],
        )
        return
    quote = connection.dialect.identifier_preparer.quote
    target = connection.dialect.identifier_preparer.format_table(table)
    sets = ", ".join(f"{quote(name)} = given.{quote(name)}" for name in names)
    found = " AND ".join(f"{target}.{quote(name)} = given.{quote(name)}" for name in key)
    # Names of declared tables and columns, quoted; what people wrote travels in the parameter.
    given = f"json_populate_recordset(NULL::{target}, CAST(:rows AS json)) AS given"
    connection.execute(
        text(f"UPDATE {target} SET {sets} FROM {given} WHERE {found}"),  # noqa: S608
        {"rows": _as_json(table, rows)},
    )


def _as_json(table: Table, rows: Sequence[Mapping[str, Any]]) -> str:
    sets = [column.name for column in table.columns if isinstance(column.type, StringSet) and column.name in rows[0]]
    if sets:
        rows = [{**row, **{name: encode_set(row[name]) for name in sets}} for row in rows]
    return msgspec.json.encode(rows).decode()

"""Writing many rows in one statement: on PostgreSQL as one JSON text, on SQLite as the driver's own bulk call.

A row that travels by itself costs PostgreSQL's driver 30 to 60 µs and the server a round through its executor; as JSON
sixty of them cost about as much as two. Values are checked by the columns' types either way.
"""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, TextClause, bindparam, insert, text, update

from crm_desktop.models.tables import StringSet
from crm_desktop.models.values import encode_set
from crm_server.store.many import is_postgres

_FEW = 3
"""Rows below which JSON is not worth it."""


def insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns."""
    if not rows:
        return
    names = tuple(rows[0])
    if not is_postgres(connection):
        connection.exec_driver_sql(_insert(_name(connection, table), names), _as_tuples(table, names, rows))
    elif len(rows) < _FEW:
        connection.execute(insert(table), list(rows))
    else:
        connection.execute(_insert_json(_name(connection, table), names), {"rows": _as_json(table, rows)})


def update_many(connection: Connection, table: Table, key: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write the columns of rows that are found by their `key` columns; all rows have the same columns."""
    if not rows:
        return
    names = tuple(name for name in rows[0] if name not in key)
    if not is_postgres(connection):
        connection.exec_driver_sql(
            _update(_name(connection, table), names, tuple(key)), _as_tuples(table, (*names, *key), rows)
        )
    elif len(rows) < _FEW:
        # Prefixed, because a bound parameter must not share its name with a column that is set.
        by_key = update(table).where(*(table.c[name] == bindparam(f"at_{name}") for name in key))
        values: dict[str, Any] = {name: bindparam(name) for name in names}
        connection.execute(
            by_key.values(values),
            [{f"at_{name}" if name in key else name: value for name, value in row.items()} for row in rows],
        )
    else:
        connection.execute(_update_json(_name(connection, table), names, tuple(key)), {"rows": _as_json(table, rows)})


# Below: names of declared tables and columns, quoted; what people wrote travels in the parameters. The statements are
# remembered, because making one costs more than running it.


@lru_cache(maxsize=1_000)
def _insert(target: str, names: tuple[str, ...]) -> str:
    return f"INSERT INTO {target} ({_listed(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608


@lru_cache(maxsize=1_000)
def _update(target: str, names: tuple[str, ...], key: tuple[str, ...]) -> str:
    sets = ", ".join(f"{_quoted(name)} = ?" for name in names)
    found = " AND ".join(f"{_quoted(name)} = ?" for name in key)
    return f"UPDATE {target} SET {sets} WHERE {found}"  # noqa: S608


@lru_cache(maxsize=1_000)
def _insert_json(target: str, names: tuple[str, ...]) -> TextClause:
    listed = _listed(names)
    given = f"json_populate_recordset(NULL::{target}, CAST(:rows AS json))"
    return text(f"INSERT INTO {target} ({listed}) SELECT {listed} FROM {given}")  # noqa: S608


@lru_cache(maxsize=1_000)
def _update_json(target: str, names: tuple[str, ...], key: tuple[str, ...]) -> TextClause:
    sets = ", ".join(f"{_quoted(name)} = given.{_quoted(name)}" for name in names)
    found = " AND ".join(f"{target}.{_quoted(name)} = given.{_quoted(name)}" for name in key)
    given = f"json_populate_recordset(NULL::{target}, CAST(:rows AS json)) AS given"
    return text(f"UPDATE {target} SET {sets} FROM {given} WHERE {found}")  # noqa: S608


def _as_json(table: Table, rows: Sequence[Mapping[str, Any]]) -> str:
    sets = _sets(table) & rows[0].keys()
    if sets:
        rows = [{**row, **{name: encode_set(row[name]) for name in sets}} for row in rows]
    return msgspec.json.encode(rows).decode()


def _as_tuples(table: Table, names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    """Return the rows as SQLite's driver takes them; a flag is a number to it already."""
    columns = [[row[name] for row in rows] for name in names]
    sets = _sets(table)
    stored = [
        [encode_set(value) for value in values] if name in sets else values
        for name, values in zip(names, columns, strict=True)
    ]
    return list(zip(*stored, strict=True))


@cache
def _sets(table: Table) -> frozenset[str]:
    return frozenset(column.name for column in table.columns if isinstance(column.type, StringSet))


def _name(connection: Connection, table: Table) -> str:
    return connection.dialect.identifier_preparer.format_table(table)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(_quoted, names))


def _quoted(name: str) -> str:
    return f'"{name}"'

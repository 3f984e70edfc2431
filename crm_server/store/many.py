"""Many values in one statement whose text stays the same: arrays on PostgreSQL, lists on SQLite.

PostgreSQL plans a list of another length anew, which costs more than finding a few records by their keys.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    TableValuedAlias,
    Text,
    bindparam,
    cast,
    column,
    func,
    select,
)


def is_postgres(connection: Connection) -> bool:
    """Tell whether statements may use arrays."""
    return connection.dialect.name == "postgresql"


def among(found: ColumnElement[Any], name: str, postgres: bool) -> ColumnElement[bool]:
    """Return the condition that the column is one of the texts bound under the name, a list."""
    if postgres:
        return found == func.any(bindparam(name, type_=ARRAY(Text)))
    return found.in_(bindparam(name, expanding=True))


def given(numbers: str = "", **texts: str) -> TableValuedAlias:
    """Return lists of equal length side by side as a table on PostgreSQL: columns by the name that each is bound under.

    `numbers` names one more, of integers; `texts` gives the name of the bound list for each column.
    """
    lists: list[Any] = [bindparam(name, type_=ARRAY(Text)) for name in texts.values()]
    columns: list[Any] = [column(name, Text) for name in texts]
    if numbers:
        lists.append(bindparam(numbers, type_=ARRAY(BigInteger)))
        columns.append(column(numbers, BigInteger))
    return func.unnest(*lists).table_valued(*columns, name="given").render_derived()


def side_by_side(*statements: Select[Any]) -> Select[Any]:
    """Return one statement for several readings on PostgreSQL: it sees one state, and costs one way there and back."""
    found = [statement.subquery() for statement in statements]
    rows = [select(cast(func.json_agg(func.json_build_array(*each.c)), Text)).scalar_subquery() for each in found]
    return select(*(each.label(f"reading_{place}") for place, each in enumerate(rows)))


def read_side_by_side(connection: Connection, statement: Select[Any], values: Mapping[str, Any]) -> list[list[Any]]:
    """Return the rows of each reading of a `side_by_side` statement, values as JSON has them."""
    return [msgspec.json.decode(rows) if rows else [] for rows in connection.execute(statement, values).one()]

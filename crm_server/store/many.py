"""Many values in one statement whose text stays the same: arrays on PostgreSQL, lists on SQLite.

PostgreSQL plans a list of another length anew, which costs more than finding a few records by their keys.
"""

from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Connection, TableValuedAlias, Text, bindparam, column, func


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

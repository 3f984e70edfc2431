"""What a query is given: one reading connection that sees one unchanging state of the replica."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Executable

from crm_desktop.store.engine import Connection, as_sql

T = TypeVar("T")
MOST_AT_ONCE = 500
"""Ids named in one statement; more are asked for in several."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A reading connection for the time of one query."""

    connection: Connection

    def all(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Return all rows of a statement."""
        return self.connection.execute(sql, parameters).fetchall()

    def one(self, sql: str, *parameters: Any) -> tuple[Any, ...] | None:
        """Return the first row, if there is one."""
        return self.connection.execute(sql, parameters).fetchone()

    def value(self, sql: str, *parameters: Any) -> Any:
        """Return the first column of the first row; None where there is no row."""
        row = self.one(sql, *parameters)
        return row[0] if row else None

    def core(self, statement: Executable) -> list[tuple[Any, ...]]:
        """Return all rows of an SQLAlchemy Core statement."""
        sql, parameters = as_sql(statement)
        return self.all(sql, *parameters)

    def for_each_id(self, sql: str, ids: Iterable[Any], *first: Any) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a statement whose `{ids}` stands for a list of ids, which come after `first`."""
        return rows_by_id(self.connection, sql, ids, *first)


def rows_by_id(connection: Connection, sql: str, ids: Iterable[Any], *first: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a statement whose `{ids}` stands for a list of ids, which come after `first`."""
    for some in in_portions(ids, MOST_AT_ONCE):
        yield from connection.execute(sql.format(ids=marks(len(some))), (*first, *some))


def marks(count: int) -> str:
    """Return that many placeholders."""
    return ", ".join("?" * count)


def in_portions(items: Iterable[T], size: int) -> Iterator[Sequence[T]]:
    """Yield the items in lists of at most `size`."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some

"""The little that search asks of a database connection, so that it knows neither engine nor driver."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol


class Cursor(Protocol):
    """The answer to a statement."""

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return all rows."""

    def fetchone(self) -> tuple[Any, ...] | None:
        """Return the next row."""


class Connection(Protocol):
    """What `sqlcipher3.Connection` and `sqlite3.Connection` have in common."""

    @property
    def total_changes(self) -> int:
        """Count the rows changed since the connection was opened."""

    def execute(self, sql: str, parameters: Sequence[object] = (), /) -> Cursor:
        """Run one statement."""

    def executemany(self, sql: str, parameters: Iterable[Sequence[object]], /) -> object:
        """Run one statement for each set of parameters."""

"""Opening the database: SQLite embedded or PostgreSQL, one way to write and one way to read on either."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from crm_server.store.private_files import make_private

_BEGIN = "fieldline_begin"
_USED_AT = "fieldline_used_at"
_TRUSTED_SECONDS = 2.0
"""A connection used so recently is not asked whether it is still there."""
_PRAGMAS = (
    "PRAGMA busy_timeout = 10000",  # other processes (import, backup) write too
    "PRAGMA journal_mode = WAL",  # readers go on while one writes
    "PRAGMA synchronous = FULL",  # an acknowledged transaction survives power loss
    "PRAGMA cache_size = -16384",
    "PRAGMA temp_store = MEMORY",
)


@dataclass(frozen=True, slots=True)
class Database:
    """The engine, and transactions with the isolation that readers and writers need."""

    engine: Engine

    @property
    def is_postgres(self) -> bool:
        """Whether this is PostgreSQL; otherwise it is SQLite."""
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a writing transaction; committed at the end, rolled back by an exception.

        On SQLite it holds the one write lock from the start, so that nothing it has read can change under it.
        """
        with self.engine.connect() as connection:
            if not self.is_postgres:
                connection = connection.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})  # noqa: PLW2901
            with connection.begin():
                yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a reading transaction that sees one state of the database throughout."""
        with self.engine.connect() as connection:
            if self.is_postgres:
                connection = connection.execution_options(  # noqa: PLW2901
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def open_database(url: str, pool_size: int = 8) -> Database:
    """Return the database at the address; SQLite files and their folder are made when missing, for their owner alone.

    A pool much larger than the default makes PostgreSQL slower: writers of one organisation queue on its counter.
    """
    address = _with_driver(make_url(url))
    options: dict[str, Any] = {"pool_size": pool_size, "max_overflow": 0, "pool_timeout": 20}
    if address.get_backend_name() == "postgresql":
        engine = create_engine(address, **options)
        event.listen(engine, "checkin", _note_use)
        event.listen(engine, "checkout", _prove_alive)
        return Database(engine)
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_private(Path(address.database))
    engine = create_engine(address, connect_args={"timeout": 10, "check_same_thread": False}, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return Database(engine)


@contextmanager
def watch_writes(database: Database) -> Iterator[Callable[[], int]]:
    """Give a function whose answer differs from the one before when anybody wrote to the SQLite file meanwhile.

    The connection is its own, since a connection does not notice its own writes. Calls raise sqlite3.Error.
    """
    with database.engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        connection.detach()
        connection.rollback()
        yield lambda: int(raw.execute("PRAGMA data_version").fetchone()[0])


def _with_driver(url: URL) -> URL:
    if url.get_backend_name() == "postgresql" and "+" not in url.drivername:
        return url.set(drivername="postgresql+psycopg")
    return url


def _note_use(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
    record.info[_USED_AT] = time.monotonic()


def _prove_alive(connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: object) -> None:
    """Let the pool replace a connection that broke while it rested; one that was just used is not asked."""
    if time.monotonic() - record.info.get(_USED_AT, -math.inf) < _TRUSTED_SECONDS:
        return
    try:
        connection.cursor().execute("SELECT 1")
        connection.rollback()
    except Exception as problem:
        raise DisconnectionError from problem


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    # The driver's own BEGIN comes too late and never says IMMEDIATE.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))

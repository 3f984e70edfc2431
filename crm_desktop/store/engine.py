"""Connections to the encrypted file: key, pragmas, the readers' pool, and who may write next.

What is written and read through them lives elsewhere; so does turning driver errors into sentences (faults.py).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Engine, Executable, create_engine
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from crm_desktop.store.faults import code_of, faults_as_sentences
from crm_desktop.store.right_of_way import RightOfWay

READERS = 4
PAGE_BYTES = 4096
BUSY_MS = 5_000
_SEAL = "HMAC_SHA256"
"""By which each page of the file is authenticated: processors have instructions for it, and none for the other."""
_EARLIER_SEAL = "HMAC_SHA512"
"""That of files which an earlier version has begun; they keep it."""


class Cursor(Protocol):
    """What we use of a driver's cursor."""

    lastrowid: int
    rowcount: int

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return all remaining rows."""
        ...

    def fetchone(self) -> tuple[Any, ...] | None:
        """Return the next row."""
        ...

    def __iter__(self) -> Iterator[tuple[Any, ...]]: ...


class Connection(Protocol):
    """What we use of a driver's connection."""

    @property
    def total_changes(self) -> int:
        """Count the rows changed since the connection was opened."""
        ...

    @property
    def in_transaction(self) -> bool:
        """Tell whether a transaction is open."""
        ...

    def execute(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = (), /) -> Cursor:
        """Run one statement."""
        ...

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]], /) -> Cursor:
        """Run one statement for each row of parameters."""
        ...

    def close(self) -> None:
        """Close the file."""
        ...


WRITER_PRAGMAS = (
    "PRAGMA journal_mode = WAL",  # readers go on while something is written
    "PRAGMA synchronous = FULL",  # what the user did survives a power cut: the promise is made at this commit
    "PRAGMA cache_size = -65536",  # decrypted pages are dear; 64 MiB keep scans five times faster
    "PRAGMA temp_store = MEMORY",  # sorting must never spill plain text into a file
    "PRAGMA secure_delete = ON",  # rows that left the user's sight leave the file too, not only the index
    "PRAGMA foreign_keys = OFF",  # a row may point at one the user may not see; the server keeps references whole
    "PRAGMA wal_autocheckpoint = 16000",  # 64 MiB: a long sync is folded in by `fold_log`, not by somebody's act
    "PRAGMA journal_size_limit = 33554432",  # the log of a first sync does not stay on the disk for ever
)
_READER_PRAGMAS = (
    "PRAGMA query_only = ON",  # a reading cannot write by mistake
    "PRAGMA cache_size = -16384",  # there are several readers; the writer has the large cache
    "PRAGMA temp_store = MEMORY",  # as above
)


def connect(path: Path, key: bytes, pragmas: Sequence[str], busy_ms: int = BUSY_MS) -> Connection:
    """Open the file with a raw 32-byte key and read it once, because a wrong key is noticed only then."""
    try:
        return _connected(path, key, _SEAL, pragmas, busy_ms)
    except dbapi2.DatabaseError as problem:
        if code_of(problem) != "store.wrong_key":
            raise
        return _connected(path, key, _EARLIER_SEAL, pragmas, busy_ms)


def _connected(path: Path, key: bytes, seal: str, pragmas: Sequence[str], busy_ms: int) -> Connection:
    connection = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to the terminal; we say it ourselves
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")  # raw: no key derivation, a hundred times faster
        connection.execute(f"PRAGMA cipher_page_size = {PAGE_BYTES}")  # larger ones double the cost of a point read
        connection.execute(f"PRAGMA cipher_hmac_algorithm = {seal}")
        connection.execute(f"PRAGMA busy_timeout = {busy_ms}")  # another process of ours may be syncing
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for pragma in pragmas:
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection  # type: ignore[no-any-return]


class Database:
    """The open file: one writing connection behind a queue, and a pool of reading ones."""

    def __init__(self, path: Path, key: bytes, busy_ms: int = BUSY_MS) -> None:
        self.path = path
        self._writer = connect(path, key, WRITER_PRAGMAS, busy_ms)
        self.way = RightOfWay()
        self._unfolded = False
        # The pysqlcipher dialect with `creator` would issue an empty key, and its default pool crashes with threads.
        self._readers: Engine = create_engine(
            "sqlite+pysqlite://",
            module=dbapi2,
            creator=lambda: connect(path, key, _READER_PRAGMAS, busy_ms),
            poolclass=QueuePool,
            pool_size=READERS,
            max_overflow=READERS,
        )

    @contextmanager
    def writing(self, urgent: bool = True) -> Iterator[Connection]:
        """Yield the writing connection inside one transaction: committed at the end, rolled back on any error.

        An urgent writer (a person) goes before every other one that has not begun.
        """
        with self.way.taken(urgent), faults_as_sentences(opened=True), self._transaction():
            yield self._writer

    @contextmanager
    def storing(self) -> Iterator[Connection]:
        """Yield the writing connection for what can be had again: whole or not at all, but not waited for on the disk.

        A power cut takes back the newest of these transactions, never one that was committed before a person's act.
        """
        with self.way.taken(urgent=False), faults_as_sentences(opened=True):
            self._writer.execute("PRAGMA synchronous = NORMAL")
            try:
                with self._transaction():
                    yield self._writer
            finally:
                self._writer.execute("PRAGMA synchronous = FULL")
            self._unfolded = True

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._writer.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._writer.execute("COMMIT")
        except BaseException:
            roll_back(self._writer)
            raise

    def fold_log(self) -> None:
        """Bring what was stored into the file proper, while others read and write; else an act would have to."""
        if not self._unfolded:
            return
        self._unfolded = False
        with faults_as_sentences(opened=True):
            pooled = self._readers.raw_connection()
            try:
                connection: Connection = pooled.driver_connection  # type: ignore[assignment]
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
            finally:
                pooled.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a reading connection that sees one unchanging state until the end."""
        with faults_as_sentences(opened=True):
            pooled = self._readers.raw_connection()
            try:
                connection: Connection = pooled.driver_connection  # type: ignore[assignment]
                connection.execute("BEGIN")
                try:
                    yield connection
                finally:
                    roll_back(connection)
            finally:
                pooled.close()

    @contextmanager
    def unguarded(self) -> Iterator[Connection]:
        """Yield the writing connection outside a transaction, for migrations and upkeep."""
        with self.way.taken(urgent=True), faults_as_sentences(opened=True):
            yield self._writer

    def close(self) -> None:
        """Close every connection; the write-ahead log is folded into the file."""
        self._readers.dispose()
        with self.way.taken(urgent=True):
            self._writer.close()


def roll_back(connection: Connection) -> None:
    """End the transaction if one is still open: SQLite itself has rolled back after a full disk."""
    if connection.in_transaction:
        connection.execute("ROLLBACK")


_DIALECT = SQLiteDialect_pysqlite()


def as_sql(statement: Executable) -> tuple[str, tuple[Any, ...]]:
    """Return a Core statement as SQL text and its parameters in order, lists expanded."""
    compiled = statement.compile(  # type: ignore[attr-defined]
        dialect=_DIALECT, compile_kwargs={"render_postcompile": True}
    )
    return str(compiled), tuple(compiled.params[name] for name in compiled.positiontup or ())

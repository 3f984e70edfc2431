"""A damaged replica: set aside, never deleted, and a new one begun with all work that was not sent yet.

Records come again from the server; only the outbox is nowhere else. What of it cannot be read stays in the old file.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Table
from sqlcipher3 import dbapi2

from crm_desktop.models.clock import Clock
from crm_desktop.store.custody import CONTACT, LOCK
from crm_desktop.store.engine import Connection, connect
from crm_desktop.store.identity import DEVICE, USER, remember
from crm_desktop.store.journal import records_of
from crm_desktop.store.opening import Store, open_database
from crm_desktop.store.overlaying import overlay_again
from crm_desktop.store.schema import CHANGES, HERE, OPEN, TRANSACTIONS
from crm_desktop.store.working_set import WorkingSet

_WHOSE = (USER, DEVICE, CONTACT, LOCK)
"""Facts that go along: damaging the file must neither unlock it nor win days without the server."""
_BESIDE = ("", "-wal", "-shm", ".key-mark")


@dataclass(frozen=True, slots=True)
class Rescue:
    """What became of a damaged replica."""

    set_aside: Path
    """The damaged file, kept for support."""
    rescued: int
    """Acts that wait in the new replica."""
    unreadable: int
    """Acts of which a part could not be read; at least this many."""
    nothing_readable: bool = False
    """Not even the first page could be read; how much waited is unknown."""


def begin_anew(path: Path, key: bytes, clock: Clock) -> tuple[Store, Rescue]:
    """Set the damaged replica aside and open a new one in its place, with the outbox as far as it can be read.

    The next sync fetches everything else. Raises Broken like `open_store`; the damaged file is never changed.
    """
    damaged = _set_aside(path, clock.now())
    database = open_database(path, key)
    try:
        with database.writing() as connection:
            rescue = _move_over(_Damaged(damaged, key), connection, damaged)
    except BaseException:
        database.close()
        raise
    return Store(database, clock, key), rescue


def _set_aside(path: Path, moment: int) -> Path:
    damaged = path.with_name(f"{path.stem}.damaged-{moment}{path.suffix}")
    for ending in _BESIDE:
        part = path.with_name(path.name + ending)
        if part.exists():
            part.rename(damaged.with_name(damaged.name + ending))
    return damaged


class _Damaged:
    """A file with unreadable pages. Having met one, a connection reads nothing more: there is one for each question."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path, self._key = path, key

    def rows(self, sql: str, *parameters: Any) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a statement up to the first unreadable page."""
        try:
            with closing(connect(self._path, self._key, ())) as connection:
                yield from connection.execute(sql, parameters)
        except dbapi2.DatabaseError:
            return

    def whole(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]] | None:
        """Return all rows of a statement; None if one of them cannot be read."""
        try:
            with closing(connect(self._path, self._key, ())) as connection:
                return connection.execute(sql, parameters).fetchall()
        except dbapi2.DatabaseError:
            return None


def _move_over(damaged: _Damaged, connection: Connection, set_aside: Path) -> Rescue:
    heads, lost = _open_acts(damaged)
    rescued = 0
    for number, head in sorted(heads.items()):
        changes = damaged.whole("SELECT * FROM changes WHERE transaction_number = ? ORDER BY ordinal", number)
        if not changes:
            lost += 1
            continue
        _insert(connection, TRANSACTIONS, [head])
        _insert(connection, CHANGES, changes)
        rescued += 1
    who = damaged.whole("SELECT key, value FROM replica WHERE key IN (?, ?, ?, ?)", *_WHOSE)
    remember(connection, **dict(who or ()))
    _show_again(damaged, connection, list(heads))
    nothing_readable = damaged.whole("SELECT count(*) FROM sqlite_master") is None
    return Rescue(set_aside, rescued, lost, nothing_readable)


def _open_acts(damaged: _Damaged) -> tuple[dict[int, tuple[Any, ...]], int]:
    """Return the acts that are not settled by number, and how many are known to be unreadable.

    They are looked for from both ends, and through the index, because each way ends at the first unreadable page.
    """
    condition = f"FROM transactions NOT INDEXED WHERE origin = '{HERE}' AND {OPEN}"
    heads: dict[int, tuple[Any, ...]] = {}
    for direction in ("ASC", "DESC"):
        heads |= {row[0]: row for row in damaged.rows(f"SELECT * {condition} ORDER BY number {direction}")}
    indexed = {row[0] for row in damaged.rows(f"SELECT number FROM transactions WHERE {OPEN}")}
    lost = 0
    for number in indexed - heads.keys():
        found = damaged.whole("SELECT * FROM transactions WHERE number = ?", number)
        if found is None:
            lost += 1
        elif found[0][TRANSACTIONS.columns.keys().index("origin")] == HERE:
            heads[number] = found[0]
    return heads, lost


def _show_again(damaged: _Damaged, connection: Connection, numbers: list[int]) -> None:
    """Show the rescued work on top of what was known of its records; the server's rows come with the next snapshot."""
    touched = records_of(connection, numbers)
    for kind, record_id in touched:
        base = damaged.whole("SELECT row FROM bases WHERE kind = ? AND record_id = ?", kind, record_id)
        connection.execute(
            "INSERT INTO bases (kind, record_id, row, gone) VALUES (?, ?, ?, 0)",
            (kind, record_id, base[0][0] if base else None),
        )
    rows = WorkingSet(connection)
    overlay_again(connection, rows, touched)
    rows.write_back()


def _insert(connection: Connection, table: Table, rows: list[tuple[Any, ...]]) -> None:
    """Put rows in as they were; what an older file had not yet, stands last and takes what is usual."""
    there = ", ".join(f'"{name}"' for name in table.columns.keys()[: len(rows[0])])
    connection.executemany(f"INSERT INTO {table.name} ({there}) VALUES ({', '.join('?' * len(rows[0]))})", rows)

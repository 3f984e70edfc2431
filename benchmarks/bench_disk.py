"""What a replica takes on disk beside its plain rows, without the search index; and what the search index adds.

Plain rows are the records' values as JSON arrays, as they came over the line before compression. The replica is the
encrypted file after its upkeep, with all its indexes; a copy of it is emptied of the search index and packed.
"""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path

import msgspec

from benchmarks.options import Options
from benchmarks.report import Measurement, compared
from benchmarks.sample_records import CHUNK, sample
from crm_desktop.models.catalog import kind as declared
from crm_desktop.models.catalog import row_columns
from crm_desktop.models.clock import SystemClock
from crm_desktop.models.exchange import Position, Rows, SnapshotPage
from crm_desktop.store.engine import WRITER_PRAGMAS, connect
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.search.schema import drop_search_tables

NAME = "disk"
_SHARES = {"account": 4_000, "contact": 8_000, "opportunity": 6_000, "task": 2_000}
_OWNER = "0" * 32


def run(options: Options) -> list[Measurement]:
    """Fill a replica as a first sync does, and weigh it."""
    key, path = secrets.token_bytes(32), options.folder / "replica.db"
    store = open_store(path, key, SystemClock())
    plain = _fill(store, options.scale)
    while store.tend():
        pass
    store.close()
    whole = _packed(path, key, options.folder / "whole.db", search=True)
    lean = _packed(path, key, options.folder / "lean.db")
    bare = _packed(path, key, options.folder / "bare.db", indexes=False)
    reference = ("plain rows", plain / 1e6)
    return [
        compared("on disk without the search index", lean / 1e6, "MB", reference=reference, at_most=1.3),
        compared("with the search index", whole / 1e6, "MB", reference=reference),
        compared("without any index", bare / 1e6, "MB", reference=reference),
    ]


def _fill(store: Store, scale: float) -> int:
    """Take the records in as pages of a snapshot; return the bytes of their plain rows."""
    store.replica.begin_snapshot()
    plain, accounts = 0, [""]
    position = Position("0" * 32, 1, "scope")
    for kind, share in _SHARES.items():
        columns, count = row_columns(declared(kind)), max(50, int(share * scale))
        for start in range(0, count, CHUNK):
            rows = sample(kind, min(CHUNK, count - start), _OWNER, accounts, [_OWNER])
            values = [[row[name] for name in columns] for row in rows]
            plain += len(msgspec.json.encode(values))
            page = _page(position, Rows(kind, list(columns), values), "more")
            store.replica.apply_snapshot_page(page)
            if kind == "account":
                accounts = [str(row["id"]) for row in rows]
    store.replica.apply_snapshot_page(_page(position, Rows("account", ["id"], []), ""))
    store.replica.finish_snapshot()
    return plain


def _page(position: Position, rows: Rows, cursor: str) -> SnapshotPage:
    return SnapshotPage(position=position, batch=rows, cursor=cursor, total=sum(_SHARES.values()))


def _packed(path: Path, key: bytes, copy: Path, search: bool = False, indexes: bool = True) -> int:
    """Return the bytes of a packed copy, with or without the search index and the other indexes."""
    shutil.copyfile(path, copy)
    connection = connect(copy, key, WRITER_PRAGMAS)
    if not search:
        drop_search_tables(connection)
    if not indexes:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND sql NOT NULL"
        ).fetchall():
            connection.execute(f"DROP INDEX {name}")
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return copy.stat().st_size

"""How long a person waits for one edited field: the write door beside a bare durable commit of one encrypted row."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.options import Options
from benchmarks.report import Measurement, at_most, compared, percentile
from crm_desktop.models.clock import SystemClock
from crm_desktop.models.edits import Create, Update
from crm_desktop.models.ids import new_id
from crm_desktop.store.engine import WRITER_PRAGMAS, connect
from crm_desktop.store.opening import Store, open_store

NAME = "edit"
_ROUNDS = 400
_RECORDS = 10_000


def run(options: Options) -> list[Measurement]:
    """Edit one field of one of 10,000 accounts again and again; then one field of all of them in one act."""
    rounds, records = max(int(_ROUNDS * options.scale), 40), max(int(_RECORDS * options.scale), 500)
    key = os.urandom(32)
    path = options.folder / "replica.db"
    store = open_store(path, key, SystemClock())
    try:
        store.sign(new_id(), "benchmark")
        ids = _filled(store, records)
        # In turns, so that both meet the same disk.
        bare = _Bare(options.folder / "bare.db", key, records)
        door_ms, bare_ms = [], []
        for number in range(rounds):
            bare_ms.append(_milliseconds(partial(bare.edit, number)))
            edit = Update("account", ids[number * 7919 % records], {"next_step": f"第 {number} 步 call again"})
            door_ms.append(_milliseconds(partial(store.door.commit, "account.edit", [edit])))
        bulk = [Update("account", each, {"region": "华东"}) for each in ids]
        bulk_seconds = _milliseconds(lambda: store.door.commit("account.bulk", bulk)) / 1000
    finally:
        store.close()
    reference = ("bare durable commit", percentile(bare_ms, 95))
    return [
        compared("p95 of one field", percentile(door_ms, 95), "ms", reference=reference, at_most=2.0, samples=door_ms),
        compared("median of one field", percentile(door_ms, 50), "ms", reference=("bare", percentile(bare_ms, 50))),
        at_most(f"one field of {records:,} records in one act", bulk_seconds, "s", 2.0 * options.scale),
    ]


class _Bare:
    """The least a durable encrypted edit can be: one row updated by its key, with the door's own pragmas."""

    def __init__(self, path: Path, key: bytes, records: int) -> None:
        self._connection = connect(path, key, WRITER_PRAGMAS)
        self._records = records
        self._connection.execute("CREATE TABLE accounts (id TEXT PRIMARY KEY, name TEXT, next_step TEXT)")
        self._connection.execute("BEGIN")
        rows = [(f"{number:032x}", f"客户 {number}", None) for number in range(records)]
        self._connection.executemany("INSERT INTO accounts VALUES (?, ?, ?)", rows)
        self._connection.execute("COMMIT")

    def edit(self, number: int) -> None:
        """Change one row, durably."""
        identifier = f"{number * 7919 % self._records:032x}"
        self._connection.execute("BEGIN IMMEDIATE")
        values = (f"第 {number} 步 call again", identifier)
        self._connection.execute("UPDATE accounts SET next_step = ? WHERE id = ?", values)
        self._connection.execute("COMMIT")


def _filled(store: Store, records: int) -> list[str]:
    edits = [Create("account", {"name": f"上海恒川精密 {number}", "industry": "steel"}) for number in range(records)]
    store.door.commit("import", edits)
    return [edit.id for edit in edits]


def _milliseconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000

"""Comparing a device's 100,000 records with the server's checksums: the device's half, and reading the rows bare."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from benchmarks.options import Options
from benchmarks.replicas import median
from benchmarks.report import Measurement, at_most, compared
from benchmarks.sample_records import sample
from crm_desktop.models.catalog import KINDS, row_columns
from crm_desktop.models.clock import SystemClock
from crm_desktop.models.exchange import Position, Rows, SnapshotPage
from crm_desktop.models.ids import new_id
from crm_desktop.models.parts import (
    COMPARED_TOGETHER,
    Checksum,
    ComparePage,
    Part,
    checksum,
    compared_columns,
    kept_columns,
)
from crm_desktop.models.values import canonical
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.rows import shape

NAME = "check"
_MIX = {"account": 20_000, "contact": 40_000, "opportunity": 30_000, "task": 10_000}
_ROUNDS = 5
_POSITION = Position("epoch", 1, "scope")


def run(options: Options) -> list[Measurement]:
    """Fill a replica, take its own checksums for the server's, and compare as a check does, kind by kind."""
    store = open_store(options.folder / "replica.db", os.urandom(32), SystemClock())
    try:
        store.sign(new_id(), "benchmark")
        records = _fill(store, options.scale)
        pages = {kind: _page(store, kind) for kind in _MIX}
        compare_s, read_s = [], []
        for _ in range(_ROUNDS):
            read_s.append(_seconds(lambda: [_rows(store, kind) for kind in _MIX]))
            compare_s.append(_seconds(lambda: _compare(store, pages)))
    finally:
        store.close()
    took = median(compare_s)
    return [
        at_most(f"comparing {records:,} records on the device", took, "s", max(0.1, options.scale), samples=compare_s),
        compared("the same beside reading them bare", took, "s", reference=("reading all rows", median(read_s))),
    ]


def _compare(store: Store, pages: dict[str, ComparePage]) -> None:
    for kind, page in pages.items():
        found = store.parts.differing(Part(kind), page)
        assert not found, found


def _fill(store: Store, scale: float) -> int:
    owner, stages, total = new_id(), [new_id()], 0
    accounts: list[str] = []
    store.replica.begin_snapshot()
    batches: list[Rows] = []
    for kind, count in _MIX.items():
        made = sample(kind, max(50, int(count * scale)), owner, accounts, stages)
        columns, declared = list(row_columns(KINDS[kind])), KINDS[kind]
        rows = []
        for values in made:
            kept = {
                name: canonical(declared.field(name), value) for name, value in values.items() if declared.has(name)
            }
            row = {"id": new_id(), "created_at": 1, "updated_at": 1, **kept}
            rows.append([row.get(name) for name in columns])
        if kind == "account":
            accounts = [str(row[0]) for row in rows]
        batches += [Rows(kind, columns, rows[start : start + 5_000]) for start in range(0, len(rows), 5_000)]
        total += len(rows)
    for number, batch in enumerate(batches, 1):
        cursor = "" if number == len(batches) else str(number)
        store.replica.apply_snapshot_page(SnapshotPage(position=_POSITION, batch=batch, cursor=cursor, total=total))
    store.replica.finish_snapshot()
    return total


def _page(store: Store, kind: str) -> ComparePage:
    """Return what a server with the same rows would say."""
    rows = _rows(store, kind)
    sums = []
    for start in range(0, len(rows), COMPARED_TOGETHER):
        some = rows[start : start + COMPARED_TOGETHER]
        last = start + COMPARED_TOGETHER >= len(rows)
        sums.append(Checksum("" if last else str(some[-1][0]), len(some), checksum(some)))
    return ComparePage(position=_POSITION, columns=compared_columns(KINDS[kind]), sums=sums)


def _rows(store: Store, kind: str) -> list[tuple[object, ...]]:
    names = ", ".join(f'"{name}"' for name in kept_columns(compared_columns(KINDS[kind])))
    sql = f"SELECT {names} FROM {shape(kind).table} ORDER BY id"
    return store.read(lambda reader: reader.all(sql))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began

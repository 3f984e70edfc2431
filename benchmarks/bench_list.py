"""A list of a million accounts: opening, the last page, filters, sorted orders; in the store, then in a real table."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import psutil

from benchmarks.list_window import measure_window
from benchmarks.options import Options
from benchmarks.report import Measurement, at_most, percentile
from crm_desktop.models.clock import SystemClock
from crm_desktop.models.ids import new_id
from crm_desktop.models.rules.views import Condition, Definition, Group, Operator, Sort
from crm_desktop.store.columns import write_columns
from crm_desktop.store.derived import sort_keys
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.queries.conditions import Standpoint
from crm_desktop.store.queries.lists import open_list, page
from crm_desktop.store.reader import in_portions

NAME = "list"
_ACCOUNTS = 1_000_000
_OWNERS = [new_id() for _ in range(50)]
_SEEN_FROM = Standpoint(me=_OWNERS[0], today=date(2026, 3, 6), team=frozenset(_OWNERS[:10]))
_PAGE = 100
_FIRST = 200
_ROUNDS = 30
_LIMITS = {"first rows": 60.0, "jump": 40.0, "row": 10.0}


def run(options: Options) -> list[Measurement]:
    """Fill a replica and open lists of it."""
    accounts = max(int(_ACCOUNTS * options.scale), 5_000)
    store = open_store(options.folder / "replica.db", os.urandom(32), SystemClock())
    try:
        store.sign(_OWNERS[0], "benchmark")
        fill(store, accounts)
        return [*_opened(store), *_read(store), _memory(store), *measure_window(store, _OWNERS[0])]
    finally:
        store.close()


def fill(store: Store, accounts: int) -> None:
    """Write accounts straight into their table, indexes last: how long that takes is measured elsewhere."""
    of_table = "FROM sqlite_master WHERE type = 'index' AND tbl_name = 'accounts' AND sql IS NOT NULL"
    with store._database.writing() as connection:
        indexes = connection.execute(f"SELECT name, sql {of_table}").fetchall()
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        for rows in in_portions(_rows(accounts), 50_000):
            columns = {name: [row[name] for row in rows] for name in rows[0]}
            write_columns(connection, "accounts", {**columns, "sort_key": sort_keys("account", columns)})
        for _, sql in indexes:
            connection.execute(sql)


def _rows(accounts: int) -> Iterator[dict[str, Any]]:
    places = ("上海", "苏州", "杭州", "Berlin", "Lyon", "武汉")
    names = ("恒川精密", "江南机械", "Precision Tools", "天海物流", "Northwind", "明远科技")
    for number in range(accounts):
        name = f"{places[number % 6]}{names[number // 6 % 6]} {number * 7919 % accounts}"
        yield {
            "id": f"{number:032x}",
            "name": name,
            "industry": "steel" if number % 50 == 0 else "food",
            "health": number * 31 % 101,
            "owner_id": _OWNERS[number % 50],
            "annual_value": number * 13 % 9_000_000,
            "last_contact_at": int(datetime(2026, 1, 1, tzinfo=UTC).timestamp() * 1000) + number * 4_000,
            "region": places[number % 6],
        }


_LISTS = {
    "by name": Definition(),
    "by value, descending": Definition(sorts=(Sort("annual_value", descending=True),)),
    "filtered by industry": Definition(filter=Group((Condition("industry", Operator.IS, "steel"),))),
    "mine by health": Definition(
        filter=Group((Condition("owner_id", Operator.MINE),)), sorts=(Sort("health"), Sort("name"))
    ),
}


def _opened(store: Store) -> list[Measurement]:
    measurements = []
    for name, definition in _LISTS.items():
        first = _times(partial(_first_rows, store, definition), _ROUNDS)
        whole = _times(partial(store.read, open_list, "account", definition, _SEEN_FROM), 3)
        limit = _LIMITS["first rows"]
        measurements.append(at_most(f"first rows {name}, p95", percentile(first, 95), "ms", limit, first))
        measurements.append(Measurement(f"all row numbers {name}", percentile(whole, 50), "ms"))
    return measurements


def _first_rows(store: Store, definition: Definition) -> None:
    found = store.read(open_list, "account", definition, _SEEN_FROM, _FIRST)
    store.read(page, "account", found.rowids[:_PAGE])


def _read(store: Store) -> list[Measurement]:
    rowids = store.read(open_list, "account", Definition(), _SEEN_FROM).rowids
    ends = _times(lambda: store.read(page, "account", rowids[-_PAGE:]), _ROUNDS)
    starts = iter(range(0, len(rowids) - _PAGE, max(len(rowids) // (_ROUNDS * 4), 1)))
    pages = _times(lambda: store.read(page, "account", rowids[(at := next(starts)) : at + _PAGE]), _ROUNDS * 3)
    return [
        at_most("jump to the end, p95", percentile(ends, 95), "ms", _LIMITS["jump"], ends),
        at_most("a page anywhere, p95", percentile(pages, 95), "ms", _LIMITS["row"], pages),
    ]


def _memory(store: Store) -> Measurement:
    """Return by how much the process grows while it holds the longest list."""
    gc.collect()
    before = psutil.Process().memory_info().rss
    held = store.read(open_list, "account", Definition(), _SEEN_FROM)
    grown = (psutil.Process().memory_info().rss - before) / 2**20
    return at_most(f"memory of {held.count:,} row numbers", grown, "MB", 60.0)


def _times(work: Callable[[], object], rounds: int) -> list[float]:
    """Return milliseconds of each round."""
    samples = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        samples.append((time.perf_counter() - begin) * 1000)
    return samples

"""Little programs around a real replica, for tests to kill or starve: `python -m tests.store.programs NAME PATH …`."""

from __future__ import annotations

import itertools
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from crm_desktop.models.clock import SystemClock
from crm_desktop.models.edits import Create, Update
from crm_desktop.models.errors import Broken
from crm_desktop.store.opening import Store, open_store
from tests.store.conftest import KEY
from tests.store.server_side import batch, row, snapshot_page


def opened(path: str) -> Store:
    return open_store(Path(path), KEY, SystemClock())


def pairs_without_end(path: str) -> None:
    """Create pairs of records, one act each, and say each one that is safe; until killed."""
    store = opened(path)
    for number in itertools.count(1):
        account = Create("account", {"name": "A"})
        store.door.commit("pair", [account, Create("contact", {"name": "B", "account_id": account.id})])
        print("safe", number, account.id, flush=True)


def pair_killed_at(path: str, statement: str) -> None:
    """Create one pair, and die by SIGKILL when the database is about to run a statement that begins so."""
    store = opened(path)
    die_at(store, statement)
    account = Create("account", {"name": "A"})
    store.door.commit("pair", [account, Create("contact", {"name": "B", "account_id": account.id})])
    print("survived", flush=True)


def pages_killed_at(path: str, statement: str) -> None:
    """Take two pages of a snapshot; die in the second one."""
    store = opened(path)
    store.replica.begin_snapshot()
    first, second = ([row(name=f"{page}-{number}") for number in range(300)] for page in (1, 2))
    store.replica.apply_snapshot_page(snapshot_page(batch("account", first), cursor="2"))
    die_at(store, statement)
    store.replica.apply_snapshot_page(snapshot_page(batch("account", second)))
    print("survived", flush=True)


def fill(path: str) -> None:
    """Write until the disk refuses; say the error's code, then what is there, then whether the next edit succeeds."""
    store = opened(path)
    kept: list[str] = []
    code = ""
    while not code:
        create = Create("account", {"name": "恒川", "notes": "x" * 15_000})
        try:
            store.door.commit("fill", [create])
            kept.append(create.id)
        except Broken as problem:
            code = problem.code
    print("refused", code, flush=True)
    print("kept", len(kept) == store.outbox.count(), store.check(), flush=True)
    (Path(path).parent / "ballast").unlink()
    store.door.commit("edit", [Update("account", kept[0], {"industry": "steel"})])
    print("goes on", flush=True)


def try_to_open(path: str) -> None:
    """Open the replica and say the error's code."""
    try:
        opened(path).close()
    except Broken as problem:
        print("refused", problem.code, flush=True)


def die_at(store: Store, statement: str) -> None:
    def watch(sql: str) -> None:
        if sql.strip().startswith(statement):
            os.kill(os.getpid(), signal.SIGKILL)

    connection: Any = store._database._writer
    connection.set_trace_callback(watch)


PROGRAMS: dict[str, Callable[..., None]] = {
    each.__name__: each for each in (pairs_without_end, pair_killed_at, pages_killed_at, fill, try_to_open)
}

if __name__ == "__main__":
    PROGRAMS[sys.argv[1]](*sys.argv[2:])

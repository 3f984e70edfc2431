"""Little programs for a small disk: `python -m tests.support.mortal.starving NAME FOLDER`; they say what came of it.

A file `ballast` fills the folder's disk; taking it away is how there is space again.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

from crm_desktop.models.clock import SystemClock
from crm_desktop.models.edits import Create
from crm_desktop.models.errors import UserError
from crm_desktop.store.migrations.steps import downgrade, known_steps
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.queries.counts import record_count
from crm_desktop.store.rekeying import change_key
from crm_server.services.upkeep import back_up
from tests.store.server_side import batch, pulled, row, snapshot_page
from tests.support.live_server import LiveServer, furnish
from tests.support.mortal.device import KEY
from tests.support.server_process import ServerProcess

_NEW = bytes(range(32, 64))
_LEFT = 150_000
"""Bytes that are left on the full disk."""
_ACTS = 40


def pull(folder: Path) -> None:
    """Take pulled pages until one does not fit; nothing of it is there, and later it is."""
    store = _opened(folder)
    store.replica.begin_snapshot()
    store.replica.apply_snapshot_page(snapshot_page(batch("account", [row(name="first")])))
    store.replica.finish_snapshot()
    page = pulled(20, batch("account", [row(name=f"a {number}", notes="x" * 3_000) for number in range(300)]))
    _fill(folder)
    _say(lambda: store.replica.apply_pull_page(page))
    position = store.replica.position()
    print("kept", store.read(record_count), position.sequence if position else None, store.check(), flush=True)
    _make_space(folder)
    _say(lambda: store.replica.apply_pull_page(page))
    print("goes on", store.read(record_count), store.check(), flush=True)
    store.close()


def snapshot(folder: Path) -> None:
    """Take a page of a snapshot that does not fit; the snapshot goes on with the very page."""
    store = _opened(folder)
    store.replica.begin_snapshot()
    page = snapshot_page(batch("account", [row(name=f"a {number}", notes="x" * 3_000) for number in range(300)]))
    _fill(folder)
    _say(lambda: store.replica.apply_snapshot_page(page))
    print("kept", store.read(record_count), repr(store.replica.snapshot_cursor()), store.check(), flush=True)
    _make_space(folder)
    _say(lambda: store.replica.apply_snapshot_page(page))
    _say(store.replica.finish_snapshot)
    print("goes on", store.read(record_count), store.check(), flush=True)
    store.close()


def migration(folder: Path) -> None:
    """Open a replica of an older version without space for the newer one."""
    _work(folder)
    downgrade(folder / "replica.db", KEY, known_steps()[-1])
    _fill(folder, left=8_192)
    _say(lambda: _opened(folder).close())
    _make_space(folder)
    _tell_work(folder, KEY)


def rekey(folder: Path) -> None:
    """Change the key without space for the pages under it."""
    _work(folder)
    _fill(folder)
    _say(lambda: change_key(folder / "replica.db", KEY, _NEW))
    _tell_work(folder, KEY)
    _make_space(folder)
    _say(lambda: change_key(folder / "replica.db", KEY, _NEW))
    _tell_work(folder, _NEW)


def server(folder: Path) -> None:
    """Push to a server until its disk is full, back it up there, and go on."""
    url = f"sqlite:///{folder / 'server.db'}"
    office = furnish(folder, url)
    with ServerProcess(url) as process:
        live = LiveServer(process.url, folder, office.people, office.made)
        live.token("ann")
        _fill(folder, left=1_000_000)
        accepted = 0
        while (answer := _pushed(live)).status_code == 200:
            accepted += 1
        print("refused", answer.status_code, answer.json()["code"], "Retry-After" in answer.headers, flush=True)
        _say(lambda: back_up(office.database, folder / "copy.db"))
        print("left behind", (folder / "copy.db").exists(), flush=True)
        kept = live.call("POST", "/v1/sync/snapshot", "ann", json={"limit": 5_000})
        print("reads", kept.status_code, flush=True)
        _make_space(folder)
        print("goes on", _pushed(live).status_code, flush=True)
        logged = live.call("GET", "/v1/sync/poke?after=0&wait=0", "ann").json()["head"]
        # One number for setting up, two for the people; the rest are ours.
        print("kept all", logged - _FIRST_NUMBERS == accepted + 1, flush=True)
        _say(lambda: back_up(office.database, folder / "copy.db"))
    office.database.close()


_FIRST_NUMBERS = 2


def _pushed(live: LiveServer) -> requests.Response:
    fields = {"name": [None, "A"], "notes": [None, "x" * 15_000]}
    from crm_desktop.models.ids import new_id

    changes = [{"kind": "account", "id": new_id(), "operation": "create", "fields": fields}]
    act = {"id": new_id(), "act": "edit", "made_at": 1, "changes": changes}
    return live.call("POST", "/v1/sync/push", "ann", json={"transactions": [act], "clock": 1})


def _opened(folder: Path) -> Store:
    return open_store(folder / "replica.db", KEY, SystemClock())


def _work(folder: Path) -> None:
    store = _opened(folder)
    for number in range(_ACTS):
        store.door.commit("edit", [Create("account", {"name": f"恒川 {number}", "notes": "x" * 10_000})])
    store.close()


def _tell_work(folder: Path, key: bytes) -> None:
    store = open_store(folder / "replica.db", key, SystemClock())
    print("kept", store.outbox.count() == _ACTS, store.check(), flush=True)
    store.close()


def _fill(folder: Path, left: int = _LEFT) -> None:
    free = os.statvfs(folder)
    with (folder / "ballast").open("wb") as ballast:
        ballast.write(b"\0" * max(0, free.f_bavail * free.f_frsize - left))


def _make_space(folder: Path) -> None:
    (folder / "ballast").unlink()


def _say(action: Callable[[], Any]) -> None:
    try:
        action()
        print("done", flush=True)
    except UserError as problem:
        print("refused", problem.code, flush=True)


PROGRAMS: dict[str, Callable[[Path], None]] = {
    each.__name__: each for each in (pull, snapshot, migration, rekey, server)
}

if __name__ == "__main__":
    PROGRAMS[sys.argv[1]](Path(sys.argv[2]))

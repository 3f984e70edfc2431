"""A device in a process of its own: real store, real line, real engine; it tells what it promised, and may die.

Everything it says is a line: `promised TRANSACTION RECORD`, `failed CODE`, `replica {…}`, `waiting N`, `parked N`.
"""

from __future__ import annotations

import os
import resource
import signal
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.clock import SystemClock
from crm_desktop.models.crash_points import CrashPoint
from crm_desktop.models.edits import Create, Update
from crm_desktop.models.errors import UserError
from crm_desktop.store import rekeying
from crm_desktop.store.migrations import steps
from crm_desktop.store.opening import open_store
from crm_desktop.store.reader import Reader
from crm_desktop.store.rekeying import change_key
from crm_desktop.store.schema import RECORDS
from crm_desktop.sync import line
from crm_desktop.sync.planner import SyncState, needed
from tests.support.central import Client
from tests.support.chaos.crashes import Fragile
from tests.support.office import PASSWORD

KEY = bytes(range(32))
_SWEEP = "DELETE FROM accounts"


def live(folder: str, address: str, name: str, deeds: Sequence[str], dies_at: str = "", patience: float = 0) -> None:
    """Sign in and do the deeds in order: `sync`, `act N`, `rename TEXT`, `poke`, `tell`; die at the named crash point.

    `patience`, in seconds, is how long a silent server is waited for.
    """
    if patience:
        vars(line)["READ_SECONDS"] = patience
    client = Client(Path(folder), address, KEY)
    client.sign_in(name, PASSWORD)
    print("signed in", flush=True)
    arm(client, dies_at)
    for deed in deeds:
        verb, _, number = deed.partition(" ")
        match verb:
            case "act":
                act(client, int(number), dies_at)
            case "rename":
                rename(client, number)
            case "sync":
                sync(client)
            case "poke":
                poke(client)
            case _:
                tell(client)
    client.close()
    print("survived", flush=True)


def act(client: Client, times: int, dies_at: str = "") -> None:
    """Create accounts, one act each, and say each one that is promised."""
    for number in range(times):
        edit = Create("account", {"name": f"promised {number}"})
        committed = client.store.door.commit("edit", [edit])
        print("promised", committed.transaction, edit.id, flush=True)
    if dies_at == CrashPoint.AFTER_COMMIT:
        die()


def rename(client: Client, name: str) -> None:
    """Call every account by the name, each in an act of its own."""
    for record_id in client.store.read(_accounts):
        committed = client.store.door.commit("edit", [Update("account", record_id, {"name": name})])
        print("promised", committed.transaction, record_id, flush=True)


def poke(client: Client) -> None:
    """Ask whether there is news, once."""
    try:
        print("head", client.server.poke(0, 0).head, flush=True)
    except UserError as error:
        print("failed", error.code, flush=True)


def sync(client: Client) -> None:
    """Sync until nothing waits and everything is here, or say why not."""
    report = client.engine.run(needed(SyncState(levels=client.engine.levels()), 0), threading.Event())
    print("skew", report.skew, flush=True)
    if report.failure is not None:
        print("failed", report.failure.code, flush=True)


def tell(client: Client) -> None:
    """Say what is here: each record with its version, how much waits, how much is parked, and whether all is whole."""
    rows: dict[str, Any] = client.store.read(_versions)
    print("replica", msgspec.json.encode(rows).decode(), flush=True)
    print("waiting", client.store.outbox.count(), flush=True)
    print("parked", client.store.outbox.to_decide(), flush=True)
    print("whole", client.store.check(), flush=True)


def migrate(path: str, statement: int) -> None:
    """Open a replica of an older version; die when the migration is about to run its statement of that number."""
    seen = 0
    known = vars(steps)["connect"]

    def connect(*arguments: Any, **options: Any) -> Any:
        connection: Any = known(*arguments, **options)

        def watch(_: str) -> None:
            nonlocal seen
            seen += 1
            if seen == statement:
                die()

        connection.set_trace_callback(watch)
        return connection

    vars(steps)["connect"] = connect
    open_store(Path(path), KEY, SystemClock()).close()
    print("statements", seen, flush=True)


def rekey(path: str, new: str, most_bytes: int = 0) -> None:
    """Change the replica's key; die when a file of it would grow beyond so many bytes, or before the log is folded."""
    if most_bytes:
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    change_key(Path(path), KEY, bytes.fromhex(new))
    print("survived", flush=True)


def rekey_unfolded(path: str, new: str) -> None:
    """Change the replica's key; die when every page is in the log, and none in the file yet."""
    known = vars(rekeying)["connect"]

    def connect(*arguments: Any, **options: Any) -> Any:
        connection: Any = known(*arguments, **options)
        connection.set_trace_callback(lambda sql: die() if "wal_checkpoint" in sql else None)
        return connection

    vars(rekeying)["connect"] = connect
    change_key(Path(path), KEY, bytes.fromhex(new))


def arm(client: Client, point: str) -> None:
    """Make the process mortal at the point."""
    if point == CrashPoint.WITHIN_SWEEP:
        writer: Any = client.store._database._writer
        writer.set_trace_callback(lambda sql: die() if sql.startswith(_SWEEP) else None)
    reach: Callable[[str], None] = lambda here: die() if here == point else None  # noqa: E731
    client.engine.replica = Fragile(client.store.replica, reach)
    client.engine.outbox = Fragile(client.store.outbox, reach)


def die() -> None:
    """End here and now."""
    os.kill(os.getpid(), signal.SIGKILL)


def _accounts(reader: Reader) -> list[str]:
    return [row[0] for row in reader.all(f"SELECT id FROM {RECORDS['account'].name} ORDER BY id")]


def _versions(reader: Reader) -> dict[str, int]:
    found = {}
    for kind in KINDS:
        for row in reader.all(f"SELECT id, updated_at FROM {RECORDS[kind].name}"):
            found[f"{kind} {row[0]}"] = row[1]
    return found

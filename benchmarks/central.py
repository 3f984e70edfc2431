"""A central server to measure: a durable database of either kind, organisations with devices, a process that answers.

Only what the server itself runs with: PostgreSQL waits for its disk at every commit, as SQLite does.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crm_desktop.models.clock import SystemClock
from crm_desktop.models.edits import Create
from crm_desktop.models.exchange import Device
from crm_desktop.models.ids import new_id
from crm_server import embedded
from crm_server.embedded import RunningServer
from crm_server.services.bulk_write import write_as
from crm_server.services.set_up import NewUser, set_up
from crm_server.settings import DAY_MS
from crm_server.store import credentials, sessions
from crm_server.store.engine import Database, open_database
from crm_server.store.migrate import migrate
from crm_server.tokens import digest, new_token
from tools import postgres_cluster

PASSWORD = "a benchmark's password"


@dataclass(frozen=True, slots=True)
class MeasuredDevice:
    """A signed-in device and the accounts that only it edits."""

    token: str
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasuredOrganisation:
    """An organisation with devices of its administrator."""

    org_id: str
    user_id: str
    devices: tuple[MeasuredDevice, ...]


@contextmanager
def place(kind: str, folder: Path) -> Iterator[str]:
    """Give the address of an empty durable database, `sqlite` or `postgresql`, that goes away afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'server.db'}"
        return
    # Not in the benchmark's folder: the database's own user must get there, and socket paths must be short.
    cluster = Path(tempfile.mkdtemp(prefix="fl-bench-", dir="/tmp"))
    cluster.chmod(0o755)
    try:
        yield postgres_cluster.start(cluster / "pg", durable=True)
    finally:
        postgres_cluster.stop(cluster / "pg")
        shutil.rmtree(cluster, ignore_errors=True)


def furnish(address: str, organisations: int, devices: int, accounts: int = 4) -> list[MeasuredOrganisation]:
    """Make so many organisations, each with so many devices that have so many accounts each."""
    database = open_database(address, 2)
    migrate(database)
    made = [_organisation(database, number, devices, accounts) for number in range(organisations)]
    database.close()
    return made


@contextmanager
def serving(address: str, folder: Path, workers: int = 1) -> Iterator[RunningServer]:
    """Run a server on the database."""
    with embedded.start(folder, database=address, workers=workers) as running:
        yield running


def _organisation(database: Database, number: int, devices: int, accounts: int) -> MeasuredOrganisation:
    clock = SystemClock()
    made = set_up(database, clock, f"Benchmark {number}", NewUser(f"bench{number}", "Bench", PASSWORD), "CNY")
    owner = (made.org_id, made.administrator_id)
    edits = [Create("account", {"name": f"上海恒川精密 {index}", "phone": ""}) for index in range(devices * accounts)]
    write_as(database, clock, owner, "import", edits)
    ids = [edit.id for edit in edits]
    measured = []
    for index in range(devices):
        token = _token(database, owner, clock.now())
        measured.append(MeasuredDevice(token, tuple(ids[index * accounts : (index + 1) * accounts])))
    return MeasuredOrganisation(made.org_id, made.administrator_id, tuple(measured))


def _token(database: Database, owner: tuple[str, str], now: int) -> str:
    """Sign a device in without the costly check of a password."""
    org_id, user_id = owner
    device, token = Device(id=new_id(), name="bench", platform="bench"), new_token()
    caller = sessions.Caller(org_id, user_id, device.id, device.name, new_id())
    with database.write() as connection:
        credentials.see_device(connection, org_id, user_id, device, now)
        sessions.add_access(connection, caller, digest(token), now + DAY_MS, now)
    return token

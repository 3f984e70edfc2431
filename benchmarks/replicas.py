"""Real clients to measure: encrypted store, HTTP, engine, everything of the program but its windows."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from crm_desktop.models.clock import SystemClock
from crm_desktop.models.exchange import Device
from crm_desktop.models.ids import new_id
from crm_desktop.models.sync_run import Touched
from crm_desktop.store.opening import Store, open_store
from crm_desktop.sync.course import Listener
from crm_desktop.sync.engine import Engine
from crm_desktop.sync.events import Phase
from crm_desktop.sync.report import SyncReport
from crm_desktop.sync.session import SignedIn
from crm_desktop.sync.transport import HttpServer


@dataclass
class Token:
    """Keeps the refresh token as long as the benchmark runs."""

    token: str = ""

    def refresh_token(self) -> str:
        """Return the token."""
        return self.token

    def keep_refresh_token(self, token: str) -> None:
        """Replace the token."""
        self.token = token


@dataclass
class MeasuredReplica:
    """One device."""

    path: Path
    store: Store
    access: SignedIn
    server: HttpServer
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        listener = Listener(nobody, nobody)
        store = self.store
        self.engine = Engine(store.replica, store.outbox, store.journal, self.server, SystemClock(), listener)

    def run(self, *phases: Phase) -> SyncReport:
        """Carry out phases; raises AssertionError where that fails."""
        report = self.engine.run(phases, threading.Event())
        assert report.failure is None, report.failure
        return report

    def settle(self) -> None:
        """Do the upkeep that quiet moments are for."""
        while self.store.tend():
            pass


def nobody(_: Touched | SyncReport) -> None:
    """No screens here to read again."""


@contextmanager
def replica(folder: Path, url: str, name: str, password: str) -> Iterator[MeasuredReplica]:
    """Open a device, signed in, with its first snapshot taken."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "replica.db"
    store = open_store(path, secrets.token_bytes(32), SystemClock())
    access = SignedIn(url, Device(id=new_id(), name="bench", platform="bench"), Token())
    session = access.sign_in(name, password)
    store.sign(session.user_id, access.device.id)
    made = MeasuredReplica(path, store, access, HttpServer(url, access))
    try:
        made.run(Phase.SNAPSHOT, Phase.PULL)
        yield made
    finally:
        made.server.close()
        store.close()


def median(values: Sequence[float]) -> float:
    """Return the middle one of the values."""
    return sorted(values)[len(values) // 2]

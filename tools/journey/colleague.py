"""A second real client: its own profile, encrypted replica and sync, without a window."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crm_desktop.composition.protection import InMemory
from crm_desktop.composition.workspace import this_device
from crm_desktop.models.clock import SystemClock
from crm_desktop.settings import Profile
from crm_desktop.store.opening import Store, open_store
from crm_desktop.sync.course import Listener
from crm_desktop.sync.engine import Engine
from crm_desktop.sync.events import Phase
from crm_desktop.sync.keys import KeptToken
from crm_desktop.sync.session import SignedIn
from crm_desktop.sync.transport import HttpServer


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works elsewhere. `sync` sends and fetches; `store` is their replica."""

    store: Store
    engine: Engine
    user_id: str

    def sync(self) -> None:
        """Send what waits and fetch what is new; raises what went wrong."""
        first = self.store.replica.position() is None
        phases = (Phase.SNAPSHOT, Phase.PULL) if first else (Phase.PUSH, Phase.PULL)
        report = self.engine.run(phases, threading.Event())
        if not report.complete:
            raise RuntimeError(f"the colleague's sync was not complete: {report.failure}")
        if report.run.refused:
            raise RuntimeError(f"{report.run.refused} acts of the colleague were refused")

    @staticmethod
    @contextmanager
    def at_work(folder: Path, server: str, name: str, password: str) -> Iterator[Colleague]:
        """Sign in, open a replica, and fetch it whole."""
        profile = Profile(folder)
        profile.prepare()
        clock = SystemClock()
        signed_in = SignedIn(server, this_device(profile), KeptToken(InMemory()))
        session = signed_in.sign_in(name, password)
        store = open_store(profile.replica, secrets.token_bytes(32), clock)
        try:
            store.sign(session.user_id, f"{name}'s laptop")
            line = HttpServer(server, signed_in)
            quiet = Listener(lambda _touched: None, lambda _progress: None)
            made = Colleague(
                store, Engine(store.replica, store.outbox, store.journal, line, clock, quiet), session.user_id
            )
            made.sync()
            yield made
        finally:
            store.close()

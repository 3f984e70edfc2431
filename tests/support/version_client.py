"""A device of some version, run as a program: `python version_client.py FOLDER ADDRESS`, one JSON order a line.

It imports nothing but the product, whichever version of it PYTHONPATH names, and answers each order with a JSON line.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from typing import Any

from crm_desktop.models.catalog import SCHEMA
from crm_desktop.models.clock import SystemClock
from crm_desktop.models.edits import Create, Update
from crm_desktop.models.errors import UserError
from crm_desktop.models.exchange import Device
from crm_desktop.models.ids import new_id
from crm_desktop.store.opening import open_store
from crm_desktop.store.parts import last_check
from crm_desktop.sync.checking import BothSides
from crm_desktop.sync.course import Listener
from crm_desktop.sync.engine import Engine
from crm_desktop.sync.events import Phase
from crm_desktop.sync.session import SignedIn
from crm_desktop.sync.transport import HttpServer

KEY = bytes(range(32))


class _Keeper:
    """Keeps a refresh token while the program runs."""

    token = ""

    def refresh_token(self) -> str:
        return self.token

    def keep_refresh_token(self, token: str) -> None:
        self.token = token


class _Counting:
    """The server, with a list of the parts that it was asked for."""

    def __init__(self, server: HttpServer) -> None:
        self._server = server
        self.asked: list[list[str]] = []

    def fetch(self, message: Any) -> Any:
        self.asked.append([message.part.kind, *message.columns])
        return self._server.fetch(message)

    def compare(self, message: Any) -> Any:
        return self._server.compare(message)


class Program:
    """The device."""

    def __init__(self, folder: Path, address: str) -> None:
        self.store = open_store(folder / "replica.db", KEY, SystemClock())
        identity = folder / "device"
        if not identity.exists():
            identity.write_text(new_id(), encoding="utf-8")
        device = Device(id=identity.read_text(encoding="utf-8"), name="device", platform="linux")
        self.signed_in = SignedIn(address, device, _Keeper())
        self.server = HttpServer(address, self.signed_in)
        self.counting = _Counting(self.server)
        self.engine = Engine(
            self.store.replica,
            self.store.outbox,
            self.store.journal,
            self.server,
            SystemClock(),
            Listener(lambda _: None, lambda _: None),
            parts=BothSides(self.store.parts, self.counting),
        )

    def schema(self) -> int:
        """Return the version."""
        return SCHEMA

    def sign_in(self, name: str, password: str) -> str:
        """Sign in; return "", or the code of what went wrong."""
        try:
            session = self.signed_in.sign_in(name, password)
        except UserError as error:
            return error.code
        self.store.sign(session.user_id, "device")
        return ""

    def sync(self) -> dict[str, Any]:
        """Do what the planner would ask for, until nothing waits; return code, records received and parts asked for."""
        self.counting.asked.clear()
        first = self.store.replica.position() is None
        report = self._run(Phase.PUSH, *((Phase.SNAPSHOT,) if first else ()), Phase.PULL)
        received, code = report.run.received, report.run.code
        if not code and self.store.outbox.count():
            report = self._run(Phase.PUSH, Phase.PULL)
            received, code = received + report.run.received, report.run.code
        return {"code": code, "received": received, "asked": list(self.counting.asked), "snapshot": first}

    def check(self) -> dict[str, int]:
        """Compare with the server."""
        report = self._run(Phase.PULL, Phase.CHECK)
        found = self.store.read(lambda reader: last_check(reader.connection))
        assert found is not None, report.run.code
        return {"records": found.records, "repaired": found.repaired}

    def create(self, kind: str, values: dict[str, Any]) -> str:
        """Make a record; return its id."""
        edit = Create(kind, values)
        self.store.door.commit("edit", [edit])
        return edit.id

    def update(self, kind: str, record_id: str, values: dict[str, Any]) -> None:
        """Change a record."""
        self.store.door.commit("edit", [Update(kind, record_id, values)])

    def value(self, sql: str, *parameters: Any) -> Any:
        """Return one value."""
        return self.store.read(lambda reader: reader.value(sql, *parameters))

    def waiting(self) -> list[int]:
        """Return how many acts wait, and how many are parked or in conflict."""
        return [self.store.outbox.count(), self.store.outbox.to_decide()]

    def _run(self, *phases: Phase) -> Any:
        return self.engine.run(phases, threading.Event())


def main() -> None:
    """Obey until the orders end."""
    program = Program(Path(sys.argv[1]), sys.argv[2])
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        sys.stdout.write(json.dumps(getattr(program, name)(*arguments)) + "\n")
        sys.stdout.flush()
    program.server.close()
    program.signed_in.hang_up()
    program.store.close()


if __name__ == "__main__":
    main()

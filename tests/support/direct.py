"""A real device and the server's real services, joined without a network: messages travel as JSON, nothing else."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from crm_desktop.models.edits import Edit
from crm_desktop.models.exchange import (
    Poke,
    PullPage,
    PullRequest,
    Push,
    PushAnswer,
    SnapshotPage,
    SnapshotRequest,
)
from crm_desktop.models.parts import ComparePage, CompareRequest, FetchPage, FetchRequest
from crm_desktop.models.sync_run import CheckResult
from crm_desktop.store.engine import connect
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.parts import last_check
from crm_desktop.sync.checking import BothSides
from crm_desktop.sync.course import Listener
from crm_desktop.sync.engine import Engine
from crm_desktop.sync.events import Phase
from crm_desktop.sync.ports import Traffic
from crm_server.services.load_rights import RightsMemory
from crm_server.services.push_jobs import PushJob
from crm_server.services.send_parts import PartsAlone
from tests.support.blank_replica import KEY, lay_blank
from tests.support.office import Office

T = TypeVar("T")


def carried(message: Any, kind: type[T]) -> T:
    """Return the message as the other side reads it."""
    return msgspec.json.decode(msgspec.json.encode(message), type=kind)


@dataclass
class DirectLine:
    """The server as one person reaches it."""

    office: Office
    name: str
    fetched: list[FetchRequest] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._parts = PartsAlone(self.office.database, RightsMemory())

    def push(self, message: Push) -> PushAnswer:
        """Send transactions."""
        job = PushJob(self.office.caller(self.name), carried(message, Push))
        return carried(self.office.accepting.accept(self.office.org_id, [job])[0][0], PushAnswer)

    def pull(self, message: PullRequest) -> PullPage:
        """Fetch what is new."""
        return carried(self.office.changes.pull(self.office.caller(self.name), message), PullPage)

    def snapshot(self, message: SnapshotRequest) -> SnapshotPage:
        """Fetch a page of the snapshot."""
        return carried(self.office.snapshots.page(self.office.caller(self.name), message), SnapshotPage)

    def fetch(self, message: FetchRequest) -> FetchPage:
        """Fetch a part."""
        self.fetched.append(message)
        return carried(self._parts.fetch(self.office.caller(self.name), message), FetchPage)

    def compare(self, message: CompareRequest) -> ComparePage:
        """Fetch checksums."""
        return carried(self._parts.compare(self.office.caller(self.name), message), ComparePage)

    def poke(self, after: int, wait_seconds: float) -> Poke:
        """Never called here."""
        raise NotImplementedError

    def traffic(self) -> Traffic:
        """Nothing is counted."""
        return Traffic()


class Desktop:
    """A person's device."""

    def __init__(self, office: Office, name: str, folder: Path) -> None:
        self.path = folder / f"{name}.db"
        lay_blank(self.path)
        self.store: Store = open_store(self.path, KEY, office.clock)
        self.store.sign(office.people[name], f"{name}'s laptop")
        self.line = DirectLine(office, name)
        self.engine = Engine(
            self.store.replica,
            self.store.outbox,
            self.store.journal,
            self.line,
            office.clock,
            Listener(lambda _: None, lambda _: None),
            parts=BothSides(self.store.parts, self.line),
        )

    def run(self, *phases: Phase) -> None:
        """Carry out phases, all of which must succeed."""
        report = self.engine.run(phases, threading.Event())
        assert report.complete, report.run.code

    def sync(self) -> None:
        """Do what the planner would ask for."""
        first = self.store.replica.position() is None
        self.run(Phase.PUSH, *((Phase.SNAPSHOT,) if first else ()), Phase.PULL)

    def check(self) -> CheckResult:
        """Compare with the server; return what was found."""
        self.run(Phase.PULL, Phase.CHECK)
        found = self.store.read(lambda reader: last_check(reader.connection))
        assert found is not None
        return found

    def commit(self, *edits: Edit) -> None:
        """Commit an act of the person."""
        self.store.door.commit("edit", edits)

    def value(self, sql: str, *parameters: object) -> Any:
        """Return one value from the replica."""
        return self.store.read(lambda reader: reader.value(sql, *parameters))

    def damage(self, sql: str, *parameters: object) -> None:
        """Write into the file past the store."""
        connection = connect(self.path, KEY, ())
        connection.execute(sql, parameters)
        connection.close()

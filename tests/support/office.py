"""An organisation at work: a server's database with people, and replicas that hold what pages told them.

Everything goes through the services that the routes use; nothing reads or writes tables behind their backs, but for
`visible_now`, the SELECT that replicas are compared with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import select

from crm_desktop.models.access import visible
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.changes import FieldChange, Operation, RecordChange, Transaction
from crm_desktop.models.clock import ManualClock
from crm_desktop.models.edits import Create, Update
from crm_desktop.models.exchange import (
    HistoryEntry,
    Outcome,
    Position,
    PullPage,
    PullRequest,
    Push,
    Rows,
    SnapshotPage,
    SnapshotRequest,
)
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id
from crm_server.services.accept_changes import Accepting
from crm_server.services.bulk_write import write_as
from crm_server.services.load_rights import RightsMemory, load_rights
from crm_server.services.push_jobs import PushJob
from crm_server.services.read_changes import Changes
from crm_server.services.set_up import NewOrganisation, NewUser, set_up
from crm_server.services.take_snapshot import Snapshots
from crm_server.store.engine import Database
from crm_server.store.sessions import Caller
from crm_server.store.tables import RECORDS

PASSWORD = "correct horse battery"


def create(kind: str, values: Mapping[str, Value], record_id: str = "") -> RecordChange:
    """Return the change that makes a record."""
    fields = {name: FieldChange(None, value) for name, value in values.items()}
    return RecordChange(kind, record_id or new_id(), Operation.CREATE, fields)


def update(kind: str, record_id: str, /, **fields: tuple[Value, Value]) -> RecordChange:
    """Return the change of fields, each `(before, after)`."""
    return RecordChange(kind, record_id, Operation.UPDATE, {name: FieldChange(*each) for name, each in fields.items()})


def transaction(*changes: RecordChange, made_at: int, **more: Any) -> Transaction:
    """Return an act of these changes."""
    return Transaction(new_id(), "act", made_at, changes, **more)


@dataclass
class Replica:
    """What a device holds after applying the pages it was given."""

    position: Position = field(default_factory=Position)
    rows: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    history: dict[tuple[str, int], HistoryEntry] = field(default_factory=dict)

    def take_page(self, page: PullPage) -> None:
        """Apply a pull page."""
        for batch in page.batches:
            self._take_rows(batch)
        for ref in page.exits:
            self.rows.pop((ref.kind, ref.id), None)
        self._take_history(page.history)
        self.position = page.position

    def take_snapshot_page(self, page: SnapshotPage) -> None:
        """Apply a snapshot page."""
        self._take_rows(page.batch)
        self._take_history(page.history)
        self.position = page.position

    def _take_rows(self, batch: Rows) -> None:
        plain = msgspec.json.decode(msgspec.json.encode(batch), type=Rows)
        for row in plain.rows:
            values = dict(zip(plain.columns, row, strict=True))
            self.rows[(plain.kind, values["id"])] = values

    def _take_history(self, entries: list[HistoryEntry]) -> None:
        for entry in entries:
            self.history[(entry.transaction_id, entry.ordinal)] = entry


def held(replica: Replica) -> dict[tuple[str, str], int]:
    """Return what a replica holds, in the shape of `Office.visible_now`."""
    return {key: row["updated_at"] for key, row in replica.rows.items()}


@dataclass
class Office:
    """An organisation with an administrator, and services over its database."""

    database: Database
    clock: ManualClock
    made: NewOrganisation
    people: dict[str, str]
    """User ids by name."""

    def __post_init__(self) -> None:
        memory = RightsMemory()
        self.accepting = Accepting(self.database, self.clock, memory)
        self.changes = Changes(self.database, memory)
        self.snapshots = Snapshots(self.database, memory)

    @property
    def org_id(self) -> str:
        """The organisation's id."""
        return self.made.org_id

    def caller(self, name: str) -> Caller:
        """Return the person as a request would come from."""
        user_id = self.people[name]
        return Caller(self.org_id, user_id, user_id, f"{name}'s laptop", user_id)

    def job(self, name: str, *transactions: Transaction) -> PushJob:
        """Return a push of the person's device, whose clock is right."""
        return PushJob(self.caller(name), Push(transactions=list(transactions), clock=self.clock.now()))

    def push(self, name: str, *transactions: Transaction) -> list[Outcome]:
        """Send transactions as the person; return their outcomes."""
        self.clock.advance(10)
        return self.accepting.accept(self.org_id, [self.job(name, *transactions)])[0][0].outcomes

    def act(self, name: str, *changes: RecordChange) -> Outcome:
        """Send one transaction made now."""
        return self.push(name, transaction(*changes, made_at=self.clock.now()))[0]

    def add(self, name: str, kind: str, /, **values: Value) -> str:
        """Let the person make a record, which must be accepted; return its id."""
        change = create(kind, values)
        outcome = self.act(name, change)
        assert outcome.result == "applied", outcome
        return change.id

    def change(self, name: str, kind: str, record_id: str, /, **fields: tuple[Value, Value]) -> Outcome:
        """Let the person change a record."""
        return self.act(name, update(kind, record_id, **fields))

    def snapshot(self, name: str, limit: int = 50) -> Replica:
        """Return a replica freshly filled for the person."""
        replica, cursor = Replica(), ""
        while True:
            page = self.snapshots.page(self.caller(name), SnapshotRequest(cursor=cursor, limit=limit))
            replica.take_snapshot_page(page)
            cursor = page.cursor
            if not cursor:
                return replica

    def pull(self, name: str, replica: Replica, limit: int = 2_000) -> list[PullPage]:
        """Bring a replica up to date; return the pages. Fails where a new snapshot is asked for."""
        pages = []
        while True:
            page = self.changes.pull(self.caller(name), PullRequest(position=replica.position, limit=limit))
            assert not page.snapshot, page.snapshot
            replica.take_page(page)
            pages.append(page)
            if not page.more:
                return pages

    def visible_now(self, name: str) -> dict[tuple[str, str], int]:
        """Return what the person may see, by the condition itself: kind and id with `updated_at`."""
        with self.database.read() as connection:
            rights = load_rights(connection, self.org_id, self.people[name])
            found: dict[tuple[str, str], int] = {}
            for kind in KINDS.values():
                table = RECORDS[kind.name]
                statement = select(table.c.id, table.c.updated_at)
                statement = statement.where(table.c.org_id == self.org_id, visible(rights, kind, RECORDS))
                found |= {(kind.name, row.id): row.updated_at for row in connection.execute(statement)}
        return found

    def row(self, kind: str, record_id: str) -> dict[str, Any]:
        """Return a record as it stands on the server."""
        table = RECORDS[kind]
        with self.database.read() as connection:
            statement = select(table).where(table.c.org_id == self.org_id, table.c.id == record_id)
            return dict(connection.execute(statement).mappings().one())

    def write(self, *edits: Create | Update) -> int:
        """Write as the server's operator."""
        return write_as(self.database, self.clock, (self.org_id, self.made.administrator_id), "operator", edits)


def open_office(database: Database, clock: ManualClock | None = None) -> Office:
    """Set up an organisation: North (Mia the manager, Ann, Bob), South (Cem), and Ada, who administers."""
    present = clock or ManualClock()
    made = set_up(database, present, "Fieldline Test", NewUser("ada", "Ada", PASSWORD))
    north, south = new_id(), new_id()
    people = {"ada": made.administrator_id}
    edits: list[Create] = [
        Create("unit", {"name": "North", "parent_id": made.unit_id}, north),
        Create("unit", {"name": "South", "parent_id": made.unit_id}, south),
    ]
    roles = (("mia", "Manager", north), ("ann", "Sales representative", north), ("bob", "Sales representative", north))
    for name, role, unit in (*roles, ("cem", "Sales representative", south)):
        people[name] = new_id()
        values = {"name": name.title(), "sign_in_name": name, "role_id": made.roles[role], "unit_id": unit}
        edits.append(Create("user", values, people[name]))
    office = Office(database, present, made, people)
    office.write(*edits)
    return office

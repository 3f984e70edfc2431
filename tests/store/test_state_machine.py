"""Door, undo, outbox and replica together, against a model that fits on a page: whatever happens in whatever order."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from crm_desktop.models.changes import Operation, RecordChange, Transaction
from crm_desktop.models.clock import ManualClock
from crm_desktop.models.edits import Create, Delete, Restore, Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.exchange import Outcome, Refusal
from crm_desktop.models.record import SyncState
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.queries.find import find
from crm_desktop.store.queries.records import record
from crm_desktop.store.queries.sync_state import parked
from tests.store.conftest import KEY
from tests.store.server_side import batch, edited, pulled, row, snapshot_page

UNLUCKY = 13
NAMES = st.sampled_from(["恒川", "江南", "Beta", "Gamma"])
NUMBERS = st.sampled_from([1, 2, 3, UNLUCKY])
FIELDS = ("name", "employees", "industry", "deleted_at")
Rows = dict[str, dict[str, Any]]


def apply(rows: Rows, change: RecordChange, moment: int) -> None:
    """Do a change to plain rows, as anybody would."""
    if change.operation is Operation.CREATE:
        rows.setdefault(change.id, row(change.id))
    target = rows.get(change.id)
    if target is None:
        return
    if change.operation in (Operation.CREATE, Operation.UPDATE):
        target.update({name: edit.after for name, edit in change.fields.items()})
    else:
        target["deleted_at"] = moment if change.operation is Operation.DELETE else None


@contextmanager
def refusal_is(code: str) -> Iterator[None]:
    """Let one refusal pass, and no other."""
    try:
        yield
    except Refused as problem:
        if problem.code != code:
            raise


class Server:
    """All that the replica needs of a server: rows, a sequence, one outcome for each act."""

    def __init__(self) -> None:
        self.rows: Rows = {}
        self.sequence = 0
        self.changed: list[tuple[int, str]] = []
        self.outcomes: dict[str, Outcome] = {}

    def accept(self, act: Transaction) -> Outcome:
        if act.id not in self.outcomes:
            self.outcomes[act.id] = self._decide(act)
        return self.outcomes[act.id]

    def write(self, change: RecordChange) -> None:
        self.sequence += 1
        apply(self.rows, change, self.sequence)
        self.changed.append((self.sequence, change.id))

    def _decide(self, act: Transaction) -> Outcome:
        unknown = any(c.operation is not Operation.CREATE and c.id not in self.rows for c in act.changes)
        unlucky = any(edit.after == UNLUCKY for change in act.changes for edit in change.fields.values())
        if unknown or unlucky:
            return Outcome(act.id, "refused", refusal=Refusal("sync.guard"))
        for change in act.changes:
            self.write(change)
        return Outcome(act.id, "applied", self.sequence)


class Device(RuleBasedStateMachine):
    """One device with a replica, its server, and someone else who edits there."""

    accounts: Bundle[str] = Bundle("accounts")

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="fieldline-"))
        for part in TEMPLATE.parent.iterdir():
            shutil.copy(part, self.folder)
        self.clock = ManualClock()
        self.store = self.open()
        self.server = Server()
        self.pulled: Rows = {}
        self.position = 0
        self.acts: list[Transaction] = []
        self.store.replica.begin_snapshot()
        self.store.replica.apply_snapshot_page(snapshot_page(batch("account", []), sequence=0))
        self.store.replica.finish_snapshot()

    def open(self) -> Store:
        return open_store(self.folder / TEMPLATE.name, KEY, self.clock)

    @rule(target=accounts, name=NAMES, employees=NUMBERS)
    def create(self, name: str, employees: int) -> str:
        edit = Create("account", {"name": name, "employees": employees})
        self.store.door.commit("account.create", [edit])
        self.note()
        return edit.id

    @rule(account=accounts, name=NAMES)
    def rename(self, account: str, name: str) -> None:
        self.act(Update("account", account, {"name": name}))

    @rule(account=accounts, employees=NUMBERS)
    def count(self, account: str, employees: int) -> None:
        self.act(Update("account", account, {"employees": employees}))

    @rule(account=accounts, restore=st.booleans())
    def bin(self, account: str, restore: bool) -> None:
        self.act(Restore("account", account) if restore else Delete("account", account))

    @rule(again=st.booleans())
    def take_back(self, again: bool) -> None:
        with refusal_is("undo.overwritten"):
            self.store.door.redo() if again else self.store.door.undo()
        self.note()

    @rule(account=accounts, industry=st.sampled_from(["steel", "food"]))
    def someone_else_edits(self, account: str, industry: str) -> None:
        if account in self.server.rows:
            before = self.server.rows[account].get("industry")
            self.server.write(edited("account", account, "industry", before, industry))

    @rule(limit=st.integers(1, 5), lost=st.booleans())
    def push(self, limit: int, lost: bool) -> None:
        outcomes = [self.server.accept(act) for act in self.store.outbox.waiting(limit)]
        if not lost:
            self.store.outbox.record(outcomes)

    @rule()
    def pull(self) -> None:
        ids = {each for sequence, each in self.server.changed if sequence > self.position}
        rows = [dict(self.server.rows[each]) for each in ids]
        self.store.replica.apply_pull_page(pulled(self.server.sequence, batch("account", rows)))
        self.position = self.server.sequence
        self.pulled |= {each["id"]: each for each in rows}

    @rule(again=st.booleans())
    def decide(self, again: bool) -> None:
        for act in self.store.read(parked)[:1]:
            with refusal_is("store.record_gone"):
                chosen = self.store.door.send_again if again else self.store.door.discard
                chosen([act.transaction.id])
        self.note()

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = self.open()

    @invariant()
    def the_device_shows_the_last_word_with_what_waits_on_top(self) -> None:
        if not hasattr(self, "store"):
            return
        expected = self.expected()
        for account in {change.id for act in self.acts for change in act.changes} | set(expected):
            found = self.store.read(record, "account", account)
            wanted = expected.get(account)
            assert (found is None) == (wanted is None)
            if found is not None and wanted is not None:
                for name in FIELDS:
                    shown, known = found.get(name), wanted.get(name)
                    assert (shown is None) == (known is None) if name == "deleted_at" else shown == known, name

    def teardown(self) -> None:
        if not hasattr(self, "store"):
            return
        try:
            self.come_to_rest()
        finally:
            self.store.close()
            shutil.rmtree(self.folder)

    def come_to_rest(self) -> None:
        """With nothing left to send or to decide, the device holds exactly what the server holds."""
        while self.store.outbox.count():
            self.push(100, lost=False)
        self.store.door.discard([act.transaction.id for act in self.store.read(parked)])
        self.pull()
        for account, wanted in self.server.rows.items():
            found = self.store.read(record, "account", account)
            assert found is not None
            assert found.state is SyncState.SYNCED
            assert [found.get(name) for name in FIELDS] == [wanted.get(name) for name in FIELDS]
            hits = {hit.record.id for hit in self.store.read(find, str(wanted["name"]), ("account",), 1000)}
            assert (account in hits) == (wanted.get("deleted_at") is None)
        assert self.store.read(lambda reader: reader.value("SELECT count(*) FROM bases")) == 0
        assert self.store.read(lambda reader: reader.value("SELECT count(*) FROM accounts")) == len(self.server.rows)

    def act(self, edit: Update | Delete | Restore) -> None:
        with refusal_is("store.record_gone"):
            self.store.door.commit("account.edit", [edit])
        self.note()

    def note(self) -> None:
        """Remember what was done, as the outbox says it."""
        known = {act.id for act in self.acts}
        self.acts += [act for act in self.store.outbox.waiting(1000) if act.id not in known]

    def expected(self) -> Rows:
        waiting = {act.id for act in self.store.outbox.waiting(1000)}
        rows = {each: dict(values) for each, values in self.pulled.items()}
        for act in self.acts:
            outcome = self.server.outcomes.get(act.id)
            on_the_way = outcome is not None and outcome.result == "applied" and outcome.sequence > self.position
            if act.id in waiting or on_the_way:
                for change in act.changes:
                    apply(rows, change, 1)
        return rows


TEMPLATE = Path()


def test_any_order_of_acts_pushes_pulls_and_restarts(blank_replica: Path) -> None:
    global TEMPLATE  # noqa: PLW0603  (hypothesis makes the machines itself; a copy is quicker than the migrations)
    TEMPLATE = blank_replica
    budget = settings(max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Device, settings=budget)

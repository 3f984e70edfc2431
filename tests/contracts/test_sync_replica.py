"""What sync may expect of a replica and its outbox, asked of the encrypted store and of the one in memory alike."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crm_desktop.models.clock import SystemClock
from crm_desktop.models.edits import Create
from crm_desktop.models.exchange import (
    Outcome,
    Position,
    PullPage,
    RecordRef,
    Refusal,
    Rows,
    SnapshotPage,
)
from crm_desktop.models.ids import new_id
from crm_desktop.models.sync_run import ALL_PAGES_IN, SyncRun
from crm_desktop.store.opening import open_store
from crm_desktop.store.queries.records import record
from crm_desktop.sync.ports import Journal, Outbox, Replica
from tests.support.simulator import COLUMNS, MemoryReplica


@dataclass
class Device:
    """A replica with what surrounds it, and how a test acts and looks."""

    replica: Replica
    outbox: Outbox
    journal: Journal
    make: Callable[[str], tuple[str, str]]
    """Commits a new account of this name; returns the ids of account and transaction."""
    name: Callable[[str], object]
    """Returns the account's visible name, None where it is not seen."""


@pytest.fixture(params=["memory", "store"])
def device(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Device]:
    if request.param == "memory":
        memory = MemoryReplica()

        def make(name: str) -> tuple[str, str]:
            identifier = new_id()
            return identifier, memory.edit(identifier, name=name).id

        yield Device(memory, memory, memory, make, lambda each: memory.visible().get(each, {}).get("name"))
        return
    store = open_store(tmp_path / "replica.db", secrets.token_bytes(32), SystemClock())
    store.sign(new_id(), new_id())

    def commit(name: str) -> tuple[str, str]:
        edit = Create("account", {"name": name})
        store.door.commit("edit", [edit])
        return edit.id, store.outbox.waiting(1000)[-1].id

    def seen(identifier: str) -> object:
        found = store.read(record, "account", identifier)
        return None if found is None else found.get("name")

    yield Device(store.replica, store.outbox, store.journal, commit, seen)
    store.close()


def rows(**names: str) -> Rows:
    return Rows("account", COLUMNS, [[each, name, None, None] for each, name in names.items()])


def snapshot_page(sequence: int, cursor: str, batch: Rows) -> SnapshotPage:
    return SnapshotPage(position=Position("e", sequence, "s"), batch=batch, cursor=cursor, total=10)


def pull_page(sequence: int, *batches: Rows, exits: tuple[str, ...] = ()) -> PullPage:
    gone = [RecordRef("account", each) for each in exits]
    position = Position("e", sequence, "s")
    return PullPage(position=position, batches=list(batches), exits=gone, history=[], more=False, head=sequence)


def test_a_new_replica_has_neither_position_nor_snapshot(device: Device) -> None:
    assert device.replica.position() is None
    assert device.replica.snapshot_cursor() is None
    assert device.replica.snapshot_records() == 0


def test_a_snapshot_remembers_where_it_is_and_ends_with_the_position(device: Device) -> None:
    first, second = new_id(), new_id()
    device.replica.begin_snapshot()
    assert device.replica.snapshot_cursor() == ""
    touched = device.replica.apply_snapshot_page(snapshot_page(5, "next", rows(**{first: "one"})))
    assert touched.kinds == {"account"}
    assert device.replica.snapshot_cursor() == "next"
    assert device.replica.snapshot_records() == 1
    assert device.replica.position() is None
    assert device.name(first) == "one"
    device.replica.apply_snapshot_page(snapshot_page(5, "", rows(**{second: "two"})))
    assert device.replica.snapshot_cursor() == ALL_PAGES_IN
    device.replica.finish_snapshot()
    assert device.replica.snapshot_cursor() is None
    assert device.replica.position() == Position("e", 5, "s")
    assert (device.name(first), device.name(second)) == ("one", "two")


def test_a_second_snapshot_sweeps_what_it_does_not_contain(device: Device) -> None:
    stays, goes = new_id(), new_id()
    start(device, rows(**{stays: "stays", goes: "goes"}))
    start(device, rows(**{stays: "stays"}))
    assert device.name(goes) is None
    assert device.name(stays) == "stays"


def test_pulled_rows_and_exits_come_with_their_position(device: Device) -> None:
    first, second = new_id(), new_id()
    start(device, rows(**{first: "one"}))
    device.replica.apply_pull_page(pull_page(7, rows(**{second: "two"}), exits=(first,)))
    assert device.replica.position() == Position("e", 7, "s")
    assert (device.name(first), device.name(second)) == (None, "two")


def test_an_act_waits_in_order_until_it_is_answered(device: Device) -> None:
    start(device, rows())
    made = [device.make(name)[1] for name in ("one", "two", "three")]
    assert [each.id for each in device.outbox.waiting(10)] == made
    assert [each.id for each in device.outbox.waiting(2)] == made[:2]
    assert device.outbox.count() == 3
    device.outbox.record([Outcome(made[0], "applied", sequence=6)])
    assert [each.id for each in device.outbox.waiting(10)] == made[1:]


def test_an_acknowledged_act_stays_visible_until_the_pull_has_reached_it(device: Device) -> None:
    start(device, rows())
    account, act = device.make("mine")
    device.outbox.record([Outcome(act, "applied", sequence=8)])
    device.replica.apply_pull_page(pull_page(7))
    assert device.name(account) == "mine"
    device.replica.apply_pull_page(pull_page(8, rows(**{account: "the server's word"})))
    assert device.name(account) == "the server's word"


def test_pending_edits_lie_on_top_of_what_is_pulled(device: Device) -> None:
    start(device, rows())
    account, _ = device.make("mine")
    device.replica.apply_pull_page(pull_page(6, rows(**{account: "theirs"})))
    assert device.name(account) == "mine"


def test_a_refused_act_waits_for_a_person_and_not_for_the_server(device: Device) -> None:
    start(device, rows())
    _, act = device.make("refused")
    device.outbox.record([Outcome(act, "refused", refusal=Refusal("rules.sample"))])
    assert device.outbox.count() == 0
    assert device.outbox.to_decide() == 1


def test_an_answer_that_comes_twice_changes_nothing(device: Device) -> None:
    start(device, rows())
    account, act = device.make("mine")
    for _ in range(2):
        device.outbox.record([Outcome(act, "applied", sequence=6, repeated=True)])
    assert device.outbox.count() == 0
    assert device.name(account) == "mine"


def test_the_journal_knows_the_last_complete_sync(device: Device) -> None:
    assert device.journal.last_complete() == 0
    device.journal.note(SyncRun(started_at=1, finished_at=10))
    device.journal.note(SyncRun(started_at=11, finished_at=20, code="sync.cut_off"))
    assert device.journal.last_complete() == 10


def start(device: Device, batch: Rows) -> None:
    """Give the device a complete replica of these rows at position 5."""
    device.replica.begin_snapshot()
    device.replica.apply_snapshot_page(snapshot_page(5, "", batch))
    device.replica.finish_snapshot()

"""A replica holds exactly what its user may see: after a snapshot, after every pull, whatever moved in between."""

from __future__ import annotations

import random

import pytest

from crm_desktop.models.changes import Operation, RecordChange
from crm_desktop.models.edits import Update
from crm_desktop.models.exchange import Position, PullRequest, SnapshotRequest
from crm_desktop.models.ids import new_id
from crm_server.services.upkeep import announce_restore, forget_old
from tests.support.office import Office, create, held

PEOPLE = ("ada", "mia", "ann", "bob", "cem")


def test_a_snapshot_holds_what_the_user_may_see_however_small_its_pages(office: Office) -> None:
    for name in ("ann", "bob", "cem"):
        for index in range(7):
            account = office.add(name, "account", name=f"{name} {index}")
            office.add(name, "contact", name="Somebody", account_id=account)
    for name in PEOPLE:
        for limit in (1, 3, 1_000):
            assert held(office.snapshot(name, limit)) == office.visible_now(name)


def test_a_snapshot_brings_the_users_own_and_newest_records_first(office: Office) -> None:
    for name in ("bob", "ann", "bob", "ann"):
        office.add(name, "account", name=name)
    replica = office.snapshot("mia", limit=1)
    assert len([key for key in replica.rows if key[0] == "account"]) == 4
    own = office.add("mia", "account", name="mia")
    order = [key[1] for key in office.snapshot("mia", limit=1).rows if key[0] == "account"]
    assert order[0] == own
    assert order[1:] == sorted(order[1:], reverse=True)


def test_sets_and_flags_travel_as_lists_and_booleans(office: Office) -> None:
    tag = office.add("ann", "tag", name="VIP")
    account = office.add("ann", "account", name="A", tag_ids=[tag])
    task = office.add("ann", "task", subject="Call", account_id=account)
    rows = office.snapshot("ann").rows
    assert rows[("account", account)]["tag_ids"] == [tag]
    assert rows[("task", task)]["done"] is False


def test_a_pull_brings_changes_and_history_but_no_creations_in_it(office: Office) -> None:
    replica = office.snapshot("mia")
    account = office.add("ann", "account", name="A")
    office.change("ann", "account", account, employees=(None, 5))
    office.pull("mia", replica)
    assert replica.rows[("account", account)]["employees"] == 5
    entries = [entry for entry in replica.history.values() if entry.change.id == account]
    assert [entry.change.operation for entry in entries] == [Operation.UPDATE]
    assert (entries[0].user_id, entries[0].device) == (office.people["ann"], "ann's laptop")
    assert entries[0].change.fields["employees"].after == 5


def test_pages_end_between_transactions(office: Office) -> None:
    replica = office.snapshot("ada")
    for _ in range(4):
        outcome = office.act("ann", *(create("account", {"name": "A"}) for _ in range(3)))
        assert outcome.result == "applied"
    pages = office.pull("ada", replica, limit=7)
    assert [sum(len(batch.rows) for batch in page.batches) for page in pages] == [6, 6]
    assert [page.more for page in pages] == [True, False]


def test_one_large_transaction_is_not_cut(office: Office) -> None:
    replica = office.snapshot("ada")
    office.act("ann", *(create("account", {"name": "A"}) for _ in range(20)))
    assert [len(page.batches[0].rows) for page in office.pull("ada", replica, limit=5)] == [20]


def test_deleted_records_stay_rows_with_their_moment(office: Office) -> None:
    account = office.add("ann", "account", name="A")
    replica = office.snapshot("ann")
    office.act("ann", RecordChange("account", account, Operation.DELETE))
    office.pull("ann", replica)
    assert replica.rows[("account", account)]["deleted_at"] == office.row("account", account)["deleted_at"]


def test_a_changed_right_asks_for_a_new_snapshot(office: Office) -> None:
    replica = office.snapshot("bob")
    office.write(Update("user", office.people["bob"], {"role_id": office.made.roles["Manager"]}))
    page = office.changes.pull(office.caller("bob"), PullRequest(position=replica.position))
    assert page.snapshot == "scope"
    assert held(office.snapshot("bob")) == office.visible_now("bob")


def test_a_restored_server_asks_for_a_new_snapshot(office: Office) -> None:
    replica = office.snapshot("bob")
    announce_restore(office.database)
    page = office.changes.pull(office.caller("bob"), PullRequest(position=replica.position))
    assert page.snapshot == "epoch"
    beyond = Position(page.position.epoch, page.position.sequence + 1, page.position.scope)
    assert office.changes.pull(office.caller("bob"), PullRequest(position=beyond)).snapshot == "epoch"


def test_a_reader_from_before_the_horizon_takes_a_new_snapshot(office: Office) -> None:
    replica, current = office.snapshot("ann"), office.snapshot("ann")
    office.add("ann", "account", name="A")
    office.pull("ann", current)
    office.clock.advance(1_000_000)
    assert forget_old(office.database, office.clock.now(), 500_000) > 0
    page = office.changes.pull(office.caller("ann"), PullRequest(position=replica.position))
    assert page.snapshot == "horizon"
    assert not office.pull("ann", current)[0].batches
    office.add("ann", "account", name="B")
    office.pull("ann", current)
    assert held(current) == office.visible_now("ann")


def test_nothing_new_is_an_empty_page(office: Office) -> None:
    replica = office.snapshot("ann")
    pages = office.pull("ann", replica)
    assert len(pages) == 1
    assert not [*pages[0].batches, *pages[0].exits, *pages[0].history]


class Turmoil:
    """People who at random make, move, assign, share, delete and restore records, and the replicas they hold."""

    def __init__(self, office: Office, seed: int) -> None:
        self.office, self.random = office, random.Random(seed)
        self.replicas = {name: office.snapshot(name, limit=3) for name in PEOPLE}
        self.accounts: list[str] = []
        self.records: list[tuple[str, str]] = []

    def step(self) -> None:
        """Let something happen, which may be refused."""
        act = self.random.choice(
            (self.make, self.make, self.move, self.assign, self.share, self.bin, self.edit, self.sync)
        )
        act(self.random.choice(PEOPLE))

    def make(self, name: str) -> None:
        kind = self.random.choice(("account", "account", "contact", "task", "note", "saved_view"))
        values = {
            "account": {"name": "A"},
            "contact": {"name": "C"},
            "task": {"subject": "T", "owner_id": self.anyone()},
            "note": {"body": "N"},
            "saved_view": {
                "name": "V",
                "record_kind": "account",
                "audience": self.random.choice(("private", "team", "everyone")),
            },
        }[kind]
        if kind in ("contact", "task", "note") and self.accounts:
            values |= {"account_id": self.random.choice(self.accounts)}
        change = create(kind, values)
        if self.office.act(name, change).result != "refused":
            self.records.append((kind, change.id))
            if kind == "account":
                self.accounts.append(change.id)

    def move(self, name: str) -> None:
        records = [key for key in self.records if key[0] in ("contact", "task", "note")]
        if records and self.accounts:
            kind, record_id = self.random.choice(records)
            before = self.office.row(kind, record_id)["account_id"]
            self.office.change(name, kind, record_id, account_id=(before, self.random.choice(self.accounts)))

    def assign(self, name: str) -> None:
        if self.accounts:
            account = self.random.choice(self.accounts)
            before = self.office.row("account", account)["owner_id"]
            self.office.change(name, "account", account, owner_id=(before, self.anyone()))

    def share(self, name: str) -> None:
        if self.records:
            kind, record_id = self.random.choice(self.records)
            change = create("share", {"record_kind": kind, "record_id": record_id, "owner_id": self.anyone()})
            if self.office.act(name, change).result != "refused":
                self.records.append(("share", change.id))

    def bin(self, name: str) -> None:
        if self.records:
            kind, record_id = self.random.choice(self.records)
            gone = self.office.row(kind, record_id)["deleted_at"] is not None
            self.office.act(name, RecordChange(kind, record_id, Operation.RESTORE if gone else Operation.DELETE))

    def edit(self, name: str) -> None:
        views = [record_id for kind, record_id in self.records if kind == "saved_view"]
        if views:
            view = self.random.choice(views)
            before = self.office.row("saved_view", view)["audience"]
            after = self.random.choice(("private", "team", "everyone"))
            self.office.change(name, "saved_view", view, audience=(before, after))

    def sync(self, name: str) -> None:
        self.office.pull(name, self.replicas[name], limit=self.random.choice((1, 3, 1_000)))

    def anyone(self) -> str:
        """Return somebody's id."""
        return self.office.people[self.random.choice(PEOPLE)]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_any_turmoil_each_replica_equals_what_its_user_may_see(office: Office, seed: int) -> None:
    turmoil = Turmoil(office, seed)
    for _ in range(150):
        turmoil.step()
    for name in PEOPLE:
        turmoil.sync(name)
        assert held(turmoil.replicas[name]) == office.visible_now(name), (seed, name)
    assert len(turmoil.records) > 15, "the turmoil must really have happened"


def test_the_first_page_of_a_snapshot_names_the_epochs(office: Office) -> None:
    began = office.add("ann", "account", name="A") and office.pull("ann", office.snapshot("ann"))[-1].head
    announce_restore(office.database)
    request = SnapshotRequest(limit=1)
    first = office.snapshots.page(office.caller("ann"), request)
    assert [each.began for each in first.epochs] == [0, began]
    assert first.epochs[-1].epoch == first.position.epoch
    second = office.snapshots.page(office.caller("ann"), SnapshotRequest(limit=1, cursor=first.cursor))
    assert second.epochs == []


def test_an_unknown_person_sees_nothing_but_what_is_public(office: Office) -> None:
    office.people["ghost"] = new_id()
    office.add("ann", "account", name="A")
    assert not any(key[0] == "account" for key in office.snapshot("ghost").rows)

"""A replica holds exactly what its user may see: after a snapshot, after every pull, whatever moved in between."""

from __future__ import annotations

import hashlib
import random
from typing import Any

import msgspec
import pytest

from crm_desktop.models.access import FieldRight, Level, Rights
from crm_desktop.models.catalog import KINDS, SCHEMA
from crm_desktop.models.changes import Operation, RecordChange
from crm_desktop.models.edits import Update
from crm_desktop.models.exchange import Position, PullRequest, SnapshotRequest
from crm_desktop.models.ids import new_id
from crm_server.services.load_rights import load_rights
from crm_server.services.upkeep import announce_restore, forget_old
from tests.support.office import Office, Replica, create, transaction, update

PEOPLE = ("ada", "mia", "ann", "bob", "cem")


def held(replica: Replica) -> dict[tuple[str, str], int]:
    """Return what a replica holds, in the shape of `Office.visible_now`."""
    return {key: row["updated_at"] for key, row in replica.rows.items()}


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


def test_an_assigned_account_leaves_one_device_and_arrives_whole_on_another(office: Office) -> None:
    ann, bob = office.people["ann"], office.people["bob"]
    account = office.add("ann", "account", name="A")
    contact = office.add("ann", "contact", name="Wang", account_id=account)
    office.change("ann", "contact", contact, job_title=(None, "Buyer"))
    own_task = office.add("ann", "task", subject="Mine", account_id=account)
    anns, bobs = office.snapshot("ann"), office.snapshot("bob")
    assert ("contact", contact) not in bobs.rows
    office.change("mia", "account", account, owner_id=(ann, bob))
    pages = office.pull("ann", anns)
    exits = {(ref.kind, ref.id) for page in pages for ref in page.exits}
    assert exits == {("account", account), ("contact", contact)}
    assert ("task", own_task) in anns.rows, "what is the user's own stays"
    office.pull("bob", bobs)
    assert {("account", account), ("contact", contact), ("task", own_task)} <= bobs.rows.keys()
    titles = [entry for entry in bobs.history.values() if entry.change.id == contact]
    assert [entry.change.fields["job_title"].after for entry in titles] == ["Buyer"], "its history comes along"


def test_an_exit_is_told_even_when_the_record_left_the_account_afterwards(office: Office) -> None:
    ann, bob = office.people["ann"], office.people["bob"]
    account, other = office.add("ann", "account", name="A"), office.add("bob", "account", name="B")
    contact = office.add("ann", "contact", name="Wang", account_id=account)
    replica = office.snapshot("ann")
    office.change("mia", "account", account, owner_id=(ann, bob))
    office.change("bob", "contact", contact, account_id=(account, other))
    office.pull("ann", replica, limit=1)
    assert held(replica) == office.visible_now("ann")
    assert ("contact", contact) not in replica.rows


def test_a_share_brings_an_account_and_its_end_takes_it_away(office: Office) -> None:
    account = office.add("cem", "account", name="C")
    contact = office.add("cem", "contact", name="Chen", account_id=account)
    replica = office.snapshot("ann")
    given = {"record_kind": "account", "record_id": account, "owner_id": office.people["ann"]}
    share = office.add("cem", "share", **given)
    office.pull("ann", replica)
    assert {("account", account), ("contact", contact), ("share", share)} <= replica.rows.keys()
    office.act("cem", RecordChange("share", share, Operation.DELETE))
    office.pull("ann", replica)
    assert {("account", account), ("contact", contact)}.isdisjoint(replica.rows)
    assert held(replica) == office.visible_now("ann")


def test_deleted_records_stay_rows_with_their_moment(office: Office) -> None:
    account = office.add("ann", "account", name="A")
    replica = office.snapshot("ann")
    office.act("ann", RecordChange("account", account, Operation.DELETE))
    office.pull("ann", replica)
    assert replica.rows[("account", account)]["deleted_at"] == office.row("account", account)["deleted_at"]


def test_what_users_make_for_others_leaves_their_device(office: Office) -> None:
    office.write(Update("role", office.made.roles["Sales representative"], {"permissions": ["assign"]}))
    replica = office.snapshot("ann")
    made = create("task", {"subject": "For Cem", "owner_id": office.people["cem"]})
    assert office.act("ann", made).result == "refused"
    office.write(Update("role", office.made.roles["Sales representative"], {"writes": ["*:all"]}))
    replica = office.snapshot("ann")
    assert office.act("ann", made).result == "applied"
    exits = [ref.id for page in office.pull("ann", replica) for ref in page.exits]
    assert exits == [made.id]


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


def test_kinds_that_an_upgrade_of_the_server_brought_are_no_reason_to_start_over(office: Office) -> None:
    replica = office.snapshot("ann")
    account = office.add("ann", "account", name="A")
    with office.database.read() as connection:
        rights = load_rights(connection, office.org_id, office.caller("ann").user_id)
    assert rights.level(KINDS["process"]) is not Level.NONE
    for schema in range(1, SCHEMA):
        older = Position(replica.position.epoch, replica.position.sequence, digest_of_the_time(rights, schema))
        page = office.changes.pull(office.caller("ann"), PullRequest(position=older, schema=schema))
        assert page.snapshot == ""
        assert account in {row[0] for batch in page.batches for row in batch.rows}


def digest_of_the_time(rights: Rights, schema: int) -> str:
    """Return the digest as the server gave it when that was its newest schema: of the kinds that it then had."""
    brought = {"process": 2, "process_source": 2, "process_version": 2, "pool": 2, "lane": 2, "node": 2, "flow": 2,
               "pain": 2, "notice": 5, "notice_receipt": 5, "simulation": 6}  # fmt: skip
    levels = {name: rights.level(kind) for name, kind in KINDS.items() if not kind.public}
    known = {name: level for name, level in levels.items() if brought.get(name, 1) <= schema}
    used = (set(known.values()) | {Level.TEAM}) - {Level.ALL, Level.NONE}
    hidden = sorted(name for name, right in rights.field_rights.items() if right is FieldRight.HIDDEN)
    covered = sorted((level, sorted(rights.covered.get(level, ()))) for level in used)
    parts = (rights.user_id, sorted(known.items()), covered, hidden)
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:32]


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


def test_a_conflict_about_a_hidden_field_is_hidden_too(office: Office) -> None:
    account = office.add("ann", "account", name="A", annual_value=1)
    early = office.clock.now()
    office.clock.advance(60_000)
    office.change("mia", "account", account, annual_value=(1, 2), name=("A", "B"))
    late = update("account", account, annual_value=(1, 3), name=("A", "C"))
    office.push("ann", transaction(late, made_at=early))
    before = {row["field"] for row in _conflicts(office, "ann")}
    role = {"field_rights": ["account.annual_value:hidden"]}
    office.write(Update("role", office.made.roles["Sales representative"], role))
    assert (before, {row["field"] for row in _conflicts(office, "ann")}) == ({"annual_value", "name"}, {"name"})
    assert {key for key in office.visible_now("ann") if key[0] == "conflict"} == {
        key for key in office.snapshot("ann").rows if key[0] == "conflict"
    }


def _conflicts(office: Office, name: str) -> list[dict[str, Any]]:
    return [row for key, row in office.snapshot(name).rows.items() if key[0] == "conflict"]


def test_a_conflict_goes_with_the_record_that_it_quotes(office: Office) -> None:
    """Also where its own owner and account would show it: the loser's manager, and an account that was left."""
    account, elsewhere = office.add("ann", "account", name="A"), office.add("cem", "account", name="B")
    contact = office.add("ann", "contact", name="C", account_id=account)
    early = office.clock.now()
    office.clock.advance(60_000)
    office.change("mia", "contact", contact, job_title=(None, "theirs"))
    office.push("ann", transaction(update("contact", contact, job_title=(None, "mine")), made_at=early))
    replica = office.snapshot("ann")
    held_before = {key[0] for key in replica.rows}
    office.change("ada", "contact", contact, account_id=(account, elsewhere))
    office.pull("ann", replica)
    assert "conflict" in held_before
    assert {key for key in replica.rows if key[0] in ("contact", "conflict")} == set()
    assert held(replica) == office.visible_now("ann") == held(office.snapshot("ann"))
    office.change("ada", "contact", contact, account_id=(elsewhere, account))
    office.pull("ann", replica)
    assert {key[0] for key in replica.rows} == held_before
    assert held(replica) == office.visible_now("ann")


def test_a_conflict_about_a_kind_that_a_role_does_not_read_is_not_shown(office: Office) -> None:
    account = office.add("ann", "account", name="A")
    note = office.add("ann", "note", body="one", account_id=account)
    early = office.clock.now()
    office.clock.advance(60_000)
    office.change("mia", "note", note, body=("one", "two"))
    office.push("ann", transaction(update("note", note, body=("one", "three")), made_at=early))
    assert _conflicts(office, "ann")
    office.write(Update("role", office.made.roles["Sales representative"], {"reads": ["*:own", "note:none"]}))
    assert _conflicts(office, "ann") == []


def test_what_came_by_a_share_and_was_moved_on_since_comes_with_its_history(office: Office) -> None:
    """Whether it was moved before the share was given or afterwards; the pages are as small as can be."""
    for share_first in (True, False):
        shared, own = office.add("ann", "account", name="A"), office.add("cem", "account", name="B")
        contact = office.add("ann", "contact", name="C", account_id=shared)
        office.change("ann", "contact", contact, job_title=(None, "Buyer"))
        replica = office.snapshot("cem")
        given = create(
            "share", {"record_kind": "account", "record_id": shared, "owner_id": office.people["cem"], "right": "read"}
        )
        moved = update("contact", contact, account_id=(shared, own))
        office.change("ann", "contact", contact, notes=(None, "still A's"))
        for change in (given, moved) if share_first else (moved, given):
            assert office.act("ada", change).result == "applied"
        office.pull("cem", replica, limit=1)
        told = [entry.change.fields.keys() for entry in replica.history.values() if entry.change.id == contact]
        assert held(replica) == office.visible_now("cem")
        assert sorted(name for names in told for name in names) == ["account_id", "job_title", "notes"]


def test_what_came_with_an_account_and_was_moved_on_since_comes_with_its_history(office: Office) -> None:
    given, own = office.add("ann", "account", name="A"), office.add("cem", "account", name="B")
    contact = office.add("ann", "contact", name="C", account_id=given)
    office.change("ann", "contact", contact, job_title=(None, "Buyer"))
    replica = office.snapshot("cem")
    office.change("ada", "account", given, owner_id=(office.people["ann"], office.people["cem"]))
    office.change("ada", "contact", contact, account_id=(given, own))
    office.pull("cem", replica)
    told = [name for entry in replica.history.values() if entry.change.id == contact for name in entry.change.fields]
    assert sorted(told) == ["account_id", "job_title"]


def test_what_left_and_came_back_between_two_pages_comes_with_its_history(office: Office) -> None:
    account = office.add("ann", "account", name="A")
    office.change("ann", "account", account, region=(None, "East"))
    replica = office.snapshot("ann")
    office.change("ann", "account", account, employees=(None, 9))
    owners = (office.people["ann"], office.people["cem"])
    office.change("ada", "account", account, owner_id=owners)
    early = office.changes.pull(office.caller("ann"), PullRequest(position=replica.position, limit=1))
    replica.take_page(early)
    assert ("account", account) not in replica.rows
    replica.history.clear()  # a device forgets what it knew of a record that left
    office.change("ada", "account", account, owner_id=owners[::-1])
    office.pull("ann", replica)
    told = [name for entry in replica.history.values() for name in entry.change.fields]
    assert sorted(told) == ["employees", "owner_id", "owner_id", "region"]
    assert held(replica) == office.visible_now("ann")

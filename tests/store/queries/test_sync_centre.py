"""The sync centre's one reading: what waits, what stopped, what merged by itself, and the names of what is linked."""

from __future__ import annotations

from typing import Any

from crm_desktop.models.changes import Transaction
from crm_desktop.models.edits import Create, Update
from crm_desktop.models.exchange import Outcome, Settlement
from crm_desktop.models.ids import new_id
from crm_desktop.models.merge.entries import encode_value
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.sync_centre import account_of, sync_centre
from tests.store.server_side import batch, pulled, refused, row, synced


def test_old_and_new_values_of_links_have_names(store: Store) -> None:
    one, other = row(name="One"), row(name="Other")
    deal = row(name="Deal", account_id=one["id"])
    synced(store, batch("account", [one, other]), batch("opportunity", [deal]))
    store.door.commit("opportunity.edit", [Update("opportunity", deal["id"], {"account_id": other["id"]})])
    found = store.read(sync_centre)
    assert (found.linked[one["id"]], found.linked[other["id"]]) == ("One", "Other")
    assert account_of(found.waiting[0].record, found.linked) == "Other"


def test_a_refused_act_and_an_open_conflict_are_shown_with_their_records(store: Store) -> None:
    mine = row(name="A", phone="111")
    synced(store, batch("account", [mine]))
    store.door.commit("account.edit", [Update("account", mine["id"], {"phone": "222"})])
    store.outbox.record([refused(store.outbox.waiting(1)[0])])
    values = {"record_kind": "account", "record_id": mine["id"], "field": "phone", "state": "open"}
    sides = {"base": encode_value("1"), "mine": encode_value("2"), "theirs": encode_value(None)}
    store.replica.apply_pull_page(pulled(12, batch("conflict", [row(**values, **sides)])))
    found = store.read(sync_centre)
    assert [[each.title for each in act.records] for act in found.parked] == [["A"]]
    (conflict,) = found.conflicts
    assert (conflict.base, conflict.mine, conflict.theirs) == ("1", "2", None)
    assert conflict.record is not None


def test_what_merged_by_itself_is_said_and_what_is_asked_is_not_said_twice(store: Store) -> None:
    mine = row(name="A", notes="one")
    synced(store, batch("account", [mine]))
    store.door.commit("account.edit", [Update("account", mine["id"], {"notes": "one two", "phone": "222"})])
    (act,) = store.outbox.waiting(1)
    store.outbox.record([_merged(act, mine["id"])])
    store.door.commit("account.edit", [Update("account", mine["id"], {"phone": "333"})])
    found = store.read(sync_centre)
    (settlement,) = found.merged["account", mine["id"]]
    assert (settlement.field, settlement.winner) == ("notes", "both")


def test_a_record_made_here_waits_whole(store: Store) -> None:
    made = Create("account", {"name": "New"})
    store.door.commit("account.create", [made])
    (waits,) = store.read(sync_centre).waiting
    assert waits.record is not None
    assert waits.record.title == "New"


def _merged(act: Transaction, record_id: str) -> Outcome:
    values = {"base": "one", "mine": "one two", "theirs": "zero one"}
    common: dict[str, Any] = {"kind": "account", "id": record_id, **values}
    both = Settlement(field="notes", rule="text", result="zero one two", winner="both", **common)
    asked = Settlement(field="phone", rule="latest", result="222", winner="mine", conflict_id=new_id(), **common)
    return Outcome(act.id, "merged", 12, [both, asked])

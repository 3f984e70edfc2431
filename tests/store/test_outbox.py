"""The outbox: what is sent in which order, and what a refusal takes with it."""

from __future__ import annotations

import pytest

from crm_desktop.models.edits import Create, Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.record import SyncState
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.records import record
from crm_desktop.store.queries.sync_state import parked, sync_counts, waiting
from tests.store.server_side import applied, batch, pulled, refused, row, synced, there


def test_acts_leave_in_the_order_in_which_they_were_done(store: Store) -> None:
    made = Create("account", {"name": "A"})
    store.door.commit("account.create", [made])
    for name in ("B", "C"):
        store.door.commit("account.edit", [Update("account", made.id, {"name": name})])
    acts = store.outbox.waiting(2)
    assert [act.act for act in acts] == ["account.create", "account.edit"]
    assert store.outbox.count() == 3
    (by_record,) = store.read(waiting)
    assert len(by_record.acts) == 3


def test_what_rests_on_a_refused_act_is_parked_and_the_rest_goes_on(store: Store) -> None:
    account = Create("account", {"name": "A"})
    contact = Create("contact", {"name": "B", "account_id": account.id})
    other = Create("account", {"name": "C"})
    for act, edit in (("account.create", account), ("contact.create", contact), ("account.create", other)):
        store.door.commit(act, [edit])
    store.door.commit("contact.edit", [Update("contact", contact.id, {"job_title": "CEO"})])
    first = store.outbox.waiting(1)[0]
    touched = store.outbox.record([refused(first)])
    assert {account.id, contact.id} <= touched.ids
    assert [act.changes[0].id for act in store.outbox.waiting(10)] == [other.id]
    assert store.read(sync_counts).parked == 3
    assert store.outbox.to_decide() == 3
    assert [act.refusal.code if act.refusal else "" for act in store.read(parked)] == ["sync.guard", "", ""]
    assert store.read(record, "account", account.id) is None


def test_what_may_have_arrived_is_not_parked_for_another_acts_refusal(store: Store) -> None:
    """Its answer may have been lost; after a restore it may even wait behind what is refused only now."""
    account = Create("account", {"name": "A"})
    contact = Create("contact", {"name": "B", "account_id": account.id})
    for act, edit in (("account.create", account), ("contact.create", contact)):
        store.door.commit(act, [edit])
    first, second = store.outbox.waiting(2)
    store.outbox.sending([first, second])
    store.door.commit("contact.edit", [Update("contact", contact.id, {"job_title": "CEO"})])
    store.door.commit("account.edit", [Update("account", account.id, {"name": "C"})])
    store.outbox.record([refused(first)])
    assert [act.id for act in store.outbox.waiting(10)][:1] == [second.id]
    assert [act.refusal is None for act in store.read(parked)] == [False, True]


def test_a_refused_edit_no_longer_shows_and_marks_its_record(store: Store) -> None:
    mine = row(name="A", phone="111", industry="steel")
    synced(store, batch("account", [mine]))
    store.door.commit("account.edit", [Update("account", mine["id"], {"phone": "222"})])
    store.door.commit("account.edit", [Update("account", mine["id"], {"phone": "333"})])
    store.door.commit("account.edit", [Update("account", mine["id"], {"industry": "food"})])
    store.outbox.record([refused(store.outbox.waiting(1)[0])])
    found = there(store, mine["id"])
    assert (found.get("phone"), found.get("industry"), found.state) == ("111", "food", SyncState.PARKED)
    (goes_on,) = store.outbox.waiting(10)
    assert set(goes_on.changes[0].fields) == {"industry"}


def test_an_outcome_that_is_repeated_changes_nothing_more(store: Store) -> None:
    mine = row(name="A", phone="111")
    synced(store, batch("account", [mine]))
    store.door.commit("account.edit", [Update("account", mine["id"], {"phone": "222"})])
    (act,) = store.outbox.waiting(1)
    store.outbox.record([applied(act, 11)])
    store.replica.apply_pull_page(pulled(11, batch("account", [{**mine, "phone": "222"}])))
    store.outbox.record([applied(act, 11)])
    assert there(store, mine["id"]).state is SyncState.SYNCED


def test_a_refused_act_is_put_right_and_sent_as_another_one(store: Store) -> None:
    mine = row(name="A", phone="111")
    synced(store, batch("account", [mine]))
    store.door.commit("account.edit", [Update("account", mine["id"], {"phone": "222"})])
    (act,) = store.outbox.waiting(1)
    store.outbox.record([refused(act)])
    done = store.door.send_edited(act.id, [Update("account", mine["id"], {"phone": "333"})])
    assert done.ids == {mine["id"]}
    (sent,) = store.outbox.waiting(10)
    assert sent.id == done.transaction != act.id
    assert (sent.act, sent.changes[0].fields["phone"].before) == ("account.edit", "111")
    assert store.read(parked) == []
    assert there(store, mine["id"]).state is SyncState.WAITING


def test_what_does_not_wait_for_a_decision_cannot_be_put_right(store: Store) -> None:
    mine = row(name="A", phone="111")
    synced(store, batch("account", [mine]))
    store.door.commit("account.edit", [Update("account", mine["id"], {"phone": "222"})])
    (act,) = store.outbox.waiting(1)
    with pytest.raises(Refused) as problem:
        store.door.send_edited(act.id, [Update("account", mine["id"], {"phone": "333"})])
    assert problem.value.code == "sync.not_parked"
    assert there(store, mine["id"]).get("phone") == "222"

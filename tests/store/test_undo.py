"""Taking back and doing again: in turn, across restarts, never over someone else's later work."""

from __future__ import annotations

import pytest

from crm_desktop.models.changes import Operation
from crm_desktop.models.clock import ManualClock
from crm_desktop.models.edits import Create, Delete, Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.fields import Value
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.queries.records import record
from crm_desktop.store.queries.undo_state import undo_state
from tests.store.conftest import KEY
from tests.store.server_side import applied, batch, pulled, refused, row, synced, there


def rename(store: Store, record_id: str, **values: Value) -> None:
    store.door.commit("account.edit", [Update("account", record_id, values)])


def test_acts_are_taken_back_and_done_again_in_turn(store: Store) -> None:
    made = Create("account", {"name": "A"})
    store.door.commit("account.create", [made])
    rename(store, made.id, name="B")
    rename(store, made.id, name="C", employees=5)
    seen = [(there(store, made.id).title, there(store, made.id).get("employees"))]
    for step in (store.door.undo, store.door.undo, store.door.redo, store.door.redo):
        step()
        seen.append((there(store, made.id).title, there(store, made.id).get("employees")))
    assert seen == [("C", 5), ("B", None), ("A", None), ("B", None), ("C", 5)]


def test_undoing_a_creation_puts_the_record_into_the_bin(store: Store) -> None:
    made = Create("account", {"name": "A"})
    store.door.commit("account.create", [made])
    store.door.undo()
    assert there(store, made.id).deleted
    store.door.redo()
    assert not there(store, made.id).deleted


def test_what_was_done_before_a_restart_can_be_taken_back(store: Store, clock: ManualClock) -> None:
    made = Create("account", {"name": "A"})
    store.door.commit("account.create", [made])
    store.door.commit("account.delete", [Delete("account", made.id)])
    store.close()
    again = open_store(store.path, KEY, clock)
    try:
        label = again.read(undo_state).undo
        assert label is not None
        assert label.act == "account.delete"
        again.door.undo()
        assert not there(again, made.id).deleted
    finally:
        again.close()


def test_a_new_act_ends_what_could_be_done_again(store: Store) -> None:
    made = Create("account", {"name": "A"})
    store.door.commit("account.create", [made])
    rename(store, made.id, name="B")
    store.door.undo()
    assert store.read(undo_state).redo is not None
    rename(store, made.id, employees=3)
    assert store.read(undo_state).redo is None
    assert store.door.redo().transaction == ""
    assert there(store, made.id).title == "A"


def test_undo_does_not_replace_what_someone_else_wrote_since(store: Store) -> None:
    mine = row(name="A", phone="111", industry="steel")
    synced(store, batch("account", [mine]))
    rename(store, mine["id"], phone="222", industry="food")
    (act,) = store.outbox.waiting(1)
    store.outbox.record([applied(act, 11)])
    store.replica.apply_pull_page(pulled(12, batch("account", [{**mine, "phone": "333", "industry": "food"}])))
    with pytest.raises(Refused) as caught:
        store.door.undo()
    assert caught.value.code == "undo.overwritten"
    assert caught.value.facts["field"] == "phone"
    assert there(store, mine["id"]).get("industry") == "food"
    store.door.undo(anyway=True)
    assert (there(store, mine["id"]).get("phone"), there(store, mine["id"]).get("industry")) == ("333", "steel")


def test_what_others_did_is_not_taken_back(store: Store) -> None:
    synced(store, batch("account", [row(name="A")]))
    assert store.read(undo_state).undo is None
    assert store.door.undo().transaction == ""


def test_a_refused_act_cannot_be_undone_but_a_refused_undo_can_be_tried_again(store: Store) -> None:
    mine = row(name="A", phone="111")
    synced(store, batch("account", [mine]))
    rename(store, mine["id"], phone="222")
    store.door.undo()
    store.outbox.record([refused(store.outbox.waiting(2)[1])])
    assert there(store, mine["id"]).get("phone") == "222"
    store.door.undo()
    assert there(store, mine["id"]).get("phone") == "111"
    store.outbox.record([refused(store.outbox.waiting(1)[0])])
    assert store.read(undo_state).undo is None


def test_parked_acts_are_sent_again_as_new_ones_or_given_up(store: Store) -> None:
    mine = row(name="A", phone="111")
    synced(store, batch("account", [mine]))
    made = Create("account", {"name": "B"})
    rename(store, mine["id"], phone="222")
    store.door.commit("account.create", [made])
    acts = store.outbox.waiting(10)
    store.outbox.record([refused(act) for act in acts])
    assert store.read(record, "account", made.id) is None
    store.door.send_again([act.id for act in acts])
    assert there(store, made.id).title == "B"
    again = store.outbox.waiting(10)
    assert {act.id for act in again}.isdisjoint({act.id for act in acts})
    store.outbox.record([refused(act) for act in again])
    store.door.discard([act.id for act in again])
    assert store.outbox.to_decide() == 0
    assert there(store, mine["id"]).get("phone") == "111"


def test_an_act_is_taken_back_by_its_id_whatever_was_done_since(store: Store) -> None:
    first, second = Create("account", {"name": "A"}), Create("account", {"name": "B"})
    done = store.door.commit("import", [first])
    store.door.commit("account.create", [second])
    assert store.door.undo(transaction=done.transaction).ids == {first.id}
    assert there(store, first.id).deleted
    assert not there(store, second.id).deleted
    assert store.door.undo(transaction=done.transaction).transaction == ""
    assert store.door.undo(transaction="nobody's").transaction == ""


@pytest.mark.parametrize("deleted_at", [None, 5])
def test_a_parked_act_that_made_a_record_is_sent_again_although_the_record_has_come(
    store: Store, deleted_at: int | None
) -> None:
    synced(store, batch("account", [row(name="A")]))
    made = Create("account", {"name": "B"})
    store.door.commit("account.create", [made])
    (act,) = store.outbox.waiting(10)
    store.outbox.record([refused(act)])
    theirs = row(name="Theirs") | {"id": made.id, "deleted_at": deleted_at}
    store.replica.apply_pull_page(pulled(11, batch("account", [theirs])))
    store.door.send_again([act.id])
    assert there(store, made.id).title == "B"
    (again,) = store.outbox.waiting(10)
    assert [each.operation for each in again.changes] == [Operation.UPDATE]

"""What one act commits, and what it leaves untouched."""

from __future__ import annotations

import pytest

from crm_desktop.models.clock import ManualClock
from crm_desktop.models.edits import Create, Delete, Restore, Update
from crm_desktop.models.errors import ProgrammingError, Refused
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id
from crm_desktop.models.record import SyncState
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.queries.records import record, records
from tests.store.conftest import KEY
from tests.store.server_side import batch, row, synced


def test_a_created_record_is_there_at_once_with_defaults_and_waits(store: Store, clock: ManualClock) -> None:
    first, second = new_id(), new_id()
    create = Create("account", {"name": "  上海恒川   精密 ", "tag_ids": [second, first, second]})
    committed = store.door.commit("account.create", [create])
    found = store.read(record, "account", create.id)
    assert found is not None
    assert found.title == "上海恒川 精密"
    assert found.get("tag_ids") == [first, second]
    assert found.get("life_stage") == "new"
    assert found.get("created_at") == clock.now()
    assert found.get("created_by") == store.identity().user_id
    assert found.state is SyncState.WAITING
    assert committed.kinds == {"account"}
    assert committed.ids == {create.id}
    assert (committed.undo_label.act, committed.undo_label.id) == ("account.create", create.id)


def test_what_was_committed_is_there_after_reopening(store: Store, clock: ManualClock) -> None:
    create = Create("contact", {"name": "李倩"})
    store.door.commit("contact.create", [create])
    path = store.path
    store.close()
    again = open_store(path, KEY, clock)
    try:
        found = again.read(record, "contact", create.id)
        assert found is not None
        assert found.title == "李倩"
    finally:
        again.close()


def test_several_records_of_one_act_are_all_or_nothing(store: Store) -> None:
    account, contact = Create("account", {"name": "A"}), Create("contact", {"name": "B"})
    with pytest.raises(Refused, match=r"store\.record_gone"):
        store.door.commit("lead.convert", [account, contact, Update("account", new_id(), {"name": "C"})])
    assert store.read(records, "account", [account.id]) == {}
    assert store.read(records, "contact", [contact.id]) == {}


def test_writing_what_already_stands_there_is_no_act(store: Store) -> None:
    create = Create("account", {"name": "A", "employees": 3})
    store.door.commit("account.create", [create])
    committed = store.door.commit("account.edit", [Update("account", create.id, {"name": " A ", "employees": 3})])
    assert committed.transaction == ""
    assert committed.ids == frozenset()


def test_a_deleted_record_stays_in_the_bin_until_restored(store: Store) -> None:
    create = Create("task", {"subject": "Call"})
    store.door.commit("task.create", [create])
    store.door.commit("task.delete", [Delete("task", create.id)])
    in_bin = store.read(record, "task", create.id)
    assert in_bin is not None
    assert in_bin.deleted
    store.door.commit("task.restore", [Restore("task", create.id)])
    back = store.read(record, "task", create.id)
    assert back is not None
    assert not back.deleted


def test_an_unknown_field_is_our_own_mistake(store: Store) -> None:
    with pytest.raises(ProgrammingError):
        store.door.commit("account.create", [Create("account", {"nmae": "A"})])


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, "field.required"),
        ({"name": "x" * 201}, "field.too_long"),
        ({"name": "A", "employees": -1}, "field.too_small"),
        ({"name": "A", "life_stage": "asleep"}, "field.not_a_choice"),
        ({"name": "A", "renewal_on": "2026-02-30"}, "field.not_a_day"),
    ],
)
def test_a_value_that_is_not_as_it_must_be_is_refused(store: Store, values: dict[str, Value], code: str) -> None:
    with pytest.raises(Refused) as caught:
        store.door.commit("account.create", [Create("account", values)])
    assert caught.value.code == code
    assert store.outbox.count() == 0


def test_an_old_wrong_value_does_not_stand_in_the_way_of_other_fields(store: Store) -> None:
    old = row(name="A", life_stage="asleep")
    synced(store, batch("account", [old]))
    store.door.commit("account.edit", [Update("account", old["id"], {"life_stage": "asleep", "employees": 4})])
    (act,) = store.outbox.waiting(1)
    assert set(act.changes[0].fields) == {"employees"}


def test_several_edits_of_one_record_in_one_act_are_one_change(store: Store) -> None:
    made = Create("account", {"name": "A"})
    store.door.commit("account.create", [made, Update("account", made.id, {"name": "B", "employees": 4})])
    (act,) = store.outbox.waiting(1)
    (change,) = act.changes
    assert change.fields["name"].after == "B"
    assert change.fields["name"].before is None
    assert change.fields["employees"].after == 4


def test_a_deletion_says_which_version_its_maker_saw(store: Store) -> None:
    mine = row(name="A", updated_at=77)
    synced(store, batch("account", [mine]))
    store.door.commit("account.edit", [Update("account", mine["id"], {"employees": 4})])
    store.door.commit("account.delete", [Delete("account", mine["id"])])
    assert store.outbox.waiting(2)[1].changes[0].fields["updated_at"].before == 77


def test_fields_that_go_together_travel_together(store: Store) -> None:
    """Else the server could not know which currency the maker of an amount had seen."""
    create = Create("account", {"name": "A", "annual_value": 500, "annual_currency": "CNY"})
    store.door.commit("account.create", [create])
    store.door.commit("account.edit", [Update("account", create.id, {"annual_value": 600})])
    sent = store.outbox.waiting(2)[1].changes[0].fields
    assert {name: (each.before, each.after) for name, each in sent.items()} == {
        "annual_value": (500, 600),
        "annual_currency": ("CNY", "CNY"),
    }

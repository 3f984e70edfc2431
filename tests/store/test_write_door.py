"""What one act commits, and what it leaves untouched."""

from __future__ import annotations

import pytest

from crm_desktop.models.clock import ManualClock
from crm_desktop.models.edits import Create, Delete, Restore, Update
from crm_desktop.models.errors import ProgrammingError, Refused
from crm_desktop.models.ids import new_id
from crm_desktop.models.record import SyncState
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.queries.records import record, records
from tests.store.conftest import KEY


def test_a_created_record_is_there_at_once_with_defaults_and_waits(store: Store, clock: ManualClock) -> None:
    create = Create("account", {"name": "  上海恒川   精密 ", "tag_ids": ["b", "a", "b"]})
    committed = store.door.commit("account.create", [create])
    found = store.read(record, "account", create.id)
    assert found is not None
    assert found.title == "上海恒川 精密"
    assert found.get("tag_ids") == ["a", "b"]
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

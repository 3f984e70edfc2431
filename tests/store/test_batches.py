"""The acts of one import are one thing to a person: taken back together, done again together, never half by mistake."""

from __future__ import annotations

import pytest

from crm_desktop.models.clock import ManualClock
from crm_desktop.models.edits import Create, Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.ids import new_id
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.queries.records import where
from crm_desktop.store.queries.undo_state import undo_state
from tests.store.conftest import KEY

BEFORE = Create("account", {"name": "Before"})


@pytest.fixture
def imported(store: Store) -> list[Create]:
    """Three acts of one batch: two make accounts, the third changes what the first made and what stood there before."""
    made = [Create("account", {"name": f"A {number}"}) for number in range(6)]
    store.door.commit("account.create", [BEFORE])
    batch = new_id()
    for edits in (made[:3], made[3:], [Update("account", made[0].id, {"employees": 9})]):
        store.door.commit("import", edits, batch)
    store.door.commit("import", [Update("account", BEFORE.id, {"employees": 7})], batch)
    return made


def names(store: Store) -> list[str]:
    return [each.title for each in store.read(where, "account", "deleted_at IS NULL ORDER BY sort_key")]


def employees(store: Store) -> list[object]:
    return [each.get("employees") for each in store.read(where, "account", "deleted_at IS NULL ORDER BY sort_key")]


def test_one_undo_takes_the_whole_batch_back_and_one_redo_brings_it_again(store: Store, imported: list[Create]) -> None:
    label = store.read(undo_state).undo
    assert label is not None
    assert (label.act, label.count) == ("import", 7)
    undone = store.door.undo()
    assert len(undone.ids) == 7
    assert names(store) == ["Before"]
    assert employees(store) == [None]
    redone = store.door.redo()
    assert len(redone.ids) == 7
    assert names(store) == [*(f"A {number}" for number in range(6)), "Before"]
    assert employees(store) == [9, None, None, None, None, None, 7]
    store.door.undo()
    assert names(store) == ["Before"]
    assert store.door.undo().undo_label.act == "account.create"


def test_a_batch_is_taken_back_after_a_restart_too(store: Store, imported: list[Create], clock: ManualClock) -> None:
    store.close()
    again = open_store(store.path, KEY, clock)
    try:
        again.door.undo()
        assert names(again) == ["Before"]
    finally:
        again.close()


def test_nothing_goes_back_where_somebody_has_written_over_a_part(store: Store, imported: list[Create]) -> None:
    store.door.commit("account.edit", [Update("account", imported[4].id, {"name": "Mine now"})])
    store.door.undo()
    store.door.commit("account.edit", [Update("account", imported[4].id, {"employees": 1})], "another batch")
    last = store.read(undo_state).undo
    assert last is not None
    assert last.act == "account.edit"
    batch = store.read(lambda reader: reader.all("SELECT id FROM transactions WHERE act = 'import'"))[0][0]
    with pytest.raises(Refused, match=r"undo\.overwritten"):
        store.door.undo(transaction=batch)
    assert len(names(store)) == 7
    store.door.undo(anyway=True, transaction=batch)
    assert names(store) == ["A 4", "Before"]


def test_one_that_was_stopped_goes_on_when_it_is_asked_for_again(store: Store, imported: list[Create]) -> None:
    class Impatient:
        done = 0

        def progress(self, table: str, done: int) -> None:
            self.done = done

        def cancelled(self) -> bool:
            return self.done == 2

    store.door.undo(watch=Impatient())
    assert names(store) == [*(f"A {number}" for number in range(6)), "Before"]
    store.door.undo()
    assert names(store) == ["Before"]

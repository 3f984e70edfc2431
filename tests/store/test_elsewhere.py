"""A process of its own commits the acts of a large import: the same door, the same refusals, one queue of writers."""

from __future__ import annotations

from collections import deque

import psutil
import pytest

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.edits import Create, Update
from crm_desktop.models.errors import Broken, Refused
from crm_desktop.models.fields import Value
from crm_desktop.store import write_door
from crm_desktop.store.derived import prepare_entries, search_rows
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.records import where
from crm_desktop.store.queries.undo_state import undo_state
from crm_desktop.store.reader import Reader
from crm_desktop.store.rows import shape
from crm_desktop.store.search.index import Prepared, prepare_rows
from crm_desktop.store.write_orders import InTurn, OrderLine


def test_acts_are_committed_refused_and_undone_as_at_the_door(store: Store) -> None:
    made = Create("account", {"name": "恒川精密", "tag_ids": None, "employees": 5})
    with store.writing_elsewhere() as commit:
        done = commit("import", [made], "b1")
        with pytest.raises(Refused, match=r"field\.required"):
            commit("import", [Update("account", made.id, {"name": None})], "b1")
        commit("import", [Create("account", {"name": "云禾"})], "b1")
        # Whoever writes here meanwhile is not turned away.
        store.door.commit("account.edit", [Update("account", made.id, {"city": "苏州"})])
    assert done.ids == {made.id}
    found = store.read(where, "account", "deleted_at IS NULL ORDER BY sort_key")
    assert [(each.title, each.get("city")) for each in found] == [("恒川精密", "苏州"), ("云禾", None)]
    store.door.undo()
    label = store.read(undo_state).undo
    assert label is not None
    assert (label.act, label.count) == ("import", 2)


def test_orders_follow_each_other_and_none_is_carried_out_behind_one_that_failed(store: Store) -> None:
    def act(name: str) -> list[Create]:
        return [Create("account", {"name": name})]

    with store.carrying_elsewhere() as carry:
        sent: deque[tuple[bytes, int]] = deque()
        turns = InTurn(carry)
        line = OrderLine(lambda order, turn: sent.append((order, turn)), lambda: turns.carry(*sent.popleft()))
        line.begin("import", act("恒川"), "b1")
        line.begin("import", [Create("account", {"name": None})], "b1")
        line.begin("import", act("behind"), "b1")
        assert line.under_way == 3
        assert len(line.finish().ids) == 1
        with pytest.raises(Refused, match=r"field\.required"):
            line.finish()
        assert line.under_way == 0
        line.begin("import", act("云禾"), "b1")
        line.finish()
    found = store.read(where, "account", "deleted_at IS NULL ORDER BY sort_key")
    assert [each.title for each in found] == ["恒川", "云禾"]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (
            "account",
            {"name": "恒川 Precision", "phone": "021-6688 1200", "description": "三条产线\n新厂房"},
        ),
        ("contact", {"name": "李倩", "mobile": "13812345678", "email": "li.qian@yunhe.cn"}),
        ("product", {"name": "MES 2", "code": "M-2"}),
    ],
)
def test_search_entries_made_ahead_are_those_that_the_store_would_make(
    store: Store, kind: str, values: dict[str, Value]
) -> None:
    create = Create(kind, {name: value for name, value in values.items() if KINDS[kind].has(name)})
    assert create.values
    store.door.commit("import", [create])
    assert prepare_entries([create]) == [store.read(made_here, kind, create.id)]
    assert not prepare_entries([create, Update(kind, create.id, {"name": "later"})])


def made_here(reader: Reader, kind: str, record_id: str) -> Prepared:
    lies = shape(kind)
    (stored,) = reader.all(f"{lies.select} WHERE id = ?", record_id)
    columns = {name: [value] for name, value in lies.decode(stored).items()}
    return prepare_rows(kind, search_rows(reader.connection, kind, columns))


def test_a_process_that_dies_is_said_and_what_it_wrote_stays(store: Store) -> None:
    before = {child.pid for child in psutil.Process().children()}
    with store.writing_elsewhere() as commit:
        commit("import", [Create("account", {"name": "A"})], "b")
        (writing,) = (child for child in psutil.Process().children() if child.pid not in before)
        writing.kill()
        writing.wait()
        with pytest.raises(Broken):
            commit("import", [Create("account", {"name": "B"})], "b")
    assert [each.title for each in store.read(where, "account", "1")] == ["A"]


def test_a_large_batch_is_taken_back_and_done_again_by_another_process(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_door, "MANY", 3)
    for name in ("恒川", "云禾", "北辰"):
        store.door.commit("import", [Create("account", {"name": name})], "b1")
    seen = Seen()
    done = store.door.undo(watch=seen)
    assert (done.undo_label.act, done.undo_label.count, seen.done) == ("import", 3, [1, 2, 3])
    assert seen.helped
    assert not store.read(where, "account", "deleted_at IS NULL")
    assert store.door.redo().undo_label.count == 3
    accounts = store.read(where, "account", "deleted_at IS NULL")
    moved = [store.door.commit("import", [Update("account", each.id, {"city": "苏州"})], "b2") for each in accounts]
    store.door.commit("account.edit", [Update("account", accounts[1].id, {"city": "宁波"})])
    with pytest.raises(Refused, match=r"undo\.overwritten"):
        store.door.undo(transaction=moved[0].transaction)
    assert {each.get("city") for each in store.read(where, "account", "1")} == {"苏州", "宁波"}


class Seen:
    """Notes the steps, and whether a process worked on them."""

    def __init__(self) -> None:
        self.done: list[int] = []
        self.helped = False

    def progress(self, table: str, done: int) -> None:
        self.done.append(done)
        self.helped = bool(psutil.Process().children())

    def cancelled(self) -> bool:
        return False

"""What a sync brings: pages, exits, history; and what becomes of edits that wait."""

from __future__ import annotations

import threading
from collections.abc import Callable

import msgspec
import pytest

from crm_desktop.models.catalog import KINDS, row_columns
from crm_desktop.models.edits import Create, Update
from crm_desktop.models.errors import Incompatible, ProgrammingError, Refused
from crm_desktop.models.exchange import Outcome, PullPage, Refusal, Rows
from crm_desktop.models.ids import new_id
from crm_desktop.models.record import SyncState
from crm_desktop.models.sync_run import ALL_PAGES_IN
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.find import find
from crm_desktop.store.queries.history import history
from crm_desktop.store.queries.records import record
from tests.store.server_side import applied, at, batch, edited, entry, pulled, row, snapshot_page, synced, there


def test_a_snapshot_goes_on_where_it_was_cut(store: Store) -> None:
    first, second = row(name="恒川"), row(name="江南")
    store.replica.begin_snapshot()
    assert store.replica.snapshot_cursor() == ""
    store.replica.apply_snapshot_page(snapshot_page(batch("account", [first]), cursor="next"))
    assert store.replica.snapshot_cursor() == "next"
    assert there(store, first["id"]).title == "恒川"
    assert store.replica.position() is None
    store.replica.apply_snapshot_page(snapshot_page(batch("account", [second])))
    assert store.replica.snapshot_cursor() == ALL_PAGES_IN
    assert store.replica.snapshot_records() == 2
    store.replica.finish_snapshot()
    assert store.replica.snapshot_cursor() is None
    assert store.replica.position() == at(10)


def test_pulled_rows_are_found_by_search_and_sorted_by_pinyin(store: Store) -> None:
    synced(store, batch("account", [row(name="上海恒川精密", tag_ids=["b", "a"])]))
    (found,) = store.read(find, "hcjm")
    assert found.record.title == "上海恒川精密"
    assert found.record.get("tag_ids") == ["a", "b"]
    assert found.record.state is SyncState.SYNCED


def test_a_pending_edit_stays_on_top_of_what_is_pulled(store: Store) -> None:
    mine = row(name="A", phone="111", industry="steel")
    synced(store, batch("account", [mine]))
    store.door.commit("account.edit", [Update("account", mine["id"], {"phone": "222"})])
    store.replica.apply_pull_page(pulled(11, batch("account", [{**mine, "industry": "food"}])))
    found = there(store, mine["id"])
    assert (found.get("phone"), found.get("industry"), found.state) == ("222", "food", SyncState.WAITING)


def test_an_acknowledged_edit_goes_when_the_position_reaches_it_and_not_before(store: Store) -> None:
    mine = row(name="A", phone="111")
    synced(store, batch("account", [mine]))
    store.door.commit("account.edit", [Update("account", mine["id"], {"phone": "222"})])
    (transaction,) = store.outbox.waiting(10)
    store.outbox.record([applied(transaction, 12)])
    assert store.outbox.waiting(10) == []
    store.replica.apply_pull_page(pulled(11, batch("account", [{**mine, "industry": "food"}])))
    assert there(store, mine["id"]).get("phone") == "222"
    store.replica.apply_pull_page(pulled(12, batch("account", [{**mine, "industry": "food", "phone": "333"}])))
    found = there(store, mine["id"])
    assert (found.get("phone"), found.state) == ("333", SyncState.SYNCED)


def test_an_answer_that_comes_after_its_pull_settles_at_once(store: Store) -> None:
    mine = row(name="A", phone="111")
    synced(store, batch("account", [mine]))
    store.door.commit("account.edit", [Update("account", mine["id"], {"phone": "222"})])
    (transaction,) = store.outbox.waiting(10)
    store.replica.apply_pull_page(pulled(12, batch("account", [{**mine, "phone": "merged"}])))
    store.outbox.record([applied(transaction, 11)])
    assert there(store, mine["id"]).get("phone") == "merged"


def test_notes_of_two_people_are_merged_while_mine_wait(store: Store) -> None:
    mine = row(name="A", notes="one\ntwo\nthree")
    synced(store, batch("account", [mine]))
    store.door.commit("account.edit", [Update("account", mine["id"], {"notes": "ONE\ntwo\nthree"})])
    store.replica.apply_pull_page(pulled(11, batch("account", [{**mine, "notes": "one\ntwo\nTHREE"}])))
    assert there(store, mine["id"]).get("notes") == "ONE\ntwo\nTHREE"


def test_a_record_that_leaves_goes_with_its_history_and_out_of_search(store: Store) -> None:
    gone, stays = row(name="恒川"), row(name="江南")
    synced(store, batch("account", [gone, stays]))
    shared = new_id()
    changes = [edited("account", each["id"], "phone", None, "111") for each in (gone, stays)]
    lines = [entry(11, shared, change, ordinal) for ordinal, change in enumerate(changes)]
    store.replica.apply_pull_page(pulled(11, history=lines))
    assert len(store.read(history, "account", gone["id"])) == 1
    touched = store.replica.apply_pull_page(pulled(12, exits=[("account", gone["id"])]))
    assert gone["id"] in touched.ids
    assert store.read(record, "account", gone["id"]) is None
    assert store.read(history, "account", gone["id"]) == []
    assert len(store.read(history, "account", stays["id"])) == 1
    assert store.read(find, "恒川") == []


def test_edits_on_a_record_that_left_stay_in_the_outbox(store: Store) -> None:
    gone = row(name="A")
    synced(store, batch("account", [gone]))
    store.door.commit("account.edit", [Update("account", gone["id"], {"phone": "222"})])
    store.replica.apply_pull_page(pulled(11, exits=[("account", gone["id"])]))
    assert store.read(record, "account", gone["id"]) is None
    (waits,) = store.outbox.waiting(10)
    assert waits.changes[0].fields["phone"].after == "222"
    store.outbox.record([applied(waits, 12)])
    store.replica.apply_pull_page(pulled(12))
    assert store.read(record, "account", gone["id"]) is None


def test_acts_on_a_record_that_left_keep_what_was_typed_here_and_nothing_else(store: Store) -> None:
    """Whether they were refused before it left, or are decided only afterwards."""
    gone = row(name="A", next_step="their number")
    synced(store, batch("account", [gone]))
    store.door.commit("account.edit", [Update("account", gone["id"], {"next_step": "mine"})])
    first = store.outbox.waiting(1)[0]
    answer = Outcome(first.id, "refused", refusal=Refusal("sync.guard", present="their number"))
    store.outbox.record([answer])
    store.door.commit("account.edit", [Update("account", gone["id"], {"next_step": "mine again"})])
    store.replica.apply_pull_page(pulled(11, exits=[("account", gone["id"])]))
    store.outbox.record([applied(store.outbox.waiting(1)[0], 12)])
    store.replica.apply_pull_page(pulled(12))
    texts = [text for each in store.read(lambda reader: reader.all(_EVERYTHING)) for text in each if text]
    assert [text for text in texts if "their number" in text] == []
    assert len([text for text in texts if "mine" in text]) == 2


_EVERYTHING = "SELECT c.fields, t.outcome FROM changes c JOIN transactions t ON t.number = c.transaction_number"


def test_a_record_that_comes_back_carries_the_edits_that_waited(store: Store) -> None:
    gone = row(name="A")
    synced(store, batch("account", [gone]))
    store.door.commit("account.edit", [Update("account", gone["id"], {"phone": "222"})])
    store.replica.apply_pull_page(pulled(11, exits=[("account", gone["id"])]))
    store.replica.apply_pull_page(pulled(12, batch("account", [{**gone, "name": "B"}])))
    found = there(store, gone["id"])
    assert (found.title, found.get("phone")) == ("B", "222")


def test_history_that_comes_twice_is_kept_once(store: Store) -> None:
    mine = row(name="A")
    synced(store, batch("account", [mine]))
    line = entry(11, new_id(), edited("account", mine["id"], "phone", None, "111"))
    for sequence in (11, 12):
        store.replica.apply_pull_page(pulled(sequence, history=[line]))
    assert len(store.read(history, "account", mine["id"])) == 1


def test_my_own_act_is_not_listed_a_second_time_and_counts_as_accepted(store: Store) -> None:
    mine = row(name="A")
    synced(store, batch("account", [mine]))
    store.door.commit("account.edit", [Update("account", mine["id"], {"phone": "222"})])
    (transaction,) = store.outbox.waiting(10)
    line = entry(11, transaction.id, transaction.changes[0])
    added = entry(11, transaction.id, edited("account", new_id(), "last_contact_at", None, 5), 1)
    store.replica.apply_pull_page(pulled(11, batch("account", [{**mine, "phone": "222"}]), history=[line, added]))
    assert store.outbox.count() == 0
    assert [each.by_server for each in store.read(history, "account", mine["id"])] == [False]
    assert [each.by_server for each in store.read(history, "account", added.change.id)] == [True]


def test_a_second_snapshot_sweeps_what_it_did_not_contain_but_nothing_that_waits(store: Store) -> None:
    stays, goes, made = row(name="A"), row(name="B"), Create("account", {"name": "C"})
    synced(store, batch("account", [stays, goes, row(name="D")]))
    store.door.commit("account.create", [made])
    synced(store, batch("account", [stays, row(name="E")]), batch("account", [row(name="D")]))
    assert store.read(record, "account", goes["id"]) is None
    assert there(store, made.id).title == "C"
    assert there(store, stays["id"]).title == "A"


def test_a_snapshot_that_would_empty_the_replica_is_not_believed(store: Store) -> None:
    rows = [row(name=str(number)) for number in range(10)]
    synced(store, batch("account", rows))
    store.replica.begin_snapshot()
    store.replica.apply_snapshot_page(snapshot_page(batch("account", rows[:4])))
    with pytest.raises(Refused, match=r"sync\.purge_stopped"):
        store.replica.finish_snapshot()
    assert there(store, rows[9]["id"]).title == "9"
    assert store.replica.snapshot_cursor() is None, "the next attempt asks anew"


def test_my_acts_on_a_record_that_came_back_are_forgotten_like_other_history(store: Store) -> None:
    mine = row(name="A", phone="111")
    synced(store, batch("account", [mine]))
    store.door.commit("account.edit", [Update("account", mine["id"], {"phone": "222"})])
    (act,) = store.outbox.waiting(10)
    store.outbox.record([applied(act, 11)])
    store.replica.apply_pull_page(pulled(11, batch("account", [{**mine, "phone": "222"}])))
    store.replica.apply_pull_page(pulled(12, exits=[("account", mine["id"])]))
    back = entry(11, act.id, act.changes[0])
    store.replica.apply_pull_page(pulled(13, batch("account", [{**mine, "phone": "222"}]), history=[back]))
    assert len(store.read(history, "account", mine["id"])) == 1
    page = snapshot_page(batch("account", [mine]), sequence=10, epoch="second")
    store.replica.begin_snapshot()
    store.replica.apply_snapshot_page(page)
    assert store.read(history, "account", mine["id"]) == []


def test_a_snapshot_of_another_scope_may_take_away_as_much_as_it_wants(store: Store) -> None:
    rows = [row(name=str(number)) for number in range(10)]
    synced(store, batch("account", rows))
    store.replica.begin_snapshot()
    store.replica.apply_snapshot_page(snapshot_page(batch("account", rows[:1]), scope="own"))
    store.replica.finish_snapshot()
    assert store.read(record, "account", rows[9]["id"]) is None


def test_columns_and_kinds_of_a_newer_server_survive(store: Store) -> None:
    mine = row(name="A", shoe_size=43, extra='{"hat":1}')
    synced(store, batch("account", [mine], ["id", "name", "shoe_size", "extra", "deleted_at"]))
    store.door.commit("account.edit", [Update("account", mine["id"], {"phone": "222"})])
    (transaction,) = store.outbox.waiting(10)
    assert set(transaction.changes[0].fields) == {"phone"}
    assert there(store, mine["id"]).get("extra") == '{"hat":1,"shoe_size":43}'
    store.replica.apply_pull_page(pulled(11, Rows("spaceship", ["id", "name"], [[new_id(), "Y"]])))


def test_what_only_a_newer_server_knows_leaves_like_everything_else(store: Store) -> None:
    unknown, gone = Rows("spaceship", ["id", "name"], [[new_id(), "Y"], [new_id(), "Z"]]), row(name="A")
    synced(store, batch("account", [gone, row(name="B"), row(name="C"), row(name="D")]), unknown)
    first, second = (ship[0] for ship in unknown.rows)
    store.replica.apply_pull_page(pulled(11, exits=[("spaceship", first)]))
    synced(store, batch("account", [row(gone["id"], name="A")]), position=at(12, scope="less"))
    left = store.read(lambda reader: reader.all("SELECT id FROM unknown_rows WHERE id IN (?, ?)", first, second))
    assert left == []


def test_a_field_that_is_hidden_now_leaves_the_device_with_its_history(store: Store) -> None:
    mine = row(name="A", notes="secret", tag_ids=["b"])
    synced(store, batch("account", [mine]))
    act = edited("account", mine["id"], "notes", "older secret", "secret")
    store.replica.apply_pull_page(pulled(11, history=[entry(11, new_id(), act)]))
    shown = [name for name in row_columns(KINDS["account"]) if name not in ("notes", "tag_ids")]
    synced(store, batch("account", [row(mine["id"], name="A")], shown), position=at(12, scope="less"))
    assert there(store, mine["id"]).get("notes") is None
    assert there(store, mine["id"]).get("tag_ids") is None
    assert not store.read(lambda reader: reader.all("SELECT 1 FROM changes WHERE fields LIKE '%secret%'"))
    assert store.read(find, "secret") == []


def test_a_refused_act_on_a_field_that_is_hidden_now_keeps_only_what_was_typed_here(store: Store) -> None:
    mine = row(name="A", next_step="secret")
    synced(store, batch("account", [mine]))
    store.door.commit("account.edit", [Update("account", mine["id"], {"next_step": "typed"})])
    (act,) = store.outbox.waiting(1)
    refusal = Refusal("sync.guard", kind="account", id=mine["id"], field="next_step", present="secret, too")
    store.outbox.record([Outcome(act.id, "refused", refusal=refusal)])
    shown = [name for name in row_columns(KINDS["account"]) if name != "next_step"]
    synced(store, batch("account", [row(mine["id"], name="A")], shown), position=at(12, scope="less"))
    texts = [text for each in store.read(lambda reader: reader.all(_EVERYTHING)) for text in each if text]
    assert [text for text in texts if "secret" in text] == []
    assert [text for text in texts if "typed" in text]


def test_what_an_older_server_keeps_for_us_comes_back_into_its_field(store: Store) -> None:
    columns = [name for name in row_columns(KINDS["account"]) if name != "founded"]
    synced(store, batch("account", [row("1" * 32, name="A", extra='{"founded":1901,"hat":1}')], columns))
    assert there(store, "1" * 32).get("founded") == 1901
    assert there(store, "1" * 32).get("extra") == '{"hat":1}'


@pytest.mark.parametrize(
    "rows",
    [
        Rows("account", ["id", "name"], [["1" * 32]]),
        Rows("account", ["name"], [["A"]]),
        Rows("account", ["id", "name", "deleted_at"], [["1" * 32, {"no": "text"}, None]]),
        Rows("account", ["id", "name", "deleted_at", "employees"], [["1" * 32, "A", None, 2**70]]),
        Rows("account", ["id", "name", "deleted_at", "tag_ids"], [["1" * 32, "A", None, 7]]),
    ],
)
def test_rows_of_a_wrong_shape_are_refused_whole(store: Store, rows: Rows) -> None:
    synced(store, batch("account", [row(name="B")]))
    with pytest.raises(Incompatible, match=r"sync\.garbage"):
        store.replica.apply_pull_page(pulled(11, batch("account", [row(name="C")]), rows))
    assert store.replica.position() == at(10)
    assert store.read(find, "C", ("account",)) == []


def test_pages_out_of_turn_are_our_own_mistake(store: Store) -> None:
    with pytest.raises(ProgrammingError):
        store.replica.apply_snapshot_page(snapshot_page(batch("account", [])))
    with pytest.raises(ProgrammingError):
        store.replica.finish_snapshot()


def test_pages_that_are_ready_are_stored_together_and_a_bad_one_takes_none_along(store: Store) -> None:
    mine = row(name="A")
    synced(store, batch("account", [mine]))
    further = [pulled(12, batch("account", [{**mine, "name": "C"}])), pulled(13, batch("account", [row(name="new")]))]
    touched = store.replica.apply_pull_page(
        pulled(11, batch("account", [{**mine, "name": "B"}])), lambda _: further.pop(0) if further else None
    )
    assert (store.replica.position(), there(store, mine["id"]).title, len(touched.ids)) == (at(13), "C", 2)
    bad = msgspec.structs.replace(pulled(15), batches=[Rows("account", ["name"], [["no id"]])])
    waiting = [bad]
    with pytest.raises(Incompatible):
        store.replica.apply_pull_page(
            pulled(14, batch("account", [{**mine, "name": "D"}])), lambda _: waiting.pop() if waiting else None
        )
    assert (store.replica.position(), there(store, mine["id"]).title) == (at(14), "D")


def test_a_person_who_waits_ends_what_is_stored_together(store: Store) -> None:
    synced(store, batch("account", [row(name="A")]))
    asked = threading.Event()
    acting = threading.Thread(target=lambda: store.door.commit("account.create", [Create("account", {"name": "mine"})]))

    def ready(wanted: Callable[[], bool]) -> PullPage | None:
        if asked.is_set():
            raise AssertionError("nobody may be asked for more while a person waits")
        asked.set()
        acting.start()
        while not wanted():
            acting.join(0.001)
        return pulled(12)

    store.replica.apply_pull_page(pulled(11), ready)
    acting.join()
    assert store.replica.position() == at(12)
    assert store.outbox.count() == 1

"""What screens show beside lists: timeline, board, agenda, history, counts, choices, global search."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from crm_desktop.models.changes import Operation
from crm_desktop.models.clock import ManualClock
from crm_desktop.models.edits import Create, Delete, Update
from crm_desktop.models.exchange import Outcome, Refusal, Settlement
from crm_desktop.models.fields import Value
from crm_desktop.models.record import SyncState
from crm_desktop.models.rules.views import Condition, Definition, Group, Operator
from crm_desktop.models.sync_run import SyncRun
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.board import board
from crm_desktop.store.queries.conditions import Standpoint
from crm_desktop.store.queries.counts import counts
from crm_desktop.store.queries.find import find
from crm_desktop.store.queries.history import history
from crm_desktop.store.queries.history_view import history_view
from crm_desktop.store.queries.picklists import options, stages, team_of, users
from crm_desktop.store.queries.records import belonging, titles
from crm_desktop.store.queries.sync_state import conflicts, runs
from crm_desktop.store.queries.timeline import timeline
from tests.store.server_side import batch, edited, entry, pulled, row, snapshot_page, synced, there

TODAY = date(2026, 3, 6)


def made(store: Store, kind: str, **values: Value) -> str:
    create = Create(kind, values)
    store.door.commit(f"{kind}.create", [create])
    return create.id


def standpoint(store: Store) -> Standpoint:
    return Standpoint(me=store.identity().user_id, today=TODAY)


def moment(store: Store, days: int = 0, hours: int = 0) -> int:
    return standpoint(store).day_begins(TODAY + timedelta(days=days)) + hours * 3_600_000


def test_a_timeline_mixes_what_belongs_to_an_account_newest_first(store: Store) -> None:
    account = made(store, "account", name="A")
    made(store, "activity", subject="call", happened_at=moment(store, -2), account_id=account)
    made(store, "visit", subject="visit", starts_at=moment(store, -1), account_id=account)
    made(store, "task", subject="task", due_at=moment(store, 1), account_id=account)
    gone = made(store, "activity", subject="gone", happened_at=moment(store), account_id=account)
    store.door.commit("activity.delete", [Delete("activity", gone)])
    made(store, "activity", subject="elsewhere", happened_at=moment(store), account_id=made(store, "account", name="B"))
    found = store.read(timeline, "account", account)
    assert [each.record.title for each in found] == ["task", "visit", "call"]
    older = store.read(timeline, "account", account, 50, found[1].moment)
    assert [each.record.title for each in older] == ["call"]


def test_a_note_stands_in_the_timeline_of_the_record_it_was_pinned_to(store: Store) -> None:
    deal = made(store, "opportunity", name="Deal", stage_id=made(store, "account", name="stands in for a stage"))
    made(store, "note", body="remember", record_kind="opportunity", record_id=deal)
    assert [each.record.get("body") for each in store.read(timeline, "opportunity", deal)] == ["remember"]


def test_a_board_shows_each_stage_with_its_cards_sum_and_forecast(store: Store) -> None:
    first, second = row(name="Qualify", position=1, probability=20), row(name="Offer", position=2, probability=50)
    synced(store, batch("stage", [second, first]))
    made(store, "opportunity", name="a", stage_id=first["id"], amount=1_000_000, close_on="2026-04-01")
    made(store, "opportunity", name="b", stage_id=first["id"], amount=500_000, probability=40, close_on="2026-03-01")
    made(store, "opportunity", name="c", stage_id=second["id"], amount=2_000_000, currency="EUR")
    columns = store.read(board, Definition(), standpoint(store))
    assert [(each.stage.title, [card.title for card in each.cards]) for each in columns] == [
        ("Qualify", ["b", "a"]),
        ("Offer", ["c"]),
    ]
    assert columns[0].total.units == {"CNY": 1_500_000}
    assert columns[0].total.forecast("CNY") == 200_000 + 200_000
    assert columns[1].total.forecast("EUR") == 1_000_000
    dear = Definition(filter=Group((Condition("amount", Operator.ABOVE, 600_000),)))
    assert [each.total.count for each in store.read(board, dear, standpoint(store))] == [1, 1]
    (only, _) = (each.cards for each in store.read(board, Definition(), standpoint(store), {first["id"]: 1}))
    assert [card.title for card in only] == ["b"]


def test_the_rail_counts_what_is_due_and_the_visits_of_today(store: Store) -> None:
    me = store.identity().user_id
    made(store, "visit", subject="morning", starts_at=moment(store, 0, 9), owner_id=me)
    made(store, "visit", subject="late", starts_at=moment(store, 1, 23), owner_id=me)
    made(store, "task", subject="today", due_at=moment(store, 0, 17), owner_id=me)
    made(store, "task", subject="overdue", due_at=moment(store, -3), owner_id=me)
    made(store, "task", subject="done long ago", due_at=moment(store, -3), done=True, owner_id=me)
    made(store, "task", subject="some day", owner_id=me)
    made(store, "task", subject="someone else's", due_at=moment(store, 0, 8))
    figures = store.read(counts, standpoint(store))
    assert (figures.tasks_due, figures.visits_today, figures.sync.waiting) == (2, 1, 7)


def test_history_tells_who_did_what_newest_first(store: Store, clock: ManualClock) -> None:
    mine = row(name="A", industry="steel")
    synced(store, batch("account", [mine]))
    theirs = entry(11, "0" * 32, edited("account", mine["id"], "industry", "steel", "food"))
    store.replica.apply_pull_page(pulled(11, batch("account", [{**mine, "industry": "food"}]), history=[theirs]))
    store.door.commit("account.edit", [Update("account", mine["id"], {"name": "B"})])
    lines = store.read(history, "account", mine["id"])
    assert [(line.device, dict(line.fields)["name"].after if "name" in line.fields else "") for line in lines] == [
        ("this device", "B"),
        ("other device", ""),
    ]
    told, _ = store.read(history_view, "account", mine["id"])
    assert (told[2].operation, told[2].made_at) == (Operation.CREATE, mine["created_at"])
    assert lines[0].made_at == clock.now()
    assert lines[1].fields["industry"].before == "steel"


def test_history_tells_how_ones_own_change_was_merged(store: Store) -> None:
    mine = row(name="A", phone="111")
    synced(store, batch("account", [mine]))
    store.door.commit("account.edit", [Update("account", mine["id"], {"phone": "222"})])
    act = store.outbox.waiting(1)[0]
    lost = Settlement("account", mine["id"], "phone", "latest", "111", "222", "333", "333", "theirs")
    store.outbox.record([Outcome(act.id, "merged", 12, [lost])])
    (line,) = store.read(history, "account", mine["id"])
    assert line.merged == {"phone": "theirs"}


def test_history_tells_of_repairs_and_has_no_hole_where_something_was_not_accepted(store: Store) -> None:
    mine = row(name="A", phone="111")
    synced(store, batch("account", [mine]))

    def edit(value: str, **answer: Any) -> str:
        store.door.commit("account.edit", [Update("account", mine["id"], {"phone": value})])
        (act,) = store.outbox.waiting(1)
        store.outbox.record([Outcome(act.id, **answer)])
        return act.id

    edit("222", result="applied", sequence=12)
    store.replica.apply_pull_page(pulled(12, batch("account", [{**mine, "phone": "222"}])))
    given_up = edit("333", result="refused", refusal=Refusal("sync.no_right", kind="account", id=mine["id"]))
    store.door.discard([given_up])
    cut = Settlement("account", mine["id"], "parent_id", "loop_cut", None, "x", None, None, "theirs")
    edit("444", result="merged", sequence=13, settlements=[cut])
    edit("555", result="refused", refusal=Refusal("sync.edited_since", kind="account", id=mine["id"]))
    lines = store.read(history, "account", mine["id"])
    told = [(line.fields["phone"].after, line.state.value, line.refusal and line.refusal.code) for line in lines]
    assert told == [
        ("555", "refused", "sync.edited_since"),
        ("444", "acknowledged", None),
        ("333", "discarded", "sync.no_right"),
        ("222", "settled", None),
    ]
    assert lines[1].repairs == ("loop_cut",)
    assert lines[1].merged == {}


def test_choices_come_in_their_order(store: Store) -> None:
    unit = row(name="North")
    people = [row(name=name, unit_id=unit["id"]) for name in ("张伟", "阿明")]
    left = row(name="Left", active=False)
    entries = [
        row(picklist="account.industry", key="steel", label="Steel", label_zh="钢铁", position=2),
        row(picklist="account.industry", key="food", label="Food", position=1, active=False),
    ]
    synced(store, batch("unit", [unit]), batch("user", [*people, left]), batch("picklist_option", entries))
    assert [each.title for each in store.read(users)] == ["阿明", "张伟"]
    assert [(each.key, each.active) for each in store.read(options, "account.industry")] == [
        ("food", False),
        ("steel", True),
    ]
    assert store.read(options, "nothing") == []
    assert store.read(stages) == []
    assert store.read(team_of, people[0]["id"]) == {people[0]["id"], people[1]["id"]}


def test_what_links_show_is_read_at_once(store: Store) -> None:
    account = made(store, "account", name="恒川")
    made(store, "contact", name="李倩", account_id=account)
    assert store.read(titles, "account", [account, "0" * 32]) == {account: "恒川"}
    assert [each.title for each in store.read(belonging, "contact", account)] == ["李倩"]


def test_global_search_says_where_it_was_found_and_what_belongs_to_it(store: Store) -> None:
    account = made(store, "account", name="上海恒川精密")
    contact = made(store, "contact", name="李倩", account_id=account, mobile="138 1234 5678")
    (by_name, *_) = store.read(find, "恒川")
    assert (by_name.record.id, by_name.ranges) == (account, ((2, 4),))
    assert by_name.record.state is SyncState.WAITING
    (by_phone,) = store.read(find, "12345678")
    assert by_phone.record.id == contact
    assert by_phone.linked == {"account_id": "上海恒川精密"}
    store.door.commit("contact.delete", [Delete("contact", contact)])
    assert store.read(find, "12345678") == []


def test_conflicts_show_both_sides_and_mark_their_record(store: Store) -> None:
    mine = row(name="A")
    clash = row(
        record_kind="account", record_id=mine["id"], field="notes", base='"b"', mine='"m"', theirs='"t"', state="open"
    )
    synced(store, batch("account", [mine]), batch("conflict", [clash]))
    (detail,) = store.read(conflicts)
    assert (detail.base, detail.mine, detail.theirs) == ("b", "m", "t")
    assert detail.record is not None
    assert detail.record.state is SyncState.CONFLICT
    store.door.commit("conflict.settle", [Update("conflict", clash["id"], {"state": "settled", "decision": "mine"})])
    assert store.read(conflicts) == []
    assert len(store.read(conflicts, True)) == 1
    assert there(store, mine["id"]).state is SyncState.SYNCED


def test_past_syncs_are_listed_newest_first(store: Store) -> None:
    assert store.journal.last_complete() == 0
    store.journal.note(SyncRun(started_at=1, finished_at=2, sent=3))
    store.journal.note(SyncRun(started_at=4, finished_at=5, code="sync.no_network"))
    assert [run.finished_at for run in store.read(runs)] == [5, 2]
    assert store.journal.last_complete() == 2


def test_a_page_of_a_snapshot_is_counted(store: Store) -> None:
    store.replica.begin_snapshot()
    store.replica.apply_snapshot_page(snapshot_page(batch("account", [row(name="A")]), cursor="1"))
    assert store.replica.snapshot_records() == 1

"""What a board's stages held a week ago, put together from the history; unknown where the history has a hole."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from crm_desktop.models.clock import DAY_MS, ManualClock
from crm_desktop.models.edits import Create, Delete, Edit, Restore, Update
from crm_desktop.models.rules.forecast import Total
from crm_desktop.models.rules.views import Condition, Definition, Group, Operator
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.board import board
from crm_desktop.store.queries.board_before import totals_before
from crm_desktop.store.queries.conditions import Standpoint
from tests.store.server_side import batch, edited, entry, pulled, row, synced

ME, OTHER = "a" * 32, "b" * 32
MINE = Definition(
    filter=Group(
        (
            Condition("owner_id", Operator.MINE),
            Condition("close_on", Operator.BETWEEN, "2026-01-01", "2026-06-30"),
            Condition("tag_ids", Operator.CONTAINS, "d" * 32),
        )
    )
)
SEEN = Standpoint(ME, date(2026, 3, 12), zone="UTC")


def _now(store: Store) -> dict[str, Total]:
    return {each.stage.id: each.total for each in store.read(board, MINE, SEEN) if each.total.count}


def _typed(made: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in made.items() if name not in ("id", "created_at", "updated_at")}


def test_a_week_ago_is_put_together_from_what_was_done_since(store: Store, clock: ManualClock) -> None:
    stages = [row(name=name, probability=chance, outcome="open") for name, chance in (("First", 10), ("Second", 40))]
    first, second = (str(each["id"]) for each in stages)
    deals = [
        row(name=f"Deal {number}", stage_id=first, owner_id=ME, amount=number * 10_000, currency="CNY",
            close_on="2026-05-01", tag_ids=["d" * 32])
        for number in range(1, 10)
    ]  # fmt: skip
    synced(store, batch("stage", stages), batch("opportunity", deals))
    ids = [str(each["id"]) for each in deals]

    def act(*edits: Edit) -> None:
        store.door.commit("opportunity.edit", list(edits))

    act(Update("opportunity", ids[0], {"amount": 500_000}))
    act(Delete("opportunity", ids[6]))
    clock.advance(3 * DAY_MS)
    then, was = clock.now(), _now(store)
    clock.advance(3 * DAY_MS)
    act(Update("opportunity", ids[0], {"stage_id": second, "amount": 700_000}))
    act(Update("opportunity", ids[0], {"amount": 900_000, "currency": "USD"}))
    act(Update("opportunity", ids[1], {"owner_id": OTHER}))
    act(Update("opportunity", ids[2], {"close_on": "2026-09-01"}))
    act(Update("opportunity", ids[3], {"tag_ids": []}))
    act(Delete("opportunity", ids[4]))
    act(Delete("opportunity", ids[5]), Create("opportunity", {**_typed(deals[0]), "name": "new"}))
    act(Restore("opportunity", ids[6]))
    act(Update("opportunity", ids[7], {"amount": 1}))
    store.door.undo()
    clock.advance(DAY_MS)
    assert _now(store) != was
    assert store.read(totals_before, MINE, SEEN, then) == was
    # What somebody else did is known by the history that came with it, and unknown without.
    theirs = {**deals[8], "amount": 7, "updated_at": clock.now()}
    told = entry(12, "0" * 32, edited("opportunity", ids[8], "amount", deals[8]["amount"], 7))
    store.replica.apply_pull_page(pulled(11, batch("opportunity", [theirs])))
    assert store.read(totals_before, MINE, SEEN, then) is None
    told = msgspec.structs.replace(told, made_at=clock.now())
    store.replica.apply_pull_page(pulled(12, batch("opportunity", [theirs]), history=[told]))
    assert store.read(totals_before, MINE, SEEN, then) == was

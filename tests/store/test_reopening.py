"""A settled conflict is opened again for thirty days, and what lost comes back at any time."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.models.changes import FieldChange, Operation, RecordChange
from crm_desktop.models.clock import DAY_MS, ManualClock
from crm_desktop.models.edits import Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.ids import new_id
from crm_desktop.models.merge.entries import encode_value
from crm_desktop.models.rules.settling import Choice, Side, bring_back, settle
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.lost_values import lost_values
from crm_desktop.store.reopening import DAYS
from tests.store.server_side import batch, entry, pulled, row, synced, there


def conflict(record_id: str, **values: Any) -> dict[str, Any]:
    """Return an entry about two phone numbers of an account, of which mine stands."""
    sides = {"base": encode_value("1"), "mine": encode_value("222"), "theirs": encode_value("333"), "winner": "mine"}
    told = {"record_kind": "account", "record_id": record_id, "field": "phone", "state": "open"}
    return row(**told, **sides, mine_by="me", theirs_by="you", theirs_at=5, mine_device="phone", **values)


def decide(store: Store, entry_id: str, side: Side, clock: ManualClock) -> None:
    """Settle the conflict as the sync centre does."""
    about = there(store, entry_id, "conflict")
    record = there(store, str(about.get("record_id")))
    edits = settle([Choice(about, side)], record, store.identity().user_id, clock.now())
    store.door.commit("conflict.settle", edits)


@pytest.fixture
def account(store: Store) -> str:
    """An account with phone 222."""
    mine = row(name="A", phone="222", industry="steel")
    synced(store, batch("account", [mine]))
    return str(mine["id"])


@pytest.fixture
def asked(store: Store, account: str) -> str:
    """An open conflict about the account's phone."""
    about = conflict(account)
    store.replica.apply_pull_page(pulled(11, batch("conflict", [about])))
    return str(about["id"])


def test_a_settlement_is_taken_back_with_what_it_wrote(
    store: Store, clock: ManualClock, account: str, asked: str
) -> None:
    decide(store, asked, Side.THEIRS, clock)
    assert there(store, account).get("phone") == "333"
    store.door.commit("account.edit", [Update("account", account, {"industry": "wood"})])
    clock.advance(DAYS * DAY_MS)
    store.door.reopen(asked)
    assert (there(store, account).get("phone"), there(store, account).get("industry")) == ("222", "wood")
    again = there(store, asked, "conflict")
    assert [again.get(name) for name in ("state", "decision", "settled_by", "settled_at")] == ["open", None, None, None]
    assert store.outbox.to_decide() == 1


def test_a_colleagues_settlement_is_taken_back_too(store: Store, clock: ManualClock, account: str) -> None:
    about = conflict(account, decision="theirs", settled_by="you", settled_at=clock.now()) | {"state": "settled"}
    act = new_id()
    wrote = RecordChange("account", account, Operation.UPDATE, {"phone": FieldChange("222", "333")})
    settled = {"state": FieldChange("open", "settled"), "decision": FieldChange(None, "theirs")}
    told = RecordChange("conflict", str(about["id"]), Operation.UPDATE, settled)
    record = row(account, name="A", phone="333")
    page = pulled(
        11,
        batch("account", [record]),
        batch("conflict", [about]),
        history=[entry(11, act, wrote), entry(11, act, told, 1)],
    )
    store.replica.apply_pull_page(page)
    store.door.reopen(str(about["id"]))
    assert there(store, account).get("phone") == "222"


def test_what_was_written_over_since_stays_unless_one_insists(
    store: Store, clock: ManualClock, account: str, asked: str
) -> None:
    decide(store, asked, Side.THEIRS, clock)
    store.door.commit("account.edit", [Update("account", account, {"phone": "444"})])
    with pytest.raises(Refused, match=r"undo\.overwritten"):
        store.door.reopen(asked)
    store.door.reopen(asked, anyway=True)
    assert there(store, account).get("phone") == "444"
    assert there(store, asked, "conflict").get("state") == "open"


def test_an_open_conflict_and_one_settled_long_ago_are_not_opened(
    store: Store, clock: ManualClock, account: str, asked: str
) -> None:
    with pytest.raises(Refused, match=r"conflict\.not_settled"):
        store.door.reopen(asked)
    decide(store, asked, Side.MINE, clock)
    clock.advance(DAYS * DAY_MS + 1)
    with pytest.raises(Refused, match=r"conflict\.settled_long_ago"):
        store.door.reopen(asked)


def test_a_value_that_lost_comes_back_however_long_ago_it_was(
    store: Store, clock: ManualClock, account: str, asked: str
) -> None:
    (lost,) = store.read(lost_values, "account", account)
    assert (lost.value, lost.user_id, lost.device, lost.at, lost.side) == ("333", "you", "", 5, Side.THEIRS)
    decide(store, asked, Side.MINE, clock)
    clock.advance(400 * DAY_MS)
    (lost,) = store.read(lost_values, "account", account)
    edits = bring_back(Choice(lost.entry, lost.side), there(store, account), "me", clock.now())
    store.door.commit("record.restore_value", edits)
    assert there(store, account).get("phone") == "333"
    (other,) = store.read(lost_values, "account", account)
    assert (other.value, other.device) == ("222", "phone")


def test_bringing_back_what_is_still_asked_settles_it(
    store: Store, clock: ManualClock, account: str, asked: str
) -> None:
    (lost,) = store.read(lost_values, "account", account)
    me = store.identity().user_id
    edits = bring_back(Choice(lost.entry, lost.side), there(store, account), me, clock.now())
    store.door.commit("record.restore_value", edits)
    assert there(store, account).get("phone") == "333"
    assert there(store, asked, "conflict").get("decision") == "theirs"

"""A replica with something in each corner of the sync centre: waiting, merged, to decide, refused, and past runs."""

from __future__ import annotations

from typing import Any

from crm_desktop.models.clock import DAY_MS, ManualClock
from crm_desktop.models.edits import Create, Update
from crm_desktop.models.exchange import Outcome, Refusal, Settlement
from crm_desktop.models.fields import Value
from crm_desktop.models.merge.entries import encode_value
from crm_desktop.models.money import to_units
from crm_desktop.models.sync_run import SyncRun
from crm_desktop.store.opening import Store
from tests.store.server_side import batch, pulled, row
from tests.support.sample import HOUR, ME, NOW, ident

MINUTE = 60_000
NOTE = {
    "zh": ("一期已上线。", "一期已上线。希望打印标签。", "一期已上线。IT 要求单点登录。"),
    "en": ("Phase 1 live.", "Phase 1 live. Wants label printing.", "Phase 1 live. IT asks for SSO."),
}
STEP = {
    "zh": ("发送报价 v2", "与顾振华确认付款条件", "财务批价格后再打电话"),
    "en": ("Send quote v2", "Agree payment terms with Gu Zhenhua", "Price approval by finance, then call Gu"),
}


def fill_sync(store: Store, clock: ManualClock, language: str = "en") -> None:
    """Leave acts waiting, one refused, two conflicts open, one note merged by itself, and four runs."""
    _merged_and_conflicts(store, language)
    _refused(store)
    _waiting(store, clock)
    _runs(store)


def conflict(record: str, field: str, values: tuple[Value, Value, Value], **more: Any) -> dict[str, Any]:
    """Return the row of an open conflict of an opportunity; values are before, mine and theirs."""
    base, mine, theirs = (encode_value(value) for value in values)
    common = {
        "record_kind": "opportunity", "record_id": ident(record), "field": field, "base": base, "mine": mine,
        "theirs": theirs, "mine_by": ME, "mine_at": NOW - 40 * MINUTE, "mine_device": "this device",
        "theirs_by": ident("zhang"), "theirs_at": NOW - 2 * HOUR, "winner": "mine", "state": "open", "owner_id": ME,
        "account_id": ident("hengchuan"), "created_at": NOW - 30 * MINUTE, "created_by": ME,
    }  # fmt: skip
    return row(ident(f"conflict.{field}"), **{**common, **more})


def _merged_and_conflicts(store: Store, language: str) -> None:
    before, mine, theirs = NOTE[language]
    edit = Update("opportunity", ident("mes2"), {"notes": mine})
    store.door.commit("opportunity.edit", [edit])
    (act,) = store.outbox.waiting(10)
    settled = Settlement(
        kind="opportunity", id=ident("mes2"), field="notes", rule="text", base=before, mine=mine, theirs=theirs,
        result=f"{mine} {theirs}", winner="both", theirs_by=ident("zhang"), theirs_at=NOW - 2 * HOUR,
    )  # fmt: skip
    store.outbox.record([Outcome(act.id, "merged", 11, [settled])])
    rows = [
        conflict("mes2", "amount", (to_units(860_000), to_units(920_000), to_units(880_000))),
        conflict("mes2", "next_step", STEP[language]),
    ]
    store.replica.apply_pull_page(pulled(11, batch("conflict", rows)))


def _refused(store: Store) -> None:
    store.door.commit(
        "account.edit", [Update("account", ident("beichen"), {"owner_id": ME, "phone": "0577-8888 1234"})]
    )
    (act,) = store.outbox.waiting(10)
    facts: dict[str, str | int] = {"kind": "account", "field": "owner_id", "by": ident("zhang"), "at": NOW - HOUR}
    refusal = Refusal(
        "sync.guard", facts, kind="account", id=ident("beichen"), field="owner_id", present=ident("zhang")
    )
    store.outbox.record([Outcome(act.id, "refused", refusal=refusal)])


def _waiting(store: Store, clock: ManualClock) -> None:
    clock.advance(-50 * MINUTE)
    store.door.commit("account.edit", [Update("account", ident("hengchuan"), {"phone": "0512-6555 9999"})])
    clock.advance(20 * MINUTE)
    step: dict[str, Value] = {"next_step": "MES", "health": 65}
    store.door.commit("account.edit", [Update("account", ident("hengchuan"), step)])
    made = Create("task", {"subject": "MES", "account_id": ident("hengchuan"), "owner_id": ME})
    store.door.commit("task.create", [made])
    clock.advance(30 * MINUTE)


def _runs(store: Store) -> None:
    ended = ((NOW - DAY_MS, "", 23, 140, 0, 12_000), (NOW - 2 * DAY_MS, "", 9, 31, 1, 6_000))
    stopped = (NOW - 3 * DAY_MS, "sync.server_silent", 0, 0, 0, 30_000)
    for at, code, sent, received, conflicts, took in reversed(
        (*ended, stopped, (NOW - 6 * DAY_MS, "", 41, 88, 0, 900))
    ):
        run = SyncRun(
            started_at=at - took, finished_at=at, code=code, sent=sent, received=received, conflicts=conflicts
        )
        store.journal.note(run)

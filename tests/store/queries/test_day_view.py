"""One's own day and what is to do beyond it, as the agenda reads it."""

from __future__ import annotations

from datetime import date

from crm_desktop.store.opening import Store
from crm_desktop.store.queries.agenda import day_view
from crm_desktop.store.queries.conditions import Standpoint
from tests.store.server_side import batch, row, synced

HOUR = 3_600_000
NOON = 1_773_316_800_000
"""12 March 2026, 12:00 UTC."""
TODAY = date(2026, 3, 12)


def test_the_day_holds_its_own_and_the_rest_is_to_do_with_the_undated_last(store: Store) -> None:
    account = row(name="Hengchuan")
    mine = {"owner_id": "a" * 32}
    visit = row(subject="Today", starts_at=NOON, account_id=account["id"], **mine)
    other = row(subject="Tomorrow", starts_at=NOON + 24 * HOUR, **mine)
    tasks = [
        row(subject="No day", **mine),
        row(subject="Late", due_at=NOON - 30 * HOUR, **mine),
        row(subject="Soon", due_at=NOON + HOUR, **mine),
        row(subject="Finished just now", due_at=NOON - 60 * HOUR, done=True, done_at=NOON, **mine),
        row(subject="Finished long ago", due_at=NOON + HOUR, done=True, done_at=NOON - 48 * HOUR, **mine),
        row(subject="Somebody else's", due_at=NOON, owner_id="b" * 32),
    ]
    synced(store, batch("account", [account]), batch("visit", [visit, other]), batch("task", tasks))
    found = store.read(day_view, TODAY, Standpoint("a" * 32, TODAY, zone="UTC"))
    assert [each.title for each in found.visits] == ["Today"]
    assert {each.title for each in found.tasks} == {"Soon", "Finished long ago"}
    assert [each.title for each in found.to_do] == ["Late", "Soon", "No day"]
    assert [each.title for each in found.finished] == ["Finished just now"]
    assert found.linked[account["id"]] == "Hengchuan"

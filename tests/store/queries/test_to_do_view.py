"""What one has to do, as the calendar shows it beside a day."""

from __future__ import annotations

from datetime import date

from crm_desktop.store.opening import Store
from crm_desktop.store.queries.agenda import to_do_view
from crm_desktop.store.queries.conditions import Standpoint
from tests.store.server_side import batch, row, synced

HOUR = 3_600_000
NOON = 1_773_316_800_000
"""12 March 2026, 12:00 UTC."""
TODAY = date(2026, 3, 12)


def test_what_is_open_is_to_do_with_the_undated_last_and_what_was_finished_today_is_told(store: Store) -> None:
    account = row(name="Hengchuan")
    mine = {"owner_id": "a" * 32}
    tasks = [
        row(subject="No day", **mine),
        row(subject="Late", due_at=NOON - 30 * HOUR, **mine),
        row(subject="Soon", due_at=NOON + HOUR, account_id=account["id"], **mine),
        row(subject="Finished just now", due_at=NOON - 60 * HOUR, done=True, done_at=NOON, **mine),
        row(subject="Finished long ago", due_at=NOON + HOUR, done=True, done_at=NOON - 48 * HOUR, **mine),
        row(subject="Somebody else's", due_at=NOON, owner_id="b" * 32),
    ]
    synced(store, batch("account", [account]), batch("task", tasks))
    found = store.read(to_do_view, Standpoint("a" * 32, TODAY, zone="UTC"))
    assert [each.title for each in found.to_do] == ["Late", "Soon", "No day"]
    assert [each.title for each in found.finished] == ["Finished just now"]
    assert found.linked[account["id"]] == "Hengchuan"

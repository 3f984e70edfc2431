"""Reminders of a device: told at their time and once, also after a restart, a sleep, a move and for one of a series."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.models.calendars.recurrence import stamp
from crm_desktop.models.calendars.reminding import put_off
from crm_desktop.models.clock import ManualClock
from crm_desktop.models.edits import Create, Update
from crm_desktop.models.fields import Value
from crm_desktop.store.opening import open_store

KEY = bytes(range(32))
ME = "a" * 32
NOON = 1_773_316_800_000
"""12 March 2026, 12:00 UTC."""
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
VISIT, TASK, SERIES = "1" * 32, "2" * 32, "3" * 32


def test_each_is_told_once_at_its_time_and_again_when_it_was_put_off(tmp_path: Path) -> None:
    clock = ManualClock(NOON)
    store = open_store(tmp_path / "replica.db", KEY, clock)
    store.sign(ME, "this device")
    visit: dict[str, Value] = {
        "subject": "Visit",
        "starts_at": NOON + 2 * HOUR,
        "remind_minutes": 30,
        "state": "planned",
        "owner_id": ME,
    }
    task: dict[str, Value] = {"subject": "Task", "due_at": NOON + DAY, "remind_at": NOON + 3 * HOUR, "owner_id": ME}
    store.door.commit("visit.create", [Create("visit", visit, VISIT), Create("task", task, TASK)])
    assert store.reminders.claim("UTC") == []
    # The machine sleeps, and wakes long after both were due.
    clock.advance(5 * HOUR)
    found = store.reminders.claim("UTC")
    assert [(each.entry.record.title, each.due_at - NOON, each.again) for each in found] == [
        ("Visit", 90 * MINUTE, False),
        ("Task", 3 * HOUR, False),
    ]
    assert store.reminders.claim("UTC") == []
    store.reminders.put_off(found[1], put_off("minutes", clock.now(), "UTC"))
    store.close()
    store = open_store(tmp_path / "replica.db", KEY, clock)
    assert store.reminders.claim("UTC") == []
    clock.advance(5 * MINUTE)
    assert [(each.key, each.again) for each in store.reminders.claim("UTC")] == [(("task", TASK, 0), True)]
    assert store.reminders.claim("UTC") == []
    # What is moved is told at its new time; what is done is not.
    later = {"starts_at": clock.now() + HOUR, "ends_at": clock.now() + 2 * HOUR}
    store.door.commit("visit.edit", [Update("visit", VISIT, later)])
    clock.advance(40 * MINUTE)
    assert [each.key for each in store.reminders.due("UTC")] == [("visit", VISIT, 0)]
    store.door.commit("visit.edit", [Update("visit", VISIT, {"state": "done"})])
    assert store.reminders.due("UTC") == []
    store.close()


def test_every_one_of_a_series_is_told_and_what_lies_long_ago_is_not(tmp_path: Path) -> None:
    clock = ManualClock(NOON)
    store = open_store(tmp_path / "replica.db", KEY, clock)
    store.sign(ME, "this device")
    first = NOON - 30 * DAY
    daily: dict[str, Value] = {
        "subject": "Daily", "due_at": first, "remind_at": first - 10 * MINUTE, "zone": "UTC",
        "recurrence": "FREQ=DAILY", "exceptions": [stamp(NOON + DAY)], "owner_id": ME,
    }  # fmt: skip
    store.door.commit("task.create", [Create("task", daily, SERIES)])
    told = store.reminders.claim("UTC")
    assert [each.entry.begins for each in told] == [NOON - DAY, NOON]
    clock.advance(DAY)
    assert store.reminders.claim("UTC") == []
    clock.advance(DAY)
    assert [each.entry.begins for each in store.reminders.claim("UTC")] == [NOON + 2 * DAY]
    store.close()


def test_tomorrow_is_nine_o_clock_on_the_wall_also_when_the_clocks_change() -> None:
    evening = 1_774_720_800_000
    """28 March 2026, 18:00 UTC, 19:00 in Berlin; the clocks go forward that night."""
    assert put_off("tomorrow", evening, "Europe/Berlin") == evening + 13 * HOUR
    assert put_off("hour", evening, "Europe/Berlin") == evening + HOUR

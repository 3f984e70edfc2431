"""Some days of the calendar: what stands in them, repeating and long entries included, and where accounts lie."""

from __future__ import annotations

from datetime import date

from crm_desktop.models.calendars.travel import straight_line, way
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.calendar import calendar_view, series
from crm_desktop.store.queries.conditions import Standpoint
from tests.store.server_side import batch, row, synced

HOUR = 3_600_000
NOON = 1_773_316_800_000
"""12 March 2026, 12:00 UTC."""
ME = "a" * 32
SEEN = Standpoint(ME, date(2026, 3, 12), zone="UTC")


def test_a_week_holds_single_repeating_long_and_logged_things_of_ones_own(store: Store) -> None:
    account = row(name="Hengchuan", latitude=31.3, longitude=120.6)
    mine = {"owner_id": ME}
    weekly = row(subject="Weekly", due_at=NOON - 21 * 24 * HOUR, recurrence="FREQ=WEEKLY", zone="UTC", **mine)
    long = row(subject="Fair", starts_at=NOON - 60 * HOUR, ends_at=NOON + 60 * HOUR, **mine)
    visits = [
        row(subject="Visit", starts_at=NOON, account_id=account["id"], **mine),
        long,
        row(subject="Called off", starts_at=NOON, state="cancelled", **mine),
        row(subject="Evening", starts_at=NOON - 13 * HOUR, **mine),
        row(subject="Late evening", starts_at=NOON - 12 * HOUR - 1_800_000, **mine),
        row(subject="Over", starts_at=NOON - 90 * HOUR, ends_at=NOON - 89 * HOUR, **mine),
        row(subject="Theirs", starts_at=NOON, owner_id="b" * 32),
    ]
    calls = [row(subject="Call", form="call", happened_at=NOON + HOUR, **mine)]
    synced(
        store, batch("account", [account]), batch("visit", visits), batch("task", [weekly]), batch("activity", calls)
    )
    view = store.read(calendar_view, date(2026, 3, 12), 7, SEEN)
    assert [entry.record.title for entry in view.entries] == [
        "Fair", "Late evening", "Visit", "Weekly", "Call",
    ], "an hour is what a visit lasts that does not say when it ends"  # fmt: skip
    assert [entry.record.title for entry in view.entries if entry.repeats] == ["Weekly"]
    assert view.positions == {account["id"]: (31.3, 120.6)}
    assert view.linked == {account["id"]: "Hengchuan"}
    assert store.read(series, "task", weekly["id"], "UTC").record.title == "Weekly"


def test_the_way_between_two_places_is_the_great_circle_made_longer_for_streets() -> None:
    suzhou, wujiang = (31.2989, 120.5853), (31.1600, 120.6381)
    assert round(straight_line(suzhou, wujiang), 1) == 16.2
    found = way(suzhou, wujiang)
    assert found is not None
    assert (round(found.kilometres), found.minutes) == (21, 30)
    assert way(suzhou, suzhou) is None
    # Half around the earth, over the date line.
    assert round(straight_line((0, 179.5), (0, -179.5))) == 111

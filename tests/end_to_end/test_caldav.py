"""Visits and a calendar on a real Radicale: both ways, series, conflicts that keep both, deletions, wrong passwords."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop.models.calendars.recurrence import stamp
from crm_desktop.models.clock import DAY_MS, ManualClock
from crm_desktop.models.edits import Create, Delete, Update
from crm_desktop.models.errors import Denied, Refused, Unreachable
from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.queries.records import record, where
from crm_desktop.sync.calendars.dav import DavCalendar
from crm_desktop.sync.calendars.round import Report, Round
from tests.support.radicale import Elsewhere

ME = "a" * 32
NOON = 1_773_288_000_000
"""12 March 2026, 12:00 in Shanghai."""
HOUR = 3_600_000
SHANGHAI = "Asia/Shanghai"
DENTIST = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Phone//EN\r
BEGIN:VEVENT\r
UID:dentist\r
DTSTAMP:20260301T000000Z\r
DTSTART:20260313T020000Z\r
DTEND:20260313T030000Z\r
SUMMARY:{summary}\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(tmp_path / "replica.db", bytes(32), ManualClock(NOON))
    made.sign(ME, "this device")
    yield made
    made.close()


def go(store: Store, elsewhere: Elsewhere, password: str = "secret", address: str = "") -> Report:
    """Run one round, from the address of the server alone."""
    calendar = DavCalendar(address or elsewhere.address, "lin", password)
    try:
        return Round(
            calendar, store.calendar_links, lambda edits: store.door.commit("visit.calendar", edits), ME,
            SHANGHAI, NOON,
        ).run()  # fmt: skip
    finally:
        calendar.close()


def plan(store: Store, record_id: str, **values: Value) -> None:
    common: dict[str, Value] = {
        "starts_at": NOON,
        "ends_at": NOON + HOUR,
        "zone": SHANGHAI,
        "state": "planned",
        "owner_id": ME,
    }
    store.door.commit("visit.create", [Create("visit", {**common, **values}, record_id)])


def visits(store: Store) -> dict[str, Record]:
    return {each.title: each for each in store.read(where, "visit", "deleted_at IS NULL ORDER BY id")}


def here(store: Store, record_id: str) -> Record:
    found = store.read(record, "visit", record_id)
    assert found is not None
    return found


def test_both_sides_become_alike_and_a_round_without_changes_does_nothing(store: Store, elsewhere: Elsewhere) -> None:
    plan(store, "1" * 32, subject="访谈", place="星湖街", remind_minutes=15)
    elsewhere.put("dentist", DENTIST.format(summary="Dentist"))
    first = go(store, elsewhere)
    assert (first.taken, first.sent) == (1, 1)
    assert "SUMMARY:访谈" in elsewhere.get("1" * 32)
    dentist = visits(store)["Dentist"]
    assert (dentist.get("starts_at"), dentist.get("owner_id"), dentist.get("uid")) == (NOON + 22 * HOUR, ME, "dentist")
    assert go(store, elsewhere) == Report()
    # Each side changes its own.
    store.door.commit("visit.edit", [Update("visit", dentist.id, {"subject": "Dentist, moved"})])
    elsewhere.put("1" * 32, elsewhere.get("1" * 32).replace("SUMMARY:访谈", "SUMMARY:访谈（改）"))
    second = go(store, elsewhere)
    assert (second.taken, second.sent, second.kept_both) == (1, 1, 0)
    assert here(store, "1" * 32).title == "访谈（改）"
    assert "Dentist\\, moved" in elsewhere.get("dentist")
    assert go(store, elsewhere) == Report()


def test_both_changed_keeps_both_on_both_sides(store: Store, elsewhere: Elsewhere) -> None:
    elsewhere.put("dentist", DENTIST.format(summary="Dentist"))
    go(store, elsewhere)
    dentist = visits(store)["Dentist"]
    store.door.commit("visit.edit", [Update("visit", dentist.id, {"subject": "Mine"})])
    elsewhere.put("dentist", DENTIST.format(summary="Theirs"))
    assert go(store, elsewhere).kept_both == 1
    assert set(visits(store)) == {"Mine", "Theirs"}
    assert "SUMMARY:Mine" in elsewhere.get("dentist")
    assert "SUMMARY:Theirs" in elsewhere.get(visits(store)["Theirs"].id)
    assert go(store, elsewhere) == Report()


def test_deletions_go_both_ways_and_a_change_outlives_one(store: Store, elsewhere: Elsewhere) -> None:
    for number in range(1, 5):
        plan(store, f"{number}" * 32, subject=f"Visit {number}")
    go(store, elsewhere)
    store.door.commit("visit.delete", [Delete("visit", "1" * 32)])
    elsewhere.delete("2" * 32)
    # Deleted here and changed there; changed here and deleted there.
    store.door.commit("visit.delete", [Delete("visit", "3" * 32)])
    elsewhere.put("3" * 32, elsewhere.get("3" * 32).replace("SUMMARY:Visit 3", "SUMMARY:Still on"))
    store.door.commit("visit.edit", [Update("visit", "4" * 32, {"subject": "Still on here"})])
    elsewhere.delete("4" * 32)
    go(store, elsewhere)
    assert elsewhere.get("1" * 32) == ""
    assert here(store, "2" * 32).deleted
    assert not here(store, "3" * 32).deleted
    assert here(store, "3" * 32).title == "Still on"
    assert "Still on here" in elsewhere.get("4" * 32)
    assert go(store, elsewhere) == Report()


def test_a_series_travels_with_the_occurrence_that_was_changed_alone(store: Store, elsewhere: Elsewhere) -> None:
    week = 7 * DAY_MS
    plan(
        store,
        "5" * 32,
        subject="例会",
        recurrence="FREQ=WEEKLY;COUNT=4",
        exceptions=[stamp(NOON + week), stamp(NOON + 2 * week)],
    )
    plan(store, "6" * 32, subject="例会，改期", starts_at=NOON + week + HOUR, ends_at=NOON + week + 2 * HOUR,
         series_id="5" * 32, occurrence_at=NOON + week)  # fmt: skip
    assert go(store, elsewhere).sent == 1
    text = elsewhere.get("5" * 32)
    assert text.count("BEGIN:VEVENT") == 2
    assert "RECURRENCE-ID;TZID=Asia/Shanghai:20260319T120000" in text
    assert text.count("EXDATE") == 1
    assert go(store, elsewhere) == Report()
    elsewhere.put("5" * 32, text.replace("COUNT=4", "COUNT=6").replace("例会，改期", "例会，线上"))
    assert go(store, elsewhere).taken == 1
    assert here(store, "5" * 32).get("recurrence") == "FREQ=WEEKLY;COUNT=6"
    assert here(store, "6" * 32).title == "例会，线上"
    assert go(store, elsewhere) == Report()


def test_a_second_device_finds_its_visits_there_and_makes_no_doubles(
    store: Store, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    plan(store, "7" * 32, subject="Visit")
    elsewhere.put("dentist", DENTIST.format(summary="Dentist"))
    go(store, elsewhere)
    other = open_store(tmp_path / "other.db", bytes(32), ManualClock(NOON))
    other.sign(ME, "that device")
    plan(other, "7" * 32, subject="Visit")
    dentist = visits(store)["Dentist"]
    plan(other, dentist.id, **{name: dentist.get(name) for name in ("subject", "starts_at", "ends_at", "zone", "uid")})
    report = go(other, elsewhere)
    assert (report.taken, report.sent, len(visits(other))) == (0, 0, 2)
    assert go(other, elsewhere) == Report()
    other.close()


def test_what_cannot_be_done_is_said_and_changes_nothing(store: Store, elsewhere: Elsewhere) -> None:
    plan(store, "8" * 32, subject="Visit")
    with pytest.raises(Denied, match=r"calendar\.sign_in_wrong"):
        go(store, elsewhere, password="wrong")
    with pytest.raises(Refused, match=r"calendar\.not_secure"):
        go(store, elsewhere, address="http://calendar.example.com/")
    with pytest.raises(Unreachable, match=r"calendar\.unreachable"):
        go(store, elsewhere, address="http://127.0.0.1:1/")
    elsewhere.put(
        "diary",
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VJOURNAL\r\nUID:t\r\nDTSTAMP:20260301T000000Z\r\n"
        "SUMMARY:x\r\nEND:VJOURNAL\r\nEND:VCALENDAR\r\n",
    )
    report = go(store, elsewhere)
    assert (report.sent, report.taken) == (1, 0), "a diary is no visit"
    assert "secret" not in repr(DavCalendar(elsewhere.address, "lin", "secret"))

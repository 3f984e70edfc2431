"""Tasks and a task list on a real Radicale: both ways, series, conflicts, deletions; what is not understood stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop.models.calendars.recurrence import stamp
from crm_desktop.models.clock import DAY_MS, ManualClock
from crm_desktop.models.edits import Create, Delete, Update
from crm_desktop.models.errors import Incompatible
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
QUOTE = "1" * 32
PHONE = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Phone//EN\r
X-WR-CALNAME:Erinnerungen\r
BEGIN:VTODO\r
UID:buy-samples\r
DTSTAMP:20260301T000000Z\r
SEQUENCE:4\r
DTSTART:20260313T000000Z\r
DUE:20260313T020000Z\r
SUMMARY:{summary}\r
PRIORITY:2\r
PERCENT-COMPLETE:40\r
STATUS:IN-PROCESS\r
CATEGORIES:Work,Errands\r
ATTENDEE;CN="Chen, Lei";PARTSTAT=ACCEPTED:mailto:chen@example.com\r
ATTACH;FMTTYPE=application/pdf:https://example.com/with-a-long-name/and-a-much-longe\r
 r-tail/offer.pdf\r
RELATED-TO;RELTYPE=PARENT:trip-to-suzhou\r
X-APPLE-SORT-ORDER:684322000\r
BEGIN:VALARM\r
ACTION:DISPLAY\r
DESCRIPTION:Samples\r
TRIGGER;RELATED=END:-PT30M\r
X-WR-ALARMUID:5F1C\r
END:VALARM\r
END:VTODO\r
END:VCALENDAR\r
"""
FOREIGN = ("X-WR-CALNAME", "X-APPLE-SORT-ORDER", "X-WR-ALARMUID", "ATTENDEE;CN=\"Chen, Lei\"", "RELATED-TO;RELTYPE",
           "CATEGORIES:Work,Errands", "r-tail/offer.pdf", "DTSTART:20260313T000000Z", "STATUS:IN-PROCESS")  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(tmp_path / "replica.db", bytes(32), ManualClock(NOON))
    made.sign(ME, "this device")
    yield made
    made.close()


def go(store: Store, elsewhere: Elsewhere, address: str = "", tasks: str = "") -> Report:
    calendar = DavCalendar(address or elsewhere.address, "lin", "secret", tasks)
    try:
        return Round(
            calendar, store.calendar_links, lambda edits: store.door.commit("visit.calendar", edits), ME,
            SHANGHAI, NOON,
        ).run()  # fmt: skip
    finally:
        calendar.close()


def plan(store: Store, record_id: str, **values: Value) -> None:
    common: dict[str, Value] = {"due_at": NOON, "zone": SHANGHAI, "owner_id": ME, "done": False}
    store.door.commit("task.create", [Create("task", {**common, **values}, record_id)])


def edit(store: Store, record_id: str, **values: Value) -> None:
    store.door.commit("task.edit", [Update("task", record_id, values)])


def tasks(store: Store) -> dict[str, Record]:
    return {each.title: each for each in store.read(where, "task", "deleted_at IS NULL ORDER BY id")}


def here(store: Store, record_id: str) -> Record:
    found = store.read(record, "task", record_id)
    assert found is not None
    return found


def test_tasks_become_alike_on_both_sides_and_deletions_go_both_ways(store: Store, elsewhere: Elsewhere) -> None:
    plan(store, QUOTE, subject="发报价", priority="urgent", notes="两页", remind_at=NOON - HOUR)
    for number in range(2, 6):
        plan(store, f"{number}" * 32, subject=f"Task {number}")
    plan(store, "6" * 32, subject="Some day", due_at=None)
    plan(store, "7" * 32, subject="Somebody else's", owner_id="b" * 32)
    plan(store, "8" * 32, subject="Finished long ago", done=True)
    elsewhere.put("samples", PHONE.format(summary="Buy samples"))
    elsewhere.put("idea", PHONE.format(summary="An idea").replace("buy-samples", "idea").replace("DUE:2026031", "X-D:"))
    first = go(store, elsewhere)
    assert (first.taken, first.sent, first.problems) == (2, 5, 0)
    text = elsewhere.get(QUOTE)
    for line in ("SUMMARY:发报价", "PRIORITY:1", "DUE;TZID=Asia/Shanghai:20260312T120000", "STATUS:NEEDS-ACTION",
                 "TRIGGER;VALUE=DATE-TIME:20260312T030000Z"):  # fmt: skip
        assert line in text
    samples = tasks(store)["Buy samples"]
    told = {"due_at": NOON + 22 * HOUR, "priority": "high", "done": False, "owner_id": ME, "uid": "buy-samples"}
    assert {name: samples.get(name) for name in told} == told
    assert samples.get("remind_at") == NOON + 22 * HOUR - HOUR // 2
    assert go(store, elsewhere) == Report()
    # Each side finishes what the other made, and takes something out.
    edit(store, samples.id, done=True, done_at=NOON)
    elsewhere.put(QUOTE, text.replace("NEEDS-ACTION", "COMPLETED\r\nCOMPLETED:20260312T050000Z"))
    store.door.commit("task.delete", [Delete("task", "2" * 32)])
    elsewhere.delete("3" * 32)
    # Deleted here and changed there; changed here and deleted there.
    store.door.commit("task.delete", [Delete("task", "4" * 32)])
    elsewhere.put("4" * 32, elsewhere.get("4" * 32).replace("SUMMARY:Task 4", "SUMMARY:Still to do"))
    edit(store, "5" * 32, subject="Still to do here")
    elsewhere.delete("5" * 32)
    go(store, elsewhere)
    quote = here(store, QUOTE)
    assert (quote.get("done"), quote.get("done_at"), quote.get("priority")) == (True, NOON + HOUR, "urgent")
    finished = elsewhere.get("samples")
    for line in ("STATUS:COMPLETED", "PERCENT-COMPLETE:100", "COMPLETED:20260312T040000Z", "PRIORITY:2"):
        assert line in finished
    assert elsewhere.get("2" * 32) == ""
    assert here(store, "3" * 32).deleted
    assert (here(store, "4" * 32).deleted, here(store, "4" * 32).title) == (False, "Still to do")
    assert "Still to do here" in elsewhere.get("5" * 32)
    assert go(store, elsewhere) == Report()
    edit(store, samples.id, done=False, done_at=None)
    assert go(store, elsewhere).sent == 1
    reopened = elsewhere.get("samples")
    assert "COMPLETED" not in reopened.replace("IN-PROCESS", "")
    assert "STATUS:NEEDS-ACTION" in reopened


def test_what_is_not_understood_stays_through_changes_and_conflicts(store: Store, elsewhere: Elsewhere) -> None:
    elsewhere.put("samples", PHONE.format(summary="Buy samples"))
    meeting = PHONE.format(summary="Visit").replace("VTODO", "VEVENT").replace("DUE:", "DTEND:")
    meeting = meeting.replace("buy-samples", "visit").replace("PERCENT-COMPLETE:40\r\n", "")
    meeting = meeting.replace("IN-PROCESS", "TENTATIVE").replace("TRIGGER;RELATED=END:-PT30M", "TRIGGER:-PT30M")
    elsewhere.put("meeting", meeting)
    go(store, elsewhere)
    samples = tasks(store)["Buy samples"]
    edit(store, samples.id, subject="样品，" * 40, due_at=NOON + 23 * HOUR, remind_at=NOON, notes="一\n二")
    visit = store.read(where, "visit", "deleted_at IS NULL")[0]
    store.door.commit("visit.edit", [Update("visit", visit.id, {"place": "星湖街"})])
    assert go(store, elsewhere).sent == 2
    text = elsewhere.get("samples")
    for kept in FOREIGN:
        assert kept in text.replace("\r\n ", ""), kept
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    for line in ("DUE:20260313T030000Z", "TRIGGER;VALUE=DATE-TIME:20260312T040000Z", "SEQUENCE:5", "PRIORITY:2",
                 "PERCENT-COMPLETE:40", "DESCRIPTION:一\\n二"):  # fmt: skip
        assert line in text
    moved = elsewhere.get("meeting")
    for kept in (*FOREIGN[:7], "LOCATION:星湖街", "STATUS:TENTATIVE", "SEQUENCE:4", "DTEND:20260313T020000Z"):
        assert kept in moved.replace("\r\n ", ""), kept
    assert go(store, elsewhere) == Report()
    # Changed on both sides: both stand on both sides, and the foreign lines with either.
    edit(store, samples.id, subject="Mine")
    elsewhere.put("samples", text.replace("PRIORITY:2", "PRIORITY:9").replace("684322000", "684322001"))
    assert go(store, elsewhere).kept_both == 1
    found = store.read(where, "task", "deleted_at IS NULL")
    assert sorted((each.title == "Mine", str(each.get("priority"))) for each in found) == [
        (False, "low"),
        (True, "high"),
    ]
    assert "X-APPLE-SORT-ORDER:684322001" in elsewhere.get("samples")
    assert "SUMMARY:Mine" in elsewhere.get("samples")
    assert go(store, elsewhere) == Report()


def test_a_repeating_task_travels_with_the_one_that_was_done_alone(store: Store, elsewhere: Elsewhere) -> None:
    week = 7 * DAY_MS
    plan(store, "5" * 32, subject="周报", recurrence="FREQ=WEEKLY;COUNT=4", remind_at=NOON - HOUR,
         exceptions=[stamp(NOON + week), stamp(NOON + 2 * week)])  # fmt: skip
    plan(store, "6" * 32, subject="周报", due_at=NOON + week, done=True, done_at=NOON,
         series_id="5" * 32, occurrence_at=NOON + week)  # fmt: skip
    assert go(store, elsewhere).sent == 1
    text = elsewhere.get("5" * 32)
    assert (text.count("BEGIN:VTODO"), text.count("EXDATE"), text.count("STATUS:COMPLETED")) == (2, 1, 1)
    assert "RECURRENCE-ID;TZID=Asia/Shanghai:20260319T120000" in text
    assert "TRIGGER;RELATED=END:-PT1H" in text
    assert go(store, elsewhere) == Report()
    elsewhere.put("5" * 32, text.replace("COUNT=4", "COUNT=6").replace("STATUS:COMPLETED", "STATUS:NEEDS-ACTION"))
    assert go(store, elsewhere).taken == 1
    assert here(store, "5" * 32).get("recurrence") == "FREQ=WEEKLY;COUNT=6"
    assert (here(store, "6" * 32).get("done"), here(store, "6" * 32).get("done_at")) == (False, None)
    edit(store, "6" * 32, due_at=NOON + week + HOUR)
    assert go(store, elsewhere).sent == 1
    assert "DUE;TZID=Asia/Shanghai:20260319T130000" in elsewhere.get("5" * 32)
    assert go(store, elsewhere) == Report()


def test_visits_and_tasks_lie_apart_where_the_calendar_has_no_room_for_tasks(
    store: Store, elsewhere: Elsewhere
) -> None:
    events, todos = f"{elsewhere.address}lin/a%20work/", f"{elsewhere.address}lin/b-tasks/"
    elsewhere.make(events, "VEVENT")
    elsewhere.make(todos, "VTODO")
    plan(store, QUOTE, subject="发报价")
    store.door.commit("visit.create", [Create("visit", {
        "subject": "访谈", "starts_at": NOON, "ends_at": NOON + HOUR, "zone": SHANGHAI, "state": "planned",
        "owner_id": ME,
    }, "2" * 32)])  # fmt: skip
    assert go(store, elsewhere, address=events).sent == 1
    assert (elsewhere.get(QUOTE, events), elsewhere.get("2" * 32, events)[:5]) == ("", "BEGIN")
    assert go(store, elsewhere, address=events, tasks=todos).sent == 1
    assert "SUMMARY:发报价" in elsewhere.get(QUOTE, todos)
    assert go(store, elsewhere, address=events, tasks=todos) == Report()
    elsewhere.delete(QUOTE, todos)
    assert go(store, elsewhere, address=events, tasks=todos) == Report(deleted=1)
    assert not store.read(where, "visit", "deleted_at IS NULL")[0].deleted
    with pytest.raises(Incompatible, match=r"calendar\.no_task_list"):
        go(store, elsewhere, address=events, tasks=events)

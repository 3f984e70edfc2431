"""iCalendar out and in: what goes out comes back, other programs' files are read, and strangers' text stays text."""

from datetime import datetime
from typing import Any

import pytest
from icalendar import Calendar

from crm_desktop.models.calendars.entries import at_wall
from crm_desktop.models.calendars.ics_in import read_ics
from crm_desktop.models.calendars.ics_out import Telling, to_ics
from crm_desktop.models.calendars.recurrence import stamp
from crm_desktop.models.errors import Refused
from crm_desktop.models.record import Record

SHANGHAI = "Asia/Shanghai"
HOUR = 3_600_000
NINE = at_wall(datetime(2026, 3, 12, 9), SHANGHAI)  # noqa: DTZ001 - a wall time
TELLING = Telling(SHANGHAI, NINE, {"acc": "恒川精密"}, "林悦")

OUTLOOK = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN\r
BEGIN:VTIMEZONE\r
TZID:China Standard Time\r
BEGIN:STANDARD\r
DTSTART:16010101T000000\r
TZOFFSETFROM:+0800\r
TZOFFSETTO:+0800\r
END:STANDARD\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
UID:040000008200E00074C5B7101A82E008\r
SUMMARY;LANGUAGE=zh-cn:季度回顾\\, 第\r
  二场\r
DTSTART;TZID="China Standard Time":20260312T090000\r
DTEND;TZID="China Standard Time":20260312T103000\r
RRULE:FREQ=MONTHLY;COUNT=3;BYDAY=2TH\r
EXDATE;TZID="China Standard Time":20260409T090000\r
LOCATION:=HYPERLINK("http://x")\r
DESCRIPTION:<b>bold</b>\\nsecond line\u202egnp.exe\r
BEGIN:VALARM\r
TRIGGER:-PT15M\r
ACTION:DISPLAY\r
END:VALARM\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:whole-day\r
SUMMARY:Fair\r
DTSTART;VALUE=DATE:20260314\r
DTEND;VALUE=DATE:20260316\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:by-the-second\r
SUMMARY:Bomb\r
DTSTART:20260312T010000Z\r
RRULE:FREQ=SECONDLY\r
END:VEVENT\r
END:VCALENDAR\r
"""


def test_what_goes_out_comes_back_with_its_zone_series_and_reminder() -> None:
    series = Record("visit", "a" * 32, {
        "subject": "例会; 一, 二\n三", "starts_at": NINE, "ends_at": NINE + HOUR, "zone": SHANGHAI, "account_id": "acc",
        "recurrence": "FREQ=WEEKLY;BYDAY=TH", "exceptions": [stamp(NINE + 7 * 24 * HOUR)], "remind_minutes": 15,
        "place": "星湖街 328 号", "notes": "不外传", "state": "planned",
    })  # fmt: skip
    alone = Record("visit", "b" * 32, {
        "subject": "例会", "starts_at": NINE + 7 * 24 * HOUR + HOUR, "series_id": "a" * 32, "zone": SHANGHAI,
        "occurrence_at": NINE + 7 * 24 * HOUR,
    })  # fmt: skip
    task = Record("task", "c" * 32, {"subject": "报价", "due_at": NINE - 9 * HOUR, "zone": SHANGHAI})
    written = to_ics([series, alone, task], TELLING)
    assert b"TZID:Asia/Shanghai" in written, "the zone travels along"
    assert "不外传" not in written.decode(), "notes stay here unless a person sends them"
    first, second, third = read_ics(written, "UTC")
    assert first.uid == second.uid == f"{'a' * 32}@fieldline"
    assert first.values["exceptions"] is None, "what was changed alone stands for itself"
    kept = ("starts_at", "ends_at", "zone", "recurrence", "remind_minutes", "place")
    assert {name: first.values.get(name) for name in kept} == {name: series.get(name) for name in kept}
    assert first.values["subject"] == "恒川精密 · 例会; 一, 二 三"
    assert second.occurrence_at == NINE + 7 * 24 * HOUR
    assert (third.kind, third.values["subject"]) == ("task", "报价")


def test_a_calendar_program_reads_what_goes_out() -> None:
    whole = Record(
        "visit",
        "d" * 32,
        {"subject": "展会", "starts_at": NINE - 9 * HOUR, "ends_at": NINE + 39 * HOUR, "zone": SHANGHAI},
    )
    task = Record("task", "c" * 32, {"subject": "报价", "due_at": NINE, "zone": SHANGHAI})
    told = Telling(SHANGHAI, NINE, name="林悦", tasks_as_events=True)
    events: list[Any] = Calendar.from_ical(to_ics([whole, task], told)).walk("VEVENT")
    fair, quote = events
    assert [str(fair["DTSTART"].dt), str(fair["DTEND"].dt)] == ["2026-03-12", "2026-03-14"]
    assert quote["TRANSP"] == "TRANSPARENT"
    assert quote["DTSTART"].dt.isoformat() == "2026-03-12T09:00:00+08:00"


def test_an_outlook_file_is_read_and_what_is_dangerous_in_it_is_not() -> None:
    meeting, fair, bomb = read_ics(OUTLOOK.encode(), SHANGHAI)
    assert meeting.values["subject"] == "季度回顾, 第 二场"
    assert meeting.values["starts_at"] == NINE
    assert meeting.values["zone"] == SHANGHAI
    assert meeting.values["recurrence"] == "FREQ=MONTHLY;COUNT=3;BYDAY=2TH"
    assert meeting.values["exceptions"] == ["20260409T010000Z"]
    assert meeting.values["remind_minutes"] == 15
    assert meeting.values["notes"] == "<b>bold</b>\nsecond linegnp.exe"
    assert fair.values["ends_at"] - fair.values["starts_at"] == 48 * HOUR  # type: ignore[operator]
    assert (bomb.problem, bomb.values.get("recurrence")) == ("recurrence.not_understood", None)


def test_what_is_no_calendar_is_refused_and_one_bad_event_does_not_lose_the_others() -> None:
    for data in (b"\x00\xff" * 40, b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", b"<html></html>"):
        with pytest.raises(Refused, match=r"calendar\.not_understood"):
            read_ics(data, SHANGHAI)
    with pytest.raises(Refused, match=r"calendar\.too_large"):
        read_ics(b" " * 10_000_001, SHANGHAI)
    broken = OUTLOOK.replace("20260312T090000\r", "yesterday\r")
    found = read_ics(broken.encode(), SHANGHAI)
    assert [each.uid for each in found][-2:] == ["whole-day", "by-the-second"]

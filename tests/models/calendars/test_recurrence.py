"""Rules of RFC 5545 on the wall clock: daylight saving, month ends, bounds, and what people do with a series."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.models.calendars.entries import at_wall, wall
from crm_desktop.models.calendars.recurrence import check_rule, occurrences, stamp, starts
from crm_desktop.models.calendars.series import Reach, Series, change, delete
from crm_desktop.models.clock import DAY_MS, to_moment
from crm_desktop.models.edits import Create, Delete, Edit, Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record

BERLIN = "Europe/Berlin"
HOUR = 3_600_000
FAR = 4_102_444_800_000


def at(year: int, month: int, day: int, hour: int = 9, minute: int = 0, zone: str = BERLIN) -> int:
    return at_wall(datetime(year, month, day, hour, minute), zone)  # noqa: DTZ001 - a wall time


def visit(begins: int, rule: str, **more: Value) -> Record:
    values: dict[str, Value] = {
        "subject": "Review", "starts_at": begins, "ends_at": begins + HOUR, "zone": BERLIN, "recurrence": rule, **more,
    }  # fmt: skip
    return Record("visit", "a" * 32, values)


def shown(record: Record, begin: int = 0, end: int = FAR) -> list[str]:
    return [f"{wall(each.begins, BERLIN):%m-%d %H:%M}" for each in occurrences(record, begin, end, BERLIN)]


def after(series: Record, edits: list[Edit]) -> list[Record]:
    """Return the records that stand after the edits."""
    here = {series.id: series}
    for number, edit in enumerate(edits):
        if isinstance(edit, Update):
            here[edit.id] = Record(edit.kind, edit.id, {**here[edit.id].values, **edit.values})
        elif isinstance(edit, Create):
            here[edit.id] = Record(edit.kind, f"{number}", dict(edit.values))
        elif isinstance(edit, Delete):
            del here[edit.id]
    return list(here.values())


def test_nine_o_clock_stays_nine_o_clock_over_daylight_saving() -> None:
    begins = at(2026, 3, 27)
    found = starts("FREQ=DAILY;COUNT=4", begins, BERLIN, (0, FAR))
    assert [f"{wall(each, BERLIN):%d %H:%M}" for each in found] == ["27 09:00", "28 09:00", "29 09:00", "30 09:00"]
    assert [b - a for a, b in pairwise(found)] == [24 * HOUR, 23 * HOUR, 24 * HOUR]


def test_an_hour_that_daylight_saving_skips_comes_an_hour_later_and_the_next_day_is_right_again() -> None:
    assert shown(visit(at(2026, 3, 28, 2, 30), "FREQ=DAILY;COUNT=3")) == ["03-28 02:30", "03-29 03:30", "03-30 02:30"]


def test_an_hour_that_comes_twice_is_taken_once() -> None:
    assert shown(visit(at(2026, 10, 24, 2, 30), "FREQ=DAILY;COUNT=3")) == ["10-24 02:30", "10-25 02:30", "10-26 02:30"]


@pytest.mark.parametrize(
    ("rule", "begins", "days"),
    [
        ("FREQ=MONTHLY;COUNT=3", at(2026, 1, 31), ["01-31", "03-31", "05-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=4", at(2027, 11, 30), ["11-30", "12-31", "01-31", "02-29"]),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", at(2026, 1, 30), ["01-30", "02-27", "03-27"]),
        ("FREQ=YEARLY;COUNT=3", at(2024, 2, 29), ["02-29", "02-29", "02-29"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;UNTIL=20260320", at(2026, 3, 2), ["03-02", "03-05", "03-16", "03-19"]),
        ("FREQ=DAILY;UNTIL=20260304T080000Z", at(2026, 3, 2), ["03-02", "03-03", "03-04"]),
    ],
)  # fmt: skip
def test_month_ends_leap_days_and_ends_are_those_of_the_standard(rule: str, begins: int, days: list[str]) -> None:
    assert [each[:5] for each in shown(visit(begins, rule))] == days


def test_a_rule_that_never_falls_or_falls_by_the_second_is_refused() -> None:
    for rule, code in (
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "recurrence.never"),
        ("FREQ=DAILY;UNTIL=20200101", "recurrence.never"),
        ("FREQ=SECONDLY", "recurrence.not_understood"),
        ("FREQ=WEEKLY;BYDAY=XX", "recurrence.not_understood"),
        ("every day", "recurrence.not_understood"),
    ):
        with pytest.raises(Refused) as refusal:
            check_rule(rule, at(2026, 3, 2), BERLIN)
        assert refusal.value.code == code
    assert check_rule("rrule:byday=mo;freq=weekly", at(2026, 3, 2), BERLIN) == "FREQ=WEEKLY;BYDAY=MO"


def test_what_nobody_can_read_stands_once_and_what_never_ends_is_bounded() -> None:
    assert shown(visit(at(2026, 3, 2), "FREQ=SECONDLY")) == ["03-02 09:00"]
    assert shown(visit(at(2026, 3, 2), "FREQ=DAILY;UNTIL=rubbish")) == ["03-02 09:00"]
    assert len(shown(visit(at(2026, 3, 2), "FREQ=DAILY"))) == 2_000


def test_one_occurrence_is_moved_alone_and_survives_what_happens_to_the_others() -> None:
    series = visit(at(2026, 3, 2), "FREQ=WEEKLY;COUNT=3")
    day = at(2026, 3, 9)
    edits = change(Series(series, (), BERLIN), day, {"starts_at": day + HOUR, "ends_at": day + 3 * HOUR}, Reach.THIS)
    left, alone = after(series, edits)
    assert shown(left) == ["03-02 09:00", "03-16 09:00"]
    assert (alone.get("starts_at"), alone.get("series_id"), alone.get("occurrence_at")) == (day + HOUR, series.id, day)
    assert alone.get("recurrence") is None


def test_this_and_following_splits_the_series_and_keeps_the_count() -> None:
    series = visit(at(2026, 3, 2), "FREQ=WEEKLY;COUNT=5", exceptions=[stamp(at(2026, 3, 23))])
    day = at(2026, 3, 16)
    edits = change(
        Series(series, (), BERLIN), day, {"starts_at": day + HOUR, "ends_at": day + 2 * HOUR}, Reach.FOLLOWING
    )
    left, following = after(series, edits)
    assert shown(left) == ["03-02 09:00", "03-09 09:00"]
    # The exception moved along, and 30 March lies in summer time.
    assert shown(following) == ["03-16 10:00", "03-30 10:00"]


def test_all_of_a_series_moves_to_another_day_of_the_week_with_its_exceptions() -> None:
    series = visit(at(2026, 3, 2), "FREQ=WEEKLY;BYDAY=MO;COUNT=4", exceptions=[stamp(at(2026, 3, 9))])
    day = at(2026, 3, 16)
    to = at(2026, 3, 17, 14)
    (moved,) = after(
        series, change(Series(series, (), BERLIN), day, {"starts_at": to, "ends_at": to + HOUR}, Reach.ALL)
    )
    assert shown(moved) == ["03-03 14:00", "03-17 14:00", "03-24 14:00"]


def test_deleting_reaches_as_far_as_one_says() -> None:
    series = visit(at(2026, 3, 2), "FREQ=WEEKLY;COUNT=4")
    day = at(2026, 3, 16)
    late = Record("visit", "b" * 32, {"series_id": series.id, "occurrence_at": at(2026, 3, 23)})
    whole = Series(series, (late,), BERLIN)
    assert shown(after(series, delete(whole, day, Reach.THIS))[0]) == ["03-02 09:00", "03-09 09:00", "03-23 09:00"]
    following = delete(whole, day, Reach.FOLLOWING)
    assert following[1:] == [Delete("visit", late.id)]
    assert shown(after(series, following[:1])[0]) == ["03-02 09:00", "03-09 09:00"]
    assert delete(whole, day, Reach.ALL) == [Delete("visit", series.id), Delete("visit", late.id)]


@given(
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 5),
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001 - wall times
    st.sampled_from([BERLIN, "Asia/Shanghai", "America/New_York", "Australia/Lord_Howe"]),
)
def test_a_window_shows_just_those_of_the_whole_that_lie_in_it(
    frequency: str, every: int, start: datetime, zone: str
) -> None:
    first = to_moment(start.replace(minute=30, second=0, microsecond=0, tzinfo=UTC))
    rule = f"FREQ={frequency};INTERVAL={every}"
    whole = starts(rule, first, zone, (0, first + 900 * DAY_MS))
    window = (first + 100 * DAY_MS, first + 500 * DAY_MS)
    assert starts(rule, first, zone, window) == [each for each in whole if window[0] <= each < window[1]]
    assert whole == sorted(whole)
    # Only an hour that daylight saving skips is told another time than the first.
    clock = wall(whole[0], zone).time()
    skipped = [each for each in whole if wall(each, zone).time() != clock]
    assert all(wall(each - round(timedelta(hours=1).total_seconds()) * 1000, zone).time() <= clock for each in skipped)

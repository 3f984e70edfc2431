"""Hours, days of the week and holidays are read as people type them, and what is none of these is not guessed at."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.models.processes.simulation.typed_times import (
    monday_of,
    read_days,
    read_hours,
    read_weekdays,
    say_days,
    say_hours,
    say_weekdays,
)

HOUR = 3_600
NEAR = date(2026, 9, 14)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("9-17", (9, 17)), ("8:30–17:30", (8.5, 17.5)), ("22 - 6", (22, 6)), ("0-24", (0, 24)),
        ("９：００至１８：００", (9, 18)), ("18-0", (18, 24)), ("7 to 15.45", (7, 15.75)),
    ],
)  # fmt: skip
def test_hours_are_read(text: str, hours: tuple[float, float]) -> None:
    assert read_hours(text) == (hours[0] * HOUR, hours[1] * HOUR)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1-5", (0, 1, 2, 3, 4)), ("1, 3,6", (0, 2, 5)), ("6-1", (0, 5, 6)), ("7", (6,)), ("Mon-Fri", (0, 1, 2, 3, 4)),
        ("周一至周五", (0, 1, 2, 3, 4)), ("星期六、星期日", (5, 6)), ("1 2 3", (0, 1, 2)), ("Tuesday, sat", (1, 5)),
    ],
)  # fmt: skip
def test_days_of_the_week_are_read(text: str, days: tuple[int, ...]) -> None:
    assert read_weekdays(text) == days


def test_holidays_are_read_one_by_one_and_in_stretches() -> None:
    week = tuple(date(2026, 10, day) for day in range(1, 8))
    assert read_days("2026-10-01 – 2026-10-07", NEAR) == week
    assert read_days("10月1日至10月7日、2026-12-31", NEAR) == (*week, date(2026, 12, 31))
    assert read_days("2026-10-01..2026-10-02; 2026-10-02", NEAR) == week[:2]
    assert read_days(" ", NEAR) == ()


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_hours, "9"), (read_hours, "25-26"), (read_hours, "9:75-17"), (read_hours, "soon"), (read_hours, "24-8"),
        (read_weekdays, "0-5"), (read_weekdays, "8"), (read_weekdays, "often"), (read_weekdays, ""),
        (lambda text: read_days(text, NEAR), "2026-02-30"),
        (lambda text: read_days(text, NEAR), "2026-10-07 – 2026-10-01"),
        (lambda text: read_days(text, NEAR), "2026-01-01 – 2028-01-01"),
        (lambda text: read_days(text, NEAR), "Spring Festival"),
    ],
)  # fmt: skip
def test_what_is_no_time_is_not_guessed_at(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read(text)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 300))
def test_a_stretch_holds_each_of_its_days(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    days = read_days(f"{first} – {last}", first)
    assert (days[0], days[-1], len(days)) == (first, last, length + 1)
    assert 0 <= (first - monday_of(first)).days < 7
    assert monday_of(first).weekday() == 0


@given(st.integers(0, 1_439), st.integers(1, 1_440))
def test_hours_that_were_written_are_read_again(begin: int, end: int) -> None:
    assert read_hours(say_hours(begin * 60, end * 60)) == (begin * 60, end * 60)


@given(st.sets(st.integers(0, 6), min_size=1))
def test_weekdays_that_were_written_are_read_again(days: set[int]) -> None:
    assert read_weekdays(say_weekdays(days)) == tuple(sorted(days))


@given(st.sets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=40))
def test_days_that_were_written_are_read_again(days: set[date]) -> None:
    assert read_days(say_days(days), NEAR) == tuple(sorted(days))

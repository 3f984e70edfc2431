"""Spans that move with the calendar, across the ends of months and years."""

from datetime import date

import pytest

from crm_desktop.models.rules.periods import PERIODS, days_of


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("today", "2026-12-31", "2026-12-31"),
        ("this_week", "2026-12-28", "2027-01-03"),
        ("next_week", "2027-01-04", "2027-01-10"),
        ("last_month", "2026-11-01", "2026-11-30"),
        ("next_month", "2027-01-01", "2027-01-31"),
        ("this_quarter", "2026-10-01", "2026-12-31"),
        ("next_quarter", "2027-01-01", "2027-03-31"),
        ("this_year", "2026-01-01", "2026-12-31"),
        ("of_a_later_version", "2026-12-31", "2026-12-31"),
    ],
)
def test_a_period_is_found_from_the_last_day_of_a_year(period: str, first: str, last: str) -> None:
    assert days_of(period, date(2026, 12, 31)) == (date.fromisoformat(first), date.fromisoformat(last))


def test_today_lies_in_every_period_of_now_and_outside_the_others() -> None:
    today = date(2024, 2, 29)
    for period in PERIODS:
        first, last = days_of(period, today)
        assert first <= last
        assert (first <= today <= last) is (period == "today" or period.startswith("this"))

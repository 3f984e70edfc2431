"""What people type into fields: numbers, days and moments in the forms they use."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crm_desktop.models.clock import to_moment
from crm_desktop.models.money import to_units
from crm_desktop.models.typed import read_amount, read_day, read_integer, read_moment, read_share

TODAY = date(2026, 3, 12)  # a Thursday
NOW = to_moment(datetime(2026, 3, 12, 10, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("typed", "number"), [("920000", 920_000), ("１，２００", 1_200), ("1,200", 1_200), (" 1.2万", 12_000), ("-5", -5)]
)
def test_whole_numbers_are_read_as_people_write_them(typed: str, number: int) -> None:
    assert read_integer(typed) == number


@pytest.mark.parametrize("typed", ["92o,000", "", "1.5", "ten", "1e400"])
def test_what_is_no_whole_number_is_not_guessed(typed: str) -> None:
    with pytest.raises(ValueError, match="not a"):
        read_integer(typed)


def test_a_share_may_carry_its_sign_in_either_width() -> None:
    assert [read_share(typed) for typed in ("60", "60%", "６０％")] == [60, 60, 60]


@pytest.mark.parametrize(
    ("typed", "amount", "currency"),
    [
        ("920,000", 920_000, ""),
        ("86万", 860_000, ""),
        ("USD 1,200", 1_200, "USD"),
        ("€500", 500, "EUR"),
        ("３０元", 30, "CNY"),
    ],
)
def test_amounts_bring_their_currency_along(typed: str, amount: int, currency: str) -> None:
    assert read_amount(typed) == (to_units(amount), currency)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("today", TODAY), ("今天", TODAY), ("明天", date(2026, 3, 13)), ("后天", date(2026, 3, 14)),
        ("+3", date(2026, 3, 15)), ("＋３", date(2026, 3, 15)), ("-2", date(2026, 3, 10)), ("+2w", date(2026, 3, 26)),
        ("+1m", date(2026, 4, 12)), ("3/11", date(2026, 3, 11)), ("3月11日", date(2026, 3, 11)),
        ("12/31", date(2025, 12, 31)), ("11 Mar", date(2026, 3, 11)), ("Mar 11", date(2026, 3, 11)),
        ("30 Apr 2027", date(2027, 4, 30)), ("2026-04-30", date(2026, 4, 30)), ("20260430", date(2026, 4, 30)),
        ("2026年4月30日", date(2026, 4, 30)), ("fri", date(2026, 3, 13)), ("thu", date(2026, 3, 19)),
        ("next fri", date(2026, 3, 20)), ("周五", date(2026, 3, 13)), ("下周五", date(2026, 3, 20)),
        ("周四", date(2026, 3, 19)), ("4/30/27", date(2027, 4, 30)),
    ],
)  # fmt: skip
def test_days_are_read_in_the_short_forms_of_both_languages(typed: str, day: date) -> None:
    assert read_day(typed, TODAY) == day


def test_the_order_of_day_and_month_follows_the_language_unless_that_is_impossible() -> None:
    assert read_day("3/11", TODAY, day_first=True) == date(2025, 11, 3)
    assert read_day("3/25", TODAY, day_first=True) == date(2026, 3, 25)


@pytest.mark.parametrize("typed", ["", "soon", "13/13", "31/31", "2026-02-30", "5/5/5/5"])
def test_what_is_no_day_is_not_guessed(typed: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_day(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "day", "hour", "minute"),
    [
        ("yesterday", 11, 9, 0), ("昨天 15:40", 11, 15, 40), ("昨天下午3点", 11, 15, 0), ("15:40", 12, 15, 40),
        ("3pm", 12, 15, 0), ("tomorrow 3pm", 13, 15, 0), ("15点半", 12, 15, 30), ("+1 8:05", 13, 8, 5),
        ("2026-03-10 14:00", 10, 14, 0), ("11 Mar 12am", 11, 0, 0), ("周五 9:00", 13, 9, 0),
    ],
)  # fmt: skip
def test_moments_are_a_day_a_time_or_both(typed: str, day: int, hour: int, minute: int) -> None:
    assert read_moment(typed, NOW, "UTC") == to_moment(datetime(2026, 3, day, hour, minute, tzinfo=UTC))


def test_a_moment_is_where_the_person_is() -> None:
    assert read_moment("15:40", NOW, "Asia/Shanghai") == to_moment(datetime(2026, 3, 12, 7, 40, tzinfo=UTC))

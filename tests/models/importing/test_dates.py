"""The order of day and month is recognised from a whole column, and never guessed from one value."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.models.importing.dates import read_day, read_moment, recognise_dates
from crm_desktop.models.importing.mapping import DateOrder


def test_a_day_above_twelve_in_the_second_place_makes_a_column_american() -> None:
    found = recognise_dates(["3/1/2017", "10/20/2016", ""])
    assert (found.order, found.ambiguous, found.example) == (DateOrder.MONTH_FIRST, False, "10/20/2016")


def test_a_day_above_twelve_in_the_first_place_makes_it_european() -> None:
    assert recognise_dates(["1.3.2017", "20.10.2016"]).order is DateOrder.DAY_FIRST


def test_a_column_that_never_tells_is_ambiguous() -> None:
    found = recognise_dates(["3/1/2017", "5/6/2018"])
    assert found.ambiguous
    assert found.example == "3/1/2017"


def test_a_column_that_contradicts_itself_is_ambiguous_and_shows_both_values() -> None:
    found = recognise_dates(["10/20/2016", "20/10/2016"])
    assert found.ambiguous
    assert {found.example, found.contradiction} == {"10/20/2016", "20/10/2016"}


@pytest.mark.parametrize("cells", [["2026-03-12"], ["2026年3月12日"], ["20260312"], ["2026/3/12", ""], []])
def test_a_year_in_the_first_place_needs_no_question(cells: list[str]) -> None:
    assert not recognise_dates(cells).ambiguous


def test_equal_day_and_month_prove_nothing_and_hurt_nobody() -> None:
    assert not recognise_dates(["5/5/2017"]).ambiguous
    assert read_day("5/5/2017", DateOrder.YEAR_FIRST) == date(2017, 5, 5)


@given(st.dates(date(1000, 1, 1)), st.sampled_from(["/", "-", "."]))
def test_each_order_reads_what_it_writes(day: date, sign: str) -> None:
    year, month, number = f"{day.year}", f"{day.month}", f"{day.day}"
    assert read_day(sign.join((month, number, year)), DateOrder.MONTH_FIRST) == day
    assert read_day(sign.join((number, month, year)), DateOrder.DAY_FIRST) == day
    assert read_day(day.isoformat(), DateOrder.DAY_FIRST) == day


@pytest.mark.parametrize("cell", ["13/13/2017", "2017-02-30", "yesterday", "1/2", "3/1/17", "0000-01-01", "99999/1/1"])
def test_what_is_no_date_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_day(cell, DateOrder.MONTH_FIRST)


def test_a_moment_takes_its_time_of_day_in_the_zone_or_at_the_offset_it_names() -> None:
    midnight = read_moment("2026-03-12", DateOrder.YEAR_FIRST, "Asia/Shanghai")
    assert (
        read_moment("3/12/2026 9:30 PM", DateOrder.MONTH_FIRST, "Asia/Shanghai") - midnight
        == 21 * 3_600_000 + 1_800_000
    )
    assert read_moment("2026-03-11T16:00:00Z", DateOrder.YEAR_FIRST, "Europe/Berlin") == midnight
    assert read_moment("2026-03-12T00:00+08:00", DateOrder.YEAR_FIRST, "Europe/Berlin") == midnight

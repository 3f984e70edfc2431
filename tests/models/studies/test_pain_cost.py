"""What a pain costs a month: exact money, how it was worked out, and figures that cannot be true."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.models.fields import Values
from crm_desktop.models.money import Money, to_units
from crm_desktop.models.studies.pain_cost import pain_cost, problems_of, share_of_time, total

STUDY: Values = {"hourly_cost": to_units(90), "currency": "CNY", "working_days": 22}


def test_time_of_all_people_costs_the_hourly_rate() -> None:
    cost = pain_cost({"times_per_month": 40, "minutes_each": 25, "people": 3}, STUDY)
    assert cost.minutes == 3_000
    assert cost.money == Money(to_units(4_500), "CNY")
    assert cost.how == "time"


def test_what_was_typed_by_hand_is_added() -> None:
    cost = pain_cost({"times_per_month": 10, "minutes_each": 30, "cost_per_month": to_units(1_200)}, STUDY)
    assert (cost.time_units, cost.typed_units) == (to_units(450), to_units(1_200))
    assert (cost.units, cost.people, cost.how) == (to_units(1_650), 1, "both")


def test_a_pain_of_which_nothing_is_known_costs_nothing_that_could_be_said() -> None:
    assert pain_cost({"name": "Slow"}, STUDY).units is None
    assert pain_cost({"times_per_month": 4, "minutes_each": 10}, {}).how == "time_without_rate"


def test_odd_minutes_are_rounded_half_to_even_in_ten_thousandths() -> None:
    assert pain_cost({"times_per_month": 1, "minutes_each": 1}, {"hourly_cost": 30}).units is None
    assert pain_cost({"times_per_month": 1, "minutes_each": 1}, {"hourly_cost": 90}).units == 2
    assert pain_cost({"times_per_month": 1, "minutes_each": 7}, {"hourly_cost": to_units(100)}).units == 116_667


def test_amounts_in_another_currency_are_never_added() -> None:
    pain: Values = {"times_per_month": 2, "minutes_each": 30, "cost_per_month": to_units(50), "currency": "USD"}
    cost = pain_cost(pain, STUDY)
    assert cost.money == Money(to_units(90), "CNY")
    assert cost.other_currency == Money(to_units(50), "USD")
    assert [each.code for each in problems_of(pain, STUDY)] == ["pain.other_currency"]
    alone = pain_cost({"cost_per_month": to_units(50), "currency": "USD"}, STUDY)
    assert alone.money == Money(to_units(50), "USD")
    assert total([cost, alone]) == (Money(to_units(100), "USD"), Money(to_units(90), "CNY"))


def test_negative_figures_are_said_and_count_as_nothing() -> None:
    pain: Values = {"times_per_month": -4, "minutes_each": 10, "cost_per_month": -1}
    assert pain_cost(pain, STUDY).units is None
    found = problems_of(pain, STUDY)
    assert [each.facts["field"] for each in found] == ["times_per_month", "cost_per_month"]


def test_more_people_than_the_posts_have_are_said() -> None:
    pain: Values = {"times_per_month": 4, "minutes_each": 10, "people": 5}
    (found,) = problems_of(pain, STUDY, head_count=3)
    assert (found.code, found.facts) == ("pain.too_many_people", {"people": 5, "head_count": 3})
    assert problems_of(pain, STUDY, head_count=5) == problems_of(pain, STUDY) == ()


def test_more_than_all_of_the_peoples_time_is_said() -> None:
    pain: Values = {"times_per_month": 440, "minutes_each": 48, "people": 1}
    assert share_of_time(pain_cost(pain, STUDY), STUDY, 1) == 2
    assert problems_of(pain, STUDY, head_count=2) == ()
    assert problems_of({**pain, "people": None}, STUDY) == ()
    (found,) = problems_of(pain, STUDY)
    assert (found.code, found.facts["percent"]) == ("pain.more_than_all_time", 200)


@pytest.mark.parametrize("split", [(1, 60), (2, 30), (60, 1)])
def test_the_same_time_costs_the_same_however_it_is_split(split: tuple[int, int]) -> None:
    times, minutes = split
    assert pain_cost({"times_per_month": times, "minutes_each": minutes}, STUDY).units == STUDY["hourly_cost"]


@given(times=st.integers(0, 10_000), minutes=st.integers(0, 10_000), people=st.integers(1, 1_000))
def test_a_total_is_never_negative_and_grows_with_people(times: int, minutes: int, people: int) -> None:
    one = pain_cost({"times_per_month": times, "minutes_each": minutes, "people": people}, STUDY)
    more = pain_cost({"times_per_month": times, "minutes_each": minutes, "people": people + 1}, STUDY)
    assert 0 <= (one.units or 0) <= (more.units or 0)

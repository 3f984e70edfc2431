"""Experiments: figures against published ones, and a winner only where chance is ruled out."""

from __future__ import annotations

import pytest

from crm_desktop.models.record import Record
from crm_desktop.models.studies.experiments import fisher, judge, two_proportions, wilson


def variant(name: str, successes: int | None, trials: int | None) -> Record:
    return Record("experiment_variant", name, {"name": name, "successes": successes, "trials": trials})


def test_the_interval_of_a_rate_is_wilsons() -> None:
    # Newcombe 1998, table I, method 3, to four digits.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert wilson(1, 29) == pytest.approx((0.0061, 0.1718), abs=5e-5)


def test_small_counts_are_tested_exactly_and_large_ones_by_the_normal_distribution() -> None:
    # Fisher's lady tasting tea: 3 of 4 right, two-sided.
    assert fisher(3, 4, 1, 4) == pytest.approx(0.4857, abs=5e-5)
    assert fisher(8, 10, 2, 10) == pytest.approx(0.02301, abs=5e-6)
    assert fisher(999_998, 1_000_000, 3, 5) == pytest.approx(0.0000, abs=1e-3)
    assert two_proportions(200, 1000, 250, 1000) == pytest.approx(0.00739, abs=5e-5)


def test_the_greeting_with_the_highest_rate_wins_once_chance_is_ruled_out() -> None:
    verdict = judge([variant("plain", 40, 200), variant("with the benefit", 104, 210), variant("with a name", 61, 205)])
    assert (verdict.state, verdict.leader) == ("decided", "with the benefit")
    assert verdict.p is not None
    assert verdict.p < 0.001
    assert [round(each.rate or 0, 3) for each in verdict.results] == [0.2, 0.495, 0.298]


def test_a_small_difference_is_not_decided_and_says_how_many_more_trials_it_wants() -> None:
    verdict = judge([variant("a", 22, 100), variant("b", 27, 100)])
    assert (verdict.state, verdict.leader) == ("undecided", "b")
    assert verdict.more is not None
    assert 1000 < verdict.more < 1300


def test_one_more_comparison_asks_for_more_certainty() -> None:
    pair = [variant("a", 30, 100), variant("b", 44, 100)]
    assert judge(pair).state == "decided"
    assert judge([*pair, variant("c", 31, 100), variant("d", 31, 100)]).state == "undecided"


@pytest.mark.parametrize(
    ("variants", "state"),
    [
        ([], "one_variant"),
        ([variant("a", 3, 10)], "one_variant"),
        ([variant("a", None, None), variant("b", 0, 0)], "no_data"),
        ([variant("a", 3, 10), variant("b", None, None)], "no_data"),
        ([variant("a", 3, 10), variant("b", None, 10)], "no_data"),
        ([variant("a", 11, 10), variant("b", 2, 10)], "impossible"),
        ([variant("a", 5, 10), variant("b", 5, 10)], "tie"),
        ([variant("a", 0, 10), variant("b", 0, 10)], "tie"),
        ([variant("a", 10, 10), variant("b", 0, 10)], "decided"),
        ([variant("a", 3, 10), variant("b", 2, 10), variant("c", 0, 0)], "undecided"),
    ],
)
def test_what_can_be_said_of_incomplete_or_impossible_counts(variants: list[Record], state: str) -> None:
    assert judge(variants).state == state

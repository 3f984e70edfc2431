"""Figures of a pipeline."""

import pytest

from crm_desktop.models.fields import Value, Values
from crm_desktop.models.rules.forecast import (
    Total,
    WinRate,
    by_category,
    open_forecast,
    stage_totals,
    totals_after_move,
    win_rate,
)

STAGES: dict[str, Values] = {
    "talk": {"outcome": "open", "probability": 25},
    "offer": {"outcome": "open", "probability": 50},
    "won": {"outcome": "won", "probability": 100},
    "lost": {"outcome": "lost", "probability": 0},
}


def deal(stage: str, amount: int | None, **more: Value) -> Values:
    return {"stage_id": stage, "amount": amount, "currency": "CNY", **more}


def test_totals_by_stage_and_currency() -> None:
    totals = stage_totals([deal("talk", 100), deal("talk", 50, currency="USD"), deal("talk", None)], STAGES)
    assert list(totals) == list(STAGES)
    assert (totals["talk"].count, totals["talk"].units) == (3, {"CNY": 100, "USD": 50})
    assert totals["offer"].count == 0


def test_the_forecast_weighs_with_the_own_probability_or_the_stages() -> None:
    totals = stage_totals([deal("talk", 1000), deal("offer", 1000), deal("offer", 1000, probability=10)], STAGES)
    assert open_forecast(totals, STAGES).forecast("CNY") == 250 + 500 + 100


def test_closed_opportunities_are_no_forecast() -> None:
    totals = stage_totals([deal("won", 1000), deal("lost", 1000)], STAGES)
    assert open_forecast(totals, STAGES) == Total()


def test_rounding_happens_once_at_the_end() -> None:
    totals = stage_totals([deal("talk", 1)] * 1000, STAGES)
    assert totals["talk"].forecast("CNY") == 250


@pytest.mark.parametrize(("hundredths", "rounded"), [(150, 2), (250, 2), (251, 3), (249, 2), (-150, -2), (-250, -2)])
def test_halves_go_to_the_even_number(hundredths: int, rounded: int) -> None:
    assert Total(weighted={"CNY": hundredths}).forecast("CNY") == rounded


def test_huge_sums_stay_exact() -> None:
    assert stage_totals([deal("won", 10**18 + 1)] * 3, STAGES)["won"].units == {"CNY": 3 * 10**18 + 3}


def test_the_win_rate_of_the_sales_data_set() -> None:
    assert WinRate(4_238, 2_473).per_mille == 632


def test_nothing_closed_has_no_win_rate() -> None:
    assert win_rate(stage_totals([deal("talk", 1)], STAGES), STAGES).per_mille is None
    assert win_rate(stage_totals([deal("won", 1), deal("lost", 1)], STAGES), STAGES) == WinRate(1, 1)


def test_an_open_stage_counts_as_committed_or_best_case_by_its_probability() -> None:
    totals = stage_totals([deal("talk", 1000), deal("offer", 400), deal("won", 7), deal("lost", 9)], STAGES)
    figures = {name: total.units for name, total in by_category(totals, STAGES).items()}
    assert figures == {"open": {"CNY": 1000}, "best": {"CNY": 400}, "won": {"CNY": 7}, "lost": {"CNY": 9}}


def test_totals_after_a_move_are_those_that_counting_again_would_give() -> None:
    moving, others = deal("talk", 1000, probability=90), [deal("talk", 50), deal("offer", 400)]
    before = stage_totals([moving, *others], STAGES)
    after = totals_after_move(before, STAGES, moving, "offer")
    assert after == stage_totals([deal("offer", 1000), *others], STAGES)
    assert before == stage_totals([moving, *others], STAGES), "the totals shown now stay as they are"

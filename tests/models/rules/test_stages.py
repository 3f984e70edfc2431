"""Entering stages, and opportunities left alone."""

import pytest

from crm_desktop.models.clock import DAY_MS
from crm_desktop.models.fields import Value, Values
from crm_desktop.models.rules.stages import enter_stage, idle_days, is_rotting

OPEN: Values = {"outcome": "open", "probability": 40, "required_fields": ["amount", "close_on"], "rots_after_days": 14}
WON: Values = {"outcome": "won", "probability": 100}
LOST: Values = {"outcome": "lost", "probability": 0}
TODAY = "2026-03-06"


def test_a_stage_brings_its_probability() -> None:
    opportunity: Values = {"stage_id": "old", "probability": 10, "amount": 5, "close_on": "2026-04-01"}
    entering = enter_stage(opportunity, "s1", OPEN, {}, TODAY)
    assert (entering.values, entering.problems) == ({"stage_id": "s1", "probability": 40}, ())


def test_a_probability_typed_along_stays() -> None:
    assert enter_stage({}, "s", WON, {"probability": 90}, TODAY).values["probability"] == 90


def test_what_a_stage_demands_is_named_until_it_is_filled() -> None:
    entering = enter_stage({"amount": 5}, "s1", OPEN, {}, TODAY)
    assert [(problem.field, problem.code) for problem in entering.problems] == [("close_on", "stage.required")]
    assert enter_stage({"amount": 5}, "s1", OPEN, {"close_on": TODAY}, TODAY).problems == ()


def test_winning_sets_the_day() -> None:
    assert enter_stage({}, "s", WON, {}, TODAY).values["closed_on"] == TODAY
    assert enter_stage({}, "s", WON, {"closed_on": "2026-03-01"}, TODAY).values["closed_on"] == "2026-03-01"


def test_losing_needs_a_reason() -> None:
    assert [problem.code for problem in enter_stage({}, "s", LOST, {}, TODAY).problems] == ["stage.loss_reason"]
    lost = enter_stage({}, "s", LOST, {"loss_reason": "price"}, TODAY)
    assert lost.problems == ()
    assert lost.values == {"stage_id": "s", "probability": 0, "loss_reason": "price", "closed_on": TODAY}


def test_opening_again_clears_day_and_reason() -> None:
    lost: Values = {"closed_on": TODAY, "loss_reason": "price", "amount": 1, "close_on": TODAY}
    values = enter_stage(lost, "s1", OPEN, {}, TODAY).values
    assert (values["closed_on"], values["loss_reason"]) == (None, None)


def test_winning_after_all_clears_the_reason() -> None:
    assert enter_stage({"loss_reason": "price"}, "s", WON, {}, TODAY).values["loss_reason"] is None


@pytest.mark.parametrize(
    ("opportunity", "days", "rotting"),
    [
        ({"last_activity_at": 0, "created_at": 0}, 14, False),
        ({"last_activity_at": 0, "created_at": 0}, 15, True),
        ({"created_at": 0}, 15, True),
        ({"last_activity_at": 10 * DAY_MS, "created_at": 0}, 15, False),
        ({}, 400, False),
    ],
)
def test_an_opportunity_rots_when_left_alone_longer_than_its_stage_allows(
    opportunity: dict[str, Value], days: int, rotting: bool
) -> None:
    assert is_rotting(opportunity, OPEN, days * DAY_MS) is rotting


def test_what_is_closed_never_rots() -> None:
    assert not is_rotting({"created_at": 0}, {**WON, "rots_after_days": 1}, 99 * DAY_MS)


def test_a_clock_behind_the_last_activity_counts_no_days() -> None:
    assert idle_days({"last_activity_at": 5 * DAY_MS}, 0) == 0

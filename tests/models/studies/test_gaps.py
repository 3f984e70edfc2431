"""Gaps: the examples of the original text, the order of what is worth improving, and what cannot be true."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from crm_desktop.models.fields import Value
from crm_desktop.models.money import to_units
from crm_desktop.models.record import Record
from crm_desktop.models.studies.gaps import gap, gaps, metric_problems, step_needs

TODAY = date(2026, 3, 12)


def metric(name: str, key: Value = "", **values: Value) -> Record:
    figures = {each: to_units(value) for each, value in values.items() if isinstance(value, int)}
    return Record(
        "metric", str(key) or name, {"name": name, "unit": "percent", "better": "higher", **values, **figures}
    )


def pain(node: str, severity: str = "medium", state: str = "open") -> Record:
    return Record("pain", f"{node} {severity} {state}", {"node_id": node, "severity": severity, "state": state})


def test_a_friend_rate_of_20_against_peers_at_50_lacks_30_points_and_60_per_cent() -> None:
    found = gap(to_units(20), to_units(50), "higher")
    assert found is not None
    assert (found.units, found.share) == (to_units(30), Fraction(3, 5))


def test_where_lower_is_better_the_gap_is_what_is_to_be_saved() -> None:
    found = gap(to_units(9), to_units(6), "lower")
    assert found is not None
    assert (found.units, found.share, found.reached) == (to_units(3), Fraction(1, 3), False)
    better = gap(to_units(5), to_units(6), "lower")
    assert better is not None
    assert (better.units, better.share, better.reached) == (to_units(-1), Fraction(0), True)


def test_nothing_is_said_of_a_gap_while_a_figure_is_missing_and_nought_is_a_figure() -> None:
    assert gap(None, to_units(50), "higher") is None
    found = gap(to_units(0), to_units(0), "higher")
    assert found is not None
    assert found.reached


def test_what_is_worth_improving_most_stands_first_and_what_cannot_be_compared_last() -> None:
    metrics = [
        metric("revenue", level="final", present=100, target=130),
        metric("connected", present=60),
        metric("friends", present=20, target=35, peer=50),
        metric("lead time", unit="days", better="lower", present=9, target=6),
    ]
    assert [each.metric.id for each in gaps(metrics, TODAY)] == ["friends", "lead time", "revenue", "connected"]


def test_the_step_that_most_wants_improving_is_where_gaps_and_pains_meet() -> None:
    metrics = [
        metric("friends", present=20, peer=50, node_ids=["add"]),
        metric("connected", present=60, target=80, node_ids=["call", "add"]),
        metric("done", present=90, target=80, node_ids=["deal"]),
    ]
    pains = [pain("call", "severe"), pain("call", "severe", "solved"), pain("sms", "minor"), pain("")]
    needs = step_needs(gaps(metrics, TODAY), pains)
    assert [need.node_id for need in needs] == ["add", "call", "sms"]
    assert needs[0].weight == Fraction(6, 10) + Fraction(1, 8)
    assert [each.metric.id for each in needs[0].metrics] == ["friends", "connected"]
    assert [len(need.pains) for need in needs] == [0, 1, 1]


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"present": 50, "target": 40}, ["metric.target_below"]),
        ({"present": 5, "target": 9, "unit": "days", "better": "lower"}, ["metric.target_above"]),
        ({"present": 120, "target": 130}, ["metric.over_100", "metric.over_100"]),
        ({"present": -5, "unit": "minutes"}, ["metric.negative"]),
        ({"present": -5, "unit": "percent"}, []),
        ({"present": -5, "unit": "money"}, []),
        ({"present": 5, "measured_on": "2026-03-13"}, ["metric.measured_later"]),
        ({"present": 20, "target": 50, "peer": 50, "measured_on": "2026-03-12"}, []),
        ({}, []),
    ],
)
def test_what_cannot_be_true_is_told(values: dict[str, Value], codes: list[str]) -> None:
    assert [problem.code for problem in metric_problems(metric("m", **values), [], TODAY)] == codes


def test_one_name_with_two_values_on_one_day_contradicts_and_twice_the_name_alone_is_told() -> None:
    first = metric("Add-friend rate", "1", present=20, measured_on="2026-03-01")
    second = metric("add friend rate", "2", present=25, measured_on="2026-03-01")
    later = metric("Add-friend  rate", "3", present=25, measured_on="2026-03-08")
    assert [each.code for each in metric_problems(first, [first, later, second], TODAY)] == [
        "metric.two_values_one_day"
    ]
    assert [each.code for each in metric_problems(first, [first, later], TODAY)] == ["metric.twice"]
    assert metric_problems(first, [first, metric("Call rate", "4")], TODAY) == ()

"""From a pain to an opportunity: which link is missing, which capability fits, what a change saves."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from crm_desktop.models.fields import Values
from crm_desktop.models.money import Money, to_units
from crm_desktop.models.record import Record
from crm_desktop.models.studies.pain_cost import pain_cost
from crm_desktop.models.studies.proposals import (
    Chain,
    Link,
    amount_of,
    chains,
    problems_of,
    saved_share,
    saving,
    suggest,
)

STUDY: Values = {"hourly_cost": to_units(60), "currency": "CNY"}


@dataclass(frozen=True)
class Offered:
    id: str
    functions: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()


def pain(**values: object) -> Record:
    return Record("pain", str(values.pop("id", "p1")), {"name": "Typed twice", "state": "open", **values})  # type: ignore[dict-item]


def chain_of(pain_: Record, *proposals: Record) -> Chain:
    return chains([pain_], proposals, {pain_.id: pain_cost(pain_.values, STUDY)})[0]


def proposal(name: str, **values: object) -> Record:
    return Record("proposal", name, {"pain_ids": ["p1"], "change": "automate", **values})  # type: ignore[dict-item]


def test_a_chain_says_which_link_is_made_next() -> None:
    assert chain_of(pain()).missing is Link.CAPABILITY
    with_capability = pain(capability_id="c")
    assert chain_of(with_capability).missing is Link.PROPOSAL
    assert chain_of(with_capability, proposal("a")).missing is Link.TO_BE
    assert chain_of(with_capability, proposal("a", to_be_node_id="n")).missing is Link.OPPORTUNITY
    assert chain_of(with_capability, proposal("a", to_be_node_id="n", opportunity_id="o")).missing is None
    assert chain_of(pain(state="accepted")).missing is None


def test_of_several_proposals_the_one_that_goes_furthest_counts_and_a_rejected_one_last() -> None:
    found = chain_of(pain(), proposal("b"), proposal("a", to_be_node_id="n"), proposal("z", state="rejected"))
    assert found.proposal is not None
    assert found.proposal.id == "a"
    only = chain_of(pain(), proposal("z", state="rejected", opportunity_id="o"))
    assert only.proposal is not None


def test_capabilities_for_the_departments_function_and_the_change_come_first() -> None:
    offers = [
        Offered("finance", ("finance",), ("improve",)),
        Offered("any"),
        Offered("sales", ("sales",), ("improve",)),
        Offered("calls", ("sales",), ("automate",)),
    ]
    assert [each.id for each in suggest(offers, "sales", "automate")] == ["calls", "sales", "any"]
    assert [each.id for each in suggest(offers, "", "automate")] == ["calls", "finance", "any", "sales"]


def test_what_a_change_takes_away_follows_from_the_steps_times() -> None:
    assert saved_share("remove", {}, {}) == 1
    assert saved_share("keep", {}, {}) == 0
    assert saved_share("improve", {"working_seconds": 600}, {"working_seconds": 150}) == Fraction(3, 4)
    assert saved_share("improve", {"working_seconds": 600}, {"working_seconds": 900}) == 0
    assert saved_share("improve", {"working_seconds": 600}, None) is None
    assert saved_share("automate", {"working_seconds": 600}, {"automation": "automatic"}) == 1
    assert saved_share("automate", None, None) == 1


def test_a_saving_is_exact_and_needs_one_currency() -> None:
    costs = [pain_cost({"times_per_month": 3, "minutes_each": 20}, STUDY)]
    assert saving(costs, Fraction(1, 3)) == Money(to_units(20), "CNY")
    assert saving(costs, None) is None
    assert saving([pain_cost({}, STUDY)], Fraction(1)) is None
    mixed = [*costs, pain_cost({"cost_per_month": 5, "currency": "USD"}, STUDY)]
    assert saving(mixed, Fraction(1)) is None
    assert amount_of(Money(to_units(20), "CNY")) == Money(to_units(240), "CNY")


def test_a_proposal_that_saves_more_than_its_pains_cost_is_said() -> None:
    costs = [pain_cost({"times_per_month": 3, "minutes_each": 20}, STUDY)]
    assert problems_of({"saving_per_month": to_units(60), "currency": "CNY"}, costs) == ()
    (found,) = problems_of({"saving_per_month": to_units(90), "currency": "CNY"}, costs)
    assert (found.code, found.facts) == ("proposal.more_than_it_costs", {"percent": 150})
    assert [each.code for each in problems_of({"saving_per_month": -1}, costs)] == ["proposal.negative"]

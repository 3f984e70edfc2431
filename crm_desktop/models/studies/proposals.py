"""From a pain to what is done about it: pain → capability → change → step of the to-be → opportunity.

Which of these links is missing, which capability fits, and what a change saves. Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from crm_desktop.models.fields import Values
from crm_desktop.models.money import Money
from crm_desktop.models.record import Record
from crm_desktop.models.studies.pain_cost import PainCost, Problem
from crm_desktop.models.values import members

REMEDIES = ("remove", "add", "automate", "improve")
"""What can be done at a step; `keep` is none."""
MONTHS = 12


class Link(StrEnum):
    """The links of the chain, in the order in which they are made."""

    CAPABILITY = "capability"
    PROPOSAL = "proposal"
    TO_BE = "to_be"
    OPPORTUNITY = "opportunity"


class Offer(Protocol):
    """What our product can do, as the catalogue holds it."""

    @property
    def id(self) -> str: ...
    @property
    def functions(self) -> Iterable[str]: ...
    @property
    def changes(self) -> Iterable[str]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """One pain with what has been decided about it; `proposal` is None while nothing was proposed."""

    pain: Record
    cost: PainCost
    proposal: Record | None = None

    @property
    def capability_id(self) -> str:
        """The record of what of our product solves it; "" while nobody said."""
        own = self.pain.get("capability_id") or (self.proposal and self.proposal.get("capability_id"))
        return str(own or "")

    @property
    def solver(self) -> str:
        """What solves it: the capability's id, or the name of one that only ships; "" while nobody said."""
        return self.capability_id or str(self.pain.get("solution") or "")

    @property
    def change(self) -> str:
        """One of REMEDIES, "" while nobody said."""
        said = str(self.proposal.get("change") or "") if self.proposal is not None else ""
        return said if said in REMEDIES else ""

    @property
    def to_be_node_id(self) -> str:
        """The step of the to-be in which it is done; "" while there is none."""
        return str((self.proposal and self.proposal.get("to_be_node_id")) or "")

    @property
    def opportunity_id(self) -> str:
        """The opportunity that came of it; "" while there is none."""
        own = self.pain.get("opportunity_id") or (self.proposal and self.proposal.get("opportunity_id"))
        return str(own or "")

    @property
    def missing(self) -> Link | None:
        """The next link to make; None when the pain has come all the way, or needs nothing any more."""
        if self.pain.get("state") in ("solved", "accepted"):
            return None
        have = {
            Link.CAPABILITY: self.solver,
            Link.PROPOSAL: self.proposal is not None,
            Link.TO_BE: self.to_be_node_id,
            Link.OPPORTUNITY: self.opportunity_id,
        }
        return next((link for link in Link if not have[link]), None)


def chains(pains: Sequence[Record], proposals: Iterable[Record], costs: Mapping[str, PainCost]) -> tuple[Chain, ...]:
    """Return each pain with its proposal: the one that goes furthest, a rejected one only where there is no other."""
    by_pain: dict[str, list[Record]] = {}
    for proposal in proposals:
        for pain_id in members(proposal.get("pain_ids")):
            by_pain.setdefault(pain_id, []).append(proposal)
    return tuple(
        Chain(pain=pain, cost=costs[pain.id], proposal=max(by_pain.get(pain.id, ()), key=_standing, default=None))
        for pain in pains
    )


def suggest(offers: Iterable[Offer], function: str, change: str = "") -> list[Offer]:
    """Return the capabilities that fit a department's function and a kind of change, the best first.

    One that serves neither is left out; one that names no functions serves all of them.
    """
    ranked = []
    for place, offer in enumerate(offers):
        functions, kinds = set(offer.functions), set(offer.changes)
        serves, does = bool(function) and function in functions, bool(change) and change in kinds
        if (functions and function and not serves) and not does:
            continue
        ranked.append((-2 * serves - does, place, offer))
    return [offer for _, _, offer in sorted(ranked, key=lambda each: each[:2])]


def saved_share(change: str, before: Values | None, after: Values | None) -> Fraction | None:
    """Return which part of a pain a change takes away, None where only people can say.

    Removed: all of it. Otherwise as much as the step's working time falls, where both are known; what the system does
    alone, with no working time left, takes all of it.
    """
    if change == "remove":
        return Fraction(1)
    if change not in REMEDIES:
        return Fraction(0)
    was, now = _seconds(before), _seconds(after)
    if was and now is not None:
        return Fraction(max(0, was - now), was)
    alone = change == "automate" and after is not None and after.get("automation") == "automatic"
    return Fraction(1) if alone or (change == "automate" and after is None) else None


def saving(costs: Iterable[PainCost], share: Fraction | None) -> Money | None:
    """Return what a change saves a month of these pains; None where the share or the cost is not known."""
    known = [each for each in costs if each.units is not None]
    if share is None or not known or len({each.currency for each in known}) > 1:
        return None
    return Money(round(sum(each.units or 0 for each in known) * share), known[0].currency)


def amount_of(saving_a_month: Money) -> Money:
    """Return the amount with which an opportunity begins: what is saved in a year, until somebody knows better."""
    return Money(saving_a_month.units * MONTHS, saving_a_month.currency)


def problems_of(proposal: Values, costs: Sequence[PainCost]) -> tuple[Problem, ...]:
    """Return what cannot be true of a proposal: it saves less than nothing, or more than its pains cost."""
    units = proposal.get("saving_per_month")
    if not isinstance(units, int):
        return ()
    if units < 0:
        return (Problem("proposal.negative", {}),)
    currency = str(proposal.get("currency") or "")
    known = [each for each in costs if each.units is not None and each.currency == (currency or each.currency)]
    whole = sum(each.units or 0 for each in known)
    if known and whole and units > whole:
        return (Problem("proposal.more_than_it_costs", {"percent": round(Fraction(units, whole) * 100)}),)
    return ()


def _standing(proposal: Record) -> tuple[bool, bool, bool, str]:
    return (
        proposal.get("state") != "rejected",
        bool(proposal.get("opportunity_id")),
        bool(proposal.get("to_be_node_id")),
        proposal.id,
    )


def _seconds(step: Values | None) -> int | None:
    seconds = step.get("working_seconds") if step is not None else None
    return seconds if isinstance(seconds, int) and not isinstance(seconds, bool) else None

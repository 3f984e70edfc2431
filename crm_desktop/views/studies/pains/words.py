"""What pains cost and how that was worked out, in words."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from crm_desktop.models.money import Money
from crm_desktop.models.records.process import PAIN
from crm_desktop.models.studies.pain_cost import PainCost, Problem, total
from crm_desktop.models.studies.proposals import Link
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import Text, Wording, label, text

_NEXT = {
    Link.CAPABILITY: text("pains", "Choose a capability"),
    Link.PROPOSAL: text("pains", "Propose a change"),
    Link.TO_BE: text("pains", "Put it into the to-be"),
    Link.OPPORTUNITY: text("pains", "Create the opportunity"),
}


def cost_in_words(cost: PainCost, formats: Formats) -> str:
    """Return a month's cost, "" where nothing was said that costs anything."""
    found = total([cost])
    return sums_in_words(found, formats) if found else ""


def sums_in_words(sums: Iterable[Money], formats: Formats) -> str:
    """Return amounts of several currencies in a row."""
    return " + ".join(formats.money(each.units, each.currency) for each in sums)


def how_in_words(cost: PainCost, formats: Formats) -> Text:
    """Return how a cost was worked out, or what has to be said for it."""
    facts = {
        "times": formats.number(cost.times),
        "minutes": formats.number(cost.minutes_each),
        "people": formats.number(cost.people),
        "hours": formats.figure(round(Decimal(cost.minutes) / 60, 1)),
        "rate": formats.money(cost.hourly_units, cost.currency),
        "time": formats.money(cost.time_units, cost.currency),
        "typed": formats.money(cost.typed_units, cost.currency),
    }
    return label("pain_notes", f"how.{cost.how}", **facts)


def say_problem(problem: Problem) -> Text:
    """Return what cannot be true of a pain or a proposal."""
    facts: dict[str, object] = dict(problem.facts)
    if "field" in facts:
        facts["field"] = label("fields", f"{PAIN.name}.{facts['field']}")
    return label("pain_notes", problem.code, **facts)


def next_in_words(missing: Link | None) -> Wording:
    """Return what is to be done next about a pain."""
    return "" if missing is None else _NEXT[missing]

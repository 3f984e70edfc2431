"""What a pain costs the client a month: people's time at the study's hourly cost, and what was typed by hand. Exact.

How it was worked out is told as a code with facts, so that screens and reports say it in their own words and language.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from crm_desktop.models.fields import Value, Values
from crm_desktop.models.money import Money

HOURS_A_DAY = 8
_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """What cannot be true of a pain: `code` is a key of context `pain_notes`, `facts` fill its sentence."""

    code: str
    facts: Mapping[str, int | str]


@dataclass(frozen=True, slots=True)
class PainCost:
    """A month's cost. `units` is None where nothing was said that costs anything; minutes are those of all people."""

    units: int | None
    currency: str
    minutes: int = 0
    time_units: int = 0
    typed_units: int = 0
    times: int = 0
    minutes_each: int = 0
    people: int = 0
    hourly_units: int = 0
    how: str = "unknown"
    """One of time, typed, both, time_without_rate, unknown: a key of context `pain_notes` after `how.`."""
    other_currency: Money | None = None
    """What was typed in another currency than the study's, and so is not added."""

    @property
    def money(self) -> Money | None:
        """The cost as an amount."""
        return None if self.units is None else Money(self.units, self.currency)

    @property
    def hours(self) -> Fraction:
        """The hours of all people a month."""
        return Fraction(self.minutes, _MINUTES)


def pain_cost(pain: Values, study: Values) -> PainCost:
    """Return what a pain costs a month. Impossible figures count as nothing; `problems_of` says so.

    Nobody said how many people: one. Typed in another currency than the study's: it stands alone, or aside.
    """
    times, each = _count(pain.get("times_per_month")), _count(pain.get("minutes_each"))
    people = max(1, _count(pain.get("people"))) if times and each else 0
    minutes = times * each * people
    hourly = _count(study.get("hourly_cost"))
    currency = str(study.get("currency") or pain.get("currency") or "CNY")
    time_units = _divided(minutes * hourly, _MINUTES)
    typed, typed_in = _count(pain.get("cost_per_month")), str(pain.get("currency") or currency)
    other = None
    if typed and typed_in != currency:
        if time_units:
            other, typed = Money(typed, typed_in), 0
        else:
            currency = typed_in
    how = _how(minutes, time_units, typed)
    return PainCost(
        units=time_units + typed if time_units or typed else None,
        currency=currency,
        minutes=minutes,
        time_units=time_units,
        typed_units=typed,
        times=times,
        minutes_each=each,
        people=people,
        hourly_units=hourly,
        how=how,
        other_currency=other,
    )


def problems_of(pain: Values, study: Values, *, head_count: int | None = None) -> tuple[Problem, ...]:
    """Return what cannot be true; `head_count` is how many people the step's posts have, None where nobody said."""
    found = [
        Problem("pain.negative", {"field": name})
        for name in ("times_per_month", "minutes_each", "people", "cost_per_month")
        if _number(pain.get(name)) < 0
    ]
    if _number(study.get("hourly_cost")) < 0:
        found.append(Problem("pain.negative_rate", {}))
    cost = pain_cost(pain, study)
    people = _count(pain.get("people"))
    if head_count is not None and people > head_count:
        found.append(Problem("pain.too_many_people", {"people": people, "head_count": head_count}))
    there = max(head_count, people) if head_count is not None else people
    share = share_of_time(cost, study, there)
    if share is not None and share > 1:
        found.append(Problem("pain.more_than_all_time", {"percent": round(share * 100), "people": there}))
    if cost.other_currency is not None:
        found.append(Problem("pain.other_currency", {"currency": cost.currency}))
    return tuple(found)


def share_of_time(cost: PainCost, study: Values, people: int) -> Fraction | None:
    """Return which part of the working month of the people there are a pain takes; None where either is not known."""
    days = _count(study.get("working_days")) or 22
    return Fraction(cost.minutes, people * days * HOURS_A_DAY * _MINUTES) if cost.minutes and people else None


def total(costs: Iterable[PainCost]) -> tuple[Money, ...]:
    """Return what pains cost together, one amount for each currency, the largest first."""
    sums: dict[str, int] = {}
    for cost in costs:
        if cost.units is not None:
            sums[cost.currency] = sums.get(cost.currency, 0) + cost.units
        if cost.other_currency is not None:
            other = cost.other_currency
            sums[other.currency] = sums.get(other.currency, 0) + other.units
    return tuple(Money(units, each) for each, units in sorted(sums.items(), key=lambda pair: (-pair[1], pair[0])))


def _how(minutes: int, time_units: int, typed: int) -> str:
    if time_units:
        return "both" if typed else "time"
    return "typed" if typed else "time_without_rate" if minutes else "unknown"


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _count(value: Value) -> int:
    return max(0, _number(value))


def _divided(whole: int, by: int) -> int:
    """Divide and round half to even, as amounts are rounded everywhere."""
    return round(Fraction(whole, by))

"""Figures of a pipeline: totals for each stage, the weighted forecast, the win rate. Exact: integers all the way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from crm_desktop.models.fields import Value, Values

COMMIT_FROM, BEST_FROM = 60, 40
"""From which probability of its stage on an open opportunity counts as committed, or as the best case."""


@dataclass(slots=True)
class Total:
    """Opportunities counted and summed by currency, in ten-thousandths of its unit.

    `weighted` is a hundred times as fine: each amount times its probability in per cent.
    """

    count: int = 0
    units: dict[str, int] = field(default_factory=dict)
    weighted: dict[str, int] = field(default_factory=dict)

    def add(self, amount: int, currency: str, probability: int) -> None:
        """Count one opportunity."""
        self.count += 1
        self.units[currency] = self.units.get(currency, 0) + amount
        self.weighted[currency] = self.weighted.get(currency, 0) + amount * probability

    def include(self, other: "Total", sign: int = 1) -> None:
        """Count another total in, or with -1 out."""
        self.count += sign * other.count
        self.units = _sum(self.units, other.units, sign)
        self.weighted = _sum(self.weighted, other.weighted, sign)

    def forecast(self, currency: str) -> int:
        """Return the weighted amount in ten-thousandths, rounded once, half to even."""
        whole, rest = divmod(self.weighted.get(currency, 0), 100)
        return whole + (rest > 50 or (rest == 50 and whole % 2 == 1))


@dataclass(frozen=True, slots=True)
class WinRate:
    """How many of the closed opportunities were won."""

    won: int
    lost: int

    @property
    def per_mille(self) -> int | None:
        """Won of a thousand closed, rounded half up; None while nothing is closed."""
        closed = self.won + self.lost
        return (2000 * self.won + closed) // (2 * closed) if closed else None


def stage_totals(opportunities: Iterable[Values], stages: Mapping[str, Values]) -> dict[str, Total]:
    """Return the totals by stage id, an empty one for stages without opportunities, in the order of `stages`.

    An opportunity without a probability of its own has its stage's.
    """
    totals = {stage_id: Total() for stage_id in stages}
    for opportunity in opportunities:
        stage_id = opportunity.get("stage_id")
        if isinstance(stage_id, str) and stage_id in totals:
            own = opportunity.get("probability")
            chance = _whole(stages[stage_id].get("probability") if own is None else own)
            totals[stage_id].add(_whole(opportunity.get("amount")), str(opportunity.get("currency") or "CNY"), chance)
    return totals


def open_forecast(totals: Mapping[str, Total], stages: Mapping[str, Values]) -> Total:
    """Return the totals of all open stages as one."""
    whole = Total()
    for stage_id, total in totals.items():
        if (stages[stage_id].get("outcome") or "open") == "open":
            whole.include(total)
    return whole


def category(stage: Values) -> str:
    """Return where a stage stands in the forecast: `won`, `lost`, or by its probability `commit`, `best`, `open`."""
    outcome = stage.get("outcome") or "open"
    if outcome != "open":
        return str(outcome)
    chance = _whole(stage.get("probability"))
    return "commit" if chance >= COMMIT_FROM else "best" if chance >= BEST_FROM else "open"


def by_category(totals: Mapping[str, Total], stages: Mapping[str, Values]) -> dict[str, Total]:
    """Return the totals by forecast category; categories without opportunities are missing."""
    found: dict[str, Total] = {}
    for stage_id, total in totals.items():
        found.setdefault(category(stages[stage_id]), Total()).include(total)
    return found


def totals_after_move(
    totals: Mapping[str, Total], stages: Mapping[str, Values], opportunity: Values, stage_id: str
) -> dict[str, Total]:
    """Return the totals as they will be when an opportunity has moved to a stage, with that stage's probability."""
    after = {each: Total(total.count, dict(total.units), dict(total.weighted)) for each, total in totals.items()}
    leaving = opportunity.get("stage_id")
    if isinstance(leaving, str) and leaving in after:
        after[leaving].include(stage_totals([opportunity], stages)[leaving], -1)
    moved = {**opportunity, "stage_id": stage_id, "probability": None}
    after.setdefault(stage_id, Total()).include(stage_totals([moved], stages)[stage_id])
    return after


def win_rate(totals: Mapping[str, Total], stages: Mapping[str, Values]) -> WinRate:
    """Return the win rate over all won and lost stages."""
    counts = {"won": 0, "lost": 0}
    for stage_id, total in totals.items():
        outcome = stages[stage_id].get("outcome")
        if outcome in ("won", "lost"):
            counts[str(outcome)] += total.count
    return WinRate(counts["won"], counts["lost"])


def _sum(first: Mapping[str, int], second: Mapping[str, int], sign: int = 1) -> dict[str, int]:
    return {key: first.get(key, 0) + sign * second.get(key, 0) for key in {**first, **second}}


def _whole(value: Value) -> int:
    return value if isinstance(value, int) else 0

"""Which variant of an experiment is better: rates with their intervals, significance, and what can be said by now.

Intervals of rates: Wilson 1927, "Probable inference". Two rates against each other: the pooled two-proportion z test,
and Fisher's exact test (1922) where any expected count is below 5 (Cochran 1954). Several variants: the leader against
each other one, p values by Holm 1979. Trials still wanted: Fleiss, "Statistical Methods for Rates and Proportions".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, exp, lgamma, sqrt

from crm_desktop.models.record import Record

CERTAIN = 0.05
"""Beyond which probability of chance alone nothing is decided."""
_Z95 = 1.959963984540054
_POWER80 = 0.8416212335729143
_SMALL = 5


@dataclass(frozen=True, slots=True)
class VariantResult:
    """One variant: how often it was tried and succeeded, its rate with the 95 % interval; None before it was tried."""

    id: str
    name: str
    trials: int
    successes: int
    rate: float | None = None
    low: float = 0.0
    high: float = 1.0
    possible: bool = True
    """False: more successes than trials."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The leader against one other variant: probability that chance alone makes such a difference, and how tested."""

    other: str
    p: float
    exact: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be said. `state`: no_data, one_variant, impossible, tie, undecided, decided."""

    state: str
    results: tuple[VariantResult, ...] = ()
    leader: str = ""
    comparisons: tuple[Comparison, ...] = ()
    more: int | None = None
    """Undecided: about how many more trials each variant wants if the rates stay; None where nobody can say."""

    @property
    def p(self) -> float | None:
        """The largest probability of chance against any other variant."""
        return max((each.p for each in self.comparisons), default=None)


def judge(variants: Sequence[Record]) -> Verdict:
    """Return rates, intervals and what they decide for the variants of one experiment."""
    results = tuple(_result(each) for each in variants)
    tried = [each for each in results if each.rate is not None]
    if any(not each.possible for each in results):
        return Verdict("impossible", results)
    if len(results) < 2:
        return Verdict("one_variant", results)
    if len(tried) < 2:
        return Verdict("no_data", results)
    ordered = sorted(tried, key=lambda each: -(each.rate or 0))
    leader, others = ordered[0], ordered[1:]
    compared = _holm([_compare(leader, each) for each in others])
    if leader.rate == others[0].rate:
        return Verdict("tie", results, "", compared)
    decided = len(tried) == len(results) and all(each.p < CERTAIN for each in compared)
    more = None if decided else _wanted(leader, others[0])
    return Verdict("decided" if decided else "undecided", results, leader.id, compared, more)


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Return the 95 % interval of a rate."""
    rate, square = successes / trials, _Z95**2
    middle = (rate + square / (2 * trials)) / (1 + square / trials)
    half = _Z95 * sqrt(rate * (1 - rate) / trials + square / (4 * trials**2)) / (1 + square / trials)
    return max(0.0, middle - half), min(1.0, middle + half)


def fisher(a: int, trials_a: int, b: int, trials_b: int) -> float:
    """Return the two-sided exact probability: of all tables with these margins, those not likelier than this one."""
    both, whole = a + b, trials_a + trials_b
    counts = range(max(0, both - trials_b), min(trials_a, both) + 1)
    every = _log_ways(whole, both)
    chances = {each: exp(_log_ways(trials_a, each) + _log_ways(trials_b, both - each) - every) for each in counts}
    # Tables as likely as this one count whichever way their logarithms were rounded.
    return min(1.0, sum(each for each in chances.values() if each <= chances[a] * (1 + 1e-7)))


def _log_ways(of: int, chosen: int) -> float:
    return lgamma(of + 1) - lgamma(chosen + 1) - lgamma(of - chosen + 1)


def two_proportions(a: int, trials_a: int, b: int, trials_b: int) -> float:
    """Return the two-sided probability of the pooled z test."""
    pooled = (a + b) / (trials_a + trials_b)
    error = sqrt(pooled * (1 - pooled) * (1 / trials_a + 1 / trials_b))
    if not error:
        return 1.0
    return erfc(abs(a / trials_a - b / trials_b) / error / sqrt(2))


def _result(variant: Record) -> VariantResult:
    trials, successes = (_count(variant.get(name)) for name in ("trials", "successes"))
    if successes > trials:
        return VariantResult(variant.id, variant.title, trials, successes, possible=False)
    if not trials or variant.get("successes") is None:
        return VariantResult(variant.id, variant.title, trials, successes)
    low, high = wilson(successes, trials)
    return VariantResult(variant.id, variant.title, trials, successes, successes / trials, low, high)


def _compare(leader: VariantResult, other: VariantResult) -> Comparison:
    counts = (leader.successes, leader.trials, other.successes, other.trials)
    pooled = (leader.successes + other.successes) / (leader.trials + other.trials)
    expected = min(trials * share for trials in (leader.trials, other.trials) for share in (pooled, 1 - pooled))
    exact = expected < _SMALL
    return Comparison(other.id, fisher(*counts) if exact else two_proportions(*counts), exact)


def _holm(compared: list[Comparison]) -> tuple[Comparison, ...]:
    """Return the comparisons with probabilities raised for how many there are, in the same order."""
    raised: dict[str, float] = {}
    floor = 0.0
    for place, each in enumerate(sorted(compared, key=lambda each: each.p)):
        floor = max(floor, min(1.0, each.p * (len(compared) - place)))
        raised[each.other] = floor
    return tuple(Comparison(each.other, raised[each.other], each.exact) for each in compared)


def _wanted(leader: VariantResult, second: VariantResult) -> int | None:
    """Return how many more trials of each find the present difference four times out of five."""
    first, other = leader.rate or 0.0, second.rate or 0.0
    middle, gap = (first + other) / 2, first - other
    spread = first * (1 - first) + other * (1 - other)
    wanted = (_Z95 * sqrt(2 * middle * (1 - middle)) + _POWER80 * sqrt(spread)) ** 2 / gap**2
    more = round(wanted) - min(leader.trials, second.trials)
    return more if more > 0 else None


def _count(value: object) -> int:
    return max(0, value) if isinstance(value, int) else 0

"""Results against goals: how far a metric is from its target and from its peers, and which step wants improving most.

Figures stay exact, in the ten-thousandths of their unit. What contradicts is told, never refused.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from crm_desktop.models.fields import Value
from crm_desktop.models.money import SCALE
from crm_desktop.models.record import Record
from crm_desktop.models.rules.problems import Problem
from crm_desktop.models.values import members

_TIMES = frozenset({"minutes", "hours", "days", "count", "points"})
"""Units that never fall below nothing."""
_SEVERITY = {"severe": Fraction(3, 10), "medium": Fraction(15, 100), "minor": Fraction(5, 100)}
"""How much an open pain weighs beside a metric, which weighs as the part of what is wished for that it lacks."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The distance from what is to what is wished. `units` > 0: so much worse; `share` of what is wished, 0 to 1."""

    units: int
    share: Fraction

    @property
    def reached(self) -> bool:
        """Whether nothing is left to do."""
        return self.units <= 0


@dataclass(frozen=True, slots=True)
class MetricGap:
    """One metric with its gaps; None where either figure is not known."""

    metric: Record
    to_target: Gap | None = None
    to_peer: Gap | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def worth(self) -> Fraction:
        """How much is to be gained, 0 to 1: the larger of both gaps."""
        return max((gap.share for gap in (self.to_target, self.to_peer) if gap is not None), default=Fraction(0))

    @property
    def measured(self) -> bool:
        """Whether there is anything to compare."""
        return self.to_target is not None or self.to_peer is not None


@dataclass(frozen=True, slots=True)
class StepNeed:
    """How much a step wants improving, and why: metrics that it moves, the worst first, and its open pains."""

    node_id: str
    weight: Fraction
    metrics: tuple[MetricGap, ...] = ()
    pains: tuple[Record, ...] = ()


def gap(present: Value, wished: Value, better: Value) -> Gap | None:
    """Return the distance between two figures, None where one is not known.

    Higher is better: the missing part of what is wished. Lower is better: the part of what is to be saved.
    """
    if not isinstance(present, int) or not isinstance(wished, int):
        return None
    units = present - wished if better == "lower" else wished - present
    base = abs(present if better == "lower" else wished)
    share = Fraction(max(0, units), base) if base else Fraction(1 if units > 0 else 0)
    return Gap(units, min(share, Fraction(1)))


def gaps(metrics: Sequence[Record], today: date) -> tuple[MetricGap, ...]:
    """Return every metric with its gaps, what is worth improving most first, what cannot be compared last."""
    every = [
        MetricGap(
            each,
            gap(each.get("present"), each.get("target"), each.get("better")),
            gap(each.get("present"), each.get("peer"), each.get("better")),
            metric_problems(each, metrics, today),
        )
        for each in metrics
    ]
    return tuple(sorted(every, key=lambda each: (not each.measured, -each.worth)))


def step_needs(found: Iterable[MetricGap], pains: Iterable[Record]) -> tuple[StepNeed, ...]:
    """Return the steps that metrics or open pains point at, the one that most wants improving first.

    A metric that several steps move counts for each of them in equal parts.
    """
    moved: dict[str, list[MetricGap]] = {}
    weights: dict[str, Fraction] = {}
    for each in found:
        steps = members(each.metric.get("node_ids"))
        for node_id in steps if each.worth else ():
            moved.setdefault(node_id, []).append(each)
            weights[node_id] = weights.get(node_id, Fraction(0)) + each.worth / len(steps)
    hurting: dict[str, list[Record]] = {}
    for pain in pains:
        node_id = str(pain.get("node_id") or "")
        if node_id and pain.get("state") in (None, "open"):
            hurting.setdefault(node_id, []).append(pain)
            weight = _SEVERITY.get(str(pain.get("severity")), _SEVERITY["medium"])
            weights[node_id] = weights.get(node_id, Fraction(0)) + weight
    needs = [StepNeed(each, weight, tuple(moved.get(each, ())), tuple(hurting.get(each, ())))
             for each, weight in weights.items()]  # fmt: skip
    return tuple(sorted(needs, key=lambda need: (-need.weight, need.node_id)))


def metric_problems(metric: Record, others: Iterable[Record], today: date) -> tuple[Problem, ...]:
    """Return what cannot be true, or contradicts another metric of the study, each as a key of `study_notes`."""
    return (*_impossible(metric, today), *_contradicting(metric, others))


def _impossible(metric: Record, today: date) -> list[Problem]:
    found = []
    figures = {name: value for name in ("present", "target", "peer") if isinstance(value := metric.get(name), int)}
    unit = metric.get("unit")
    for name, value in figures.items():
        if unit in _TIMES and value < 0:
            found.append(Problem(name, "metric.negative", {"field": name}))
        if unit == "percent" and value > 100 * SCALE:
            found.append(Problem(name, "metric.over_100", {"field": name}))
        if unit == "percent" and value < -100 * SCALE:
            found.append(Problem(name, "metric.under_100", {"field": name}))
    aim = gap(figures.get("present"), figures.get("target"), metric.get("better"))
    if aim is not None and aim.units < 0:
        way = "metric.target_below" if metric.get("better") != "lower" else "metric.target_above"
        found.append(Problem("target", way))
    if str(metric.get("measured_on") or "") > today.isoformat():
        found.append(Problem("present", "metric.measured_later"))
    return found


def _contradicting(metric: Record, others: Iterable[Record]) -> list[Problem]:
    mine, measured = _name(metric), (metric.get("measured_on"), metric.get("present"))
    namesakes = [other for other in others if other.id != metric.id and mine and _name(other) == mine]
    for other in namesakes:
        day, present = other.get("measured_on"), other.get("present")
        if day == measured[0] and None not in (present, measured[1]) and present != measured[1]:
            return [Problem("present", "metric.two_values_one_day")]
    return [Problem("name", "metric.twice")] if namesakes else []


def _name(metric: Record) -> str:
    return "".join(sign for sign in metric.title.casefold() if sign.isalnum())

"""What a simulation says: figures of every replication, and what they estimate with which certainty."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, stdev

import msgspec

from crm_desktop.models.processes.simulation.inputs import Finding

FIGURES = (
    "per_day",
    "lead_mean",
    "lead_p50",
    "lead_p95",
    "in_process",
    "waiting",
    "cost",
    "arrived_per_day",
    "labour",
    "labour_per_day",
)
"""Per working day, seconds, cases on average, seconds a case waits for people, cost of a finished case in 1/10,000;
labour is what its work costs in wages, for a finished case and for all lanes a working day. What was kept before
wages were known has no such figures."""
_T = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228),
    *(2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086),
    *(2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042),
)
_NORMAL = 1.959964


class Estimate(msgspec.Struct, frozen=True):
    """A mean over replications and its confidence interval of 95 %; of one replication nobody knows how sure it is."""

    mean: float
    low: float
    high: float

    @property
    def sure(self) -> bool:
        """Whether a difference is one: the interval does not hold zero."""
        return self.low > 0 or self.high < 0


class PostResult(msgspec.Struct, frozen=True):
    """The people of a lane, replication by replication: part of their time at work, jobs that wait, seconds waited."""

    id: str
    key: str
    name: str
    staff: int
    busy: tuple[float, ...]
    queue: tuple[float, ...]
    wait: tuple[float, ...]
    labour: tuple[float, ...] = ()
    """What their work costs a working day, in 1/10,000; empty in what was kept before wages were known."""


class StationResult(msgspec.Struct, frozen=True):
    """A step, replication by replication: passes for each finished case, jobs that wait, seconds waited."""

    id: str
    key: str
    name: str
    post: int
    passes: tuple[float, ...]
    queue: tuple[float, ...]
    wait: tuple[float, ...]


class Move(msgspec.Struct, frozen=True, array_like=True):
    """A case takes a flow at a second of the first replication; `flow_id` "" means that it arrives at `node_id`."""

    at: float
    case: int
    flow_id: str
    node_id: str


class ScenarioResult(msgspec.Struct, frozen=True):
    """One scenario. `arrived` = `finished` + `left` over all replications, the warm-up included."""

    name: str
    figures: dict[str, tuple[float, ...]]
    posts: tuple[PostResult, ...]
    stations: tuple[StationResult, ...]
    arrived: int
    finished: int
    left: int
    events: int
    findings: tuple[Finding, ...] = ()
    moves: tuple[Move, ...] = ()

    @property
    def bottleneck(self) -> PostResult | None:
        """The people with the least time to spare; None where nobody is needed."""
        return max(self.posts, key=lambda each: fmean(each.busy), default=None)

    @property
    def worst_step(self) -> StationResult | None:
        """The step of the bottleneck before which most waits."""
        worst = self.bottleneck
        mine = [each for each in self.stations if worst is not None and self.posts[each.post].id == worst.id]
        return max(mine, key=lambda each: (fmean(each.queue), fmean(each.passes)), default=None)


class Outcome(msgspec.Struct, frozen=True):
    """What an order came to."""

    scenarios: tuple[ScenarioResult, ...]
    findings: tuple[Finding, ...]
    seconds: float
    """Of computing."""


def estimate(values: Sequence[float]) -> Estimate:
    """Return mean and interval by Student's t."""
    mean = fmean(values) if values else 0.0
    half = _quantile(len(values) - 1) * stdev(values) / sqrt(len(values)) if len(values) > 1 else 0.0
    return Estimate(mean, mean - half, mean + half)


def difference(before: Sequence[float], after: Sequence[float]) -> Estimate:
    """Return after less before, pair by pair: replications of one number had the same luck."""
    return estimate([new - old for old, new in zip(before, after, strict=False)])


def _quantile(degrees: int) -> float:
    if degrees <= len(_T):
        return _T[degrees - 1]
    z = _NORMAL
    return z + (z**3 + z) / (4 * degrees) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * degrees**2)

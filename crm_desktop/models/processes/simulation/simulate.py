"""Running an order: scenario by scenario, replication by replication, and what they come to."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from math import ceil

import msgspec

from crm_desktop.models.processes.simulation.engine import Replication
from crm_desktop.models.processes.simulation.inputs import HOUR, Calendar, Finding, Order, Scenario, Settings
from crm_desktop.models.processes.simulation.judging import judge
from crm_desktop.models.processes.simulation.results import (
    FIGURES,
    Move,
    Outcome,
    PostResult,
    ScenarioResult,
    StationResult,
)
from crm_desktop.models.processes.simulation.working_time import WorkingTime, days_worked

Progress = Callable[[float], None]
"""Takes the part of the whole that is done; may raise to stop."""
_FULL = 0.985


def simulate(order: Order, progress: Progress = lambda _part: None) -> Outcome:
    """Return what an order comes to; with findings that stop it, nothing but those."""
    began = time.perf_counter()
    findings = judge(order)
    if any(each.stops for each in findings):
        return Outcome((), findings, time.perf_counter() - began)
    results, whole, done = [], len(order.scenarios) * order.settings.replications, 0
    for place, scenario in enumerate(order.scenarios):
        settings = order.settings
        runs = []
        for number in range(settings.replications):
            # Moves are shown of the first two scenarios only: as-is and to-be.
            watched = place < 2 and number == 0
            replication = Replication(scenario, settings if watched else _unwatched(settings), number)
            replication.run(lambda part=done / whole: progress(part))  # type: ignore[misc]
            runs.append(replication)
            done += 1
            progress(done / whole)
        results.append(_result(scenario, settings, runs))
    return Outcome(tuple(results), findings, time.perf_counter() - began)


def _over(values: Sequence[float], stations: Sequence[int]) -> float:
    return sum(values[at] for at in stations)


def _unwatched(settings: Settings) -> Settings:
    return msgspec.structs.replace(settings, moves=0)


def _result(scenario: Scenario, settings: Settings, runs: Sequence[Replication]) -> ScenarioResult:
    spans = [max(1.0, run.end - run.begin) for run in runs]
    kept = [each.tally for each in runs]
    mine = [
        [number for number, station in enumerate(scenario.stations) if station.post == at and station.kind == "step"]
        for at in range(len(scenario.posts))
    ]
    posts = tuple(
        PostResult(
            id=post.id,
            key=post.key or post.id,
            name=post.name,
            staff=post.staff,
            busy=tuple(
                each.busy[at] / max(1.0, post.staff * _open_seconds(post.calendar, run))
                for each, run in zip(kept, runs, strict=True)
            ),
            queue=tuple(_over(each.queue, mine[at]) / span for each, span in zip(kept, spans, strict=True)),
            wait=tuple(_over(each.wait, mine[at]) / max(1.0, _over(each.started, mine[at])) for each in kept),
            labour=tuple(_labour(scenario, run, at) / _days(scenario, run) for run in runs),
        )
        for at, post in enumerate(scenario.posts)
    )
    stations = tuple(
        StationResult(
            id=station.id,
            key=station.key,
            name=station.name,
            post=station.post,
            passes=tuple(each.started[at] / max(1, len(each.leads)) for each in kept),
            queue=tuple(each.queue[at] / span for each, span in zip(kept, spans, strict=True)),
            wait=tuple(each.wait[at] / max(1, each.started[at]) for each in kept),
        )
        for at, station in enumerate(scenario.stations)
        if station.kind == "step"
    )
    used = {each.post for each in stations}
    return ScenarioResult(
        name=scenario.name,
        figures=_figures(scenario, runs, spans),
        posts=posts,
        stations=stations,
        arrived=sum(each.arrived for each in kept),
        finished=sum(each.finished for each in kept),
        left=sum(len(run.cases) for run in runs),
        events=sum(run.events for run in runs),
        findings=_findings(settings, runs, [posts[at] for at in sorted(used - {-1})]),
        moves=tuple(
            Move(at, case, flow_id, scenario.stations[station].id) for at, case, flow_id, station in kept[0].moves
        ),
    )


def _figures(scenario: Scenario, runs: Sequence[Replication], spans: Sequence[float]) -> dict[str, tuple[float, ...]]:
    columns: dict[str, list[float]] = {name: [] for name in FIGURES}
    for run, span in zip(runs, spans, strict=True):
        tally = run.tally
        leads = sorted(tally.leads)
        days = _days(scenario, run)
        labour = sum(_labour(scenario, run, at) for at in range(len(scenario.posts)))
        finished = len(leads)
        values = {
            "per_day": finished / days,
            "lead_mean": sum(leads) / finished if finished else 0.0,
            "lead_p50": _percentile(leads, 0.5),
            "lead_p95": _percentile(leads, 0.95),
            "in_process": tally.area / span,
            "waiting": sum(tally.wait) / finished if finished else 0.0,
            "cost": tally.cost / finished if finished else 0.0,
            "arrived_per_day": tally.arrived_in / days,
            "labour": labour / finished if finished else 0.0,
            "labour_per_day": labour / days,
        }
        for name, value in values.items():
            columns[name].append(value)
    return {name: tuple(column) for name, column in columns.items()}


def _days(scenario: Scenario, run: Replication) -> int:
    """Return on how many days cases come: a lane that works on other days too does not make a day a working day."""
    return max(1, days_worked([each.calendar for each in scenario.arrivals], run.begin, run.end))


def _labour(scenario: Scenario, run: Replication, post: int) -> float:
    return run.tally.busy[post] / HOUR * scenario.posts[post].wage


def _findings(settings: Settings, runs: Sequence[Replication], used: Sequence[PostResult]) -> tuple[Finding, ...]:
    """Return what must be known before the figures are believed."""
    found = [Finding(f"simulation.cut_{each}") for each in sorted({run.cut for run in runs if run.cut})]
    if any(run.tally.stuck for run in runs):
        found.append(Finding("simulation.stuck", facts={"count": sum(run.tally.stuck for run in runs)}))
    if not any(run.tally.leads for run in runs):
        found.append(Finding("simulation.nothing_finished"))
    full = [each for each in used if sum(each.busy) / len(each.busy) > _FULL]
    found += [Finding("simulation.overloaded", each.id, facts={"name": each.name}) for each in full]
    if settings.replications == 1:
        found.append(Finding("simulation.once"))
    return tuple(found)


def _open_seconds(calendar: Calendar, run: Replication) -> float:
    time_ = WorkingTime(calendar)
    return time_.worked(run.end) - time_.worked(run.begin)


def _percentile(ordered: Sequence[float], part: float) -> float:
    """Return the smallest value that at least this part does not exceed."""
    if not ordered:
        return 0.0
    return ordered[max(0, ceil(part * len(ordered)) - 1)]

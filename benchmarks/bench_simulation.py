"""The simulation: events a second beside SimPy, cancelling the worker process, and what the UI thread notices of it.

An event is something taken from the agenda: an arrival, the end of a job, of a wait, of a transfer. What passes
gateways in no time is none. SimPy runs the same queue with one process for each case, as models are written in it.
"""

from __future__ import annotations

import gc
import time
from random import Random
from typing import Any

import msgspec
import simpy
from PySide6.QtCore import QElapsedTimer, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.options import Options
from benchmarks.replicas import median
from benchmarks.report import Measurement, at_least, at_most, compared, percentile
from crm_desktop.diagrams.templates import as_map, as_to_be, templates
from crm_desktop.models.processes.simulation.asking import ask
from crm_desktop.models.processes.simulation.inputs import (
    Arrivals,
    Assumptions,
    Calendar,
    Distribution,
    Order,
    Post,
    Scenario,
    Settings,
    Station,
    Way,
)
from crm_desktop.models.processes.simulation.simulate import simulate
from crm_desktop.views.diagram.simulation.runner import Runner

NAME = "simulation"
_LEAST = 200_000
_GAP_MS, _CANCEL_MS = 50.0, 200.0
_ROUNDS = 5
_APART, _WORK = 1.0, 0.8
_CASES = 40_000
"""Of a round."""
_AGREE = 0.15
"""By how much the two may differ in the mean lead time, which is chance at this length."""


def run(options: Options) -> list[Measurement]:
    """Measure the loop, the sample with calendars, the process from outside."""
    cases = max(2_000, int(_CASES * options.scale))
    gc.disable()  # as in the worker process
    try:
        ours = [_ours(cases, seed) for seed in range(_ROUNDS)]
        theirs = [_simpy(cases, seed) for seed in range(_ROUNDS)]
        sample = [_sample(max(1, int(4 * options.scale))) for _ in range(3)]
    finally:
        gc.enable()
        gc.collect()
    speed, other = median([each[0] for each in ours]), median([each[0] for each in theirs])
    leads = [sum(each[1] for each in side) / len(side) for side in (ours, theirs)]
    assert abs(leads[0] / leads[1] - 1) < _AGREE, f"the two disagree: {leads}"
    beside = ("SimPy, same queue", other)
    return [
        at_least("a queue and a server", speed, "events/s", _LEAST, samples=[each[0] for each in ours]),
        compared("the same beside SimPy", speed, "events/s", reference=beside, at_least=1.0),
        at_least("the sample of leads, with calendars and loops", median(sample), "events/s", _LEAST, samples=sample),
        *_from_outside(),
    ]


def _ours(cases: int, seed: int) -> tuple[float, float]:
    """Return events a second, and the mean lead time."""
    always = Calendar()
    stations = (
        Station("start", "start", "pass", ways=(Way("in", 1),)),
        Station("work", "work", post=0, work=Distribution("exponential", _WORK), ways=(Way("out", 2),)),
        Station("end", "end", "end"),
    )
    arrivals = (Arrivals(0, Distribution("exponential", _APART), always),)
    scenario = Scenario("queue", stations, (Post("post", staff=1, calendar=always),), arrivals)
    settings = Settings(days=1, warm_up_days=0, replications=1, seed=seed, most_events=2 * cases)
    outcome = simulate(Order((scenario,), settings))
    result = outcome.scenarios[0]
    return result.events / outcome.seconds, result.figures["lead_mean"][0]


def _simpy(cases: int, seed: int) -> tuple[float, float]:
    environment, chance = simpy.Environment(), Random(seed)
    server = simpy.Resource(environment, 1)
    leads: list[float] = []
    events = 0

    def case() -> Any:
        nonlocal events
        arrived = environment.now
        with server.request() as turn:
            yield turn
            yield environment.timeout(chance.expovariate(1 / _WORK))
            events += 1
        leads.append(environment.now - arrived)

    def source() -> Any:
        nonlocal events
        for _ in range(cases):
            yield environment.timeout(chance.expovariate(1 / _APART))
            events += 1
            environment.process(case())

    environment.process(source())
    began = time.perf_counter()
    environment.run()
    return events / (time.perf_counter() - began), sum(leads) / len(leads)


def _sample(replications: int) -> float:
    outcome = simulate(_leads(replications, 0))
    return sum(each.events for each in outcome.scenarios) / outcome.seconds


def _leads(replications: int, moves: int) -> Order:
    template = next(each for each in templates() if each.key == "lead-to-friend")
    as_is = as_map(template, "en")
    settings = Settings(replications=replications, moves=moves)
    return ask(as_is, as_to_be(template, as_is, "en"), Assumptions(), settings).order


def _from_outside() -> list[Measurement]:
    """Run the real process beside a 5 ms timer on the UI thread, until it answers; then cancel others in the middle."""
    application = QApplication.instance() or QApplication([])
    owner = QObject()
    runner, loop, timer, clock = Runner(owner), QEventLoop(), QTimer(owner), QElapsedTimer()
    gaps: list[float] = []
    timer.timeout.connect(lambda: gaps.append(clock.restart()))
    runner.ended.connect(loop.quit)
    order = msgspec.json.encode(_leads(3, 3_000))
    clock.start()
    timer.start(5)
    runner.run(order)
    loop.exec()
    timer.stop()
    cancels = [_cancel(runner) for _ in range(_ROUNDS)]
    owner.deleteLater()
    assert application is not None
    return [
        at_most("longest gap on the UI thread while it simulates", max(gaps), "ms", _GAP_MS, samples=gaps[:500]),
        at_most("cancelled, process gone, p95", percentile(cancels, 95), "ms", _CANCEL_MS, samples=cancels),
    ]


class Heard:
    """Ends a loop when something is heard."""

    def __init__(self, loop: QEventLoop) -> None:
        self._loop = loop

    def stop(self, _part: float) -> None:
        """End it."""
        self._loop.quit()


def _cancel(runner: Runner) -> float:
    loop = QEventLoop()
    heard = Heard(loop)
    runner.advanced.connect(heard.stop)
    runner.run(msgspec.json.encode(_leads(200, 0)))
    loop.exec()
    runner.advanced.disconnect(heard.stop)
    began = time.perf_counter()
    runner.cancel()
    return (time.perf_counter() - began) * 1_000

"""Questions to a scenario: one more person in a post, and which posts are worth the question."""

from __future__ import annotations

from collections import defaultdict

import msgspec

from crm_desktop.models.processes.simulation.inputs import Scenario
from crm_desktop.models.processes.simulation.working_time import WorkingTime


def with_one_more(scenario: Scenario, post: int, name: str) -> Scenario:
    """Return the scenario with one more person in a post."""
    posts = list(scenario.posts)
    posts[post] = msgspec.structs.replace(posts[post], staff=posts[post].staff + 1)
    return msgspec.structs.replace(scenario, name=name, posts=tuple(posts))


def offered_load(scenario: Scenario, per_day: float) -> dict[int, float]:
    """Return how busy each post would be, were there no chance: the sum over its steps of passes, work and arrivals."""
    passes = _expected_passes(scenario)
    weekly = per_day * max((len(set(each.calendar.days)) for each in scenario.arrivals), default=1)
    load: dict[int, float] = defaultdict(float)
    for at, station in enumerate(scenario.stations):
        if station.kind == "step" and station.post >= 0:
            post = scenario.posts[station.post]
            seconds = WorkingTime(post.calendar).per_week
            work = passes[at] * station.work.mean / (1 - station.again) / station.batch
            load[station.post] += weekly * work / max(1.0, seconds * post.staff)
    return dict(load)


def _expected_passes(scenario: Scenario) -> list[float]:
    """Return how often a case passes each station, by carrying the flow around until next to nothing moves."""
    count = len(scenario.stations)
    passes, moving = [0.0] * count, [0.0] * count
    for each in scenario.arrivals:
        moving[each.at] += 1 / len(scenario.arrivals)
    for _ in range(200):
        ahead = [0.0] * count
        for at, amount in enumerate(moving):
            if amount > 1e-9:
                station = scenario.stations[at]
                passes[at] += amount
                for way in station.ways:
                    part = 1 / station.incoming if station.kind == "join" else 1.0
                    ahead[way.target] += amount * part * (way.share if station.kind == "split" else 1.0)
        moving = ahead
    return passes

"""What is wrong with inputs: what stops a simulation, and what is put right and said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import isfinite

from crm_desktop.models.processes.simulation.inputs import (
    FORMS,
    Calendar,
    Distribution,
    Finding,
    Order,
    Scenario,
    Station,
)

MOST_STATIONS = 10_000
MOST_REPLICATIONS = 200
MOST_DAYS = 3_660
MOST_STAFF = 1_000_000
MOST_WAGE = 10**12
_LAST_HOLIDAY = 2 * MOST_DAYS


def judge(order: Order) -> tuple[Finding, ...]:
    """Return everything that keeps an order from being run, each once."""
    found = [*_judge_settings(order)]
    for scenario in order.scenarios:
        found += _judge_scenario(scenario)
    return tuple({(each.code, each.element_id): each for each in reversed(found)}.values())[::-1]


def _judge_settings(order: Order) -> Iterator[Finding]:
    settings = order.settings
    sizes = (
        (settings.days, 1, MOST_DAYS),
        (settings.warm_up_days, 0, MOST_DAYS),
        (settings.replications, 1, MOST_REPLICATIONS),
        (settings.most_events, 1, 100_000_000),
        (settings.most_cases, 1, 1_000_000),
    )
    if any(not least <= value <= most for value, least, most in sizes):
        yield Finding("simulation.settings", stops=True)
    if settings.begins and not _is_monday(settings.begins):
        yield Finding("simulation.dates", stops=True)
    if not order.scenarios:
        yield Finding("simulation.nothing", stops=True)


def _judge_scenario(scenario: Scenario) -> Iterator[Finding]:
    stations, posts = scenario.stations, scenario.posts
    if not stations or not scenario.arrivals:
        yield Finding("simulation.nothing", stops=True)
    if len(stations) > MOST_STATIONS:
        yield Finding("simulation.too_large", stops=True)
    needed = {each.post for each in stations if each.kind == "step"}
    for at, post in enumerate(posts):
        if at in needed and not 1 <= post.staff <= MOST_STAFF:
            yield Finding("simulation.no_staff", post.id, stops=True, facts={"name": post.name})
        if at in needed and not _works(post.calendar):
            yield Finding("simulation.no_hours", post.id, stops=True, facts={"name": post.name})
        if at in needed and not 0 <= post.wage <= MOST_WAGE:
            yield Finding("simulation.impossible_wage", post.id, stops=True, facts={"name": post.name})
    yield from _judge_days(scenario)
    for station in stations:
        yield from _judge_station(station, len(stations), len(posts))
    for arrivals in scenario.arrivals:
        if not 0 <= arrivals.at < len(stations):
            yield Finding("simulation.torn", stops=True)
        elif not _possible(arrivals.apart) or not _works(arrivals.calendar) or not _takes_time(arrivals.apart):
            yield Finding("simulation.impossible_arrivals", stations[arrivals.at].id, stops=True)


def _judge_days(scenario: Scenario) -> Iterator[Finding]:
    calendars = [each.calendar for each in scenario.posts] + [each.calendar for each in scenario.arrivals]
    if any(not 0 <= day <= _LAST_HOLIDAY for each in calendars for day in each.holidays):
        yield Finding("simulation.dates", stops=True)


def _is_monday(day: str) -> bool:
    try:
        return date.fromisoformat(day).weekday() == 0
    except ValueError:
        return False


def _judge_station(station: Station, stations: int, posts: int) -> Iterator[Finding]:
    facts: dict[str, str | float] = {"name": station.name}
    shares = [way.share for way in station.ways]
    times = all(_possible(each) for each in (station.work, station.wait))
    if not times or station.batch < 1 or any(not 0 <= way.transfer < 1e12 for way in station.ways):
        yield Finding("simulation.impossible_time", station.id, stops=True, facts=facts)
    if not 0 <= station.again < 1:
        yield Finding("simulation.always_again", station.id, stops=True, facts=facts)
    if shares and (not all(0 <= each < 1e12 for each in shares) or (station.kind == "split" and sum(shares) <= 0)):
        yield Finding("simulation.impossible_share", station.id, stops=True, facts=facts)
    if station.post >= posts or any(not 0 <= way.target < stations for way in station.ways):
        yield Finding("simulation.torn", station.id, stops=True)


def _possible(distribution: Distribution) -> bool:
    values = (distribution.mean, distribution.spread, *distribution.values)
    known = distribution.form in FORMS and all(isfinite(each) and 0 <= each < 1e12 for each in values)
    if distribution.form == "triangular" and distribution.values:
        return known and len(distribution.values) == 3 and list(distribution.values) == sorted(distribution.values)
    return known


def _takes_time(distribution: Distribution) -> bool:
    return distribution.mean > 0 or any(each > 0 for each in distribution.values)


def _works(calendar: Calendar) -> bool:
    day = all(0 <= each <= 6 for each in calendar.days) and bool(calendar.days)
    return day and 0 <= calendar.begin < 86_400 and 0 < calendar.end <= 86_400 and calendar.begin != calendar.end

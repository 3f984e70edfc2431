"""The simulation agrees with what queueing theory knows exactly. Seeds are fixed: these figures are always the same."""

from math import factorial

import pytest

from crm_desktop.models.processes.simulation.inputs import (
    Arrivals,
    Calendar,
    Distribution,
    Order,
    Post,
    Scenario,
    Settings,
    Station,
    Way,
)
from crm_desktop.models.processes.simulation.results import ScenarioResult, estimate
from crm_desktop.models.processes.simulation.simulate import simulate

ALWAYS = Calendar()
MINUTE = 60.0


def line(*servers: tuple[int, Distribution], apart: Distribution) -> Scenario:
    """Return a line of steps, each with people of its own who never rest."""
    steps = [
        Station(f"step {at}", f"step {at}", post=at, work=work, ways=(Way(f"to {at + 2}", at + 2),))
        for at, (_, work) in enumerate(servers)
    ]
    last = len(servers) + 1
    stations = (
        Station("start", "start", "pass", ways=(Way("to 1", 1),)),
        *steps,
        Station("end", "end", "end"),
    )
    assert steps[-1].ways[0].target == last
    posts = tuple(Post(f"post {at}", staff=staff, calendar=ALWAYS) for at, (staff, _) in enumerate(servers))
    return Scenario("line", stations, posts, (Arrivals(0, apart, ALWAYS),))


def run(scenario: Scenario, days: int = 3, replications: int = 10, seed: int = 7) -> ScenarioResult:
    """Run after a day of warming up."""
    settings = Settings(days=days, warm_up_days=1, replications=replications, seed=seed)
    outcome = simulate(Order((scenario,), settings))
    assert not any(each.stops for each in outcome.findings)
    return outcome.scenarios[0]


def exponential(mean: float) -> Distribution:
    """Return an exponential distribution."""
    return Distribution("exponential", mean)


def erlang_wait(rate: float, mean: float, servers: int) -> float:
    """Return the mean wait in a queue M/M/c."""
    load = rate * mean
    busy = load / servers
    last = load**servers / factorial(servers) / (1 - busy)
    waits = last / (sum(load**k / factorial(k) for k in range(servers)) + last)
    return waits * mean / (servers - load)


def agrees(values: tuple[float, ...], exact: float) -> None:
    """Hold that the exact value lies in the interval of confidence, and that the interval says something."""
    found = estimate(values)
    assert found.low <= exact <= found.high, f"{exact} is not in {found}"
    assert found.high - found.low < 0.3 * exact


def test_one_server_with_exponential_times_waits_as_theory_says() -> None:
    result = run(line((1, exponential(MINUTE)), apart=exponential(MINUTE / 0.7)), days=6)
    agrees(result.figures["lead_mean"], MINUTE / 0.3)
    agrees(result.posts[0].busy, 0.7)
    agrees(result.figures["in_process"], 0.7 / 0.3)
    agrees(result.posts[0].queue, 0.49 / 0.3)


@pytest.mark.parametrize(("servers", "load", "days"), [(2, 0.75, 3), (5, 0.8, 2)])
def test_several_servers_wait_as_erlang_says(servers: int, load: float, days: int) -> None:
    rate = servers * load / MINUTE
    result = run(line((servers, exponential(MINUTE)), apart=exponential(1 / rate)), days=days)
    wait = erlang_wait(rate, MINUTE, servers)
    agrees(result.posts[0].wait, wait)
    agrees(result.figures["lead_mean"], wait + MINUTE)
    agrees(result.posts[0].busy, load)


def test_a_tandem_is_as_jackson_says_the_sum_of_its_queues() -> None:
    rate = 0.6 / MINUTE
    result = run(line((1, exponential(MINUTE)), (2, exponential(2 * MINUTE)), apart=exponential(1 / rate)))
    first, second = 1 / (1 / MINUTE - rate), erlang_wait(rate, 2 * MINUTE, 2) + 2 * MINUTE
    agrees(result.figures["lead_mean"], first + second)
    agrees(result.posts[1].wait, second - 2 * MINUTE)


def test_fixed_service_waits_half_as_long_as_exponential() -> None:
    result = run(line((1, Distribution("fixed", MINUTE)), apart=exponential(MINUTE / 0.8)))
    agrees(result.posts[0].wait, 0.8 * MINUTE / (2 * 0.2))


def test_a_lognormal_service_waits_as_pollaczek_and_khinchine_say() -> None:
    result = run(line((1, Distribution("lognormal", MINUTE, 0.6)), apart=exponential(MINUTE / 0.7)))
    agrees(result.posts[0].wait, 0.7 * MINUTE * (1 + 0.36) / (2 * 0.3))


def test_without_chance_nobody_waits_and_every_case_takes_the_same_time() -> None:
    work = Distribution("fixed", 50.0)
    result = run(line((1, work), (1, work), apart=Distribution("fixed", 60.0)), days=1, replications=2)
    assert result.figures["lead_p50"] == pytest.approx((100.0, 100.0))
    assert result.figures["lead_p95"] == pytest.approx((100.0, 100.0))
    assert result.figures["per_day"] == (1440.0, 1440.0)
    assert result.posts[0].wait == (0.0, 0.0)
    assert result.posts[1].busy == pytest.approx((50 / 60, 50 / 60))


def test_rework_is_a_geometric_number_of_passes() -> None:
    again = Scenario(
        "again",
        (
            Station("start", "start", "pass", ways=(Way("a", 1),)),
            Station("work", "work", post=0, work=exponential(MINUTE), ways=(Way("b", 2),)),
            Station("fine?", "fine?", "split", ways=(Way("no", 1, 0.3), Way("yes", 3, 0.7))),
            Station("end", "end", "end"),
        ),
        (Post("post", staff=1, calendar=ALWAYS),),
        (Arrivals(0, exponential(MINUTE / 0.5), ALWAYS),),
    )
    result = run(again)
    agrees(result.stations[0].passes, 1 / 0.7)
    agrees(result.posts[0].busy, 0.5 / 0.7)
    load = 0.5 / 0.7
    agrees(result.figures["in_process"], load / (1 - load))  # Jackson with feedback

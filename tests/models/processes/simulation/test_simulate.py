"""What holds for every simulation: nothing is lost, it ends, it repeats itself, and it says what is wrong."""

import itertools
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.models.processes.elements import Flow, Lane, Node
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.processes.simulation.from_map import scenario_of
from crm_desktop.models.processes.simulation.inputs import (
    DAY,
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
from crm_desktop.models.processes.simulation.results import ScenarioResult, estimate
from crm_desktop.models.processes.simulation.simulate import simulate
from crm_desktop.models.processes.simulation.working_time import WorkingTime

OFFICE = Calendar((0, 1, 2, 3, 4), 9 * 3_600, 17 * 3_600)
HOUR = 3_600.0
SHORT = Settings(days=7, warm_up_days=0, replications=2, most_events=3_000, most_cases=2_000)
KINDS = ("step", "step", "step", "pass", "split", "fork", "join")


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Draw any net of stations: loops, forks, joins that nobody feeds, dead ends."""
    count = draw(st.integers(2, 7))
    posts = tuple(
        Post(f"p{at}", staff=draw(st.integers(1, 3)), calendar=draw(st.sampled_from((OFFICE, Calendar()))))
        for at in range(2)
    )
    stations = []
    for at in range(count):
        kind = draw(st.sampled_from(KINDS))
        targets = draw(st.lists(st.integers(0, count), min_size=1, max_size=2, unique=True))
        stations.append(
            Station(
                f"s{at}",
                f"s{at}",
                kind,
                post=draw(st.integers(-1, 1)) if kind == "step" else -1,
                work=Distribution(draw(st.sampled_from(("fixed", "exponential", "triangular", "lognormal"))), 600.0),
                wait=Distribution("fixed", draw(st.sampled_from((0.0, 300.0)))),
                ways=tuple(Way(f"{at}-{to}", to, draw(st.sampled_from((0.5, 1.0)))) for to in targets),
                incoming=draw(st.integers(1, 3)) if kind == "join" else 1,
                batch=draw(st.sampled_from((1, 1, 3))),
                again=draw(st.sampled_from((0.0, 0.2))),
            )
        )
    stations.append(Station("end", "end", "end"))
    apart = Distribution(draw(st.sampled_from(("fixed", "exponential"))), draw(st.sampled_from((600.0, 3_600.0))))
    return Scenario("any", tuple(stations), posts, (Arrivals(0, apart, OFFICE),))


@settings(max_examples=30, deadline=None)
@given(scenarios())
def test_whatever_the_net_it_ends_and_no_case_is_lost(scenario: Scenario) -> None:
    outcome = simulate(Order((scenario,), SHORT))
    result = outcome.scenarios[0]
    assert result.arrived == result.finished + result.left
    assert result.events <= SHORT.most_events * SHORT.replications
    for post in result.posts:
        assert all(-1e-9 <= each <= 1 + 1e-9 for each in post.busy)
        assert all(each >= 0 for each in (*post.queue, *post.wait))


@settings(max_examples=15, deadline=None)
@given(scenarios(), st.integers(1, 1_000))
def test_the_same_seed_says_the_same_to_the_last_digit(scenario: Scenario, seed: int) -> None:
    order = Order((scenario,), replace_settings(seed=seed))
    assert simulate(order).scenarios == simulate(order).scenarios


def replace_settings(**changes: int) -> Settings:
    """Return the short settings with changes."""
    kept = {name: getattr(SHORT, name) for name in SHORT.__struct_fields__}
    return Settings(**{**kept, **changes})


def queue(staff: int, apart: float = 900.0, calendar: Calendar = OFFICE, work: float = 1_500.0) -> Scenario:
    """Return one step of so many people."""
    stations = (
        Station("start", "start", "pass", ways=(Way("in", 1),)),
        Station("work", "work", post=0, work=Distribution("exponential", work), ways=(Way("out", 2),)),
        Station("end", "end", "end"),
    )
    return Scenario(
        "queue",
        stations,
        (Post("p", "people", staff, calendar),),
        (Arrivals(0, Distribution("exponential", apart), calendar),),
    )


def run(*scenarios_: Scenario, **changes: int) -> tuple[ScenarioResult, ...]:
    """Run scenarios with the same chance."""
    values = {"days": 28, "warm_up_days": 7, "replications": 5, "most_events": 1_000_000, **changes}
    return simulate(Order(scenarios_, replace_settings(**values))).scenarios


def test_more_people_never_finish_less_and_nobody_waits_longer() -> None:
    results = run(*(queue(staff) for staff in (1, 2, 3, 4)))
    for fewer, more in itertools.pairwise(results):
        pairs = zip(fewer.figures["per_day"], more.figures["per_day"], strict=True)
        assert all(after >= before * 0.99 for before, after in pairs)
        assert estimate(more.posts[0].wait).mean <= estimate(fewer.posts[0].wait).mean


def test_with_the_same_luck_the_same_cases_arrive_in_both_scenarios() -> None:
    slow, fast = run(queue(2), queue(3))
    assert slow.figures["arrived_per_day"] == fast.figures["arrived_per_day"]


def test_cases_in_the_process_are_arrivals_times_lead_time() -> None:
    (result,) = run(queue(2, apart=900, calendar=Calendar()), days=40, replications=4)
    cases = estimate(result.figures["in_process"]).mean
    lead, per_day = estimate(result.figures["lead_mean"]).mean, estimate(result.figures["per_day"]).mean
    assert cases == pytest.approx(per_day / 86_400 * lead, rel=0.03)


def test_people_who_work_by_day_leave_work_over_night() -> None:
    scenario = queue(1, apart=4 * HOUR, work=6 * HOUR)
    fixed = replace_work(scenario, Distribution("fixed", 6 * HOUR), Distribution("fixed", 8 * HOUR))
    (result,) = run(fixed, days=28, replications=1)
    # One case a day at closing time, worked on from nine to three on the next working day.
    assert result.figures["per_day"] == (1.0,)
    assert result.posts[0].busy == pytest.approx((0.75,))
    assert result.figures["lead_p50"] == (22 * HOUR,)
    assert result.figures["lead_p95"] == (70 * HOUR,)


def replace_work(scenario: Scenario, work: Distribution, apart: Distribution) -> Scenario:
    """Return a queue with other times."""
    first, step, last = scenario.stations
    step = Station(step.id, step.key, post=0, work=work, ways=step.ways)
    arrivals = Arrivals(0, apart, scenario.arrivals[0].calendar)
    return Scenario(scenario.name, (first, step, last), scenario.posts, (arrivals,))


@given(
    st.sampled_from((OFFICE, Calendar(), Calendar((6, 0), 22 * 3_600, 6 * 3_600), Calendar((2,), 0, 3_600))),
    st.lists(st.integers(0, 60), max_size=20),
    st.floats(0, 4e6),
    st.floats(1, 1e6),
)
def test_work_is_done_when_so_much_working_time_is_over(
    calendar: Calendar, holidays: list[int], begin: float, work: float
) -> None:
    time = WorkingTime(msgspec.structs.replace(calendar, holidays=tuple(holidays)))
    end = time.done(begin, work)
    assert end >= begin
    assert time.worked(end) - time.worked(begin) == pytest.approx(work, abs=1e-3)
    assert begin <= time.opens(begin) <= end
    assert all(time.worked((day + 1) * DAY) == time.worked(day * DAY) for day in holidays)
    opens = time.opens(begin)
    closes = time.closes(opens)
    assert closes - opens == pytest.approx(time.worked(closes) - time.worked(opens), abs=1e-3)
    assert opens < closes
    assert not any(int(opens // DAY) <= day < closes / DAY for day in holidays)


def test_nobody_comes_and_nobody_works_on_a_holiday() -> None:
    # Eight cases a day of fifteen minutes; the second Monday and Tuesday are free.
    calendar = msgspec.structs.replace(OFFICE, holidays=(7, 8))
    scenario = replace_work(queue(1, calendar=calendar), Distribution("fixed", 900.0), Distribution("fixed", HOUR))
    (result,) = run(scenario, days=7, warm_up_days=7, replications=1)
    assert result.figures["arrived_per_day"] == (8.0,)
    assert result.arrived == 8 * 8
    assert result.posts[0].busy == pytest.approx((8 * 0.25 / 8,), rel=0.05)


def test_a_lane_that_works_at_other_hours_takes_what_waited_for_it() -> None:
    # The office hands one case an hour on; the night shift takes them all from ten in the evening.
    night = Calendar((0, 1, 2, 3, 4), 22 * 3_600, 6 * 3_600)
    stations = (
        Station("take", "take", post=0, work=Distribution("fixed", 600.0), ways=(Way("on", 1),)),
        Station("check", "check", post=1, work=Distribution("fixed", 1_200.0), ways=(Way("out", 2),)),
        Station("end", "end", "end"),
    )
    posts = (Post("office", calendar=OFFICE), Post("night", calendar=night))
    scenario = Scenario("two", stations, posts, (Arrivals(0, Distribution("fixed", HOUR), OFFICE),))
    (result,) = run(scenario, days=7, warm_up_days=7, replications=1)
    assert result.figures["per_day"] == (8.0,)
    assert result.posts[0].busy == pytest.approx((8 * 600 / (8 * HOUR),))
    assert result.posts[1].busy == pytest.approx((8 * 1_200 / (8 * HOUR),))
    # The first of a day comes at ten and is checked from 22:00; the last comes at closing time and has to wait
    # until nine the next morning, then until 22:00 as the first of that night.
    assert max(result.figures["lead_p95"]) > 24 * HOUR


def test_wages_are_paid_for_work_and_for_nothing_else() -> None:
    stations = (
        Station("take", "take", post=0, work=Distribution("fixed", 600.0), ways=(Way("on", 1),)),
        Station("wait", "wait", work=Distribution("fixed", 300.0), ways=(Way("off", 2),)),
        Station("check", "check", post=1, work=Distribution("fixed", 900.0), ways=(Way("out", 3),)),
        Station("end", "end", "end"),
    )
    posts = (Post("a", calendar=OFFICE, wage=600_000), Post("b", staff=3, calendar=OFFICE, wage=1_200_000))
    arrivals = Arrivals(0, Distribution("fixed", HOUR), OFFICE)
    (result,) = run(Scenario("paid", stations, posts, (arrivals,)), days=28, replications=2)
    # Sixty an hour for ten minutes, a hundred and twenty for a quarter of an hour; eight cases a day.
    assert result.figures["labour"] == pytest.approx((400_000, 400_000))
    assert result.posts[0].labour == pytest.approx((800_000, 800_000))
    assert result.posts[1].labour == pytest.approx((2_400_000, 2_400_000))
    assert result.figures["labour_per_day"] == pytest.approx((3_200_000, 3_200_000))


def test_cases_that_are_worked_on_together_are_one_job() -> None:
    stations = (
        Station("oven", "oven", post=0, work=Distribution("fixed", 3.5 * HOUR), ways=(Way("out", 1),), batch=4),
        Station("end", "end", "end"),
    )
    arrivals = Arrivals(0, Distribution("fixed", HOUR), Calendar())
    (result,) = run(
        Scenario("batch", stations, (Post("p", calendar=Calendar(), wage=10_000),), (arrivals,)),
        days=28, replications=1,
    )  # fmt: skip
    # The oven is filled every four hours and takes three and a half; nobody waits but for the fourth.
    assert result.figures["per_day"] == (24.0,)
    assert result.posts[0].busy == pytest.approx((0.875,))
    assert result.figures["lead_mean"] == pytest.approx((5 * HOUR,))
    assert result.stations[0].wait == (0.0,)
    assert result.figures["labour"] == pytest.approx((8_750.0,))


def replace_wage(scenario: Scenario, wage: int) -> Scenario:
    """Return a queue whose people earn so much."""
    posts = tuple(msgspec.structs.replace(each, wage=wage) for each in scenario.posts)
    return msgspec.structs.replace(scenario, posts=posts)


def test_too_much_for_one_person_is_cut_off_and_said() -> None:
    result = run(queue(1, apart=10), most_events=5_000, most_cases=100_000)[0]
    assert {each.code for each in result.findings} >= {"simulation.cut_events"}
    result = run(queue(1, apart=10), most_cases=300, warm_up_days=0)[0]
    assert {each.code for each in result.findings} >= {"simulation.cut_cases", "simulation.overloaded"}


def test_a_circle_that_takes_no_time_is_cut_off_and_said() -> None:
    for kind in ("split", "fork"):
        ways = (Way("a", 1, 1.0), Way("b", 0, 0.0)) if kind == "split" else (Way("a", 1), Way("b", 0))
        circle = Scenario(
            "circle",
            (Station("a", "a", kind, ways=ways), Station("b", "b", "pass", ways=(Way("c", 0),))),
            (),
            (Arrivals(0, Distribution("fixed", 60.0), Calendar()),),
        )
        assert "simulation.cut_circle" in {each.code for each in run(circle)[0].findings}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (queue(0), "simulation.no_staff"),
        (queue(1, work=-1.0), "simulation.impossible_time"),
        (queue(1, work=float("nan")), "simulation.impossible_time"),
        (queue(1, apart=0.0), "simulation.impossible_arrivals"),
        (queue(1, calendar=Calendar((), 0, 100)), "simulation.no_hours"),
        (queue(1, calendar=Calendar(holidays=(-1,))), "simulation.dates"),
        (replace_wage(queue(1), -1), "simulation.impossible_wage"),
        (Scenario("empty", (), (), ()), "simulation.nothing"),
    ],
)
def test_contradictions_stop_it_with_a_reason(changed: Scenario, code: str) -> None:
    outcome = simulate(Order((changed,), SHORT))
    assert outcome.scenarios == ()
    assert code in {each.code for each in outcome.findings if each.stops}


def a_map() -> ProcessMap:
    """Return a decision whose shares add to 130 %, a loop back, and a lane of nobody knows how many."""
    lane = Lane(id="lane", name="Sales")
    step = Node(id="step", name="Call", lane_id="lane", working_seconds=600, cost=30_000)
    nodes = (
        Node(id="start", form="start", lane_id="lane", frequency=16),
        step,
        Node(id="fine", form="gateway", lane_id="lane", name="Fine?"),
        Node(id="unknown", name="Write", lane_id="lane"),
        Node(id="end", form="end", lane_id="lane"),
    )
    flows = (
        Flow(id="1", source_id="start", target_id="step"),
        Flow(id="2", source_id="step", target_id="fine"),
        Flow(id="3", source_id="fine", target_id="unknown", share=100),
        Flow(id="4", source_id="fine", target_id="step", share=30),
        Flow(id="5", source_id="unknown", target_id="end"),
    )
    return ProcessMap(id="map", values={"name": "Map"}, lanes=(lane,), nodes=nodes, flows=flows)


def test_what_a_map_does_not_say_is_assumed_and_told() -> None:
    read = scenario_of(a_map(), "as is", Assumptions())
    told = {(each.code, each.element_id) for each in read.findings}
    assert told == {
        ("simulation.assumed_staff", "lane"),
        ("simulation.assumed_time", "unknown"),
        ("simulation.shares", "fine"),
    }
    by_id = {each.id: each for each in read.scenario.stations}
    assert sum(way.share for way in by_id["fine"].ways) == pytest.approx(1)
    assert by_id["unknown"].work.mean == 600
    assert read.per_day == 16


def test_what_a_person_says_goes_before_the_map() -> None:
    said = Assumptions(
        per_day=8, form="fixed", staff={"sales 1": 3}, work={"unknown": (60.0, 120.0)}, batch={"step": 4}
    )
    read = scenario_of(a_map(), "as is", said)
    assert {each.code for each in read.findings} == {"simulation.shares"}
    by_id = {each.id: each for each in read.scenario.stations}
    assert read.scenario.posts[0].staff == 3
    assert by_id["unknown"].work == Distribution("empirical", 90.0, values=(60.0, 120.0))
    assert by_id["step"].batch == 4
    assert read.scenario.arrivals[0].apart.mean == 3_600


def test_hours_and_wages_are_those_of_the_lane_else_those_of_all() -> None:
    lanes = (Lane(id="lane", name="Sales"), Lane(id="other", name="Support"))
    night = Calendar((5, 6), 20 * 3_600, 4 * 3_600)
    said = Assumptions(
        holidays=(3,), calendars={"support 1": night}, wage=600_000, wages={"support 1": 900_000, "gone 1": 1}
    )
    posts = scenario_of(replace(a_map(), lanes=lanes), "as is", said).scenario.posts
    assert [each.wage for each in posts] == [600_000, 900_000]
    assert posts[0].calendar == msgspec.structs.replace(OFFICE, holidays=(3,))
    assert posts[1].calendar == msgspec.structs.replace(night, holidays=(3,))


def test_a_step_that_is_automated_needs_nobody_and_a_removed_one_is_passed_over() -> None:
    map_ = a_map()
    nodes = {each.id: each for each in map_.nodes}
    nodes["step"] = replace(nodes["step"], change="automate")
    nodes["unknown"] = replace(nodes["unknown"], change="remove")
    read = scenario_of(replace(map_, nodes=tuple(nodes.values())), "to be", Assumptions())
    by_id = {each.id: each for each in read.scenario.stations}
    assert by_id["step"].post == -1
    assert by_id["unknown"].kind == "pass"
    (result,) = run(read.scenario)
    assert result.posts[0].busy == (0.0,) * 5
    assert estimate(result.figures["cost"]).mean == pytest.approx(30_000 / (1 - 30 / 130), rel=0.1)


def test_a_process_without_a_way_out_says_so_and_still_ends() -> None:
    map_ = a_map()
    flows = tuple(each for each in map_.flows if each.id not in {"3", "5"})
    nodes = tuple(each for each in map_.nodes if each.id not in {"end", "unknown"})
    read = scenario_of(replace(map_, flows=flows, nodes=nodes), "as is", Assumptions(staff={"sales 1": 1}))
    assert {each.code for each in read.findings} >= {"simulation.no_way_out"}
    (result,) = run(read.scenario)
    assert "simulation.nothing_finished" in {each.code for each in result.findings}
    assert result.finished == 0
    assert result.left == result.arrived

"""What a map makes one ask: each gap once, gone when it is filled."""

from dataclasses import replace

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.checking import Checking
from crm_desktop.models.interviews.follow_ups import FollowUp, follow_ups, gap_of
from crm_desktop.models.processes.elements import Element, Flow, Lane, Node
from crm_desktop.models.processes.process_map import ProcessMap

SALES, STORE = Lane(id="sales", name="Sales", rank="1"), Lane(id="store", name="Store", rank="2")
START = Node(id="start", form="start", name="Order", lane_id="sales")
CHECK = Node(id="check", name="Check", lane_id="sales", working_seconds=60, frequency=3)
STEPS = (START, CHECK, Flow(id="f1", source_id="start", target_id="check"))


def test_a_complete_step_one_stands_on_asks_nothing_more() -> None:
    assert asked(SALES, *STEPS, standing="check") == []


def test_of_each_element_only_the_most_telling_gap_is_asked() -> None:
    bare = replace(CHECK, working_seconds=None, frequency=None)
    assert [each.key for each in asked(SALES, START, bare, STEPS[2], standing="check")] == ["no_time:check"]
    timed = replace(bare, working_seconds=60)
    assert [each.key for each in asked(SALES, START, timed, STEPS[2], standing="check")] == ["no_frequency:check"]


def test_branches_without_a_share_are_asked_with_their_names() -> None:
    decision = Node(id="d", form="gateway", name="Complete?", lane_id="sales")
    yes = replace(CHECK, id="yes", name="Plan")
    no = replace(CHECK, id="no", name="Buy")
    flows = (
        Flow(id="y", source_id="d", target_id="yes", name="Yes", share=70),
        Flow(id="n", source_id="d", target_id="no", name="No"),
        Flow(id="in", source_id="check", target_id="d"),
        Flow(id="back", source_id="no", target_id="yes"),
    )
    found = [each for each in asked(SALES, *STEPS, decision, yes, no, *flows, standing="yes") if each.kind == "flow"]
    assert found == [FollowUp("no_share", "flow", "n", "Complete?", "No")]


def test_a_hand_over_without_permission_and_an_empty_lane_are_asked() -> None:
    pick = replace(CHECK, id="pick", name="Pick", lane_id="store")
    over = Flow(id="over", source_id="check", target_id="pick")
    assert [each.key for each in asked(SALES, STORE, *STEPS, pick, over, standing="pick")] == ["no_permission:over"]
    allowed = replace(over, permission="none")
    assert asked(SALES, STORE, *STEPS, pick, allowed, standing="pick") == []
    assert [each.key for each in asked(SALES, STORE, *STEPS, standing="check")] == ["empty_lane:store"]


def test_what_was_asked_is_not_asked_again() -> None:
    assert asked(SALES, STORE, *STEPS, standing="check", but=("empty_lane:store",)) == []
    assert gap_of("empty_lane:store") == ("empty_lane", "store")


def asked(*elements: Element, standing: str = "", but: tuple[str, ...] = ()) -> list[FollowUp]:
    chart = Chart.of(
        ProcessMap(
            id="p",
            values={},
            lanes=tuple(each for each in elements if isinstance(each, Lane)),
            nodes=tuple(each for each in elements if isinstance(each, Node)),
            flows=tuple(each for each in elements if isinstance(each, Flow)),
        )
    )
    return follow_ups(chart, Checking(chart).findings, but, standing)

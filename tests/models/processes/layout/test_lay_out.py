"""Layout: along the flow, in the lanes, nothing on top of another, pinned steps where they were, the same each time."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.models.processes.elements import Flow, Lane, Node
from crm_desktop.models.processes.grid import in_the_way
from crm_desktop.models.processes.layout.lay_out import lay_out
from crm_desktop.models.processes.process_map import ProcessMap, by_id


def map_of(lanes: list[int], flows: list[tuple[int, int]], forms: dict[int, str] | None = None) -> ProcessMap:
    """Return a map of steps by the numbers of their lanes, all in one place."""
    nodes = tuple(
        Node(id=f"n{number:03}", lane_id=f"l{lane}", form=(forms or {}).get(number, "task"), across=98, along=number)
        for number, lane in enumerate(lanes)
    )
    return ProcessMap(
        id="p",
        values={},
        lanes=tuple(Lane(id=f"l{number}", rank=f"{number:03}") for number in range(max(lanes, default=0) + 1)),
        nodes=nodes,
        flows=tuple(
            Flow(id=f"f{number}", source_id=f"n{a:03}", target_id=f"n{b:03}") for number, (a, b) in enumerate(flows)
        ),
    )


def places(map_: ProcessMap) -> dict[str, tuple[int, int]]:
    return {node.id: (node.along, node.across) for node in map_.nodes}


def test_a_chain_in_one_lane_stands_row_below_row() -> None:
    laid = places(lay_out(map_of([0, 0, 0], [(0, 1), (1, 2)])))
    assert laid == {"n000": (66, 98), "n001": (150, 98), "n002": (234, 98)}


def test_a_step_in_another_lane_stands_beside_the_one_before_it() -> None:
    laid = places(lay_out(map_of([0, 1, 1], [(0, 1), (1, 2)])))
    assert laid["n001"][0] == laid["n000"][0]
    assert laid["n002"][0] > laid["n001"][0]


def test_no_flow_runs_level_through_a_step_in_between() -> None:
    laid = places(lay_out(map_of([0, 1, 2], [(0, 1), (0, 2)])))
    assert laid["n002"][0] > laid["n001"][0]


def test_two_branches_in_one_lane_stand_side_by_side_and_the_lane_becomes_broader() -> None:
    laid = lay_out(map_of([0, 0, 0, 0], [(0, 1), (0, 2), (1, 3), (2, 3)], {0: "gateway"}))
    at = places(laid)
    assert at["n001"][0] == at["n002"][0]
    assert at["n001"][1] != at["n002"][1]
    assert at["n003"][0] > at["n002"][0]
    assert laid.lanes[0].breadth == 392


def test_a_way_back_does_not_pull_steps_down() -> None:
    straight = places(lay_out(map_of([0, 0, 0], [(0, 1), (1, 2)])))
    assert places(lay_out(map_of([0, 0, 0], [(0, 1), (1, 2), (2, 0)]))) == straight


def test_what_is_pinned_stays_and_others_keep_clear_of_it() -> None:
    given_map = map_of([0, 0, 0], [(0, 1), (1, 2)])
    pinned = replace(given_map.nodes[2], pinned=True, along=150)
    laid = by_id(lay_out(replace(given_map, nodes=(*given_map.nodes[:2], pinned))).nodes)
    assert laid["n002"] == pinned
    assert not in_the_way(laid["n001"], pinned)


def test_only_the_selection_moves() -> None:
    laid = lay_out(map_of([0, 0, 1, 1], [(0, 1), (2, 3)]))
    again = lay_out(replace(laid, nodes=tuple(replace(node, along=node.along + 7) for node in laid.nodes)), {"n003"})
    assert {node.id for node in again.nodes if (node.along - 66) % 84 == 0} == {"n003"}


@settings(max_examples=60, deadline=None)
@given(
    lanes=st.lists(st.integers(0, 4), min_size=1, max_size=30),
    chances=st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=45),
)
def test_any_map_is_laid_out_without_overlap_and_again_the_same(
    lanes: list[int], chances: list[tuple[int, int]]
) -> None:
    flows = [(a % len(lanes), b % len(lanes)) for a, b in chances]
    laid = lay_out(map_of(lanes, flows))
    for one, other in combinations(laid.nodes, 2):
        assert one.lane_id != other.lane_id or not in_the_way(one, other)
    breadths = {lane.id: lane.breadth for lane in laid.lanes}
    assert all(0 < node.across < breadths[node.lane_id or ""] for node in laid.nodes)
    assert places(lay_out(map_of(lanes, flows))) == places(laid)

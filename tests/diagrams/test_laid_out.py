"""Whatever is laid out, either way round: no steps on each other, no flow through a step, pinned steps stay."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.picture import Picture
from crm_desktop.models.processes.elements import Flow, Lane, Node
from crm_desktop.models.processes.layout.lay_out import lay_out
from crm_desktop.models.processes.process_map import ProcessMap, by_id
from crm_desktop.models.processes.routing.spots import segments

LANES = 4
Steps = list[tuple[int, int]]


def map_of(steps: Steps, pinned: dict[int, int], back: list[tuple[int, int]], *, vertical: bool) -> ProcessMap:
    """Return steps, each led to by one before it, some of them pinned to a row, and some ways back."""
    nodes = tuple(
        Node(
            id=f"n{number:03}",
            lane_id=f"l{lane}",
            across=98,
            along=66 + 84 * pinned.get(number, 0),
            pinned=number in pinned,
        )
        for number, (lane, _) in enumerate(steps)
    )
    links = [(before % number, number) for number, (_, before) in enumerate(steps) if number]
    links += [(one % len(steps), other % len(steps)) for one, other in back if one % len(steps) != other % len(steps)]
    flows = tuple(
        Flow(id=f"f{number:03}", source_id=f"n{one:03}", target_id=f"n{other:03}")
        for number, (one, other) in enumerate(dict.fromkeys(links))
    )
    lanes = tuple(Lane(id=f"l{number}", rank=str(number)) for number in range(LANES))
    values = {"orientation": "vertical" if vertical else "horizontal"}
    return ProcessMap(id="p", values=values, lanes=lanes, nodes=nodes, flows=flows)


steps_ = st.lists(st.tuples(st.integers(0, LANES - 1), st.integers(0, 29)), min_size=2, max_size=26)
ways_back = st.lists(st.tuples(st.integers(0, 25), st.integers(0, 25)), max_size=4)


@settings(max_examples=60, deadline=None)
@given(
    steps=steps_,
    back=ways_back,
    pins=st.dictionaries(st.integers(0, 25), st.integers(0, 12), max_size=4),
    vertical=st.booleans(),
)
def test_nothing_lies_on_anything_and_no_flow_runs_through_a_step(
    steps: Steps, back: list[tuple[int, int]], pins: dict[int, int], vertical: bool
) -> None:
    # Two steps that a person pinned to one place stay there: those are left out.
    places = {(steps[number][0], row): number for number, row in pins.items() if number < len(steps)}
    pinned = {number: row for (_, row), number in places.items()}
    before = map_of(steps, pinned, back, vertical=vertical)
    laid = lay_out(before)
    assert {number: by_id(laid.nodes)[f"n{number:03}"].along for number in pinned} == {
        number: 66 + 84 * row for number, row in pinned.items()
    }
    picture = Picture(Chart.of(laid))
    for (_, one), (_, other) in combinations(picture.boxes.items(), 2):
        assert not one.grown(-0.5).touches(other.grown(-0.5))
    assert set(picture.paths) == {flow.id for flow in laid.flows}
    for flow_id, path in picture.paths.items():
        flow = picture.chart.flows[flow_id]
        others = [box for each, box in picture.boxes.items() if each not in (flow.source_id, flow.target_id)]
        assert not any(box.meets(one, other) for box in others for one, other in segments(path))


@settings(max_examples=40, deadline=None)
@given(steps=steps_, at=st.integers(0, 24))
def test_a_step_put_in_between_moves_nothing_in_the_rows_before_it_but_what_follows_it(steps: Steps, at: int) -> None:
    laid = lay_out(map_of(steps, {}, [], vertical=True))
    flow = laid.flows[at % len(laid.flows)]
    target = by_id(laid.nodes)[flow.target_id]
    new = Node(id="new", lane_id=target.lane_id, across=98, along=target.along)
    flows = [replace(each, target_id="new") if each.id == flow.id else each for each in laid.flows]
    more = replace(laid, nodes=(*laid.nodes, new), flows=(*flows, Flow(id="g", source_id="new", target_id=target.id)))
    again = by_id(lay_out(more).nodes)
    source = by_id(laid.nodes)[flow.source_id]
    following = _following(laid, target.id)
    for node in laid.nodes:
        if node.along < source.along and node.id not in following:
            assert (again[node.id].along, again[node.id].across) == (node.along, node.across)


def _following(map_: ProcessMap, start: str) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        at = waiting.pop()
        ahead = {flow.target_id for flow in map_.flows if flow.source_id == at} - found
        found |= ahead
        waiting += ahead
    return found

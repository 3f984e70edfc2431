"""Routes: square, from edge to edge, through no step, apart from each other, the same each time."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.models.processes.routing.router import Router, Wanted, quality
from crm_desktop.models.processes.routing.spots import Box, Path, segments

WIDTH, HEIGHT = 152, 56


def box(lane: int, row: int, width: int = WIDTH, height: int = HEIGHT) -> Box:
    x, y = lane * 196 + 98, 66 + row * 84
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def routed(cells: list[tuple[int, int]], flows: list[tuple[int, int]], *, vertical: bool = True) -> Router:
    router = Router(vertical=vertical)
    for number, (lane, row) in enumerate(cells):
        router.put_box(f"n{number}", box(lane, row))
    for number, (source, target) in enumerate(flows):
        router.put_flow(f"f{number}", Wanted(f"n{source}", f"n{target}"))
    router.route()
    return router


def meets(boxes: Router, path: Path, besides: set[str]) -> list[str]:
    found = []
    for number in range(len(boxes.boxes._boxes)):
        each = f"n{number}"
        if each not in besides and any(boxes.boxes[each].meets(a, b) for a, b in segments(path)):
            found.append(each)
    return found


def test_steps_below_each_other_are_joined_straight() -> None:
    assert routed([(0, 0), (0, 1)], [(0, 1)]).paths["f0"] == ((98, 94), (98, 122))


def test_steps_in_one_row_are_joined_straight_from_side_to_side() -> None:
    assert routed([(0, 0), (1, 0)], [(0, 1)]).paths["f0"] == ((174, 66), (218, 66))


def test_a_route_goes_around_a_step_in_between() -> None:
    router = routed([(0, 0), (0, 1), (0, 2)], [(0, 2)])
    assert meets(router, router.paths["f0"], {"n0", "n2"}) == []
    assert len(router.paths["f0"]) > 2


def test_the_corners_of_a_user_are_kept_and_made_square() -> None:
    router = routed([(0, 0), (1, 3)], [])
    router.put_flow("f", Wanted("n0", "n1", ((98.0, 200.0), (240.0, 230.0))))
    router.route(["f"])
    path = router.paths["f"]
    for corner in ((98.0, 200.0), (240.0, 230.0)):
        assert any(Box(*corner, *corner).grown(0.5).meets(a, b) for a, b in segments(path))
    assert all(a[0] == b[0] or a[1] == b[1] for a, b in segments(path))


def test_two_flows_do_not_run_on_one_line() -> None:
    router = routed([(0, 0), (0, 2), (1, 1), (1, 3)], [(0, 3), (1, 2)])
    levels = [[a[1] for a, b in segments(path) if a[1] == b[1]] for path in router.paths.values()]
    assert all(abs(one - other) >= 8 for one in levels[0] for other in levels[1])


def test_moving_a_step_touches_only_its_flows_and_those_it_now_stands_on() -> None:
    router = routed([(0, 0), (0, 1), (2, 0), (2, 3), (3, 0)], [(0, 1), (2, 3)])
    before = dict(router.paths)
    router.put_box("n4", box(2, 2))
    touched = router.touched_by(["n4"])
    assert touched == {"f1"}
    assert router.route(touched) == {"f1"}
    assert router.paths["f0"] is before["f0"]
    assert meets(router, router.paths["f1"], {"n2", "n3"}) == []


@settings(max_examples=40, deadline=None)
@given(
    cells=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 8)), min_size=2, max_size=30, unique=True),
    chances=st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=40),
    vertical=st.booleans(),
)
def test_any_map_is_routed_squarely_through_no_step_and_the_same_each_time(
    cells: list[tuple[int, int]], chances: list[tuple[int, int]], vertical: bool
) -> None:
    flows = [(a % len(cells), b % len(cells)) for a, b in chances if a % len(cells) != b % len(cells)]
    router = routed(cells, flows, vertical=vertical)
    assert routed(cells, flows, vertical=vertical).paths == router.paths
    assert len(router.paths) == len(flows)
    for number, (source, target) in enumerate(flows):
        path = router.paths[f"f{number}"]
        assert all((a[0] == b[0]) != (a[1] == b[1]) for a, b in segments(path))
        assert meets(router, path, {f"n{source}", f"n{target}"}) == []
        for end, spot in ((source, path[0]), (target, path[-1])):
            at = router.boxes[f"n{end}"]
            on_edge = spot[0] in (at.left, at.right) or spot[1] in (at.top, at.bottom)
            assert on_edge
            assert at.grown(0.5).meets(spot, spot)


def test_quality_counts_crossings_corners_and_length() -> None:
    assert quality([((0, 0), (0, 10)), ((-5, 5), (5, 5))]) == (1, 0, 20.0)


@pytest.mark.parametrize("seed", range(1, 8))
def test_places_in_fractions_as_files_have_them_are_routed_squarely(seed: int) -> None:
    chance, router = random.Random(seed), Router(vertical=bool(seed % 2))
    for number in range(14):
        x, y = (chance.choice(range(0, 500, 70)) + chance.choice((0, 1 / 3, 0.2, 0.45)) for _ in range(2))
        router.put_box(str(number), Box(x, y, x + 60 + chance.choice((0, 0.3)), y + 60 + chance.choice((0, 0.3))))
    for number in range(14):
        router.put_flow(str(number), Wanted(str(number), str((number * 5 + 3) % 14)))
    router.route()
    parts = [part for path in router.paths.values() for part in segments(path)]
    assert len(router.paths) == 14
    assert [part for part in parts if part[0][0] != part[1][0] and part[0][1] != part[1][1]] == []


def _lying(lane: int, row: int) -> Box:
    x, y = 138 + row * 176, lane * 196 + 98
    return Box(x - WIDTH / 2, y - HEIGHT / 2, x + WIDTH / 2, y + HEIGHT / 2)


@pytest.mark.parametrize("vertical", [True, False])
def test_routes_of_lanes_that_change_places_meet_the_same_demands_as_new_ones(vertical: bool) -> None:
    """Two of four lanes swap what stands in them; some flows cross them without ending there."""
    lanes, chance, place = range(4), random.Random(5), (box if vertical else _lying)
    for _ in range(50):
        cells = chance.sample([(lane, row) for lane in lanes for row in range(6)], 12)
        flows = [(a, b) for a in range(12) for b in range(12) if a != b and chance.random() < 0.12]
        router = Router(vertical=vertical)
        for number, cell in enumerate(cells):
            router.put_box(f"n{number}", place(*cell))
        for number, (source, target) in enumerate(flows):
            router.put_flow(f"f{number}", Wanted(f"n{source}", f"n{target}"))
        router.route()
        one, other = chance.sample(lanes, 2)
        there = {**dict(zip(lanes, lanes, strict=True)), one: other, other: one}
        for number, (lane, row) in enumerate(cells):
            router.put_box(f"n{number}", place(there[lane], row))
        router.shift([lane * 196.0 for lane in lanes], [(there[lane] - lane) * 196.0 for lane in lanes], reroute=True)
        for number, (source, target) in enumerate(flows):
            path = router.paths[f"f{number}"]
            assert all((a[0] == b[0]) != (a[1] == b[1]) for a, b in segments(path))
            assert meets(router, path, {f"n{source}", f"n{target}"}) == []
            for end, at in ((source, path[0]), (target, path[-1])):
                edges = router.boxes[f"n{end}"]
                assert edges.grown(0.5).meets(at, at)
                assert not edges.grown(-0.5).meets(at, at)


def test_a_route_to_a_lane_that_moved_to_the_other_side_is_the_same_the_other_way_round() -> None:
    router = routed([(1, 0), (2, 1)], [(0, 1)])
    mirrored = tuple((2 * 294 - x, y) for x, y in router.paths["f0"])
    router.put_box("n1", box(0, 1))
    assert router.shift([0.0, 196.0, 392.0], [0.0, 0.0, -392.0], reroute=True) == {"f0"}
    assert router.paths["f0"] == mirrored


@pytest.mark.parametrize("vertical", [True, False])
def test_two_steps_that_meet_while_one_is_dragged_still_have_a_route(vertical: bool) -> None:
    for right in range(-180, 190, 10):
        for down in range(-70, 80, 10):
            router = Router(vertical=vertical)
            router.put_box("a", box(1, 1))
            router.put_box(
                "b", box(1, 1)._replace(left=218.0 + right, right=370.0 + right, top=122.0 + down, bottom=178.0 + down)
            )
            router.put_flow("f", Wanted("a", "b"))
            router.route()
            assert len(router.paths["f"]) >= 2

"""Flows run where the file draws them: straight beside the middle of a step, across a third one, in other lanes."""

from __future__ import annotations

from itertools import pairwise

import pytest

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.picture import Picture
from crm_desktop.interchange.bpmn.reading import read_bpmn
from crm_desktop.interchange.bpmn.writing import write_bpmn
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.processes.routing.spots import Box, Path
from tests.support.bpmn_compare import compare
from tests.support.bpmn_files import changed
from tests.support.dialect_parts import diagram, document, edge, flow, shape


def row(second: str, way: str, *more: str) -> bytes:
    """Return two tasks and the flow between them; `second` is where the second one stands."""
    body = f'<process id="Proc"><task id="A"/><task id="B"/><task id="C"/>{flow("f", "A", "B")}</process>\n'
    return document(
        body + diagram("Proc", shape("A", "100 100 100 80"), shape("B", second), edge("f", way), *more)
    ).encode()


def way_of(map_: ProcessMap) -> Path:
    picture = Picture(Chart.of(map_))
    return picture.paths[next(each.id for each in map_.flows)]


def is_straight(path: Path) -> bool:
    return len(path) == 2 and (path[0][0] == path[1][0] or path[0][1] == path[1][1])


def test_a_straight_line_beside_the_middle_of_a_step_stays_straight_and_there() -> None:
    data = row("400 120 100 120", "200 140 400 140")
    map_ = read_bpmn(data, "x").maps[0]
    path, picture = way_of(map_), Picture(Chart.of(map_))
    top = next(picture.boxes[node.id].top for node in map_.nodes if node.bpmn_id == "B")
    assert is_straight(path)
    assert path[0][1] - top == pytest.approx(20, abs=1)
    assert write_bpmn(map_, data, "x") == data


def test_a_straight_line_from_middle_to_middle_has_no_corner_but_for_rounding() -> None:
    for way, second in (("200 140 400 140", "400 100 100 80"), ("200 140 400 140.6", "400 101 100 79.3")):
        map_ = read_bpmn(row(second, way), "x").maps[0]
        assert map_.flows[0].bends == ()
        assert is_straight(way_of(map_))


def test_a_straight_line_across_a_third_step_is_not_led_around_it() -> None:
    map_ = read_bpmn(row("600 100 100 80", "200 140 600 140", shape("C", "350 110 60 60")), "x").maps[0]
    assert is_straight(way_of(map_))


def test_what_is_moved_away_from_a_straight_line_takes_its_end_along() -> None:
    data = row("400 120 100 120", "200 140 400 140")
    map_ = read_bpmn(data, "x").maps[0]
    step = next(node for node in map_.nodes if node.bpmn_id == "B")
    moved = write_bpmn(changed(map_, step, across=step.across + 200), data, "x")
    found = compare(data, moved)
    assert {path.split("/")[4] for path, _ in (*found.lost, *found.added)} == {"s-B", "e-f"}
    again = read_bpmn(moved, "x").maps[0]
    path, picture = way_of(again), Picture(Chart.of(again))
    box = next(picture.boxes[node.id] for node in again.nodes if node.bpmn_id == "B")
    assert box.grown(0.5).touches(Box(*path[-1], *path[-1]))
    assert all(x == to_x or y == to_y for (x, y), (to_x, to_y) in pairwise(path))


def test_a_corner_in_a_lane_between_those_of_both_ends_stays_in_that_lane() -> None:
    lanes = "".join(
        f'<lane id="L{number}"><flowNodeRef>{step}</flowNodeRef></lane>' for number, step in enumerate("ABC")
    )
    body = (
        '<collaboration id="Co"><participant id="Them" name="Client"/>'
        '<participant id="Us" name="Office" processRef="Proc"/>'
        '<messageFlow id="m" sourceRef="C" targetRef="Them"/></collaboration>'
        f'<process id="Proc"><laneSet id="LS">{lanes}</laneSet><task id="A"/><task id="B"/><task id="C"/></process>\n'
    )
    drawn = diagram(
        "Co",
        *(shape("Them", "0 0 900 100", 'isHorizontal="true"'), shape("Us", "0 200 900 600", 'isHorizontal="true"')),
        *(shape(f"L{number}", f"30 {200 + 200 * number} 870 200", 'isHorizontal="true"') for number in range(3)),
        *(shape("A", "100 260 100 80"), shape("B", "100 460 100 80"), shape("C", "600 660 100 80")),
        edge("m", "650 660 650 480 400 480 400 100"),
    )
    map_ = read_bpmn(document(body + drawn).encode(), "x").maps[0]
    picture = Picture(Chart.of(map_))
    middle = next(band for band in picture.bands if band.lane.bpmn_id == "L1")
    inner = way_of(map_)[1:-1]
    assert len(inner) == 2
    assert [y - middle.start for _, y in inner] == pytest.approx([80, 80], abs=1)

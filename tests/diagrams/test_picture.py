"""The picture of an open map: after any change the same boxes, and routes as good, as if it had been made anew."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import pytest

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.commands.append import Append
from crm_desktop.diagrams.commands.connect import Connect
from crm_desktop.diagrams.commands.lanes import AddLane, MoveLane
from crm_desktop.diagrams.commands.move import MoveBy
from crm_desktop.diagrams.commands.remove import Remove
from crm_desktop.diagrams.commands.resize import ResizeLane
from crm_desktop.diagrams.commands.turn import Turn
from crm_desktop.diagrams.picture import Picture
from crm_desktop.diagrams.session import Session
from crm_desktop.diagrams.whither import Nth
from crm_desktop.models.processes.routing.spots import Box


@pytest.fixture
def picture(session: Session) -> Picture:
    """A map of three lanes with two steps each, connected along and back; its picture follows the session."""
    at = None
    for lane in (1, 2, 3, 3, 2, 1):
        at = session.run(Append(at, Nth(lane), text=f"步骤 {lane}")).selected[0]
    first = next(iter(session.chart.nodes))
    steps = list(session.chart.nodes)
    session.run(Connect(steps[3], steps[1]))
    assert first == steps[0]
    picture = Picture(session.chart)
    session.listen(lambda delta, _: picture.follow(delta))
    return picture


def check(picture: Picture) -> None:
    """Boxes as if made anew; every flow has a square route from edge to edge that meets no other step."""
    anew = Picture(picture.chart)
    assert picture.boxes == anew.boxes
    assert set(picture.paths) == set(picture.chart.flows)
    assert picture.bands == anew.bands
    assert picture.extent() == anew.extent()
    for flow_id, path in picture.paths.items():
        flow = picture.chart.flows[flow_id]
        ends = {flow.source_id, flow.target_id}
        for one, other in pairwise(path):
            assert (one[0] == other[0]) != (one[1] == other[1])
            assert not any(box.meets(one, other) for each, box in picture.boxes.items() if each not in ends)
        assert _on_edge(picture.boxes[flow.source_id], path[0])
        assert _on_edge(picture.boxes[flow.target_id], path[-1])


def _on_edge(box: Box, spot: tuple[float, float]) -> bool:
    return box.grown(0.5).meets(spot, spot) and not box.grown(-0.5).meets(spot, spot)


def test_steps_that_come_move_and_go(picture: Picture, session: Session) -> None:
    steps = list(session.chart.nodes)
    session.run(Append(steps[2], Nth(1), text="neu"))
    check(picture)
    session.run(MoveBy((steps[1],), lanes=1, rows=2))
    check(picture)
    session.run(Remove((steps[3],)))
    check(picture)
    session.undo()
    check(picture)


def test_a_lane_that_is_inserted_shifts_what_lies_beyond_it(picture: Picture, session: Session) -> None:
    lanes = session.chart.lanes_in_order()
    paths = dict(picture.paths)
    session.run(AddLane("neu", before_id=lanes[1].id))
    check(picture)
    session.undo()
    check(picture)
    assert picture.paths == paths


def test_a_lane_that_is_moved_takes_everything_along(picture: Picture, session: Session) -> None:
    lanes = session.chart.lanes_in_order()
    session.run(MoveLane(lanes[2].id, lanes[0].id))
    check(picture)
    session.undo()
    check(picture)


def test_a_lane_that_becomes_broader(picture: Picture, session: Session) -> None:
    session.run(ResizeLane(session.chart.lanes_in_order()[1].id, 420))
    check(picture)


def test_a_map_that_is_turned(picture: Picture, session: Session) -> None:
    session.run(Turn())
    check(picture)


def test_lanes_as_rows_and_steps_at_uneven_places(picture: Picture, session: Session) -> None:
    """Shown places would be fractions there: routes between edges that nearly meet must stay square."""
    chance = random.Random(2)
    map_ = session.chart.as_map()
    for _ in range(20):
        uneven = tuple(
            replace(node, along=node.along + chance.choice((0, 5, 84)), across=node.across + chance.choice((0, 3, -20)))
            for node in map_.nodes
        )
        turned = replace(map_, nodes=uneven, values={**map_.values, "orientation": "horizontal"})
        shown = Picture(Chart.of(turned))
        assert all(x % 0.5 == 0 for box in shown.boxes.values() for x in box)
        for path in shown.paths.values():
            assert all((one[0] == other[0]) != (one[1] == other[1]) for one, other in pairwise(path))


def test_what_lies_where(picture: Picture, session: Session) -> None:
    node = next(iter(session.chart.nodes.values()))
    middle = picture.boxes[node.id].middle
    assert picture.node_at(middle) == node
    assert picture.stored(picture.shown(150, 300)) == (150, 300)
    band = picture.band_at(middle)
    assert band is not None
    assert band.lane.id == node.lane_id
    flow = session.chart.flows_from(node.id)[0]
    (x, y), (to_x, to_y), *_ = picture.paths[flow.id]
    assert picture.flow_at(((x + to_x) / 2, (y + to_y) / 2), 3) == flow


def test_routes_run_as_before_when_a_lane_is_moved_back(picture: Picture, session: Session) -> None:
    """Where another way had to be found it is given up again, so that undo leaves no trace on the map."""
    steps = list(session.chart.nodes)
    for one, other in ((0, 2), (0, 3), (5, 1), (2, 5), (1, 4)):
        session.run(Connect(steps[one], steps[other]))
    anew = Picture(session.chart)
    session.listen(lambda delta, _: anew.follow(delta))
    before = dict(anew.paths)
    for lane, at in ((2, 0), (0, 2), (1, 0)):
        lanes = session.chart.lanes_in_order()
        session.run(MoveLane(lanes[lane].id, lanes[at].id))
        check(anew)
        session.undo()
        assert anew.paths == before

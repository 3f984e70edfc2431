"""Sub-processes open and close, their contents come to where they stand, and turning a map keeps them around those."""

from __future__ import annotations

import pytest

from crm_desktop.diagrams.commands.append import Append
from crm_desktop.diagrams.commands.fold import Fold
from crm_desktop.diagrams.commands.turn import Turn
from crm_desktop.diagrams.picture import Picture
from crm_desktop.diagrams.session import Session
from crm_desktop.models.edits import Create, Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.fields import Value
from crm_desktop.models.processes.elements import Node
from crm_desktop.store.opening import Store
from tests.diagrams.conftest import opened
from tests.support.maps import faults, overlaps


@pytest.fixture
def inside(store: Store, session: Session) -> tuple[Session, str, list[str], str]:
    """A closed sub-process whose two steps were drawn elsewhere, an event on its edge, and a step after it."""
    made: list[str] = []
    for number in range(3):
        made += session.run(Append(made[-1] if made else None, text=f"步骤 {number}")).selected
    _, outer, last = made
    chart = session.chart
    lane = chart.nodes[outer].lane_id
    shared: dict[str, Value] = {"process_id": chart.process_id, "lane_id": lane}
    inner = [
        Create("node", {**shared, "name": f"内 {number}", "parent_id": outer, "along": 900 + 90 * number, "across": 700,
                        "width": 152, "height": 56, "form": "task", "rank": f"V{number}"})
        for number in range(2)
    ]  # fmt: skip
    event = Create(
        "node",
        {**shared, "form": "intermediate", "attached_to_id": outer, "along": chart.nodes[outer].along + 28,
         "across": chart.nodes[outer].across, "width": 36, "height": 36, "rank": "Vz"},
    )  # fmt: skip
    store.door.commit("edit", [Update("node", outer, {"form": "subprocess"}), *inner, event])
    return opened(store, chart.process_id), outer, [each.id for each in inner], last


def shape(session: Session) -> dict[str, Node]:
    return dict(session.chart.nodes)


def holds(session: Session, outer: str, inner: list[str]) -> bool:
    boxes = Picture(session.chart).boxes
    around = boxes[outer]
    return all(
        around.left < boxes[each].left < boxes[each].right < around.right
        and around.top < boxes[each].top < boxes[each].bottom < around.bottom
        for each in inner
    )


def test_opening_brings_in_what_was_drawn_elsewhere_and_lets_the_rest_give_way(
    inside: tuple[Session, str, list[str], str],
) -> None:
    session, outer, steps, last = inside
    before, start = shape(session), session.chart.nodes[outer].along - 28
    session.run(Fold(outer))
    opened_node = session.chart.nodes[outer]
    assert opened_node.expanded
    assert holds(session, outer, steps)
    assert opened_node.along - opened_node.height / 2 == pytest.approx(start, abs=1)
    assert session.chart.nodes[last].along > opened_node.along + opened_node.height / 2
    assert session.chart.nodes[steps[1]].along - session.chart.nodes[steps[0]].along == 90
    assert not overlaps(session.chart)
    assert not faults(session.chart)
    session.undo()
    assert shape(session) == before


def test_closing_and_opening_again_shows_the_same(inside: tuple[Session, str, list[str], str]) -> None:
    session, outer, steps, _ = inside
    session.run(Fold(outer))
    places = {each: session.chart.nodes[each] for each in (outer, *steps)}
    session.run(Fold(outer))
    assert (session.chart.nodes[outer].width, session.chart.nodes[outer].height) == (152, 56)
    assert not Picture(session.chart).boxes.keys() & set(steps)
    session.run(Fold(outer))
    assert {each: session.chart.nodes[each] for each in (outer, *steps)} == places


def test_turning_keeps_contents_inside_and_turning_twice_changes_nothing(
    inside: tuple[Session, str, list[str], str],
) -> None:
    session, outer, steps, _ = inside
    session.run(Fold(outer))
    before = shape(session)
    session.run(Turn())
    assert holds(session, outer, steps)
    turned = session.chart.nodes[outer]
    assert turned.width > turned.height
    session.run(Turn())
    assert shape(session) == before
    session.undo()
    session.undo()
    assert shape(session) == before
    assert session.chart.vertical


def test_an_event_on_the_edge_stays_on_the_edge_however_large_the_step_is(
    inside: tuple[Session, str, list[str], str],
) -> None:
    session, outer, _, _ = inside
    picture = Picture(session.chart)
    session.listen(lambda delta, _: picture.follow(delta))
    event = next(node.id for node in session.chart.nodes.values() if node.form == "intermediate")
    for command in (Fold(outer), Turn(), Turn(), Fold(outer), Turn()):
        session.run(command)
        host, (x, y) = picture.boxes[outer], picture.boxes[event].middle
        gaps = (abs(x - host.left), abs(x - host.right), abs(y - host.top), abs(y - host.bottom))
        assert min(gaps) <= 18
        assert Picture(session.chart).boxes == picture.boxes


def test_only_a_sub_process_with_steps_in_it_opens(inside: tuple[Session, str, list[str], str]) -> None:
    session, _, steps, last = inside
    for each in (last, steps[0], "gone"):
        with pytest.raises(Refused):
            session.run(Fold(each))

"""Steps are as large as their names need; open sub-processes hold what lies in them; both let others give way."""

from __future__ import annotations

from crm_desktop.diagrams.commands.append import Append
from crm_desktop.diagrams.commands.describe import Describe
from crm_desktop.diagrams.commands.lanes import AddLane
from crm_desktop.diagrams.commands.move import MoveTo
from crm_desktop.diagrams.picture import Picture
from crm_desktop.diagrams.session import Session
from crm_desktop.models.edits import Update
from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.name_room import height_needed, lines_needed
from crm_desktop.store.opening import Store
from tests.diagrams.conftest import opened
from tests.support.maps import overlaps

LONG = "核对价格与框架合同是否一致，不一致时请客户书面确认，并把差异记入台账，同时通知销售和财务，等待回复后再继续办理"


def chain(session: Session, count: int) -> list[str]:
    made: list[str] = []
    for number in range(count):
        made += session.run(Append(made[-1] if made else None, text=f"步骤 {number}")).selected
    return made


def node_of(session: Session, node_id: str) -> Node:
    return session.chart.nodes[node_id]


def test_a_longer_name_makes_a_step_taller_and_a_shorter_one_smaller_again(session: Session) -> None:
    first, second, third = chain(session, 3)
    before = node_of(session, third).along
    session.run(Describe((second,), {"name": LONG}))
    grown = node_of(session, second)
    assert grown.height == height_needed(grown) > 74
    assert node_of(session, first).along == 66
    assert node_of(session, third).along > before
    assert not overlaps(session.chart)
    session.run(Describe((second,), {"name": "核对"}))
    assert node_of(session, second).height == 56
    assert node_of(session, second).along == 150
    session.undo()
    session.undo()
    assert node_of(session, third).along == before


def test_a_step_that_was_made_larger_by_hand_stays_as_large(session: Session) -> None:
    (step,) = chain(session, 1)
    session.run(Describe((step,), {"height": 130}))
    session.run(Describe((step,), {"name": "短"}))
    assert node_of(session, step).height == 130


def sub_process(store: Store, session: Session) -> tuple[Session, str, list[str]]:
    """Return a session on a map whose second step is an open sub-process around the third and fourth."""
    first, outer, one, other, last = chain(session, 5)
    edits = [Update("node", outer, {"form": "subprocess", "expanded": True})]
    edits += [Update("node", each, {"parent_id": outer}) for each in (one, other)]
    store.door.commit("edit", edits)
    return opened(store, session.chart.process_id), outer, [first, one, other, last]


def holds(session: Session, outer: str, inner: list[str]) -> bool:
    picture = Picture(session.chart)
    around = picture.boxes[outer]
    boxes = [picture.boxes[each] for each in inner]
    return all(
        around.left < box.left and around.top < box.top and around.right > box.right and around.bottom > box.bottom
        for box in boxes
    )


def test_an_open_sub_process_grows_around_what_lies_in_it(store: Store, session: Session) -> None:
    session, outer, (_first, one, other, last) = sub_process(store, session)
    session.run(Describe((other,), {"name": LONG}))
    assert holds(session, outer, [one, other])
    assert not overlaps(session.chart)
    around = node_of(session, outer)
    after = node_of(session, last)
    assert after.along - after.height / 2 >= around.along + around.height / 2


def test_what_lies_in_a_sub_process_goes_along_into_another_lane(store: Store, session: Session) -> None:
    session, outer, (_first, one, other, _last) = sub_process(store, session)
    session.run(Describe((one,), {"name": LONG}))
    lane = session.run(AddLane("另一部门")).selected[0]
    session.run(MoveTo((outer,), lane, 400, 200, snap=False))
    assert {node_of(session, each).lane_id for each in (outer, one, other)} == {lane}
    assert {node_of(session, each).parent_id for each in (one, other)} == {outer}
    assert holds(session, outer, [one, other])


def test_closing_a_sub_process_hides_its_contents_and_renaming_it_routes_nothing_anew(
    store: Store, session: Session
) -> None:
    session, outer, (_first, one, _other, _last) = sub_process(store, session)
    picture = Picture(session.chart)
    session.listen(lambda delta, _: picture.follow(delta))
    session.run(Describe((outer,), {"expanded": False}))
    assert one not in picture.boxes
    assert node_of(session, outer).height == 56
    routes = dict(picture.paths)
    session.run(Describe((outer,), {"name": "改价"}))
    assert all(picture.paths[each] is path for each, path in routes.items())
    session.run(Describe((outer,), {"expanded": True}))
    assert holds(session, outer, [one])


def test_a_step_narrower_than_a_letter_still_has_a_height() -> None:
    assert lines_needed("acknowledgement 确认", 1) == 12
    assert lines_needed("ok", -5) == 1

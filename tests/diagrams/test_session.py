"""A session: instant, durable behind, rolled back when refused, and up to date with what others write."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

import pytest

from crm_desktop.diagrams.checking import Checking, fix_for
from crm_desktop.diagrams.clipboard import as_text, copy, from_text
from crm_desktop.diagrams.commands.annotate import AddPain, Comment
from crm_desktop.diagrams.commands.append import Append
from crm_desktop.diagrams.commands.become import RestoreVersion, SaveVersion
from crm_desktop.diagrams.commands.describe import Describe
from crm_desktop.diagrams.commands.insert import InsertOn
from crm_desktop.diagrams.commands.lanes import AddLane, MoveLane
from crm_desktop.diagrams.commands.move import MoveBy
from crm_desktop.diagrams.commands.paste import Paste
from crm_desktop.diagrams.commands.remove import Remove
from crm_desktop.diagrams.commands.remove_lane import RemoveLane
from crm_desktop.diagrams.commands.tell import Tell
from crm_desktop.diagrams.delta import Cause, Delta
from crm_desktop.diagrams.find import Replace, find
from crm_desktop.diagrams.new_maps import to_be_of
from crm_desktop.diagrams.session import Outside, Session, open_session
from crm_desktop.diagrams.whither import Nth
from crm_desktop.models.edits import Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.processes.checks import Lack
from crm_desktop.models.processes.comparison import compare
from crm_desktop.models.processes.reading import MapReading
from crm_desktop.models.processes.versions import decode_map
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.process_map import process_map, read_map
from crm_desktop.store.queries.records import where
from tests.diagrams.conftest import opened


@dataclass
class Later:
    """A background whose work waits until it is told to go on: what a slow disk looks like."""

    waiting: list[tuple[Callable[[], Any], Any, Any]] = field(default_factory=list)

    def write(self, work: Callable[[], Any], on_done: Any = None, on_error: Any = None) -> None:
        self.waiting.append((work, on_done, on_error))

    read = write

    def go_on(self, jobs: int = 100) -> None:
        """Do what waits, and what that asks for."""
        while self.waiting and jobs:
            work, on_done, on_error = self.waiting.pop(0)
            jobs -= 1
            try:
                answer = work()
            except Refused as problem:
                on_error(problem)
            else:
                on_done(answer)


def slow(store: Store, session: Session) -> tuple[Session, Later]:
    """Open the same map once more, with a slow disk."""

    def read(ids: Collection[str] | None) -> MapReading:
        return store.read(read_map, session.chart.process_id, ids)

    later = Later()
    return open_session(read(None), Outside(store.door, later, read)), later


def draw(session: Session, *names: str) -> list[str]:
    """Append named steps one after the other; return their ids."""
    ids: list[str] = []
    for name in names:
        ids += session.run(Append(ids[-1] if ids else None, text=name)).selected
    return ids


def saved(store: Store, session: Session) -> set[object]:
    found = store.read(process_map, session.chart.process_id)
    assert found is not None
    return {(each.id, each) for each in found.elements()}


def shown(session: Session) -> set[object]:
    return {(each.id, each) for each in session.chart.elements()}


def test_listeners_hear_what_changed_before_it_is_written(store: Store, session: Session) -> None:
    session, later = slow(store, session)
    heard: list[tuple[Delta, Cause]] = []
    session.listen(lambda delta, cause: heard.append((delta, cause)))
    node = session.run(Append(None)).selected[0]
    assert later.waiting
    assert [cause for _, cause in heard] == [Cause.COMMAND]
    assert node in heard[0][0].added
    later.go_on()
    assert session.saved
    assert saved(store, session) == shown(session)


def test_undo_is_at_once_even_while_the_act_is_still_being_written(store: Store, session: Session) -> None:
    session, later = slow(store, session)
    draw(session, "收到订单", "核对")
    session.undo()
    assert [node.name for node in session.chart.nodes.values()] == ["收到订单"]
    session.undo()
    session.redo()
    later.go_on()
    assert [node.name for node in session.chart.nodes.values()] == ["收到订单"]
    assert saved(store, session) == shown(session)


def test_what_the_store_refuses_is_as_it_was_and_said(store: Store, session: Session) -> None:
    node = draw(session, "收到订单")[0]
    problems: list[Exception] = []
    session.on_problem = problems.append
    causes: list[Cause] = []
    session.listen(lambda _, cause: causes.append(cause))
    session.run(Describe((node,), {"input": "x" * 500}))
    assert [str(problem) for problem in problems] == ["field.too_long"]
    assert session.chart.nodes[node].input == ""
    assert Cause.ROLLED_BACK in causes
    assert saved(store, session) == shown(session)


def test_what_others_write_arrives_as_what_is_different(store: Store, session: Session) -> None:
    first, second = draw(session, "收到订单", "核对")
    heard: list[Delta] = []
    session.listen(lambda delta, _: heard.append(delta))
    done = store.door.commit("node.edit", [Update("node", second, {"name": "核对价格"})])
    session.hear(done.kinds, done.ids)
    assert [delta.changed for delta in heard] == [{second}]
    assert session.chart.nodes[second].name == "核对价格"
    other = opened(store, session.chart.process_id)
    other.run(Remove((first,)))
    session.hear({"node", "flow"}, ())
    assert shown(session) == shown(other)


def test_a_reading_from_before_an_own_change_does_not_undo_it(store: Store, session: Session) -> None:
    node = draw(session, "收到订单")[0]
    session, later = slow(store, session)
    session.reread(None)
    session.run(Tell(node, "收到询价"))
    later.go_on(1)
    assert session.chart.nodes[node].name == "收到询价"
    later.go_on()
    assert session.chart.nodes[node].name == "收到询价"
    assert saved(store, session) == shown(session)


def test_undo_leaves_what_somebody_wrote_over_since(store: Store, session: Session) -> None:
    first, second = draw(session, "收到订单", "核对")
    session.run(Describe((first, second), {"post": "内勤"}))
    other = opened(store, session.chart.process_id)
    other.run(Describe((first,), {"post": "采购"}))
    session.hear({"node"}, {first})
    problems: list[Exception] = []
    session.on_problem = problems.append
    session.undo()
    assert [str(problem) for problem in problems] == ["undo.overwritten"]
    assert session.chart.nodes[first].post == "采购"
    assert saved(store, session) == shown(session)


def test_acts_of_an_earlier_session_are_undone_too(store: Store, session: Session) -> None:
    draw(session, "收到订单", "核对")
    again = opened(store, session.chart.process_id)
    again.undo()
    assert [node.name for node in again.chart.nodes.values()] == ["收到订单"]
    assert saved(store, again) == shown(again)


def test_inserting_on_a_flow_pushes_the_lane_on_and_keeps_its_order(session: Session) -> None:
    ids = draw(session, "A", "B", "C")
    flow = session.chart.flows_from(ids[0])[0]
    new = session.run(InsertOn(flow.id)).selected[0]
    order = [node.id for node in session.chart.nodes_in(session.chart.nodes[new].lane_id)]
    assert order == [ids[0], new, ids[1], ids[2]]


def test_removing_joins_the_neighbours_or_leaves_a_gap(session: Session) -> None:
    ids = draw(session, "A", "B", "C")
    session.run(Remove((ids[1],)))
    assert [flow.target_id for flow in session.chart.flows_from(ids[0])] == [ids[2]]
    session.undo()
    session.run(Remove((ids[1],), join=False))
    assert session.chart.flows_from(ids[0]) == []


def test_moving_a_lane_changes_one_row_whatever_is_in_it(store: Store, session: Session) -> None:
    draw(session, "A", "@Two B", "@Two C")
    heard: list[Delta] = []
    session.listen(lambda delta, _: heard.append(delta))
    first, second = session.chart.lanes_in_order()
    session.run(MoveLane(second.id, first.id))
    assert [lane.id for lane in session.chart.lanes_in_order()] == [second.id, first.id]
    assert heard[0].changed == {second.id}


def test_the_last_lane_with_steps_is_not_removed(session: Session) -> None:
    draw(session, "A")
    with pytest.raises(Refused, match="last_lane"):
        session.run(RemoveLane(session.chart.lanes_in_order()[0].id))
    session.run(AddLane("Two"))
    session.run(RemoveLane(session.chart.lanes_in_order()[0].id))
    assert [lane.name for lane in session.chart.lanes_in_order()] == ["Two"]
    assert len(session.chart.nodes_in(session.chart.lanes_in_order()[0].id)) == 1


def test_moving_down_changes_places_with_the_step_there(session: Session) -> None:
    ids = draw(session, "A", "B", "C")
    session.run(MoveBy((ids[0],), rows=1))
    lane = session.chart.nodes[ids[0]].lane_id
    assert [node.id for node in session.chart.nodes_in(lane)] == [ids[1], ids[0], ids[2]]


def test_checks_follow_each_change_and_offer_a_fix(session: Session) -> None:
    checking = Checking(session.chart)
    session.listen(lambda delta, _: checking.follow(delta))
    ids = draw(session, "收到订单", "价格一致？", "@销售 录入 ~5分")
    lacks = {(finding.lack, finding.id) for finding in checking.findings}
    assert (Lack.NO_WAY_OUT, ids[2]) in lacks
    finding = next(each for each in checking.findings if each.lack is Lack.NO_WAY_OUT)
    fix = fix_for(session.chart, finding)
    assert fix is not None
    session.run(fix)
    assert (Lack.NO_WAY_OUT, ids[2]) not in {(each.lack, each.id) for each in checking.findings}
    while session.undoable:
        session.undo()
        assert checking.findings == Checking(session.chart).findings


def test_a_version_is_kept_and_restored_as_one_act(store: Store, session: Session) -> None:
    ids = draw(session, "A", "B", "C")
    session.run(AddPain(ids[1], "慢"))
    session.run(SaveVersion("v1"))
    before = shown(session)
    session.run(Remove((ids[1],)))
    session.run(Append(ids[2], Nth(2), text="D"))
    version = store.read(where, "process_version", "process_id = ?", session.chart.process_id)[0]
    session.run(RestoreVersion(decode_map(str(version.get("content")))))
    assert shown(session) == before
    assert saved(store, session) == before
    session.undo()
    assert "D" in {node.name for node in session.chart.nodes.values()}
    assert saved(store, session) == shown(session)


def test_lines_of_text_become_steps_and_go_out_as_they_came(session: Session) -> None:
    draw(session, "A")
    text = "核对价格 ~45分 #Excel !太慢\n价格一致？\n录入 ERP"
    pasted = session.run(Paste(from_text(text))).selected
    assert as_text(copy(session.chart, pasted)) == "核对价格 ~45分 #Excel !太慢\n价格一致？\n录入 ERP"
    assert session.chart.nodes[pasted[1]].form == "gateway"
    assert [flow.name for flow in session.chart.flows_from(pasted[1])] == ["是"]


def test_found_texts_are_replaced_everywhere_at_once(session: Session) -> None:
    ids = draw(session, "录入 ERP #ERP", "查 erp !erp 太慢")
    assert len(find(session.chart, "erp")) == 4
    session.run(Replace("ERP", "金蝶"))
    assert session.chart.nodes[ids[0]].name == "录入 金蝶"
    assert session.chart.nodes[ids[0]].systems == {"金蝶"}
    assert session.chart.pains_of(ids[1])[0].name == "金蝶 太慢"


def test_a_to_be_is_a_linked_copy_whose_additions_are_marked(store: Store, session: Session) -> None:
    ids = draw(session, "A", "B")
    new = to_be_of(session.chart.as_map(), "To be")
    store.door.commit("diagram.to_be", new.edits)
    to_be = opened(store, new.map.id)
    partners = {node.base_node_id: node for node in to_be.chart.nodes.values()}
    added = to_be.run(Append(partners[ids[1]].id, text="C")).selected[0]
    assert to_be.chart.nodes[added].change == "add"
    found = compare(session.chart.as_map(), to_be.chart.as_map())
    assert (len(found.added), found.removed, found.changed) == (2, (), ())


def test_a_comment_is_a_note_of_the_house(store: Store, session: Session) -> None:
    node = draw(session, "A")[0]
    session.run(Comment(node, "周三下午都在对表"))
    notes = store.read(where, "note", "record_id = ? AND deleted_at IS NULL", node)
    assert [note.get("body") for note in notes] == ["周三下午都在对表"]
    session.undo()
    assert store.read(where, "note", "record_id = ? AND deleted_at IS NULL", node) == []

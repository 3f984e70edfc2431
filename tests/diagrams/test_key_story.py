"""The example of the design system, one command key a step, from an empty map by commands alone."""

from __future__ import annotations

from crm_desktop.diagrams.commands.append import Append
from crm_desktop.diagrams.commands.branch import FillLooseEnd
from crm_desktop.diagrams.commands.connect import ConnectTo
from crm_desktop.diagrams.commands.move import MoveToLane
from crm_desktop.diagrams.commands.tell import Tell
from crm_desktop.diagrams.loose_ends import next_loose_end
from crm_desktop.diagrams.pen import Pen, Way
from crm_desktop.diagrams.session import Session
from crm_desktop.diagrams.whither import Nth
from crm_desktop.models.processes.elements import Node


def test_the_example_is_drawn_by_commands_alone(session: Session) -> None:
    at = session.run(Append(None)).selected[0]
    for text, to in [("收到订单", Nth(2)), ("核对价格 ~45分 #Excel", None), ("价格一致？", None), ("录入 ERP", Nth(3))]:
        session.run(Tell(at, text))
        at = session.run(Append(at, to) if to else Append(at)).selected[0]
    session.run(Tell(at, "物料齐套检查 !三张表对不上"))
    end = next_loose_end(session.chart, at)
    assert end is not None
    at = session.run(FillLooseEnd(end)).selected[0]
    session.run(MoveToLane((at,), Nth(1)))
    session.run(Tell(at, "确认改价 ~等1天"))
    session.run(ConnectTo(at, "录入"))
    check_the_example(session)


def test_the_example_is_drawn_by_one_command_key_a_step(session: Session) -> None:
    pen = Pen(session)
    pen.type("收到订单")
    pen.next_step(Nth(2))
    pen.type("核对价格 ~45分 #Excel")
    pen.next_step()
    pen.type("价格一致？")
    pen.next_step()
    pen.type("录入 ERP")
    pen.next_step(Nth(3))
    pen.type("物料齐套检查 !三张表对不上")
    assert pen.next_loose_end()
    pen.next_step(Nth(1))
    pen.type("确认改价 ~等1天")
    pen.connect("录入")
    check_the_example(session)
    before = session.chart.as_map()
    while session.undoable:
        session.undo()
    assert not session.chart.nodes
    while session.redoable:
        session.redo()
    assert session.chart.as_map() == before


def test_escape_takes_an_untouched_new_step_back_and_nothing_else(session: Session) -> None:
    pen = Pen(session)
    pen.type("收到订单")
    pen.next_step()
    pen.escape()
    assert [node.name for node in session.chart.nodes.values()] == ["收到订单"]
    assert pen.node is not None
    assert session.redoable == ""


def test_what_begins_with_a_sign_adds_to_the_selected_step(session: Session) -> None:
    pen = Pen(session)
    pen.type("收到订单")
    pen.finish()
    pen.type("!三张表对不上")
    pen.finish()
    pen.type("~等2天")
    pen.finish()
    assert pen.node is not None
    assert (pen.node.name, pen.node.waiting_seconds) == ("收到订单", 172_800)
    assert [pain.name for pain in session.chart.pains_of(pen.node.id)] == ["三张表对不上"]


def test_arrows_follow_the_flow_or_go_to_the_nearest_step(session: Session) -> None:
    pen = Pen(session)
    pen.type("A")
    pen.next_step(Nth(2))
    pen.type("B")
    pen.next_step()
    pen.type("C")
    pen.finish()
    for way, name in ((Way.BACK, "B"), (Way.LANE_BEFORE, "A"), (Way.NEXT_LANE, "B"), (Way.ON, "C")):
        pen.walk(way)
        assert pen.node is not None
        assert pen.node.name == name


def check_the_example(session: Session) -> None:
    """Check the whole map of the example."""
    steps = {node.name: node for node in session.chart.nodes.values()}
    lanes = [lane.id for lane in session.chart.lanes_in_order()]
    assert {name: lanes.index(node.lane_id or "") + 1 for name, node in steps.items()} == {
        "收到订单": 1,
        "核对价格": 2,
        "价格一致？": 2,
        "录入 ERP": 2,
        "物料齐套检查": 3,
        "确认改价": 1,
    }
    assert steps["收到订单"].form == "start"
    assert steps["价格一致？"].form == "gateway"
    assert steps["核对价格"].working_seconds == 45 * 60
    assert steps["核对价格"].systems == {"Excel"}
    assert steps["确认改价"].waiting_seconds == 86_400
    assert [pain.name for pain in session.chart.pains_of(steps["物料齐套检查"].id)] == ["三张表对不上"]
    assert _flows(session, steps) == {
        ("收到订单", "", "核对价格"),
        ("核对价格", "", "价格一致？"),
        ("价格一致？", "是", "录入 ERP"),
        ("录入 ERP", "", "物料齐套检查"),
        ("价格一致？", "否", "确认改价"),
        ("确认改价", "", "录入 ERP"),
    }


def _flows(session: Session, steps: dict[str, Node]) -> set[tuple[str, str, str]]:
    names = {node.id: name for name, node in steps.items()}
    return {(names[each.source_id], each.name, names[each.target_id]) for each in session.chart.flows.values()}

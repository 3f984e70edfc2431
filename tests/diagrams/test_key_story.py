"""The example of the design system, one command key a step, from an empty map by commands alone."""

from __future__ import annotations

from crm_desktop.diagrams.commands.append import Append
from crm_desktop.diagrams.commands.branch import FillLooseEnd
from crm_desktop.diagrams.commands.connect import ConnectTo
from crm_desktop.diagrams.commands.move import MoveToLane
from crm_desktop.diagrams.commands.tell import Tell
from crm_desktop.diagrams.loose_ends import next_loose_end
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

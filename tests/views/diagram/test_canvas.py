"""Drawing on the canvas with real keys, a real input method's events and a real mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from crm_desktop.store.queries.process_map import process_map
from crm_desktop.views.diagram.painting.look import Detail, detail_at
from tests.support.desk import make_desk
from tests.views.diagram.drawing import ALT, CTRL, SHIFT, Hands, empty_canvas

Key = Qt.Key


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path) -> Iterator[Hands]:
    desk = make_desk(tmp_path)
    canvas = empty_canvas(desk)
    qtbot.addWidget(canvas)
    canvas.resize(1180, 820)
    canvas.show()
    canvas.setFocus()
    yield Hands(canvas)
    desk.background.drain()
    desk.store.close()


@pytest.fixture
def chain(hands: Hands) -> Hands:
    """Three steps of one lane."""
    hands.type("收到")
    hands.key(Key.Key_Tab)
    hands.type("核对")
    hands.key(Key.Key_Tab)
    hands.type("录入")
    hands.key(Key.Key_Return)
    return hands


def draw_the_example(hands: Hands) -> None:
    hands.type("收到订单")
    hands.key(Key.Key_2, ALT)
    hands.type("核对价格 ~45分 #Excel")
    hands.key(Key.Key_Tab)
    hands.type("价格一致？")
    hands.key(Key.Key_Tab)
    hands.type("录入 ERP")
    hands.key(Key.Key_3, ALT)
    hands.type("物料齐套检查 !三张表对不上")
    hands.key(Key.Key_B, CTRL)
    hands.key(Key.Key_1, ALT)
    hands.type("确认改价 ~等1天")
    hands.key(Key.Key_J, CTRL)
    hands.type("录入")
    hands.key(Key.Key_Return)


def test_the_example_of_the_design_system_is_drawn_by_one_command_key_a_step(hands: Hands) -> None:
    draw_the_example(hands)
    assert hands.follows() == {
        ("收到订单", "核对价格"),
        ("核对价格", "价格一致？"),
        ("价格一致？", "录入 ERP"),
        ("价格一致？", "确认改价"),
        ("录入 ERP", "物料齐套检查"),
        ("确认改价", "录入 ERP"),
    }
    lanes = [lane.id for lane in hands.canvas.session.chart.lanes_in_order()]
    places = {node.name: lanes.index(node.lane_id or "") for node in hands.canvas.session.chart.nodes.values()}
    assert places == {"收到订单": 0, "核对价格": 1, "价格一致？": 1, "录入 ERP": 1, "物料齐套检查": 2, "确认改价": 0}
    assert hands.named("核对价格").working_seconds == 2700
    assert hands.named("确认改价").waiting_seconds == 86_400
    assert hands.named("价格一致？").form == "gateway"


def test_what_was_drawn_is_durable_and_taken_back_and_done_again_by_keys(hands: Hands) -> None:
    draw_the_example(hands)
    canvas = hands.canvas
    drawn = canvas.session.chart.as_map()
    assert canvas.desk.store.read(process_map, drawn.id) is not None
    for _ in range(60):
        hands.key(Key.Key_Z, CTRL)
    assert not canvas.session.chart.nodes
    for _ in range(60):
        hands.key(Key.Key_Z, CTRL | SHIFT)
    assert canvas.session.chart.as_map() == drawn


def test_keys_belong_to_the_input_method_while_it_composes(hands: Hands) -> None:
    hands.type("收到")
    hands.compose("ding'dan")
    hands.key(Key.Key_Tab)
    hands.key(Key.Key_Return)
    assert len(hands.canvas.session.chart.nodes) == 1
    assert hands.canvas.pen.naming
    hands.type("订单")
    hands.key(Key.Key_Tab)
    assert hands.named("收到订单").form == "start"
    assert len(hands.canvas.session.chart.nodes) == 2


def test_a_leading_space_is_no_text(chain: Hands) -> None:
    chain.type(" ")
    assert not chain.canvas.pen.naming
    assert chain.canvas.line.text() == ""


def test_typing_on_a_selected_step_renames_it(chain: Hands) -> None:
    chain.type("登记")
    chain.key(Key.Key_Return)
    assert chain.named("登记").form == "task"


def test_escape_takes_an_untouched_new_step_away(chain: Hands) -> None:
    chain.key(Key.Key_Tab)
    chain.key(Key.Key_Escape)
    assert len(chain.canvas.session.chart.nodes) == 3


def test_delete_joins_the_neighbours(chain: Hands) -> None:
    chain.key(Key.Key_Up)
    chain.key(Key.Key_Delete)
    assert chain.follows() == {("收到", "录入")}


def test_ctrl_arrows_move_a_step_into_the_next_lane(chain: Hands) -> None:
    chain.key(Key.Key_Right, CTRL)
    lanes = [lane.id for lane in chain.canvas.session.chart.lanes_in_order()]
    assert chain.named("录入").lane_id == lanes[1]


def test_turning_twice_gives_the_same_map(chain: Hands) -> None:
    before = chain.canvas.session.chart.as_map()
    chain.key(Key.Key_O, CTRL | SHIFT)
    assert not chain.canvas.picture.vertical
    chain.key(Key.Key_O, CTRL | SHIFT)
    after = chain.canvas.session.chart.as_map()
    assert (after.nodes, after.flows, after.lanes) == (before.nodes, before.flows, before.lanes)


def test_a_click_selects_and_shift_takes_more(chain: Hands) -> None:
    chain.click(chain.middle_of(chain.named("收到")))
    assert chain.canvas.selected == {chain.named("收到").id}
    chain.click(chain.middle_of(chain.named("录入")), SHIFT)
    assert chain.canvas.selected == {chain.named("收到").id, chain.named("录入").id}


def test_a_step_is_dragged_to_the_middle_of_a_cell_and_its_flows_follow(chain: Hands) -> None:
    step = chain.named("录入")
    begin = chain.middle_of(step)
    path = chain.canvas.picture.paths[chain.canvas.session.chart.flows_to(step.id)[0].id]
    chain.drag(begin, begin + QPoint(10, 160))
    moved = chain.named("录入")
    assert (moved.along - 66) % 84 == 0
    assert moved.along == step.along + 2 * 84
    assert chain.canvas.picture.paths[chain.canvas.session.chart.flows_to(step.id)[0].id] != path


def test_escape_puts_a_dragged_step_back(chain: Hands) -> None:
    step = chain.named("录入")
    box = chain.canvas.picture.boxes[step.id]
    begin = chain.middle_of(step)
    from PySide6.QtTest import QTest

    QTest.mousePress(chain.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, begin)
    QTest.mouseMove(chain.canvas, begin + QPoint(0, 90))
    assert chain.canvas.picture.boxes[step.id] != box
    chain.key(Key.Key_Escape)
    QTest.mouseRelease(chain.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, begin + QPoint(0, 90))
    assert chain.canvas.picture.boxes[step.id] == box
    assert chain.named("录入") == step


def test_a_handle_makes_the_next_step(chain: Hands) -> None:
    from crm_desktop.models.processes.routing.spots import Side
    from crm_desktop.views.diagram.tools.handles import places

    below = chain.canvas.port.to_window(places(chain.canvas)[Side.DOWN]).toPoint()
    chain.click(below)
    assert len(chain.canvas.session.chart.nodes) == 4
    assert chain.canvas.pen.naming


def test_a_lane_is_dragged_by_its_header_with_everything_in_it(hands: Hands) -> None:
    draw_the_example(hands)
    first, *_, last = (hands.canvas.header_rect(band) for band in hands.canvas.picture.bands)
    lane = hands.canvas.picture.bands[0].lane.id
    hands.drag(first.center().toPoint(), QPoint(round(last.right()) - 20, round(last.center().y())))
    assert hands.canvas.session.chart.lanes_in_order()[-1].id == lane
    assert hands.named("收到订单").lane_id == lane


def test_a_rubber_band_takes_what_it_encloses(chain: Hands) -> None:
    chain.drag(QPoint(75, 60), QPoint(255, 250))
    assert chain.canvas.selected == {chain.named("收到").id, chain.named("核对").id}


def test_copied_steps_are_pasted_and_lines_of_text_become_steps(chain: Hands) -> None:
    from PySide6.QtGui import QGuiApplication

    chain.key(Key.Key_A, CTRL)
    chain.key(Key.Key_C, CTRL)
    assert "核对" in QGuiApplication.clipboard().text()
    chain.key(Key.Key_V, CTRL)
    assert len(chain.canvas.session.chart.nodes) == 6
    QGuiApplication.clipboard().setText("包装 ~5分\n发货")
    chain.key(Key.Key_V, CTRL)
    assert ("包装", "发货") in chain.follows()


def test_less_is_shown_of_what_is_small() -> None:
    assert [detail_at(zoom) for zoom in (0.1, 0.3, 0.5, 1.0)] == list(Detail)

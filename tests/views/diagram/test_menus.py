"""Context menus, layers, dragging from the palette, fingers: with real events on the real page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.diagrams.commands.annotate import Comment
from crm_desktop.diagrams.commands.describe import Describe
from crm_desktop.models.edits import Update
from crm_desktop.views.desk import Desk
from crm_desktop.views.diagram.context_menu import _ORDER
from crm_desktop.views.diagram.editor import Editor
from crm_desktop.views.diagram.painting.layers import EVIDENCE, PAINS, TIMES
from crm_desktop.views.diagram.tips import tip_at
from crm_desktop.views.language.texts import label
from crm_desktop.views.widgets.menu import Menu
from tests.views.diagram.conftest import OpenMap
from tests.views.diagram.drawing import CTRL, NONE, SHIFT, Hands

Key = Qt.Key


@pytest.fixture
def editor(open_map: OpenMap) -> Editor:
    """The editor of an order's way to delivery."""
    page = open_map("order-to-delivery")
    assert page.editor is not None
    return page.editor


def _opened() -> list[str]:
    """Return the words of the open menu, and close it."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, Menu)
    words = [entry.text().split("\t")[0] for entry in menu.actions() if not entry.isSeparator()]
    menu.close()
    return words


def _asked(editor: Editor, at: QPoint) -> list[str]:
    canvas = editor.canvas
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, canvas.mapToGlobal(at))
    QApplication.sendEvent(canvas, event)
    return _opened()


def test_each_kind_of_thing_has_its_menu_and_the_order_is_the_same_everywhere(editor: Editor) -> None:
    canvas, hands = editor.canvas, Hands(editor.canvas)
    canvas.view.fit()
    step = next(node for node in editor.session.chart.nodes.values() if node.form == "task")
    flow = next(iter(editor.session.chart.flows))
    (x, y), (to_x, to_y) = canvas.picture.paths[flow][0], canvas.picture.paths[flow][1]
    places = {
        "step": hands.middle_of(step),
        "flow": canvas.port.to_window(((x + to_x) / 2, (y + to_y) / 2)).toPoint(),
        "lane": canvas.header_rect(canvas.picture.bands[0]).center().toPoint(),
        "canvas": QPoint(canvas.width() - 300, canvas.height() - 200),
    }
    order = [str(label("acts", key)) for group in _ORDER for key, _ in group]
    found = {kind: _asked(editor, at) for kind, at in places.items()}
    canvas.select(list(editor.session.chart.nodes)[:3])
    canvas.acts.open_menu()
    found["several"] = _opened()
    for kind, words in found.items():
        assert [order.index(each) for each in words] == sorted(order.index(each) for each in words), kind
        assert len(words) >= 4, kind
    assert "Insert decision here" in found["flow"]
    assert "Move lane on" in found["lane"]
    assert len({tuple(words) for words in found.values()}) == 5


def test_shift_f10_opens_the_menu_of_what_is_selected_and_its_entries_work(editor: Editor) -> None:
    lanes = [band.lane.id for band in editor.canvas.picture.bands]
    editor.canvas.select((lanes[0],))
    QTest.keyClick(editor.canvas.line, Key.Key_F10, SHIFT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, Menu)
    entry = next(each for each in menu.actions() if each.text().startswith("Move lane on"))
    menu.close()
    entry.trigger()
    assert [band.lane.id for band in editor.canvas.picture.bands][:2] == [lanes[1], lanes[0]]
    editor.canvas.acts.undo()
    assert [band.lane.id for band in editor.canvas.picture.bands] == lanes


def test_the_three_dots_of_a_lane_open_its_menu(editor: Editor) -> None:
    rect = editor.canvas.header_rect(editor.canvas.picture.bands[1])
    at = QPoint(round(rect.right()) - 18, round(rect.center().y()))
    QTest.mouseClick(editor.canvas, Qt.MouseButton.LeftButton, NONE, at)
    assert "Move lane on" in _opened()


def test_layers_are_switched_by_key_and_shown_in_the_menu(editor: Editor, qtbot: QtBot) -> None:
    canvas = editor.canvas
    node = next(node for node in editor.session.chart.nodes.values() if editor.session.chart.pains_of(node.id))
    assert any(badge.icon == "flame" for badge in canvas.painter.seen(node).badges)
    editor.desk.actions.run(f"diagram.layer_{PAINS}")
    assert not any(badge.icon == "flame" for badge in canvas.painter.seen(node).badges)
    editor.desk.actions.run(f"diagram.layer_{TIMES}")
    assert canvas.painter.seen(node).badges == ()
    editor.stage.zoom._open_layers()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, Menu)
    ticked = [entry.text().split("\t")[0] for entry in menu.actions() if entry.isChecked()]
    menu.close()
    assert ticked == ["Systems and tools", "Responsibilities", "Evidence", "Links"]


def test_what_a_person_hides_is_hidden_on_the_next_map_too(open_map: OpenMap, desk: Desk, qtbot: QtBot) -> None:
    first = open_map("order-to-delivery").editor
    assert first is not None
    with qtbot.waitSignal(desk.around.layers_chosen):
        first.toggle_layer(TIMES)
    second = open_map("order-to-delivery").editor
    assert second is not None
    assert TIMES not in second.canvas.layers
    second.toggle_layer(TIMES)
    assert desk.around.hidden_layers == frozenset()


def test_what_backs_a_step_is_counted_on_it(editor: Editor, qtbot: QtBot) -> None:
    node = next(iter(editor.session.chart.nodes.values()))
    assert EVIDENCE in editor.canvas.layers
    editor.run(Comment(node.id, "Every Wednesday we compare tables"))
    qtbot.waitUntil(lambda: editor.canvas.evidence.get(node.id) == 1)
    assert any(badge.icon == "paperclip" for badge in editor.canvas.painter.seen(node).badges)


def test_a_document_is_dragged_from_the_palette_into_a_lane(editor: Editor) -> None:
    button, canvas = editor.stage.tools.buttons["data_object"], editor.canvas
    band = canvas.picture.bands[2]
    target = canvas.port.to_window((band.start + band.breadth / 2, 500.0)).toPoint()
    there = button.mapFromGlobal(canvas.mapToGlobal(target))
    QTest.mousePress(button, Qt.MouseButton.LeftButton, NONE, button.rect().center())
    QTest.mouseMove(button, there / 2)
    QTest.mouseMove(button, there)
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton, NONE, there)
    made = [node for node in editor.session.chart.nodes.values() if node.form == "data_object"]
    assert [node.lane_id for node in made] == [band.lane.id]
    assert canvas.tool_name == "select"


def test_two_fingers_zoom_around_their_middle(editor: Editor) -> None:
    canvas, device = editor.canvas, QTest.createTouchDevice()
    canvas.view.zoom_to(1.0)
    middle = canvas.port.to_map(QPointF(300, 300))
    apart = ((280, 320), (250, 350), (220, 380), (200, 400))
    for number, (one, other) in enumerate(apart):
        touch = QTest.touchEvent(canvas, device)
        first, second = QPoint(one, 300), QPoint(other, 300)
        if number:
            touch.move(0, first, canvas).move(1, second, canvas)
        else:
            touch.press(0, first, canvas).press(1, second, canvas)
        touch.commit()
    last = QTest.touchEvent(canvas, device)
    last.release(0, QPoint(200, 300), canvas).release(1, QPoint(400, 300), canvas)
    last.commit()
    assert canvas.zoom > 1.5
    there = canvas.port.to_map(QPointF(300, 300))
    assert abs(there[0] - middle[0]) < 40
    assert editor.session.undoable == ""  # nothing was moved by the way


def test_a_finger_that_stays_opens_the_menu(editor: Editor, qtbot: QtBot) -> None:
    canvas, hands, device = editor.canvas, Hands(editor.canvas), QTest.createTouchDevice()
    step = next(node for node in editor.session.chart.nodes.values() if node.form == "task")
    at = hands.middle_of(step)
    press = QTest.touchEvent(canvas, device)
    press.press(0, at, canvas)
    press.commit()
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), Menu))
    assert len(_opened()) > 5
    release = QTest.touchEvent(canvas, device)
    release.release(0, at, canvas)
    release.commit()
    assert canvas.selected == {step.id}


def test_what_is_refused_is_said_in_a_sentence_and_changes_nothing(editor: Editor) -> None:
    said: list[str] = []
    editor.desk.notices.failed.connect(lambda error: said.append(error.code))
    canvas, chart, hands = editor.canvas, editor.session.chart, Hands(editor.canvas)
    before = chart.as_map()
    step = next(node for node in chart.nodes.values() if node.form == "task")
    canvas.set_tool("flow")
    hands.drag(hands.middle_of(step), QPoint(canvas.width() - 260, canvas.height() - 200))
    canvas.set_tool("flow")
    hands.drag(hands.middle_of(step), hands.middle_of(step))
    lanes = [band.lane.id for band in canvas.picture.bands]
    canvas.select((lanes[0],))
    editor.desk.actions.run("diagram.lane_back")
    canvas.select((lanes[-1],))
    editor.desk.actions.run("diagram.lane_on")
    canvas.select((step.id,))
    canvas.acts.ask_connection()
    hands.type("no such step at all")
    hands.key(Key.Key_Return)
    hands.key(Key.Key_B, CTRL)
    assert len(said) == 6
    assert all(str(label("errors", f"{code}.title")) != f"{code}.title" for code in said)
    assert chart.as_map() == before


def test_a_sub_process_opens_by_key_by_its_sign_and_from_the_menu(editor: Editor, desk: Desk, qtbot: QtBot) -> None:
    canvas, chart = editor.canvas, editor.session.chart
    lane = next(node.lane_id for node in chart.nodes.values() if node.form == "task")
    outer, inner = [node.id for node in chart.nodes.values() if node.form == "task" and node.lane_id == lane][:2]
    edits = [Update("node", outer, {"form": "subprocess"}), Update("node", inner, {"parent_id": outer})]
    desk.announce(desk.store.door.commit("edit", edits))
    qtbot.waitUntil(lambda: chart.nodes[inner].parent_id == outer)
    assert inner not in canvas.picture.boxes
    canvas.select((outer,))
    QTest.keyClick(canvas.line, Key.Key_I, CTRL | SHIFT)
    assert chart.nodes[outer].expanded
    assert inner in canvas.picture.boxes
    canvas.view.show_element(outer)
    box = canvas.picture.boxes[outer]
    sign = canvas.port.to_window((box.right - 16, box.bottom - 16)).toPoint()
    Hands(canvas).click(sign)
    assert not chart.nodes[outer].expanded
    canvas.acts.open_menu()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, Menu)
    next(each for each in menu.actions() if each.text().startswith("Open or close")).trigger()
    menu.close()
    assert chart.nodes[outer].expanded
    QTest.keyClick(canvas.line, Key.Key_Z, CTRL)
    assert not chart.nodes[outer].expanded


def test_a_name_that_is_cut_short_is_told_in_full_where_the_pointer_rests(editor: Editor) -> None:
    canvas, chart = editor.canvas, editor.session.chart
    end = next(node for node in chart.nodes.values() if node.form == "end")
    task = next(node for node in chart.nodes.values() if node.form == "task")
    long = "The client has signed for the whole delivery, nothing is missing, and the invoice was sent on the same day"
    editor.run(Describe((end.id,), {"name": long}))
    editor.run(Describe((task.id,), {"name": "Check price"}))
    canvas.view.zoom_to(1.0)
    canvas.view.show_element(end.id)
    canvas.grab()
    middle = canvas.port.to_window(canvas.picture.boxes[end.id].middle)
    below = QPointF(middle.x(), middle.y() + 18 * canvas.port.zoom + 12)
    assert tip_at(canvas, canvas.painter, middle) == long
    assert tip_at(canvas, canvas.painter, below) == long
    canvas.view.show_element(task.id)
    at = canvas.port.to_window(canvas.picture.boxes[task.id].middle)
    assert tip_at(canvas, canvas.painter, at) == ""
    QApplication.sendEvent(canvas, QHelpEvent(QEvent.Type.ToolTip, at.toPoint(), canvas.mapToGlobal(at.toPoint())))
    canvas.view.zoom_to(0.2)
    far = canvas.port.to_window(canvas.picture.boxes[task.id].middle)
    assert tip_at(canvas, canvas.painter, far) == "Check price"

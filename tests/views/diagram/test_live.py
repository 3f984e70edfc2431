"""Somebody else changes the same map while one types: what they did appears, and nothing is taken from one's hands."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.models.edits import Create, Delete, Edit, Update
from crm_desktop.models.processes.elements import Node
from crm_desktop.views.desk import Desk
from crm_desktop.views.diagram.editor import Editor
from tests.views.diagram.conftest import OpenMap
from tests.views.diagram.drawing import Hands

Key = Qt.Key


@pytest.fixture
def editor(open_map: OpenMap) -> Editor:
    """The editor of an order's way to delivery."""
    page = open_map("order-to-delivery")
    assert page.editor is not None
    return page.editor


def _elsewhere(desk: Desk, edits: list[Edit]) -> None:
    """Write as sync does when something arrives: into the store, then the broadcast."""
    committed = desk.store.door.commit("diagram.describe", edits)
    desk.refresh.announce(set(committed.kinds), set(committed.ids))


def _tasks(editor: Editor) -> list[Node]:
    return [node for node in editor.session.chart.nodes.values() if node.form == "task"]


def test_what_others_do_appears_while_a_name_is_typed_and_the_typing_goes_on(editor: Editor, qtbot: QtBot) -> None:
    mine, other, *_ = _tasks(editor)
    hands, chart = Hands(editor.canvas), editor.session.chart
    editor.canvas.select((mine.id,))
    hands.key(Key.Key_F2)
    editor.canvas.line.selectAll()
    hands.type("Check the")
    place = editor.canvas.port.x, editor.canvas.port.y
    made = Create("node", {"name": "Their step", "process_id": chart.process_id, "lane_id": other.lane_id,
                           "along": 2_000, "across": 98, "form": "task"})  # fmt: skip
    edits: list[Edit] = [Update("node", other.id, {"name": "Their name"}), made]
    edits.append(Update("node", mine.id, {"waiting_seconds": 600}))
    _elsewhere(editor.desk, edits)
    qtbot.waitUntil(lambda: made.id in chart.nodes and chart.nodes[other.id].name == "Their name")
    assert chart.nodes[mine.id].waiting_seconds == 600
    assert editor.canvas.pen.naming
    assert editor.canvas.selected == frozenset({mine.id})
    assert QApplication.focusWidget() is editor.canvas.line
    assert editor.canvas.line.text() == "Check the"
    assert (editor.canvas.port.x, editor.canvas.port.y) == place
    hands.type(" price")
    hands.key(Key.Key_Return)
    assert chart.nodes[mine.id].name == "Check the price"
    assert made.id in editor.canvas.picture.boxes


def test_when_the_step_one_names_is_taken_away_the_name_is_given_up_and_that_is_said(
    editor: Editor, qtbot: QtBot
) -> None:
    mine, *_ = _tasks(editor)
    hands, chart = Hands(editor.canvas), editor.session.chart
    editor.canvas.select((mine.id,))
    hands.key(Key.Key_F2)
    hands.type("More")
    flows = [flow.id for flow in (*chart.flows_from(mine.id), *chart.flows_to(mine.id))]
    pains = [pain.id for pain in chart.pains_of(mine.id)]
    gone: list[Edit] = [Delete("flow", each) for each in flows]
    gone += [Delete("pain", each) for each in pains]
    with qtbot.waitSignal(editor.desk.notices.failed):
        _elsewhere(editor.desk, [*gone, Delete("node", mine.id)])
    assert mine.id not in chart.nodes
    assert editor.canvas.selected == frozenset()
    assert not editor.canvas.pen.naming
    hands.key(Key.Key_Escape)
    assert mine.id not in chart.nodes


def test_what_others_do_appears_while_a_step_is_dragged_and_the_drag_goes_on(editor: Editor, qtbot: QtBot) -> None:
    mine, other, *_ = _tasks(editor)
    canvas, chart, hands = editor.canvas, editor.session.chart, Hands(editor.canvas)
    begin = hands.middle_of(mine)
    lane = canvas.picture.bands[3]
    end = canvas.port.to_window((lane.start + lane.breadth / 2, 620.0)).toPoint()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, begin)
    QTest.mouseMove(canvas, begin + (end - begin) * 0.5)
    _elsewhere(editor.desk, [Update("node", other.id, {"name": "Their name"})])
    qtbot.waitUntil(lambda: chart.nodes[other.id].name == "Their name")
    QTest.mouseMove(canvas, end)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
    assert chart.nodes[mine.id].lane_id == lane.lane.id

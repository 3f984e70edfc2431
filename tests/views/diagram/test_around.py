"""What stands around the canvas: the entry bar, the step list, finding, tools, overview and zoom follow one map."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.views.diagram.editor import Editor
from crm_desktop.views.diagram.steps.step_model import LANE, PAINS, WORKING
from tests.views.diagram.conftest import OpenMap

Key = Qt.Key


@pytest.fixture
def editor(open_map: OpenMap) -> Editor:
    """The editor of a process with five lanes."""
    made = open_map("order-to-delivery").editor
    assert made is not None
    return made


def _named(editor: Editor, name: str) -> str:
    return next(node.id for node in editor.session.chart.nodes.values() if node.name == name)


def test_a_line_of_the_entry_bar_becomes_the_next_step(editor: Editor) -> None:
    chart = editor.session.chart
    before = _named(editor, "Pack and ship")
    editor.canvas.select((before,))
    bar = editor.stage.entry
    QTest.keyClicks(bar.edit, "Weigh @Sales ~5m #Scale !Queue")
    assert [badge.isVisible() for badge in bar._badges] == [True, True, True, True, False, False]
    bar.choices.hide()
    QTest.keyClick(bar.edit, Key.Key_Return)
    made = chart.nodes[_named(editor, "Weigh")]
    assert made.working_seconds == 300
    assert made.systems == frozenset({"Scale"})
    assert chart.lanes[made.lane_id or ""].name == "Sales"
    assert [pain.name for pain in chart.pains_of(made.id)] == ["Queue"]
    assert made.id in {flow.target_id for flow in chart.flows_from(before)}
    assert bar.edit.text() == ""


def test_a_line_that_only_adds_tells_the_selected_step(editor: Editor) -> None:
    step = _named(editor, "Produce")
    editor.canvas.select((step,))
    count = len(editor.session.chart.nodes)
    QTest.keyClicks(editor.stage.entry.edit, "~wait 3h")
    QTest.keyClick(editor.stage.entry.edit, Key.Key_Return)
    assert editor.session.chart.nodes[step].waiting_seconds == 3 * 3_600
    assert len(editor.session.chart.nodes) == count


def test_after_an_at_sign_lanes_are_offered_and_taken_by_key(editor: Editor) -> None:
    bar = editor.stage.entry
    bar.edit.setFocus()
    QTest.keyClicks(bar.edit, "Call @pl")
    assert bar.choices.isVisible()
    assert bar.choices.list.currentItem().text() == "Planning"
    QTest.keyClick(bar.edit, Key.Key_Return)
    assert bar.edit.text() == "Call @Planning "
    assert not bar.choices.isVisible()


def test_enter_while_an_input_method_composes_is_the_input_methods(editor: Editor) -> None:
    edit, count = editor.stage.entry.edit, len(editor.session.chart.nodes)
    QTest.keyClicks(edit, "A")
    QApplication.sendEvent(edit, QInputMethodEvent("hedui", []))
    QTest.keyClick(edit, Key.Key_Return)
    assert len(editor.session.chart.nodes) == count


def test_the_step_list_shows_the_map_and_selects_with_the_canvas(editor: Editor) -> None:
    editor.show_steps(shown=True)
    steps, step = editor.steps, _named(editor, "Produce")
    editor.canvas.select((step,))
    assert steps.current() == step
    other = _named(editor, "Pack and ship")
    steps.tree.setCurrentIndex(steps.model.index_of(other))
    assert editor.canvas.selected == frozenset((other,))


def test_times_and_lanes_are_edited_in_the_step_list(editor: Editor) -> None:
    editor.show_steps(shown=True)
    model, step = editor.steps.model, _named(editor, "Produce")
    index = model.index_of(step)
    assert model.setData(index.siblingAtColumn(WORKING), "2d")
    assert editor.session.chart.nodes[step].working_seconds == 172_800
    editor.steps.reread()
    assert model.setData(model.index_of(step).siblingAtColumn(LANE), "Planning")
    lane = editor.session.chart.nodes[step].lane_id
    assert editor.session.chart.lanes[lane or ""].name == "Planning"


def test_pains_are_written_renamed_and_removed_in_the_step_list(editor: Editor) -> None:
    editor.show_steps(shown=True)
    model, step = editor.steps.model, _named(editor, "Pack and ship")
    chart = editor.session.chart

    def tell(words: str) -> list[str]:
        model.setData(model.index_of(step).siblingAtColumn(PAINS), words)
        return sorted(pain.name for pain in chart.pains_of(step))

    assert tell("Labels are missing；Two systems") == ["Labels are missing", "Two systems"]
    kept = {pain.name: pain.id for pain in chart.pains_of(step)}
    assert tell("Labels are missing; Three systems") == ["Labels are missing", "Three systems"]
    assert {pain.id for pain in chart.pains_of(step)} == set(kept.values())
    assert tell("Three systems") == ["Three systems"]
    editor.session.undo()
    assert len(chart.pains_of(step)) == 2
    assert tell("") == []


def test_the_step_list_adds_and_removes_by_keys(editor: Editor, qtbot: QtBot) -> None:
    editor.show_steps(shown=True)
    steps, count = editor.steps, len(editor.session.chart.nodes)
    steps.tree.setCurrentIndex(steps.model.index_of(_named(editor, "Produce")))
    QTest.keyClick(steps.tree, Key.Key_Insert)
    assert len(editor.session.chart.nodes) == count + 1
    made = steps.current()
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "Cool")
    editor.steps.reread()  # something else changed meanwhile: what is typed stays
    QTest.keyClicks(field, " down")
    QTest.keyClick(field, Key.Key_Return)
    qtbot.waitUntil(lambda: editor.session.chart.nodes[made].name == "Cool down")
    qtbot.waitUntil(lambda: steps.tree.state() == QAbstractItemView.State.NoState)
    steps.tree.setCurrentIndex(steps.model.index_of(made))
    QTest.keyClick(steps.tree, Key.Key_Delete)
    assert made not in editor.session.chart.nodes


def test_finding_goes_from_place_to_place_and_replaces_them_as_one_act(editor: Editor) -> None:
    editor.open_find()
    bar = editor.find_bar
    QTest.keyClicks(bar.what, "ERP")
    first = editor.canvas.selected
    assert first
    bar.by.setText("SAP")
    bar.replace_all()
    systems = {each for node in editor.session.chart.nodes.values() for each in node.systems}
    assert "SAP" in systems
    assert "ERP" not in systems
    editor.session.undo()
    systems = {each for node in editor.session.chart.nodes.values() for each in node.systems}
    assert "ERP" in systems


def test_a_tool_is_taken_from_the_palette_and_shown_there(editor: Editor) -> None:
    tools = editor.stage.tools
    QTest.mouseClick(tools.buttons["gateway"], Qt.MouseButton.LeftButton)
    assert editor.canvas.tool_name == "gateway"
    editor.canvas.set_tool("select")
    assert tools.buttons["select"].isChecked()


def test_floats_fade_while_something_is_dragged(editor: Editor) -> None:
    def shown() -> QImage:
        return editor.stage.grab(editor.stage.zoom.geometry()).toImage()

    solid = shown()
    editor.canvas.dragging.emit(True)
    faded = shown()
    assert faded != solid
    assert shown() == faded
    editor.canvas.dragging.emit(False)
    assert shown() == solid


def test_a_click_in_the_overview_goes_there(editor: Editor) -> None:
    editor.canvas.view.zoom_to(2.0)
    minimap = editor.stage.minimap
    before = editor.canvas.port.visible()
    QTest.mouseClick(minimap, Qt.MouseButton.LeftButton, pos=minimap.rect().center() + QPoint(20, 30))
    assert editor.canvas.port.visible() != before


def test_the_zoom_box_says_the_zoom_and_changes_it(editor: Editor) -> None:
    zoom = editor.stage.zoom
    editor.canvas.view.zoom_to(0.5)
    assert zoom.shown.text() == "50%"
    zoom.shown.click()
    assert editor.canvas.zoom == pytest.approx(1.0)

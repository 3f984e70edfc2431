"""Comparing on a real store: as-is with to-be and versions, side by side and as one, with lists, jumps and totals."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.diagrams.commands.become import SaveVersion
from crm_desktop.diagrams.commands.describe import Describe
from crm_desktop.diagrams.commands.remove import Remove
from crm_desktop.diagrams.pen import Pen
from crm_desktop.models.processes.overlay import ADD, CHANGE, REMOVE
from crm_desktop.views.diagram.compare.compare_pane import OVER, ComparePane
from crm_desktop.views.diagram.page import ProcessPage
from tests.views.diagram.conftest import OpenMap
from tests.views.diagram.drawing import CTRL, SHIFT

Key = Qt.Key


@pytest.fixture
def pane(open_map: OpenMap, qtbot: QtBot) -> ComparePane:
    """A to-be in which one step waits less, one went and one came, compared with its as-is."""
    page = open_map("order-to-delivery")
    as_is = page.process_id
    page.show_mode("to_be")
    qtbot.waitUntil(lambda: page.process_id != as_is and page.editor is not None)
    editor = page.editor
    assert editor is not None
    nodes = [node for node in editor.session.chart.nodes.values() if node.form == "task"]
    waits = next(node for node in nodes if node.waiting_seconds)
    gone = next(node for node in nodes if node is not waits)
    editor.run(Describe((waits.id,), {"waiting_seconds": 3_600}))
    editor.run(Remove((gone.id,)))
    pen: Pen = editor.canvas.pen
    pen.select(waits.id)
    pen.next_step()
    pen.type("Tell the client")
    pen.finish()
    page.show_mode("compare")
    return _shown(page, qtbot)


def _shown(page: ProcessPage, qtbot: QtBot) -> ComparePane:
    qtbot.waitUntil(lambda: page.editor is not None and page.editor.comparing is not None)
    assert page.editor is not None
    found = page.editor.comparing
    assert found is not None
    qtbot.waitUntil(lambda: found.found is not None)
    return found


def test_what_changed_is_listed_with_its_fields_and_marked_in_both_maps(pane: ComparePane) -> None:
    found = pane.found
    assert found is not None
    marks = {change.element.name: change.mark for change in found.changes}
    assert marks["Tell the client"] == ADD
    assert list(marks.values()).count(REMOVE) == 1
    assert any(line.endswith(" → 1h") for line in pane.list.lines()), pane.list.lines()
    for change in found.changes:
        for part in (change.before, change.after):
            assert part is None or change.mark == "move" or found.marks[part.id] == change.mark
    removed = next(change for change in found.changes if change.mark == REMOVE)
    assert removed.element.id in found.both.boxes
    assert CHANGE in found.marks.values() or "improve" in found.marks.values()


def test_lanes_stand_at_the_same_places_in_both_maps(pane: ComparePane) -> None:
    assert pane.found is not None
    one, other = pane.found.pictures
    assert [(band.lane.name, band.start) for band in one.bands] == [(b.lane.name, b.start) for b in other.bands]


def test_totals_say_what_each_map_adds_up_to(pane: ComparePane) -> None:
    assert pane.found is not None
    before, after = pane.found.totals
    assert after.expected_waiting < before.expected_waiting
    shown = [(figure.was.text(), figure.now.text()) for figure in pane.totals.figures]
    assert len(shown) == 6
    assert shown[4] == (str(before.hand_overs), str(after.hand_overs))
    assert shown[5] == (str(before.pains), str(after.pains))


def test_a_line_of_the_list_jumps_in_both_maps_by_keys(pane: ComparePane) -> None:
    pane.list.tree.setFocus()
    QTest.keyClick(pane.list.tree, Key.Key_End)
    item = pane.list.tree.currentItem()
    assert item is not None
    changes = pane.found.changes if pane.found is not None else ()
    both = next(change for change in changes if change.before is not None and change.after is not None)
    pane.list.show_current(both)
    for sheet, part in zip(pane.sheets, (both.before, both.after), strict=True):
        assert part is not None
        assert sheet.selected == frozenset((part.id,))
        box = sheet.picture.boxes[part.id]
        assert sheet.rect().contains(sheet.port.to_window(box.middle).toPoint())


def test_both_maps_are_pushed_and_zoomed_together(pane: ComparePane) -> None:
    one, other = pane.sheets
    at = QPointF(one.rect().center())
    wheel = QWheelEvent(at, QPointF(one.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
                        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(one, wheel)
    assert other.port.zoom == one.port.zoom
    QTest.keyClick(other, Key.Key_Down)
    assert other.port.y == pytest.approx(one.port.y)
    QTest.mousePress(one, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    QTest.mouseMove(one, QPoint(170, 180))
    QTest.mouseRelease(one, Qt.MouseButton.LeftButton, pos=QPoint(170, 180))
    assert (other.port.x, other.port.y) == pytest.approx((one.port.x, one.port.y))


def test_a_click_on_a_marked_step_of_the_overlay_finds_it_in_the_list(pane: ComparePane, qtbot: QtBot) -> None:
    pane.show_way(OVER)
    assert pane.over.isVisible()
    assert pane.found is not None
    added = next(change for change in pane.found.changes if change.mark == ADD)
    at = pane.over.port.to_window(pane.over.picture.boxes[added.element.id].middle).toPoint()
    QTest.mouseClick(pane.over, Qt.MouseButton.LeftButton, pos=at)
    item = pane.list.tree.currentItem()
    assert item is not None
    assert "Tell the client" in item.text(0)


def test_a_version_is_compared_with_the_map_as_it_is_now(open_map: OpenMap, qtbot: QtBot) -> None:
    page = open_map("order-to-delivery")
    editor = page.editor
    assert editor is not None
    editor.run(SaveVersion("Before the workshop"))
    step = next(node for node in editor.session.chart.nodes.values() if node.form == "task")
    editor.run(Describe((step.id,), {"name": "Quite another name"}))
    qtbot.waitUntil(lambda: editor.session.saved)
    page.show_mode("compare")
    pane = _shown(page, qtbot)
    assert [each.name if each else "" for each in pane.sides] == ["Before the workshop", ""]
    assert pane.list.lines()[1] == f"Name: {step.name} → Quite another name"


def test_where_there_is_nothing_to_compare_with_it_says_so(open_map: OpenMap, qtbot: QtBot) -> None:
    page = open_map("order-to-delivery")
    page.show_mode("compare")
    qtbot.waitUntil(lambda: page.editor is not None and page.editor.comparing is not None)
    assert page.editor is not None
    found = page.editor.comparing
    assert found is not None
    qtbot.waitUntil(found._none.isVisible)


def test_keys_open_the_comparison_and_lay_one_map_over_the_other(open_map: OpenMap, qtbot: QtBot) -> None:
    page = open_map("order-to-delivery")
    editor = page.editor
    assert editor is not None
    editor.run(SaveVersion("Before the workshop"))
    qtbot.waitUntil(lambda: editor.session.saved)
    QTest.keyClick(editor.canvas.line, Key.Key_X, CTRL | SHIFT)
    pane = _shown(page, qtbot)
    assert pane.way.choice == OVER
    QTest.keyClick(pane.list.tree, Key.Key_X, CTRL | SHIFT)
    assert pane.sheets[0].isVisible()
    page.show_mode("as_is")
    qtbot.waitUntil(editor.canvas.isVisible)
    assert editor.comparing is None

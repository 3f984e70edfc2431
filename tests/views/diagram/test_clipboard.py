"""The clipboard to and from other programs: lines, pictures, BPMN and Mermaid, by the keys of the page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.views.diagram.editor import Editor
from crm_desktop.views.diagram.page import ProcessPage
from tests.views.diagram.conftest import OpenMap
from tests.views.diagram.drawing import ALT, CTRL, SHIFT

Key = Qt.Key


@pytest.fixture
def page(open_map: OpenMap) -> ProcessPage:
    """A page with an industry's process."""
    return open_map("order-to-delivery")


def _editor(page: ProcessPage) -> Editor:
    assert page.editor is not None
    return page.editor


def test_the_map_is_copied_as_a_picture_by_key(page: ProcessPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.desk.notices.informed):
        QTest.keyClick(_editor(page).canvas.line, Key.Key_C, CTRL | SHIFT)
    image = QGuiApplication.clipboard().image()
    assert image.width() > 1_000
    assert len({image.pixel(x, image.height() // 3) for x in range(0, image.width(), 5)}) > 4


def test_selected_steps_are_copied_as_bpmn_and_pasted_into_another_map(
    page: ProcessPage, open_map: OpenMap, qtbot: QtBot
) -> None:
    editor = _editor(page)
    steps = [node for node in editor.session.chart.nodes.values() if node.form == "task"][:2]
    editor.canvas.select([step.id for step in steps])
    with qtbot.waitSignal(page.desk.notices.informed):
        QTest.keyClick(editor.canvas.line, Key.Key_C, CTRL | ALT)
    assert "http://www.omg.org/spec/BPMN/20100524/MODEL" in QGuiApplication.clipboard().text()
    other = _editor(open_map(""))
    QTest.keyClick(other.canvas.line, Key.Key_V, CTRL)
    qtbot.waitUntil(lambda: {node.name for node in other.session.chart.nodes.values()} == {s.name for s in steps})
    other.canvas.acts.undo()
    assert not other.session.chart.nodes


def test_mermaid_of_another_program_becomes_steps(page: ProcessPage, qtbot: QtBot) -> None:
    editor = _editor(page)
    before = len(editor.session.chart.nodes)
    QGuiApplication.clipboard().setText("flowchart LR\n  a[Weigh] --> b[Label]\n")
    QTest.keyClick(editor.canvas.line, Key.Key_V, CTRL)
    qtbot.waitUntil(lambda: len(editor.session.chart.nodes) == before + 2)
    assert {"Weigh", "Label"} <= {node.name for node in editor.session.chart.nodes.values()}


def test_lines_of_text_become_steps_that_follow_each_other(page: ProcessPage) -> None:
    editor = _editor(page)
    QGuiApplication.clipboard().setText("- Count\n- Pack ~10m\n")
    QTest.keyClick(editor.canvas.line, Key.Key_V, CTRL)
    made = {node.name: node for node in editor.session.chart.nodes.values()}
    assert made["Pack"].working_seconds == 600
    assert (made["Count"].id, made["Pack"].id) in {
        (f.source_id, f.target_id) for f in editor.session.chart.flows.values()
    }


@pytest.mark.parametrize("words", ["", "<html><p>no map</p></html>"])
def test_what_is_no_map_is_refused_with_a_sentence(page: ProcessPage, qtbot: QtBot, words: str) -> None:
    QGuiApplication.clipboard().setText(words)
    with qtbot.waitSignal(page.desk.notices.failed):
        QTest.keyClick(_editor(page).canvas.line, Key.Key_V, CTRL)

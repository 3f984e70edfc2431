"""Versions: saved by key, listed with who and when, looked at, compared, restored and taken back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.diagrams.commands.describe import Describe
from crm_desktop.store.queries.process_versions import versions_of
from crm_desktop.views.desk import Desk
from crm_desktop.views.diagram.editor import Editor
from crm_desktop.views.diagram.page import ProcessPage
from tests.views.diagram.conftest import OpenMap
from tests.views.diagram.drawing import CTRL

Key = Qt.Key


def _saved(page: ProcessPage, qtbot: QtBot, name: str) -> Editor:
    editor = page.editor
    assert editor is not None
    QTest.keyClick(editor.canvas.line, Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: editor.versions.list is not None)
    shown = editor.versions.list
    assert shown is not None
    assert shown.name.hasFocus()
    QTest.keyClicks(shown.name, name)  # what is suggested is selected, so typing replaces it
    QTest.keyClick(shown.name, Key.Key_Return)
    qtbot.waitUntil(lambda: editor.session.saved and editor.versions.list is None)
    return editor


def test_a_version_is_saved_by_key_and_listed_with_who_and_when(open_map: OpenMap, desk: Desk, qtbot: QtBot) -> None:
    page = open_map("order-to-delivery")
    _saved(page, qtbot, "Before the workshop")
    found = desk.store.read(versions_of, page.process_id)
    assert [each.name for each in found] == ["Before the workshop"]
    assert found[0].saved_by
    assert found[0].saved_at


def test_a_version_is_looked_at_and_left_again(open_map: OpenMap, desk: Desk, qtbot: QtBot) -> None:
    page = open_map("order-to-delivery")
    editor = _saved(page, qtbot, "First")
    version = desk.store.read(versions_of, page.process_id)[0]
    editor.versions.look(version)
    qtbot.waitUntil(lambda: editor.versions.pane is not None)
    pane = editor.versions.pane
    assert pane is not None
    assert len(pane.sheet.picture.boxes) == len(editor.session.chart.nodes)
    QTest.keyClick(pane.sheet, Key.Key_Escape)
    assert editor.versions.pane is None
    assert editor.canvas.isVisible()


def test_a_restored_version_is_one_act_that_undo_takes_back(open_map: OpenMap, desk: Desk, qtbot: QtBot) -> None:
    page = open_map("order-to-delivery")
    editor = _saved(page, qtbot, "First")
    step = next(node for node in editor.session.chart.nodes.values() if node.form == "task")
    editor.run(Describe((step.id,), {"name": "Another name"}))
    editor.versions.restore(desk.store.read(versions_of, page.process_id)[0])
    qtbot.waitUntil(lambda: editor.session.chart.nodes[step.id].name == step.name)
    page.undo()
    assert editor.session.chart.nodes[step.id].name == "Another name"

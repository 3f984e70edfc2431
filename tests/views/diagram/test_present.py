"""Presenting shows the map and nothing of one's own, and steps along the flow by keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.diagrams.commands.annotate import AddNote
from tests.views.diagram.conftest import OpenMap

Key = Qt.Key


def test_presenting_hides_notes_pains_and_everything_around_and_escape_brings_it_back(open_map: OpenMap) -> None:
    page = open_map("order-to-delivery")
    editor = page.editor
    assert editor is not None
    node = next(each for each in editor.session.chart.nodes.values() if editor.session.chart.pains_of(each.id))
    editor.run(AddNote(node.id, "They never check"))
    page.presentation.toggle()
    assert not editor.stage.entry.isVisible()
    assert not editor.inspector.isVisible()
    assert not page.top.isVisible()
    assert editor.canvas.painter.seen(node).pains == ()
    note = next(each for each in editor.session.chart.nodes.values() if each.form == "note")
    box = editor.canvas.picture.boxes[note.id]
    middle = editor.canvas.port.to_window(box.middle).toPoint()
    presented = editor.canvas.grab().toImage().pixelColor(middle)
    QTest.keyClick(page, Key.Key_Escape)
    assert editor.stage.entry.isVisible()
    assert editor.inspector.isVisible()
    assert editor.canvas.painter.seen(node).pains != ()
    shown = editor.canvas.port.to_window(box.middle).toPoint()
    assert editor.canvas.grab().toImage().pixelColor(shown) != presented


def test_arrows_step_along_the_flow_while_nothing_can_be_changed(open_map: OpenMap) -> None:
    page = open_map("order-to-delivery")
    editor = page.editor
    assert editor is not None
    before = {node.id: node.name for node in editor.session.chart.nodes.values()}
    page.presentation.toggle()
    first = editor.canvas.selected
    QTest.keyClick(page, Key.Key_Space)
    assert editor.canvas.selected != first
    QTest.keyClicks(page, "abc")
    assert {node.id: node.name for node in editor.session.chart.nodes.values()} == before
    page.presentation.stop()

"""Presenting shows the map and nothing of one's own, and steps along the flow by keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.diagrams.commands.annotate import AddNote, Comment
from crm_desktop.diagrams.commands.describe import Describe
from tests.support.sample import ident
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


def test_what_is_ones_own_is_never_stepped_on_and_nothing_of_it_is_painted(open_map: OpenMap) -> None:
    page = open_map("order-to-delivery")
    editor = page.editor
    assert editor is not None
    chart = editor.session.chart
    step = next(node for node in chart.nodes.values() if node.form == "task")
    editor.run(AddNote(step.id, "They never check"))
    editor.run(Describe((step.id,), {"contact_id": ident("lin")}))
    editor.run(Comment(step.id, "Not for the client"))
    page.presentation.toggle()
    assert editor.canvas.tool_name == "hand"  # which paints no handles
    stood: list[str] = []
    for _ in range(len(chart.nodes) + 3):
        stood += [each for each in editor.canvas.selected if each not in stood]
        QTest.keyClick(page, Key.Key_Space)
    assert {chart.nodes[each].name for each in stood} == {n.name for n in chart.nodes.values() if n.form != "note"}
    named = [chart.nodes[each].name for each in stood]
    assert named[0] == "Purchase order arrives"
    assert named.index("Pack and ship") < named.index("Accept and sign") < named.index("Confirm the new price")
    QTest.keyClick(page, Key.Key_PageUp)
    assert editor.canvas.selected == {stood[-2]}
    icons = {badge.icon for each in stood for badge in editor.canvas.painter.seen(chart.nodes[each]).badges}
    assert icons <= {"timer", "hourglass"}
    page.presentation.stop()
    assert editor.canvas.tool_name == "select"


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

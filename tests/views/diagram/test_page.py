"""The editor's page opens maps from a real store, says how they stand, and finds its way between as-is and to-be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.interchange.process_files import open_process_file
from crm_desktop.store.queries.process_map import process_map
from crm_desktop.views.desk import Desk
from crm_desktop.views.diagram.bars.checks_list import ChecksList
from crm_desktop.views.diagram.page import ProcessPage
from crm_desktop.views.navigation import Place
from tests.views.diagram.conftest import OpenMap
from tests.views.diagram.drawing import ALT, CTRL, Hands

Key = Qt.Key


def test_the_example_story_of_the_design_system_is_typed_on_the_real_page(
    open_map: OpenMap, desk: Desk, qtbot: QtBot
) -> None:
    page = open_map("")
    editor = page.editor
    assert editor is not None
    hands = Hands(editor.canvas)
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
    qtbot.waitUntil(lambda: editor.session.saved)
    written = desk.store.read(process_map, page.process_id)
    assert written is not None
    steps = {node.name: node for node in written.nodes}
    assert set(steps) == {"收到订单", "核对价格", "价格一致？", "录入 ERP", "物料齐套检查", "确认改价"}
    assert steps["核对价格"].working_seconds == 45 * 60
    assert steps["确认改价"].waiting_seconds == 86_400
    assert [pain.name for pain in written.pains] == ["三张表对不上"]
    leads = {(flow.source_id, flow.target_id) for flow in written.flows}
    assert (steps["确认改价"].id, steps["录入 ERP"].id) in leads
    qtbot.waitUntil(lambda: page.top.below.text().endswith("Saved on this device"))


def test_a_process_that_is_not_here_says_so_and_leads_back_to_the_list(desk: Desk, qtbot: QtBot) -> None:
    page = ProcessPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.visit(Place("processes", "0" * 32), None)
    qtbot.waitUntil(page._gone.isVisible)
    assert page.editor is None
    assert not page.top.export.isEnabled()


def test_the_to_be_begins_as_a_linked_copy_and_both_lead_to_each_other(open_map: OpenMap, qtbot: QtBot) -> None:
    page = open_map("order-to-delivery")
    as_is = page.process_id
    page.show_mode("to_be")
    qtbot.waitUntil(lambda: page.process_id != as_is and page.editor is not None)
    editor = page.editor
    assert editor is not None
    assert editor.session.chart.values["base_process_id"] == as_is
    assert all(node.base_node_id for node in editor.session.chart.nodes.values())
    assert page.top.mode.choice == "to_be"
    page.show_mode("as_is")
    qtbot.waitUntil(lambda: page.process_id == as_is and page.editor is not None)
    to_be = page.editor.found.to_be if page.editor else ""
    page.show_mode("to_be")
    qtbot.waitUntil(lambda: page.process_id == to_be)


def test_undo_and_redo_of_the_page_take_the_maps_acts_back_and_bring_them_again(open_map: OpenMap) -> None:
    page = open_map("order-to-delivery")
    editor = page.editor
    assert editor is not None
    before = len(editor.session.chart.nodes)
    editor.stage.entry.edit.take("Call the client")
    QTest.keyClick(editor.stage.entry.edit, Key.Key_Return)
    assert len(editor.session.chart.nodes) == before + 1
    assert page.undo()
    assert len(editor.session.chart.nodes) == before
    assert page.redo()
    assert len(editor.session.chart.nodes) == before + 1


@pytest.mark.parametrize("ending", [".bpmn", ".svg", ".png", ".drawio", ".mmd", ".xlsx", ".csv"])
def test_what_is_exported_opens_again_with_its_steps(
    open_map: OpenMap, tmp_path: Path, qtbot: QtBot, ending: str
) -> None:
    page = open_map("order-to-delivery")
    editor = page.editor
    assert editor is not None
    path = tmp_path / f"map{ending}"
    with qtbot.waitSignal(page.desk.notices.informed, timeout=20_000):
        editor.exporting.export_to(path)
    read = open_process_file(path).read.maps[0]
    steps = {node.name for node in editor.session.chart.nodes.values() if node.form == "task"}
    assert steps <= {node.name for node in read.nodes}


def test_pages_are_written_as_vectors(open_map: OpenMap, tmp_path: Path, qtbot: QtBot) -> None:
    page = open_map("order-to-delivery")
    assert page.editor is not None
    path = tmp_path / "map.pdf"
    with qtbot.waitSignal(page.desk.notices.informed, timeout=20_000):
        page.editor.exporting.export_to(path)
    content = path.read_bytes()
    assert content.startswith(b"%PDF")
    # Only the small signs on steps are pictures.
    assert all(int(width) <= 96 for width in re.findall(rb"/Width (\d+)", content))


def test_the_checks_lead_to_the_place_and_mend_what_needs_no_words(open_map: OpenMap) -> None:
    page = open_map("")
    editor = page.editor
    assert editor is not None
    Hands(editor.canvas).type("Start")
    Hands(editor.canvas).key(Key.Key_Tab)
    Hands(editor.canvas).type("Check")
    Hands(editor.canvas).key(Key.Key_Return)
    editor.canvas.select(())
    popover = editor.open_checks(page.top.checks)
    content = popover.content
    assert isinstance(content, ChecksList)
    assert content.fixes
    content.fixes[0].click()
    assert any(node.form == "end" for node in editor.session.chart.nodes.values())


def test_a_place_with_a_step_opens_the_map_there(open_map: OpenMap) -> None:
    page = open_map("order-to-delivery")
    editor = page.editor
    assert editor is not None
    step = next(iter(editor.session.chart.nodes.values()))
    page.visit(Place("processes", page.process_id, tab=step.id), None)
    assert editor.canvas.selected == frozenset((step.id,))

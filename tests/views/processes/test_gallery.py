"""The processes with pictures: what a row says, thumbnails painted off the UI thread, the filter for pains, keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.diagrams.new_maps import from_template, to_be_of
from crm_desktop.diagrams.templates import as_map, templates
from crm_desktop.interchange.report import Finding
from crm_desktop.models.edits import Create
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.processes.beginnings import Beginning, Found
from crm_desktop.views.processes.creating import CreatingProcesses
from crm_desktop.views.processes.findings_dialog import FindingsDialog
from crm_desktop.views.processes.gallery import PAINS
from crm_desktop.views.processes.page import ProcessesPage
from crm_desktop.views.theme.current import current_theme
from tests.support.sample import ident


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, qapp: QApplication) -> ProcessesPage:
    """The processes: an industry's as-is with its to-be for one client, and an empty one without a client."""
    current_theme().install(qapp)
    current_language().use("en")
    made = from_template(as_map(templates()[0], "en"), "Order to delivery", ident("hengchuan"), desk.me)
    desk.store.door.commit("diagram.from_template", made.edits)
    desk.store.door.commit("diagram.to_be", to_be_of(made.map, "Order to delivery, quicker").edits)
    desk.store.door.commit("process.create", [Create("process", {"name": "An empty one", "owner_id": desk.me})])
    shown = ProcessesPage(desk)
    qtbot.addWidget(shown)
    shown.resize(1232, 848)
    shown.show()
    shown.visit(Place("processes"), None)
    qtbot.waitUntil(lambda: len(shown.gallery.model.rows) >= 3)
    return shown


def test_rows_say_client_kind_state_pains_and_steps_and_show_the_map(page: ProcessesPage, qtbot: QtBot) -> None:
    model = page.gallery.model
    found = {row.record.title: row for row in model.rows}
    as_is, empty = found["Order to delivery"], found["An empty one"]
    assert as_is.account
    assert as_is.steps > 5
    assert as_is.pains > 3
    assert (empty.steps, empty.pains, empty.account) == (0, 0, "")
    at = model.rows.index(as_is)
    said = [model.data(model.index(at, column)) for column in range(6)]
    assert said[1:4] == [as_is.account, "As-is", "Draft"]
    assert said[4] == f"{as_is.pains} pain points"
    thumbnails = page.gallery.thumbnails
    qtbot.waitUntil(lambda: thumbnails.of(as_is.record.id, as_is.stamp) is not None)
    image, blank = thumbnails.of(as_is.record.id, as_is.stamp), thumbnails.of(empty.record.id, empty.stamp)
    assert image is not None
    colours = {image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}
    assert len(colours) > 8
    assert blank is None or {blank.pixel(x, 40) for x in range(0, 130, 5)} == {blank.pixel(0, 40)}


def test_a_picture_is_painted_anew_only_when_its_map_changed(page: ProcessesPage, qtbot: QtBot) -> None:
    thumbnails, row = page.gallery.thumbnails, page.gallery.model.rows[0]
    qtbot.waitUntil(lambda: thumbnails.of(row.record.id, row.stamp) is not None)
    kept = thumbnails.of(row.record.id, row.stamp)
    assert thumbnails.of(row.record.id, row.stamp) is kept
    with qtbot.waitSignal(thumbnails.arrived, check_params_cb=lambda arrived: arrived == row.record.id):
        thumbnails.of(row.record.id, row.stamp + " changed")
    assert thumbnails.of(row.record.id, row.stamp + " changed") is not kept


def test_maps_stand_under_their_client_and_state_where_the_list_has_groups(page: ProcessesPage, qtbot: QtBot) -> None:
    model, table = page.gallery.model, page.gallery.table
    assert model.headings == {}
    page.show_view("by_account")
    qtbot.waitUntil(lambda: bool(model.headings))
    client = next(row.account for row in model.rows if row.account)
    assert sorted(model.headings.values()) == sorted([(client, 2), ("Nothing entered", 1)])
    assert [row.account for row in model.rows] == [client, client, ""]
    assert table.rowHeight(0) > table.rowHeight(1) < table.rowHeight(2)
    spoken = model.data(model.index(2, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert str(spoken).startswith("Nothing entered, An empty one")
    page.change(group_by="form")
    qtbot.waitUntil(lambda: ("To-be", 1) in model.headings.values())
    page.show_view("to_be")
    qtbot.waitUntil(lambda: not model.headings and len(model.rows) == 1)
    assert table.rowHeight(0) < current_theme().scaled(130)


def test_only_processes_with_open_pains_are_left_when_that_is_ticked(page: ProcessesPage, qtbot: QtBot) -> None:
    QTest.keyClick(page.gallery.only_pains, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "An empty one" not in {row.record.title for row in page.gallery.model.rows})
    assert page.gallery.model.rows
    assert all(row.pains for row in page.gallery.model.rows)


def test_a_click_on_a_heading_sorts_and_enter_opens_the_current_process(page: ProcessesPage, qtbot: QtBot) -> None:
    table = page.gallery.table
    header = table.horizontalHeader()
    x = header.sectionViewportPosition(PAINS) + 10
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 8))
    pains = [row.pains for row in page.gallery.model.rows]
    assert pains == sorted(pains, reverse=True) or pains == sorted(pains)
    table.setCurrentIndex(page.gallery.model.index(0, 0))
    wanted = page.gallery.model.rows[0].record.id
    with qtbot.waitSignal(page.desk.navigator.requested) as went:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert went.args[0].record_id == wanted


def test_the_table_stays_one_click_away_and_acts_mean_the_same_process(page: ProcessesPage, qtbot: QtBot) -> None:
    model = page.gallery.model
    other = next(row for row in model.rows if row.record.title == "An empty one")
    page.gallery.table.setCurrentIndex(model.index(model.rows.index(other), 0))

    def meant() -> bool:
        row = page.table.current_row
        return row is not None and row.id == other.record.id

    qtbot.waitUntil(meant)
    page.show_as("table")
    assert page.table.isVisible()


def test_what_was_repaired_in_a_file_is_listed_and_leads_to_its_place(desk: Desk, qtbot: QtBot) -> None:
    current_language().use("en")
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1100, 680)
    window.show()
    creating = CreatingProcesses(desk, window)
    found = (Found(Finding("shape_missing", 2, "Task_1"), "p" * 32, "n" * 32), Found(Finding("choreography", 1, "C")))
    creating.show_findings(Beginning(process_id="p" * 32, name="Complaints", edits=(), findings=found))
    dialog = creating.findings
    assert dialog is not None
    assert len(dialog.sentences) == 2
    assert "Task_1" in dialog.sentences[0]
    with qtbot.waitSignal(desk.navigator.requested) as went:
        QTest.mouseClick(dialog.jumps[0], Qt.MouseButton.LeftButton)
    assert (went.args[0].record_id, went.args[0].tab) == ("p" * 32, "n" * 32)
    assert creating.findings is None
    assert desk.actions.run("process.findings")
    again = window.findChild(FindingsDialog)
    assert again is not None
    again.reject()

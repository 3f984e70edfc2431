"""A new process begins empty, as an industry's process, or out of a file; the list shows it and steps are found."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.diagrams.templates import as_map, templates
from crm_desktop.interchange.process_files import open_process_file, write_process_file
from crm_desktop.store.queries.process_map import process_map
from crm_desktop.store.queries.process_page import source_rows
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.processes.creating import CreatingProcesses
from crm_desktop.views.processes.new_process import NewProcess
from crm_desktop.views.processes.page import ProcessesPage
from crm_desktop.views.theme.current import current_theme
from tests.support.sample import ident


@pytest.fixture
def dialog(desk: Desk, qtbot: QtBot, qapp: QApplication) -> NewProcess:
    """The dialog, asked for from an account's page."""
    current_theme().install(qapp)
    current_language().use("en")
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    creating = CreatingProcesses(desk, window)
    desk.navigator.create("process", {"account_id": ident("hengchuan")})
    assert creating.dialog is not None
    return creating.dialog


def test_an_empty_process_needs_a_name_and_then_opens(dialog: NewProcess, qtbot: QtBot) -> None:
    dialog.begin()
    assert str(dialog.name.error)
    dialog.name.set_value("Returns")
    with qtbot.waitSignal(dialog.desk.navigator.requested, timeout=20_000) as went:
        dialog.begin()
    place = went.args[0]
    assert isinstance(place, Place)
    found = dialog.desk.store.read(process_map, place.record_id)
    assert found is not None
    assert found.name == "Returns"
    assert found.values["account_id"] == ident("hengchuan")
    assert found.values["owner_id"] == dialog.desk.me


def test_an_industrys_process_brings_its_name_its_lanes_and_its_steps(dialog: NewProcess, qtbot: QtBot) -> None:
    dialog.beginnings.setCurrentRow(1)
    template = templates()[0]
    assert dialog.name.value() == template.name.text("en")
    with qtbot.waitSignal(dialog.desk.navigator.requested, timeout=20_000) as went:
        dialog.begin()
    found = dialog.desk.store.read(process_map, went.args[0].record_id)
    assert found is not None
    assert len(found.nodes) == len(template.steps)
    assert {node.account_id for node in found.nodes} == {ident("hengchuan")}


def test_a_bpmn_file_becomes_a_process_and_is_kept_as_its_source(
    dialog: NewProcess, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "Complaints.bpmn"
    path.write_bytes(write_process_file(as_map(templates()[1], "en"), ".bpmn"))
    with qtbot.waitSignal(dialog.desk.navigator.requested, timeout=20_000) as went:
        dialog.begin_from(path)
    process_id = went.args[0].record_id
    found = dialog.desk.store.read(process_map, process_id)
    assert found is not None
    expected = open_process_file(path).read.maps[0]
    assert {node.name for node in found.nodes} == {node.name for node in expected.nodes}
    assert len(found.flows) == len(expected.flows)
    assert dialog.desk.store.read(source_rows, process_id)


def test_a_file_that_is_none_is_refused_and_nothing_is_written(
    dialog: NewProcess, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "broken.bpmn"
    path.write_text("not a process")
    with qtbot.waitSignal(dialog.desk.notices.failed, timeout=20_000):
        dialog.begin_from(path)
    assert dialog.isVisible()


def test_the_list_shows_processes_with_their_clients(desk: Desk, qtbot: QtBot, qapp: QApplication) -> None:
    from crm_desktop.models.edits import Create

    current_theme().install(qapp)
    values = {"name": "Order to delivery", "form": "as_is", "account_id": ident("hengchuan")}
    desk.store.door.commit("process.create", [Create("process", values)])
    page = ProcessesPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.visit(Place("processes"), None)
    qtbot.waitUntil(lambda: page.model.rows.count == 1)


def test_a_map_of_more_edits_than_a_transaction_holds_comes_and_goes_as_one_act(
    dialog: NewProcess, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "Long.mmd"
    steps = (f"n{each}[Step {each}] --> n{each + 1}[Step {each + 1}]" for each in range(1_100))
    path.write_text("\n".join(("flowchart TD", *steps)))
    with qtbot.waitSignal(dialog.desk.navigator.requested, timeout=30_000) as went:
        dialog.begin_from(path)
    process_id = went.args[0].record_id
    store = dialog.desk.store
    found = store.read(process_map, process_id)
    assert found is not None
    assert len(found.nodes) + len(found.flows) > 2_000
    store.door.undo()
    assert store.read(process_map, process_id) is None

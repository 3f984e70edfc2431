"""The report's part through real widgets: what it lacks, language and template, pages, files on disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop.models.studies.report_template import Part, Template, write_template
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.studies.page import StudyPage
from crm_desktop.views.studies.report.part import ReportPart
from crm_desktop.views.theme.current import current_theme
from tests.store.server_side import batch, pulled, row
from tests.support.sample import ident
from tests.support.studied import study_in


@pytest.fixture
def part(desk: Desk, qtbot: QtBot, qapp: QApplication) -> ReportPart:
    """The report of a study, with a template of the organisation's own."""
    current_theme().install(qapp)
    current_language().use("en")
    studied = study_in(desk)
    own = Template(name="x", language="en", parts=(Part("pains", "What hurts most"),))
    values = {"name": "One page", "language": "en", "content": write_template(own), "active": True}
    desk.store.replica.apply_pull_page(pulled(12, batch("report_template", [row(ident("template"), **values)])))
    page = StudyPage(desk)
    qtbot.addWidget(page)
    page.resize(1232, 848)
    page.show()
    page.visit(Place("studies", studied.study_id, tab="report"), None)
    qtbot.waitUntil(lambda: page.study is not None and page.content is not None)
    shown = page.part("report")
    assert isinstance(shown, ReportPart)
    qtbot.waitUntil(lambda: bool(shown.preview.sheets), timeout=30_000)
    return shown


def test_what_is_missing_is_said_and_leads_to_its_place(desk: Desk, part: ReportPart, qtbot: QtBot) -> None:
    part.template.setCurrentIndex(part.template.findData(""))
    part.template.activated.emit(part.template.currentIndex())
    assert "Maps without a to-be: 1" in part.lines
    wanted: list[Place] = []
    desk.navigator.requested.connect(lambda place, _neighbours: wanted.append(place))
    buttons = [each for each in part.findChildren(QPushButton) if "without a to-be" in each.accessibleName()]
    qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert [place.tab for place in wanted] == ["pains"]


def test_the_organisations_template_comes_first_and_the_language_can_be_turned(
    desk: Desk, part: ReportPart, qtbot: QtBot
) -> None:
    assert [part.template.itemText(at) for at in range(part.template.count())] == ["One page", "Standard report"]
    short = len(part.preview.sheets)
    before = part.preview.sheets
    assert desk.actions.run("report.language")
    assert part.chosen.language == "zh"
    qtbot.waitUntil(lambda: part.preview.sheets is not before, timeout=30_000)
    assert len(part.preview.sheets) > short


@pytest.mark.parametrize(("ending", "begins"), [(".docx", b"PK"), (".pdf", b"%PDF")])
def test_the_report_is_written_where_it_is_wanted(
    part: ReportPart, tmp_path: Path, qtbot: QtBot, ending: str, begins: bytes
) -> None:
    path = tmp_path / f"report{ending}"
    part.write(path)
    qtbot.waitUntil(lambda: part.docx.isEnabled() and path.is_file(), timeout=30_000)
    assert path.read_bytes().startswith(begins)


def test_a_folder_that_takes_no_file_is_said(desk: Desk, part: ReportPart, tmp_path: Path, qtbot: QtBot) -> None:
    failed: list[str] = []
    desk.notices.failed.connect(lambda error: failed.append(str(error)))
    part.write(tmp_path / "nowhere" / "report.pdf")
    qtbot.waitUntil(lambda: bool(failed), timeout=30_000)
    assert failed == ["report.not_written"]
    assert part.pdf.isEnabled()

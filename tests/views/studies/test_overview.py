"""The overview: what is missing is said, and each point goes to its place and begins what mends it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.models.edits import Update
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.studies.overview.part import OverviewPart
from crm_desktop.views.studies.page import StudyPage
from crm_desktop.views.theme.current import current_theme
from tests.support.studied import study_in


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, qapp: QApplication) -> StudyPage:
    """The page of a study with goals, roles, a map, pains and metrics; nobody was interviewed yet."""
    current_theme().install(qapp)
    current_language().use("en")
    made = study_in(desk)
    shown = StudyPage(desk)
    qtbot.addWidget(shown)
    shown.resize(1232, 848)
    shown.show()
    shown.visit(Place("studies", made.study_id), None)
    qtbot.waitUntil(lambda: shown.study is not None and shown.content is not None)
    return shown


def test_a_missing_point_goes_to_its_place_and_begins_its_act(desk: Desk, page: StudyPage, qtbot: QtBot) -> None:
    overview = page.part("overview")
    assert isinstance(overview, OverviewPart)
    overview.missing.show_all()
    went: list[Place] = []
    created: list[str] = []
    desk.navigator.requested.connect(lambda place, _neighbours: went.append(place))
    desk.navigator.create_requested.connect(lambda kind, _values: created.append(kind))
    rows = {row.point.code: row for row in overview.missing.rows if row.point is not None}
    assert rows["goals.serves_nothing"].sentence.text().endswith("serves no higher goal")
    QTest.mouseClick(rows["goals.serves_nothing"].verb, Qt.MouseButton.LeftButton)
    assert page.study is not None
    target = next(each for each in page.study.goals if each.get("level") == "execution")
    assert went[-1] == Place("studies", page.study.id, tab=f"goals/{target.id}")
    QTest.mouseClick(rows["sources.no_interview"].verb, Qt.MouseButton.LeftButton)
    assert went[-1].tab == "interviews"
    assert created == ["interview"]
    QTest.mouseClick(rows["purpose.no_industry"].verb, Qt.MouseButton.LeftButton)
    fact = overview.lists[0].facts["industry_notes"]
    assert fact.editing


def test_what_is_filled_in_is_missing_no_more_and_words_follow_the_language(
    desk: Desk, page: StudyPage, qtbot: QtBot
) -> None:
    overview = page.part("overview")
    assert isinstance(overview, OverviewPart)
    assert overview.progress is not None
    before = len(overview.progress.missing)
    desk.act("study.edit", [Update("study", page.record_id, {"industry_notes": "Machine tools"})])
    qtbot.waitUntil(lambda: overview.progress is not None and len(overview.progress.missing) == before - 1)
    current_language().use("zh")
    qtbot.waitUntil(lambda: "目标" in overview.tiles["goals"].accessibleName())
    current_language().use("en")

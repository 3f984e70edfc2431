"""A study's page through real widgets: the list, the head, the parts, and pointing at one of its records."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.models.edits import Create, Update
from crm_desktop.models.ids import new_id
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.studies.goals.part import GoalsPart
from crm_desktop.views.studies.page import StudyPage
from crm_desktop.views.studies.parts import PARTS
from crm_desktop.views.studies.results.part import ResultsPart
from crm_desktop.views.studies.studies_page import StudiesPage
from crm_desktop.views.theme.current import current_theme
from tests.support.sample import ident


@pytest.fixture
def study_id(desk: Desk, qapp: QApplication) -> str:
    """A study of a client without anything in it."""
    current_theme().install(qapp)
    current_language().use("en")
    made = new_id()
    values = {"name": "Order to delivery", "account_id": ident("hengchuan"), "owner_id": desk.me, "state": "running"}
    desk.store.door.commit("study.create", [Create("study", values, made)])
    return made


@pytest.fixture
def page(desk: Desk, study_id: str, qtbot: QtBot) -> StudyPage:
    """The page of that study."""
    shown = StudyPage(desk)
    qtbot.addWidget(shown)
    shown.resize(1232, 848)
    shown.show()
    shown.visit(Place("studies", study_id), None)
    qtbot.waitUntil(lambda: shown.study is not None and shown.content is not None)
    return shown


def test_the_list_of_studies_shows_them_and_says_where_it_belongs(desk: Desk, study_id: str, qtbot: QtBot) -> None:
    shown = StudiesPage(desk)
    qtbot.addWidget(shown)
    shown.visit(Place("studies"), None)
    qtbot.waitUntil(lambda: study_id in {row.id for at in range(9) if (row := shown.model.row_at(at)) is not None})
    assert [place for _, place in shown.trail()] == [Place("processes")]


def test_every_part_can_be_opened_and_shows_the_study(page: StudyPage) -> None:
    for entry in PARTS:
        page.tabs.choose(entry.key)
        part = page.part(entry.key)
        assert part is not None
        assert part.isVisibleTo(page)


def test_a_change_elsewhere_is_shown_at_once(desk: Desk, page: StudyPage, study_id: str, qtbot: QtBot) -> None:
    assert str(page.heading()) == "Order to delivery"
    desk.act("study.edit", [Update("study", study_id, {"name": "Order to cash"})])
    qtbot.waitUntil(lambda: str(page.heading()) == "Order to cash")
    goal = Create("goal", {"name": "Profit", "study_id": study_id, "account_id": ident("hengchuan")})
    desk.act("goal.create", [goal])
    qtbot.waitUntil(lambda: page.study is not None and [each.id for each in page.study.goals] == [goal.id])


def test_one_key_begins_to_type_in_whichever_part_is_shown(page: StudyPage, qtbot: QtBot) -> None:
    for key in ("results", "goals", "results"):
        page.tabs.choose(key)
        page.activateWindow()
        page.tabs.setFocus()
        QTest.keyClick(page.tabs, Qt.Key.Key_Apostrophe, Qt.KeyboardModifier.ControlModifier)
        part = page.part(key)
        assert isinstance(part, GoalsPart | ResultsPart)
        qtbot.waitUntil(part.entry.line.hasFocus)

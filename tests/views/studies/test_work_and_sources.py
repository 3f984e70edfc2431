"""Work and sources through real widgets: maps join the study, and what was seen is tied to its step and sold."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.edits import Create
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.processes.creating import CreatingProcesses
from crm_desktop.views.studies.page import StudyPage
from crm_desktop.views.studies.sources.part import SourcesPart
from crm_desktop.views.studies.work.part import WorkPart
from crm_desktop.views.theme.current import current_theme
from tests.support.sample import ident
from tests.support.studied import study_in


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, qapp: QApplication) -> StudyPage:
    """The page of a study with a map, at a client who has another map that belongs to no study."""
    current_theme().install(qapp)
    current_language().use("en")
    made = study_in(desk)
    free = {"name": "Invoicing", "account_id": ident("hengchuan"), "form": "to_be"}
    desk.store.door.commit("process.create", [Create("process", free)])
    shown = StudyPage(desk)
    qtbot.addWidget(shown)
    shown.resize(1232, 848)
    shown.show()
    shown.visit(Place("studies", made.study_id), None)
    qtbot.waitUntil(lambda: shown.study is not None)
    return shown


def test_maps_that_exist_join_the_study_and_new_ones_begin_in_it(desk: Desk, page: StudyPage, qtbot: QtBot) -> None:
    page.tabs.choose("work")
    work = page.part("work")
    assert isinstance(work, WorkPart)
    assert page.study is not None
    assert work.cards["as_is"].rows[0].look.figure == "6"
    assert [row.look.below for row in work.covered.rows][-1] == "in no map yet"
    work.add(page.study.other_maps[0])
    qtbot.waitUntil(lambda: page.study is not None and not page.study.other_maps)
    assert work.cards["to_be"].rows[0].look.title == "Invoicing"
    window = QWidget()
    qtbot.addWidget(window)
    creating = CreatingProcesses(desk, window)
    work.begin()
    assert creating.dialog is not None
    creating.dialog.name.set_value("Complaints")
    creating.dialog.begin()
    qtbot.waitUntil(lambda: page.study is not None and "Complaints" in {each.title for each in page.study.maps})


def test_an_observation_is_tied_to_its_step_and_its_chance_becomes_an_opportunity(
    desk: Desk, page: StudyPage, qtbot: QtBot
) -> None:
    page.tabs.choose("sources")
    sources = page.part("sources")
    assert isinstance(sources, SourcesPart)
    assert page.study is not None
    seen = Create("observation", {"seen": "Numbers are copied three times", "study_id": page.study.id,
                                  "account_id": ident("hengchuan"), "agrees": "differs",
                                  "chance": "Automatic calls"})  # fmt: skip
    read = Create("document_read", {"name": "How peers win customers", "study_id": page.study.id})
    desk.act("observation.create", [seen, read])
    qtbot.waitUntil(lambda: sources.current is not None and len(sources.documents.rows) == 1)
    assert sources.current is not None
    assert sources.current.id == seen.id
    assert sources.observations.rows[0].look.below == "Differs from what was said"
    step = page.study.steps[0]
    sources.steps.toggle(step.id)
    qtbot.waitUntil(lambda: sources.current is not None and sources.current.get("node_id") == step.id)
    assert step.title in sources.observations.rows[0].look.below
    wanted: list[tuple[str, object]] = []
    desk.navigator.create_requested.connect(lambda kind, values: wanted.append((kind, values)))
    QTest.mouseClick(sources.chance, Qt.MouseButton.LeftButton)
    assert wanted == [("opportunity", {"account_id": ident("hengchuan"), "name": "Automatic calls"})]
    QTest.mouseClick(sources.documents.rows[0], Qt.MouseButton.LeftButton)
    assert sources.read.isVisibleTo(sources)
    QTest.mouseClick(sources.read.delete, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.study is not None and page.study.documents == ())

"""Comparison through real widgets: the map beside its industry, figures among clients, silence about too few."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop.models.edits import Delete, Update
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.studies.comparison.part import ComparisonPart
from crm_desktop.views.studies.page import StudyPage
from crm_desktop.views.theme.current import current_theme
from tests.support.studied import Studied, clients_like, study_in

Show = Callable[[int], tuple[ComparisonPart, Studied]]


@pytest.fixture
def show(desk: Desk, qtbot: QtBot, qapp: QApplication) -> Show:
    """Show the comparison of a study among so many other clients; two steps of its map are different."""
    current_theme().install(qapp)
    current_language().use("en")

    def make(clients: int) -> tuple[ComparisonPart, Studied]:
        studied = study_in(desk)
        clients_like(desk, studied, clients)
        tasks = [each for each in studied.map.nodes if each.form == "task"]
        renamed = Update("node", tasks[0].id, {"name": "Print every lead on paper"})
        desk.store.door.commit("node.edit", [renamed, Delete("node", tasks[-1].id)])
        page = StudyPage(desk)
        qtbot.addWidget(page)
        page.resize(1232, 848)
        page.show()
        page.visit(Place("studies", studied.study_id, tab="comparison"), None)
        qtbot.waitUntil(lambda: page.study is not None and page.content is not None)
        part = page.part("comparison")
        assert isinstance(part, ComparisonPart)
        qtbot.waitUntil(lambda: bool(part.lines))
        return part, studied

    return make


def test_the_nearest_industry_is_chosen_and_steps_are_told_apart(desk: Desk, show: Show, qtbot: QtBot) -> None:
    part, studied = show(5)
    assert part.template.currentText() == "Online education and services · Lead to contact"
    assert part.missing.names == ["Export and assign leads", "Log the follow-up"]
    assert part.extra.names == ["Print every lead on paper"]
    assert "Call" in part.manual.names
    assert "4 of 6" in part.summary.text()
    wanted: list[Place] = []
    desk.navigator.requested.connect(lambda place, _neighbours: wanted.append(place))
    (button,) = (each for each in part.extra.findChildren(QPushButton) if "paper" in each.accessibleName())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert wanted == [Place("processes", studied.process_id, tab=next(
        each.id for each in studied.map.nodes if each.form == "task"))]  # fmt: skip


def test_figures_stand_among_those_of_other_clients_and_nobody_is_named(desk: Desk, show: Show) -> None:
    part, _ = show(5)
    assert part.lines[0].startswith("Add-friend rate: here 20%; half of 5 clients lie between 19% and 29%, median 24%")
    names = [row[0] for row in desk.store.read(lambda reader: reader.all("SELECT name FROM accounts"))]
    told = "\n".join([*part.lines, *part.missing.names, *part.manual.names])
    assert not any(name in told for name in names)
    assert part.reading is not None
    ids = [row[0] for row in desk.store.read(lambda reader: reader.all("SELECT id FROM accounts"))]
    assert not any(each in str(part.reading.clients) for each in [*names, *ids])


def test_of_fewer_than_three_clients_nothing_is_told(show: Show) -> None:
    part, _ = show(2)
    (line,) = part.lines
    assert line.startswith("Fewer than 3 other clients of this industry are known on this device. Nothing is shown")
    assert "Call" in part.manual.names


def test_another_industry_can_be_chosen(show: Show) -> None:
    part, _ = show(0)
    at = part.template.findData("recruiting")
    part.template.setCurrentIndex(at)
    part.template.activated.emit(at)
    assert part.missing.names
    assert part.manual.names == []

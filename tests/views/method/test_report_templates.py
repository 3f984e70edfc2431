"""Templates of reports through real widgets: copied from what ships, renamed, switched, put in order, undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.models.record import Record
from crm_desktop.models.studies.report_template import Template, read_template, shipped
from crm_desktop.store.queries.method import own_method
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.method.page import MethodPage
from crm_desktop.views.method.report_templates import ReportTemplatesSide
from crm_desktop.views.navigation import Place
from crm_desktop.views.theme.current import current_theme
from tests.support.administration import let_administer


@pytest.fixture
def side(desk: Desk, qtbot: QtBot, qapp: QApplication) -> ReportTemplatesSide:
    """The templates as administrators see them, the English one that ships chosen."""
    current_theme().install(qapp)
    current_language().use("en")
    page = MethodPage(desk)
    qtbot.addWidget(page)
    page.resize(1232, 848)
    page.show()
    page.visit(Place("method", tab="reports"), None)
    qtbot.waitUntil(lambda: not page.read_only.isHidden())
    let_administer(desk)
    qtbot.waitUntil(lambda: page.side.may)
    shown = page.side
    assert isinstance(shown, ReportTemplatesSide)
    shown.list.setCurrentRow(1)
    return shown


def own(desk: Desk) -> list[Record]:
    return list(desk.store.read(own_method).templates)


def written(desk: Desk) -> Template:
    (record,) = own(desk)
    return read_template(str(record.get("content")))


def copied(desk: Desk, side: ReportTemplatesSide, qtbot: QtBot) -> None:
    qtbot.mouseClick(side.copy_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(side.list.entries) == 3 and side.words.parts[0].isEnabled())


def test_what_ships_is_shown_and_cannot_be_written(side: ReportTemplatesSide) -> None:
    assert [entry.title for entry in side.list.entries] == ["标准报告 · 中文", "Standard report · English"]
    assert side.words.template == shipped("en")
    assert not side.words.parts[0].isEnabled()
    assert side.words.title.isReadOnly()


def test_a_copy_is_changed_part_by_part_and_a_change_can_be_undone(
    desk: Desk, side: ReportTemplatesSide, qtbot: QtBot
) -> None:
    copied(desk, side, qtbot)
    goals = side.words.parts[1]
    goals.heading.clear()
    qtbot.keyClicks(goals.heading, "What you want")
    qtbot.keyClick(goals.heading, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: written(desk).parts[1].heading == "What you want")
    goals.shown.click()
    qtbot.waitUntil(lambda: not written(desk).parts[1].shown)
    side.words.put(1, -1)
    qtbot.waitUntil(lambda: [each.key for each in written(desk).parts][:2] == ["goals", "summary"])
    assert side.words.parts[0].part.key == "goals"
    desk.announce(desk.store.door.undo())
    qtbot.waitUntil(lambda: side.words.parts[0].part.key == "summary")
    assert written(desk).words == shipped("en").words


def test_words_are_kept_when_the_person_goes_on(desk: Desk, side: ReportTemplatesSide, qtbot: QtBot) -> None:
    copied(desk, side, qtbot)
    words = side.words.parts[0].before
    words.setPlainText("For {client}, with care.")
    words.done.emit()
    qtbot.waitUntil(lambda: written(desk).parts[0].before == "For {client}, with care.")
    side.words.title.setText("{client}: {study}")
    side.words.title.editingFinished.emit()
    qtbot.waitUntil(lambda: written(desk).title == "{client}: {study}")

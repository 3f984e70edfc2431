"""The method through real widgets: everybody reads what ships, administrators copy, change, order and switch off."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.models.interviews.outlines import own_outlines, shipped_outlines
from crm_desktop.models.studies.guide import guidance, rules_of
from crm_desktop.models.studies.scope import capabilities_of
from crm_desktop.store.queries.method import OwnMethod, own_method
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.field_editor import FieldEditor
from crm_desktop.views.forms.text_editors import LineEditor
from crm_desktop.views.language.language import current_language
from crm_desktop.views.method.capabilities import CapabilitiesSide
from crm_desktop.views.method.form import Lines, SetChoices
from crm_desktop.views.method.guide import GuideSide
from crm_desktop.views.method.outlines import OutlinesSide
from crm_desktop.views.method.page import MethodPage
from crm_desktop.views.navigation import Place
from crm_desktop.views.theme.current import current_theme
from tests.support.administration import let_administer


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, qapp: QApplication) -> MethodPage:
    """The page as it is for those who may only read."""
    current_theme().install(qapp)
    current_language().use("en")
    shown = MethodPage(desk)
    qtbot.addWidget(shown)
    shown.resize(1232, 848)
    shown.show()
    shown.visit(Place("method"), None)
    qtbot.waitUntil(lambda: not shown.read_only.isHidden())
    return shown


@pytest.fixture
def writing(desk: Desk, page: MethodPage, qtbot: QtBot) -> MethodPage:
    """The page as administrators see it."""
    let_administer(desk)
    qtbot.waitUntil(lambda: page.side.may)
    return page


def _own(desk: Desk) -> OwnMethod:
    return desk.store.read(own_method)


def test_those_who_may_not_administer_read_what_ships(desk: Desk, page: MethodPage) -> None:
    side = page.sides["capabilities"]
    assert side.list.entries[0].title == "Acquisition"
    assert not side.copy_button.isVisible()
    QTest.keyClick(side.list, Qt.Key.Key_Insert)
    QTest.keyClick(side.list, Qt.Key.Key_Delete)
    side.copy()
    assert not desk.actions.run("method.copy")
    assert _own(desk) == OwnMethod()


def test_the_catalogue_is_copied_changed_and_put_in_order(desk: Desk, writing: MethodPage, qtbot: QtBot) -> None:
    side = writing.sides["capabilities"]
    assert isinstance(side, CapabilitiesSide)
    side.list.setCurrentRow(1)
    QTest.mouseClick(side.copy_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(side.method.capabilities) == 4)
    current = side.list.current()
    assert current is not None
    assert current.title == "Customer marketing and management"
    functions = side.form.editors["functions"]
    assert isinstance(functions, SetChoices)
    QTest.mouseClick(
        functions.boxes["purchasing"], Qt.MouseButton.LeftButton, pos=functions.boxes["purchasing"].rect().center()
    )
    qtbot.waitUntil(lambda: "purchasing" in capabilities_of(_own(desk).capabilities)[1].functions)
    QTest.keyClick(side.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: capabilities_of(_own(desk).capabilities)[0].name.en == current.title)
    qtbot.waitUntil(lambda: side.list.currentRow() == 0)
    QTest.keyClick(side.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(side.method.capabilities) == 3)
    desk.announce(desk.store.door.undo())
    qtbot.waitUntil(lambda: len(side.method.capabilities) == 4)


def test_the_level_of_those_who_do_the_work_is_changed_in_the_guide(
    desk: Desk, writing: MethodPage, qtbot: QtBot
) -> None:
    writing.visit(Place("method", tab="guide"), None)
    side = writing.side
    assert isinstance(side, GuideSide)
    side.list.setCurrentRow(5)
    assert desk.actions.run("method.copy")
    qtbot.waitUntil(lambda: len(side.method.rules) == 1)
    assert side.list.currentRow() == 5
    levels = side.form.editors["levels"]
    assert isinstance(levels, SetChoices)
    for key in ("execution", "tactical"):
        levels.boxes[key].click()
    qtbot.waitUntil(lambda: guidance("", "operator", rules_of(_own(desk).rules)).levels == ("tactical",))
    active = side.form.editors["active"]
    assert isinstance(active, FieldEditor)
    assert guidance("early", "operator", rules_of(_own(desk).rules)).start == "tactical"


def test_an_outline_is_copied_and_its_questions_are_written(desk: Desk, writing: MethodPage, qtbot: QtBot) -> None:
    writing.visit(Place("method", tab="outlines"), None)
    side = writing.side
    assert isinstance(side, OutlinesSide)
    shipped = shipped_outlines("en")
    side.list.setCurrentRow(0)
    QTest.mouseClick(side.copy_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(side.questions.entries) == len(shipped[0].questions) and side.add_question.isVisible())
    count = len(side.questions.entries)
    QTest.keyClick(side.questions, Qt.Key.Key_Insert)
    qtbot.waitUntil(lambda: len(side.questions.entries) == count + 1)
    assert side.questions.currentRow() == count
    words = side.question.editors["words"]
    assert isinstance(words, LineEditor)
    words.input.setFocus()
    words.input.selectAll()
    QTest.keyClicks(words.input, "Who signs?")
    QTest.keyClick(words.input, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _questions(desk)[-1] == "Who signs?")
    short = side.question.editors["follow_ups"]
    assert isinstance(short, Lines)
    short.setFocus()
    QTest.keyClicks(short, "Who decides?")
    QTest.keyClick(short, Qt.Key.Key_Return)
    QTest.keyClicks(short, "How often?")
    side.questions.setFocus()
    qtbot.waitUntil(lambda: _follow_ups(desk) == ("Who decides?", "How often?"))
    QTest.keyClick(side.questions, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: _questions(desk)[-2] == "Who signs?")
    QTest.keyClick(side.questions, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(_questions(desk)) == count)
    QTest.mouseClick(side.to_outline, Qt.MouseButton.LeftButton)
    assert side.facts.isVisible()
    assert not side.question.isVisible()
    QTest.mouseClick(side.remove_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: _own(desk) == OwnMethod())


def _questions(desk: Desk) -> list[str]:
    own = _own(desk)
    return [each.words for each in own_outlines(own.outlines, own.questions)[0].questions]


def _follow_ups(desk: Desk) -> tuple[str, ...]:
    own = _own(desk)
    return own_outlines(own.outlines, own.questions)[0].questions[-1].follow_ups

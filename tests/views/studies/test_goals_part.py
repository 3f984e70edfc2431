"""The tree of goals through real keys: typed, understood, renamed, moved, dropped, deleted, taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from crm_desktop.models.edits import Create
from crm_desktop.models.ids import new_id
from crm_desktop.models.money import to_units
from crm_desktop.models.record import Record
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.studies.goals.part import GoalsPart
from crm_desktop.views.studies.page import StudyPage
from crm_desktop.views.theme.current import current_theme
from tests.support.sample import ident

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def part(desk: Desk, qtbot: QtBot, qapp: QApplication) -> GoalsPart:
    """The goals of a study that has none yet, at a client with an ads department."""
    current_theme().install(qapp)
    current_language().use("en")
    study, home = new_id(), ident("hengchuan")
    ads = Create("department", {"name": "投放部", "account_id": home, "scope": "in"})
    desk.store.door.commit("study.create", [Create("study", {"name": "Leads", "account_id": home}, study), ads])
    page = StudyPage(desk)
    qtbot.addWidget(page)
    page.resize(1232, 848)
    page.show()
    page.visit(Place("studies", study, tab="goals"), None)
    qtbot.waitUntil(lambda: page.study is not None)
    shown = page.part("goals")
    assert isinstance(shown, GoalsPart)
    return shown


def typed(part: GoalsPart, qtbot: QtBot, line: str, level: str = "") -> Record:
    """Type one goal into the entry line as a person would, and return it."""
    before = set(part.tree.goals)
    if level:
        part.entry.set_level(level)
    part.entry.line.setText(line)
    QTest.keyClick(part.entry.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(part.tree.goals) == len(before) + 1 and part.current is not None)
    return part.tree.goals[(set(part.tree.goals) - before).pop()]


def test_the_example_of_the_original_text_becomes_a_tree_by_typing_three_lines(part: GoalsPart, qtbot: QtBot) -> None:
    profit = typed(part, qtbot, "一年盈利 1亿元，拓展线上化渠道")
    model = typed(part, qtbot, "总部集中运营，分公司执行，一个季度跑通")
    part.entry.line.setText("投放部门第一季度线上引流 50w 条")
    assert part.entry.understood.text() == "Understood: 500,000 条 · by 31 Mar 2026 · 投放部"
    leads = typed(part, qtbot, "投放部门第一季度线上引流 50w 条")
    assert [each.get("level") for each in (profit, model, leads)] == ["strategic", "tactical", "execution"]
    assert [each.get("aspect") for each in (profit, model, leads)] == ["goal", "control_model", "target"]
    assert (part.tree.parent(leads.id), part.tree.parent(model.id)) == (model.id, profit.id)
    assert (profit.get("value"), profit.get("unit")) == (to_units(100_000_000), "元")
    assert (leads.get("value"), leads.get("due")) == (to_units(500_000), "2026-03-31")
    assert leads.get("department_id")
    said = part.model.data(part.model.index_of(leads.id), Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Execution: 投放部门第一季度线上引流 50w 条, 500,000 条")


def test_alt_and_the_arrows_change_the_level_while_typing(part: GoalsPart) -> None:
    part.entry.line.setText("Be the most dependable supplier")
    QTest.keyClick(part.entry.line, Qt.Key.Key_Down, ALT)
    assert part.entry.levels.choice == "tactical"
    QTest.keyClick(part.entry.line, Qt.Key.Key_Up, ALT)
    assert part.entry.levels.choice == "strategic"


def test_a_line_that_is_typed_over_takes_its_number_and_day_along(part: GoalsPart, qtbot: QtBot) -> None:
    goal = typed(part, qtbot, "Bring 500k leads in Q2", "execution")
    part.view.setFocus()
    QTest.keyClick(part.view, Qt.Key.Key_Return)
    editor = part.view.findChild(QLineEdit)
    assert editor is not None
    editor.setText("Bring 600k leads in Q3")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: part.tree.goals[goal.id].title == "Bring 600k leads in Q3")
    changed = part.tree.goals[goal.id]
    assert (changed.get("value"), changed.get("due")) == (to_units(600_000), "2026-09-30")


def test_goals_are_moved_by_keys_and_by_dropping_and_every_act_is_taken_back(
    desk: Desk, part: GoalsPart, qtbot: QtBot
) -> None:
    profit = typed(part, qtbot, "Profit", "strategic")
    growth = typed(part, qtbot, "Growth", "strategic")
    leads = typed(part, qtbot, "Leads", "execution")
    assert part.tree.parent(leads.id) == growth.id
    at = part.model.index_of(profit.id)
    dragged = part.model.mimeData([part.model.index_of(leads.id)])
    assert part.model.canDropMimeData(dragged, Qt.DropAction.MoveAction, -1, -1, at)
    part.model.dropMimeData(dragged, Qt.DropAction.MoveAction, -1, -1, at)
    qtbot.waitUntil(lambda: part.tree.parent(leads.id) == profit.id)
    strategic = part.model.mimeData([part.model.index_of(profit.id)])
    assert not part.model.canDropMimeData(strategic, Qt.DropAction.MoveAction, -1, -1, part.model.index_of(leads.id))
    part.view.setCurrentIndex(part.model.index_of(growth.id))
    QTest.keyClick(part.view, Qt.Key.Key_Up, ALT)
    qtbot.waitUntil(lambda: part.tree.children("") == (growth.id, profit.id))
    QTest.keyClick(part.view, Qt.Key.Key_Down, ALT)
    qtbot.waitUntil(lambda: part.tree.children("") == (profit.id, growth.id))
    QTest.keyClick(part.view, Qt.Key.Key_Right, ALT)
    qtbot.waitUntil(lambda: part.tree.parent(growth.id) == profit.id)
    desk.announce(desk.store.door.undo())
    qtbot.waitUntil(lambda: part.tree.parent(growth.id) == "")


def test_deleting_a_goal_leaves_what_served_it_under_what_it_served(part: GoalsPart, qtbot: QtBot) -> None:
    profit = typed(part, qtbot, "Profit", "strategic")
    model = typed(part, qtbot, "Model", "tactical")
    leads = typed(part, qtbot, "Leads", "execution")
    part.view.setCurrentIndex(part.model.index_of(model.id))
    QTest.keyClick(part.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: model.id not in part.tree.goals and part.tree.parent(leads.id) == profit.id)
    assert part.model.rowCount(QModelIndex()) == 1


def test_a_missing_level_is_pointed_at_by_beginning_to_type_it(part: GoalsPart) -> None:
    part.point_at("level:tactical")
    assert part.entry.levels.choice == "tactical"
    assert part.entry.line.hasFocus()

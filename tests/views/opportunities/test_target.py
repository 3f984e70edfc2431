"""The target of a view on the board: set by a click or the act, kept with the view, compared with the forecast."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.clock import DAY_MS, ManualClock
from crm_desktop.models.edits import Update
from crm_desktop.models.rules.views import Definition, decode, encode
from crm_desktop.store.queries.records import where
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.opportunities.ask_target import ask_target
from crm_desktop.views.opportunities.forecast_figures import Target
from crm_desktop.views.opportunities.page import BOARD, OpportunitiesPage
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.dialog import Dialog
from crm_desktop.views.widgets.text_input import TextInput
from tests.support.sample import ident


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, qapp: QApplication) -> OpportunitiesPage:
    current_theme().install(qapp)
    current_language().use("en")
    made = OpportunitiesPage(desk)
    qtbot.addWidget(made)
    made.resize(1232, 848)
    made.show()
    made.visit(Place("opportunities"), None)
    qtbot.waitUntil(lambda: made.book.known)
    made.show_as(BOARD)
    board = made.board
    assert board is not None
    qtbot.waitUntil(lambda: "Weighted forecast ¥1.60M" in board.forecast.accessibleName())
    return made


def _said(page: OpportunitiesPage) -> str:
    assert page.board is not None
    return page.board.forecast.accessibleName()


def test_a_target_is_set_by_a_click_and_kept_with_ones_own_view(
    qtbot: QtBot, desk: Desk, page: OpportunitiesPage
) -> None:
    assert "Set a target" in _said(page)
    key = page.book.create("East, this quarter", Definition(), BOARD)
    qtbot.waitUntil(lambda: page.book.find(key) is not None)
    page.show_view(key)
    assert page.board is not None
    bar = page.board.forecast
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(bar._left + 200, 40))
    dialog = next(each for each in page.window().findChildren(Dialog) if each.isVisible())
    _answer(qtbot, dialog, "2M")
    qtbot.waitUntil(lambda: "Gap ¥397K, as last week" in _said(page))
    assert "80% of target" in _said(page)

    def kept() -> Definition:
        (view,) = desk.store.read(where, "saved_view", "id = ?", key)
        return decode(str(view.get("definition")))

    qtbot.waitUntil(lambda: kept().target == 2_000_000 * 10_000)
    page.set_target(Target(1_000_000 * 10_000))
    qtbot.waitUntil(lambda: "Above target" in _said(page))
    page.set_target(Target())
    qtbot.waitUntil(lambda: "Set a target" in _said(page))


def test_the_gap_stands_beside_that_of_last_week_where_the_history_tells(
    qtbot: QtBot, desk: Desk, page: OpportunitiesPage
) -> None:
    clock = desk.clock
    assert isinstance(clock, ManualClock)
    page.set_target(Target(2_000_000 * 10_000))
    qtbot.waitUntil(lambda: "Gap ¥397K" in _said(page))
    clock.advance(8 * DAY_MS)
    (cold,) = desk.store.read(where, "opportunity", "id = ?", ident("cold"))
    amount = cold.get("amount")
    assert isinstance(amount, int)
    desk.act("opportunity.edit", [Update("opportunity", cold.id, {"amount": amount + 100_000 * 10_000})], "changed")
    qtbot.waitUntil(lambda: "was ¥397K last week" in _said(page))
    desk.store.door.undo()
    desk.refresh.announce({"opportunity"}, {cold.id}, desk)
    qtbot.waitUntil(lambda: "Gap ¥397K, as last week" in _said(page))


def test_what_is_no_amount_cannot_be_set(qtbot: QtBot, qapp: QApplication) -> None:
    current_theme().install(qapp)
    window, told = QWidget(), list[Target]()
    qtbot.addWidget(window)
    window.show()
    dialog = ask_target(window, Target(), told.append)
    field = dialog.findChild(TextInput)
    assert field is not None
    field.setText("much")
    assert not _verb(dialog).isEnabled()
    _answer(qtbot, dialog, "1,200")
    assert told == [Target(1_200 * 10_000)]


def test_a_view_without_a_target_is_written_as_before() -> None:
    assert encode(Definition()) == "{}"
    assert decode('{"target":50000,"target_currency":"USD"}') == Definition(target=50_000, target_currency="USD")


def _verb(dialog: Dialog) -> QWidget:
    from crm_desktop.views.widgets.button import Button

    return next(each for each in dialog.findChildren(Button) if each.text().startswith(("Set target", "设定目标")))


def _answer(qtbot: QtBot, dialog: Dialog, typed: str) -> None:
    field = dialog.findChild(TextInput)
    assert field is not None
    field.setText(typed)
    qtbot.mouseClick(_verb(dialog), Qt.MouseButton.LeftButton)

"""The board shows the pipeline of a real replica, and cards move by key and by pointer; each move is one act."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.edits import Create, Update
from crm_desktop.models.money import to_units
from crm_desktop.models.record import Record, SyncState
from crm_desktop.models.rules.views import Definition
from crm_desktop.store.queries.records import record
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.field_editor import FieldEditor
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import label
from crm_desktop.views.navigation import Place
from crm_desktop.views.opportunities.board import Board
from crm_desktop.views.opportunities.board_column import BoardColumn
from crm_desktop.views.opportunities.card_list import CardList
from crm_desktop.views.opportunities.carrying import CarriedCard
from crm_desktop.views.opportunities.page import OpportunitiesPage
from crm_desktop.views.records.stage_demand import StageDemand
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.popover import Popover
from tests.support.sample import ident

pytestmark = pytest.mark.usefixtures("dressed")

_LEFT = Qt.MouseButton.LeftButton
_ALT = Qt.KeyboardModifier.AltModifier
OWNER = ident("lin")


@pytest.fixture
def board(desk: Desk, qtbot: QtBot) -> Iterator[Board]:
    """A board in a window, filled."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1232, 848)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    made = Board(desk)
    column.addWidget(made)
    made.show(Definition())
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: len(made.row.columns) == 6)
    yield made
    window.close()


def column(board: Board, stage: str) -> BoardColumn:
    return next(
        each for each in board.row.columns if each.stage is not None and each.stage.id == ident(f"stage.{stage}")
    )


def ids(board: Board, stage: str) -> list[str]:
    return [card.id for card in column(board, stage).list.cards.cards]


def deal(desk: Desk, word: str) -> Record:
    found = desk.store.read(record, "opportunity", ident(word))
    assert found is not None
    return found


def choose(qtbot: QtBot, board: Board, stage: str, word: str) -> CardList:
    view = column(board, stage).list
    box = view.card_box(view.cards.row_of(ident(word)))
    qtbot.mouseClick(view.viewport(), _LEFT, pos=box.center())
    view.setFocus()
    assert board.current_record is not None
    assert board.current_record.id == ident(word)
    return view


def drag(qtbot: QtBot, board: Board, card: tuple[str, str], stage: str, spot: QPoint, *, drop: bool = True) -> None:
    view = column(board, card[0]).list
    start = view.card_box(view.cards.row_of(ident(card[1]))).center()
    target = column(board, stage)
    qtbot.mousePress(view.viewport(), _LEFT, pos=start)
    for where in (target.mapToGlobal(spot) - QPoint(0, 6), target.mapToGlobal(spot)):
        qtbot.mouseMove(view.viewport(), view.viewport().mapFromGlobal(where))
    if drop:
        qtbot.mouseRelease(view.viewport(), _LEFT, pos=view.viewport().mapFromGlobal(target.mapToGlobal(spot)))


def test_each_stage_is_a_column_with_its_cards_by_closing_day_and_its_sums(board: Board) -> None:
    assert [each.stage.get("name") for each in board.row.columns if each.stage] == [
        "Qualify", "Discovery", "Proposal", "Negotiation", "Won", "Lost",
    ]  # fmt: skip
    assert ids(board, "negotiation") == [ident("energy"), ident("mes2")]
    names = [child.accessibleName() for child in column(board, "negotiation").findChildren(QWidget)]
    assert "Negotiation, 2 opportunities, ¥1,560,000, ¥936,000 weighted" in names
    assert "Weighted forecast ¥1.60M, 5 open, Target –" in board.forecast.accessibleName()
    assert "Win rate 100%, 1 of 1" in board.forecast.accessibleName()


def test_a_card_says_everything_in_one_sentence(board: Board) -> None:
    cards = column(board, "discovery").list.cards
    sentence = cards.data(cards.index(0, 0), int(Qt.ItemDataRole.AccessibleTextRole))
    assert sentence == (
        "Quality tracing module, Hengchuan Precision, ¥240,000, closes 15 Jun, No activity, 19 days, Lin Yue"
    )


def test_alt_right_moves_a_card_one_stage_and_it_stays_the_current_one(desk: Desk, board: Board, qtbot: QtBot) -> None:
    view = choose(qtbot, board, "qualify", "batch")
    qtbot.keyClick(view, Qt.Key.Key_Right, _ALT)
    qtbot.waitUntil(lambda: ids(board, "discovery").count(ident("batch")) == 1 and ids(board, "qualify") == [])
    moved = deal(desk, "batch")
    assert (moved.get("stage_id"), moved.get("probability")) == (ident("stage.discovery"), 20)
    assert moved.state is SyncState.WAITING
    assert column(board, "discovery").list.hasFocus()
    assert board.current_record is not None
    assert board.current_record.id == ident("batch")
    qtbot.keyClick(column(board, "discovery").list, Qt.Key.Key_Left, _ALT)
    qtbot.waitUntil(lambda: ids(board, "qualify") == [ident("batch")])


def test_a_move_can_be_undone(desk: Desk, board: Board, qtbot: QtBot) -> None:
    view = choose(qtbot, board, "qualify", "batch")
    qtbot.keyClick(view, Qt.Key.Key_Right, _ALT)
    qtbot.waitUntil(lambda: ids(board, "qualify") == [])
    desk.background.write(desk.store.door.undo, desk.announce)
    qtbot.waitUntil(lambda: ids(board, "qualify") == [ident("batch")])


def test_alt_down_reorders_and_writes_only_the_card_that_was_moved(desk: Desk, board: Board, qtbot: QtBot) -> None:
    view = choose(qtbot, board, "negotiation", "energy")
    qtbot.keyClick(view, Qt.Key.Key_Down, _ALT)
    qtbot.waitUntil(lambda: ids(board, "negotiation") == [ident("mes2"), ident("energy")])
    assert str(deal(desk, "energy").get("rank")) > "2026-04-30"
    assert deal(desk, "mes2").get("rank") is None
    qtbot.keyClick(column(board, "negotiation").list, Qt.Key.Key_Up, _ALT)
    qtbot.waitUntil(lambda: ids(board, "negotiation") == [ident("energy"), ident("mes2")])


def test_a_card_dropped_between_two_others_lands_there_in_the_new_stage(desk: Desk, board: Board, qtbot: QtBot) -> None:
    target = column(board, "negotiation")
    between = target.list.mapTo(target, target.list.card_box(1).topLeft())
    drag(qtbot, board, ("proposal", "cold"), "negotiation", between)
    qtbot.waitUntil(lambda: ids(board, "negotiation") == [ident("energy"), ident("cold"), ident("mes2")])
    assert deal(desk, "cold").get("stage_id") == ident("stage.negotiation")
    assert board.window().findChildren(CarriedCard) == []


def test_while_dragging_a_slot_opens_and_the_totals_are_those_after_the_drop(board: Board, qtbot: QtBot) -> None:
    drag(qtbot, board, ("proposal", "cold"), "negotiation", QPoint(90, 90), drop=False)
    target, origin = column(board, "negotiation"), column(board, "proposal")
    assert target.list.cards.slot == 0
    assert target.list.cards.slot_words == "Move to Negotiation · 60%"
    names = [child.accessibleName() for child in target.findChildren(QWidget)]
    assert "Negotiation, 3 opportunities, ¥1,740,000, ¥1,044,000 weighted" in names
    assert "Weighted forecast ¥1.64M" in board.forecast.accessibleName()
    qtbot.keyClick(origin.list, Qt.Key.Key_Escape)
    assert target.list.cards.slot == -1
    assert "Weighted forecast ¥1.60M" in board.forecast.accessibleName()
    qtbot.mouseRelease(origin.list.viewport(), _LEFT)
    assert ids(board, "proposal") == [ident("cold")]


def test_a_stage_asks_in_place_for_what_it_demands_and_the_card_waits(desk: Desk, board: Board, qtbot: QtBot) -> None:
    desk.store.door.commit("opportunity.edit", [Update("opportunity", ident("cold"), {"close_on": None})])
    board.read()
    qtbot.waitUntil(lambda: column(board, "proposal").list.cards.cards[0].get("close_on") is None)
    view = choose(qtbot, board, "proposal", "cold")
    qtbot.keyClick(view, Qt.Key.Key_Right, _ALT)
    qtbot.waitUntil(lambda: board.window().findChild(Popover) is not None)
    assert deal(desk, "cold").get("stage_id") == ident("stage.proposal")
    popover = board.window().findChild(Popover)
    assert popover is not None
    editor = popover.findChild(FieldEditor)
    assert editor is not None
    assert editor.field.name == "close_on"
    editor.set_value("2026-09-01")
    verb = str(label("acts", "opportunity.move"))
    move = next(button for button in popover.findChildren(Button) if button.text() == verb)
    qtbot.mouseClick(move, _LEFT)
    qtbot.waitUntil(lambda: ident("cold") in ids(board, "negotiation"))
    assert deal(desk, "cold").get("close_on") == "2026-09-01"
    assert desk.refresh.findChildren(StageDemand) == [] or not popover.isVisible()


def test_a_card_dropped_on_the_folded_lost_stage_is_asked_why(desk: Desk, board: Board, qtbot: QtBot) -> None:
    assert column(board, "lost").folded
    drag(qtbot, board, ("qualify", "batch"), "lost", QPoint(20, 200))
    qtbot.waitUntil(lambda: board.window().findChild(Popover) is not None)
    popover = board.window().findChild(Popover)
    assert popover is not None
    editor = popover.findChild(FieldEditor)
    assert editor is not None
    assert editor.field.name == "loss_reason"
    assert deal(desk, "batch").get("stage_id") == ident("stage.qualify")


def test_won_sets_the_closing_day(desk: Desk, board: Board, qtbot: QtBot) -> None:
    view = choose(qtbot, board, "negotiation", "energy")
    qtbot.keyClick(view, Qt.Key.Key_Right, _ALT)
    qtbot.waitUntil(lambda: ident("energy") in ids(board, "won"))
    assert deal(desk, "energy").get("closed_on") == "2026-03-12"


def test_arrows_go_from_column_to_column_and_open_a_folded_one_that_has_cards(
    desk: Desk, board: Board, qtbot: QtBot
) -> None:
    lost = {"stage_id": ident("stage.lost"), "loss_reason": "price"}
    desk.store.door.commit("opportunity.move", [Update("opportunity", ident("batch"), lost)])
    board.read()
    qtbot.waitUntil(lambda: ids(board, "lost") == [ident("batch")])
    view = choose(qtbot, board, "discovery", "tracing")
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert column(board, "proposal").list.hasFocus()
    for stage in ("proposal", "negotiation", "won"):
        qtbot.keyClick(column(board, stage).list, Qt.Key.Key_Right)
    assert column(board, "lost").list.hasFocus()
    assert not column(board, "lost").folded


def test_enter_asks_for_the_panel_and_control_enter_for_the_page(desk: Desk, board: Board, qtbot: QtBot) -> None:
    view = choose(qtbot, board, "negotiation", "mes2")
    with qtbot.waitSignal(board.panel_wanted):
        qtbot.keyClick(view, Qt.Key.Key_Return)
    with qtbot.waitSignal(desk.navigator.requested) as asked:
        qtbot.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    place, neighbours = asked.args
    assert (place.section, place.record_id, neighbours.position) == ("opportunities", ident("mes2"), 1)


def test_on_the_page_the_panel_opens_with_enter_and_follows_the_cards(desk: Desk, qtbot: QtBot) -> None:
    page = OpportunitiesPage(desk)
    qtbot.addWidget(page)
    page.resize(1440, 800)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.visit(Place("opportunities"), None)
    page.show_as("board")
    assert page.board is not None
    shown = page.board
    qtbot.waitUntil(lambda: len(shown.row.columns) == 6)
    view = choose(qtbot, shown, "negotiation", "energy")
    assert not page.frame.panel_visible
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Energy management" in _words(page.panel))
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "MES phase 2" in _words(page.panel))
    page.close()


def test_delete_takes_the_card_away_and_says_so_with_undo(desk: Desk, board: Board, qtbot: QtBot) -> None:
    view = choose(qtbot, board, "qualify", "batch")
    with qtbot.waitSignal(desk.notices.done):
        qtbot.keyClick(view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: ids(board, "qualify") == [])
    assert deal(desk, "batch").deleted


def test_a_stage_shows_its_first_cards_and_offers_the_rest(desk: Desk, board: Board, qtbot: QtBot) -> None:
    desk.store.door.commit("opportunity.create", [_new(number) for number in range(60)])
    board.read()
    qtbot.waitUntil(lambda: len(ids(board, "qualify")) == 50)
    view = column(board, "qualify").list
    assert view.cards.more == 11
    assert view.cards.more_words == "Show 11 more · ¥320,000"
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(ids(board, "qualify")) == 61)
    assert view.cards.more == 0


def test_the_language_changes_while_the_board_is_shown(board: Board, qtbot: QtBot) -> None:
    current_language().use("zh")
    qtbot.waitUntil(lambda: column(board, "lost").list.accessibleName() == "「输单」阶段的商机")
    assert "赢单率 100%" in board.forecast.accessibleName()


def test_of_two_thousand_cards_only_those_in_sight_are_read(desk: Desk, board: Board, qtbot: QtBot) -> None:
    desk.store.door.commit("opportunity.create", [_new(number) for number in range(2_000)])
    board.read()
    view = column(board, "qualify").list
    qtbot.waitUntil(lambda: view.cards.more == 1_951, timeout=20_000)
    for _ in range(10):
        with qtbot.waitSignal(view.cards.modelReset, timeout=20_000):
            view.more_wanted.emit()
    assert len(view.cards.cards) == 2_001
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    view.grab()
    assert 5 < len(view.cards._faces) < 60


def _words(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel))


def _new(number: int) -> Create:
    values: dict[str, Any] = {
        "name": f"Deal {number}", "stage_id": ident("stage.qualify"), "account_id": ident("anze"), "owner_id": OWNER,
        "amount": to_units(1_000), "currency": "CNY",
        "close_on": f"{2026 + number // 336:04}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}",
    }  # fmt: skip
    return Create("opportunity", values)

"""How many keystrokes or clicks the everyday acts take, counted in the whole window; docs/ux-budget.md tells them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.record import Record
from crm_desktop.store.queries.records import record, where
from crm_desktop.views.accounts.account_page import AccountPage
from crm_desktop.views.forms.create_dialog import CreateDialog
from crm_desktop.views.navigation import Place
from crm_desktop.views.opportunities.board import Board
from crm_desktop.views.opportunities.page import BOARD, OpportunitiesPage
from crm_desktop.views.palette.palette import Palette
from crm_desktop.views.palette.rows import RecordRow
from crm_desktop.views.records.log_activity import LogActivity
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.search_button import SearchButton
from tests.support.finding import child
from tests.support.sample import ident
from tests.views.shell.conftest import Shell

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
NONE = Qt.KeyboardModifier.NoModifier
HOME = ident("hengchuan")


D = TypeVar("D", bound=CreateDialog)


@dataclass
class Hand:
    """Does what a person does, and counts: a chord is one keystroke, text is not counted, a drag is one act."""

    window: QWidget
    count: int = 0

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        self.count += 1
        QTest.keyClick(self._keys, key, modifiers)

    def text(self, words: str) -> None:
        QTest.keyClicks(self._keys, words)

    @property
    def _keys(self) -> QWidget:
        """Who gets the keys; without a window manager a window may lose the activation it would keep on a desktop."""
        there = (QApplication.focusWidget(), self.window.focusWidget(), self.window)
        return next(each for each in there if each is not None)

    def click(self, widget: QWidget, place: QPoint | None = None) -> None:
        self.count += 1
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, NONE, place or widget.rect().center())


@pytest.fixture
def account(shell: Shell, qtbot: QtBot) -> AccountPage:
    shell.desk.navigator.go(Place("accounts", HOME))
    page = shell.window.workplace.host.page
    assert isinstance(page, AccountPage)
    qtbot.waitUntil(lambda: page.content is not None and page.acts.rights.can_log())
    return page


@pytest.fixture
def board(shell: Shell, qtbot: QtBot) -> Board:
    shell.desk.navigator.go(Place("opportunities"))
    page = shell.window.workplace.host.page
    assert isinstance(page, OpportunitiesPage)
    qtbot.waitUntil(lambda: page.book.known)
    page.show_as(BOARD)
    made = page.board
    assert made is not None
    qtbot.waitUntil(lambda: len(made.row.columns) == 6)
    made.setFocus()
    return made


def dialog_of(kind: type[D], qtbot: QtBot) -> D:
    """Wait for a dialog that has the keys, and return it."""

    def there() -> bool:
        dialog, keys = QApplication.activeModalWidget(), QApplication.focusWidget()
        return isinstance(dialog, kind) and keys is not None and dialog.isAncestorOf(keys)

    qtbot.waitUntil(there)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, kind)
    return dialog


def _is_one(found: Callable[[], Sequence[object]]) -> bool:
    return len(found()) == 1


def _offers(palette: Palette, typed: str) -> bool:
    return isinstance(palette.current, RecordRow) and palette.current.title.lower().startswith(typed)


def logged(shell: Shell, subject: str) -> list[Record]:
    return shell.desk.store.read(where, "activity", "subject = ?", subject)


def test_logging_a_visit_with_its_next_step_takes_four_keystrokes(
    shell: Shell, account: AccountPage, qtbot: QtBot
) -> None:
    hand = Hand(shell.window)
    hand.key(Qt.Key.Key_L, CTRL)
    dialog_of(LogActivity, qtbot)
    hand.key(Qt.Key.Key_3, ALT)
    hand.text("Walked line 3")
    hand.key(Qt.Key.Key_Tab)
    hand.text("Send the offer")
    hand.key(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: bool(logged(shell, "Walked line 3")))
    (visit,) = logged(shell, "Walked line 3")
    assert (visit.get("form"), visit.get("next_step"), visit.get("account_id")) == ("visit", "Send the offer", HOME)
    assert hand.count == 4


def test_logging_a_visit_with_its_next_step_takes_four_clicks(shell: Shell, account: AccountPage, qtbot: QtBot) -> None:
    hand = Hand(shell.window)
    hand.click(child(account, Button, "Log activity"))
    dialog = dialog_of(LogActivity, qtbot)
    hand.click(child(dialog.forms, QWidget, "Visit"))
    hand.text("Walked line 4")
    step = dialog.form.fields["next_step"].editor
    hand.click(step.focusProxy() or step)
    hand.text("Send the offer")
    hand.click(child(dialog, Button, "Save"))
    qtbot.waitUntil(lambda: bool(logged(shell, "Walked line 4")))
    assert logged(shell, "Walked line 4")[0].get("next_step") == "Send the offer"
    assert hand.count == 4


def test_a_new_contact_on_an_account_takes_two_keystrokes_or_two_clicks(
    shell: Shell, account: AccountPage, qtbot: QtBot
) -> None:
    for name, by_key in (("Shen Yi", True), ("Tao Ran", False)):
        hand = Hand(shell.window)
        if by_key:
            hand.key(Qt.Key.Key_C, CTRL | SHIFT)
        else:
            hand.click(child(account, IconButton, "New contact"))
        dialog = dialog_of(CreateDialog, qtbot)
        hand.text(name)
        if by_key:
            hand.key(Qt.Key.Key_Return, CTRL)
        else:
            hand.click(child(dialog, Button, "Save"))
        made = partial(shell.desk.store.read, where, "contact", "name = ? AND account_id = ?", name, HOME)
        qtbot.waitUntil(partial(_is_one, made))
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
        assert hand.count == 2


def test_moving_an_opportunity_takes_one_keystroke_or_one_drag(shell: Shell, board: Board, qtbot: QtBot) -> None:
    board.row.columns[0].list.setFocus()
    board.row.columns[0].list.go_to(0)
    hand = Hand(shell.window)
    card = board.row.current_record
    assert card is not None
    hand.key(Qt.Key.Key_Right, ALT)
    moved = ("opportunity", card.id)

    def at(stage: str) -> bool:
        found = shell.desk.store.read(record, *moved)
        return found is not None and found.get("stage_id") == ident(f"stage.{stage}")

    qtbot.waitUntil(lambda: at("discovery"))
    assert hand.count == 1
    qtbot.waitUntil(lambda: board.row.columns[1].list.cards.row_of(card.id) >= 0)
    view = board.row.columns[1].list
    start = view.card_box(view.cards.row_of(card.id)).center()
    target = board.row.columns[0].list.viewport()
    end = view.viewport().mapFromGlobal(target.mapToGlobal(QPointF(40, 40))).toPoint()
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, NONE, start)
    for step in (start + QPoint(-12, 0), (start + end) / 2, end):
        QTest.mouseMove(view.viewport(), step)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, NONE, end)
    qtbot.waitUntil(lambda: at("qualify"))


@pytest.mark.parametrize(("typed", "place"), [("hen", Place("accounts", HOME)), ("zho", None)])
def test_any_record_is_found_by_three_letters_and_enter(
    shell: Shell, account: AccountPage, qtbot: QtBot, typed: str, place: Place | None
) -> None:
    shell.desk.navigator.go(Place("settings"))
    hand = Hand(shell.window)
    hand.key(Qt.Key.Key_K, CTRL)
    palette = child(shell.window, Palette)
    hand.text(typed)
    hand.key(Qt.Key.Key_Return)  # at once: nobody waits for rows whose name they know
    host = shell.window.workplace.host
    qtbot.waitUntil(lambda: bool(host.place.record_id))
    assert place is None or host.place == place
    assert hand.count == 2
    shell.desk.navigator.go(Place("settings"))
    hand = Hand(shell.window)
    hand.click(child(shell.window, SearchButton))
    hand.text(typed)
    qtbot.waitUntil(partial(_offers, palette, typed))
    hand.click(palette.view.viewport(), palette.view.visualRect(palette.view.currentIndex()).center())
    qtbot.waitUntil(lambda: bool(host.place.record_id))
    assert hand.count == 2

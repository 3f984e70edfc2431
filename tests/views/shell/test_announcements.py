"""What the window says in passing: undo by bar and key, problems with what to do, the bell."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.models.edits import Update
from crm_desktop.models.errors import Broken, Refused
from crm_desktop.models.record import Record
from crm_desktop.store.queries.records import record
from crm_desktop.views.language.texts import text
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.inverse_button import InverseButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph
from tests.support.finding import child
from tests.support.sample import ident
from tests.views.shell.conftest import Shell

HENGCHUAN = ident("hengchuan")
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def phone(shell: Shell) -> object:
    """Return the account's phone as the replica has it."""
    found: Record | None = shell.desk.store.read(record, "account", HENGCHUAN)
    assert found is not None
    return found.get("phone")


def set_phone(shell: Shell, qtbot: QtBot, number: str) -> None:
    """Edit the phone and wait until it is said."""
    bar = shell.window.announcements.bar
    bar.dismiss()
    shell.desk.act("edit", [Update("account", HENGCHUAN, {"phone": number})], text("shell", "Undone"))
    qtbot.waitUntil(bar.isVisible)
    assert phone(shell) == number


def words(widget: object, kind: type[Label] | type[Paragraph]) -> str:
    """Return all words of a kind inside a widget."""
    return " ".join(each.text() for each in widget.findChildren(kind))  # type: ignore[attr-defined]


def test_the_undo_bar_takes_an_act_back(shell: Shell, qtbot: QtBot) -> None:
    before = phone(shell)
    set_phone(shell, qtbot, "0512 1111 2222")
    button = child(shell.window.announcements.bar, InverseButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: phone(shell) == before)


def test_ctrl_z_and_ctrl_shift_z_undo_and_redo(shell: Shell, qtbot: QtBot) -> None:
    before = phone(shell)
    set_phone(shell, qtbot, "0512 3333 4444")
    with qtbot.waitSignal(shell.desk.refresh.changed):
        QTest.keyClick(QApplication.focusWidget() or shell.window, Qt.Key.Key_Z, CTRL)
    assert phone(shell) == before
    with qtbot.waitSignal(shell.desk.refresh.changed):
        QTest.keyClick(QApplication.focusWidget() or shell.window, Qt.Key.Key_Z, CTRL | SHIFT)
    assert phone(shell) == "0512 3333 4444"


def test_undo_without_anything_to_undo_says_so(shell: Shell, qtbot: QtBot) -> None:
    shell.desk.actions.run("undo")
    qtbot.waitUntil(lambda: "Nothing to undo" in words(shell.window.announcements.bar, Label))


def test_a_problem_says_what_happened_what_is_safe_and_what_next(shell: Shell) -> None:
    shell.desk.notices.fail(Broken("store.disk_full"))
    card = shell.window.announcements.card
    assert card.isVisible()
    assert "disk" in words(card, Label).lower()
    assert len(words(card, Paragraph).split(". ")) >= 2
    copy = next(each for each in card.findChildren(Button) if each.text() == "Copy details")
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "store.disk_full"


def test_the_card_goes_with_escape_and_stands_inside_the_window(shell: Shell) -> None:
    shell.desk.notices.fail(Refused("undo.overwritten"))
    card = shell.window.announcements.card
    assert shell.window.rect().contains(card.geometry().center())
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()


@pytest.mark.parametrize("width", [1100, 1440])
def test_the_card_is_as_tall_as_its_words(shell: Shell, qtbot: QtBot, width: int) -> None:
    shell.window.resize(width, 700)
    shell.desk.notices.fail(Broken("keyring.waiting"))
    paragraph = child(shell.window.announcements.card, Paragraph)
    qtbot.waitUntil(lambda: paragraph.height() >= paragraph.heightForWidth(paragraph.width()))


def test_an_error_nobody_asked_for_is_shown_without_its_message(shell: Shell, qtbot: QtBot) -> None:
    def fail() -> None:
        raise ValueError("恒川精密 13800000000")

    shell.desk.background.read(fail, lambda _none: None)
    card = shell.window.announcements.card
    qtbot.waitUntil(card.isVisible)
    assert "恒川" not in words(card, Label) + words(card, Paragraph)


def test_the_bell_counts_what_was_not_read_and_lists_it(shell: Shell) -> None:
    bell = shell.window.workplace.bar.bell
    shell.desk.notices.inform("Three files imported")
    shell.desk.notices.fail(Broken("store.disk_full"))
    assert "2" in bell.accessibleName()
    QTest.mouseClick(bell, Qt.MouseButton.LeftButton)
    popover = shell.window.announcements.open_list()
    assert "Three files imported" in words(popover, Paragraph)
    assert "2" not in bell.accessibleName()
    popover.close_popover()

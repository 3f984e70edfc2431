"""Choosing a passphrase and unlocking with it; and the page that says why data cannot be opened."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.models.errors import Broken, Refused
from crm_desktop.sync.vault import SHORTEST_PASSPHRASE
from crm_desktop.views.sign_in.passphrase_page import LEAST, ChoosePassphrasePage, UnlockPage
from crm_desktop.views.sign_in.trouble_page import TroublePage, WayOn

pytestmark = pytest.mark.usefixtures("dressed")


@pytest.fixture
def choosing(qtbot: QtBot) -> ChoosePassphrasePage:
    """Return the page that asks for a new passphrase."""
    page = ChoosePassphrasePage()
    qtbot.addWidget(page)
    page.resize(1100, 680)
    page.show()
    return page


def test_the_page_asks_for_as_many_characters_as_the_vault() -> None:
    assert LEAST == SHORTEST_PASSPHRASE


def test_choosing_says_why_a_passphrase_is_needed(choosing: ChoosePassphrasePage) -> None:
    assert "no keyring" in choosing.sentence.text()


def test_a_short_passphrase_is_not_taken(choosing: ChoosePassphrasePage, qtbot: QtBot) -> None:
    QTest.keyClicks(choosing.first.editor, "short")
    QTest.keyClicks(choosing.second.editor, "short")
    with qtbot.assertNotEmitted(choosing.chosen):
        QTest.keyClick(choosing.second.editor, Qt.Key.Key_Return)
    assert choosing.first.error


def test_two_different_passphrases_are_not_taken(choosing: ChoosePassphrasePage, qtbot: QtBot) -> None:
    QTest.keyClicks(choosing.first.editor, "one long passphrase")
    QTest.keyClicks(choosing.second.editor, "another long passphrase")
    with qtbot.assertNotEmitted(choosing.chosen):
        QTest.mouseClick(choosing.button, Qt.MouseButton.LeftButton)
    assert choosing.second.error


def test_the_same_passphrase_twice_is_taken(choosing: ChoosePassphrasePage, qtbot: QtBot) -> None:
    for field in (choosing.first, choosing.second):
        QTest.keyClicks(field.editor, "one long passphrase")
    with qtbot.waitSignal(choosing.chosen) as chosen:
        QTest.mouseClick(choosing.button, Qt.MouseButton.LeftButton)
    assert chosen.args == ["one long passphrase"]


def test_unlocking_says_whose_data_and_what_was_wrong(qtbot: QtBot) -> None:
    page = UnlockPage("Lin Yue")
    qtbot.addWidget(page)
    page.show()
    assert "Lin Yue" in page.sentence.text()
    QTest.keyClicks(page.passphrase.editor, "guess")
    with qtbot.waitSignal(page.submitted):
        QTest.keyClick(page.passphrase.editor, Qt.Key.Key_Return)
    page.show_error(Refused("passphrase.wrong"))
    assert page.passphrase.error
    assert not page.problem.isVisible()
    page.show_error(Broken("passphrase.damaged"))
    assert page.problem.isVisible()


def test_trouble_names_the_ways_on_the_safest_first(qtbot: QtBot) -> None:
    taken: list[str] = []
    ways = [WayOn("Try again", lambda: taken.append("again")), WayOn("Delete", lambda: taken.append("delete"), True)]
    page = TroublePage(Broken("keys.lost"), ways)
    qtbot.addWidget(page)
    page.show()
    assert page.title.text()
    assert page.focusProxy() is page.ways[0]
    QTest.mouseClick(page.ways[0], Qt.MouseButton.LeftButton)
    assert taken == ["again"]

"""What can be done now, and hearing that something was written."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.views.actions import Action, ActionBoard, key_text
from crm_desktop.views.refresh import Changed, Refresh


def test_a_shortcut_runs_its_action_only_while_enabled(qtbot: QtBot) -> None:
    board, page, ran, allowed = ActionBoard(), QWidget(), list[str](), [True]
    qtbot.addWidget(page)
    act = Action(key="t.go", run=lambda: ran.append("go"), shortcut="Ctrl+L", enabled=lambda: allowed[0], wording="Go")
    board.contribute(page, [act])
    page.show()
    page.activateWindow()
    page.setFocus()
    qtbot.waitUntil(page.hasFocus)
    QTest.keyClick(page, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert ran == ["go"]
    allowed[0] = False
    assert not board.run("t.go")
    assert board.usable() == []


def test_actions_go_with_their_page(qtbot: QtBot) -> None:
    import shiboken6

    board, page = ActionBoard(), QWidget()
    board.contribute(page, [Action(key="t.go", run=lambda: None, wording="Go")])
    assert [action.key for action in board.all()] == ["t.go"]
    shiboken6.delete(page)
    assert board.all() == []


def test_withdrawn_actions_are_gone(qtbot: QtBot) -> None:
    board, page = ActionBoard(), QWidget()
    qtbot.addWidget(page)
    board.contribute(page, [Action(key="t.go", run=lambda: None, wording="Go")])
    board.withdraw(page)
    assert board.find("t.go") is None


def test_pages_of_one_class_each_have_their_keys_when_they_are_shown(qtbot: QtBot) -> None:
    board, pages, ran = ActionBoard(), [QWidget(), QWidget()], list[int]()
    for number, page in enumerate(pages):
        qtbot.addWidget(page)
        act = Action(key="t.go", run=partial(ran.append, number), shortcut="Ctrl+L", wording="Go")
        board.contribute(page, [act])
    for number, page in enumerate(pages):
        page.show()
        page.activateWindow()
        page.setFocus()
        qtbot.waitUntil(page.hasFocus)
        QTest.keyClick(page, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        assert len(board.visible()) == 1
        assert board.run("t.go")
        assert ran == [number, number]
        ran.clear()
        page.hide()


def test_keys_are_written_with_spaces() -> None:
    assert key_text("Ctrl+Shift+I") == "Ctrl Shift I"
    assert key_text("Ctrl++") == "Ctrl +"
    assert key_text("Ctrl+Return") == "Ctrl ↵"
    assert key_text("") == ""


def test_a_change_touches_its_kinds_and_records(qtbot: QtBot) -> None:
    refresh, heard = Refresh(), list[Changed]()
    refresh.changed.connect(heard.append)
    refresh.announce({"account"}, {"a1"}, initiator=refresh)
    assert heard[0].touches("account")
    assert heard[0].touches("account", "a1")
    assert not heard[0].touches("account", "a2")
    assert not heard[0].touches("contact")
    assert Changed(frozenset({"account"})).touches("account", "a2")

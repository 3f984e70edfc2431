"""What was opened lately: in the menu and in the palette, in every window, after a restart too."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from crm_desktop.models.clock import ManualClock
from crm_desktop.models.edits import Delete
from crm_desktop.views.navigation import Place
from crm_desktop.views.recent import Recent, recent_of
from tests.support.desk import clear_desk, lay_out, make_desk
from tests.support.sample import NOW, ident
from tests.views.shell.conftest import Shell

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def _menu(qtbot: QtBot, shell: Shell) -> list[str]:
    QTest.keyClick(QApplication.focusWidget() or shell.window, Qt.Key.Key_E, CTRL_SHIFT)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    words = [each.text().split("\t")[0] for each in menu.actions()]
    QTest.keyClick(menu, Qt.Key.Key_Return)
    return words


def test_pages_opened_by_any_way_are_in_the_menu_and_enter_goes_back_to_the_last(qtbot: QtBot, shell: Shell) -> None:
    host = shell.window.workplace.host
    host.go(Place("accounts", ident("hengchuan")))
    shell.desk.navigator.go(Place("accounts", ident("yunhe")))
    shell.desk.navigator.go(Place("contacts"))
    host.go(Place("accounts", ident("hengchuan")))
    host.go(Place("contacts"))
    assert [each.strip() for each in _menu(qtbot, shell)] == ["Hengchuan Precision · Account", "Yunhe Foods · Account"]
    assert host.place == Place("accounts", ident("hengchuan"))
    assert [each.strip() for each in _menu(qtbot, shell)] == ["Yunhe Foods · Account"], "where one is is left out"


def test_it_outlives_a_restart_and_what_is_gone_is_not_listed(qtbot: QtBot, tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    recent = recent_of(desk)
    assert recent_of(desk) is recent
    recent.visit(Place("accounts", ident("yunhe")))
    recent.visit(Place("accounts", ident("hengchuan")))
    recent.visit(Place("sync"))
    qtbot.waitUntil(lambda: len(desk.store.recents.read()) == 2)
    desk.store.door.commit("account.delete", [Delete("account", ident("yunhe"))])
    again = lay_out(desk.store, ManualClock(NOW))
    found: list[list[str]] = []
    qtbot.waitUntil(lambda: len(recent_of(again).opened) == 2)
    recent_of(again).look_up(again.refresh, lambda rows: found.append([each.record.title for each in rows]))
    qtbot.waitUntil(lambda: found == [["Hengchuan Precision"]])
    again.background.drain()
    clear_desk(desk)


def test_another_store_has_its_own(qtbot: QtBot, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    one, two = make_desk(tmp_path / "one"), make_desk(tmp_path / "two")
    recent_of(one).visit(Place("accounts", ident("hengchuan")))
    shared = lay_out(two.store, ManualClock(NOW))
    object.__setattr__(shared, "refresh", one.refresh)
    assert recent_of(shared).opened == []
    qtbot.waitUntil(lambda: len(one.refresh.findChildren(Recent)) == 1)
    for desk in (one, shared, two):
        desk.background.drain()
    one.store.close()
    two.store.close()

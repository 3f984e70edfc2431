"""The window: sections by key and click, the way back, the rail, panes, menus, keys."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from crm_desktop.views.actions import MENUS, Action
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Neighbours, Place
from crm_desktop.views.page import Page
from crm_desktop.views.palette.palette import Palette
from crm_desktop.views.shell.keys_dialog import show_keys
from crm_desktop.views.shell.main_window import LEAST_SIZE, MainWindow
from crm_desktop.views.shell.panes import visible_panes
from crm_desktop.views.shell.sections import ALIASES, RECORD_PAGES, SECTIONS, page_class, page_name
from crm_desktop.views.tables.list_page import ListPage
from crm_desktop.views.widgets.key_cap import KeyCap
from crm_desktop.views.widgets.menu import Menu
from crm_desktop.views.widgets.nav_item import NavItem
from tests.support.finding import child, focused
from tests.views.shell.conftest import Shell

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(shell: Shell, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    QTest.keyClick(QApplication.focusWidget() or shell.window, key, modifiers)


def item(window: MainWindow, name: str) -> NavItem:
    """Return the rail's item with this name."""
    return child(window, NavItem, name)


@pytest.mark.parametrize("number", range(1, len(SECTIONS) + 1))
def test_ctrl_and_a_digit_go_to_a_section(shell: Shell, number: int) -> None:
    press(shell, Qt.Key(Qt.Key.Key_0 + number), CTRL)
    assert shell.window.workplace.host.place == Place(SECTIONS[number - 1].name)


def test_a_click_in_the_rail_goes_to_a_section_and_marks_it(shell: Shell) -> None:
    QTest.mouseClick(item(shell.window, "Contacts"), Qt.MouseButton.LeftButton)
    assert shell.window.workplace.host.place == Place("contacts")
    assert item(shell.window, "Contacts").isChecked()
    assert not item(shell.window, "Accounts").isChecked()


def test_alt_and_arrows_go_back_and_forward(shell: Shell) -> None:
    host = shell.window.workplace.host
    shell.desk.navigator.go(Place("accounts"))
    shell.desk.navigator.go(Place("settings"))
    press(shell, Qt.Key.Key_Left, ALT)
    assert host.place == Place("accounts")
    press(shell, Qt.Key.Key_Right, ALT)
    assert host.place == Place("settings")


def test_every_section_loads_a_page_and_shows_its_heading(shell: Shell) -> None:
    for section in SECTIONS:
        shell.desk.navigator.go(Place(section.name))
        page = shell.window.workplace.host.page
        assert isinstance(page, Page)
        assert str(page.heading()) in shell.window.windowTitle()


@pytest.mark.parametrize("section", [each.name for each in SECTIONS])
def test_every_named_page_is_one(section: str) -> None:
    for place in (Place(section), Place(section, record_id="0" * 32)):
        assert issubclass(page_class(page_name(place)), Page)
    assert set(RECORD_PAGES) <= {each.name for each in SECTIONS} | set(ALIASES)


def test_a_page_is_made_once_and_visited_often(shell: Shell) -> None:
    host = shell.window.workplace.host
    shell.desk.navigator.go(Place("contacts"))
    first = host.page
    shell.desk.navigator.go(Place("settings"))
    shell.desk.navigator.go(Place("contacts"))
    assert host.page is first


def test_places_wanted_before_the_data_is_open_are_shown_afterwards(bare: MainWindow) -> None:
    bare.workplace.host.go(Place("contacts"))
    assert bare.workplace.host.page is None
    assert bare.windowTitle().startswith("Contacts")


def test_the_rail_is_narrow_in_a_narrow_window_and_at_a_key(shell: Shell, qtbot: QtBot) -> None:
    rail = shell.window.workplace.rail
    wide = rail.width()
    shell.window.resize(1150, 800)
    qtbot.waitUntil(lambda: rail.collapsed and rail.width() < wide)
    shell.window.resize(1440, 900)
    qtbot.waitUntil(lambda: not rail.collapsed)
    press(shell, Qt.Key.Key_B, CTRL)
    assert rail.collapsed
    press(shell, Qt.Key.Key_B, CTRL)
    assert not rail.collapsed


def test_f6_goes_round_all_panes_and_shift_f6_back(shell: Shell) -> None:
    child(shell.window.workplace.rail, NavItem).setFocus()
    panes = visible_panes(shell.window)
    seen = []
    for _ in panes:
        press(shell, Qt.Key.Key_F6)
        seen.append(next(pane for pane in reversed(panes) if pane is focused() or pane.isAncestorOf(focused())))
    assert set(seen) == set(panes)
    press(shell, Qt.Key.Key_F6, SHIFT)
    assert seen[-2] is focused() or seen[-2].isAncestorOf(focused())


def test_every_action_stands_in_a_menu(shell: Shell) -> None:
    listed = [action for _, actions in shell.window.menus.sorted_actions() for action in actions]
    assert {each.key for each in listed} == {each.key for each in shell.desk.actions.visible()}
    assert {each.menu for each in listed} <= set(MENUS)


def test_f10_opens_the_menus_under_the_product_s_name(shell: Shell) -> None:
    press(shell, Qt.Key.Key_F10)
    menu = QApplication.activePopupWidget()
    while isinstance(menu, QMenu) and isinstance(menu.parentWidget(), QMenu):
        menu = menu.parentWidget()
    assert menu is not None
    titles = [action.text() for action in menu.actions()]
    assert [each for each in titles if each in ("File", "Edit", "Go", "View", "Sync", "Help")] == [
        "File",
        "Edit",
        "Go",
        "View",
        "Sync",
        "Help",
    ]
    menu.close()


def test_the_page_of_keys_lists_every_shortcut(shell: Shell) -> None:
    dialog = show_keys(shell.window, shell.window.menus)
    caps = {cap.accessibleName() for cap in dialog.findChildren(KeyCap)}
    assert {each.keys for each in shell.desk.actions.visible() if each.shortcut} <= caps
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_ctrl_k_opens_the_palette(shell: Shell) -> None:
    press(shell, Qt.Key.Key_K, CTRL)
    palette = child(shell.window, Palette)
    assert palette.isVisible()
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_new_makes_what_the_section_holds_and_else_asks(shell: Shell, qtbot: QtBot) -> None:
    wanted: list[str] = []
    shell.desk.navigator.create_requested.connect(lambda kind, _values: wanted.append(kind))
    shell.desk.navigator.go(Place("contacts"))
    shell.desk.actions.run("new")
    shell.desk.actions.run("new_visit")
    assert wanted == ["contact", "visit"]
    shell.desk.navigator.go(Place("settings"))
    shell.desk.actions.run("new")
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert len(menu.actions()) == 7
    menu.close()


def test_previous_and_next_step_through_the_list_a_record_was_opened_from(shell: Shell) -> None:
    ids = ("1" * 32, "2" * 32, "3" * 32)
    host = shell.window.workplace.host
    shell.desk.navigator.go(Place("contacts", record_id=ids[1]), Neighbours(ids, 1, 3))
    steps = shell.window.workplace.steps
    assert steps.isVisible()
    QTest.mouseClick(steps._next, Qt.MouseButton.LeftButton)
    assert host.place.record_id == ids[2]
    assert not steps._next.isEnabled()
    shell.desk.navigator.go(Place("contacts"))
    assert not steps.isVisible()


def test_words_follow_the_language_at_once(shell: Shell, qtbot: QtBot) -> None:
    current_language().use("zh")
    qtbot.waitUntil(lambda: any(each.accessibleName() == "联系人" for each in shell.window.findChildren(NavItem)))
    assert "随行 CRM" in shell.window.windowTitle()


def test_a_page_s_own_actions_join_the_window_s(shell: Shell) -> None:
    ran: list[str] = []
    page = shell.window.workplace.host.page
    assert page is not None
    action = Action(key="log_activity", run=lambda: ran.append("log"), shortcut="Ctrl+L", wording="Log")
    shell.desk.actions.contribute(page, [action])
    page.setFocus()
    press(shell, Qt.Key.Key_L, CTRL)
    assert ran == ["log"]


def test_the_window_is_never_smaller_than_the_design_allows(bare: MainWindow) -> None:
    bare.resize(300, 200)
    assert (bare.width(), bare.height()) == LEAST_SIZE


def test_the_window_stands_where_it_stood(bare: MainWindow) -> None:
    bare.setGeometry(40, 30, 1200, 700)
    kept = bare.placed()
    bare.setGeometry(0, 0, 1300, 750)
    bare.place_as(kept)
    assert bare.height() == 700  # widths beyond the offscreen screen are cut
    bare.place_as("bm9uc2Vuc2U=")
    assert bare.width() == 1440


def test_clearing_takes_the_desk_s_actions_and_pages_away(shell: Shell) -> None:
    shell.window.clear()
    assert shell.desk.actions.find("undo") is None
    assert shell.window.workplace.host.page is None
    QTest.mouseClick(shell.window.workplace.rail, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))


def test_shift_f10_asks_what_has_the_focus_for_its_menu(shell: Shell, qtbot: QtBot) -> None:
    shell.desk.navigator.go(Place("accounts"))
    page = shell.window.workplace.host.page
    assert isinstance(page, ListPage)
    qtbot.waitUntil(lambda: page.table.current_row is not None)
    page.table.setFocus()
    press(shell, Qt.Key.Key_F10, SHIFT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, Menu)
    menu.close()

"""What floats and what frames: dialogs, popovers, menus, rail, top bar, page frame."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.views.actions import Action
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.chip import FilterChip
from crm_desktop.views.widgets.dialog import Dialog, ask
from crm_desktop.views.widgets.flow_layout import FlowLayout
from crm_desktop.views.widgets.menu import Menu
from crm_desktop.views.widgets.nav_rail import NavRail
from crm_desktop.views.widgets.page_frame import PageFrame
from crm_desktop.views.widgets.popover import Popover
from crm_desktop.views.widgets.top_bar import TopBar


def test_a_destructive_dialog_is_safe_by_default(window: QWidget, qtbot: QtBot) -> None:
    done: list[int] = []
    dialog = ask(window, "Delete this map?", "It goes.", "Delete map", lambda: done.append(1), destructive=True)
    keep, delete = dialog.findChildren(Button)
    assert keep.isDefault()
    assert not delete.isDefault()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert done == []


def test_a_dialog_does_it_when_asked(window: QWidget) -> None:
    done: list[int] = []
    dialog = ask(window, "Send now?", "", "Send", lambda: done.append(1))
    QTest.mouseClick(dialog.findChildren(Button)[1], Qt.MouseButton.LeftButton)
    assert done == [1]


def test_a_dialog_without_shadow_room_is_as_wide_as_asked(window: QWidget) -> None:
    dialog = Dialog("Question?", width=560, parent=window)
    assert dialog.width() >= 560
    dialog.deleteLater()


def test_a_popover_closes_with_escape_or_a_click_elsewhere(window: QWidget) -> None:
    anchor, inside = Button("Open", parent=window), Button("Inside")
    anchor.show()
    popover = Popover(inside)
    popover.open_at(anchor)
    assert popover.isVisible()
    QTest.keyClick(popover, Qt.Key.Key_Escape)
    assert not popover.isVisible()
    popover.open_at(anchor)
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=QPoint(900, 700))
    assert not popover.isVisible()


def test_a_menu_shows_actions_and_marks_what_is_off(qtbot: QtBot) -> None:
    menu, ran = Menu(), list[str]()
    qtbot.addWidget(menu)
    off = Action(key="t.off", run=lambda: ran.append("off"), enabled=lambda: False, wording="Off")
    entry = menu.add(off)
    menu.add_entry("Copy & paste", lambda: ran.append("copy"), shortcut="Ctrl+C").trigger()
    assert not entry.isEnabled()
    assert ran == ["copy"]


def test_the_rail_tells_what_was_chosen_and_collapses(qtbot: QtBot) -> None:
    rail, heard = NavRail(), list[str]()
    qtbot.addWidget(rail)
    rail.add_item("accounts", "Accounts", "building-2")
    rail.add_foot_item("sync", "Sync centre", "refresh-cw")
    rail.set_pinned([("v1", "Renewals", 14)])
    rail.set_count("sync", 2, alarming=True)
    rail.chosen.connect(heard.append)
    item = next(child for child in rail.findChildren(QWidget) if child.accessibleName() == "Sync centre (2)")
    QTest.mouseClick(item, Qt.MouseButton.LeftButton)
    assert heard == ["sync"]
    assert rail.width() == 208
    rail.set_collapsed(True)
    assert rail.width() == 56


def test_the_top_bar_shows_where_i_am(qtbot: QtBot) -> None:
    bar, went = TopBar(), list[int]()
    qtbot.addWidget(bar)
    bar.set_place([("Accounts", lambda: went.append(1)), ("Hengchuan", None)])
    QTest.mouseClick(bar.findChildren(Button)[-1], Qt.MouseButton.LeftButton)
    assert bar.height() == 52


def test_the_panel_floats_in_a_narrow_window(window: QWidget) -> None:
    column = QHBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    page, panel, content = PageFrame(), QWidget(), QWidget()
    column.addWidget(page)
    page.set_content(content)
    page.set_panel(panel)
    page.show_panel(True)
    QApplication.processEvents()
    assert panel.isVisible()
    assert content.width() < 1440 - 320
    window.resize(1150, 700)
    QApplication.processEvents()
    assert content.width() == 1150
    assert panel.isVisible()
    page.show_panel(False)
    assert not panel.isVisible()


def test_chips_flow_into_lines(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(8, parent=holder)
    for _ in range(4):
        flow.addWidget(FilterChip("Owner", "East team"))
    assert flow.heightForWidth(2000) == 26
    assert flow.heightForWidth(300) > 2 * 26

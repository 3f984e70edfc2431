"""How the components behave; how they look is compared in pictures (`python -m tools.screens`)."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.views.actions import Action
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.avatar import hue_of, initials
from crm_desktop.views.widgets.busy import Busy
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.chip import FilterChip
from crm_desktop.views.widgets.dialog import Dialog, ask
from crm_desktop.views.widgets.field import Field
from crm_desktop.views.widgets.flow_layout import FlowLayout
from crm_desktop.views.widgets.focus_ring import FocusRing
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.menu import Menu
from crm_desktop.views.widgets.nav_rail import NavRail
from crm_desktop.views.widgets.number_input import NumberInput
from crm_desktop.views.widgets.page_frame import PageFrame
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.popover import Popover
from crm_desktop.views.widgets.progress import Progress
from crm_desktop.views.widgets.segmented import Segmented
from crm_desktop.views.widgets.strip import OfflineStrip
from crm_desktop.views.widgets.switch import Switch
from crm_desktop.views.widgets.sync_pill import SyncPill, SyncState
from crm_desktop.views.widgets.text_input import TextInput
from crm_desktop.views.widgets.top_bar import TopBar
from crm_desktop.views.widgets.undo_bar import UndoBar
from crm_desktop.views.widgets.view_tabs import ViewTabs


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    """Install theme and English."""
    current_theme().install(qapp)
    current_theme().choose("light")
    current_language().use("en")
    yield
    current_language().use("en")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """Return a shown window of the design's size."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    return made


# Undo bar


def test_the_undo_bar_goes_after_six_seconds(window: QWidget) -> None:
    bar = UndoBar(window)
    bar.offer("Done", lambda: None)
    assert bar.timer.interval() == 6000
    assert bar.timer.isActive()
    bar.timer.timeout.emit()
    assert not bar.isVisible()
    assert not bar.timer.isActive()


def test_the_undo_bar_waits_while_the_pointer_is_on_it(window: QWidget) -> None:
    bar, spot = UndoBar(window), QPointF(5, 5)
    bar.offer("Done", lambda: None)
    QApplication.sendEvent(bar, QEnterEvent(spot, spot, spot))
    assert not bar.timer.isActive()
    QApplication.sendEvent(bar, QEvent(QEvent.Type.Leave))
    assert bar.timer.isActive()
    bar.dismiss()


def test_undo_runs_once_and_the_bar_goes(window: QWidget) -> None:
    undone: list[int] = []
    bar = UndoBar(window)
    bar.offer("Done", lambda: undone.append(1))
    button = next(child for child in bar.findChildren(QWidget) if child.accessibleName() == "Undo")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert undone == [1]
    assert not bar.isVisible()


def test_a_newer_notice_takes_the_place_of_the_older(window: QWidget) -> None:
    bar = UndoBar(window)
    bar.offer("First", lambda: None)
    bar.tell("Second")
    assert bar.accessibleName() == "Second"
    assert not any(child.isVisible() for child in bar.findChildren(QWidget) if child.accessibleName() == "Undo")
    bar.dismiss()


# Sync


@pytest.mark.parametrize(
    ("state", "count", "total", "english", "chinese"),
    [
        (SyncState.UP_TO_DATE, 0, 0, "Up to date", "已同步"),
        (SyncState.SYNCING, 4, 12, "Syncing 4 of 12", "同步中 4 / 12"),
        (SyncState.OFFLINE, 7, 0, "Offline · 7 waiting", "离线 · 7 项待同步"),
        (SyncState.TO_DECIDE, 2, 0, "2 to decide", "2 项待决定"),
        (SyncState.FAILED, 0, 0, "Sync failed", "同步失败"),
    ],
)
def test_the_pill_says_its_state(
    qtbot: QtBot, state: SyncState, count: int, total: int, english: str, chinese: str
) -> None:
    pill = SyncPill()
    qtbot.addWidget(pill)
    pill.show_state(state, count, total)
    assert pill.accessibleName() == english
    assert pill.accessibleDescription().endswith(".")
    current_language().use("zh")
    QApplication.processEvents()
    assert pill.accessibleName() == chinese


def test_the_pill_turns_only_while_bytes_move(window: QWidget) -> None:
    pill = SyncPill(window)
    pill.show()
    seen = []
    pill.show_state(SyncState.SYNCING, 1, 2)
    seen.append(pill.turning)
    pill.show_state(SyncState.SYNCING, 1, 2, moving=True)
    seen.append(pill.turning)
    pill.hide()
    seen.append(pill.turning)
    assert seen == [False, True, False]


def test_a_closed_offline_strip_stays_closed_until_the_next_loss(window: QWidget) -> None:
    strip = OfflineStrip(lambda: None, window)
    strip.connection_lost(3, "Yesterday 18:42")
    assert strip.isVisible()
    strip.hide()
    strip.connection_lost(4, "Yesterday 18:42")
    assert not strip.isVisible()
    strip.connection_back()
    strip.connection_lost(1, "")
    assert strip.isVisible()


# Words


def test_components_follow_the_language(qtbot: QtBot) -> None:
    button = Button(text("widgets", "Undo"))
    qtbot.addWidget(button)
    current_language().use("zh")
    QApplication.processEvents()
    assert button.accessibleName() == "撤销"


def test_words_from_records_are_never_markup(qtbot: QtBot) -> None:
    for shown in (Label("<b>x</b>"), Paragraph("<b>x</b>")):
        qtbot.addWidget(shown)
        assert shown.textFormat() is Qt.TextFormat.PlainText
        assert shown.text() == "<b>x</b>"


def test_a_narrow_paragraph_is_taller(qtbot: QtBot) -> None:
    paragraph = Paragraph("word " * 40)
    qtbot.addWidget(paragraph)
    assert paragraph.heightForWidth(120) > paragraph.heightForWidth(480) >= 20


def test_an_icon_button_has_a_name_and_tells_its_key(qtbot: QtBot) -> None:
    button = IconButton(text("widgets", "Close"), "x", shortcut="Ctrl+W")
    qtbot.addWidget(button)
    button.set_count(3)
    assert button.accessibleName() == "Close (3)"
    assert button.toolTip() == "Close  Ctrl W"


def test_names_become_initials() -> None:
    names = ["恒川精密制造", "林悦", "Lin Yue", "Hengchuan", "Gu Zhen Hua", ""]
    assert [initials(name) for name in names] == ["恒", "林", "LY", "H", "GH", "?"]
    assert hue_of("a") == hue_of("a")


# Fields


def _digits(value: str) -> str:
    return "" if value.isdigit() else "Digits only"


def test_a_field_is_checked_when_left_and_cleared_while_typing(window: QWidget) -> None:
    field, other = Field("Amount", TextInput(), check=_digits, required=True), TextInput(parent=window)
    row = QHBoxLayout(window)
    row.addWidget(field)
    row.addWidget(other)
    QApplication.processEvents()
    window.activateWindow()
    field.editor.setFocus()
    QTest.keyClicks(field.editor, "92o")
    assert field.error == ""
    other.setFocus()
    assert field.error == "Digits only"
    assert field.editor.property("state") == "error"
    assert field.editor.accessibleDescription() == "Digits only"
    QTest.keyClicks(field.editor, "0")
    assert field.error == ""


def test_the_wheel_scrolls_the_page_and_not_a_number_without_focus(qtbot: QtBot) -> None:
    number = NumberInput(0, 100, 40)
    qtbot.addWidget(number)
    spot, still = QPointF(5, 5), QPoint()
    wheel = QWheelEvent(
        spot, spot, still, QPoint(0, 120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(number, wheel)
    assert number.value() == 40


def test_a_locked_field_cannot_be_edited(qtbot: QtBot) -> None:
    field = Field("Number", TextInput("HT-1"))
    qtbot.addWidget(field)
    field.set_locked("Numbers come from the server")
    QTest.keyClicks(field.editor, "x")
    assert field.value() == "HT-1"


# Choices


def test_arrows_choose_among_segments(window: QWidget) -> None:
    chosen: list[str] = []
    choice = Segmented([("list", "List", "list"), ("board", "Board", "square-kanban")], chosen.append, parent=window)
    choice.show()
    QTest.keyClick(choice.findChildren(QWidget)[0], Qt.Key.Key_Right)
    assert chosen == ["board"]
    choice.choose("list")
    assert (choice.choice, chosen) == ("list", ["board"])


def test_space_turns_a_switch(window: QWidget) -> None:
    switch = Switch("Wi-Fi only", parent=window)
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert switch.isChecked()


def test_tabs_tell_their_key_and_keep_their_counts(qtbot: QtBot) -> None:
    tabs, heard = ViewTabs(), list[str]()
    qtbot.addWidget(tabs)
    tabs.set_views([("all", "All", 55), ("mine", "Mine", 32)], "all")
    tabs.chosen.connect(heard.append)
    tabs.choose("mine")
    tabs.set_count("mine", 31)
    assert heard == ["mine"]
    assert tabs.accessibleTabName(1) == "Mine 31"


def test_a_chip_is_removed_with_backspace_and_edited_with_a_click(qtbot: QtBot) -> None:
    chip, heard = FilterChip("Owner", "East team"), list[str]()
    qtbot.addWidget(chip)
    chip.resize(chip.sizeHint())
    chip.removed.connect(lambda: heard.append("removed"))
    chip.clicked.connect(lambda: heard.append("edit"))
    QTest.keyClick(chip, Qt.Key.Key_Backspace)
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 12, 12))
    assert heard == ["removed", "edit", "removed"]


# Layers


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


# Skeleton


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


# Waiting


def test_a_spinner_shows_only_after_300_ms(window: QWidget) -> None:
    busy, seen = Busy(window), []
    busy.set(True)
    seen.append(busy.visible)
    busy.delay.timeout.emit()
    seen.append(busy.visible)
    busy.set(False)
    seen.append(busy.visible)
    assert seen == [False, True, False]


def test_unknown_progress_is_words_only(qtbot: QtBot) -> None:
    progress = Progress("Reading")
    qtbot.addWidget(progress)
    progress.set_progress(None)
    assert progress.bar.isHidden()
    progress.set_progress(0.4, "40%")
    assert progress.accessibleName() == "Reading 40%"


def test_the_focus_ring_goes_around_the_focused_button(window: QWidget) -> None:
    ring = FocusRing()
    button = Button("Go", parent=window)
    button.move(100, 100)
    button.show()
    ring.focus_moved(None, button)
    assert ring.isVisible()
    assert ring.geometry() == button.geometry().adjusted(-4, -4, 4, 4)
    button.move(200, 100)
    assert ring.x() == 196
    ring.focus_moved(button, None)
    assert not ring.isVisible()
    ring.deleteLater()

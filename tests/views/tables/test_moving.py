"""Keys and clicks in a list: moving, ticking, folding, opening, jumping to a name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.models.rules.views import Sort
from crm_desktop.views.accounts.page import AccountsPage
from crm_desktop.views.navigation import Neighbours, Place
from crm_desktop.views.tables.fields import list_fields
from crm_desktop.views.tables.list_model import ListModel
from crm_desktop.views.tables.list_view import ListView
from tests.views.tables.conftest import PLAIN, Lists

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
CHECK_BOX = 32


def test_the_list_stands_in_the_order_of_names_with_its_totals(lists: Lists) -> None:
    names = lists.names()
    assert len(names) == 12
    assert names == sorted(names)
    assert lists.page.totals.accessibleName().startswith("12 records, Health avg. 61, Annual value ¥")


def test_arrows_move_and_the_panel_follows_at_once(lists: Lists) -> None:
    lists.key(Qt.Key.Key_Home)
    lists.key(Qt.Key.Key_Return)
    assert lists.page.frame.panel_visible
    lists.key(Qt.Key.Key_Down)
    lists.key(Qt.Key.Key_Down)
    assert lists.table.current_line == 2
    lists.key(Qt.Key.Key_Up)
    row = lists.table.current_row
    assert row is not None
    assert row.title == lists.names()[1]


def test_space_ticks_and_shift_extends_from_where_it_began(lists: Lists) -> None:
    names = lists.names()
    lists.key(Qt.Key.Key_Home)
    lists.key(Qt.Key.Key_Space)
    assert lists.ticked() == {names[0]}
    lists.key(Qt.Key.Key_Down)
    for _ in range(3):
        lists.key(Qt.Key.Key_Down, SHIFT)
    assert lists.ticked() == set(names[:5])
    lists.key(Qt.Key.Key_Up, SHIFT)
    assert lists.ticked() == set(names[:4])
    assert lists.page.acts.bar.isVisible()
    lists.key(Qt.Key.Key_Escape)
    assert lists.ticked() == set()
    assert not lists.page.acts.bar.isVisible()


def test_escape_closes_the_selection_first_and_the_panel_after_it(lists: Lists) -> None:
    lists.page.show_panel()
    lists.key(Qt.Key.Key_Space)
    lists.key(Qt.Key.Key_Escape)
    assert lists.page.frame.panel_visible
    lists.key(Qt.Key.Key_Escape)
    assert not lists.page.frame.panel_visible


def test_a_click_at_the_check_box_ticks_and_leaves_the_current_row_alone(lists: Lists) -> None:
    lists.click(2)
    lists.click(5, x=CHECK_BOX)
    assert lists.table.current_line == 2
    assert lists.ticked() == {lists.names()[5]}
    lists.click(7, keys=SHIFT)
    assert lists.ticked() == set(lists.names()[5:8])


def test_the_header_s_box_ticks_the_whole_list_at_once(lists: Lists) -> None:
    header = lists.table.header()
    lists.bot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(CHECK_BOX, header.height() // 2))
    assert lists.table.ticks.all
    assert len(lists.ticked()) == 12
    lists.click(0, x=CHECK_BOX)
    assert (lists.table.all_state, len(lists.ticked())) == ("some", 11)


def test_a_click_on_a_heading_sorts_and_a_second_one_turns_the_order(lists: Lists) -> None:
    column = [each.name for each in lists.page.model.columns].index("health")
    header = lists.table.header()
    spot = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
    for expected in (False, True):
        lists.bot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        lists.rest()
        scores = [row.values["health"] for row in map(lists.page.model.row_at, range(12)) if row is not None]
        assert scores == sorted(scores, reverse=expected)  # type: ignore[type-var]


def test_typing_jumps_to_the_name_that_begins_so(lists: Lists) -> None:
    lists.key(Qt.Key.Key_Home)
    lists.bot.keyClicks(lists.table, "ruic")
    lists.wait_for(lambda: lists.table.current_line, lists.line_of("Ruichi Cold Chain"))


def test_control_enter_opens_the_page_with_its_neighbours(lists: Lists) -> None:
    asked: list[tuple[Place, Neighbours]] = []
    lists.desk.navigator.requested.connect(lambda place, among: asked.append((place, among)))
    lists.table.go_to(3)
    lists.key(Qt.Key.Key_Return, CONTROL)
    lists.bot.waitUntil(lambda: bool(asked))
    place, among = asked[0]
    assert (place.section, among.position, among.total) == ("accounts", 3, 12)
    assert among.ids[3] == place.record_id
    assert lists.stored(place.record_id)["name"] == lists.names()[3]


def test_a_double_click_opens_the_page_too(lists: Lists) -> None:
    asked: list[Place] = []
    lists.desk.navigator.requested.connect(lambda place, _among: asked.append(place))
    cell = lists.table.visualRect(lists.page.model.index(4, 1))
    lists.bot.mouseDClick(lists.table.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())
    lists.bot.waitUntil(lambda: bool(asked))
    assert lists.stored(asked[0].record_id)["name"] == lists.names()[4]


def test_groups_fold_by_key_and_by_click(lists: Lists) -> None:
    lists.page.show_view("renewing")
    lists.rest()
    assert lists.names()[0] == "[2026-03]"
    open_lines = lists.page.model.rows.lines
    lists.table.go_to(2)
    lists.key(Qt.Key.Key_Left)
    assert lists.names()[2:4] == ["[2026-04]", "[2026-05]"]
    lists.key(Qt.Key.Key_Right)
    assert lists.page.model.rows.lines == open_lines
    lists.click(0)
    assert lists.names()[:2] == ["[2026-03]", "[2026-04]"]


def test_a_row_is_one_sentence_for_screen_readers(lists: Lists) -> None:
    index = lists.page.model.index(lists.line_of("Hengchuan Precision"), 0)
    said = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    assert said.startswith("Hengchuan Precision, Level Strategic")
    assert "Health 62 to watch" in said
    assert "Renewal 18 Apr 37 days" in said
    lists.page.show_view("renewing")
    lists.rest()
    header = str(lists.page.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert header == "Mar 2026, 1 record, open"


def test_the_first_column_stays_in_sight_when_the_others_scroll(lists: Lists) -> None:
    table, header = lists.table, lists.table.header()
    lists.page.change(columns=tuple(each.name for each in list_fields(lists.page.kind) if each.name != "name"))
    lists.rest()
    bar = table.horizontalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > table.columnWidth(0)
    names = lists.names()
    lists.click(2, x=CHECK_BOX)
    assert lists.ticked() == {names[2]}
    lists.click(3, x=120)
    assert (table.current_line, table.currentIndex().column()) == (3, 0)
    name = table.visualRect(lists.page.model.index(3, 0))
    assert name.x() == 0
    shown = table.viewport().grab(name).toImage()
    bar.setValue(0)
    table.go_to(3, 0)
    assert shown.copy(60, 0, 100, name.height()) == table.viewport().grab(name).toImage().copy(
        60, 0, 100, name.height()
    )
    bar.setValue(bar.maximum())
    table.scrollTo(lists.page.model.index(3, 1))
    assert table.columnViewportPosition(1) >= table.columnWidth(0)
    bar.setValue(bar.maximum())
    lists.bot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(CHECK_BOX, 15))
    assert not table.ticks.any
    lists.bot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(140, 15))
    assert lists.page.definition.sorts == (Sort("name", descending=True),)


def test_a_column_is_as_wide_tomorrow_as_it_was_made_today(lists: Lists) -> None:
    section = next(at for at, each in enumerate(lists.page.model.columns) if each.name == "next_step")
    lists.table.header().resizeSection(section, 222)
    keeping = lists.table.shape._kept
    assert keeping is not None
    keeping.flush()
    lists.bot.waitUntil(lambda: lists.desk.store.drafts.find("columns.account") is not None)
    again = ListView(ListModel(lists.desk))
    assert again.list_model.asked is None
    assert lists.page.model.asked is not None
    again.list_model.show(lists.page.model.asked)
    lists.bot.waitUntil(lambda: again.columnWidth(section) == 222)
    again.deleteLater()


def test_columns_dragged_today_stand_so_tomorrow_and_ask_for_no_view_to_be_saved(lists: Lists, qtbot: QtBot) -> None:
    header = lists.table.header()
    before = [each.name for each in lists.page.model.columns]
    header.moveSection(header.visualIndex(3), header.visualIndex(1))
    wanted = [before[0], before[3], *before[1:3], *before[4:]]
    header._moved()
    lists.bot.waitUntil(lambda: [each.name for each in lists.page.model.columns] == wanted)
    assert not lists.page.changed
    lists.page.orders._kept.flush()
    lists.bot.waitUntil(lambda: lists.desk.store.drafts.find("column_order.account") is not None)
    again = AccountsPage(lists.desk)
    qtbot.addWidget(again)
    again.resize(1232, 848)
    again.show()
    again.visit(Place("accounts"), None)
    lists.bot.waitUntil(lambda: [each.name for each in again.model.columns] == wanted)
    assert not again.changed


def test_a_row_that_is_dragged_away_does_not_open_the_panel(lists: Lists) -> None:
    lists.table.lifted.disconnect()
    port, spot = lists.table.viewport(), QPoint(300, lists.table.rowViewportPosition(1) + 8)
    lists.bot.mousePress(port, Qt.MouseButton.LeftButton, pos=spot)
    assert not lists.page.frame.panel_visible
    at = QPointF(spot + QPoint(40, 30))
    held = Qt.MouseButton.LeftButton
    move = QMouseEvent(QEvent.Type.MouseMove, at, port.mapToGlobal(at), Qt.MouseButton.NoButton, held, PLAIN)
    QApplication.sendEvent(port, move)
    lists.bot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert not lists.page.frame.panel_visible
    lists.bot.mouseClick(port, Qt.MouseButton.LeftButton, pos=spot)
    assert lists.page.frame.panel_visible

"""Week, month and list: moving, making longer and planning by pointer and key; series ask how far an act reaches."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.calendars.entries import Entry
from crm_desktop.models.calendars.recurrence import stamp
from crm_desktop.models.edits import Create, Edit, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record
from crm_desktop.store.queries.records import record, where
from crm_desktop.views.agenda.page import AgendaPage
from crm_desktop.views.agenda.span import Span
from crm_desktop.views.calendar.blocks import Block
from crm_desktop.views.calendar.repeat_dialog import RepeatDialog
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.menu import Menu
from tests.support.sample import HOUR, NOW, ident

_LEFT = Qt.MouseButton.LeftButton
_ALT, _SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
DAY = 24 * HOUR
SERIES = "5" * 32


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, qapp: QApplication) -> Iterator[AgendaPage]:
    """The week of the sample, with a visit at noon on Thursday and a stand-up each working day."""
    current_theme().install(qapp)
    current_theme().choose("light")
    current_language().use("en")
    times: dict[str, Value] = {"starts_at": NOW + 2 * HOUR, "ends_at": NOW + 3 * HOUR}
    daily: dict[str, Value] = {
        "subject": "Stand-up", "starts_at": NOW - 3 * DAY - 2 * HOUR, "ends_at": NOW - 3 * DAY - HOUR, "zone": "UTC",
        "recurrence": "FREQ=DAILY;COUNT=5", "owner_id": desk.me,
    }  # fmt: skip
    edits: list[Edit] = [Update("visit", ident("visit.interview"), times), Create("visit", daily, SERIES)]
    desk.store.door.commit("visit.edit", edits)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1232, 848)
    made = AgendaPage(desk)
    QVBoxLayout(window).addWidget(made)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made.visit(Place("agenda", tab="week"), None)
    qtbot.waitUntil(lambda: len(standing(made, "Stand-up")) == 5)
    made.board.area.verticalScrollBar().setValue(made.board.canvas.grid.y_of(7 * 60))
    yield made
    window.close()


def standing(page: AgendaPage, title: str) -> list[Block]:
    return [block for block in page.board.canvas.blocks if block.record.title == title]


def interview(desk: Desk) -> Record:
    found = desk.store.read(record, "visit", ident("visit.interview"))
    assert found is not None
    return found


def series(desk: Desk) -> Record:
    found = desk.store.read(record, "visit", SERIES)
    assert found is not None
    return found


def drag(page: AgendaPage, qtbot: QtBot, start: QPoint, by: QPoint) -> None:
    canvas = page.board.canvas
    qtbot.mousePress(canvas, _LEFT, pos=start)
    qtbot.mouseMove(canvas, start + by / 2)
    qtbot.mouseMove(canvas, start + by)
    qtbot.mouseRelease(canvas, _LEFT, pos=start + by)


def answer(qtbot: QtBot, words: str) -> None:
    """Choose from the menu that asks how far it reaches."""

    def entry() -> QAction | None:
        menu = QApplication.activePopupWidget()
        found = menu.actions() if isinstance(menu, Menu) else []
        return next((each for each in found if each.text().startswith(words)), None)

    qtbot.waitUntil(lambda: entry() is not None)
    chosen = entry()
    assert chosen is not None
    chosen.trigger()
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.close()


def test_a_visit_is_dragged_to_another_day_and_its_end_to_a_later_time(
    desk: Desk, page: AgendaPage, qtbot: QtBot
) -> None:
    canvas = page.board.canvas
    (block,) = standing(page, "Process interview")
    assert block.day == 3
    box = canvas.grid.box_of(block)
    drag(
        page,
        qtbot,
        box.center().toPoint(),
        QPoint(round(canvas.grid.column), canvas.grid.y_of(60) - canvas.grid.y_of(0)),
    )
    qtbot.waitUntil(lambda: standing(page, "Process interview")[0].day == 4)
    assert interview(desk).get("starts_at") == NOW + DAY + 3 * HOUR
    (block,) = standing(page, "Process interview")
    edge = canvas.grid.box_of(block).bottomLeft().toPoint() + QPoint(20, -3)
    drag(page, qtbot, edge, QPoint(0, canvas.grid.y_of(90) - canvas.grid.y_of(0)))
    qtbot.waitUntil(lambda: interview(desk).get("ends_at") == NOW + DAY + 5 * HOUR + HOUR // 2)


def test_an_empty_time_is_dragged_over_to_plan_a_visit(page: AgendaPage, desk: Desk, qtbot: QtBot) -> None:
    canvas = page.board.canvas
    start = QPoint(round(canvas.grid.x_of(5)) + 30, canvas.grid.y_of(14 * 60) + 2)
    with qtbot.waitSignal(desk.navigator.create_requested) as asked:
        drag(page, qtbot, start, QPoint(0, canvas.grid.y_of(80) - canvas.grid.y_of(0)))
    kind, known = asked.args
    saturday = NOW + 2 * DAY + 4 * HOUR
    assert (kind, known["starts_at"], known["ends_at"]) == ("visit", saturday, saturday + 3 * HOUR // 2)
    assert known["zone"]


def test_keys_go_move_and_make_longer(desk: Desk, page: AgendaPage, qtbot: QtBot) -> None:
    canvas = page.board.canvas
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    canvas.choose(standing(page, "Process interview")[0].key)
    qtbot.keyClick(canvas, Qt.Key.Key_Right, _ALT)
    qtbot.waitUntil(lambda: interview(desk).get("starts_at") == NOW + DAY + 2 * HOUR)
    qtbot.waitUntil(lambda: standing(page, "Process interview")[0].day == 4)
    qtbot.keyClick(canvas, Qt.Key.Key_Down, _ALT | _SHIFT)
    qtbot.waitUntil(lambda: interview(desk).get("ends_at") == NOW + DAY + 3 * HOUR + HOUR // 4)
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    assert canvas.block is not None
    assert (canvas.block.record.title, canvas.block.day) == ("Send the renewal quote", 3)


def test_of_a_series_one_is_asked_how_far_it_reaches(desk: Desk, page: AgendaPage, qtbot: QtBot) -> None:
    canvas = page.board.canvas
    thursday = standing(page, "Stand-up")[3]
    canvas.setFocus()
    canvas.choose(thursday.key)
    qtbot.keyClick(canvas, Qt.Key.Key_Down, _ALT)
    answer(qtbot, "Only this one")
    qtbot.waitUntil(lambda: series(desk).get("exceptions") == [stamp(NOW - 2 * HOUR)])
    alone = desk.store.read(where, "visit", "series_id = ?", SERIES)
    assert [each.get("starts_at") for each in alone] == [NOW - 2 * HOUR + HOUR // 4]
    qtbot.waitUntil(lambda: [block.begin for block in standing(page, "Stand-up")] == [480, 480, 480, 495, 480])
    desk.store.door.undo()
    assert series(desk).get("exceptions") is None


def test_what_repeats_is_chosen_in_a_dialog(desk: Desk, page: AgendaPage, qtbot: QtBot) -> None:
    (block,) = standing(page, "Process interview")
    page.board.acts.repeat(block.entry)
    dialog = page.findChild(RepeatDialog)
    assert dialog is not None
    dialog.frequency._parts["WEEKLY"].click()
    dialog.weekdays[0].setChecked(True)
    dialog.count.setValue(4)
    dialog._tell()
    qtbot.waitUntil(lambda: interview(desk).get("recurrence") == "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=4")


def test_a_month_is_walked_by_keys_and_an_entry_dragged_to_another_day(
    desk: Desk, page: AgendaPage, qtbot: QtBot
) -> None:
    page.show_span(Span.MONTH)
    qtbot.waitUntil(page.month.isVisible)
    month = page.month
    qtbot.waitUntil(lambda: month.grid is not None and bool(month.entries(month.day)))
    month.setFocus()
    qtbot.keyClick(month, Qt.Key.Key_Right)
    assert month.current_date.isoformat() == "2026-03-13"
    with qtbot.waitSignal(desk.navigator.create_requested):
        qtbot.keyClick(month, Qt.Key.Key_Insert)
    grid = month.grid
    assert grid is not None
    thursday = month.day - 1

    def is_interview(entry: Entry) -> bool:
        return entry.record.title == "Process interview"

    box = next(box for entry, box in grid.lines(thursday) if is_interview(entry))
    start, goal = box.center().toPoint(), grid.cell(thursday + 4).center().toPoint()
    qtbot.mousePress(month, _LEFT, pos=start)
    qtbot.mouseMove(month, (start + goal) / 2)
    qtbot.mouseMove(month, goal)
    qtbot.mouseRelease(month, _LEFT, pos=goal)
    qtbot.waitUntil(lambda: interview(desk).get("starts_at") == NOW + 4 * DAY + 2 * HOUR)


def test_the_list_finishes_and_opens_what_stands_in_it(desk: Desk, page: AgendaPage, qtbot: QtBot) -> None:
    page.show_span(Span.LIST)
    qtbot.waitUntil(page.listing.isVisible)
    qtbot.waitUntil(lambda: any(row.words == "Task: Send the renewal quote" for row in page.listing.items.rows))
    page.listing.choose(ident("task.quote"))
    qtbot.keyClick(page.listing, Qt.Key.Key_Space)

    def done() -> bool:
        found = desk.store.read(record, "task", ident("task.quote"))
        return found is not None and bool(found.get("done"))

    qtbot.waitUntil(done)

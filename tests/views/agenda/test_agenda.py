"""The agenda on a real replica: the day with its hours, moving and finishing by key and pointer, tasks in sections."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.calendars.entries import Entry
from crm_desktop.models.edits import Create, Update
from crm_desktop.models.record import Record
from crm_desktop.store.queries.records import record
from crm_desktop.views.agenda.page import AgendaPage
from crm_desktop.views.calendar.blocks import Block, arrange
from crm_desktop.views.calendar.hours_grid import HOUR as HOUR_PX
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.field_editor import FieldEditor
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.popover import Popover
from tests.support.sample import HOUR, NOW, ident

pytestmark = pytest.mark.usefixtures("dressed")

_LEFT = Qt.MouseButton.LeftButton
_ALT, _CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
DAY = 24 * HOUR


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[AgendaPage]:
    """The agenda of the sample's day, with the interview at noon."""
    at_noon = {"starts_at": NOW + 2 * HOUR, "ends_at": NOW + 4 * HOUR}
    desk.store.door.commit("visit.edit", [Update("visit", ident("visit.interview"), at_noon)])
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1232, 848)
    made = AgendaPage(desk)
    QVBoxLayout(window).addWidget(made)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made.visit(Place("agenda"), None)
    qtbot.waitUntil(lambda: len(made.board.canvas.blocks) == 2 and bool(made.to_do.items.rows))
    yield made
    window.close()


def visit(desk: Desk, word: str = "visit.interview") -> Record:
    found = desk.store.read(record, "visit", ident(word))
    assert found is not None
    return found


def task(desk: Desk, word: str) -> Record:
    found = desk.store.read(record, "task", ident(f"task.{word}"))
    assert found is not None
    return found


def centre(page: AgendaPage, block: Block) -> QPoint:
    page.board.area.verticalScrollBar().setValue(page.board.canvas.grid.y_of(block.begin) - 100)
    return page.board.canvas.grid.box_of(block).center().toPoint()


def sentences(page: AgendaPage) -> list[str]:
    items = page.to_do.items
    return [
        items.data(items.index(row, 0), int(Qt.ItemDataRole.AccessibleTextRole)) or "" for row in range(len(items.rows))
    ]


def test_visits_and_tasks_stand_at_their_hours_and_are_read_aloud(page: AgendaPage) -> None:
    interview, quote = page.board.canvas.blocks
    assert (interview.times, interview.begin, interview.end) == ("12:00–14:00", 720, 840)
    box = page.board.canvas.grid.box_of(interview)
    assert (box.y(), round(box.height())) == (page.board.canvas.grid.y_of(720), 2 * HOUR_PX - 1)
    spoken = [page.board.canvas.spoken.item(row).text() for row in range(page.board.canvas.spoken.count())]
    assert spoken == [
        "Hengchuan Precision · Process interview, 12:00–14:00, Planned",
        "Task, Send the renewal quote, Hengchuan Precision, 14:48",
    ]
    assert quote.record.kind == "task"
    assert page.head.title.text() == "Today · 12 Mar 2026 Thursday"


def test_what_overlaps_stands_side_by_side_in_as_few_lanes_as_it_needs() -> None:
    spans = [(540, 660), (600, 630), (630, 700), (720, 780)]
    arranged = arrange(_block(str(number), *span) for number, span in enumerate(spans))
    assert [(each.lane, each.lanes) for each in arranged] == [(0, 2), (1, 2), (1, 2), (0, 1)]


def test_a_short_block_needs_the_room_of_one_line() -> None:
    arranged = arrange([_block("a", 600, 605), _block("b", 610, 700)])
    assert [(each.lane, each.lanes) for each in arranged] == [(0, 2), (1, 2)]


def test_alt_and_arrows_move_a_visit_by_a_quarter_of_an_hour(desk: Desk, page: AgendaPage, qtbot: QtBot) -> None:
    page.board.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    assert page.board.canvas.block is not None
    qtbot.keyClick(page.board.canvas, Qt.Key.Key_Down, _ALT)
    qtbot.waitUntil(lambda: page.board.canvas.blocks[0].begin == 735)
    assert (visit(desk).get("starts_at"), visit(desk).get("ends_at")) == (NOW + 9 * HOUR // 4, NOW + 17 * HOUR // 4)
    desk.store.door.undo()
    assert visit(desk).get("starts_at") == NOW + 2 * HOUR


def test_a_visit_is_dragged_to_another_time_and_escape_leaves_it(desk: Desk, page: AgendaPage, qtbot: QtBot) -> None:
    block = page.board.canvas.blocks[0]
    start = centre(page, block)
    qtbot.mousePress(page.board.canvas, _LEFT, pos=start)
    qtbot.mouseMove(page.board.canvas, start + QPoint(0, 40))
    qtbot.mouseMove(page.board.canvas, start - QPoint(0, HOUR_PX + 2))
    page.board.canvas.setFocus()
    qtbot.keyClick(page.board.canvas, Qt.Key.Key_Escape)
    qtbot.mouseRelease(page.board.canvas, _LEFT, pos=start - QPoint(0, HOUR_PX))
    assert visit(desk).get("starts_at") == NOW + 2 * HOUR
    qtbot.mousePress(page.board.canvas, _LEFT, pos=start)
    qtbot.mouseMove(page.board.canvas, start - QPoint(0, 40))
    qtbot.mouseMove(page.board.canvas, start - QPoint(0, HOUR_PX + 2))
    qtbot.mouseRelease(page.board.canvas, _LEFT, pos=start - QPoint(0, HOUR_PX + 2))
    qtbot.waitUntil(lambda: page.board.canvas.blocks[0].begin == 660)
    assert visit(desk).get("starts_at") == NOW + HOUR


def test_a_visit_that_happened_is_marked_as_done_with_what_came_of_it(
    desk: Desk, page: AgendaPage, qtbot: QtBot
) -> None:
    page.board.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(page.board.canvas, Qt.Key.Key_Return, _CONTROL)
    qtbot.waitUntil(lambda: page.window().findChild(Popover) is not None)
    popover = page.window().findChild(Popover)
    assert popover is not None
    outcome = popover.findChildren(FieldEditor)[0]
    assert outcome.field.name == "outcome"
    qtbot.keyClicks(QApplication.focusWidget(), "They want a quote")
    done = next(button for button in popover.findChildren(Button) if button.text() == "Mark as done")
    qtbot.mouseClick(done, _LEFT)
    qtbot.waitUntil(lambda: visit(desk).get("state") == "done")
    assert visit(desk).get("outcome") == "They want a quote"
    qtbot.waitUntil(lambda: page.board.canvas.blocks[0].done)


def test_tasks_stand_in_sections_and_say_everything_in_one_sentence(page: AgendaPage) -> None:
    assert sentences(page) == [
        "Overdue  1",
        "Update the price list, Yesterday 07:36, Ruichi Cold Chain, Urgent",
        "Today  1",
        "Send the renewal quote, Today 14:48, Hengchuan Precision, High",
        "Tomorrow  1",
        "Write the interview minutes, Tomorrow 17:12, Hengchuan Precision",
    ]


def test_space_completes_a_task_and_space_on_it_opens_it_again(desk: Desk, page: AgendaPage, qtbot: QtBot) -> None:
    page.to_do.choose(ident("task.price"))
    qtbot.keyClick(page.to_do, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "Done today  1" in sentences(page))
    assert (task(desk, "price").get("done"), task(desk, "price").get("done_at")) == (True, NOW)
    assert page.to_do.task is not None
    assert page.to_do.task.id == ident("task.quote"), "the next open task is the current one"
    page.to_do.choose(ident("task.price"))
    qtbot.keyClick(page.to_do, Qt.Key.Key_Return, _CONTROL)
    qtbot.waitUntil(lambda: "Overdue  1" in sentences(page))
    assert not task(desk, "price").get("done")


def test_a_click_on_the_circle_completes_and_enter_opens(desk: Desk, page: AgendaPage, qtbot: QtBot) -> None:
    page.to_do.choose(ident("task.quote"))
    with qtbot.waitSignal(desk.navigator.requested) as asked:
        qtbot.keyClick(page.to_do, Qt.Key.Key_Return)
    assert asked.args[0] == Place("tasks", ident("task.quote"))
    box = page.to_do.visualRect(page.to_do.currentIndex())
    qtbot.mouseClick(page.to_do.viewport(), _LEFT, pos=box.topLeft() + QPoint(24, 16))
    qtbot.waitUntil(lambda: bool(task(desk, "quote").get("done")))


def test_other_days_are_one_key_away(desk: Desk, page: AgendaPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: desk.actions.find("agenda_next") is not None)
    assert desk.actions.run("agenda_next")
    qtbot.waitUntil(lambda: page.head.title.text() == "Tomorrow · 13 Mar 2026 Friday")
    qtbot.waitUntil(lambda: [each.title for each in page.board.canvas.blocks][:1] == ["Beichen Valves · Product demo"])
    assert desk.actions.run("agenda_today")
    qtbot.waitUntil(lambda: len(page.board.canvas.blocks) == 2)
    assert page.day == date(2026, 3, 12)


def test_a_double_click_on_an_empty_hour_plans_a_visit_then(desk: Desk, page: AgendaPage, qtbot: QtBot) -> None:
    page.board.area.verticalScrollBar().setValue(0)
    with qtbot.waitSignal(desk.navigator.create_requested) as asked:
        qtbot.mouseDClick(page.board.canvas, _LEFT, pos=QPoint(200, page.board.canvas.grid.y_of(8 * 60) + 3))
    kind, known = asked.args
    assert (kind, known["starts_at"], known["ends_at"]) == ("visit", NOW - 2 * HOUR, NOW - HOUR)


def test_a_task_without_a_time_of_day_stands_above_the_hours(desk: Desk, page: AgendaPage, qtbot: QtBot) -> None:
    values: dict[str, Any] = {"subject": "Order cake", "due_at": NOW - 10 * HOUR, "owner_id": desk.me}
    desk.store.door.commit("task.create", [Create("task", values)])
    desk.refresh.announce({"task"})
    qtbot.waitUntil(lambda: [each.title for each in page.board.row.blocks] == ["Order cake"])
    assert len(page.board.canvas.blocks) == 2
    qtbot.waitUntil(lambda: any(each.startswith("Order cake, Today") for each in sentences(page)))


def test_what_is_deleted_goes_with_undo(desk: Desk, page: AgendaPage, qtbot: QtBot) -> None:
    page.to_do.choose(ident("task.minutes"))
    with qtbot.waitSignal(desk.notices.done):
        qtbot.keyClick(page.to_do, Qt.Key.Key_Delete)
    assert task(desk, "minutes").deleted


def test_the_language_changes_while_the_agenda_is_shown(page: AgendaPage, qtbot: QtBot) -> None:
    current_language().use("zh")
    qtbot.waitUntil(lambda: page.head.title.text() == "今天 · 2026-03-12 星期四")
    assert sentences(page)[0] == "已逾期  1"


def _block(word: str, begin: int, end: int) -> Block:
    entry = Entry(Record("visit", word, {}), begin, end)
    return Block(entry, 0, begin, end, word, "", (), done=False, hue="sky", icon="", sentence=word)

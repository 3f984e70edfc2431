"""Records of a list dropped on the calendar: tasks and visits move there, for others visits are planned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.calendars.entries import HOUR_MS, wall
from crm_desktop.models.record import Record
from crm_desktop.store.queries.records import record, where
from crm_desktop.views.agenda.page import AgendaPage
from crm_desktop.views.agenda.span import Span
from crm_desktop.views.calendar.blocks import moment_of
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.record_drag import Carried, to_mime
from crm_desktop.views.theme.current import current_theme
from tests.support.sample import ident

_ONE, _NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
_LINK = Qt.DropAction.LinkAction


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, qapp: QApplication) -> Iterator[AgendaPage]:
    current_theme().install(qapp)
    current_language().use("en")
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1232, 848)
    made = AgendaPage(desk)
    QVBoxLayout(window).addWidget(made)
    window.show()
    made.visit(Place("agenda", tab="week"), None)
    qtbot.waitUntil(lambda: made._view is not None and made._view.days == 7)
    yield made
    window.close()


def _drop(target: QWidget, carried: Carried, spot: QPointF) -> bool:
    mime = to_mime(carried)
    QApplication.sendEvent(target, QDragEnterEvent(spot.toPoint(), _LINK, mime, _ONE, _NONE))
    QApplication.sendEvent(target, QDragMoveEvent(spot.toPoint(), _LINK, mime, _ONE, _NONE))
    event = QDropEvent(spot, _LINK, mime, _ONE, _NONE, QEvent.Type.Drop)
    event.ignore()
    QApplication.sendEvent(target, event)
    return event.isAccepted()


def _of(desk: Desk, kind: str, record_id: str) -> Record:
    found = desk.store.read(record, kind, record_id)
    assert found is not None
    return found


def _open_tasks(desk: Desk) -> list[Record]:
    mine = "owner_id = ? AND done IS NOT 1 AND recurrence IS NULL AND deleted_at IS NULL ORDER BY id LIMIT 2"
    return desk.store.read(where, "task", mine, desk.me)


def test_several_tasks_are_due_where_they_are_dropped_and_one_undo_takes_that_back(
    qtbot: QtBot, desk: Desk, page: AgendaPage
) -> None:
    tasks = _open_tasks(desk)
    before = [each.get("due_at") for each in tasks]
    assert len(tasks) == 2
    canvas = page.board.canvas
    spot = QPointF(canvas.grid.x_of(2) + 20, canvas.grid.y_of(14 * 60 + 15) + 1)
    assert _drop(canvas, Carried("task", tuple(each.id for each in tasks), tasks[0].title), spot)
    wanted = moment_of(
        page.board._view.first.fromordinal(page.board._view.first.toordinal() + 2), 14 * 60 + 15, _zone(page)
    )
    qtbot.waitUntil(lambda: all(_of(desk, "task", each.id).get("due_at") == wanted for each in tasks))
    desk.store.door.undo()
    assert [_of(desk, "task", each.id).get("due_at") for each in tasks] == before


def test_a_visit_dropped_on_a_day_of_the_month_keeps_its_time_of_day(
    qtbot: QtBot, desk: Desk, page: AgendaPage
) -> None:
    page.show_span(Span.MONTH)
    qtbot.waitUntil(lambda: page.month.grid is not None and page.month.isVisible())
    visit = _of(desk, "visit", ident("visit.interview"))
    begins, ends, grid = visit.get("starts_at"), visit.get("ends_at"), page.month.grid
    assert isinstance(begins, int)
    assert isinstance(ends, int)
    assert grid is not None
    assert _drop(page.month, Carried("visit", (visit.id,), visit.title), grid.cell(20).center())
    qtbot.waitUntil(lambda: _of(desk, "visit", visit.id).get("starts_at") != begins)
    moved = _of(desk, "visit", visit.id)
    there = moved.get("starts_at")
    assert isinstance(there, int)
    assert wall(there, _zone(page)).date() == grid.date(20)
    assert wall(there, _zone(page)).time() == wall(begins, _zone(page)).time()
    assert moved.get("ends_at") == there + ends - begins


def test_for_accounts_visits_are_planned_one_after_the_other(qtbot: QtBot, desk: Desk, page: AgendaPage) -> None:
    asked: list[tuple[str, dict[str, object]]] = []
    desk.navigator.create_requested.connect(lambda kind, values: asked.append((kind, values)))
    canvas, ids = page.board.canvas, (ident("hengchuan"), ident("yunhe"))
    spot = QPointF(canvas.grid.x_of(0) + 20, canvas.grid.y_of(9 * 60) + 1)
    assert _drop(canvas, Carried("account", ids, "Hengchuan Precision"), spot)
    day: date = page.board._view.first
    first = moment_of(day, 9 * 60, _zone(page))

    def there() -> list[Record]:
        return desk.store.read(
            where, "visit", "starts_at IN (?, ?) AND ends_at - starts_at = ?", first, first + HOUR_MS, HOUR_MS
        )

    qtbot.waitUntil(lambda: {each.get("account_id") for each in there()} >= set(ids))
    assert asked == []
    assert _drop(canvas, Carried("account", ids[:1], "Hengchuan Precision"), spot)
    qtbot.waitUntil(lambda: bool(asked))
    kind, values = asked[0]
    assert (kind, values["account_id"], values["starts_at"]) == ("visit", ids[0], first)
    assert not _drop(canvas, Carried("tag", ids[:1], "x"), spot), "no visit belongs to a tag"


def _zone(page: AgendaPage) -> str:
    return page._formats().zone

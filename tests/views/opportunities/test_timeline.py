"""The timeline of close dates: months with their forecast; days move by key and by drag, each with one undo."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from crm_desktop.models.money import to_units
from crm_desktop.models.rules.views import Definition
from crm_desktop.store.queries.records import record
from crm_desktop.views.desk import Desk
from crm_desktop.views.navigation import Place
from crm_desktop.views.opportunities.closing_timeline import ClosingTimeline
from crm_desktop.views.opportunities.months import Axis, moved_by_month
from crm_desktop.views.opportunities.page import TIMELINE, OpportunitiesPage

pytestmark = pytest.mark.usefixtures("dressed")

_ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def timeline(desk: Desk, qtbot: QtBot) -> ClosingTimeline:
    made = ClosingTimeline(desk)
    qtbot.addWidget(made)
    made.resize(1232, 848)
    made.show(Definition())
    made.activateWindow()
    qtbot.waitUntil(lambda: len(made.list.closing.deals) == 5)
    return made


def test_months_sum_what_is_open_and_weighted_in_them(timeline: ClosingTimeline) -> None:
    assert timeline._view is not None
    april = timeline._view.months["2026-04"]
    assert april.open.units == {"CNY": to_units(640_000 + 920_000)}
    assert april.open.forecast("CNY") == to_units((640_000 + 920_000) * 6 // 10)
    assert timeline._view.months["2025-09"].won.units == {"CNY": to_units(516_000)}
    assert "Apr 2026: ¥0 won, ¥936,000 weighted, ¥1,560,000 open" in timeline.header.accessibleName()
    days = [str(deal.get("close_on")) for deal in timeline.list.closing.deals]
    assert days == sorted(days)


def test_alt_and_arrows_move_the_day_by_weeks_and_months_and_undo_takes_it_back(
    timeline: ClosingTimeline, desk: Desk, qtbot: QtBot
) -> None:
    words = [deal.id for deal in timeline.list.closing.deals]
    timeline.list.setCurrentIndex(timeline.list.closing.index(0, 0))
    before = str(timeline.list.closing.deals[0].get("close_on"))
    qtbot.keyClick(timeline.list, Qt.Key.Key_Right, _ALT)
    qtbot.waitUntil(lambda: str(_stored(desk, words[0])) > before)
    assert (date.fromisoformat(str(_stored(desk, words[0]))) - date.fromisoformat(before)).days == 7
    desk.announce(desk.store.door.undo())
    qtbot.waitUntil(lambda: str(timeline.list.closing.deals[0].get("close_on")) == before)
    qtbot.keyClick(timeline.list, Qt.Key.Key_Right, _ALT | Qt.KeyboardModifier.ShiftModifier)
    later = moved_by_month(date.fromisoformat(before), 1).isoformat()
    qtbot.waitUntil(lambda: _stored(desk, words[0]) == later)


def test_a_mark_is_dragged_to_another_day(timeline: ClosingTimeline, desk: Desk, qtbot: QtBot) -> None:
    view = timeline.list
    deal = view.closing.deals[0]
    row = view.visualRect(view.closing.index(0, 0)).center().y()
    start = QPoint(round(view.axis.x_of(date.fromisoformat(str(deal.get("close_on"))))), row)
    end = QPoint(round(view.axis.x_of(date(2026, 9, 15))), row)
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view.viewport(), end)
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=end)
    qtbot.waitUntil(lambda: str(_stored(desk, deal.id)).startswith("2026-09-1"))


def test_an_axis_reads_the_day_that_it_shows() -> None:
    axis = Axis(date(2026, 3, 12), 300, 1300)
    for day in (date(2026, 2, 1), date(2026, 2, 28), date(2026, 12, 31), date(2027, 2, 15)):
        assert abs((axis.day_at(axis.x_of(day)) - day).days) <= 1
    assert axis.x_of(date(2020, 1, 1)) == 305
    assert moved_by_month(date(2026, 1, 31), 1) == date(2026, 2, 28)


def test_the_page_switches_to_the_timeline_and_a_saved_view_keeps_it(desk: Desk, qtbot: QtBot) -> None:
    page = OpportunitiesPage(desk)
    qtbot.addWidget(page)
    page.resize(1232, 848)
    page.show()
    page.visit(Place("opportunities"), None)
    qtbot.waitUntil(lambda: page.book.known)
    page.show_as(TIMELINE)
    qtbot.waitUntil(lambda: page.timeline is not None and bool(page.timeline.list.closing.deals))
    page.acts._create_view("By close date")
    qtbot.waitUntil(lambda: any(str(view.wording) == "By close date" for view in page.book.views))
    (made,) = [view for view in page.book.views if str(view.wording) == "By close date"]
    assert made.record is not None
    assert made.record.get("layout") == TIMELINE


def _stored(desk: Desk, record_id: str) -> object:
    found = desk.store.read(record, "opportunity", record_id)
    assert found is not None
    return found.get("close_on")

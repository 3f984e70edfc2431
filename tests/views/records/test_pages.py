"""The pages of records: what stands there, what keys do, and that a long past does not stop the window."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QElapsedTimer, QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.clock import DAY_MS, to_moment
from crm_desktop.models.edits import Create, Delete, Update
from crm_desktop.models.exchange import Outcome, Settlement
from crm_desktop.models.record import Record
from crm_desktop.store.queries.records import record, where
from crm_desktop.views.accounts.account_page import AccountPage
from crm_desktop.views.contacts.contact_page import ContactPage
from crm_desktop.views.desk import Desk
from crm_desktop.views.navigation import Place
from crm_desktop.views.opportunities.opportunity_page import OpportunityPage
from crm_desktop.views.records.cards import DealsCard, ToDoCard
from crm_desktop.views.records.history_delegate import HistoryDelegate
from crm_desktop.views.records.history_view import HistoryView
from crm_desktop.views.records.record_dialog import FinishVisit, RecordDialog
from crm_desktop.views.records.record_page import RecordPage
from crm_desktop.views.records.stage_bar import StageBar
from crm_desktop.views.records.timeline_card import TimelineCard
from crm_desktop.views.records.timeline_model import TimelineModel
from crm_desktop.views.widgets.combo import Combo
from tests.support.sample import ME, NOW, ident

HOME = ident("hengchuan")


def opened(page: type[RecordPage], place: Place, desk: Desk, window: QWidget, qtbot: QtBot) -> RecordPage:
    made = page(desk)
    layout = window.layout()
    assert layout is not None
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(made)
    made.visit(place, None)
    qtbot.waitUntil(lambda: made.content is not None)
    qtbot.waitUntil(made.header.isVisible)
    return made


@pytest.fixture
def account(ready_desk: Desk, window: QWidget, qtbot: QtBot) -> RecordPage:
    return opened(AccountPage, Place("accounts", HOME), ready_desk, window, qtbot)


def stored(desk: Desk, kind: str, record_id: str) -> Record:
    found = desk.store.read(record, kind, record_id)
    assert found is not None
    return found


def filled(page: RecordPage, qtbot: QtBot) -> TimelineCard:
    card = page.findChild(TimelineCard)
    assert isinstance(card, TimelineCard)
    qtbot.waitUntil(lambda: card.timeline.model.rowCount() > 0)
    return card


def spoken(model: TimelineModel) -> list[str]:
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_an_account_says_what_matters_most(account: RecordPage) -> None:
    shown = [cell.figure for cell in account.figures_strip.cells if cell.isVisible()]
    assert [(each.name, each.figure) for each in shown] == [
        ("Health", "62"),
        ("Annual value", "¥860,000"),
        ("Renewal", "18 Apr 2026"),
        ("Open pipeline", "¥1,160,000"),
        ("Last contact", "2 days ago"),
    ]
    assert (account.heading(), [str(words) for words, _ in account.trail()]) == ("Hengchuan Precision", ["Accounts"])


def test_what_a_record_does_not_say_is_no_figure(ready_desk: Desk, window: QWidget, qtbot: QtBot) -> None:
    create = Create("account", {"name": "New and unknown"})
    ready_desk.store.door.commit("account.create", [create])
    page = opened(AccountPage, Place("accounts", create.id), ready_desk, window, qtbot)
    assert not page.figures_strip.isVisible()


def test_the_timeline_has_headings_for_days_and_what_is_planned(account: RecordPage, qtbot: QtBot) -> None:
    said = spoken(filled(account, qtbot).timeline.model)
    assert [each for each in said if each in ("Planned", "Today", "Yesterday", "Mar 2026", "Jan 2025")] == [
        "Planned", "Today", "Yesterday", "Mar 2026", "Jan 2025",
    ]  # fmt: skip
    assert said[said.index("Yesterday") + 1] == "Label printer drops jobs on line 3. 10:00 · You"


def test_a_line_and_enter_log_a_call_of_yesterday(account: RecordPage, ready_desk: Desk, qtbot: QtBot) -> None:
    card = filled(account, qtbot)
    card.line.setFocus()
    QTest.keyClicks(card.line, "yesterday called Gu about the budget")
    QTest.keyClick(card.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(each.startswith("called Gu") for each in spoken(card.timeline.model)))
    (made,) = ready_desk.store.read(where, "activity", "subject = ?", "called Gu about the budget")
    yesterday_at_nine = to_moment(datetime(2026, 3, 11, 9, tzinfo=UTC))
    assert (made.get("form"), made.get("happened_at"), made.get("account_id")) == ("call", yesterday_at_nine, HOME)
    assert stored(ready_desk, "account", HOME).get("last_contact_at") == yesterday_at_nine
    assert card.line.text() == ""


def test_ctrl_l_asks_for_the_form_with_the_account_known(account: RecordPage, ready_desk: Desk, qtbot: QtBot) -> None:
    line = filled(account, qtbot).line
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    with qtbot.waitSignal(ready_desk.navigator.create_requested) as asked:
        QTest.keyClick(line, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert asked.args == ["activity", {"account_id": HOME}]


def test_a_task_is_completed_at_its_circle_and_leaves_the_card(
    account: RecordPage, ready_desk: Desk, qtbot: QtBot
) -> None:
    card = account.findChild(ToDoCard)
    assert isinstance(card, ToDoCard)
    assert card.rows[0].look.title == "Send the renewal quote"
    QTest.mouseClick(card.rows[0], Qt.MouseButton.LeftButton, pos=QPoint(14, card.rows[0].height() // 2))
    qtbot.waitUntil(lambda: stored(ready_desk, "task", ident("task.quote")).get("done") is True)
    qtbot.waitUntil(lambda: card.rows[0].look.title == "Process interview")
    assert stored(ready_desk, "task", ident("task.quote")).get("done_at") == NOW


def test_ctrl_enter_on_a_visit_asks_how_it_went(account: RecordPage, ready_desk: Desk, qtbot: QtBot) -> None:
    card = filled(account, qtbot)
    model, listed = card.timeline.model, card.timeline.list
    row = next(number for number, each in enumerate(spoken(model)) if each.startswith("Process interview"))
    listed.setCurrentIndex(model.index(row, 0))
    QTest.keyClick(listed, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    dialog = next(each for each in QApplication.topLevelWidgets() if isinstance(each, FinishVisit))
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClicks(dialog.focusWidget(), "Everybody agreed")
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: stored(ready_desk, "visit", ident("visit.interview")).get("state") == "done")
    assert stored(ready_desk, "visit", ident("visit.interview")).get("outcome") == "Everybody agreed"


def test_enter_on_an_entry_shows_all_of_it(account: RecordPage, qtbot: QtBot) -> None:
    card = filled(account, qtbot)
    row = next(number for number, each in enumerate(spoken(card.timeline.model)) if each.startswith("Call with Zhou"))
    card.timeline.list.setCurrentIndex(card.timeline.model.index(row, 0))
    QTest.keyClick(card.timeline.list, Qt.Key.Key_Return)
    dialog = next(each for each in QApplication.topLevelWidgets() if isinstance(each, RecordDialog))
    qtbot.waitUntil(lambda: dialog.facts.facts["subject"].value.look.words == "Call with Zhou Min, 12 min")
    dialog.reject()


def test_a_filter_leaves_only_visits(account: RecordPage, qtbot: QtBot) -> None:
    card = filled(account, qtbot)
    card.timeline.show_only("visit")
    qtbot.waitUntil(lambda: {each.record.kind for each in card.timeline.model.entries} == {"visit"})


def test_deleting_and_restoring_are_one_key_each_way(account: RecordPage, ready_desk: Desk, qtbot: QtBot) -> None:
    assert ready_desk.actions.run("record.delete")
    qtbot.waitUntil(lambda: account.content is not None and account.content.view.record.deleted)
    assert not ready_desk.actions.run("record.delete")
    assert ready_desk.actions.run("record.restore")
    qtbot.waitUntil(lambda: account.content is not None and not account.content.view.record.deleted)


def test_a_record_that_left_this_device_says_so(account: RecordPage, qtbot: QtBot) -> None:
    account.visit(Place("accounts", ident("nobody")), None)
    qtbot.waitUntil(lambda: not account.header.isVisible())
    assert account.content is None


def test_the_history_tells_who_changed_what_and_brings_a_value_back(
    account: RecordPage, ready_desk: Desk, qtbot: QtBot
) -> None:
    ready_desk.announce(ready_desk.store.door.commit("account.edit", [Update("account", HOME, {"health": 40})]))
    account.tabs.choose("history")
    history = account.findChild(HistoryView)
    assert isinstance(history, HistoryView)
    qtbot.waitUntil(lambda: history.model.rowCount() == 3)
    said = [str(history.model.index(row, 0).data()) for row in range(2)]
    assert "added the account" in str(history.model.index(2, 0).data())
    assert said == ["You changed the account, Today 10:00 · this device · Waiting to sync", "Health: 62 became 40"]
    place = history.list.visualRect(history.model.index(1, 0))
    spot = HistoryDelegate.restore_rect(QRectF(place)).center().toPoint()
    QTest.mouseClick(history.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.waitUntil(lambda: stored(ready_desk, "account", HOME).get("health") == 62)
    qtbot.waitUntil(lambda: history.model.rowCount() == 5)


def test_ones_own_value_that_lost_comes_back_from_the_history_with_a_click(
    account: RecordPage, ready_desk: Desk, qtbot: QtBot
) -> None:
    store = ready_desk.store
    store.door.commit("account.edit", [Update("account", HOME, {"health": 40})])
    act = store.outbox.waiting(500)[-1]
    lost = Settlement("account", HOME, "health", "latest", 62, 40, 55, 55, "theirs")
    position = store.replica.position()
    assert position is not None
    ready_desk.announce(store.door.commit("account.edit", [Update("account", HOME, {"next_step": "Wait"})]))
    store.outbox.record([Outcome(act.id, "merged", position.sequence + 1, [lost])])
    account.tabs.choose("history")
    history = account.findChild(HistoryView)
    assert isinstance(history, HistoryView)
    sentence = "Health: 62 became 40 (a later change by somebody else stands)"
    qtbot.waitUntil(lambda: sentence in [str(history.model.index(row, 0).data()) for row in range(5)])
    row = [str(history.model.index(row, 0).data()) for row in range(5)].index(sentence)
    item = history.model.item(history.model.index(row, 0))
    assert (item.back, item.restores) == ("40", (("health", 40),))


def test_the_history_of_one_field_leaves_out_the_others(account: RecordPage, ready_desk: Desk, qtbot: QtBot) -> None:
    for values in ({"health": 40}, {"next_step": "Wait"}):
        ready_desk.announce(ready_desk.store.door.commit("account.edit", [Update("account", HOME, values)]))
    account.tabs.choose("history")
    history = account.findChild(HistoryView)
    assert isinstance(history, HistoryView)
    qtbot.waitUntil(lambda: history.model.rowCount() == 5)
    history.narrow.setCurrentIndex(history.narrow.findData("health"))
    history.narrow.activated.emit(history.narrow.currentIndex())
    assert [history.model.item(history.model.index(row, 0)).field for row in range(2)] == ["", "Health"]


def test_a_stage_is_entered_with_a_click_and_one_that_demands_asks(
    ready_desk: Desk, window: QWidget, qtbot: QtBot
) -> None:
    page = opened(OpportunityPage, Place("opportunities", ident("batch")), ready_desk, window, qtbot)
    bar = page.findChild(StageBar)
    assert isinstance(bar, StageBar)
    qtbot.waitUntil(lambda: bar.focusPolicy() == Qt.FocusPolicy.StrongFocus)
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.box(1).center().toPoint())
    qtbot.waitUntil(
        lambda: stored(ready_desk, "opportunity", ident("batch")).get("stage_id") == ident("stage.discovery")
    )
    assert stored(ready_desk, "opportunity", ident("batch")).get("probability") == 20
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.box(5).center().toPoint())
    qtbot.waitUntil(lambda: isinstance(window.focusWidget(), Combo))
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert stored(ready_desk, "opportunity", ident("batch")).get("stage_id") == ident("stage.discovery")


def test_a_contact_and_a_task_have_pages_too(ready_desk: Desk, window: QWidget, qtbot: QtBot) -> None:
    contact = opened(ContactPage, Place("contacts", ident("zhou")), ready_desk, window, qtbot)
    assert contact.header.name.text() == "Zhou Min"
    contact.hide()
    task = opened(RecordPage, Place("tasks", ident("task.quote")), ready_desk, window, qtbot)
    assert task.header.name.text() == "Send the renewal quote"


def test_one_page_shows_one_record_after_the_other(account: RecordPage, qtbot: QtBot) -> None:
    card = filled(account, qtbot)
    account.visit(Place("accounts", ident("ruichi")), None)
    qtbot.waitUntil(lambda: account.header.name.text() == "Ruichi Cold Chain")
    qtbot.waitUntil(lambda: any(each.startswith("Talked about") for each in spoken(card.timeline.model)))
    deals = account.findChild(DealsCard)
    assert isinstance(deals, DealsCard)
    assert [row.look.title for row in deals.rows if row.isVisible()] == ["Cold store boards"]


def test_two_thousand_activities_do_not_stop_the_window(ready_desk: Desk, window: QWidget, qtbot: QtBot) -> None:
    body = "Stock count at month end. The interview was moved to Thursday morning; the buyer will join. " * 3
    ready_desk.store.door.commit(
        "activity.log",
        [
            Create("activity", {"subject": f"Call {number}", "happened_at": NOW - number * DAY_MS // 4,
                                "account_id": HOME, "owner_id": ME, "form": "call", "body": body})
            for number in range(2_000)
        ],
    )  # fmt: skip
    page = opened(AccountPage, Place("accounts", HOME), ready_desk, window, qtbot)
    card = filled(page, qtbot)
    gaps: list[int] = []

    def reach_the_end() -> bool:
        clock = QElapsedTimer()
        clock.start()
        card.timeline.list.scrollToBottom()
        QApplication.processEvents()
        gaps.append(clock.elapsed())
        return len(card.timeline.model.entries) > 2_000

    qtbot.waitUntil(reach_the_end, timeout=30_000)
    # A hundred entries at a time; the bound is wide because other programs share the machine.
    assert max(gaps) < 400


def test_deleted_entries_leave_the_timeline(account: RecordPage, ready_desk: Desk, qtbot: QtBot) -> None:
    card = filled(account, qtbot)
    ready_desk.announce(ready_desk.store.door.commit("activity.delete", [Delete("activity", ident("activity.note"))]))
    qtbot.waitUntil(lambda: not any(each.startswith("Label printer") for each in spoken(card.timeline.model)))

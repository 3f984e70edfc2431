"""Making records from anywhere: the right dialog opens, and logging moves what follows from it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.clock import to_moment
from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record
from crm_desktop.store.queries.history import history
from crm_desktop.store.queries.records import record, where
from crm_desktop.views.accounts.account_page import AccountPage
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.create_dialog import CreateDialog
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.creating import Creating
from crm_desktop.views.records.log_activity import LogActivity, PlanVisit
from crm_desktop.views.records.timeline_card import TimelineCard
from tests.support.sample import ME, NOW, ident
from tests.views.records.test_pages import opened

HOME = ident("hengchuan")


@pytest.fixture
def creating(ready_desk: Desk, window: QWidget) -> Creating:
    return Creating(ready_desk, window)


def asked(creating: Creating, desk: Desk, qtbot: QtBot, kind: str, **values: Value) -> CreateDialog:
    desk.navigator.create(kind, dict(values))
    dialog = creating.dialog
    assert dialog is not None
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def press(dialog: CreateDialog, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(dialog.focusWidget(), key, modifier)


def only(desk: Desk, kind: str, subject: str) -> Record:
    (found,) = desk.store.read(where, kind, "subject = ?", subject)
    return found


def test_four_keys_beside_the_text_log_yesterdays_visit_with_a_next_step(
    creating: Creating, ready_desk: Desk, qtbot: QtBot
) -> None:
    dialog = asked(creating, ready_desk, qtbot, "activity", account_id=HOME)
    assert isinstance(dialog, LogActivity)
    press(dialog, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    QTest.keyClicks(dialog.focusWidget(), "Walked line 3")
    press(dialog, Qt.Key.Key_Tab)
    QTest.keyClicks(dialog.focusWidget(), "Send the photos")
    press(dialog, Qt.Key.Key_Tab)
    QTest.keyClicks(dialog.focusWidget(), "yesterday 14:00")
    with qtbot.waitSignal(dialog.created):
        press(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    made, when = only(ready_desk, "activity", "Walked line 3"), to_moment(datetime(2026, 3, 11, 14, tzinfo=UTC))
    assert (made.get("form"), made.get("happened_at"), made.get("owner_id")) == ("visit", when, ME)
    account = ready_desk.store.read(record, "account", HOME)
    assert account is not None
    assert (account.get("last_contact_at"), account.get("next_step")) == (when, "Send the photos")
    (latest,) = ready_desk.store.read(history, "account", HOME)
    assert latest.act == "activity.log"


def test_an_activity_at_an_opportunity_is_its_accounts_too(creating: Creating, ready_desk: Desk, qtbot: QtBot) -> None:
    dialog = asked(creating, ready_desk, qtbot, "activity", opportunity_id=ident("mes2"))
    QTest.keyClicks(dialog.focusWidget(), "Talked about terms")
    with qtbot.waitSignal(dialog.created):
        press(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert only(ready_desk, "activity", "Talked about terms").get("account_id") == HOME
    deal = ready_desk.store.read(record, "opportunity", ident("mes2"))
    assert deal is not None
    assert deal.get("last_activity_at") == ready_desk.clock.now()


def test_a_visit_is_planned_for_tomorrow_at_ten(creating: Creating, ready_desk: Desk, qtbot: QtBot) -> None:
    dialog = asked(creating, ready_desk, qtbot, "visit", account_id=HOME)
    assert isinstance(dialog, PlanVisit)
    QTest.keyClicks(dialog.focusWidget(), "Second walk")
    with qtbot.waitSignal(dialog.created):
        press(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    made, ten = only(ready_desk, "visit", "Second walk"), to_moment(datetime(2026, 3, 13, 10, tzinfo=UTC))
    assert (made.get("starts_at"), made.get("state"), made.get("owner_id")) == (ten, "planned", ME)


def test_a_new_account_is_shown_and_only_one_form_is_open_at_a_time(
    creating: Creating, ready_desk: Desk, qtbot: QtBot
) -> None:
    dialog = asked(creating, ready_desk, qtbot, "account")
    ready_desk.navigator.create("contact")
    assert creating.dialog is dialog
    QTest.keyClicks(dialog.focusWidget(), "Brand New")
    with qtbot.waitSignal(ready_desk.navigator.requested) as went:
        press(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert went.args is not None
    (made,) = ready_desk.store.read(where, "account", "name = ?", "Brand New")
    assert went.args[0] == Place("accounts", made.id)
    assert creating.dialog is None


def test_a_colleague_mentioned_in_the_line_gets_a_task_in_the_same_act(
    ready_desk: Desk, window: QWidget, qtbot: QtBot
) -> None:
    page = opened(AccountPage, Place("accounts", HOME), ready_desk, window, qtbot)
    card = page.findChild(TimelineCard)
    assert card is not None
    card.line.setFocus()
    qtbot.keyClicks(card.line, "Call about the offer @Li")
    assert [each.name for each in card.line.people.entries] == ["Li Qian"]
    qtbot.keyClick(card.line, Qt.Key.Key_Return)
    assert card.line.text() == "Call about the offer @Li Qian "
    qtbot.keyClick(card.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(ready_desk.store.read(where, "task", "owner_id = ?", ident("li"))))
    told = only(ready_desk, "task", "Call about the offer @Li Qian")
    assert (told.get("account_id"), told.get("due_at"), told.get("created_by")) == (HOME, NOW, ME)
    ready_desk.store.door.undo()
    undone = only(ready_desk, "activity", "Call about the offer @Li Qian")
    assert undone.deleted

"""A record is shared with a colleague from its page, with one name and Enter, and taken back with one cross."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.record import Record
from crm_desktop.store.queries.records import where
from crm_desktop.store.queries.shares import shares_of
from crm_desktop.views.accounts.account_page import AccountPage
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.link_editor import LinkEditor
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.record_page import RecordPage
from crm_desktop.views.records.share_popover import SharePopover
from tests.support.sample import ME, ident

HOME = ident("hengchuan")


@pytest.fixture
def account(ready_desk: Desk, window: QWidget, qtbot: QtBot) -> RecordPage:
    page = AccountPage(ready_desk)
    layout = window.layout()
    assert layout is not None
    layout.addWidget(page)
    page.visit(Place("accounts", HOME), None)
    qtbot.waitUntil(lambda: page.content is not None)
    qtbot.waitUntil(page.header.isVisible)
    return page


def opened(page: RecordPage, qtbot: QtBot) -> SharePopover:
    before = set(page.acts.findChildren(SharePopover))
    page.acts.share()
    qtbot.waitUntil(lambda: bool(set(page.acts.findChildren(SharePopover)) - before))
    (made,) = set(page.acts.findChildren(SharePopover)) - before
    return made


def shares(desk: Desk) -> list[Record]:
    return desk.store.read(shares_of, "account", HOME)


def test_a_name_and_enter_share_the_account_and_a_cross_ends_it(
    account: RecordPage, ready_desk: Desk, qtbot: QtBot
) -> None:
    colleague = next(each for each in ready_desk.store.read(where, "user", "id <> ?", ME) if each.get("active"))
    assert next(each for each in account.acts._actions() if each.key == "record.share").enabled()
    popover = opened(account, qtbot)
    assert isinstance(popover.person, LinkEditor)
    QTest.keyClicks(popover.person.input, colleague.title)
    qtbot.waitUntil(popover.person.search.list.isVisible)
    QTest.keyClick(popover.person.input, Qt.Key.Key_Return)
    QTest.keyClick(popover.person.input, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(shares(ready_desk)) == 1)
    (given,) = shares(ready_desk)
    assert (given.get("owner_id"), given.get("right"), given.get("account_id")) == (colleague.id, "read", HOME)
    again = opened(account, qtbot)
    again.ends[0].click()
    qtbot.waitUntil(lambda: not shares(ready_desk))

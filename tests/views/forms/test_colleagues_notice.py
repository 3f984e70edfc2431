"""While a customer is typed that a colleague has: a real server is asked, and without one that is said."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.models.clock import SystemClock
from crm_desktop.models.exchange import Device
from crm_desktop.models.ids import new_id
from crm_desktop.sync.server_desk import ServerDesk
from crm_desktop.sync.session import SignedIn
from crm_desktop.sync.status import Connection, PillState, SyncStatus
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.create_dialog import CreateDialog
from tests.server.test_calendar_feeds import made, push
from tests.support.live_server import LiveServer
from tests.support.live_server import live_server as _live_server
from tests.support.office import PASSWORD
from tests.views.forms.test_create_dialog import opened

live_server = _live_server


class _Kept:
    """Keeps the refresh token for as long as the test runs."""

    token = ""

    def refresh_token(self) -> str:
        return self.token

    def keep_refresh_token(self, token: str) -> None:
        self.token = token


def test_a_colleagues_customer_is_told_masked_and_offline_it_is_said_that_nobody_was_asked(
    ready_desk: Desk, window: QWidget, qtbot: QtBot, live_server: LiveServer, tmp_path: Path
) -> None:
    ann = live_server.people["ann"]
    (outcome,) = push(live_server, "ann", made("account", name="Northern Springs Ltd", phone="12345", owner_id=ann))
    assert outcome["result"] == "applied"
    session = SignedIn(live_server.url, Device(id=new_id(), name="cem", platform="linux"), _Kept())
    session.sign_in("cem", PASSWORD)
    server = ServerDesk(live_server.url, session, SystemClock())
    ready_desk.around.server = server
    ready_desk.around.sync.publish(SyncStatus(state=PillState.UP_TO_DATE, connection=Connection.ONLINE))
    dialog = _typing("Northern springs", ready_desk, window, qtbot)
    notice = dialog.colleagues
    qtbot.waitUntil(notice.isVisible, timeout=10_000)
    assert notice._words.text() == "N** S** L** of Ann (same name)"
    assert notice._badge.isVisible()
    QTest.keyClicks(dialog.focusWidget(), " Two")
    qtbot.waitUntil(lambda: not notice.isVisible(), timeout=10_000)
    dialog.reject()
    ready_desk.around.sync.publish(SyncStatus(state=PillState.OFFLINE, connection=Connection.OFFLINE))
    again = _typing("s", ready_desk, window, qtbot)
    qtbot.waitUntil(again.colleagues.isVisible)
    assert again.colleagues._words.text().startswith("Without a connection, only this computer")
    assert not again.colleagues._badge.isVisible()
    again.draft.forget()
    again.reject()
    server.close()


def _typing(name: str, desk: Desk, window: QWidget, qtbot: QtBot) -> CreateDialog:
    dialog = opened("account", desk, window, qtbot)
    QTest.keyClicks(dialog.focusWidget(), name)
    return dialog

"""Pictures of the way in and of the window around the screens: sign-in, passphrases, trouble, first sync, work."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.models.errors import Broken, Denied, Refused, Unreachable
from crm_desktop.settings import VERSION
from crm_desktop.sync.events import Phase
from crm_desktop.sync.failures import Failure, Trouble
from crm_desktop.sync.status import Connection, PillState, SyncStatus
from crm_desktop.views.first_sync.first_sync_page import FirstSyncPage
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import text
from crm_desktop.views.shell.main_window import MainWindow
from crm_desktop.views.shell.tools import Tools
from crm_desktop.views.sign_in.passphrase_page import ChoosePassphrasePage, UnlockPage
from crm_desktop.views.sign_in.sign_in_page import SignInPage
from crm_desktop.views.sign_in.trouble_page import TroublePage, WayOn, waiting_for_keyring
from tests.support.desk import clear_desk, make_desk
from tests.support.sample import NOW

SERVER, PERSON = "crm.hengtai-group.cn", "lin.yue@hengtai-group.cn"


def build_sign_in() -> QWidget:
    """Return the form after a wrong password."""
    page = SignInPage(VERSION)
    page.prefill(SERVER, PERSON)
    page.password.set_value("password12")
    page.show_server(None)
    page.show_error(Denied("sign_in.wrong"))
    return page


def build_sign_in_offline() -> QWidget:
    """Return the form after the sign-in has ended, without a network."""
    page = SignInPage(VERSION)
    page.prefill(SERVER, PERSON)
    page.offer_offline(_person())
    page.server.set_locked(text("sign_in", "Sign out first to use another server"))
    page.show_error(Unreachable("sync.no_network"))
    return page


def build_choose_passphrase() -> QWidget:
    """Return the page that asks for a new passphrase, with two different ones in it."""
    page = ChoosePassphrasePage()
    page.first.set_value("one long passphrase")
    page.second.set_value("another one")
    page.submit()
    return page


def build_unlock() -> QWidget:
    """Return the page that asks for the passphrase, after a wrong one."""
    page = UnlockPage(_person())
    page.passphrase.set_value("wrong")
    page.show_error(Refused("passphrase.wrong"))
    return page


def build_trouble() -> QWidget:
    """Return the page that offers to repair."""
    ways = [WayOn(text("sign_in", "Repair"), lambda: None), WayOn(text("sign_in", "Try again"), lambda: None)]
    return TroublePage(Broken("store.damaged"), ways)


def build_waiting() -> QWidget:
    """Return the page that waits for the system's keyring."""
    return waiting_for_keyring()


class FirstSyncScreen(QWidget):
    """The first sync, somewhere in the middle: the sample is here, more is to come."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        self._desk = make_desk(Path(self._folder.name), current_language().code)
        feed = self._desk.around.sync
        page = FirstSyncPage(
            self._desk, feed, _person(), text("first_sync", "Unlocks with the keyring of this system.")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)
        for done in (11_800, 12_200):
            feed.publish(
                SyncStatus(
                    state=PillState.SYNCING,
                    connection=Connection.ONLINE,
                    phase=Phase.SNAPSHOT,
                    done=done,
                    total=20_000,
                    percent=100 * done // 20_000,
                    first_sync=True,
                )
            )

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Clear the desk."""
        super().closeEvent(event)
        clear_desk(self._desk)
        self._folder.cleanup()


class WorkScreen(MainWindow):
    """The window at work, offline, with the sample."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory()
        self._desk = make_desk(Path(self._folder.name), current_language().code)
        desk = self._desk
        tools = Tools(
            desk.background, desk.refresh, desk.actions, desk.navigator, desk.notices, desk.around.sync, desk.clock
        )
        super().__init__(tools)
        self.furnish(desk)
        no_network = Failure(Trouble.LINE, "sync.no_network")
        tools.sync.publish(
            SyncStatus(
                state=PillState.OFFLINE,
                connection=Connection.OFFLINE,
                waiting=7,
                last_complete_at=NOW - 60_000_000,
                failure=no_network,
            )
        )

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Clear the desk."""
        super().closeEvent(event)
        clear_desk(self._desk)
        self._folder.cleanup()


def build_first_sync() -> QWidget:
    """Return the first sync's page."""
    return FirstSyncScreen()


def build_work() -> QWidget:
    """Return the window."""
    return WorkScreen()


def build_work_problem() -> QWidget:
    """Return the window with a problem at its foot."""
    window = WorkScreen()
    window.tools.notices.fail(Broken("store.disk_full"))
    return window


def build_work_narrow() -> QWidget:
    """Return the window for the smallest size."""
    return WorkScreen()


def _person() -> str:
    return "林悦" if current_language().code == "zh" else "Lin Yue"

"""Builders of the pictures of locking and leaving: lock, offline limit, handing over, work left behind, devices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtWidgets import QWidget

from crm_desktop.models.calendar_feeds import Feed
from crm_desktop.models.changes import Operation
from crm_desktop.models.clock import DAY_MS
from crm_desktop.models.errors import Refused, Unreachable
from crm_desktop.models.exchange import Refusal, RegisteredDevice
from crm_desktop.models.rescue import DISABLED, REVOKED, LeftChange, LeftField, LeftWork
from crm_desktop.store.custody import Terms
from crm_desktop.views.language.language import current_language
from crm_desktop.views.navigation import Place
from crm_desktop.views.sign_in.farewell_page import HandingOverPage, ToldPage
from crm_desktop.views.sign_in.lock_page import LockedBy, LockPage
from tests.support.sample import HOUR, ME, NOW, ident
from tools.work_screens import desk_for_picture

if TYPE_CHECKING:
    from crm_desktop.sync.server_desk import ServerDesk


def build_locked() -> QWidget:
    """Return the lock after a wrong password."""
    page = LockPage(LockedBy.PASSWORD, _person())
    page.secret.set_value("password12")
    page.show_error(Refused("unlock.wrong"))
    page.wait(15_000)
    page.timer.stop()
    return page


def build_offline_limit() -> QWidget:
    """Return the lock of a computer that was without its server for too long, and still is."""
    page = LockPage(LockedBy.SERVER, _person(), 30)
    page.show_error(Unreachable("sync.no_network"))
    return page


def build_handing_over() -> QWidget:
    """Return the page of a revoked computer without a connection."""
    page = HandingOverPage(REVOKED, 3)
    page.show_trouble(Unreachable("sync.no_network"))
    return page


def build_told() -> QWidget:
    """Return what is said at the end."""
    return ToldPage(DISABLED, (3, 2, 0))


def build_left_behind() -> QWidget:
    """Return the sync centre of a manager with work that somebody left."""
    from crm_desktop.views.sync_centre.page import SyncCentrePage

    desk = desk_for_picture()
    desk.around.server = cast("ServerDesk", PicturedServer())
    page = SyncCentrePage(desk)
    page.visit(Place("sync"), None)
    page.left_work.changed.connect(lambda: page.tabs.choose("left"))
    return page


def build_settings() -> QWidget:
    """Return the settings, with the devices in sight."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QScrollArea

    from crm_desktop.views.settings.page import SettingsPage
    from crm_desktop.views.surroundings import SignedInAs

    desk = desk_for_picture()
    desk.around.server = cast("ServerDesk", PicturedServer())
    desk.around.signed_in = SignedInAs("https://crm.example.com", _person(), "Example", "laptop")
    desk.around.terms = Terms(30, 28, 15)
    page = SettingsPage(desk)
    page.visit(Place("settings"), None)
    area = page.findChild(QScrollArea)
    assert area is not None
    QTimer.singleShot(900, page, lambda: area.verticalScrollBar().setValue(page.protection.y() - 16))
    return page


class PicturedServer:
    """What a server would say, for pictures only."""

    def feeds(self) -> list[Feed]:
        """Return no address of a calendar."""
        return []

    def devices(self) -> list[RegisteredDevice]:
        """Return three devices."""
        zh = current_language().code == "zh"
        return [
            RegisteredDevice(
                id=ident("laptop"), name="ThinkPad T14", platform="Windows 11", created_at=0, seen_at=NOW, this=True
            ),
            RegisteredDevice(
                id=ident("van"), name="车上的平板" if zh else "Tablet in the car", platform="Windows 11", created_at=0,
                seen_at=NOW - 3 * DAY_MS, waiting=12, undecided=2,
            ),
            RegisteredDevice(
                id=ident("old"), name="MacBook", platform="Darwin 23", created_at=0, seen_at=NOW - 40 * DAY_MS,
                revoked_at=NOW - 30 * DAY_MS,
            ),
        ]  # fmt: skip

    def left_work(self) -> list[LeftWork]:
        """Return one act to decide about and one decided."""
        guard = Refusal(
            "sync.guard", {"kind": "account", "field": "phone", "by": ident("zhang"), "at": NOW - HOUR}, kind="account",
            id=ident("hengchuan"), field="phone",
        )  # fmt: skip
        fields = [
            LeftField("phone", None, "0512-6555 1000", "0512-6555 9999"),
            LeftField("renewal_on", None, "2026-04-18", None),
        ]
        zh = current_language().code == "zh"
        name = "恒川精密制造" if zh else "Hengchuan Precision"
        change = LeftChange("account", ident("hengchuan"), Operation.UPDATE, name, fields, exists=True)
        gone = LeftChange("task", ident("task"), Operation.DELETE, "MES", exists=True)
        common: dict[str, Any] = {
            "user_id": ident("zhang"),
            "device": "laptop",
            "reason": DISABLED,
            "received_at": NOW - HOUR,
        }
        return [
            LeftWork(
                id=ident("left1"), act="account.edit", made_at=NOW - DAY_MS, changes=[change], refusal=guard,
                decidable=True, **common,
            ),
            LeftWork(
                id=ident("left2"), act="task.delete", made_at=NOW - 2 * DAY_MS, changes=[gone], decidable=True,
                state="discarded", decided_by=ME, decided_at=NOW - HOUR, **common,
            ),
        ]  # fmt: skip


def _person() -> str:
    return "林悦" if current_language().code == "zh" else "Lin Yue"

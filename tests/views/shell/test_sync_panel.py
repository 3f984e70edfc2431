"""Pill, strip, popover and rail tell the truth about the sync."""

from __future__ import annotations

import threading

from PySide6.QtCore import Qt, QThread
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from crm_desktop.models.edits import Update
from crm_desktop.models.file_queue import FileLevels
from crm_desktop.models.sync_run import Touched
from crm_desktop.sync.events import Phase
from crm_desktop.sync.failures import Failure, Trouble
from crm_desktop.sync.files.progress import Direction, FileStatus, Moving
from crm_desktop.sync.status import Connection, PillState, SyncStatus
from crm_desktop.views.shell.sync_popover import SyncPopover
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph
from tests.support.finding import child
from tests.support.sample import NOW, ident
from tests.views.shell.conftest import Shell

UP_TO_DATE = SyncStatus(state=PillState.UP_TO_DATE, connection=Connection.ONLINE, last_complete_at=NOW)
NO_NETWORK = Failure(Trouble.LINE, "sync.no_network")
OFFLINE = SyncStatus(state=PillState.OFFLINE, connection=Connection.OFFLINE, waiting=7, failure=NO_NETWORK)


def tell(shell: Shell, qtbot: QtBot, status: SyncStatus) -> None:
    """Publish a status from a thread of its own, as the loop does, and wait until it has arrived."""
    with qtbot.waitSignal(shell.tools.sync.changed):
        thread = threading.Thread(target=shell.tools.sync.publish, args=(status,))
        thread.start()
        thread.join()


def words(shell: Shell) -> str:
    """Return what stands on the pill."""
    return shell.window.workplace.bar.pill.accessibleName()


def test_the_pill_appears_with_the_first_status_and_follows(shell: Shell, qtbot: QtBot) -> None:
    assert not shell.window.workplace.bar.pill.isVisible()
    tell(shell, qtbot, UP_TO_DATE)
    assert words(shell) == "Up to date"
    moving = SyncStatus(
        state=PillState.SYNCING, connection=Connection.ONLINE, phase=Phase.PUSH, waiting=12, done=4, total=12
    )
    tell(shell, qtbot, moving)
    assert words(shell) == "Syncing 4 of 12"
    tell(shell, qtbot, OFFLINE)
    assert words(shell) == "Offline · 7 waiting"
    tell(shell, qtbot, SyncStatus(state=PillState.TO_DECIDE, connection=Connection.ONLINE, to_decide=2))
    assert words(shell) == "2 to decide"


def test_statuses_arrive_on_the_ui_thread(shell: Shell, qtbot: QtBot) -> None:
    seen: list[QThread] = []
    shell.tools.sync.changed.connect(lambda: seen.append(QThread.currentThread()))
    tell(shell, qtbot, UP_TO_DATE)
    assert seen == [shell.window.thread()]


def test_what_a_sync_wrote_is_passed_on_to_the_ui_thread(shell: Shell, qtbot: QtBot) -> None:
    touched = Touched(frozenset({"account"}), frozenset({ident("hengchuan")}))
    with qtbot.waitSignal(shell.tools.sync.touched) as told:
        thread = threading.Thread(target=shell.tools.sync.touch, args=(touched,))
        thread.start()
        thread.join()
    assert told.args == [touched]


def test_the_strip_shows_once_for_each_loss_of_connection(shell: Shell, qtbot: QtBot) -> None:
    strip = shell.window.workplace.strip
    tell(shell, qtbot, OFFLINE)
    assert strip.isVisible()
    strip.hide()
    tell(
        shell, qtbot, SyncStatus(state=PillState.OFFLINE, connection=Connection.OFFLINE, waiting=8, failure=NO_NETWORK)
    )
    assert not strip.isVisible()
    tell(shell, qtbot, UP_TO_DATE)
    tell(shell, qtbot, OFFLINE)
    assert strip.isVisible()


def test_the_strip_counts_no_changes_where_none_wait(shell: Shell, qtbot: QtBot) -> None:
    quiet = SyncStatus(state=PillState.OFFLINE, connection=Connection.OFFLINE, failure=NO_NETWORK, last_complete_at=NOW)
    tell(shell, qtbot, quiet)
    said = [each.text() for each in shell.window.workplace.strip.findChildren(QLabel)]
    assert any(each.startswith("Everything is synced up to") for each in said)
    assert not any("0 change" in each for each in said)


def test_the_strip_counts_on_while_offline_and_goes_with_the_line_whatever_else_fails(
    shell: Shell, qtbot: QtBot
) -> None:
    def failed(code: str, trouble: Trouble, connection: Connection) -> None:
        failure = Failure(trouble, code)
        tell(shell, qtbot, SyncStatus(state=PillState.FAILED, connection=connection, waiting=3, failure=failure))

    strip = shell.window.workplace.strip
    tell(shell, qtbot, OFFLINE)
    failed("sync.garbage", Trouble.LINE, Connection.OFFLINE)
    assert any("3 changes" in each.text() for each in strip.findChildren(QLabel))
    failed("sync.disk_full", Trouble.HERE, Connection.ONLINE)
    assert not strip.isVisible()


def test_before_the_first_attempt_nobody_says_offline(shell: Shell, qtbot: QtBot) -> None:
    tell(shell, qtbot, SyncStatus(state=PillState.OFFLINE, connection=Connection.OFFLINE))
    assert not shell.window.workplace.strip.isVisible()


def test_the_rail_counts_what_waits_and_alarms_for_what_is_to_decide(shell: Shell, qtbot: QtBot) -> None:
    tell(shell, qtbot, OFFLINE)
    item = shell.window.workplace.rail._items["sync"]
    assert "7" in item.accessibleName()
    assert not item._alarming
    tell(shell, qtbot, SyncStatus(state=PillState.TO_DECIDE, connection=Connection.ONLINE, to_decide=2))
    assert item._alarming


def test_the_popover_lists_what_waits_and_syncs_now(shell: Shell, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shell.desk.refresh.changed):
        shell.desk.act("edit", [Update("account", ident("hengchuan"), {"phone": "0512 6666 7777"})])
    tell(shell, qtbot, OFFLINE)
    popover = shell.window.sync_panel.open_popover()
    content = child(popover, SyncPopover)
    qtbot.waitUntil(lambda: any("Hengchuan" in each.text() for each in content.findChildren(Label)))
    told = " ".join(each.text() for each in content.findChildren(Paragraph))
    assert "Working offline" in told
    assert "network" in told.lower()
    with qtbot.waitSignal(shell.window.sync_wanted):
        QTest.mouseClick(content.sync_now, Qt.MouseButton.LeftButton)


def test_the_pill_opens_the_popover_and_escape_closes_it(shell: Shell, qtbot: QtBot) -> None:
    tell(shell, qtbot, UP_TO_DATE)
    QTest.mouseClick(shell.window.workplace.bar.pill, Qt.MouseButton.LeftButton)
    content = child(shell.window, SyncPopover)
    assert content.isVisible()
    QTest.keyClick(child(content, Button), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: shell.window.findChild(SyncPopover) is None)


def test_f9_asks_for_a_sync(shell: Shell, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shell.window.sync_wanted):
        QTest.keyClick(shell.window, Qt.Key.Key_F9)


def test_the_rail_shows_the_person_and_today_s_figures(shell: Shell, qtbot: QtBot) -> None:
    rail = shell.window.workplace.rail
    qtbot.waitUntil(lambda: rail._person[1].text() == "Lin Yue")
    assert "East China" in rail._person[2].text()
    assert rail._items["opportunities"].accessibleName() != "Opportunities"


def with_files(status: SyncStatus, **files: object) -> SyncStatus:
    return status.with_files(FileStatus(**files))  # type: ignore[arg-type]


def test_pill_strip_rail_and_popover_tell_the_truth_about_files_too(shell: Shell, qtbot: QtBot) -> None:
    pill, rail = shell.window.workplace.bar.pill, shell.window.workplace.rail
    two = FileLevels(up=2, up_bytes=3_400_000)
    tell(shell, qtbot, with_files(UP_TO_DATE, waiting=two))
    assert words(shell) == "2 files to go"
    assert pill.accessibleDescription() == "All changes are synced. 2 files still to go."
    assert "2" in rail._items["sync"].accessibleName()
    popover = shell.window.sync_panel.open_popover()
    content = child(popover, SyncPopover)

    def told() -> str:
        return " ".join(each.text() for each in content.findChildren(Paragraph) if each.isVisible())

    qtbot.waitUntil(lambda: "2 files wait, 3.4 MB" in told())
    tell(shell, qtbot, with_files(UP_TO_DATE, waiting=two, moving=Moving(Direction.UP, "a", 1, 4)))
    assert words(shell) == "Sending 2 files"
    assert "Sending a file, 25%" in told()
    tell(shell, qtbot, with_files(UP_TO_DATE, waiting=two, records_only=True))
    assert "only records are synced" in told()
    assert words(shell) == "2 files to go"
    popover.close_popover()
    tell(shell, qtbot, with_files(UP_TO_DATE, waiting=FileLevels(failed=1)))
    assert words(shell) == "1 to decide"
    tell(shell, qtbot, with_files(OFFLINE, waiting=FileLevels(up=1, behind=2, behind_bytes=9)))
    assert words(shell) == "Offline · 10 waiting"
    assert pill.accessibleDescription() == "Working offline. 7 changes and 3 files waiting."
    said = [each.text() for each in shell.window.workplace.strip.findChildren(QLabel)]
    assert any(each.startswith("7 changes and 3 files saved on this device") for each in said)
    tell(shell, qtbot, UP_TO_DATE)
    assert words(shell) == "Up to date"

"""Locking the real program: by key, after idleness, without its server for too long; nothing shows, nothing is lost."""

from __future__ import annotations

import os

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.composition.locking import Locking
from crm_desktop.composition.program import Program
from crm_desktop.models.clock import DAY_MS, SystemClock
from crm_desktop.models.edits import Create
from crm_desktop.models.rules.absence import Contact
from crm_desktop.settings import Profile
from crm_desktop.store.custody import CONTACT
from crm_desktop.store.identity import remember
from crm_desktop.views.forms.create_dialog import CreateDialog
from crm_desktop.views.sign_in.lock_page import LockedBy, LockPage
from tests.support.forked_server import Running
from tests.support.office import PASSWORD
from tests.support.whole_program import begin_work, profile, running, server, settle, sign_in, stage, wait_for

__all__ = ["profile", "server"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.qt_log_ignore("This plugin does not support"),
    pytest.mark.usefixtures("secret_service"),
]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def lock_page(program: Program) -> LockPage:
    page = stage(program)
    assert isinstance(page, LockPage)
    return page


def is_ready(program: Program) -> bool:
    """Tell whether an attempt can be made; the page is another one as soon as it is known what opens it."""
    return lock_page(program).button.isEnabled()


def told_a_problem(program: Program) -> bool:
    return lock_page(program).problem.isVisible()


def unlock(qtbot: QtBot, program: Program, password: str) -> None:
    wait_for(qtbot, lambda: is_ready(program))
    page = lock_page(program)
    QTest.keyClicks(page.secret.editor, password)
    QTest.keyClick(page.secret.editor, Qt.Key.Key_Return)


def spend_days(program: Program, days: int) -> None:
    """Let the last contact be so long ago."""
    assert program.workspace is not None
    now = SystemClock().now()
    contact = Contact(now - days * DAY_MS, 0, now)
    with program.workspace.store._database.writing() as connection:
        remember(connection, **{CONTACT: msgspec.json.encode(contact).decode()})


def test_locked_by_key_nothing_shows_sync_goes_on_and_a_dialog_survives(
    qtbot: QtBot, profile: Profile, server: Running
) -> None:
    with running(qtbot, profile, server.url) as program:
        sign_in(qtbot, program, "ada")
        begin_work(qtbot, program)
        settle(qtbot, program)
        window, workspace = program.window, program.workspace
        assert workspace is not None
        program.tools.navigator.create("account")
        wait_for(qtbot, lambda: bool(window.findChildren(CreateDialog)))
        (dialog,) = window.findChildren(CreateDialog)
        title = dialog.form.fields["name"].editor
        dialog.form.retype({"name": "恒川精密"})
        typed = dialog.form.values()["name"]
        program.tools.around.lock_wanted.emit()
        wait_for(qtbot, lambda: is_ready(program))
        assert lock_page(program).locked_by is LockedBy.PASSWORD
        assert window.windowTitle() == "Fieldline CRM"
        assert not window.workplace.isVisible()
        assert [each for each in QApplication.topLevelWidgets() if each.isVisible() and each is not window] == []
        assert program.tools.actions.usable() == [program.tools.actions.find("quit")]
        program.tools.notices.inform("恒川精密")
        assert not window.announcements.bar.isVisible()
        workspace.store.door.commit("edit", [Create("account", {"name": "Beichen"})])
        workspace.loop.committed()
        wait_for(qtbot, lambda: workspace.store.outbox.count() == 0)
        unlock(qtbot, program, "wrong")
        wait_for(qtbot, lambda: bool(lock_page(program).secret.error))
        assert not window.at_work
        unlock(qtbot, program, PASSWORD)
        wait_for(qtbot, lambda: window.at_work)
        assert dialog.isVisible()
        assert title is dialog.form.fields["name"].editor
        assert dialog.form.values()["name"] == typed == "恒川精密"
        dialog.draft.forget()
        dialog.reject()


def test_starting_anew_does_not_unlock_and_wrong_attempts_slow_down_for_good(
    qtbot: QtBot, profile: Profile, server: Running
) -> None:
    with running(qtbot, profile, server.url) as program:
        sign_in(qtbot, program, "ada")
        begin_work(qtbot, program)
        settle(qtbot, program)
        QTest.keyClick(program.window, Qt.Key.Key_L, CTRL_ALT)
        for attempt in range(1, 5):
            wait_for(qtbot, lambda: isinstance(stage(program), LockPage) and lock_page(program).button.isEnabled())
            unlock(qtbot, program, f"guess {attempt}")
            wait_for(qtbot, lambda: bool(lock_page(program).secret.error))
            lock_page(program).secret.set_value("")
            if attempt == 3:
                wait_for(qtbot, lambda: not lock_page(program).button.isEnabled())
                break
    with running(qtbot, profile) as program:
        wait_for(qtbot, lambda: isinstance(stage(program), LockPage))
        page = lock_page(program)
        assert not program.window.workplace.isVisible()
        wait_for(qtbot, lambda: page.button.text().startswith("Wait"))
        unlock(qtbot, program, PASSWORD)
        wait_for(qtbot, lambda: program.window.at_work)


def test_an_idle_program_locks_after_the_shorter_of_both_times(qtbot: QtBot, profile: Profile, server: Running) -> None:
    with running(qtbot, profile, server.url) as program:
        sign_in(qtbot, program, "ada")
        begin_work(qtbot, program)
        settle(qtbot, program)
        locking = program.window.findChild(Locking)
        assert locking is not None
        program.tools.around.lock_minutes_chosen.emit(1)
        wait_for(qtbot, lambda: locking.watch.minutes == 1)
        moments = [0.0]
        locking.watch._monotonic = locking.watch._wall = lambda: moments[0]
        locking.watch.touch()
        handle = program.window.windowHandle()
        wait_for(qtbot, lambda: QApplication.focusWindow() is handle)
        moments[0] = 59
        locking.watch.look()
        QTest.keyClick(handle, Qt.Key.Key_Shift)
        moments[0] = 118
        locking.watch.look()
        assert program.window.at_work, "a key was pressed in between"
        moments[0] = 120
        locking.watch.look()
        wait_for(qtbot, lambda: isinstance(stage(program), LockPage))
        wait_for(qtbot, lambda: is_ready(program))
        unlock(qtbot, program, PASSWORD)
        wait_for(qtbot, lambda: program.window.at_work)


def test_too_long_without_the_server_it_opens_only_after_signing_in_and_keeps_the_outbox(
    qtbot: QtBot, profile: Profile, server: Running
) -> None:
    with running(qtbot, profile, server.url) as program:
        sign_in(qtbot, program, "ada")
        begin_work(qtbot, program)
        settle(qtbot, program)
        program.tools.around.pause_wanted.emit()
        wait_for(qtbot, lambda: program.window.workplace.bar.pill.accessibleName().startswith("Offline"))
        assert program.workspace is not None
        program.workspace.store.door.commit("edit", [Create("account", {"name": "Beichen"})])
        spend_days(program, 28)
        assert program.workspace.store.custody.terms().days_left == 2
        locking = program.window.findChild(Locking)
        assert locking is not None
        locking.look()
        wait_for(qtbot, lambda: any("2 days" in str(each.words) for each in program.window.announcements.kept))
        spend_days(program, 31)
        address = server.url
        program.preferences.change(server="http://127.0.0.1:9")
    with running(qtbot, profile) as program:
        wait_for(qtbot, lambda: isinstance(stage(program), LockPage))
        assert lock_page(program).locked_by is LockedBy.SERVER
        assert not program.window.workplace.isVisible()
        unlock(qtbot, program, PASSWORD)
        wait_for(qtbot, lambda: told_a_problem(program))
        assert program.workspace is not None
        assert program.workspace.store.outbox.count() == 1
        program.preferences.change(server=address)
    with running(qtbot, profile) as program:
        wait_for(qtbot, lambda: isinstance(stage(program), LockPage))
        unlock(qtbot, program, PASSWORD)
        wait_for(qtbot, lambda: program.window.at_work)
        assert program.workspace is not None
        workspace = program.workspace
        wait_for(qtbot, lambda: workspace.store.outbox.count() == 0)
        assert workspace.store.custody.terms().days_left == 30

"""The whole program for tests: a real server, a real profile, and what a person does in the window."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.app import start
from crm_desktop.composition.options import Options
from crm_desktop.composition.program import Program
from crm_desktop.settings import Profile
from crm_desktop.views.first_sync.first_sync_page import FirstSyncPage
from crm_desktop.views.sign_in.sign_in_page import SignInPage
from tests.support.forked_server import Running, start_server
from tests.support.live_server import furnish
from tests.support.mortal.lives import Lives
from tests.support.office import PASSWORD

PATIENCE = 40_000
LEFT = Qt.MouseButton.LeftButton
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def server(tmp_path: Path, nursery: Lives) -> Iterator[Running]:
    """Run a server whose people can sign in."""
    folder = tmp_path / "server"
    folder.mkdir()
    furnish(folder).database.close()
    running = start_server(nursery, folder)
    yield running
    assert running.stop() == 0


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    """Return an empty profile."""
    made = Profile(tmp_path / "profile")
    made.prepare()
    return made


@contextmanager
def running(qtbot: QtBot, profile: Profile, server: str = "") -> Iterator[Program]:
    """Run the program for the block, from its first paint to its end."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    program = start(application, Options(language="en", server=server), profile)
    program.window.show()
    qtbot.waitExposed(program.window)
    try:
        yield program
    finally:
        program.window.close()
        program.close()
        program.window.deleteLater()
        if program.ring is not None:
            program.ring.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def stage(program: Program) -> QWidget:
    """Return what fills the window."""
    shown = program.window._stages.currentWidget()
    assert shown is not None
    return shown


def wait_for(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    """Wait until something holds; the machine may be busy."""
    qtbot.waitUntil(condition, timeout=PATIENCE)


def sign_in(qtbot: QtBot, program: Program, name: str, password: str = PASSWORD) -> SignInPage:
    """Fill the form with real keys and press Enter."""
    wait_for(qtbot, lambda: isinstance(stage(program), SignInPage))
    page = stage(program)
    assert isinstance(page, SignInPage)
    page.name.set_value("")
    page.password.set_value("")
    QTest.keyClicks(page.name.editor, name)
    QTest.keyClicks(page.password.editor, password)
    QTest.keyClick(page.password.editor, Qt.Key.Key_Return)
    return page


def begin_work(qtbot: QtBot, program: Program) -> None:
    """Wait for the first sync and press "Start working"."""
    wait_for(qtbot, lambda: isinstance(stage(program), FirstSyncPage))
    page = stage(program)
    assert isinstance(page, FirstSyncPage)
    wait_for(qtbot, page.start.isEnabled)
    QTest.mouseClick(page.start, LEFT)
    assert program.window.at_work


def settle(qtbot: QtBot, program: Program) -> None:
    """Wait until the first sync is complete and the pill says so."""
    wait_for(qtbot, lambda: program.window.workplace.bar.pill.accessibleName() == "Up to date")

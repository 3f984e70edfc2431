"""A whole window on a real replica with the sample in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from crm_desktop.views.desk import Desk
from crm_desktop.views.shell.main_window import MainWindow
from crm_desktop.views.shell.tools import Tools
from tests.support.desk import clear_desk, make_desk


@dataclass
class Shell:
    """The window, its tools and its desk."""

    window: MainWindow
    tools: Tools
    desk: Desk


@pytest.fixture(autouse=True)
def _dressed(dressed: None) -> None:
    """Dress every test of this folder."""


@pytest.fixture
def bare(qtbot: QtBot) -> Iterator[MainWindow]:
    """Return a shown window whose data is not open yet."""
    tools = Tools()
    window = MainWindow(tools)
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    yield window
    tools.background.drain()
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def shell(qtbot: QtBot, tmp_path: Path) -> Iterator[Shell]:
    """Return a window at work on the sample."""
    desk = make_desk(tmp_path)
    tools = Tools(
        background=desk.background,
        refresh=desk.refresh,
        actions=desk.actions,
        navigator=desk.navigator,
        notices=desk.notices,
        clock=desk.clock,
    )
    window = MainWindow(tools)
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    window.furnish(desk)
    qtbot.waitUntil(lambda: bool(window._companions))
    yield Shell(window, tools, desk)
    clear_desk(desk)
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

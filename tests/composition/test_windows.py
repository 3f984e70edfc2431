"""Several windows on one program: each its own history; hidden while locked, there again after a restart."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.composition.file_events import FileEvents
from crm_desktop.composition.tray import Tray
from crm_desktop.composition.windows import Windows
from crm_desktop.models.errors import Refused
from crm_desktop.settings import PreferencesFile, Profile
from crm_desktop.views.calendar.ics import ImportCalendar
from crm_desktop.views.links import link_to
from crm_desktop.views.navigation import Place
from crm_desktop.views.shell.main_window import MainWindow
from crm_desktop.views.widgets.nav_item import NavItem
from tests.models.calendars.test_ics import OUTLOOK
from tests.support.finding import child
from tests.support.forked_server import Running
from tests.support.whole_program import PATIENCE, begin_work, profile, running, server, sign_in, wait_for

__all__ = ["profile", "server"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.qt_log_ignore("This plugin does not support"),
    pytest.mark.usefixtures("secret_service"),
]


def test_windows_have_their_own_places_hide_together_and_come_back(
    qtbot: QtBot, profile: Profile, server: Running, tmp_path: Path
) -> None:
    PreferencesFile(profile.preferences).change(windows=["contacts|||"])
    with running(qtbot, profile, server.url) as program:
        windows = program.window.findChild(Windows)
        assert windows is not None
        sign_in(qtbot, program, "ada")
        begin_work(qtbot, program)
        first = program.window
        first.workplace.host.go(Place("contacts"))
        qtbot.waitUntil(lambda: bool(first._companions), timeout=PATIENCE)
        qtbot.keyClick(first, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        (second,) = windows.others
        wait_for(qtbot, lambda: bool(second._companions))
        assert second.workplace.host.place == Place("contacts")
        qtbot.mouseClick(child(second, NavItem, "Accounts"), Qt.MouseButton.LeftButton)
        assert (first.workplace.host.place, second.workplace.host.place) == (Place("contacts"), Place("accounts"))
        windows.open(link_to(Place("agenda")))
        assert Place("agenda") in (first.workplace.host.place, second.workplace.host.place)
        _open_files(qtbot, windows, tmp_path)
        tray = first.findChild(Tray)
        assert tray is not None
        tray.fill()
        assert len(tray.menu.actions()) == 5
        first.cover(QWidget())
        tray.fill()
        assert [each.text() for each in tray.menu.actions()] == ["Open Fieldline CRM", "Quit"]
        assert not second.isVisible()
        assert windows.open_new(Place("accounts")) is None
        first.uncover()
        assert second.isVisible()
        kept = program.preferences.present.windows
        assert len(kept) == 2
        second.close()
        assert windows.others == []
        assert first.isVisible()
        assert len(program.preferences.present.windows) == 1
        first_shown = first.workplace.host.place
        windows.open_new(Place("opportunities"))
        first.quit_wanted.emit()
        windows.close_others()
    with running(qtbot, profile) as program:
        again = program.window.findChild(Windows)
        assert again is not None
        wait_for(qtbot, lambda: len(again.others) == 1)
        assert program.window.workplace.host.place == first_shown
        assert again.others[0].workplace.host.place == Place("opportunities")
        again.close_others()


def _open_files(qtbot: QtBot, windows: Windows, folder: Path) -> None:
    """A calendar that the system asks to open is looked at; what nobody here opens is said to be so."""
    calendar, other = folder / "fair.ics", folder / "letter.docx"
    calendar.write_bytes(OUTLOOK.encode())
    other.write_bytes(b"PK")
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    events = FileEvents(application, windows, windows.open)
    QApplication.sendEvent(application, QFileOpenEvent(QUrl.fromLocalFile(str(calendar))))
    wait_for(qtbot, lambda: any(each.findChild(ImportCalendar) for each in _all(windows)))
    (dialog,) = [found for each in _all(windows) if (found := each.findChild(ImportCalendar)) is not None]
    assert dialog.rows.count() == 3
    dialog.reject()
    dialog.deleteLater()
    told: list[Refused] = []
    for window in _all(windows):
        window.tools.notices.failed.connect(told.append)
    QApplication.sendEvent(application, QFileOpenEvent(QUrl.fromLocalFile(str(other))))
    windows.open(str(folder / "nothing.vcf"))
    assert [each.code for each in told] == ["file.kind_unknown", "import.file_missing"]
    events.deleteLater()


def _all(windows: Windows) -> list[MainWindow]:
    first = windows.parent()
    assert isinstance(first, MainWindow)
    return [first, *windows.others]

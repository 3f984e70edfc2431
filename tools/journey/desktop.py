"""The desktop program on one profile: started, looked at, closed, as often as the story wants."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crm_desktop.app import start
from crm_desktop.composition.options import Options
from crm_desktop.composition.program import Program
from crm_desktop.composition.workspace import Workspace
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.record import Record
from crm_desktop.settings import Profile
from crm_desktop.sync.status import SyncStatus
from crm_desktop.views.navigation import Place
from tools.journey.person import Person

WIDTH, HEIGHT = 1440, 900


class Desktop:
    """A running program and the person in front of it."""

    def __init__(self, program: Program, album: Path, language: str) -> None:
        self.program, self.language = program, language
        self.person = Person(program.window, album)

    @property
    def workspace(self) -> Workspace:
        """The open replica with its sync; there is one once somebody works."""
        workspace = self.program.workspace
        assert workspace is not None
        return workspace

    @property
    def status(self) -> SyncStatus | None:
        """What the sync pill says."""
        return self.program.tools.sync.status

    def wait_for_work(self) -> None:
        """Look until the workplace is shown with its data."""
        window = self.program.window
        self.person.wait(lambda: window.at_work and self.program.workspace is not None, "the workplace")

    def go(self, kind: str, record: Record, tab: str = "") -> None:
        """Go to a record's page and look until it is filled."""
        self.program.tools.navigator.go(Place(KINDS[kind].plural, record.id, tab=tab))
        title = self.program.window.windowTitle
        self.person.wait(lambda: title().startswith(record.title), f"the page of the {kind}")
        self.person.rest()

    def synced(self) -> bool:
        """Tell whether everything is sent and fetched."""
        status = self.status
        return status is not None and status.state.value == "up_to_date"


@contextmanager
def desktop(profile: Path, album: Path, language: str, server: str = "") -> Iterator[Desktop]:
    """Start the program on a profile; at the end its window is closed as a person would close it."""
    application = QApplication.instance() or QApplication(["fieldline-crm"])
    assert isinstance(application, QApplication)
    place = Profile(profile)
    place.prepare()
    program = start(application, Options(profile=profile, server=server, language=language, theme="light"), place)
    window = program.window
    window.resize(WIDTH, HEIGHT)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    try:
        yield Desktop(program, album, language)
    finally:
        window.close()
        program.close()
        if program.ring is not None:
            program.ring.detach()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()

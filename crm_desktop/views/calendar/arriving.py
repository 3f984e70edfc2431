"""A calendar file that was opened from outside the program: shown over the calendar before anything is written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from crm_desktop.views.desk import Desk
from crm_desktop.views.navigation import Place

CALENDARS = frozenset({".ics", ".ical", ".ifb"})


class ArrivingCalendars(QObject):
    """A companion of the window: listens to the navigator as long as the window lives."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        desk.navigator.file_requested.connect(self._offered)

    def _offered(self, path: Path) -> None:
        if path.suffix.lower() in CALENDARS:
            from crm_desktop.views.calendar.ics import CalendarFiles

            self._desk.navigator.go(Place("agenda"))
            CalendarFiles(self._desk, self._window).preview(path)

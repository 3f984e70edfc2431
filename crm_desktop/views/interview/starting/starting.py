"""Opens the dialog for a new interview wherever somebody asks for one; Ctrl Shift I asks from anywhere."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from crm_desktop.models.fields import Value
from crm_desktop.views.actions import Action
from crm_desktop.views.desk import Desk
from crm_desktop.views.interview.starting.new_interview import NewInterview
from crm_desktop.views.navigation import Place


class StartingInterviews(QObject):
    """A companion of the window: listens to the navigator as long as the window lives."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self.dialog: NewInterview | None = None
        """The dialog that is open; only one at a time."""
        desk.navigator.create_requested.connect(self.open)
        start = Action(key="interview.start", run=lambda: self.open("interview", {}), icon="mic", menu="file",
                       shortcut="Ctrl+Shift+I")  # fmt: skip
        desk.actions.contribute(window, [start], everywhere=True)

    def open(self, kind: str, values: Mapping[str, Value]) -> None:
        """Open the dialog with what is known already."""
        if kind != "interview":
            return
        if self.dialog is not None:
            self.dialog.activateWindow()
            return
        self.dialog = NewInterview(dict(values), self._desk, self._window)
        self.dialog.finished.connect(self._closed)
        self.dialog.created.connect(lambda each: self._desk.navigator.go(Place("interviews", each)))
        self.dialog.open()

    def _closed(self, _result: int) -> None:
        self.dialog = None

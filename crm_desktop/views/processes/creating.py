"""Opens the dialog for a new process wherever somebody asks for one, and a process where a step of it is looked for."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from crm_desktop.models.fields import Value
from crm_desktop.views.desk import Desk
from crm_desktop.views.navigation import Place
from crm_desktop.views.processes.new_process import NewProcess


class CreatingProcesses(QObject):
    """A companion of the window: listens to the navigator as long as the window lives."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self.dialog: NewProcess | None = None
        """The dialog that is open; only one at a time."""
        desk.navigator.create_requested.connect(self.open)

    def open(self, kind: str, values: Mapping[str, Value]) -> None:
        """Open the dialog with what is known already."""
        if kind != "process":
            return
        if self.dialog is not None:
            self.dialog.activateWindow()
            return
        self.dialog = NewProcess(dict(values), self._desk, self._window)
        self.dialog.finished.connect(self._closed)
        self.dialog.created.connect(lambda process_id: self._desk.navigator.go(Place("processes", process_id)))
        self.dialog.open()

    def _closed(self, _result: int) -> None:
        self.dialog = None

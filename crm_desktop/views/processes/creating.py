"""Opens the dialog for a new process wherever somebody asks for one, and a process where a step of it is looked for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from crm_desktop.models.fields import Value
from crm_desktop.views.actions import Action
from crm_desktop.views.carrier import Carrier
from crm_desktop.views.desk import Desk
from crm_desktop.views.navigation import Place
from crm_desktop.views.processes.beginnings import Beginning
from crm_desktop.views.processes.findings_dialog import FindingsDialog
from crm_desktop.views.processes.new_process import NewProcess

_MAPS = frozenset({".bpmn", ".drawio"})


class CreatingProcesses(Carrier):
    """A companion of the window: listens to the navigator as long as the window lives."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self._noted: Beginning | None = None
        self.findings: FindingsDialog | None = None
        self.dialog: NewProcess | None = None
        """The dialog that is open; only one at a time."""
        desk.navigator.create_requested.connect(self.open)
        desk.navigator.file_requested.connect(self._offered)

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
        self.dialog.noted.connect(self.show_findings)
        self.dialog.open()

    def _offered(self, path: Path) -> None:
        """Begin a process with a map that was opened from outside the program."""
        if path.suffix.lower() in _MAPS:
            self.open("process", {})
            if self.dialog is not None:
                self.dialog.begin_from(path)

    def show_findings(self, beginning: Beginning) -> None:
        """Show what was repaired in a file, or is not shown; from then on it can be asked for again."""
        self._noted = beginning
        self._desk.actions.contribute(self, [self._action()], everywhere=True)
        self.findings = FindingsDialog(beginning.name, beginning.findings, self._go, self._window)
        self.findings.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.findings.finished.connect(self._findings_closed)
        self.findings.open()

    def _action(self) -> Action:
        return Action(key="process.findings", run=self._show_again, icon="list-checks", menu="view")

    def _show_again(self) -> None:
        if self._noted is not None:
            self.show_findings(self._noted)

    def _go(self, process_id: str, element_id: str) -> None:
        self._desk.navigator.go(Place("processes", process_id, tab=element_id))

    def _findings_closed(self, _result: int) -> None:
        self.findings = None

    def _closed(self, _result: int) -> None:
        self.dialog = None

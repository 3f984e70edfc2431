"""Opens the form for a new record wherever somebody asks for one: each kind has the dialog that fits it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import Value
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.create_dialog import CreateDialog
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.log_activity import LogActivity, PlanVisit


class Creating(QObject):
    """A companion of the window: listens to the navigator as long as the window lives."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self.dialog: CreateDialog | None = None
        """The dialog that is open; only one at a time."""
        desk.navigator.create_requested.connect(self.open)

    def open(self, kind: str, values: Mapping[str, Value]) -> None:
        """Open the form of a kind with what is known already; processes and interviews begin in a room of their own."""
        if kind in ("process", "interview"):
            return
        if self.dialog is not None:
            self.dialog.activateWindow()
            return
        known = dict(values)
        if kind == "activity":
            self.dialog = LogActivity(known, self._desk, self._window)
        elif kind == "visit":
            self.dialog = PlanVisit(known, self._desk, self._window)
        else:
            self.dialog = CreateDialog(kind, known, self._desk, self._window)
        self.dialog.finished.connect(self._closed)
        self.dialog.created.connect(self._created)
        self.dialog.open()

    def _closed(self, _result: int) -> None:
        self.dialog = None

    def _created(self, kind: str, record_id: str) -> None:
        # Everything else is made from a place that shows it at once.
        if kind in ("account", "study"):
            self._desk.navigator.go(Place(KINDS[kind].plural, record_id))

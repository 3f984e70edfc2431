"""Where an import begins: the action "Import…" for those who may. The dialog itself is loaded when it is used."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from crm_desktop.models.access import Permission
from crm_desktop.views.actions import Action
from crm_desktop.views.carrier import Carrier
from crm_desktop.views.desk import Desk
from crm_desktop.views.lookups import lookups_of

if TYPE_CHECKING:
    from crm_desktop.views.importing.import_dialog import ImportDialog

IMPORTED = frozenset({".vcf", ".vcard", ".csv", ".tsv", ".xlsx", ".xls", ".ods"})
"""Endings of files that this dialog is for when they are opened from outside."""


class Importing(Carrier):
    """`Importing(desk, window)`; a companion of the window."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._lookups = lookups_of(desk)
        self.dialog: ImportDialog | None = None
        action = Action(
            key="import_file", run=self.open, menu="file", icon="import", shortcut="Ctrl+I", enabled=self.allowed
        )
        desk.actions.contribute(self, [action], everywhere=True)
        self._lookups.changed.connect(desk.actions.review)
        desk.navigator.file_requested.connect(self._offered)
        window.installEventFilter(self)

    def allowed(self) -> bool:
        """Tell whether the person's role includes importing."""
        return self._lookups.may(Permission.IMPORT)

    def open(self) -> None:
        """Open the dialog, unless it is open."""
        from crm_desktop.views.importing.import_dialog import ImportDialog

        if self.dialog is None:
            self.dialog = ImportDialog(self._desk, self.window())
            self.dialog.finished.connect(self._closed)
            self.dialog.open()

    def _offered(self, path: Path) -> None:
        """Begin with a file that was opened from outside the program."""
        if path.suffix.lower() in IMPORTED:
            self.open()
            if self.dialog is not None:
                self.dialog.file.open(path)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stop an import that runs when the window closes: what is written stays, what waits is not begun."""
        if event.type() == QEvent.Type.Close and self.dialog is not None:
            self.dialog.session.stop()
        return super().eventFilter(watched, event)

    def _closed(self) -> None:
        self.dialog = None

"""How the sync stands, brought from the sync's thread to the UI thread: the one place where the two meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

if TYPE_CHECKING:
    from crm_desktop.models.sync_run import Touched
    from crm_desktop.sync.status import SyncStatus


class SyncStatusFeed(QObject):
    """The latest status: read `status`, follow `changed`; `publish` and `touch` may come from any thread."""

    changed = Signal()
    """`status` is another one now."""
    touched = Signal(object)
    """A `Touched`: what a sync wrote here."""
    _published = Signal(object)
    _written = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.status: SyncStatus | None = None
        """None until the sync has spoken for the first time."""
        self._published.connect(self._receive, Qt.ConnectionType.QueuedConnection)
        self._written.connect(self.touched, Qt.ConnectionType.QueuedConnection)

    def publish(self, status: SyncStatus) -> None:
        """Take a new status, in whatever thread."""
        self._published.emit(status)

    def touch(self, touched: Touched) -> None:
        """Take word of what a sync wrote, in whatever thread."""
        self._written.emit(touched)

    @Slot(object)
    def _receive(self, status: SyncStatus) -> None:
        self.status = status
        self.changed.emit()

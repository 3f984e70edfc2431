"""The sync pill in the editor's top line, where the shell's own is hidden."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.views.desk import Desk
from crm_desktop.views.navigation import Place
from crm_desktop.views.widgets.sync_pill import SyncPill, SyncState

_FACES = {
    "up_to_date": SyncState.UP_TO_DATE,
    "syncing": SyncState.SYNCING,
    "offline": SyncState.OFFLINE,
    "to_decide": SyncState.TO_DECIDE,
    "failed": SyncState.FAILED,
}


class StatusPill(SyncPill):
    """Follows the feed by itself; a click leads to the sync centre."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._feed = desk.around.sync
        self._feed.changed.connect(self._follow)
        self.clicked.connect(lambda _checked=False: desk.navigator.go(Place("sync")))
        self.hide()
        self._follow()

    def _follow(self) -> None:
        status = self._feed.status
        if status is None:
            return
        face = _FACES[status.state.value]
        count = {SyncState.SYNCING: status.done, SyncState.TO_DECIDE: status.to_decide}.get(face, status.waiting)
        self.show_state(face, count, status.total, moving=status.phase is not None)
        self.show()

"""How the sync stands, in the window: the pill and its popover, the offline strip, the count in the rail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crm_desktop.views.desk import Desk
from crm_desktop.views.shell.tools import Tools
from crm_desktop.views.shell.workplace import Workplace
from crm_desktop.views.widgets.sync_pill import SyncState

if TYPE_CHECKING:
    from crm_desktop.sync.status import SyncStatus
    from crm_desktop.views.widgets.popover import Popover

_FACES = {
    "up_to_date": SyncState.UP_TO_DATE,
    "syncing": SyncState.SYNCING,
    "offline": SyncState.OFFLINE,
    "to_decide": SyncState.TO_DECIDE,
    "failed": SyncState.FAILED,
}


class SyncPanel(QObject):
    """Follows the feed for the parts of a workplace."""

    def __init__(self, tools: Tools, workplace: Workplace) -> None:
        super().__init__(workplace)
        self._tools = tools
        self._parts = workplace
        self.desk: Desk | None = None
        tools.sync.changed.connect(self._show)
        workplace.bar.sync_wanted.connect(self.open_popover)
        self._parts.bar.pill.hide()
        # Another window of a program whose sync has spoken long ago.
        self._show()

    def open_popover(self) -> Popover:
        """Show what waits, with "Sync now" and the way to the sync centre."""
        from crm_desktop.store.queries.sync_state import waiting
        from crm_desktop.views.shell.sync_popover import LISTED, SyncPopover
        from crm_desktop.views.widgets.popover import Popover

        content = SyncPopover(self._tools.sync, self._parts.bar.pill, self._tools.clock.now())
        popover = Popover(content, padding=12)
        popover.closed.connect(popover.deleteLater)
        content.sync_now.clicked.connect(lambda: self._run(popover, "sync_now"))
        content.centre.clicked.connect(lambda: self._run(popover, "go_sync"))
        popover.open_at(self._parts.bar.pill, right=True)
        if self.desk is not None:
            self.desk.read(content, content.show_waiting, waiting, LISTED)
        return popover

    def _run(self, popover: Popover, action: str) -> None:
        popover.close_popover()
        self._tools.actions.run(action)

    def _show(self) -> None:
        status = self._tools.sync.status
        if status is None:
            return
        pill = self._parts.bar.pill
        face = _FACES[status.state.value]
        count = {SyncState.SYNCING: status.done, SyncState.TO_DECIDE: status.deciding}.get(face, status.waiting)
        files = status.files
        under_way = files.moving.direction.value if files.moving is not None else ""
        pill.show_files(files.waiting.to_go, under_way if status.phase is None else "")
        pill.show_state(face, count, status.total, moving=status.phase is not None or bool(under_way))
        pill.show()
        waiting_or_deciding = status.deciding or status.waiting + files.waiting.to_go
        self._parts.rail.set_count("sync", waiting_or_deciding, alarming=bool(status.deciding))
        self._show_strip(status)

    def _show_strip(self, status: SyncStatus) -> None:
        from crm_desktop.views.language.formats import current_formats

        strip = self._parts.strip
        if face_is_offline(status) or (strip.shown_for_a_loss and status.connection.value == "offline"):
            last = status.last_complete_at
            when = current_formats(self._tools.clock.now()).moment(last) if last else ""
            kept = status.files.waiting.up + status.files.waiting.behind
            strip.connection_lost(status.waiting, when, kept)
        elif status.connection.value == "online" and status.phase is None:
            strip.connection_back()


def face_is_offline(status: SyncStatus) -> bool:
    """Tell whether the connection is lost: an attempt has failed for want of it, not merely none was made yet."""
    return status.connection.value == "offline" and status.failure is not None and status.failure.offline

"""How the sync stands, in the window: the pill, its popover, the offline strip, the count in the rail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.errors import UserError
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.errors import explain
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import Text, text
from crm_desktop.views.shell.tools import Tools
from crm_desktop.views.shell.workplace import Workplace
from crm_desktop.views.sync_status import SyncStatusFeed
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.avatar import Avatar
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.popover import Popover
from crm_desktop.views.widgets.sync_pill import SyncPill, SyncState

if TYPE_CHECKING:
    from crm_desktop.store.queries.sync_state import WaitingRecord
    from crm_desktop.sync.status import SyncStatus

_LISTED = 6
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

    def open_popover(self) -> Popover:
        """Show what waits, with "Sync now" and the way to the sync centre."""
        content = _Content(self._tools.sync, self._parts.bar.pill, self._tools.clock.now())
        popover = Popover(content, padding=12)
        popover.closed.connect(popover.deleteLater)
        content.sync_now.clicked.connect(lambda: self._run(popover, "sync_now"))
        content.centre.clicked.connect(lambda: self._run(popover, "go_sync"))
        popover.open_at(self._parts.bar.pill, right=True)
        if self.desk is not None:
            from crm_desktop.store.queries.sync_state import waiting

            self.desk.read(content, content.show_waiting, waiting, _LISTED)
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
        count = {SyncState.SYNCING: status.done, SyncState.TO_DECIDE: status.to_decide}.get(face, status.waiting)
        pill.show_state(face, count, status.total, moving=status.phase is not None)
        pill.show()
        waiting_or_deciding = status.to_decide or status.waiting
        self._parts.rail.set_count("sync", waiting_or_deciding, alarming=bool(status.to_decide))
        self._show_strip(status)

    def _show_strip(self, status: SyncStatus) -> None:
        strip = self._parts.strip
        if face_is_offline(status):
            last = status.last_complete_at
            strip.connection_lost(status.waiting, current_formats(self._tools.clock.now()).moment(last) if last else "")
        elif status.connection.value == "online" and status.phase is None:
            strip.connection_back()


def face_is_offline(status: SyncStatus) -> bool:
    """Tell whether the connection is lost: an attempt has failed for want of it, not merely none was made yet."""
    return status.connection.value == "offline" and status.failure is not None and status.failure.offline


def sentence(status: SyncStatus, pill_sentence: Text) -> Text:
    """Return what is said at the head of the popover: the pill's sentence, or why the connection is missing."""
    if status.connection.value == "paused":
        return text("shell", "Sync is paused. Your changes stay on this device.")
    if status.connection.value == "signed_out":
        return text("shell", "Sign-in has ended. You can keep working offline.")
    return pill_sentence


class _Content(QWidget):
    """The popover's content: a sentence, the records that wait, two buttons."""

    def __init__(self, feed: SyncStatusFeed, pill: SyncPill, now: int) -> None:
        super().__init__()
        self._feed, self._pill, self._now = feed, pill, now
        self.setFixedWidth(current_theme().scaled(340))
        self._words = Paragraph(role="text.primary")
        self._why = Paragraph(style="caption")
        self._last = Label("", "caption", "text.secondary")
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.sync_now = Button(text("shell", "Sync now"), icon="refresh-cw", small=True)
        self.centre = Button(text("shell", "Open sync centre"), small=True)
        verbs = QHBoxLayout()
        verbs.setSpacing(8)
        verbs.addWidget(self.sync_now)
        verbs.addWidget(self.centre)
        verbs.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 2, 4, 2)
        column.setSpacing(8)
        for part in (self._words, self._why):
            column.addWidget(part)
        column.addLayout(self._list)
        column.addWidget(self._last)
        column.addLayout(verbs)
        feed.changed.connect(self._show)
        self._show()

    def show_waiting(self, records: list[WaitingRecord]) -> None:
        """List the records that wait to be sent."""
        for each in records[:_LISTED]:
            name = each.record.title if each.record is not None else ""
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Avatar(name or "?", each.id, 20, tile=True))
            row.addWidget(Label(name or text("shell", "A record that is not on this device"), elide=True), 1)
            self._list.addLayout(row)
        self._fit()

    def _show(self) -> None:
        status = self._feed.status
        if status is None:
            return
        self._words.set_wording(sentence(status, self._pill.sentence))
        why = status.failure
        self._why.setVisible(why is not None)
        if why is not None:
            explained = explain(UserError(why.code, **dict(why.facts)))
            self._why.set_wording(text("shell", "{title}. {remedy}", title=explained.title, remedy=explained.remedy))
        last = status.last_complete_at
        moment = current_formats(self._now).moment(last) if last else ""
        self._last.setVisible(bool(last))
        self._last.set_wording(text("shell", "Last complete sync: {moment}", moment=moment))
        self._fit()

    def _fit(self) -> None:
        popover = self.parentWidget()
        if isinstance(popover, Popover):
            popover.adjustSize()

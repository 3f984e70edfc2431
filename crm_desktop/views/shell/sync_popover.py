"""The content of the pill's popover: how the sync stands, why, what waits, and two buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.errors import UserError
from crm_desktop.views.files.traffic_words import traffic
from crm_desktop.views.language.errors import explain
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import Text, text
from crm_desktop.views.sync_status import SyncStatusFeed
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.avatar import Avatar
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.popover import Popover
from crm_desktop.views.widgets.sync_pill import SyncPill

if TYPE_CHECKING:
    from crm_desktop.store.queries.sync_state import WaitingRecord
    from crm_desktop.sync.status import SyncStatus

LISTED = 6


def sentence(status: SyncStatus, pill_sentence: Text) -> Text:
    """Return what is said at the head of the popover: the pill's sentence, or why the connection is missing."""
    if status.connection.value == "paused":
        return text("shell", "Sync is paused. Your changes stay on this device.")
    if status.connection.value == "signed_out":
        return text("shell", "Sign-in has ended. You can keep working offline.")
    return pill_sentence


class SyncPopover(QWidget):
    """The popover's content: a sentence, the records that wait, two buttons."""

    def __init__(self, feed: SyncStatusFeed, pill: SyncPill, now: int) -> None:
        super().__init__()
        self._feed, self._pill, self._now = feed, pill, now
        self.setFixedWidth(current_theme().scaled(340))
        self._words = Paragraph(role="text.primary")
        self._why = Paragraph(style="caption")
        self._files = Paragraph(style="caption")
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
        for part in (self._words, self._why, self._files):
            column.addWidget(part)
        column.addLayout(self._list)
        column.addWidget(self._last)
        column.addLayout(verbs)
        feed.changed.connect(self._show)
        self._show()

    def show_waiting(self, records: list[WaitingRecord]) -> None:
        """List the records that wait to be sent."""
        for each in records[:LISTED]:
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
        said = traffic(status.files, current_formats(self._now))
        self._files.setVisible(said is not None)
        self._files.set_wording(said or "")
        last = status.last_complete_at
        moment = current_formats(self._now).moment(last) if last else ""
        self._last.setVisible(bool(last))
        self._last.set_wording(text("shell", "Last complete sync: {moment}", moment=moment))
        self._fit()

    def _fit(self) -> None:
        popover = self.parentWidget()
        if isinstance(popover, Popover):
            popover.adjustSize()

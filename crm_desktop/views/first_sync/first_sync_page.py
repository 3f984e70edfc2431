"""The first sync: records and per cent, the groups they belong to, pausing, and beginning to work before the end."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crm_desktop.models.errors import UserError
from crm_desktop.views.desk import Desk
from crm_desktop.views.first_sync.group_row import GroupRow
from crm_desktop.views.first_sync.groups import GROUPS, standings, usable
from crm_desktop.views.first_sync.pace import Pace
from crm_desktop.views.first_sync.steps_header import StepsHeader
from crm_desktop.views.language.errors import explain
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.sync_status import SyncStatusFeed
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import pixmap
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.component import line, set_surface
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.progress import Bar
from crm_desktop.views.widgets.scrolling import scrolled

if TYPE_CHECKING:
    from crm_desktop.sync.status import SyncStatus

_WIDTH = 760
_COUNT_MS = 400
"""Between two counts of what is here; a page of records arrives more often."""


class FirstSyncPage(QWidget):
    """Follows the feed; listen to `start_wanted`, `pause_wanted`, `resume_wanted`."""

    start_wanted = Signal()
    pause_wanted = Signal()
    resume_wanted = Signal()

    def __init__(self, desk: Desk, feed: SyncStatusFeed, person: str, protection: Wording) -> None:
        super().__init__()
        set_surface(self, "app")
        self._desk, self._feed = desk, feed
        self._pace = Pace()
        self._counts: Mapping[str, int] = {}
        self._complete = self._paused = False
        self._title = Label(text("first_sync", "Getting your data onto this device"), "title", weight=600, elide=True)
        self._percent = Label("", "figure", weight=600)
        self._words = Paragraph(text("first_sync", "You can start working as soon as accounts are ready."))
        self._bar = Bar(8)
        self._number = Label("", "caption", "text.secondary")
        self._speed = Label("", "caption", "text.secondary")
        self._rows = [GroupRow(group) for group in GROUPS]
        safe = text("first_sync", "Safe to close the lid: sync goes on where it stopped.")
        self._safe = Label(safe, "caption", "text.secondary", elide=True)
        self.pause = Button(text("first_sync", "Pause"), self._toggle_pause, kind="quiet", icon="pause")
        self.start = Button(
            text("first_sync", "Start working"), self.start_wanted.emit, kind="primary", trailing="arrow-right"
        )
        self.start.setEnabled(False)
        self._recount = QTimer(self, singleShot=True, interval=_COUNT_MS)
        self._recount.timeout.connect(self._count)
        header = StepsHeader(
            (text("first_sync", "Signed in"), text("first_sync", "Protected"), text("first_sync", "First sync")),
            2,
            person,
            desk.me,
        )
        self._lay_out(header, protection)
        feed.changed.connect(self._show)
        feed.touched.connect(self._count_soon)
        self._count()
        self._show()

    def _show(self) -> None:
        status = self._feed.status
        if status is None:
            return
        formats = current_formats(self._desk.clock.now())
        if not status.first_sync:
            self._finish()
            return
        if status.total and status.phase is not None and status.phase.value == "snapshot":
            self._pace.note(status.done, time.monotonic_ns() // 1_000_000)
            self._bar.set_share(status.done / status.total)
            self._percent.set_wording(formats.percent(status.percent))
            done, total = formats.number(status.done), formats.number(status.total)
            self._number.set_wording(text("first_sync", "{done} of {total} records", done=done, total=total))
        self._show_pace(status)
        self._count_soon()

    def _show_pace(self, status: SyncStatus) -> None:
        formats = current_formats(self._desk.clock.now())
        rate = round(self._pace.per_second)
        self._speed.set_wording(
            text("first_sync", "{rate} records a second", rate=formats.number(rate)) if rate and status.phase else ""
        )
        left = self._pace.seconds_left(status.done, status.total)
        if status.connection.value == "paused":
            self._words.set_wording(text("first_sync", "Paused. It goes on where it stopped."))
        elif status.failure is not None and status.phase is None:
            explained = explain(UserError(status.failure.code, **dict(status.failure.facts)))
            self._words.set_wording(text("first_sync", "{title} It goes on where it stopped.", title=explained.title))
        elif left is None:
            self._words.set_wording(text("first_sync", "You can start working as soon as accounts are ready."))
        elif left < 60:
            self._words.set_wording(
                text("first_sync", "Less than a minute left. You can start working as soon as accounts are ready.")
            )
        else:
            minutes = round(left / 60)
            self._words.set_wording(
                text(
                    "first_sync",
                    "About %n minute(s) left. You can start working as soon as accounts are ready.",
                    n=minutes,
                )
            )

    def _finish(self) -> None:
        self._complete = True
        formats = current_formats(self._desk.clock.now())
        self._bar.set_share(1.0, "success")
        self._percent.set_wording(formats.percent(100))
        self._title.set_wording(text("first_sync", "Your data is on this device"))
        self._words.set_wording(text("first_sync", "Everything you may see is on this device now."))
        self._speed.set_wording("")
        self._safe.set_wording("")
        self.pause.hide()
        self._count()

    def _count_soon(self) -> None:
        if not self._recount.isActive():
            self._recount.start()

    def _count(self) -> None:
        from crm_desktop.store.queries.counts import counts_by_kind

        self._desk.read(self, self._counted, counts_by_kind)

    def _counted(self, counts: Mapping[str, int]) -> None:
        formats = current_formats(self._desk.clock.now())
        found = standings(counts, self._complete)
        for row, standing in zip(self._rows, found, strict=True):
            row.show_standing(standing, formats)
        if self._complete:
            total = formats.number(sum(counts.values()))
            self._number.set_wording(text("first_sync", "{total} records", total=total))
        if usable(found) and not self.start.isEnabled():
            self.start.setEnabled(True)
            self.start.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggle_pause(self) -> None:
        self._paused = not self._paused
        self._pace.pause()
        if self._paused:
            self.pause.set_wording(text("first_sync", "Resume"))
            self.pause.set_icon("play")
            self.pause_wanted.emit()
        else:
            self.pause.set_wording(text("first_sync", "Pause"))
            self.pause.set_icon("pause")
            self.resume_wanted.emit()

    def _lay_out(self, header: QWidget, protection: Wording) -> None:
        card = Card(padding=0)
        card.body.setSpacing(0)
        card.body.addLayout(self._head())
        for row in self._rows:
            card.body.addWidget(line())
            card.body.addWidget(row)
        card.body.addWidget(line())
        card.body.addLayout(_remark("lock-keyhole", text("first_sync", "Encrypted on this device"), protection))
        card.body.addWidget(line())
        card.body.addLayout(self._foot())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        content = QWidget()
        column.addWidget(scrolled(content), 1)
        inner = QVBoxLayout(content)
        inner.setContentsMargins(24, 16, 24, 16)
        inner.setSpacing(16)
        inner.addStretch(1)
        inner.addLayout(_in_the_middle(card))
        inner.addLayout(_in_the_middle(_hints()))
        inner.addStretch(2)

    def _head(self) -> QVBoxLayout:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._title)
        names.addWidget(self._words)
        top = QHBoxLayout()
        top.addLayout(names, 1)
        top.addWidget(self._percent)
        below = QHBoxLayout()
        below.addWidget(self._number, 1)
        below.addWidget(self._speed)
        head = QVBoxLayout()
        head.setContentsMargins(24, 20, 24, 16)
        head.setSpacing(6)
        head.addLayout(top)
        head.addSpacing(4)
        head.addWidget(self._bar)
        head.addLayout(below)
        return head

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 14, 24, 14)
        foot.setSpacing(12)
        foot.addWidget(self.pause)
        foot.addWidget(self._safe, 1)
        foot.addWidget(self.start)
        return foot


def _remark(icon: str, title: Wording, words: Wording) -> QHBoxLayout:
    mark = QLabel()
    mark.setPixmap(pixmap(icon, current_theme().icon_size("lg"), "success.text"))
    texts = QVBoxLayout()
    texts.setSpacing(0)
    texts.addWidget(Label(title, weight=500))
    texts.addWidget(Paragraph(words, "caption"))
    row = QHBoxLayout()
    row.setContentsMargins(24, 14, 24, 14)
    row.setSpacing(12)
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(texts, 1)
    return row


def _in_the_middle(widget: QWidget) -> QHBoxLayout:
    """Return a row with a widget that is as wide as the design says, and narrower in a narrow window."""
    widget.setMaximumWidth(current_theme().scaled(_WIDTH))
    row = QHBoxLayout()
    # Between stretches, not aligned: an aligned widget is not asked how tall it is at its width.
    row.addStretch(1)
    row.addWidget(widget, 1_000)
    row.addStretch(1)
    return row


def _hints() -> QWidget:
    hints = (
        (
            "monitor-check",
            text("first_sync", "No connection? No problem"),
            text("first_sync", "Create and edit all day. Changes wait here and sync later."),
        ),
        (
            "git-compare-arrows",
            text("first_sync", "Nothing is overwritten"),
            text("first_sync", "If two people change the same field, you choose what to keep."),
        ),
        (
            "keyboard",
            text("first_sync", "Everything from the keyboard"),
            text("first_sync", "Press Ctrl K to open any record or run any command."),
        ),
    )
    held = QWidget()
    grid = QGridLayout(held)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    for place, (icon, title, words) in enumerate(hints):
        card = Card(padding=14)
        card.body.setSpacing(4)
        mark = QLabel()
        mark.setPixmap(pixmap(icon, current_theme().icon_size(), "accent.text"))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(mark)
        head.addWidget(Label(title, weight=500, elide=True), 1)
        card.body.addLayout(head)
        card.body.addWidget(Paragraph(words, "caption"))
        card.body.addStretch()
        grid.addWidget(card, 0, place)
        grid.setColumnStretch(place, 1)
    return held

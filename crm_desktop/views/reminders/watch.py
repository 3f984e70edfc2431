"""Looks at the wall clock every few seconds and tells what is due; works offline, and after the machine has slept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from crm_desktop.models.calendars.reminding import Reminder, put_off
from crm_desktop.views.calendar.acts import CalendarActs
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import Formats, current_formats
from crm_desktop.views.language.texts import tr
from crm_desktop.views.refresh import Changed
from crm_desktop.views.reminders.system_notice import SystemNotice

if TYPE_CHECKING:
    from crm_desktop.views.reminders.card import ReminderCard

TICK_MS = 15_000
"""Not a timer until the next reminder: such a timer stands still while the machine sleeps."""
_CONCERN = frozenset({"task", "visit"})


class ReminderWatch(QObject):
    """A companion of the window, as long as there is a desk."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self.notice = SystemNotice(window)
        self._card: ReminderCard | None = None
        self._acts = CalendarActs(desk, window, lambda _entry: self.card)
        self._said_covered = False
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self.look)
        self._tick.start()
        desk.refresh.changed.connect(self._written)
        # The window is named anew when it is uncovered.
        window.windowTitleChanged.connect(lambda _title: self.look() if self._said_covered else None)
        self.destroyed.connect(self.notice.forget)
        QTimer.singleShot(0, self, self.look)

    @property
    def card(self) -> ReminderCard:
        """The card in the window, made when there is something to say."""
        if self._card is None:
            from crm_desktop.views.reminders.card import ReminderCard

            self._card = ReminderCard(self._window)
            self._card.opened.connect(self._open)
            self._card.finished.connect(self._finish)
            self._card.put_off.connect(self._put_off)
        return self._card

    def look(self) -> None:
        """See what is due. While the program is locked only that there is something; whose it is says nobody."""
        zone, reminders = self._formats().zone, self._desk.store.reminders
        if self._covered():
            take = self._say_covered
            self._desk.background.read(partial(reminders.due, zone), take, self._failed, owner=self, token="due")  # noqa: S106
        else:
            self._said_covered = False
            self._desk.background.write(partial(reminders.claim, zone), self._tell, self._failed, owner=self)

    def _tell(self, found: list[Reminder]) -> None:
        if not found:
            return
        from crm_desktop.views.reminders.card import when

        formats = self._formats()
        self.card.add(found, formats)
        if not self._window.isActiveWindow():
            for each in found[:3]:
                self.notice.tell(each.entry.record.title, when(each, formats))

    def _say_covered(self, found: list[Reminder]) -> None:
        if found and not self._said_covered and self._covered():
            self._said_covered = True
            said = tr("reminders", "%n reminder(s) waiting. Unlock to see.", n=len(found))
            self.notice.tell(tr("widgets", "Fieldline CRM"), said)

    def _covered(self) -> bool:
        return bool(getattr(self._window, "covered", False))

    def _failed(self, _error: Exception) -> None:
        """Try again with the next tick: a store that is closing or busy is no news to the person."""

    def _written(self, changed: Changed) -> None:
        if changed.kinds & _CONCERN:
            self.look()

    def _formats(self) -> Formats:
        return current_formats(self._desk.clock.now())

    def _open(self, reminder: Reminder) -> None:
        self._acts.open(reminder.entry)

    def _finish(self, reminder: Reminder) -> None:
        self._acts.finish(reminder.entry)

    def _put_off(self, reminder: Reminder, choice: str) -> None:
        formats = self._formats()
        until = put_off(choice, formats.now, formats.zone)
        self._desk.background.write(partial(self._desk.store.reminders.put_off, reminder, until), None)

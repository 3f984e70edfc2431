"""Planning a visit or a task from a calendar: the form opens with the time that was pointed at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crm_desktop.models.calendars.entries import HOUR_MS
from crm_desktop.views.calendar.blocks import moment_of
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import Formats, current_formats


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Planning:
    """The acts of one page; times are meant in the zone where the person is."""

    desk: Desk

    def plan(self, begins: int, ends: int) -> None:
        """Open the form of a visit from one moment to another."""
        known = {"starts_at": begins, "ends_at": ends, "zone": self._formats().zone}
        self.desk.navigator.create("visit", known)

    def plan_on(self, day: date) -> None:
        """Open it for nine o'clock of a day."""
        zone = self._formats().zone
        self.plan(moment_of(day, 9 * 60, zone), moment_of(day, 10 * 60, zone))

    def plan_next(self, day: date) -> None:
        """Open it for the next full hour of today, for nine o'clock of another day."""
        formats = self._formats()
        if day != formats.today:
            self.plan_on(day)
            return
        hour = (formats.now // HOUR_MS + 1) * HOUR_MS
        self.plan(hour, hour + HOUR_MS)

    def new_task(self) -> None:
        """Open the form of a task of one's own."""
        self.desk.navigator.create("task", {"owner_id": self.desk.me, "zone": self._formats().zone})

    def _formats(self) -> Formats:
        return current_formats(self.desk.clock.now())

"""The axis of the timeline: thirteen months, last month first, and where a day stands on it. Knows no widgets."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = 13


@dataclass(frozen=True, slots=True)
class Axis:
    """Months side by side between two x, all equally wide; `today` decides which."""

    today: date
    left: float
    width: float

    @property
    def months(self) -> list[date]:
        """The first days of the months."""
        first = (self.today.replace(day=1) - timedelta(days=1)).replace(day=1)
        found = [first]
        while len(found) < MONTHS:
            found.append((found[-1] + timedelta(days=31)).replace(day=1))
        return found

    @property
    def column(self) -> float:
        """How wide a month is."""
        return self.width / MONTHS

    def x_of(self, day: date) -> float:
        """Return where a day stands; what lies before or after the months stands at their edge."""
        months = self.months
        at = (day.year - months[0].year) * 12 + day.month - months[0].month
        days = calendar.monthrange(day.year, day.month)[1]
        x = self.left + (at + (day.day - 0.5) / days) * self.column
        return max(self.left + 5.0, min(self.left + self.width - 5.0, x))

    def day_at(self, x: float) -> date:
        """Return the day at a place."""
        months = self.months
        part = max(0.0, min(MONTHS - 1e-6, (x - self.left) / max(1.0, self.column)))
        month = months[int(part)]
        days = calendar.monthrange(month.year, month.month)[1]
        return month.replace(day=min(days, int((part - int(part)) * days) + 1))


def moved_by_month(day: date, by: int) -> date:
    """Return the same day of another month, or its last one."""
    month = day.month - 1 + by
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))

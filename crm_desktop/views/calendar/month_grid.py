"""Where things lie in a month: six weeks of days, a few lines each; and how one day is painted."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from crm_desktop.models.calendars.entries import Entry
from crm_desktop.store.queries.calendar import CalendarView
from crm_desktop.views.calendar.blocks import key_of, look_of, moment_of, title_of
from crm_desktop.views.calendar.painting import Look, paint_line
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import tr
from crm_desktop.views.tables.painting import draw_words
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.paint import rounded_box

WEEKS = 6
HEAD = 30
_NUMBER, _LINE = 26, 21
_MOST_SHOWN = 12
"""No day has room for more lines, not even of one kind on the largest screen at the smallest text."""


def most_shown(height: int) -> int:
    """Return how many lines at most a day has room for where nothing is taller than `height` pixels."""
    # At the smallest text, so that a change of its size needs no other reading.
    return min(_MOST_SHOWN, max(1, int((height / WEEKS - _NUMBER) // _LINE) + 1))


@dataclass(frozen=True, slots=True)
class Month:
    """What the canvas shows: the days from `first` on, with entries by day in order."""

    view: CalendarView
    formats: Formats
    month: date
    by_day: dict[int, list[Entry]]


def month_of(view: CalendarView, formats: Formats, month: date) -> Month:
    """Return the entries of a view by day; one of several days stands on each."""
    by_day: dict[int, list[Entry]] = defaultdict(list)
    nights = [moment_of(view.first + timedelta(days=day), 0, formats.zone) for day in range(1, view.days)]
    for entry in view.entries:
        begin = bisect_right(nights, entry.begins)
        last = bisect_right(nights, entry.ends - 1) if entry.ends > entry.begins else begin
        for day in range(begin, last + 1):
            by_day[day].append(entry)
    for entries in by_day.values():
        # They come by time already.
        entries.sort(key=lambda entry: not entry.all_day)
    return Month(view, formats, month, by_day)


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """A month on `width` × `height` pixels."""

    month: Month
    width: int
    height: int

    def cell(self, day: int) -> QRectF:
        """Return a day's rectangle."""
        head = current_theme().scaled(HEAD)
        width, height = self.width / 7, (self.height - head) / WEEKS
        return QRectF(day % 7 * width, head + day // 7 * height, width, height)

    def day_at(self, point: QPointF) -> int:
        """Return the day at a point, the nearest one outside."""
        head = current_theme().scaled(HEAD)
        column = int(point.x() * 7 / max(1, self.width))
        row = int((point.y() - head) * WEEKS / max(1, self.height - head))
        return max(0, min(6, column)) + 7 * max(0, min(WEEKS - 1, row))

    def date(self, day: int) -> date:
        """Return a day's date."""
        return self.month.view.first + timedelta(days=day)

    def entries(self, day: int) -> list[Entry]:
        """Return a day's entries in order."""
        return self.month.by_day.get(day, [])

    def count(self, day: int) -> int:
        """Return how many entries a day has, those that were not even read included."""
        return len(self.entries(day)) + self.month.view.more.get(day, 0)

    def room(self) -> int:
        """Return how many lines a day has."""
        theme = current_theme()
        return max(0, int((self.cell(0).height() - theme.scaled(_NUMBER)) // theme.scaled(_LINE)))

    def lines(self, day: int) -> list[tuple[Entry, QRectF]]:
        """Return a day's entries that have room, with their rectangles; the last line says how many have none."""
        theme, cell, entries = current_theme(), self.cell(day), self.entries(day)
        shown = entries if self.count(day) <= self.room() else entries[: max(0, self.room() - 1)]
        step, top = theme.scaled(_LINE), cell.y() + theme.scaled(_NUMBER)
        return [
            (entry, QRectF(cell.x() + 4, top + row * step, cell.width() - 8, step - 2))
            for row, entry in enumerate(shown)
        ]

    def entry_at(self, point: QPointF) -> Entry | None:
        """Return the entry at a point."""
        return next((entry for entry, box in self.lines(self.day_at(point)) if box.contains(point)), None)

    def more_box(self, day: int) -> QRectF:
        """Return where it stands how many entries have no room."""
        return self.below(day, len(self.lines(day)))

    def below(self, day: int, lines: int) -> QRectF:
        """Return the line below so many lines of a day."""
        theme, cell = current_theme(), self.cell(day)
        top = cell.y() + theme.scaled(_NUMBER) + lines * theme.scaled(_LINE)
        return QRectF(cell.x() + 10, top, cell.width() - 16, theme.scaled(_LINE) - 2)

    def more_at(self, point: QPointF) -> bool:
        """Tell whether a point lies on what says how many have no room."""
        day = self.day_at(point)
        return self.count(day) > len(self.lines(day)) and self.more_box(day).contains(point)


def paint_names(painter: QPainter, grid: MonthGrid) -> None:
    """Paint the names of the days of the week."""
    theme = current_theme()
    for day in range(7):
        name = grid.month.formats.weekday(grid.date(day))
        spot = QRectF(grid.cell(day).x() + 10, 0, grid.cell(day).width() - 12, theme.scaled(HEAD))
        draw_words(painter, spot, name, theme.color("text.secondary"), ("caption", 600))


def paint_ground(painter: QPainter, grid: MonthGrid, day: int, *, over: bool, ring: str) -> None:
    """Paint a day's ground: another month's, one that something is dragged over, the current one with its ring."""
    theme, cell = current_theme(), grid.cell(day)
    if over or grid.date(day).month != grid.month.month.month:
        painter.fillRect(cell, theme.color("bg.selected" if over else "bg.subtle"))
    painter.fillRect(QRectF(cell.x(), cell.y(), cell.width(), 1), theme.color("border.subtle"))
    painter.fillRect(QRectF(cell.x(), cell.y(), 1, cell.height()), theme.color("border.subtle"))
    if ring:
        width = 2 if ring == "accent.focus" else 1
        rounded_box(painter, cell.adjusted(2, 2, -1, -1), theme.radius("sm"), None, theme.color(ring), width)


def paint_day(painter: QPainter, grid: MonthGrid, day: int, current: str, *, focused: bool) -> None:
    """Paint a day's number and lines; `current` is the key of the current entry, if it is on this day."""
    theme, cell, when, formats = current_theme(), grid.cell(day), grid.date(day), grid.month.formats
    spot = QRectF(cell.x() + 10, cell.y() + 3, cell.width() - 16, theme.scaled(_NUMBER) - 4)
    today, inside = when == formats.today, when.month == grid.month.month.month
    ink = theme.color("accent.text" if today else "text.primary" if inside else "text.secondary")
    words = formats.day_column(when) if when.day == 1 else str(when.day)
    width = draw_words(painter, spot, words, ink, ("bodyStrong" if today else "body", None))
    if today:
        spot.setLeft(spot.x() + width + 6)
        draw_words(painter, spot, formats.day(when), ink, ("caption", None))
    shown = grid.lines(day)
    for entry, box in shown:
        look = Look(current=key_of(entry) == current, focused=focused)
        lead = "" if entry.all_day else formats.time(entry.begins)
        paint_line(painter, box, look, title_of(entry, grid.month.view), look_of(entry)[0], lead=lead)
    if more := grid.count(day) - len(shown):
        ink = theme.color("text.secondary")
        draw_words(painter, grid.below(day, len(shown)), tr("calendar", "%n more", n=more), ink, ("caption", 600))

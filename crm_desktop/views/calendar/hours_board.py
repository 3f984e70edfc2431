"""The hours with the row above them, scrolled and connected: as calendar and workbench show a day or week."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from crm_desktop.models.calendars.entries import Entry, wall
from crm_desktop.store.queries.calendar import CalendarView
from crm_desktop.views.calendar.acts import CalendarActs
from crm_desktop.views.calendar.blocks import Block, blocks_of, gaps_of, key_of, moment_of
from crm_desktop.views.calendar.day_row import DayName, DayRow
from crm_desktop.views.calendar.hours_canvas import HoursCanvas
from crm_desktop.views.calendar.record_drops import RecordDrops
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import Formats

_ABOVE = 12
"""Pixels above the first hour's line, for the upper half of its number."""
_MORNING = 8 * 60
"""The first minute in sight where nothing is earlier."""


class HoursBoard(QWidget):
    """`board.show_view(view, formats)`; the days are those of the view."""

    planned = Signal(object, object)
    """A visit is wanted from one moment to another."""
    day_chosen = Signal(object)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self.acts = CalendarActs(desk, page, self._anchor)
        self.canvas = HoursCanvas()
        self.row = DayRow()
        self.area = QScrollArea()
        self._view = CalendarView(date.min, 1)
        self._formats: Formats | None = None
        self._scrolled_to: tuple[date, int] | None = None
        self._held: QWidget | None = None
        self._lay_out()
        self._connect()
        self.drops = RecordDrops(self.canvas, self.canvas, desk, lambda: self._view.first)

    @property
    def blocks(self) -> list[Block]:
        """All blocks, those of the whole day too."""
        return [*self.row.blocks, *self.canvas.blocks]

    def show_view(self, view: CalendarView, formats: Formats) -> None:
        """Show the days of a view."""
        self._view, self._formats = view, formats
        blocks, gaps = gaps_of(blocks_of(view, formats), view, formats)
        days = [view.first + timedelta(days=day) for day in range(view.days)]
        today = formats.today
        clock = wall(formats.now, formats.zone)
        now = (days.index(today), clock.hour * 60 + clock.minute) if today in days else None
        self.canvas.show_days(view.days, blocks, gaps, now)
        names = [DayName(f"{formats.weekday(day)} {day.day}", day == today) for day in days] if view.days > 1 else []
        self.row.show_days(view.days, names, blocks)
        if self._scrolled_to != (view.first, view.days):
            self._scrolled_to = view.first, view.days
            first = min([block.begin for block in self.canvas.blocks], default=_MORNING)
            wanted = min(now[1], first) if now is not None else first
            # A whole hour at the top, its line and its number in sight.
            above = max(0, wanted - 60) // 60 * 60
            self.area.verticalScrollBar().setValue(max(0, self.canvas.grid.y_of(above) - _ABOVE))

    def _anchor(self, entry: Entry) -> QWidget:
        """Return an invisible widget where a block stands, for what opens beside it."""
        anchor = QWidget(self.canvas)
        anchor.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        if self._held is not None:
            self._held.deleteLater()
        self._held = anchor
        block = next((each for each in self.canvas.blocks if each.key == key_of(entry)), None)
        if block is not None:
            anchor.setGeometry(self.canvas.grid.box_of(block).toRect())
        return anchor

    def _plan(self, day: int, begin: int, end: int) -> None:
        if self._formats is not None:
            when = self._view.first + timedelta(days=day)
            zone = self._formats.zone
            self.planned.emit(moment_of(when, begin, zone), moment_of(when, end, zone))

    def _connect(self) -> None:
        for part in (self.canvas, self.row):
            part.opened.connect(lambda block: self.acts.open(block.entry))
            part.finish_wanted.connect(lambda block: self.acts.finish(block.entry))
            part.delete_wanted.connect(lambda block: self.acts.delete(block.entry))
            part.menu_wanted.connect(lambda block, spot: self.acts.menu(block.entry, spot))
            part.moved.connect(lambda block, days, minutes: self.acts.move(block.entry, days, minutes))
        self.canvas.resized.connect(lambda block, minutes: self.acts.resize(block.entry, minutes))
        self.canvas.create_wanted.connect(self._plan)
        self.row.day_chosen.connect(lambda day: self.day_chosen.emit(self._view.first + timedelta(days=day)))

    def _lay_out(self) -> None:
        self.area.setWidget(self.canvas)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.row)
        column.addWidget(self.area, 1)

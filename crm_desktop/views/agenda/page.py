"""The calendar: a day of one's own with what is to do beside it, a week, a month, or the next weeks as a list."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.models.calendars.entries import Entry
from crm_desktop.models.record import Record
from crm_desktop.store.queries.agenda import ToDoView, to_do_view
from crm_desktop.store.queries.calendar import CalendarView, calendar_view
from crm_desktop.store.queries.conditions import Standpoint
from crm_desktop.views.actions import Action
from crm_desktop.views.agenda.entry_rows import entry_rows
from crm_desktop.views.agenda.head import NEXT, PREVIOUS, TODAY, CalendarHead
from crm_desktop.views.agenda.span import Span, days_of, first_day, stepped
from crm_desktop.views.calendar.acts import single
from crm_desktop.views.calendar.hours_board import HoursBoard
from crm_desktop.views.calendar.hours_canvas import HINT
from crm_desktop.views.calendar.month_canvas import MonthCanvas
from crm_desktop.views.calendar.month_grid import month_of, most_shown
from crm_desktop.views.calendar.planning import Planning
from crm_desktop.views.calendar.record_drops import RecordDrops
from crm_desktop.views.calendar.to_do import ToDoList, rows_of
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import Formats, current_formats
from crm_desktop.views.language.texts import Wording, label, text
from crm_desktop.views.navigation import Neighbours, Place
from crm_desktop.views.page import Page
from crm_desktop.views.refresh import Changed
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.component import Component, set_surface
from crm_desktop.views.widgets.empty_state import EmptyState
from crm_desktop.views.widgets.menu import Menu

_SHOWN = frozenset({"visit", "task", "activity", "account", "contact", "conflict"})
_MINUTE_MS = 60_000
_SPAN_KEYS = {Span.DAY: "Alt+1", Span.WEEK: "Alt+2", Span.MONTH: "Alt+3", Span.LIST: "Alt+4"}
_HINTS = {
    Span.DAY: HINT,
    Span.WEEK: HINT,
    Span.MONTH: text("agenda", "Double-click a day to plan a visit, drag an entry to another day"),
}
_SPAN_ICONS = {Span.DAY: "calendar-1", Span.WEEK: "columns-3", Span.MONTH: "calendar-days", Span.LIST: "list"}


class AgendaPage(Component, Page):
    """Shows today first; the days that are shown stay while a person is elsewhere."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.day: date = self._formats().today
        self.span = Span.DAY
        self._view: CalendarView | None = None
        self._to_do: ToDoView | None = None
        self._to_do_asked: date | None = None
        """The day on which it was last asked what is to do; None where something has changed since."""
        self._listed: list[Entry | None] = []
        self.board = HoursBoard(desk, self)
        self.planning = Planning(desk)
        self.month = MonthCanvas()
        self.drops = RecordDrops(self.month, self.month, desk, lambda: first_day(Span.MONTH, self.day))
        self.listing = ToDoList()
        self.to_do = ToDoList()
        self.head = CalendarHead(lambda span: self.show_span(Span(span)))
        self._stack = QStackedWidget()
        self._empty = EmptyState("list-checks", text("agenda", "Nothing to do"), text("agenda", "Tasks appear here."))
        self._card = Card(text("agenda", "Calendar"), HINT, icon="calendar-days", padding=0)
        self._left = Card(text("agenda", "To do"), " ", icon="list-checks", padding=0)
        self.files = self.board.acts.files
        self._minute = QTimer(self, interval=_MINUTE_MS)
        self._minute.timeout.connect(self._fill)
        self._lay_out()
        self._connect()
        self.settle()

    def heading(self) -> Wording:
        """Return the section's name."""
        return text("agenda", "Calendar")

    def visit(self, place: Place, neighbours: Neighbours | None) -> None:
        """Show the days again; time goes on only while somebody looks."""
        self._minute.start()
        if place.tab in [span.value for span in Span]:
            self.span = Span(place.tab)
        self.read()

    def go(self, day: date) -> None:
        """Show other days."""
        self.day = day
        self._read_days()

    def show_span(self, span: Span) -> None:
        """Show more days at a time, or fewer."""
        self.span = span
        self._read_days()

    def read(self) -> None:
        """Read the days again, and what is to do."""
        self._to_do_asked = None
        self._read_days()

    def _read_days(self) -> None:
        seen_from = self._standpoint()
        first = first_day(self.span, self.day)
        # As many as have room on the tallest screen: a window that grows needs no other reading.
        tallest = max(screen.size().height() for screen in QGuiApplication.screens())
        most = most_shown(tallest) if self.span is Span.MONTH else 0
        self.desk.read(self, self._take, calendar_view, first, days_of(self.span), seen_from, most)
        # What is to do is the same whatever day is shown: going from day to day reads the day alone.
        if self.span is Span.DAY and self._to_do_asked != seen_from.today:
            self._to_do_asked = seen_from.today
            self.desk.read(self, self._take_to_do, to_do_view, seen_from)

    def retranslate(self) -> None:
        """Read all words again."""
        self._fill()
        self._fill_to_do()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the clock rest while nobody looks."""
        self._minute.stop()
        super().hideEvent(event)

    # Reading and filling

    def _take(self, view: CalendarView) -> None:
        if (view.first, view.days) == (first_day(self.span, self.day), days_of(self.span)):
            self._view = view
            self._fill()

    def _take_to_do(self, view: ToDoView) -> None:
        self._to_do = view
        self._fill_to_do()

    def _fill(self) -> None:
        formats, view = self._formats(), self._view
        if view is None:
            return
        self._left.setVisible(self.span is Span.DAY)
        shown = {Span.MONTH: self.month, Span.LIST: self.listing}.get(self.span, self.board)
        self._stack.setCurrentWidget(shown)
        self._card.header.remark.set_wording(_HINTS.get(self.span, ""))
        if self.span is Span.MONTH:
            self.month.show_month(month_of(view, formats, self.day), self.day)
        elif self.span is Span.LIST:
            rows, self._listed = entry_rows(view, formats)
            self.listing.show_rows(rows)
        else:
            self.board.show_view(view, formats)
        self.head.show_days(self.span, self.day if self.span is Span.MONTH else view.first, view.visits, formats)

    def _fill_to_do(self) -> None:
        if self._to_do is None:
            return
        rows = rows_of(self._to_do, self._formats())
        self.to_do.show_rows(rows)
        self.to_do.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self._left.header.remark.set_wording(text("agenda", "%n left", n=len(self._to_do.to_do)))

    def _standpoint(self) -> Standpoint:
        formats = self._formats()
        return Standpoint(self.desk.me, formats.today, frozenset({self.desk.me}), formats.zone)

    def _formats(self) -> Formats:
        return current_formats(self.desk.clock.now())

    def _written(self, change: Changed) -> None:
        if not _SHOWN.isdisjoint(change.kinds):
            self.read()

    # What a person does

    def _open_day(self, day: date) -> None:
        self.span = Span.DAY
        self.go(day)

    def _listed_entry(self, record: Record) -> Entry:
        row = self.listing.currentIndex().row()
        entry = self._listed[row] if 0 <= row < len(self._listed) else None
        return entry or single(record)

    def _open_more(self, button: QWidget) -> None:
        menu = Menu(self)
        menu.add_entry(label("acts", "agenda_import"), self.files.ask_to_import, icon="import")
        menu.add_entry(label("acts", "agenda_export"), self._save, icon="download")
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(button, right=True)

    def _save(self) -> None:
        """Save the days that are shown, with what has no room on the screen."""
        first, days = first_day(self.span, self.day), days_of(self.span)
        whole = partial(self.desk.store.read, calendar_view, first, days, self._standpoint())
        self.desk.background.read(whole, self.files.ask_to_save, self.desk.notices.fail, owner=self)

    def _step(self, by: int) -> None:
        self.go(stepped(self.span, self.day, by))

    def _today(self) -> None:
        self.go(self._formats().today)

    # Putting it together

    def _connect(self) -> None:
        acts = self.board.acts
        self.board.planned.connect(self.planning.plan)
        self.board.day_chosen.connect(self._open_day)
        self.month.opened.connect(acts.open)
        self.month.finish_wanted.connect(acts.finish)
        self.month.delete_wanted.connect(acts.delete)
        self.month.menu_wanted.connect(acts.menu)
        self.month.moved.connect(lambda entry, days: acts.move(entry, days, 0))
        self.month.create_wanted.connect(self.planning.plan_on)
        self.month.day_opened.connect(self._open_day)
        self.month.left_month.connect(self.go)
        for rows, entry_of in ((self.to_do, single), (self.listing, self._listed_entry)):
            rows.opened.connect(lambda record, find=entry_of: acts.open(find(record)))
            rows.finish_wanted.connect(lambda record, find=entry_of: acts.finish(find(record)))
            rows.delete_wanted.connect(lambda record, find=entry_of: acts.delete(find(record)))
            rows.menu_wanted.connect(lambda record, spot, find=entry_of: acts.menu(find(record), spot))
        self.head.stepped.connect(self._step)
        self.head.today_wanted.connect(self._today)
        self.head.task_wanted.connect(self.planning.new_task)
        self.head.visit_wanted.connect(lambda: self.planning.plan_next(self.day))
        self.head.more_wanted.connect(self._open_more)
        self.desk.refresh.changed.connect(self._written)
        self.desk.actions.contribute(self, self._actions())

    def _actions(self) -> list[Action]:
        back, on = partial(self._step, -1), partial(self._step, 1)
        spans = [
            Action(
                key=f"agenda_{span.value}", run=partial(self.show_span, span), menu="go", icon=_SPAN_ICONS[span],
                shortcut=keys,
            )
            for span, keys in _SPAN_KEYS.items()
        ]  # fmt: skip
        return [
            Action(key="agenda_previous", run=back, menu="go", icon="chevron-left", shortcut=PREVIOUS),
            Action(key="agenda_today", run=self._today, menu="go", icon="calendar", shortcut=TODAY),
            Action(key="agenda_next", run=on, menu="go", icon="chevron-right", shortcut=NEXT),
            *spans,
            Action(key="agenda_import", run=self.files.ask_to_import, menu="file", icon="import"),
            Action(key="agenda_export", run=self._save, menu="file", icon="download"),
        ]

    def _lay_out(self) -> None:
        set_surface(self, "app")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(16)
        column.addWidget(self.head)
        for shown in (self.board, self.month, self.listing):
            self._stack.addWidget(shown)
        self._card.body.setSpacing(0)
        self._card.body.addWidget(self._stack, 1)
        self._left.body.addWidget(self.to_do, 1)
        self._left.body.addWidget(self._empty, 1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._card, 1)
        row.addWidget(self._left, 1)
        column.addLayout(row, 1)

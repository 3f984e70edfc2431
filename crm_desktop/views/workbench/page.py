"""The workbench: today with its visits, what is to do and finished one by one, leads, notices, figures, this device."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.rules.to_dos import SEEN, Event, ToDo
from crm_desktop.store.queries.calendar import CalendarView, calendar_view
from crm_desktop.store.queries.conditions import Standpoint
from crm_desktop.store.queries.workbench import Notice, Workbench, workbench
from crm_desktop.views.calendar.acts import single
from crm_desktop.views.calendar.hours_board import HoursBoard
from crm_desktop.views.calendar.planning import Planning
from crm_desktop.views.calendar.to_do import ToDoList
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import Formats, current_formats
from crm_desktop.views.language.texts import Wording, label, text
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.navigation import Neighbours, Place
from crm_desktop.views.page import Page
from crm_desktop.views.refresh import Changed
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.component import Component, set_surface
from crm_desktop.views.widgets.empty_state import EmptyState
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.scrolling import scrolled
from crm_desktop.views.widgets.segmented import Segmented
from crm_desktop.views.workbench.figure_lists import list_of
from crm_desktop.views.workbench.figure_rows import show_rows
from crm_desktop.views.workbench.figure_strip import FigureStrip
from crm_desktop.views.workbench.next_visit import NextVisit
from crm_desktop.views.workbench.notices import NoticeDialog, NoticeRows, is_unread
from crm_desktop.views.workbench.offline_card import OfflineCard
from crm_desktop.views.workbench.publishing import PublishDialog
from crm_desktop.views.workbench.words import day_line, greeting, looks, rows_of

if TYPE_CHECKING:
    from crm_desktop.models.record import Record

_SHOWN = frozenset(
    {
        *("visit", "task", "activity", "account", "contact", "conflict", "opportunity", "stage", "notice"),
        *("notice_receipt", "interview", "interview_question", "attachment"),
    }
)
_MINUTE_MS = 60_000
_COLUMNS_FROM = ((3, 1_000), (2, 640))
_WORDS_FROM = 700
_LEAST_CARD = 200
"""A card that scrolls by itself stays tall enough to be used."""
_LEADS_FROM = 700
"""Lower windows have room for what is to do, not for what there is nothing of yet."""


class WorkbenchPage(Component, Page):
    """Shows today; the schedule can be turned to other days without leaving."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.day: date = self._formats().today
        self.days = 1
        self.bench: Workbench | None = None
        self._view: CalendarView | None = None
        self._arranged = (0, False)
        self.hello = Label("", "title", elide=True)
        self.line = Label("", role="text.secondary", elide=True)
        self.figures = FigureStrip()
        self.board = HoursBoard(desk, self)
        self.next_visit = NextVisit(desk, self.board.canvas)
        self.planning = Planning(desk)
        self.to_do = ToDoList()
        self.notices = NoticeRows(desk)
        self.offline = OfflineCard()
        self.schedule = Card(text("workbench", "Schedule"), icon="calendar-days", padding=0)
        self.tasks = Card(text("workbench", "To do"), " ", icon="list-checks", padding=0)
        self.leads = Card(text("workbench", "Leads to follow"), icon="magnet", padding=0)
        self.news = Card(text("workbench", "Notices"), " ", icon="bell", padding=0)
        self._done = EmptyState("circle-check", text("workbench", "Nothing left to do"), "")
        self._quiet = EmptyState("megaphone", text("workbench", "No notices"), "")
        self.publish = IconButton(
            text("workbench", "Publish a notice"), "plus", lambda: PublishDialog(desk, self).open(), small=True
        )
        self._grid = _CardGrid()
        self._minute = QTimer(self, interval=_MINUTE_MS)
        self._minute.timeout.connect(self._fill)
        # Nothing is known yet; what says so would make a low window taller than it is.
        self._done.hide()
        self._quiet.hide()
        self.leads.hide()
        self._lay_out()
        self._connect()
        self.settle()

    def heading(self) -> Wording:
        """Return the section's name."""
        return text("workbench", "Workbench")

    def visit(self, place: Place, neighbours: Neighbours | None) -> None:
        """Show now; time goes on only while somebody looks."""
        self._minute.start()
        self.read()

    def read(self) -> None:
        """Read everything again."""
        formats = self._formats()
        seen_from = Standpoint(self.desk.me, formats.today, frozenset({self.desk.me}), formats.zone)
        self.desk.read(self, self._take, workbench, formats.now, seen_from)
        first = self.day if self.days == 1 else self.day - timedelta(days=self.day.weekday())
        self.desk.read(self, self._take_view, calendar_view, first, self.days, seen_from)

    def retranslate(self) -> None:
        """Read all words again."""
        self._fill()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the clock rest while nobody looks."""
        self._minute.stop()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Go from three to two columns where there is no room."""
        super().resizeEvent(event)
        self._arrange()

    # Reading and filling

    def _take(self, bench: Workbench) -> None:
        self.bench = bench
        self._fill()

    def _take_view(self, view: CalendarView) -> None:
        self._view = view
        self._fill()

    def _fill(self) -> None:
        formats, bench, view = self._formats(), self.bench, self._view
        if view is not None:
            self.board.show_view(view, formats)
            self.next_visit.show_next(formats)
        if bench is None:
            return
        self.hello.set_wording(greeting(bench.name, formats))
        self.figures.show_looks(looks(bench.figures, formats))
        if view is not None and view.first == formats.today:
            self.line.set_wording(day_line(view, formats))
        rows = rows_of(bench, formats)
        self.to_do.show_rows(rows)
        self.to_do.setVisible(bool(rows))
        self._done.setVisible(not rows)
        self.tasks.header.remark.set_wording(text("workbench", "%n left", n=len(rows)))
        self.notices.show_notices(bench.notices)
        self.notices.setVisible(bool(bench.notices))
        self._quiet.setVisible(not bench.notices)
        self._news_area.setVisible(bool(bench.notices))
        unread = sum(is_unread(each, self.desk.me) for each in bench.notices)
        self.news.header.remark.set_wording(text("workbench", "%n unread", n=unread) if unread else "")
        self.publish.setVisible(bench.may_publish)
        path = self.desk.store.path
        self.offline.show_state(bench.offline, path.stat().st_size if path.exists() else 0, formats)

    def _formats(self) -> Formats:
        return current_formats(self.desk.clock.now())

    def _written(self, change: Changed) -> None:
        if not _SHOWN.isdisjoint(change.kinds):
            self.read()

    # What a person does

    def _current(self) -> ToDo | None:
        row = self.to_do.currentIndex().row()
        to_dos = self.bench.to_dos if self.bench is not None else ()
        return to_dos[row] if 0 <= row < len(to_dos) else None

    def _open(self, _record: Record) -> None:
        """Go to where the to-do is handled."""
        to_do = self._current()
        if to_do is None:
            return
        if to_do.event is Event.TO_DECIDE:
            self.desk.navigator.go(Place("sync"))
        elif to_do.record.kind in ("task", "visit", "activity"):
            self.board.acts.open(single(to_do.record))
        else:
            self.desk.navigator.go(Place(KINDS[to_do.record.kind].plural, to_do.record.id))

    def _finish(self, record: Record) -> None:
        """Finish it here where that can be done, else go to where it can."""
        to_do = self._current()
        if to_do is None:
            return
        if to_do.event in SEEN:
            note = partial(self.desk.store.reminders.note_seen, to_do.event, to_do.record.id, to_do.at or 0)
            self.desk.background.write(note, lambda _none: self.read(), owner=self)
        elif to_do.event in (Event.TASK_DUE, Event.VISIT_TO_LOG):
            self.board.acts.finish(single(to_do.record))
        else:
            self._open(record)

    def _show_rows(self, key: str, anchor: QWidget) -> None:
        rows = self.bench.figures.rows.get(key, ()) if self.bench is not None else ()
        show_rows(self.desk, rows, anchor, list_of(key, lookups_of(self.desk)))

    def _open_notice(self, notice: Notice) -> None:
        NoticeDialog(notice, self.desk, self).open()

    def _show_days(self, key: str) -> None:
        self.days = 7 if key == "week" else 1
        self.read()

    def _step(self, by: int) -> None:
        self.day += timedelta(days=by * self.days)
        self.read()

    def _open_day(self, day: date) -> None:
        self.day = day
        self.spans.choose("day")
        self._show_days("day")

    # Putting it together

    def _connect(self) -> None:
        self.board.planned.connect(self.planning.plan)
        self.board.day_chosen.connect(self._open_day)
        self.figures.wanted.connect(self._show_rows)
        self.to_do.opened.connect(self._open)
        self.to_do.finish_wanted.connect(self._finish)
        self.to_do.menu_wanted.connect(lambda record, spot: self.board.acts.menu(single(record), spot))
        self.notices.opened.connect(self._open_notice)
        self.desk.refresh.changed.connect(self._written)

    def _lay_out(self) -> None:
        set_surface(self, "app")
        self.spans = Segmented(
            [("day", text("workbench", "Day"), ""), ("week", text("agenda", "Week"), "")], self._show_days
        )
        self.schedule.header.end.addWidget(self.spans)
        self.schedule.header.end.addWidget(self._arrow(text("workbench", "Back"), "chevron-left", -1))
        self.schedule.header.end.addWidget(self._arrow(text("workbench", "Forward"), "chevron-right", 1))
        self.schedule.body.addWidget(self.board, 1)
        self.tasks.header.end.addWidget(
            IconButton(text("workbench", "New task"), "plus", self.planning.new_task, small=True)
        )
        self.tasks.body.addWidget(self.to_do, 1)
        self.tasks.body.addWidget(self._done, 1)
        self.leads.body.addWidget(
            EmptyState(
                "magnet", text("workbench", "No leads yet"), text("workbench", "Leads to follow will stand here.")
            )
        )
        self.news.header.end.addWidget(self.publish)
        self._news_area = scrolled(self.notices)
        self._news_area.setMinimumWidth(200)
        self.news.body.addWidget(self._news_area, 1)
        self.news.body.addWidget(self._quiet, 1)
        # Less air than usual: what there is nothing of must not make the page scroll.
        self._quiet.setContentsMargins(0, -12, 0, -12)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(16)
        column.addLayout(self._head())
        column.addWidget(self.figures)
        # In a low window, or with large text, the cards scroll instead of lying over each other.
        content = QWidget()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(16)
        content.setLayout(self._grid)
        column.addWidget(scrolled(content), 1)
        self._arrange()

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.hello)
        words.addWidget(self.line)
        log = partial(self.desk.navigator.create, "activity", {})
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(words, 1)
        plan = partial(self.planning.plan_next, self._formats().today)
        self._lesser = (
            Button(text("workbench", "Log activity"), log, icon="notebook-pen"),
            Button(text("workbench", "Plan visit"), plan, icon="calendar-plus"),
        )
        for verb in self._lesser:
            row.addWidget(verb)
        talk = partial(self.desk.actions.run, "interview.start")
        row.addWidget(Button(label("acts", "interview.start"), talk, kind="primary", icon="mic"))
        return row

    def _arrow(self, name: Wording, icon: str, by: int) -> IconButton:
        made = IconButton(name, icon, small=True)
        made.clicked.connect(lambda: self._step(by))
        return made

    def _arrange(self) -> None:
        """Lay the cards out in three columns, or in two."""
        theme = current_theme()
        for verb in self._lesser:
            # The greeting keeps its room where large text leaves little.
            verb.set_icon_only(self.width() < theme.scaled(_WORDS_FROM))
        columns = next((each for each, least in _COLUMNS_FROM if self.width() >= theme.scaled(least)), 1)
        leads = columns == 3 and self.height() >= theme.scaled(_LEADS_FROM)
        if (columns, leads) == self._arranged:
            return
        self._arranged = columns, leads
        self.leads.setVisible(leads)
        cards = (self.schedule, self.tasks, self.leads, self.news, self.offline)
        for card in cards:
            self._grid.removeWidget(card)
        places = _PLACES[columns] if columns < 3 or leads else _PLACES_WITHOUT_LEADS
        for card, place in zip(cards, places, strict=True):
            self._grid.addWidget(card, *place)
        for number, stretch in enumerate(_STRETCHES[columns]):
            self._grid.setColumnStretch(number, stretch)
        for number, stretch in enumerate((3, 2, 0, 0)):
            self._grid.setRowStretch(number, stretch)
        for card in (self.schedule, self.tasks):
            card.setMinimumHeight(theme.scaled(_LEAST_CARD) if columns < 3 else 0)


class _CardGrid(QGridLayout):
    """Asks for what the cards need at least: their texts wrap, but what stands below them scrolls."""

    def hasHeightForWidth(self) -> bool:
        """Do not ask for room in proportion to the width."""
        return False


_Spots = tuple[tuple[int, int, int, int], ...]
_STRETCHES = {1: (1, 0, 0), 2: (1, 1, 0), 3: (9, 10, 7)}
_PLACES: dict[int, _Spots] = {
    1: ((0, 0, 1, 1), (1, 0, 1, 1), (4, 0, 1, 1), (2, 0, 1, 1), (3, 0, 1, 1)),
    2: ((0, 0, 1, 1), (0, 1, 1, 1), (2, 0, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)),
    3: ((0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1), (0, 2, 1, 1), (1, 2, 1, 1)),
}
"""Where today, to-dos, leads, notices and the offline material stand: row, column, rows, columns."""
_PLACES_WITHOUT_LEADS: _Spots = ((0, 0, 2, 1), (0, 1, 2, 1), (1, 1, 1, 1), (0, 2, 1, 1), (1, 2, 1, 1))

"""The agenda: a day of one's own with its hours at the left, what is to do at the right."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.models.record import Record
from crm_desktop.store.queries.agenda import DayView, day_view
from crm_desktop.store.queries.conditions import Standpoint
from crm_desktop.views.actions import Action
from crm_desktop.views.agenda.acts import AgendaActs
from crm_desktop.views.agenda.blocks import Block, blocks_of
from crm_desktop.views.agenda.day_canvas import HINT, DayCanvas
from crm_desktop.views.agenda.day_head import NEXT, PREVIOUS, TODAY, DayHead
from crm_desktop.views.agenda.day_painting import RIGHT, left
from crm_desktop.views.agenda.to_do import ToDoList, rows_of
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import Formats, current_formats
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.navigation import Neighbours, Place
from crm_desktop.views.page import Page
from crm_desktop.views.refresh import Changed
from crm_desktop.views.widgets.badge import Badge
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.component import Component, set_surface
from crm_desktop.views.widgets.empty_state import EmptyState
from crm_desktop.views.widgets.flow_layout import FlowLayout

_SHOWN = frozenset({"visit", "task", "account", "contact", "conflict"})
_MINUTE_MS = 60_000
_MORNING = 7 * 60
"""The first minute in sight on days other than today."""


class AgendaPage(Component, Page):
    """Shows today first; the day that is shown stays while a person is elsewhere."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.day: date = self._formats().today
        self._view: DayView | None = None
        self._acts = AgendaActs(desk, self, self._anchor)
        self.canvas = DayCanvas()
        self.to_do = ToDoList()
        self.head = DayHead()
        self._whole = QWidget()
        self._whole_row = FlowLayout(6)
        self._area = QScrollArea()
        self._empty = EmptyState("list-checks", text("agenda", "Nothing to do"), text("agenda", "Tasks appear here."))
        self._card = Card(text("agenda", "Agenda"), " ", icon="calendar-days", padding=0)
        self._left = Card(text("agenda", "To do"), " ", icon="list-checks", padding=0)
        self._scrolled_to: date | None = None
        self._anchors: list[QWidget] = []
        self._minute = QTimer(self, interval=_MINUTE_MS)
        self._minute.timeout.connect(self._fill)
        self._lay_out()
        self._connect()
        self.settle()

    def heading(self) -> Wording:
        """Return the section's name."""
        return text("agenda", "Agenda")

    def visit(self, place: Place, neighbours: Neighbours | None) -> None:
        """Show the day again; time goes on only while somebody looks."""
        self._minute.start()
        self.read()

    def go(self, day: date) -> None:
        """Show another day."""
        self.day = day
        self.read()

    def read(self) -> None:
        """Read the day again."""
        formats = self._formats()
        seen_from = Standpoint(self.desk.me, formats.today, frozenset({self.desk.me}), formats.zone)
        self.desk.read(self, self._take, day_view, self.day, seen_from)

    def retranslate(self) -> None:
        """Read all words again."""
        self._fill()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the clock rest while nobody looks."""
        self._minute.stop()
        super().hideEvent(event)

    # Reading and filling

    def _take(self, view: DayView) -> None:
        if view.day == self.day:
            self._view = view
            self._fill()

    def _fill(self) -> None:
        formats, view = self._formats(), self._view
        if view is None:
            return
        blocks = blocks_of(view, formats, self._day_begins(formats))
        today = self.day == formats.today
        now = (formats.now - self._day_begins(formats)) // _MINUTE_MS if today else -1
        self.canvas.show_blocks(blocks, now)
        self._show_whole([block for block in blocks if block.all_day])
        rows = rows_of(view, formats)
        self.to_do.show_rows(rows)
        self.to_do.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        visits = sum(block.record.kind == "visit" for block in blocks)
        self.head.show_day(self.day, visits, formats)
        self._left.header.remark.set_wording(text("agenda", "%n left", n=len(view.to_do)))
        if self._scrolled_to != self.day:
            self._scrolled_to = self.day
            first = min([block.begin for block in self.canvas.blocks], default=_MORNING)
            wanted = min(now, first) if now >= 0 else first
            self._area.verticalScrollBar().setValue(self.canvas.y_of(max(0, wanted - 60)))

    def _show_whole(self, blocks: list[Block]) -> None:
        while (item := self._whole_row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for block in blocks:
            self._whole_row.addWidget(Badge(block.title, "success" if block.done else "neutral", icon="list-checks"))
        self._whole.setVisible(bool(blocks))

    def _formats(self) -> Formats:
        return current_formats(self.desk.clock.now())

    def _day_begins(self, formats: Formats) -> int:
        return Standpoint(self.desk.me, formats.today, zone=formats.zone).day_begins(self.day)

    def _written(self, change: Changed) -> None:
        if not _SHOWN.isdisjoint(change.kinds):
            self.read()

    # What a person does

    def _plan(self, minute: int) -> None:
        starts = self._day_begins(self._formats()) + minute * _MINUTE_MS
        self.desk.navigator.create("visit", {"starts_at": starts, "ends_at": starts + 60 * _MINUTE_MS})

    def _new_task(self) -> None:
        self.desk.navigator.create("task", {"owner_id": self.desk.me})

    def _new_visit(self) -> None:
        formats = self._formats()
        now = (formats.now - self._day_begins(formats)) // _MINUTE_MS if self.day == formats.today else 9 * 60
        self._plan((now // 60 + 1) * 60 if self.day == formats.today else now)

    def _anchor(self, record: Record) -> QWidget:
        """Return an invisible widget where a block stands, for what opens beside it."""
        anchor = QWidget(self.canvas)
        anchor.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._anchors.append(anchor)
        while len(self._anchors) > 1:
            self._anchors.pop(0).deleteLater()
        block = next((each for each in self.canvas.blocks if each.record.id == record.id), None)
        if block is not None:
            anchor.setGeometry(self.canvas.box_of(block).toRect())
        return anchor

    # Putting it together

    def _connect(self) -> None:
        self.canvas.opened.connect(lambda block: self._acts.open(block.record))
        self.canvas.finish_wanted.connect(lambda block: self._acts.finish(block.record))
        self.canvas.delete_wanted.connect(lambda block: self._acts.delete(block.record))
        self.canvas.menu_wanted.connect(lambda block, spot: self._acts.menu(block.record, spot))
        self.canvas.moved.connect(lambda block, minutes: self._acts.move(block.record, minutes))
        self.canvas.create_wanted.connect(self._plan)
        self.to_do.opened.connect(self._acts.open)
        self.to_do.finish_wanted.connect(self._acts.finish)
        self.to_do.delete_wanted.connect(self._acts.delete)
        self.to_do.menu_wanted.connect(self._acts.menu)
        self.head.stepped.connect(self._step)
        self.head.today_wanted.connect(self._today)
        self.head.task_wanted.connect(self._new_task)
        self.head.visit_wanted.connect(self._new_visit)
        self.desk.refresh.changed.connect(self._written)
        previous, following = partial(self._step, -1), partial(self._step, 1)
        self.desk.actions.contribute(
            self,
            [
                Action(key="agenda_previous", run=previous, menu="go", icon="chevron-left", shortcut=PREVIOUS),
                Action(key="agenda_today", run=self._today, menu="go", icon="calendar", shortcut=TODAY),
                Action(key="agenda_next", run=following, menu="go", icon="chevron-right", shortcut=NEXT),
            ],
        )

    def _step(self, by: int) -> None:
        self.go(self.day + timedelta(days=by))

    def _today(self) -> None:
        self.go(self._formats().today)

    def _lay_out(self) -> None:
        set_surface(self, "app")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(16)
        column.addWidget(self.head)
        self._area.setWidget(self.canvas)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._whole.setLayout(self._whole_row)
        self._whole_row.setContentsMargins(left(), 8, RIGHT, 8)
        self._card.body.setSpacing(0)
        self._card.body.addWidget(self._whole)
        self._card.body.addWidget(self._area, 1)
        self._card.header.remark.set_wording(HINT)
        self._left.body.addWidget(self.to_do, 1)
        self._left.body.addWidget(self._empty, 1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._card, 1)
        row.addWidget(self._left, 1)
        column.addLayout(row, 1)

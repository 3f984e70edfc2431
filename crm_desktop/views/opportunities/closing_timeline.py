"""The timeline of close dates: the forecast of each month above, every open opportunity at its day below."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.models.edits import Update
from crm_desktop.models.record import Record
from crm_desktop.models.rules.views import Definition
from crm_desktop.store.queries.board import BoardAsked
from crm_desktop.store.queries.closing import ClosingView, closing_view
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import text, tr
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.navigation import Neighbours, Place
from crm_desktop.views.opportunities.board_words import CardWords
from crm_desktop.views.opportunities.closing_list import NAMES, ClosingList
from crm_desktop.views.opportunities.month_header import MonthHeader
from crm_desktop.views.records.changing import Changing
from crm_desktop.views.refresh import Changed
from crm_desktop.views.widgets.component import Component, set_surface
from crm_desktop.views.widgets.label import Label

_SHOWN = frozenset({"opportunity", "account", "stage", "user", "conflict"})


class ClosingTimeline(Component, QWidget):
    """`timeline.show(definition)`; the page around it listens to `record_changed`."""

    record_changed = Signal(str)
    panel_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.header = MonthHeader(NAMES)
        self.list = ClosingList()
        self._rest = Label("", "caption", "text.secondary")
        self._rest.setContentsMargins(24, 6, 16, 8)
        self._definition: Definition | None = None
        self._view: ClosingView | None = None
        self._changing = Changing(desk, self, desk.notices.fail)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.list, 1)
        column.addWidget(self._rest)
        set_surface(self, "surface")
        self.setFocusProxy(self.list)
        self.list.deal_changed.connect(lambda: self.record_changed.emit(self.current))
        self.list.panel_wanted.connect(self.panel_wanted)
        self.list.page_wanted.connect(self._open_page)
        self.list.day_wanted.connect(self._move)
        desk.refresh.changed.connect(self._written)
        lookups_of(desk).changed.connect(self.fill)
        self.settle()

    @property
    def current(self) -> str:
        """The id of the opportunity that keys act on, or ""."""
        deal = self.list.current_deal
        return deal.id if deal is not None else ""

    def show(self, definition: Definition | None = None) -> None:
        """Show the opportunities of a definition; without one, just become visible."""
        super().show()
        if definition is not None:
            self._definition = definition
            self.read()

    def read(self) -> None:
        """Read again what is shown."""
        if self._definition is not None:
            formats = current_formats(self.desk.clock.now())
            asked = BoardAsked(self._definition, self.desk.me, formats.today, formats.zone)
            self.desk.read(self, self._take, closing_view, asked)

    def retranslate(self) -> None:
        """Read all words again."""
        self.fill()

    def fill(self) -> None:
        """Show what was read; the current opportunity stays."""
        view, lookups = self._view, lookups_of(self.desk)
        if view is None or lookups.now is None or self.list.held is not None:
            return
        formats, current = current_formats(self.desk.clock.now()), self.current
        row, scrolled = self.list.currentIndex().row(), self.list.verticalScrollBar().value()
        words = {each: CardWords(lookups, formats, view.accounts, stage) for each, stage in view.stages.items()}
        self.list.today = formats.today
        self.list.blockSignals(True)
        self.list.closing.show(view.deals, words)
        places = [number for number, deal in enumerate(self.list.closing.deals) if deal.id == current]
        place = places[0] if places else min(max(row, 0), len(self.list.closing.deals) - 1)
        self.list.setCurrentIndex(self.list.closing.index(place, 0))
        self.list.blockSignals(False)
        self.list.verticalScrollBar().setValue(scrolled)
        self.header.show_months(view.months, formats)
        self._rest.setVisible(bool(view.more or view.without_day))
        said = []
        if view.more:
            said.append(tr("opportunities", "%n more further down the list", n=view.more))
        if view.without_day:
            said.append(tr("opportunities", "%n without a close date", n=view.without_day))
        self._rest.set_wording(" · ".join(said))

    def _take(self, view: ClosingView) -> None:
        self._view = view
        self.fill()

    def _written(self, change: Changed) -> None:
        if not _SHOWN.isdisjoint(change.kinds):
            self.read()

    def _move(self, deal: Record, day: str) -> None:
        said = text(
            "opportunities", "{title} closes on {day}", title=deal.title,
            day=current_formats(self.desk.clock.now()).day_full(day),
        )  # fmt: skip
        self._changing.act("opportunity.edit", [Update("opportunity", deal.id, {"close_on": day})], said)

    def _open_page(self) -> None:
        ids = tuple(each.id for each in self.list.closing.deals)
        if self.current in ids:
            neighbours = Neighbours(ids, ids.index(self.current), len(ids))
            self.desk.navigator.go(Place("opportunities", self.current), neighbours)

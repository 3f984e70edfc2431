"""The pipeline as a board: the forecast, one column for each stage, cards that move by pointer and by key.

It shows whatever definition it is given; the switch to the table and the filter belong to the page around it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.models.clock import DAY_MS
from crm_desktop.models.record import Record
from crm_desktop.models.rules.forecast import Total, totals_after_move
from crm_desktop.models.rules.views import Definition
from crm_desktop.store.queries.board import CARDS, BoardAsked, BoardView, board_view
from crm_desktop.store.queries.board_before import board_before
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.lookups import lookups_of, stage_words
from crm_desktop.views.navigation import Neighbours, Place
from crm_desktop.views.opportunities.board_arrivals import BoardArrivals
from crm_desktop.views.opportunities.board_column import BoardColumn
from crm_desktop.views.opportunities.board_drag import BoardDrag
from crm_desktop.views.opportunities.board_moves import BoardMoves, rank_at
from crm_desktop.views.opportunities.column_row import ColumnRow
from crm_desktop.views.opportunities.forecast_bar import ForecastBar
from crm_desktop.views.opportunities.forecast_figures import Target
from crm_desktop.views.refresh import Changed
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.menu import Menu

_SHOWN = frozenset({"opportunity", "account", "stage", "user", "conflict"})
_WEEK_MS = 7 * DAY_MS
_MORE = 200
"""So many cards are added at a time to a stage that has more."""


class Board(Component, QWidget):
    """`board = Board(desk)`, `board.show(definition)`; the page around it listens to `record_changed`."""

    record_changed = Signal(str)
    """The id of the current card's record."""
    panel_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.forecast = ForecastBar()
        self.row = ColumnRow(self._furnish)
        self._lookups = lookups_of(desk)
        self._definition: Definition | None = None
        self._view: BoardView | None = None
        self._before: dict[str, Total] | None = None
        """What the stages held a week ago, where that is known here."""
        self._limits: dict[str, int] = {}
        self._drag = BoardDrag(self.row, self._hover)
        self._moves = BoardMoves(desk, self, self.read)
        self.arrivals = BoardArrivals(self, desk, lambda: self.row.columns, self._take_in)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.forecast)
        column.addWidget(self.row, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.row.record_changed.connect(self.record_changed)
        desk.refresh.changed.connect(self._written)
        self._lookups.changed.connect(self._fill)
        self.settle()

    def show(self, definition: Definition | None = None, limits: Mapping[str, int] | None = None) -> None:
        """Show the opportunities of a definition; without one, just become visible.

        `limits` says by stage how many cards are wanted at once where it is not the usual number.
        """
        super().show()
        if definition is not None:
            if definition != self._definition:
                self._before = None
            if definition != self._definition or limits is not None:
                self._limits = dict(limits or {})
            self._definition = definition
            self.read()

    def read(self) -> None:
        """Read again what is shown."""
        if self._definition is None:
            return
        formats = current_formats(self.desk.clock.now())
        asked = BoardAsked(self._definition, self.desk.me, formats.today, formats.zone, dict(self._limits))
        self.desk.read(self, self._take, board_view, asked)
        if asked.definition.target:
            # By itself: nobody waits for a week ago.
            self.desk.read(self, self._take_before, board_before, asked, self.desk.clock.now() - _WEEK_MS)

    @property
    def current_record(self) -> Record | None:
        """The record whose card keys act on."""
        return self.row.current_record

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keys on to the current card, or to the first one."""
        super().focusInEvent(event)
        self.row.take_focus(event.reason())

    def retranslate(self) -> None:
        """Read all words again."""
        self._fill()

    def _take_before(self, totals: dict[str, Total] | None) -> None:
        self._before = totals
        if not self._drag.active and self._view is not None and self._lookups.now is not None:
            self._show_totals(self._totals())

    def _take(self, view: BoardView) -> None:
        self._view = view
        self._fill()

    def _fill(self) -> None:
        # What is in the hand stays there; the drop reads again.
        if self._view is None or self._lookups.now is None or self._drag.active:
            return
        self.row.show_view(self._view, self._lookups, current_formats(self.desk.clock.now()))
        self._drag.columns = self.row.columns
        self._show_totals(self._totals())

    def _totals(self) -> dict[str, Total]:
        return {each.stage.id: each.total for each in self._view.columns} if self._view is not None else {}

    def _show_totals(self, totals: dict[str, Total]) -> None:
        formats = current_formats(self.desk.clock.now())
        stages = {each.stage.id: each.stage.values for each in self._view.columns} if self._view is not None else {}
        self.row.show_totals(totals, formats)
        asked = self._definition or Definition()
        target = Target(asked.target, asked.target_currency)
        self.forecast.show_totals(totals, stages, formats, target, self._before)

    def _written(self, change: Changed) -> None:
        if not _SHOWN.isdisjoint(change.kinds):
            self.read()

    def _furnish(self, column: BoardColumn, stage: Record) -> None:
        view = column.list
        column.create_wanted.connect(partial(self.desk.navigator.create, "opportunity", {"stage_id": stage.id}))
        view.panel_wanted.connect(self.panel_wanted)
        view.page_wanted.connect(partial(self._open_page, column))
        view.more_wanted.connect(partial(self._show_more, stage.id))
        view.menu_wanted.connect(partial(self._open_menu, column))
        view.delete_wanted.connect(self._delete)
        view.move_wanted.connect(partial(self._move_by_key, column))
        view.lifted.connect(partial(self._drag.begin, column))
        view.carried.connect(self._drag.carry)
        view.dropped.connect(self._drop)
        view.drag_cancelled.connect(self._drag.cancel)

    # What a person does

    def _move_by_key(self, column: BoardColumn, by: int, down: int) -> None:
        card, columns = column.list.current_card, self.row.columns
        if card is None:
            return
        cards = column.list.cards.cards
        at = columns.index(column) + by
        if down and 0 <= cards.index(card) + down < len(cards):
            self._place(card, column, cards.index(card) + down)
        elif by and 0 <= at < len(columns):
            self._enter(card, columns[at], None)

    def _drop(self) -> None:
        landed = self._drag.drop()
        if landed is not None:
            card, column, place = landed
            if column.stage is not None and column.stage.id == card.get("stage_id"):
                self._place(card, column, place)
            else:
                self._enter(card, column, place)
        self.read()

    def _place(self, card: Record, column: BoardColumn, place: int) -> None:
        """Put a card before another one of its column, counted without itself."""
        cards = column.list.cards
        others = [each for each in cards.cards if each.id != card.id]
        rank = rank_at(others, place, more=cards.more > 0)
        if rank is not None and place != cards.cards.index(card):
            self._moves.place(card, rank)

    def _take_in(self, deals: list[Record], column: BoardColumn) -> None:
        if len(deals) == 1:
            self._enter(deals[0], column, None)
        elif column.stage is not None:
            self._moves.enter_stage_together(deals, column.stage)

    def _enter(self, card: Record, column: BoardColumn, place: int | None) -> None:
        if column.stage is None:
            return
        cards = column.list.cards
        rank = None if place is None or column.folded else rank_at(cards.cards, place, more=cards.more > 0)
        self._moves.enter_stage(card, column.stage, rank, partial(self.row.anchor_at, card.id))

    def _show_more(self, stage_id: str) -> None:
        self._limits[stage_id] = self._limits.get(stage_id, CARDS) + _MORE
        self.read()

    def _open_page(self, column: BoardColumn) -> None:
        card = column.list.current_card
        if card is not None:
            ids = tuple(each.id for each in column.list.cards.cards)
            total = len(ids) + column.list.cards.more
            self.desk.navigator.go(Place("opportunities", card.id), Neighbours(ids, ids.index(card.id), total))

    def _delete(self) -> None:
        card = self.current_record
        if card is not None:
            self._moves.delete(card)

    def _open_menu(self, column: BoardColumn, screen: QPoint) -> None:
        card = column.list.current_card
        if card is None:
            return
        menu = Menu(self)
        opening = partial(self._open_page, column)
        words = text("opportunities", "Open page")
        menu.add_entry(words, opening, icon="square-arrow-out-up-right", shortcut="Ctrl+Return")
        menu.add_line()
        for other in self.row.columns:
            if other is not column and other.stage is not None:
                words = text("opportunities", "Move to {stage}", stage=stage_words(other.stage))
                menu.add_entry(words, partial(self._enter, card, other, None), icon="arrow-right")
        menu.add_line()
        words = label("acts", "opportunity.delete")
        menu.add_entry(words, self._delete, icon="trash-2", shortcut="Del", danger=True)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(screen)

    def _hover(self, card: Record, column: BoardColumn | None) -> None:
        """Show the totals as a drop here would make them."""
        totals = self._totals()
        if column is not None and column.stage is not None and self._view is not None:
            stages = {each.stage.id: each.stage.values for each in self._view.columns}
            totals = totals_after_move(totals, stages, card.values, column.stage.id)
        self._show_totals(totals)

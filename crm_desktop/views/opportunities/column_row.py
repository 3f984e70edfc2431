"""The columns of the board side by side, and which card in them is current. Reading and moving are the board's."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from crm_desktop.models.record import Record
from crm_desktop.models.rules.forecast import Total
from crm_desktop.store.queries.board import BoardView
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.lookups import Lookups
from crm_desktop.views.opportunities.board_column import BoardColumn
from crm_desktop.views.opportunities.board_words import CardWords
from crm_desktop.views.widgets.component import set_surface


class ColumnRow(QScrollArea):
    """`row.show_view(view, lookups, formats)`; `furnish` is told each new column and its stage."""

    record_changed = Signal(str)
    """The id of the record whose card keys act on now."""

    def __init__(self, furnish: Callable[[BoardColumn, Record], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._furnish = furnish
        self.columns: list[BoardColumn] = []
        self.current = ""
        """The id of the record whose card keys act on; it stays when the card moves."""
        self._folded: dict[str, bool] = {}
        self._row = QHBoxLayout()
        self._row.setContentsMargins(10, 0, 0, 0)
        self._row.setSpacing(0)
        self._anchor: QWidget | None = None
        inside = QWidget()
        set_surface(inside, "app")
        inside.setLayout(self._row)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    # What is shown

    def show_view(self, view: BoardView, lookups: Lookups, formats: Formats) -> None:
        """Show stages and cards; scrolling, folding and the current card stay."""
        self._match([each.stage for each in view.columns])
        for column, each in zip(self.columns, view.columns, strict=True):
            column.show_stage(each.stage, folded=self._folded.get(each.stage.id, each.stage.get("outcome") == "lost"))
            rest = Total()
            rest.include(each.total)
            for card in each.cards:
                amount = card.get("amount")
                rest.add(-amount if isinstance(amount, int) else 0, str(card.get("currency") or "CNY"), 0)
            words = CardWords(lookups, formats, view.accounts, each.stage)
            more = each.total.count - len(each.cards)
            self._refill(column, list(each.cards), words, more, rest.units)

    def show_totals(self, totals: dict[str, Total], formats: Formats) -> None:
        """Show figures by stage id."""
        for column in self.columns:
            if column.stage is not None:
                column.show_total(totals.get(column.stage.id, Total()), formats)

    def _match(self, stages: list[Record]) -> None:
        if [stage.id for stage in stages] == [column.stage.id for column in self.columns if column.stage]:
            return
        for column in self.columns:
            self._row.removeWidget(column)
            column.deleteLater()
        self.columns = [self._new_column(stage) for stage in stages]

    def _new_column(self, stage: Record) -> BoardColumn:
        column = BoardColumn()
        self._row.addWidget(column, 1)
        column.folded_changed.connect(lambda folded: self._folded.__setitem__(stage.id, folded))
        column.list.card_changed.connect(lambda: self._choose(column))
        column.list.column_wanted.connect(lambda by: self.go_beside(column, by))
        self._furnish(column, stage)
        return column

    def _refill(
        self, column: BoardColumn, cards: list[Record], words: CardWords, more: int, rest: dict[str, int]
    ) -> None:
        view = column.list
        row, scrolled, focus_here = view.currentIndex().row(), view.verticalScrollBar().value(), self.has_focus()
        view.blockSignals(True)
        view.cards.show(cards, words, more, rest)
        found = view.cards.row_of(self.current)
        if found >= 0 or row >= 0:
            view.setCurrentIndex(view.cards.index(found if found >= 0 else min(row, view.cards.rowCount() - 1), 0))
        view.blockSignals(False)
        view.verticalScrollBar().setValue(scrolled)
        if found >= 0:
            view.scrollTo(view.cards.index(found, 0))
            if focus_here and not view.hasFocus():
                view.setFocus(Qt.FocusReason.TabFocusReason)
        self._mark_chosen()

    # The current card

    @property
    def current_record(self) -> Record | None:
        """The record whose card keys act on."""
        cards = (card for column in self.columns for card in column.list.cards.cards)
        return next((card for card in cards if card.id == self.current), None)

    def column_of(self, record_id: str) -> BoardColumn | None:
        """Return the column in which a card stands."""
        return next((column for column in self.columns if column.list.cards.row_of(record_id) >= 0), None)

    def has_focus(self) -> bool:
        """Tell whether keys go to one of the columns."""
        return any(column.list.hasFocus() for column in self.columns)

    def take_focus(self, reason: Qt.FocusReason) -> None:
        """Give the keys to the current card, or to the first one."""
        unfolded = (each for each in self.columns if not each.folded and each.list.cards.cards)
        column = self.column_of(self.current) or next(unfolded, None)
        if column is not None:
            column.list.setFocus(reason)

    def go_beside(self, column: BoardColumn, by: int) -> None:
        """Give the keys to the next column with cards, at the same height; a folded one opens."""
        at = self.columns.index(column) + by
        while 0 <= at < len(self.columns):
            beside = self.columns[at]
            if beside.list.cards.rowCount():
                beside.set_folded(False)
                row = self._level(column, beside)
                beside.list.setFocus(Qt.FocusReason.TabFocusReason)
                beside.list.go_to(row)
                self.ensureWidgetVisible(beside, 0, 0)
                return
            at += by

    def anchor_at(self, record_id: str) -> QWidget:
        """Return an invisible widget where a card stands, for what opens beside it."""
        column = self.column_of(record_id)
        if self._anchor is None:
            self._anchor = QWidget(self)
            self._anchor.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        if column is not None:
            box = column.list.card_box(column.list.cards.row_of(record_id))
            self._anchor.resize(box.size())
            self._anchor.move(column.list.viewport().mapTo(self, box.topLeft()))
        return self._anchor

    def _choose(self, column: BoardColumn) -> None:
        card = column.list.current_card
        if column.list.hasFocus() and card is not None and card.id != self.current:
            self.current = card.id
            self._mark_chosen()
            self.record_changed.emit(self.current)

    def _mark_chosen(self) -> None:
        for column in self.columns:
            column.list.cards.chosen = self.current
            column.list.viewport().update()

    @staticmethod
    def _level(column: BoardColumn, beside: BoardColumn) -> int:
        """Return the row of the neighbour that stands at the height of the current card."""
        box = column.list.card_box(column.list.currentIndex().row())
        index = beside.list.indexAt(QPoint(beside.list.viewport().width() // 2, max(1, box.center().y())))
        return index.row() if index.isValid() else beside.list.cards.rowCount() - 1

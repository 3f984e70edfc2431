"""The rows of one column of the board: its cards, the slot a dragged card would take, and the offer of more cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from crm_desktop.models.record import Record
from crm_desktop.views.language.texts import tr
from crm_desktop.views.opportunities.board_words import CardWords, Face, money_words

_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
CARD, SLOT, MORE = "card", "slot", "more"


class CardModel(QAbstractListModel):
    """`model.show(cards, words, 3, sums)`; cards come first, a slot may stand between them, the offer comes last."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cards: list[Record] = []
        self.words: CardWords | None = None
        self.more = 0
        """How many cards the stage has beyond those shown."""
        self.more_words = ""
        self.slot = -1
        """Before which card the slot stands; -1 for none."""
        self.slot_words = ""
        self.chosen = ""
        """The id of the board's current card, in whichever column it stands."""
        self.lifted = ""
        """The id of the card that is being dragged away."""
        self._faces: dict[str, Face] = {}

    def show(self, cards: Sequence[Record], words: CardWords, more: int, rest: Mapping[str, int]) -> None:
        """Show other cards; `rest` are the sums of those that are not shown."""
        self.beginResetModel()
        self.cards, self.words, self.more, self.slot = list(cards), words, more, -1
        self._faces.clear()
        sums = money_words(rest, words.formats)
        self.more_words = tr("opportunities", "Show {count} more · {amount}", count=more, amount=sums) if more else ""
        self.endResetModel()

    def set_slot(self, place: int, words: str = "") -> None:
        """Open a slot before a card, or close it with -1."""
        if place == self.slot:
            return
        if self.slot >= 0:
            self.beginRemoveRows(QModelIndex(), self.slot, self.slot)
            self.slot = -1
            self.endRemoveRows()
        if place >= 0:
            self.beginInsertRows(QModelIndex(), place, place)
            self.slot, self.slot_words = place, words
            self.endInsertRows()

    def kind_of(self, row: int) -> str:
        """Return what stands in a row: a card, the slot, the offer, or nothing."""
        if row == self.slot >= 0:
            return SLOT
        if 0 <= row < len(self.cards) + (self.slot >= 0):
            return CARD
        return MORE if self.more and row == self.rowCount() - 1 else ""

    def card(self, row: int) -> Record | None:
        """Return the card in a row."""
        if self.kind_of(row) != CARD:
            return None
        return self.cards[row - (0 <= self.slot < row)]

    def row_of(self, record_id: str) -> int:
        """Return the row of a card, -1 where it is not here."""
        for place, card in enumerate(self.cards):
            if card.id == record_id:
                return place + (0 <= self.slot <= place)
        return -1

    def face(self, card: Record) -> Face:
        """Return what a card says; read once."""
        found = self._faces.get(card.id)
        if found is None:
            assert self.words is not None
            found = self._faces[card.id] = self.words.face(card)
        return found

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.cards) + (self.slot >= 0) + bool(self.more)

    def data(self, index: _Index, role: int = _DISPLAY) -> str | None:
        """Return the name, for type-ahead, and the whole card as a sentence."""
        if role not in (_DISPLAY, _SPOKEN):
            return None
        row = index.row()
        card = self.card(row)
        if card is None:
            return self.slot_words if row == self.slot else self.more_words
        return card.title if role == _DISPLAY else self.face(card).sentence

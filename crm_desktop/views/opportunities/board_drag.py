"""Dragging a card over the board: where it would land, what the totals would be then, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QScrollArea

from crm_desktop.models.record import Record
from crm_desktop.views.language.texts import tr
from crm_desktop.views.lookups import stage_words
from crm_desktop.views.opportunities.board_column import BoardColumn
from crm_desktop.views.opportunities.carrying import CarriedCard


@dataclass(slots=True)
class _Carried:
    """One drag under way."""

    card: Record
    origin: BoardColumn
    picture: CarriedCard
    at: QPoint
    target: BoardColumn | None = None
    place: int = 0


class BoardDrag:
    """`begin`, `carry`, then `drop` or `cancel`; `hovered` is told over which stage the card is, None for its own."""

    def __init__(self, area: QScrollArea, hovered: Callable[[Record, BoardColumn | None], None]) -> None:
        self._area, self._hovered = area, hovered
        self.columns: list[BoardColumn] = []
        self._now: _Carried | None = None

    @property
    def active(self) -> bool:
        """Whether a card is being carried."""
        return self._now is not None

    def begin(self, origin: BoardColumn, held: QPoint) -> None:
        """Lift the current card of a column."""
        card = origin.list.current_card
        if card is None:
            return
        box = origin.list.card_box(origin.list.currentIndex().row())
        picture = CarriedCard(origin.window(), origin.list.cards.face(card), box.size(), held)
        picture.carried_on.connect(self._scrolled)
        self._now = _Carried(card, origin, picture, QPoint())
        origin.list.cards.lifted = card.id

    def carry(self, screen: QPoint) -> None:
        """Take the card to a point of the screen."""
        now = self._now
        if now is None:
            return
        now.at = screen
        now.picture.carry_to(screen)
        self._aim(now, self._column_at(screen))
        self._scroll(now)

    def drop(self) -> tuple[Record, BoardColumn, int] | None:
        """Put the card down; return it, the column and before which of its other cards, or None for nowhere."""
        now = self._end()
        if now is None or now.target is None:
            return None
        return now.card, now.target, now.place

    def cancel(self) -> None:
        """Let everything be as it was."""
        self._end()

    def _end(self) -> _Carried | None:
        now, self._now = self._now, None
        if now is not None:
            now.picture.close()
            now.picture.deleteLater()
            now.origin.list.cards.lifted = ""
            for column in self.columns:
                column.list.cards.set_slot(-1)
                column.set_target("")
            self._hovered(now.card, None)
        return now

    def _aim(self, now: _Carried, column: BoardColumn | None) -> None:
        if column is not now.target:
            if now.target is not None:
                now.target.list.cards.set_slot(-1)
                now.target.set_target("")
            now.target = column
            self._hovered(now.card, column if column is not now.origin else None)
        if column is None or column.stage is None:
            return
        place = column.list.place_at(column.spot_of(now.at)) if not column.folded else 0
        name, chance = stage_words(column.stage), column.stage.get("probability") or 0
        words = tr("opportunities", "Move to {stage} · {chance}%", stage=name, chance=chance)
        if column is now.origin:
            words = tr("opportunities", "Move here")
        column.list.cards.set_slot(-1 if column.folded else place, words)
        column.set_target(words)
        # Counted without the card itself, which may stand above in the same column.
        now.place = place - any(card.id == now.card.id for card in column.list.cards.cards[:place])

    def _column_at(self, screen: QPoint) -> BoardColumn | None:
        for column in self.columns:
            if QRect(column.mapToGlobal(QPoint(0, 0)), column.size()).contains(screen):
                return column
        return None

    def _scroll(self, now: _Carried) -> None:
        wanted = []
        if now.target is not None and not now.target.folded:
            spot, view = now.target.spot_of(now.at), now.target.list
            wanted.append((view.verticalScrollBar(), spot.y(), view.viewport().height()))
        port = self._area.viewport()
        wanted.append((self._area.horizontalScrollBar(), port.mapFromGlobal(now.at).x(), port.width()))
        now.picture.scroll_at_edges(wanted)

    def _scrolled(self) -> None:
        if self._now is not None:
            self._aim(self._now, self._column_at(self._now.at))

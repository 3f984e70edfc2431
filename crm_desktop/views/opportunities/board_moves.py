"""What moving a card writes: the stage with its demands, and the place among the others. One act each, with Undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from crm_desktop.models.edits import Update
from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record
from crm_desktop.models.rules.problems import Problem
from crm_desktop.models.rules.ranks import place_of, rank_between
from crm_desktop.models.rules.stages import enter_stage
from crm_desktop.store.queries.writable import writable
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import text
from crm_desktop.views.lookups import stage_words
from crm_desktop.views.records.changing import Changing
from crm_desktop.views.records.stage_demand import StageDemand


class BoardMoves:
    """The acts of one board; `refused` is called after something could not be done."""

    def __init__(self, desk: Desk, owner: QObject, refused: Callable[[], None]) -> None:
        self._desk, self._owner, self._refused = desk, owner, refused
        self._changing = Changing(desk, owner, self._refuse)

    def enter_stage(self, deal: Record, stage: Record, rank: str | None, anchor: Callable[[], QWidget]) -> bool:
        """Move a card to a stage, with a rank where it has a place there; tell whether it goes at once.

        Where the stage demands something, it is asked beside `anchor()` first.
        """
        asked: list[tuple[Problem, ...]] = []
        placed: dict[str, Value] = {"rank": rank} if rank is not None else {}
        wanted: dict[str, Value] = {"stage_id": stage.id, **placed}
        self._changing.change(deal, wanted, asked.append)
        if not asked:
            return True
        demand = StageDemand(deal, wanted, asked[0], self._desk)
        demand.wanted.connect(lambda filled: self._changing.change(deal, {**wanted, **filled}))
        demand.open_at(anchor())
        return False

    def enter_stage_together(self, deals: Sequence[Record], stage: Record) -> None:
        """Move opportunities to a stage in one act; those that lack what it demands, or are of others, stay."""

        def judged(mine: list[str]) -> None:
            today = current_formats(self._desk.clock.now()).today.isoformat()
            entering = {
                each.id: enter_stage(each.values, stage.id, stage.values, {}, today)
                for each in deals
                if each.id in mine
            }
            edits = [Update("opportunity", key, each.values) for key, each in entering.items() if not each.problems]
            name = stage_words(stage)
            said = text("opportunities", "%n opportunit(y|ies) moved to {stage}", n=len(edits), stage=name)
            self._changing.act("opportunity.move", edits, said)
            lacking, others = len(entering) - len(edits), len(deals) - len(entering)
            if lacking:
                self._desk.notices.inform(
                    text(
                        "opportunities", "%n stayed: {stage} asks for more, move them one by one", n=lacking, stage=name
                    )
                )
            elif others:
                self._desk.notices.inform(text("tables", "%n record(s) of others stay as they are", n=others))

        self._desk.read(self._owner, judged, writable, self._desk.me, "opportunity", [each.id for each in deals])

    def place(self, deal: Record, rank: str) -> None:
        """Give a card another place in its column."""
        said = text("opportunities", "{title} moved within its stage", title=deal.title)
        self._changing.act("opportunity.place", [Update("opportunity", deal.id, {"rank": rank})], said)

    def delete(self, deal: Record) -> None:
        """Move a card to the bin."""
        self._changing.delete(deal)

    def _refuse(self, error: Exception) -> None:
        self._desk.notices.fail(error)
        self._refused()


def rank_at(cards: Sequence[Record], place: int, *, more: bool) -> str | None:
    """Return the rank for a card that is to stand before `cards[place]`; the moving card is not among them.

    Where two cards stand at one place the new one comes after both. `more` says that cards follow which are not shown.
    None where there is no room.
    """
    before = place_of(cards[place - 1].values) if place else ""
    while before and place < len(cards) and place_of(cards[place].values) <= before:
        place += 1
    if place < len(cards):
        return rank_between(before, place_of(cards[place].values))
    return rank_between(before, f"{before}1" if more and before else "")

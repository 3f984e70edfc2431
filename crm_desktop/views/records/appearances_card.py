"""The card that says in which processes a contact or an opportunity appears; a row opens the map there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from crm_desktop.store.queries.appearances import Appearance
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.cards import RowsCard
from crm_desktop.views.records.mini_rows import RowLook

if TYPE_CHECKING:
    from crm_desktop.store.queries.record_page import PageContent
    from crm_desktop.views.value_words import Wordings

_MOST = 12


class AppearancesCard(RowsCard):
    """`AppearancesCard(desk)`."""

    def __init__(self, desk: Desk) -> None:
        empty = text("records", "Not named in any process yet. Choose the link in a step's properties.")
        super().__init__(text("records", "Appears in processes"), empty, desk, most=_MOST)

    def show_content(self, content: PageContent, words: Wordings) -> None:
        """Show where the record appears."""
        found = content.appearances
        self.show_rows([(_look(each), self._opener(each)) for each in found], len(found))

    def _opener(self, found: Appearance) -> Callable[[], object]:
        return lambda: self.desk.navigator.go(Place("processes", found.process_id, tab=found.element_id))


def _look(found: Appearance) -> RowLook:
    icon = {"lane": "columns-3", "node": "square", "pain": "flame"}.get(found.kind, "workflow")
    if not found.element_id:
        return RowLook(found.process, str(label("kinds", "process")), icon=icon)
    below = text("records", "{kind} in {process}", kind=label("kinds", found.kind), process=found.process)
    return RowLook(found.name or "…", str(below), icon=icon)

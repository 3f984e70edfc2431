"""A person's hand on a device: picks records that are seen there, types words that nobody ever typed before."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.edits import Edit
from crm_desktop.models.record import Record
from crm_desktop.store.acts import Committed
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.records import where
from crm_desktop.store.reader import Reader

HOT = 6
"""So many of the oldest records of a kind are everybody's favourites: that is where people meet."""


@dataclass(frozen=True, slots=True)
class Hand:
    """Who acts, where, with what chance. `word` gives a fresh word each time."""

    store: Store
    user_id: str
    now: int
    chance: random.Random
    word: Callable[[], str]
    people: Sequence[str]

    def pick(self, kind: str, condition: str = "deleted_at IS NULL") -> Record | None:
        """Return one of the records that are here, often one that others pick too."""
        found = self.some(kind, 1, condition)
        return found[0] if found else None

    def some(self, kind: str, most: int, condition: str = "deleted_at IS NULL") -> list[Record]:
        """Return up to so many records that stand beside each other in the order of their making."""
        return self.store.read(self._some, kind, most, condition)

    def _some(self, reader: Reader, kind: str, most: int, condition: str) -> list[Record]:
        count = int(reader.value(f"SELECT count(*) FROM {KINDS[kind].plural} WHERE {condition}"))
        if not count:
            return []
        reach = min(count, HOT) if self.chance.random() < 0.6 else count
        order = f"{condition} ORDER BY id LIMIT ? OFFSET ?"
        return where(reader, kind, order, most, self.chance.randrange(reach))

    def ids(self, kind: str, most: int) -> list[str]:
        """Return the ids of a few records, for a set of links."""
        return [each.id for each in self.some(kind, most)]

    def do(self, act: str, *edits: Edit) -> Committed:
        """Go through the write door; nothing to edit is nothing done."""
        return self.store.door.commit(act, edits) if edits else Committed()

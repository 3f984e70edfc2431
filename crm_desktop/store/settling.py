"""Many conflicts settled for one side: one thing to a person, as many acts as a push needs, taken back together."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.models.ids import new_id
from crm_desktop.models.record import Record
from crm_desktop.models.rules.settling import settle_for_one_side
from crm_desktop.store.write_door import Committed, WriteDoor


def settle_many(
    door: WriteDoor, conflicts: Sequence[tuple[Record, Record | None]], me: str, now: int, *, mine: bool
) -> list[Committed]:
    """Write the acts that settle these entries with their records; `undo` takes all of them back at once."""
    acts = settle_for_one_side(conflicts, me, now, mine=mine)
    batch = new_id() if len(acts) > 1 else ""
    return [door.commit("conflict.settle", edits, batch) for edits in acts]

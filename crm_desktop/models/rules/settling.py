"""Settling a conflict: what a person's choice between two values writes to the record and to the conflict entry.

In an entry `mine` is what came later to the server and `theirs` what stood there; whose they are depends on who looks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from crm_desktop.models.edits import Delete, Edit, Restore, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.merge.entries import decode_value
from crm_desktop.models.record import Record

DELETION = "deleted_at"
"""The field of an entry about a record that one person deleted while another edited it."""


MOST_EDITS = 1_000
"""Edits in one act that settles many; a push takes up to 2,000 changes of one act."""


class Side(StrEnum):
    """Which of an entry's values is to stand."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"
    """What stands now, made of both."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry and the side that was chosen for it."""

    entry: Record
    side: Side


def chosen_value(choice: Choice, record: Record | None) -> Value:
    """Return the value that the choice leaves in the record."""
    if choice.side is Side.BOTH:
        return record.get(str(choice.entry.get("field"))) if record is not None else None
    return decode_value(choice.entry.get(choice.side.value))


def settle(choices: Iterable[Choice], record: Record | None, me: str, now: int) -> list[Edit]:
    """Return the edits of one act that settles these conflicts of one record, None where that is not here any more."""
    edits: list[Edit] = []
    wanted: dict[str, Value] = {}
    for choice in choices:
        field, value = str(choice.entry.get("field")), chosen_value(choice, record)
        if field == DELETION:
            edits += _in_or_out_of_the_bin(record, gone=value is not None)
        elif record is not None and record.get(field) != value:
            wanted[field] = value
        settled = {"state": "settled", "decision": choice.side.value, "settled_by": me, "settled_at": now}
        edits.append(Update("conflict", choice.entry.id, settled))
    if record is not None and wanted:
        edits.insert(0, Update(record.kind, record.id, wanted))
    return edits


def settle_for_one_side(
    conflicts: Iterable[tuple[Record, Record | None]], me: str, now: int, *, mine: bool
) -> list[list[Edit]]:
    """Return the acts that settle many conflicts for one's own side, or the other one.

    `conflicts` are entries with their records. All of a record are in one act; acts are as large as a push takes.
    """
    by_record: dict[tuple[Value, Value], tuple[Record | None, list[Choice]]] = {}
    for entry, record in conflicts:
        own = side_of(entry, me)
        side = own if mine else Side.MINE if own is Side.THEIRS else Side.THEIRS
        _, choices = by_record.setdefault((entry.get("record_kind"), entry.get("record_id")), (record, []))
        choices.append(Choice(entry, side))
    acts: list[list[Edit]] = []
    for record, choices in by_record.values():
        edits = settle(choices, record, me, now)
        if not acts or len(acts[-1]) + len(edits) > MOST_EDITS:
            acts.append([])
        acts[-1] += edits
    return acts


def bring_back(choice: Choice, record: Record, me: str, now: int) -> list[Edit]:
    """Return the edits of one act that puts a value back which lost, even long after its conflict was settled."""
    if choice.entry.get("state") == "open":
        return settle([choice], record, me, now)
    return [Update(record.kind, record.id, {str(choice.entry.get("field")): chosen_value(choice, record)})]


def side_of(entry: Record, me: str) -> Side:
    """Return which side of an entry is the looker's own; the later one where neither is."""
    return Side.THEIRS if entry.get("theirs_by") == me and entry.get("mine_by") != me else Side.MINE


def _in_or_out_of_the_bin(record: Record | None, *, gone: bool) -> list[Edit]:
    if record is None or record.deleted is gone:
        return []
    return [Delete(record.kind, record.id) if gone else Restore(record.kind, record.id)]

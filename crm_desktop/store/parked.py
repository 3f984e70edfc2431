"""Parked acts: done once more on top of what stands now, or given up. Why they were parked stands in their outcome."""

from collections.abc import Sequence

import msgspec

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.changes import Transaction
from crm_desktop.models.edits import Create, Edit, Update
from crm_desktop.models.errors import Refused
from crm_desktop.store.acts import Committed, UndoLabel, as_edit, write_act
from crm_desktop.store.engine import Connection
from crm_desktop.store.journal import transactions
from crm_desktop.store.parking import set_state
from crm_desktop.store.schema import OPEN, State


def send_again(connection: Connection, moment: int, ids: Sequence[str]) -> Committed:
    """Do the acts again as new ones: the server answers an id only once."""
    kinds: set[str] = set()
    touched: set[str] = set()
    done = Committed()
    for number, act in _parked(connection, ids):
        done = write_act(
            connection, moment, act.act, [_on_what_stands(connection, as_edit(each)) for each in act.changes]
        )
        set_state(connection, [number], State.DISCARDED)
        kinds |= {change.kind for change in act.changes}
        touched |= {change.id for change in act.changes}
    return Committed(done.transaction, frozenset(kinds), frozenset(touched), done.undo_label)


def send_edited(connection: Connection, moment: int, transaction: str, edits: Sequence[Edit]) -> Committed:
    """Do other edits in a parked act's place: the person put right what the server refused."""
    found = _parked(connection, [transaction])
    if not found:
        raise Refused("sync.not_parked")
    number, act = found[0]
    done = write_act(connection, moment, act.act, edits)
    set_state(connection, [number], State.DISCARDED)
    kinds = done.kinds | {change.kind for change in act.changes}
    touched = done.ids | {change.id for change in act.changes}
    return Committed(done.transaction, frozenset(kinds), frozenset(touched), done.undo_label)


def discard(connection: Connection, ids: Sequence[str]) -> Committed:
    """Give the acts up; nothing of them is visible, so only the marks on their records go."""
    found = _parked(connection, ids)
    set_state(connection, [number for number, _ in found], State.DISCARDED)
    changes = [change for _, act in found for change in act.changes]
    label = UndoLabel("sync.discard", len(found))
    return Committed("", frozenset(each.kind for each in changes), frozenset(each.id for each in changes), label)


def _on_what_stands(connection: Connection, edit: Edit) -> Edit:
    """Return the edit; what would make a record writes to it where it came by another way, be it into the bin."""
    if not isinstance(edit, Create):
        return edit
    table = KINDS[edit.kind].plural
    found = connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (edit.id,)).fetchone()
    return Update(edit.kind, edit.id, edit.values) if found is not None else edit


def _parked(connection: Connection, ids: Sequence[str]) -> list[tuple[int, Transaction]]:
    of_these = "id IN (SELECT value FROM json_each(?))"
    condition = f"state IN ('{State.REFUSED}', '{State.PARKED}') AND {OPEN} AND {of_these} ORDER BY number"
    return transactions(connection, condition, msgspec.json.encode(list(ids)).decode())

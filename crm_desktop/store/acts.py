"""One act written inside a database transaction: rows, bases, history, outbox; and what it changed as answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import assert_never

from crm_desktop.models.catalog import SCHEMA
from crm_desktop.models.changes import Operation, RecordChange, Transaction
from crm_desktop.models.edits import Create, Delete, Edit, Restore, Update
from crm_desktop.models.ids import new_id
from crm_desktop.store.bases import keep_bases
from crm_desktop.store.drafting import Drafting
from crm_desktop.store.engine import Connection
from crm_desktop.store.identity import identity
from crm_desktop.store.journal import enter
from crm_desktop.store.releasing import give_back
from crm_desktop.store.schema import Direction
from crm_desktop.store.search.index import Prepared
from crm_desktop.store.working_set import WorkingSet


@dataclass(frozen=True, slots=True)
class UndoLabel:
    """What the undo bar says: the act's key in context `acts`, on how many records, and which one if it is one."""

    act: str = ""
    count: int = 0
    kind: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Committed:
    """What one act changed; `transaction` is "" when everything already was as wanted."""

    transaction: str = ""
    kinds: frozenset[str] = field(default_factory=frozenset)
    ids: frozenset[str] = field(default_factory=frozenset)
    undo_label: UndoLabel = UndoLabel()


@dataclass(frozen=True, slots=True)
class Turn:
    """Which way an act goes: by itself, or as the undo or redo of another one."""

    direction: Direction = Direction.DO
    undoes: str = ""


_DO = Turn()


def write_act(
    connection: Connection,
    moment: int,
    act: str,
    edits: Sequence[Edit],
    *,
    turn: Turn = _DO,
    batch: str = "",
    prepared: Sequence[Prepared] = (),
) -> Committed:
    """Write one act inside the caller's database transaction; those of one `batch` are taken back together.

    `prepared` are the search entries of records that it makes, where somebody has made them already.
    """
    maker = identity(connection)
    rows = WorkingSet(connection, prepared)
    drafting = Drafting(connection, rows, maker.user_id, moment)
    drafting.apply(edits)
    if not drafting.changes:
        return Committed()
    changes = tuple(drafting.changes)
    transaction = Transaction(new_id(), act, moment, changes, SCHEMA, turn.undoes)
    keep_bases(connection, rows, ((change.kind, change.id) for change in changes))
    rows.write_back()
    enter(connection, transaction, maker, turn.direction, batch)
    done = committed(transaction.id, act, changes)
    del transaction, changes
    give_back(drafting.changes)
    rows.give_back()
    return done


def committed(transaction_id: str, act: str, changes: Sequence[RecordChange]) -> Committed:
    """Return what the changes of an act amount to."""
    ids = frozenset(change.id for change in changes)
    first = changes[0]
    label = UndoLabel(act, len(ids), first.kind, first.id if len(ids) == 1 else "")
    return Committed(transaction_id, frozenset(change.kind for change in changes), ids, label)


def as_edit(change: RecordChange) -> Edit:
    """Return the edit that does the same again, on top of what stands now."""
    values = {name: edit.after for name, edit in change.fields.items()}
    match change.operation:
        case Operation.CREATE:
            return Create(change.kind, values, change.id)
        case Operation.UPDATE:
            return Update(change.kind, change.id, values)
        case Operation.DELETE:
            return Delete(change.kind, change.id)
        case Operation.RESTORE:
            return Restore(change.kind, change.id)
        case _:
            assert_never(change.operation)

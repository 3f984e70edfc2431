"""What a server would send: rows, pages and outcomes, written out by hand, and a replica that took them in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from crm_desktop.models.catalog import KINDS, row_columns
from crm_desktop.models.changes import FieldChange, Operation, RecordChange, Transaction
from crm_desktop.models.exchange import (
    HistoryEntry,
    Outcome,
    Position,
    PullPage,
    RecordRef,
    Refusal,
    Rows,
    SnapshotPage,
)
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id
from crm_desktop.models.record import Record
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.records import record

EPOCH = "first"


def at(sequence: int, epoch: str = EPOCH, scope: str = "all") -> Position:
    """Return a position."""
    return Position(epoch, sequence, scope)


def row(record_id: str = "", /, **values: Any) -> dict[str, Any]:
    """Return a row by column name."""
    return {"id": record_id or new_id(), "created_at": 1, "updated_at": 1, **values}


def batch(kind: str, rows: Iterable[dict[str, Any]], columns: Sequence[str] = ()) -> Rows:
    """Return rows as they are sent, with all columns of the kind unless told otherwise."""
    names = list(columns or row_columns(KINDS[kind]))
    return Rows(kind, names, [[each.get(name) for name in names] for each in rows])


def snapshot_page(rows: Rows, *, cursor: str = "", sequence: int = 10, **position: str) -> SnapshotPage:
    """Return one page of a snapshot; without a cursor the last one."""
    return SnapshotPage(position=at(sequence, **position), batch=rows, cursor=cursor, total=len(rows.rows))


def pulled(
    sequence: int, *batches: Rows, exits: Iterable[tuple[str, str]] = (), history: Iterable[HistoryEntry] = ()
) -> PullPage:
    """Return one pulled page."""
    refs = [RecordRef(kind, each) for kind, each in exits]
    return PullPage(
        position=at(sequence), batches=list(batches), exits=refs, history=list(history), more=False, head=sequence
    )


def entry(sequence: int, transaction: str, change: RecordChange, ordinal: int = 0) -> HistoryEntry:
    """Return one line of history by another user."""
    return HistoryEntry(sequence, transaction, ordinal, "account.edit", new_id(), "other device", 1_000, change)


def edited(kind: str, record_id: str, name: str, before: Value, after: Value) -> RecordChange:
    """Return an update of one field."""
    return RecordChange(kind, record_id, Operation.UPDATE, {name: FieldChange(before, after)})


def applied(transaction: Transaction, sequence: int) -> Outcome:
    """Return the answer that all went well."""
    return Outcome(transaction.id, "applied", sequence)


def refused(transaction: Transaction, code: str = "sync.guard") -> Outcome:
    """Return the answer that nothing went."""
    return Outcome(transaction.id, "refused", refusal=Refusal(code))


def synced(store: Store, *rows: Rows, position: Position | None = None) -> None:
    """Take a first snapshot of these rows."""
    reached = position or at(10)
    store.replica.begin_snapshot()
    for number, each in enumerate(rows, 1):
        cursor = "" if number == len(rows) else str(number)
        told = msgspec.structs.replace(snapshot_page(each, cursor=cursor), position=reached)
        store.replica.apply_snapshot_page(told)
    store.replica.finish_snapshot()


def there(store: Store, record_id: str, kind: str = "account") -> Record:
    """Return a record that must be in the store."""
    found = store.read(record, kind, record_id)
    assert found is not None
    return found

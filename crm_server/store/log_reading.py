"""Reading the change log for replicas: which transactions come next, what they did, and the history of records."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from crm_desktop.models.access import Rights, visible
from crm_desktop.models.changes import Operation, RecordChange
from crm_desktop.models.exchange import HistoryEntry
from crm_desktop.models.fields import RecordKind
from crm_server.store.change_log import Whose, decode_fields
from crm_server.store.rows import in_parts
from crm_server.store.tables import LOG_CHANGES, LOG_TRANSACTIONS, RECORDS

_TOLD = (Operation.UPDATE.value, Operation.DELETE.value, Operation.RESTORE.value)
"""Operations that history tells; a creation stands in the row itself, as `created_at` and `created_by`."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One logged change as reading for a replica needs it."""

    sequence: int
    ordinal: int
    kind: str
    record_id: str
    operation: str
    fields: str
    user_id: str
    before: Whose
    after: Whose


@dataclass(frozen=True, slots=True)
class Window:
    """The transactions of one page: those after `after`, up to and including `last`."""

    after: int
    last: int
    more: bool


def next_window(connection: Connection, org_id: str, after: int, head: int, limit: int) -> Window:
    """Cut a page at a transaction boundary: at least one transaction, else as many as make up `limit` changes."""
    changes = LOG_CHANGES.c
    sizes = (
        select(changes.sequence, func.count())
        .where(changes.org_id == org_id, changes.sequence > after)
        .group_by(changes.sequence)
        .order_by(changes.sequence)
        .limit(limit)
    )
    total, last = 0, after
    for sequence, size in connection.execute(sizes):
        total += size
        if total > limit and last > after:
            return Window(after, last, True)
        last = sequence
        if total >= limit:
            return Window(after, last, last < head)
    # Transactions that changed nothing have a number and no changes.
    return Window(after, head, False)


def read_window(connection: Connection, org_id: str, window: Window) -> list[LogEntry]:
    """Return the changes of a page in order."""
    changes, transactions = LOG_CHANGES.c, LOG_TRANSACTIONS.c
    statement = (
        select(
            changes.sequence,
            changes.ordinal,
            changes.kind,
            changes.record_id,
            changes.operation,
            changes.fields,
            transactions.user_id,
            changes.owner_before,
            changes.account_before,
            changes.account_owner_before,
            changes.owner_after,
            changes.account_after,
            changes.account_owner_after,
        )
        .join_from(LOG_CHANGES, LOG_TRANSACTIONS, _same_transaction())
        .where(changes.org_id == org_id, changes.sequence > window.after, changes.sequence <= window.last)
        .order_by(changes.sequence, changes.ordinal)
    )
    return [LogEntry(*row[:7], Whose(*row[7:10]), Whose(*row[10:])) for row in connection.execute(statement)]


def records_moved_from(
    connection: Connection, org_id: str, kind: str, accounts: Collection[str], after: int
) -> set[str]:
    """Return the ids of records of the kind that left one of the accounts after the number."""
    changes = LOG_CHANGES.c
    found: set[str] = set()
    for part in in_parts(sorted(accounts)):
        statement = select(changes.record_id).where(
            changes.org_id == org_id,
            changes.moved_from.in_(part),
            changes.sequence > after,
            changes.kind == kind,
        )
        found.update(connection.scalars(statement))
    return found


def window_history(
    connection: Connection, org_id: str, window: Window, seen: Collection[tuple[str, str]]
) -> list[HistoryEntry]:
    """Return what a page's transactions did to records that are `seen`, in order."""
    changes = LOG_CHANGES.c
    statement = _history(org_id).where(changes.sequence > window.after, changes.sequence <= window.last)
    rows = connection.execute(statement.order_by(changes.sequence, changes.ordinal))
    return [_entry(row) for row in rows if (row.kind, row.record_id) in seen]


def past_history(
    connection: Connection, org_id: str, kind: str, ids: Collection[str], until: int
) -> list[HistoryEntry]:
    """Return everything up to the number that happened to these records, for those who see them for the first time."""
    changes, found = LOG_CHANGES.c, []
    for part in in_parts(sorted(ids)):
        statement = _history(org_id).where(changes.kind == kind, changes.record_id.in_(part), changes.sequence <= until)
        found += [_entry(row) for row in connection.execute(statement.order_by(changes.sequence, changes.ordinal))]
    return found


def history_page(
    connection: Connection, org_id: str, kind: RecordKind, rights: Rights, limit: int, span: tuple[int, int, int]
) -> list[HistoryEntry]:
    """Return history of the kind's visible records, the latest first.

    `span` is the last number counted, and the number and ordinal that the page before ended with.
    """
    until, sequence, ordinal = span
    changes, table = LOG_CHANGES.c, RECORDS[kind.name]
    statement = (
        _history(org_id)
        .join(table, and_(table.c.org_id == changes.org_id, table.c.id == changes.record_id))
        .where(
            changes.kind == kind.name,
            changes.sequence <= until,
            or_(changes.sequence < sequence, and_(changes.sequence == sequence, changes.ordinal < ordinal)),
            visible(rights, kind, RECORDS),
        )
        .order_by(changes.sequence.desc(), changes.ordinal.desc())
        .limit(limit)
    )
    return [_entry(row) for row in connection.execute(statement)]


def _history(org_id: str) -> Select[*tuple[Any, ...]]:
    changes, transactions = LOG_CHANGES.c, LOG_TRANSACTIONS.c
    return (
        select(
            changes.sequence,
            changes.ordinal,
            changes.kind,
            changes.record_id,
            changes.operation,
            changes.fields,
            transactions.transaction_id,
            transactions.act,
            transactions.user_id,
            transactions.device,
            transactions.made_at,
        )
        .select_from(LOG_CHANGES)
        .join(LOG_TRANSACTIONS, _same_transaction())
        .where(changes.org_id == org_id, changes.operation.in_(_TOLD))
    )


def _same_transaction() -> ColumnElement[bool]:
    mine, other = LOG_CHANGES.c, LOG_TRANSACTIONS.c
    return and_(mine.org_id == other.org_id, mine.sequence == other.sequence)


def _entry(row: Any) -> HistoryEntry:
    return HistoryEntry(
        sequence=row.sequence,
        transaction_id=row.transaction_id,
        ordinal=row.ordinal,
        act=row.act,
        user_id=row.user_id,
        device=row.device,
        made_at=row.made_at,
        change=RecordChange(row.kind, row.record_id, Operation(row.operation), decode_fields(row.fields)),
    )

"""Reading the change log for replicas: which transactions come next, what they did, and the history of records."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, select

from crm_desktop.models.changes import Operation, RecordChange
from crm_desktop.models.exchange import HistoryEntry
from crm_server.store.change_log import Whose, decode_fields
from crm_server.store.many import among, given, is_postgres
from crm_server.store.rows import MOST_PARAMETERS, fetch_wire, in_parts
from crm_server.store.tables import LOG_CHANGES, LOG_TRANSACTIONS, RECORDS

_TOLD = (Operation.UPDATE.value, Operation.DELETE.value, Operation.RESTORE.value)


_TOUCHES = (
    select(LOG_CHANGES.c.sequence)
    .where(
        LOG_CHANGES.c.org_id == bindparam("org"),
        LOG_CHANGES.c.sequence > bindparam("after"),
        LOG_CHANGES.c.kind.in_(bindparam("kinds", expanding=True)),
    )
    .limit(1)
)
_GIVEN = given("after", org_id="orgs")
_TOUCHED = select(_GIVEN.c.org_id).where(
    select(LOG_CHANGES.c.sequence)
    .where(
        LOG_CHANGES.c.org_id == _GIVEN.c.org_id,
        LOG_CHANGES.c.sequence > _GIVEN.c.after,
        among(LOG_CHANGES.c.kind, "kinds", postgres=True),
    )
    .exists()
)


class LogEntry(msgspec.Struct, frozen=True, gc=False):
    """One logged change as reading for a replica needs it."""

    sequence: int
    ordinal: int
    kind: str
    record_id: str
    operation: str
    fields: str
    transaction_id: str
    act: str
    user_id: str
    device: str
    made_at: int
    before: Whose
    after: Whose

    @property
    def is_told(self) -> bool:
        """Whether history tells it: a creation stands in the row itself, as `created_at` and `created_by`."""
        return self.operation in _TOLD

    def as_history(self) -> HistoryEntry:
        """Return the change as replicas keep it."""
        change = RecordChange(self.kind, self.record_id, Operation(self.operation), decode_fields(self.fields))
        return HistoryEntry(
            sequence=self.sequence,
            transaction_id=self.transaction_id,
            ordinal=self.ordinal,
            act=self.act,
            user_id=self.user_id,
            device=self.device,
            made_at=self.made_at,
            change=change,
        )


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
            transactions.transaction_id,
            transactions.act,
            transactions.user_id,
            transactions.device,
            transactions.made_at,
            changes.owner_before,
            changes.account_before,
            changes.account_owner_before,
            changes.owner_after,
            changes.account_after,
            changes.account_owner_after,
        )
        .join_from(
            LOG_CHANGES,
            LOG_TRANSACTIONS,
            and_(changes.org_id == transactions.org_id, changes.sequence == transactions.sequence),
        )
        .where(changes.org_id == org_id, changes.sequence > window.after, changes.sequence <= window.last)
        .order_by(changes.sequence, changes.ordinal)
    )
    rows: list[Any] = fetch_wire(connection, statement)
    return [LogEntry(*row[:11], before=Whose(*row[11:14]), after=Whose(*row[14:])) for row in rows]


def touched_since(connection: Connection, after: Mapping[str, int], kinds: Collection[str]) -> set[str]:
    """Return the organisations where anything after the number changed records of these kinds."""
    if not after:
        return set()
    if is_postgres(connection):
        values = {"orgs": list(after), "after": list(after.values()), "kinds": sorted(kinds)}
        return set(connection.scalars(_TOUCHED, values))
    asked = [(org_id, {"org": org_id, "after": number, "kinds": sorted(kinds)}) for org_id, number in after.items()]
    return {org_id for org_id, values in asked if connection.execute(_TOUCHES, values).first() is not None}


def records_moved_from(
    connection: Connection, org_id: str, accounts: Collection[str], after: int
) -> dict[str, dict[str, set[str]]]:
    """Return the ids of records that left one of the accounts after the number, by kind and account."""
    changes = LOG_CHANGES.c
    found: dict[str, dict[str, set[str]]] = {}
    for part in in_parts(sorted(accounts)):
        statement = select(changes.kind, changes.moved_from, changes.record_id).where(
            changes.org_id == org_id, changes.moved_from.in_(part), changes.sequence > after
        )
        for kind, account, record_id in connection.execute(statement):
            found.setdefault(kind, {}).setdefault(account, set()).add(record_id)
    return found


def shares_at(connection: Connection, org_id: str, user_id: str, moment: int) -> set[tuple[str, str]]:
    """Return kind and id of what was shared with the user at that number of the log."""
    shares, changes = RECORDS["share"].c, LOG_CHANGES.c
    columns = (shares.id, shares.record_kind, shares.record_id, shares.deleted_at)
    known = {row.id: row for row in connection.execute(select(*columns).where(*_mine(org_id, user_id)))}
    first: dict[str, str] = {}
    for part in in_parts(sorted(known)):
        since = (changes.record_id.in_(part), changes.sequence > moment, changes.operation != Operation.UPDATE.value)
        statement = select(changes.record_id, changes.operation).where(
            changes.org_id == org_id, changes.kind == "share", *since
        )
        for share, operation in connection.execute(statement.order_by(changes.sequence, changes.ordinal)):
            first.setdefault(share, operation)
    gone = Operation.DELETE.value
    there = {each: first[each] == gone if each in first else row.deleted_at is None for each, row in known.items()}
    return {(row.record_kind, row.record_id) for each, row in known.items() if there[each]}


def _mine(org_id: str, user_id: str) -> tuple[ColumnElement[bool], ...]:
    shares = RECORDS["share"].c
    return (shares.org_id == org_id, shares.owner_id == user_id)


def past_history(
    connection: Connection, org_id: str, kind: str, ids: Collection[str], until: int
) -> list[HistoryEntry]:
    """Return everything up to the number that happened to these records, for those who see them for the first time."""
    changes = LOG_CHANGES.c
    rows: list[Any] = []
    for part in in_parts(sorted(ids)):
        # `+ 0` keeps planners from walking through the whole log by number instead of looking the records up.
        upto = changes.sequence + 0 <= until
        rows += connection.execute(_told(org_id).where(changes.kind == kind, changes.record_id.in_(part), upto))
    return _entries(connection, org_id, rows)


def _told(org_id: str) -> Select[*tuple[Any, ...]]:
    changes = LOG_CHANGES.c
    columns = ("sequence", "ordinal", "kind", "record_id", "operation", "fields")
    return select(*(changes[name] for name in columns)).where(changes.org_id == org_id, changes.operation.in_(_TOLD))


def _entries(connection: Connection, org_id: str, rows: Sequence[Any]) -> list[HistoryEntry]:
    """Return changes, in the order of the log, with the transactions they were part of."""
    known = LOG_TRANSACTIONS.c
    made: dict[int, Any] = {}
    numbers = sorted({row.sequence for row in rows})
    for start in range(0, len(numbers), MOST_PARAMETERS):
        part = numbers[start : start + MOST_PARAMETERS]
        columns = (known.sequence, known.transaction_id, known.act, known.user_id, known.device, known.made_at)
        statement = select(*columns).where(known.org_id == org_id, known.sequence.in_(part))
        made |= {row.sequence: row for row in connection.execute(statement)}
    ordered = sorted(rows, key=lambda row: (row.sequence, row.ordinal))
    return [_entry(row, made[row.sequence]) for row in ordered]


def _entry(row: Any, transaction: Any) -> HistoryEntry:
    return HistoryEntry(
        sequence=row.sequence,
        transaction_id=transaction.transaction_id,
        ordinal=row.ordinal,
        act=transaction.act,
        user_id=transaction.user_id,
        device=transaction.device,
        made_at=transaction.made_at,
        change=RecordChange(row.kind, row.record_id, Operation(row.operation), decode_fields(row.fields)),
    )

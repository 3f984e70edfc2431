"""Reading the change log for replicas: which transactions come next, what they did, and the history of records."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Connection,
    Integer,
    Text,
    and_,
    bindparam,
    func,
    select,
)

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
        LOG_CHANGES.c.sequence <= bindparam("last"),
        LOG_CHANGES.c.kind.in_(bindparam("kinds", expanding=True)),
    )
    .limit(1)
)
_GIVEN = given("looked", org_id="orgs_looked")
TOUCHED = select(_GIVEN.c.org_id).where(
    select(LOG_CHANGES.c.sequence)
    .where(
        LOG_CHANGES.c.org_id == _GIVEN.c.org_id,
        LOG_CHANGES.c.sequence > _GIVEN.c.looked,
        LOG_CHANGES.c.sequence <= _GIVEN.c.looked + bindparam("most", type_=BigInteger),
        among(LOG_CHANGES.c.kind, "kinds", postgres=True),
    )
    .exists()
)
"""On PostgreSQL; what it is given is `asked_touched`."""


# Statements are made once: making one costs more than running it.
_CHANGES, _MADE, _SHARES = LOG_CHANGES.c, LOG_TRANSACTIONS.c, RECORDS["share"].c
_ORG: ColumnElement[str] = bindparam("org", type_=Text)
_AFTER: ColumnElement[int] = bindparam("after", type_=BigInteger)
_SOME: BindParameter[Any] = bindparam("some", expanding=True)
_OF_TRANSACTION = (_MADE.transaction_id, _MADE.act, _MADE.user_id, _MADE.device, _MADE.made_at)
_SIZES = (
    select(_CHANGES.sequence, func.count())
    .where(_CHANGES.org_id == _ORG, _CHANGES.sequence > _AFTER)
    .group_by(_CHANGES.sequence)
    .order_by(_CHANGES.sequence)
    .limit(bindparam("limit", type_=Integer))
)
_WINDOW = (
    select(
        _CHANGES.sequence,
        _CHANGES.ordinal,
        _CHANGES.kind,
        _CHANGES.record_id,
        _CHANGES.operation,
        _CHANGES.fields,
        *_OF_TRANSACTION,
        _CHANGES.owner_before,
        _CHANGES.account_before,
        _CHANGES.account_owner_before,
        _CHANGES.owner_after,
        _CHANGES.account_after,
        _CHANGES.account_owner_after,
    )
    .join_from(
        LOG_CHANGES, LOG_TRANSACTIONS, and_(_CHANGES.org_id == _MADE.org_id, _CHANGES.sequence == _MADE.sequence)
    )
    .where(
        _CHANGES.org_id == _ORG, _CHANGES.sequence > _AFTER, _CHANGES.sequence <= bindparam("last", type_=BigInteger)
    )
    .order_by(_CHANGES.sequence, _CHANGES.ordinal)
)
_MOVED = select(_CHANGES.kind, _CHANGES.moved_from, _CHANGES.record_id).where(
    _CHANGES.org_id == _ORG, _CHANGES.moved_from.in_(_SOME), _CHANGES.sequence > _AFTER
)
_MY_SHARES = select(_SHARES.id, _SHARES.record_kind, _SHARES.record_id, _SHARES.deleted_at).where(
    _SHARES.org_id == _ORG, _SHARES.owner_id == bindparam("user", type_=Text)
)
_MOVES_OF_SHARES = (
    select(_CHANGES.record_id, _CHANGES.operation)
    .where(_CHANGES.org_id == _ORG, _CHANGES.kind == "share", _CHANGES.record_id.in_(_SOME))
    .where(_CHANGES.sequence > _AFTER, _CHANGES.operation != Operation.UPDATE.value)
    .order_by(_CHANGES.sequence, _CHANGES.ordinal)
)
_PAST = (
    select(_CHANGES.sequence, _CHANGES.ordinal, _CHANGES.kind, _CHANGES.record_id, _CHANGES.operation, _CHANGES.fields)
    .where(_CHANGES.org_id == _ORG, _CHANGES.operation.in_(_TOLD))
    .where(_CHANGES.kind == bindparam("kind", type_=Text), _CHANGES.record_id.in_(_SOME))
    # `+ 0` keeps planners from walking through the whole log by number instead of looking the records up.
    .where(_CHANGES.sequence + 0 <= bindparam("until", type_=BigInteger))
)
_TRANSACTIONS = select(_MADE.sequence, *_OF_TRANSACTION).where(_MADE.org_id == _ORG, _MADE.sequence.in_(_SOME))


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
    total, last = 0, after
    for sequence, size in connection.execute(_SIZES, {"org": org_id, "after": after, "limit": limit}):
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
    values = {"org": org_id, "after": window.after, "last": window.last}
    return [_log_entry(row) for row in fetch_wire(connection, _WINDOW, values)]


def _log_entry(row: Any) -> LogEntry:
    values = [*row[:11], Whose(*row[11:14]), Whose(*row[14:])]
    return LogEntry(*values)


def touched_since(connection: Connection, looked: Mapping[str, int], kinds: Collection[str], most: int) -> set[str]:
    """Return the organisations where any of the `most` numbers after the given one changed records of these kinds."""
    if not looked:
        return set()
    if is_postgres(connection):
        return set(connection.scalars(TOUCHED, asked_touched(looked, kinds, most)))
    asked = [
        (org_id, {"org": org_id, "after": number, "last": number + most, "kinds": sorted(kinds)})
        for org_id, number in looked.items()
    ]
    return {org_id for org_id, values in asked if connection.execute(_TOUCHES, values).first() is not None}


def asked_touched(looked: Mapping[str, int], kinds: Collection[str], most: int) -> dict[str, Any]:
    """Return what is bound to `TOUCHED`."""
    values = list(looked.values())
    return {"orgs_looked": list(looked), "looked": values, "kinds": sorted(kinds), "most": most}


def records_moved_from(
    connection: Connection, org_id: str, accounts: Collection[str], after: int
) -> dict[str, dict[str, set[str]]]:
    """Return the ids of records that left one of the accounts after the number, by kind and account."""
    found: dict[str, dict[str, set[str]]] = {}
    for part in in_parts(sorted(accounts)):
        for kind, account, record_id in connection.execute(_MOVED, {"org": org_id, "some": part, "after": after}):
            found.setdefault(kind, {}).setdefault(account, set()).add(record_id)
    return found


def shares_at(connection: Connection, org_id: str, user_id: str, moment: int) -> set[tuple[str, str]]:
    """Return kind and id of what was shared with the user at that number of the log."""
    known = {row.id: row for row in connection.execute(_MY_SHARES, {"org": org_id, "user": user_id})}
    first: dict[str, str] = {}
    for part in in_parts(sorted(known)):
        since = {"org": org_id, "some": part, "after": moment}
        for share, operation in connection.execute(_MOVES_OF_SHARES, since):
            first.setdefault(share, operation)
    gone = Operation.DELETE.value
    there = {each: first[each] == gone if each in first else row.deleted_at is None for each, row in known.items()}
    return {(row.record_kind, row.record_id) for each, row in known.items() if there[each]}


def past_history(
    connection: Connection, org_id: str, kind: str, ids: Collection[str], until: int
) -> list[HistoryEntry]:
    """Return everything up to the number that happened to these records, for those who see them for the first time."""
    rows: list[Any] = []
    for part in in_parts(sorted(ids)):
        rows += connection.execute(_PAST, {"org": org_id, "kind": kind, "some": part, "until": until})
    return _entries(connection, org_id, rows)


def _entries(connection: Connection, org_id: str, rows: Sequence[Any]) -> list[HistoryEntry]:
    """Return changes, in the order of the log, with the transactions they were part of."""
    made: dict[int, Any] = {}
    numbers = sorted({row.sequence for row in rows})
    for start in range(0, len(numbers), MOST_PARAMETERS):
        part = numbers[start : start + MOST_PARAMETERS]
        made |= {row.sequence: row for row in connection.execute(_TRANSACTIONS, {"org": org_id, "some": part})}
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

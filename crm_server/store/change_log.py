"""Writing the change log: what each accepted transaction did, who could see the record before and after, who wrote it.

Reading it for replicas stands in `log_reading.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import ColumnElement, Connection, select

from crm_desktop.models.changes import FieldChange, Operation, RecordChange
from crm_desktop.models.fields import Value
from crm_desktop.models.merge.authors import Author
from crm_server.store.bulk import insert_many
from crm_server.store.tables import LOG_CHANGES, LOG_TRANSACTIONS

_MOST_NUMBERS = 500
_FIELDS = msgspec.json.Decoder(dict[str, FieldChange])


class Whose(msgspec.Struct, frozen=True, gc=False):
    """What decides who sees a record: its owner, its account, and that account's owner."""

    owner: Value = None
    account: Value = None
    account_owner: Value = None


class LoggedChange(msgspec.Struct, frozen=True):
    """A change as it was accepted, and who could see the record around it."""

    change: RecordChange
    before: Whose
    after: Whose


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedTransaction:
    """An accepted transaction that waits for its number."""

    id: str
    act: str
    user_id: str
    device: str
    made_at: int
    accepted_at: int
    schema: int
    undoes: str
    changes: tuple[LoggedChange, ...]

    @property
    def author(self) -> Author:
        """Who wrote it, for merging."""
        return Author(self.user_id, self.device, self.made_at, self.id)


def append(
    connection: Connection, first: Mapping[str, int], transactions: Mapping[str, Sequence[LoggedTransaction]]
) -> None:
    """Write the transactions of organisations, each under the numbers from the organisation's `first` on."""
    made, changes = log_rows(first, transactions)
    insert_many(connection, LOG_TRANSACTIONS, made)
    insert_many(connection, LOG_CHANGES, changes)


def log_rows(
    first: Mapping[str, int], transactions: Mapping[str, Sequence[LoggedTransaction]]
) -> tuple[list[dict[str, Value]], list[dict[str, Value]]]:
    """Return what `append` writes: rows of transactions, and rows of their changes."""
    numbered = [
        (org_id, number, each)
        for org_id, made in transactions.items()
        for number, each in enumerate(made, first[org_id])
    ]
    changes = [
        _change_row(org_id, number, ordinal, change)
        for org_id, number, each in numbered
        for ordinal, change in enumerate(each.changes)
    ]
    return [_transaction_row(*each) for each in numbered], changes


def decode_fields(text: str) -> dict[str, FieldChange]:
    """Return a logged change's fields."""
    return _FIELDS.decode(text)


def last_writer(connection: Connection, org_id: str, kind: str, record_id: str, field: str) -> Author | None:
    """Return who last wrote the field of the record, None when the log does not tell."""
    changes = LOG_CHANGES.c
    columns = (changes.sequence, changes.ordinal, changes.operation, changes.fields)
    rows = connection.execute(select(*columns).where(*_of_record(org_id, kind, record_id))).all()
    # Sorted here: asked to sort, SQLite walks backwards through the whole log.
    for row in sorted(rows, key=lambda each: (each.sequence, each.ordinal), reverse=True):
        if wrote(Operation(row.operation), decode_fields(row.fields), field):
            return _authors(connection, org_id, [row.sequence], 0)[0]
    return None


def writers_since(connection: Connection, org_id: str, kind: str, record_id: str, moment: int) -> list[Author]:
    """Return who changed the record in transactions accepted after the moment."""
    statement = select(LOG_CHANGES.c.sequence).where(*_of_record(org_id, kind, record_id))
    return _authors(connection, org_id, sorted(set(connection.scalars(statement))), moment)


def wrote(operation: Operation, fields: dict[str, FieldChange], field: str) -> bool:
    """Tell whether a change of this kind wrote the field; into and out of the bin write `deleted_at`."""
    return field in fields or (field == "deleted_at" and operation in (Operation.DELETE, Operation.RESTORE))


def _of_record(org_id: str, kind: str, record_id: str) -> tuple[ColumnElement[bool], ...]:
    # Transactions are looked up by number afterwards: joined here, planners start from all transactions there are.
    changes = LOG_CHANGES.c
    return (changes.org_id == org_id, changes.kind == kind, changes.record_id == record_id)


def _authors(connection: Connection, org_id: str, numbers: Sequence[int], after: int) -> list[Author]:
    known = LOG_TRANSACTIONS.c
    found: list[Author] = []
    for start in range(0, len(numbers), _MOST_NUMBERS):
        statement = select(known.user_id, known.device, known.made_at, known.transaction_id).where(
            known.org_id == org_id,
            known.sequence.in_(numbers[start : start + _MOST_NUMBERS]),
            known.accepted_at > after,
        )
        found += [Author(*row) for row in connection.execute(statement.order_by(known.sequence))]
    return found


def _transaction_row(org_id: str, sequence: int, each: LoggedTransaction) -> dict[str, Value]:
    return {
        "org_id": org_id,
        "sequence": sequence,
        "transaction_id": each.id,
        "act": each.act,
        "user_id": each.user_id,
        "device": each.device,
        "made_at": each.made_at,
        "accepted_at": each.accepted_at,
        "schema": each.schema,
        "undoes": each.undoes or None,
    }


def _change_row(org_id: str, sequence: int, ordinal: int, logged: LoggedChange) -> dict[str, Value]:
    before, after = logged.before, logged.after
    return {
        "org_id": org_id,
        "sequence": sequence,
        "ordinal": ordinal,
        "kind": logged.change.kind,
        "record_id": logged.change.id,
        "operation": logged.change.operation.value,
        "fields": msgspec.json.encode(logged.change.fields).decode(),
        "owner_before": before.owner,
        "owner_after": after.owner,
        "account_before": before.account,
        "account_after": after.account,
        "account_owner_before": before.account_owner,
        "account_owner_after": after.account_owner,
        "moved_from": before.account if before.account != after.account else None,
    }

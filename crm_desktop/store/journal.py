"""The spine: a row for each act and one for each record it changed, written once, read as outbox, undo, history."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from crm_desktop.models.changes import FieldChange, Operation, RecordChange, Transaction
from crm_desktop.store.engine import Connection
from crm_desktop.store.identity import Identity
from crm_desktop.store.reader import rows_by_id
from crm_desktop.store.schema import HERE, Direction, State

_FIELDS = msgspec.json.Decoder(dict[str, FieldChange])
_ADD_TRANSACTION = """
    INSERT INTO transactions
        (id, act, made_at, state, direction, undoes, undone_by, origin, user_id, device, schema, batch)
    VALUES (?, ?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?)
"""
_ADD_CHANGE = """
    INSERT INTO changes (transaction_number, ordinal, kind, record_id, operation, fields, by_server)
    VALUES (?, ?, ?, ?, ?, ?, 0)
"""


def enter(
    connection: Connection, act: Transaction, maker: Identity, direction: Direction = Direction.DO, batch: str = ""
) -> int:
    """Write an act made here, to be sent; return its number."""
    row = (act.id, act.act, act.made_at, State.WAITING, direction, act.undoes, HERE)
    number = connection.execute(_ADD_TRANSACTION, (*row, maker.user_id, maker.device, act.schema, batch)).lastrowid
    connection.executemany(
        _ADD_CHANGE,
        [
            (number, ordinal, change.kind, change.id, change.operation, encode_fields(change.fields))
            for ordinal, change in enumerate(act.changes)
        ],
    )
    return number


def encode_fields(fields: Mapping[str, FieldChange]) -> str:
    """Return the changed fields as JSON."""
    return msgspec.json.encode(fields).decode()


def decode_fields(text: str) -> dict[str, FieldChange]:
    """Read the changed fields."""
    return _FIELDS.decode(text)


def change_of(kind: str, record_id: str, operation: str, fields: str) -> RecordChange:
    """Return one row of `changes` as a value."""
    return RecordChange(kind, record_id, Operation(operation), decode_fields(fields))


def transactions(connection: Connection, where: str, *parameters: Any) -> list[tuple[int, Transaction]]:
    """Return transactions made here with their numbers, in the order of the condition's `ORDER BY`."""
    heads = connection.execute(
        f"SELECT number, id, act, made_at, schema, undoes FROM transactions WHERE {where}", parameters
    ).fetchall()
    changes = changes_of(connection, [head[0] for head in heads])
    return [
        (number, Transaction(identifier, act, made_at, tuple(changes.get(number, ())), schema, undoes))
        for number, identifier, act, made_at, schema, undoes in heads
    ]


def changes_of(connection: Connection, numbers: Iterable[int]) -> dict[int, list[RecordChange]]:
    """Return what the transactions themselves changed, without what the server added, by transaction number."""
    found: dict[int, list[RecordChange]] = {}
    sql = """
        SELECT transaction_number, kind, record_id, operation, fields FROM changes
        WHERE transaction_number IN ({ids}) AND NOT by_server ORDER BY transaction_number, ordinal
    """
    for number, *change in rows_by_id(connection, sql, numbers):
        found.setdefault(number, []).append(change_of(*change))
    return found


def records_of(connection: Connection, numbers: Iterable[int]) -> set[tuple[str, str]]:
    """Return kind and id of every record that the transactions themselves changed."""
    return {(change.kind, change.id) for group in changes_of(connection, numbers).values() for change in group}


def pending_of(connection: Connection, kind: str, ids: Iterable[str]) -> Iterator[tuple[int, int, RecordChange]]:
    """Yield (number, made_at, change) for edits that lie on top of the server's last word, oldest first per record."""
    sql = f"""
        SELECT c.transaction_number, t.made_at, c.kind, c.record_id, c.operation, c.fields
        FROM changes c JOIN transactions t ON t.number = c.transaction_number
        WHERE c.kind = ? AND NOT c.by_server AND t.state IN ('{State.WAITING}', '{State.ACKNOWLEDGED}')
          AND t.origin = '{HERE}' AND c.record_id IN ({{ids}})
        ORDER BY c.record_id, c.transaction_number, c.ordinal
    """
    for number, made_at, *change in rows_by_id(connection, sql, ids, kind):
        yield number, made_at, change_of(*change)

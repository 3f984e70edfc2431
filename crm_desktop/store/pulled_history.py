"""Taking in history: what others did, and what the server added to our own acts. Once, however often it comes."""

from collections.abc import Iterable, Sequence

import msgspec

from crm_desktop.models.exchange import HistoryEntry
from crm_desktop.store.engine import Connection
from crm_desktop.store.journal import encode_fields
from crm_desktop.store.schema import HERE, SERVER, Direction, State

_ADDED_BY_SERVER = 1_000_000
"""Ordinals from here on: what the server added to an act of ours stands behind what we did."""

_ADD_TRANSACTION = f"""
    INSERT OR IGNORE INTO transactions
        (id, act, made_at, state, sequence, direction, undoes, undone_by, origin, user_id, device, schema)
    VALUES (?, ?, ?, '{State.SETTLED}', ?, '{Direction.DO}', '', '', '{SERVER}', ?, ?, 0)
"""
_ADD_CHANGE = """
    INSERT OR IGNORE INTO changes (transaction_number, ordinal, kind, record_id, operation, fields, by_server)
    VALUES (?, ?, ?, ?, ?, ?, 0)
"""
_ADD_TO_OURS = f"""
    INSERT OR IGNORE INTO changes (transaction_number, ordinal, kind, record_id, operation, fields, by_server)
    SELECT number, ?1 + {_ADDED_BY_SERVER}, ?2, ?3, ?4, ?5, 1
    FROM transactions WHERE id = ?6 AND NOT EXISTS (
        SELECT 1 FROM changes WHERE transaction_number = number AND record_id = ?3 AND operation = ?4 AND NOT by_server
    )
"""
_ACKNOWLEDGE = f"""
    UPDATE transactions SET state = '{State.ACKNOWLEDGED}', sequence = ?
    WHERE id = ? AND origin = '{HERE}' AND state = '{State.WAITING}'
"""


def take_history(connection: Connection, entries: Sequence[HistoryEntry]) -> None:
    """Store the entries. An act of ours found among them was accepted, even if the answer that said so got lost."""
    acts = {entry.transaction_id: entry for entry in entries}
    ours = _ours(connection, list(acts))
    connection.executemany(_ACKNOWLEDGE, [(acts[each].sequence, each) for each in ours])
    connection.executemany(
        _ADD_TRANSACTION,
        [
            (each.transaction_id, each.act, each.made_at, each.sequence, each.user_id, each.device)
            for each in acts.values()
            if each.transaction_id not in ours
        ],
    )
    numbers = _numbers(connection, [each for each in acts if each not in ours])
    connection.executemany(
        _ADD_TO_OURS, [(*_kept(each), each.transaction_id) for each in entries if each.transaction_id in ours]
    )
    others = (each for each in entries if each.transaction_id in numbers)
    connection.executemany(_ADD_CHANGE, [(numbers[each.transaction_id], *_kept(each)) for each in others])


def _kept(entry: HistoryEntry) -> tuple[int, str, str, str, str]:
    change = entry.change
    return entry.ordinal, change.kind, change.id, change.operation, encode_fields(change.fields)


def _numbers(connection: Connection, ids: list[str]) -> dict[str, int]:
    sql = "SELECT id, number FROM transactions WHERE id IN (SELECT value FROM json_each(?))"
    return dict(connection.execute(sql, (msgspec.json.encode(ids).decode(),)).fetchall())


def _ours(connection: Connection, ids: list[str]) -> set[str]:
    rows = connection.execute(
        f"SELECT id FROM transactions WHERE origin = '{HERE}' AND id IN (SELECT value FROM json_each(?))",
        (msgspec.json.encode(ids).decode(),),
    )
    return {row[0] for row in rows}


def forget_fields(
    connection: Connection, kind: str, names: Sequence[str], transactions: Iterable[int] | None = None
) -> None:
    """Take fields that the user may not see any more out of what is remembered about records of the kind.

    Acts on their way to the server stay whole. Of those it refused what was typed here stays: it is the user's own.
    With `transactions` only these are looked at.
    """
    told = {"kind": kind, "among": None if transactions is None else msgspec.json.encode(list(transactions)).decode()}
    for name in names:
        for statement in _FORGET[transactions is None]:
            connection.execute(statement, {**told, "name": name, "path": f'$."{name}"'})


def _forgetting(among: str) -> tuple[str, ...]:
    refused = f"state IN ('{State.REFUSED}', '{State.PARKED}', '{State.DISCARDED}') AND {among}"
    about = "json_extract(outcome, '$.refusal.kind') = :kind AND json_extract(outcome, '$.refusal.field') = :name"
    named = "kind = :kind AND json_type(fields, :path) IS NOT NULL AND transaction_number IN"
    settled = f"{named} (SELECT number FROM transactions WHERE state = '{State.SETTLED}' AND {among})"
    those = f"SELECT transaction_number FROM changes WHERE {settled}"
    typed = "json_set(fields, :path || '[0]', json('null'))"
    return (
        f"UPDATE transactions SET outcome = json_remove(outcome, '$.refusal.present') WHERE {refused} AND {about}",
        f"UPDATE changes SET fields = {typed} WHERE {named} (SELECT number FROM transactions WHERE {refused})",
        f"UPDATE transactions SET outcome = NULL WHERE number IN ({those})",
        f"UPDATE changes SET fields = json_remove(fields, :path) WHERE {settled}",
    )


_FORGET = {
    True: _forgetting("TRUE"),
    False: _forgetting("number IN (SELECT value FROM json_each(:among))"),
}
"""By whether all transactions are looked at."""

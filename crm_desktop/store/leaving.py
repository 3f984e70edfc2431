"""Records that left the user's sight: off the device with their history, never with work that was not sent yet."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.changes import FieldChange, Operation
from crm_desktop.models.fields import Value
from crm_desktop.store.bases import set_bases
from crm_desktop.store.derived import forget
from crm_desktop.store.engine import Connection
from crm_desktop.store.journal import decode_fields, encode_fields
from crm_desktop.store.reader import rows_by_id
from crm_desktop.store.rows import shape
from crm_desktop.store.schema import HERE, SERVER, State


def let_go(connection: Connection, leaving: Iterable[tuple[str, str]]) -> None:
    """Take the records off the device. Edits that wait stay in the outbox: the server decides about them."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for kind, record_id in leaving:
        by_kind[kind].append(record_id)
    for kind, ids in by_kind.items():
        one_each = [(each,) for each in ids]
        if kind in KINDS:
            forget(connection, kind, ids)
            connection.executemany(f"DELETE FROM {shape(kind).table} WHERE id = ?", one_each)
            set_bases(connection, kind, dict.fromkeys(ids), gone=True)
        connection.executemany("DELETE FROM unknown_rows WHERE kind = ? AND id = ?", [(kind, each) for each in ids])
        _forget_history(connection, ids)
        forget_what_stood(connection, ids)


def forget_what_stood(connection: Connection, ids: Iterable[str]) -> None:
    """Take what others had written out of acts made here on records that are gone, where the server has decided.

    What was typed here stays, as what an act wrote and as what a later one replaced: it is the user's own, and may be
    sent again.
    """
    sql = f"""
        SELECT c.transaction_number, c.ordinal, c.record_id, c.operation, c.fields,
               t.state IN ('{State.WAITING}', '{State.ACKNOWLEDGED}')
        FROM changes c JOIN transactions t ON t.number = c.transaction_number
        WHERE t.origin = '{HERE}' AND NOT c.by_server AND c.record_id IN ({{ids}})
        ORDER BY c.transaction_number, c.ordinal
    """
    typed: dict[tuple[str, str], list[Value]] = defaultdict(list)
    blank, numbers = [], set()
    for number, ordinal, record_id, operation, text, undecided in rows_by_id(connection, sql, ids):
        fields = decode_fields(text)
        if operation == Operation.UPDATE and not undecided:
            own = {name: _own_part(edit, typed[record_id, name]) for name, edit in fields.items()}
            blank.append((encode_fields(own), number, ordinal))
            numbers.add(number)
        for name, edit in fields.items():
            typed[record_id, name].append(edit.after)
    connection.executemany("UPDATE changes SET fields = ? WHERE transaction_number = ? AND ordinal = ?", blank)
    connection.executemany(
        "UPDATE transactions SET outcome = json_remove(outcome, '$.refusal.present', '$.settlements') WHERE number = ?",
        [(each,) for each in sorted(numbers)],
    )


def _own_part(edit: FieldChange, typed: Sequence[Value]) -> FieldChange:
    return edit if edit.before in typed else FieldChange(None, edit.after)


def _forget_history(connection: Connection, ids: list[str]) -> None:
    """Delete what settled acts did to the records, and acts of which nothing is left; outcomes quote values too."""
    sql = f"""
        SELECT DISTINCT t.number FROM changes c JOIN transactions t ON t.number = c.transaction_number
        WHERE t.state = '{State.SETTLED}' AND c.record_id IN ({{ids}})
    """
    numbers = [row[0] for row in rows_by_id(connection, sql, ids)]
    if not numbers:
        return
    connection.executemany(
        f"DELETE FROM changes WHERE record_id = ? AND transaction_number IN"
        f" (SELECT number FROM transactions WHERE state = '{State.SETTLED}')",
        [(each,) for each in ids],
    )
    left = "(SELECT 1 FROM changes WHERE transaction_number = number)"
    of_these = [(each,) for each in numbers]
    connection.executemany("UPDATE transactions SET outcome = NULL WHERE number = ?", of_these)
    # Our own acts stay known by their ids: an answer to them may still come.
    connection.executemany(
        f"DELETE FROM transactions WHERE number = ? AND origin = '{SERVER}' AND NOT EXISTS {left}", of_these
    )

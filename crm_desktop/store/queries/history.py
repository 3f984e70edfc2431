"""What was done to a record: who, when, on which device, each field before and after. Newest first."""

from collections.abc import Mapping
from dataclasses import dataclass

from crm_desktop.models.changes import FieldChange, Operation
from crm_desktop.store.journal import decode_fields
from crm_desktop.store.reader import Reader
from crm_desktop.store.schema import State


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """What one act did to the record."""

    transaction: str
    act: str
    user_id: str
    device: str
    made_at: int
    state: State
    operation: Operation
    fields: Mapping[str, FieldChange]
    by_server: bool
    """What the server added to the act: a conflict settled, a date moved along."""


def history(reader: Reader, kind: str, record_id: str, limit: int = 200) -> list[HistoryLine]:
    """Return what was done to the record, newest first: what waits here, then by the server's order."""
    rows = reader.all(
        """
        SELECT t.id, t.act, t.user_id, t.device, t.made_at, t.state, c.operation, c.fields, c.by_server
        FROM changes c JOIN transactions t ON t.number = c.transaction_number
        WHERE c.record_id = ? AND c.kind = ? AND t.state <> 'discarded'
        ORDER BY t.sequence IS NULL DESC, t.sequence DESC, t.number DESC, c.ordinal DESC LIMIT ?
        """,
        record_id,
        kind,
        limit,
    )
    return [
        HistoryLine(
            transaction=transaction,
            act=act,
            user_id=user_id,
            device=device,
            made_at=made_at,
            state=State(state),
            operation=Operation(operation),
            fields=decode_fields(fields),
            by_server=bool(by_server),
        )
        for transaction, act, user_id, device, made_at, state, operation, fields, by_server in rows
    ]

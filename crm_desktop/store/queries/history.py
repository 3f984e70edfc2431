"""What was done to a record: who, when, on which device, each field before and after. Newest first."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.changes import FieldChange, Operation
from crm_desktop.models.exchange import Outcome
from crm_desktop.store.journal import decode_fields
from crm_desktop.store.reader import Reader
from crm_desktop.store.schema import State

_OUTCOME = msgspec.json.Decoder(Outcome)


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
    merged: Mapping[str, str] = field(default_factory=dict)
    """Fields that somebody else had changed too, and whose value stands: `mine`, `theirs` or `both`; own acts only."""


def history(reader: Reader, kind: str, record_id: str, limit: int = 200) -> list[HistoryLine]:
    """Return what was done to the record, newest first: what waits here, then by the server's order."""
    rows = reader.all(
        """
        SELECT t.id, t.act, t.user_id, t.device, t.made_at, t.state, c.operation, c.fields, c.by_server, t.outcome
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
            merged=_merged(outcome, record_id) if outcome and not by_server else {},
        )
        for transaction, act, user_id, device, made_at, state, operation, fields, by_server, outcome in rows
    ]


def _merged(outcome: str, record_id: str) -> dict[str, str]:
    settlements = _OUTCOME.decode(outcome).settlements
    return {each.field: each.winner for each in settlements if each.id == record_id}


def beginning(reader: Reader, kind: str, record_id: str) -> list[HistoryLine]:
    """Return the creation as the record tells it: the server sends no line of history for it."""
    sql = f"SELECT created_at, created_by FROM {KINDS[kind].plural} WHERE id = ? AND created_at IS NOT NULL"
    return [
        HistoryLine("", "", str(by or ""), "", int(at), State.SETTLED, Operation.CREATE, {}, by_server=False)
        for at, by in reader.all(sql, record_id)
    ]

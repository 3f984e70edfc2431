"""What was done to a record: who, when, on which device, each field before and after. Newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.changes import FieldChange, Operation
from crm_desktop.models.exchange import Outcome, Refusal
from crm_desktop.models.merge.invariants import Repair
from crm_desktop.models.merge.map_invariants import MapRepair
from crm_desktop.store.journal import decode_fields
from crm_desktop.store.reader import Reader
from crm_desktop.store.schema import State

_OUTCOME = msgspec.json.Decoder(Outcome)
_REPAIRS = frozenset([*Repair, *MapRepair])


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
    repairs: tuple[str, ...] = ()
    """Names of the repairs that the server made to keep things whole, see `models.merge.invariants`; own acts only."""
    refusal: Refusal | None = None
    """Why the server did not accept it; None where it did, or where it only rests on such an act."""


def history(reader: Reader, kind: str, record_id: str, limit: int = 200) -> list[HistoryLine]:
    """Return what was done to the record, newest first: what waits here, then by the server's order.

    What was not accepted and given up since is told where it was typed, so that the story has no holes.
    """
    rows = reader.all(
        """
        SELECT t.id, t.act, t.user_id, t.device, t.made_at, t.state, c.operation, c.fields, c.by_server, t.outcome
        FROM changes c JOIN transactions t ON t.number = c.transaction_number
        WHERE c.record_id = ? AND c.kind = ?
        ORDER BY t.sequence IS NULL AND t.state <> 'discarded' DESC, coalesce(t.sequence, (
            SELECT max(before.sequence) FROM transactions before WHERE before.number < t.number
        )) DESC, t.number DESC, c.ordinal DESC LIMIT ?
        """,
        record_id,
        kind,
        limit,
    )
    return [_with_outcome(line_of(row[:9]), row[9], record_id) for row in rows]


def line_of(row: Sequence[Any]) -> HistoryLine:
    """Return a line out of transaction, act, user, device, moment, state, operation, fields and by_server."""
    transaction, act, user_id, device, made_at, state, operation, fields, by_server = row
    return HistoryLine(
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


def _with_outcome(line: HistoryLine, outcome: str | None, record_id: str) -> HistoryLine:
    """Return the line with what the server made of one's own act."""
    if not outcome or line.by_server:
        return line
    answered = _OUTCOME.decode(outcome)
    own = [each for each in answered.settlements if each.id == record_id]
    repairs = dict.fromkeys(each.rule for each in own if each.rule in _REPAIRS)
    merged = {each.field: each.winner for each in own if each.rule not in _REPAIRS}
    return replace(line, merged=merged, repairs=tuple(repairs), refusal=answered.refusal)


def beginning(reader: Reader, kind: str, record_id: str) -> list[HistoryLine]:
    """Return the creation as the record tells it: the server sends no line of history for it."""
    sql = f"SELECT created_at, created_by FROM {KINDS[kind].plural} WHERE id = ? AND created_at IS NOT NULL"
    return [
        HistoryLine("", "", str(by or ""), "", int(at), State.SETTLED, Operation.CREATE, {}, by_server=False)
        for at, by in reader.all(sql, record_id)
    ]

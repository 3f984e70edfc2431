"""Outcomes: the one durable answer to each transaction, written in the same commit as what it did."""

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection, bindparam, select

from crm_desktop.models.exchange import Outcome
from crm_server.store.bulk import insert_many
from crm_server.store.rows import in_parts
from crm_server.store.tables import OUTCOMES

_OUTCOME = msgspec.json.Decoder(Outcome)
_KNOWN = select(OUTCOMES.c.transaction_id, OUTCOMES.c.user_id, OUTCOMES.c.outcome).where(
    OUTCOMES.c.org_id == bindparam("org"), OUTCOMES.c.transaction_id.in_(bindparam("ids", expanding=True))
)


def find_outcomes(connection: Connection, org_id: str, ids: Iterable[str]) -> dict[str, tuple[str, Outcome]]:
    """Return what was answered before to these transactions, marked as repeated, beside the user who had sent each."""
    found: dict[str, tuple[str, Outcome]] = {}
    for part in in_parts(sorted(set(ids))):
        for row in connection.execute(_KNOWN, {"org": org_id, "ids": part}):
            found[row.transaction_id] = (row.user_id, repeated(_OUTCOME.decode(row.outcome)))
    return found


def repeated(outcome: Outcome) -> Outcome:
    """Return the outcome as it is told the second time."""
    return msgspec.structs.replace(outcome, repeated=True)


def keep_outcomes(connection: Connection, org_id: str, decided: Sequence[tuple[str, Outcome]], now: int) -> None:
    """Write outcomes, each beside the user who sent the transaction."""
    rows = [
        {
            "org_id": org_id,
            "transaction_id": outcome.transaction_id,
            "user_id": user_id,
            "sequence": outcome.sequence,
            "outcome": msgspec.json.encode(outcome).decode(),
            "decided_at": now,
        }
        for user_id, outcome in decided
    ]
    insert_many(connection, OUTCOMES, rows)

"""Outcomes: the one durable answer to each transaction, written in the same commit as what it did."""

from collections.abc import Collection, Mapping
from typing import TypeAlias

import msgspec
from sqlalchemy import Connection, bindparam, select

from crm_desktop.models.exchange import Outcome
from crm_server.store.bulk import insert_many
from crm_server.store.many import given, is_postgres
from crm_server.store.rows import in_parts
from crm_server.store.tables import OUTCOMES

_OUTCOME = msgspec.json.Decoder(Outcome)
_KNOWN = select(OUTCOMES.c.transaction_id, OUTCOMES.c.user_id, OUTCOMES.c.outcome).where(
    OUTCOMES.c.org_id == bindparam("org"), OUTCOMES.c.transaction_id.in_(bindparam("ids", expanding=True))
)


_GIVEN = given(org_id="orgs", transaction_id="ids")
_KNOWN_TOGETHER = select(
    OUTCOMES.c.org_id, OUTCOMES.c.transaction_id, OUTCOMES.c.user_id, OUTCOMES.c.outcome
).join_from(
    OUTCOMES,
    _GIVEN,
    (OUTCOMES.c.org_id == _GIVEN.c.org_id) & (OUTCOMES.c.transaction_id == _GIVEN.c.transaction_id),
)

Decided: TypeAlias = tuple[str, Outcome]
"""An outcome, behind the user who sent the transaction."""


def find_outcomes(connection: Connection, asked: Mapping[str, Collection[str]]) -> dict[str, dict[str, Decided]]:
    """Return what was answered before to transactions, `{organisation: ids}`, by organisation and id.

    Outcomes are marked as repeated.
    """
    found: dict[str, dict[str, Decided]] = {org_id: {} for org_id in asked}
    if is_postgres(connection):
        pairs = [(org_id, each) for org_id, ids in asked.items() for each in sorted(set(ids))]
        orgs, ids = ([pair[place] for pair in pairs] for place in (0, 1))
        for org_id, known, user_id, outcome in connection.execute(_KNOWN_TOGETHER, {"orgs": orgs, "ids": ids}):
            found[org_id][known] = (user_id, repeated(_OUTCOME.decode(outcome)))
        return found
    for org_id, wanted in asked.items():
        for part in in_parts(sorted(set(wanted))):
            for row in connection.execute(_KNOWN, {"org": org_id, "ids": part}):
                found[org_id][row.transaction_id] = (row.user_id, repeated(_OUTCOME.decode(row.outcome)))
    return found


def repeated(outcome: Outcome) -> Outcome:
    """Return the outcome as it is told the second time."""
    return msgspec.structs.replace(outcome, repeated=True)


def keep_outcomes(connection: Connection, decided: Mapping[str, Collection[Decided]], now: int) -> None:
    """Write outcomes by organisation."""
    rows = [
        {
            "org_id": org_id,
            "transaction_id": outcome.transaction_id,
            "user_id": user_id,
            "sequence": outcome.sequence,
            "outcome": msgspec.json.encode(outcome).decode(),
            "decided_at": now,
        }
        for org_id, outcomes in decided.items()
        for user_id, outcome in outcomes
    ]
    insert_many(connection, OUTCOMES, rows)

"""Outcomes: the one durable answer to each transaction, written in the same commit as what it did."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec
from sqlalchemy import Connection, bindparam, select

from crm_desktop.models.exchange import Outcome
from crm_server.store.bulk import insert_many
from crm_server.store.many import given, is_postgres
from crm_server.store.rows import in_parts
from crm_server.store.tables import OUTCOMES

_OUTCOME = msgspec.json.Decoder(Outcome)
_TOLD = (OUTCOMES.c.user_id, OUTCOMES.c.outcome, OUTCOMES.c.sequence)
_KNOWN = select(OUTCOMES.c.transaction_id, *_TOLD).where(
    OUTCOMES.c.org_id == bindparam("org"), OUTCOMES.c.transaction_id.in_(bindparam("ids", expanding=True))
)


_GIVEN = given(org_id="orgs_of_ids", transaction_id="ids")
KNOWN_TOGETHER = select(OUTCOMES.c.org_id, OUTCOMES.c.transaction_id, *_TOLD).join_from(
    OUTCOMES,
    _GIVEN,
    (OUTCOMES.c.org_id == _GIVEN.c.org_id) & (OUTCOMES.c.transaction_id == _GIVEN.c.transaction_id),
)
"""On PostgreSQL; what it is given is `asked_together`, what it finds `as_decided`."""

Decided: TypeAlias = tuple[str, Outcome]
"""An outcome, behind the user who sent the transaction."""


def find_outcomes(connection: Connection, asked: Mapping[str, Collection[str]]) -> dict[str, dict[str, Decided]]:
    """Return what was answered before to transactions, `{organisation: ids}`, by organisation and id.

    Outcomes are marked as repeated.
    """
    found: dict[str, dict[str, Decided]] = {org_id: {} for org_id in asked}
    if is_postgres(connection):
        return as_decided(connection.execute(KNOWN_TOGETHER, asked_together(asked)), asked)
    for org_id, wanted in asked.items():
        for part in in_parts(sorted(set(wanted))):
            for known, *told in connection.execute(_KNOWN, {"org": org_id, "ids": part}):
                found[org_id][known] = _decided(*told)
    return found


def asked_together(asked: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """Return what is bound to `KNOWN_TOGETHER`."""
    pairs = [(org_id, each) for org_id, ids in asked.items() for each in sorted(set(ids))]
    return {"orgs_of_ids": [org_id for org_id, _ in pairs], "ids": [each for _, each in pairs]}


def as_decided(rows: Iterable[Sequence[Any]], asked: Collection[str]) -> dict[str, dict[str, Decided]]:
    """Return what `KNOWN_TOGETHER` found of the organisations."""
    found: dict[str, dict[str, Decided]] = {org_id: {} for org_id in asked}
    for org_id, known, *told in rows:
        found[org_id][known] = _decided(*told)
    return found


def _decided(user_id: str, outcome: str, sequence: int) -> Decided:
    # The number has a column of its own: it is not known yet when the outcome is written as JSON.
    return user_id, msgspec.structs.replace(_OUTCOME.decode(outcome), sequence=sequence, repeated=True)


def repeated(outcome: Outcome) -> Outcome:
    """Return the outcome as it is told the second time."""
    return msgspec.structs.replace(outcome, repeated=True)


def keep_outcomes(connection: Connection, decided: Mapping[str, Collection[Decided]], now: int) -> None:
    """Write outcomes by organisation."""
    insert_many(connection, OUTCOMES, outcome_rows(decided, now))


def outcome_rows(decided: Mapping[str, Collection[Decided]], now: int) -> list[dict[str, str | int]]:
    """Return what `keep_outcomes` writes."""
    return [
        {
            "org_id": org_id,
            "transaction_id": outcome.transaction_id,
            "user_id": user_id,
            "sequence": outcome.sequence,
            "outcome": msgspec.json.encode(msgspec.structs.replace(outcome, sequence=0)).decode(),
            "decided_at": now,
        }
        for org_id, outcomes in decided.items()
        for user_id, outcome in outcomes
    ]

"""What a group needs to know before anything is judged: counters, sessions, earlier answers, whether rights moved.

On PostgreSQL one statement reads all of it; on SQLite, where nothing travels, one after the other.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from crm_server.store.log_reading import TOUCHED, asked_touched, touched_since
from crm_server.store.many import is_postgres, read_side_by_side, side_by_side
from crm_server.store.organisations import OrganisationState, as_states, read_states, states_statement
from crm_server.store.outcomes import KNOWN_TOGETHER, Decided, as_decided, asked_together, find_outcomes
from crm_server.store.sessions import FoundSession, as_sessions, find_sessions, sessions_statement

_TOGETHER = side_by_side(states_statement(postgres=True), TOUCHED, KNOWN_TOGETHER, sessions_statement(postgres=True))


@dataclass(frozen=True, slots=True)
class GroupQuestion:
    """What is asked: transaction ids by organisation, hashes of access tokens, and where to look for changed rights.

    `looked` says from which number on, by organisation; only `most` numbers are looked through, for changes of `kinds`.
    """

    transactions: Mapping[str, Collection[str]]
    hashes: Collection[str]
    looked: Mapping[str, int]
    kinds: Collection[str]
    most: int


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """What was found: states and earlier outcomes by organisation, sessions by hash, where something was touched."""

    states: dict[str, OrganisationState]
    touched: set[str]
    known: dict[str, dict[str, Decided]]
    sessions: dict[str, FoundSession]


def read_group(connection: Connection, asked: GroupQuestion) -> GroupFacts:
    """Answer the question; raises LookupError where an organisation does not exist."""
    if not is_postgres(connection):
        return GroupFacts(
            read_states(connection, list(asked.transactions)),
            touched_since(connection, asked.looked, asked.kinds, asked.most),
            find_outcomes(connection, asked.transactions),
            find_sessions(connection, asked.hashes) if asked.hashes else {},
        )
    values = {
        "orgs": list(asked.transactions),
        **asked_touched(asked.looked, asked.kinds, asked.most),
        **asked_together(asked.transactions),
        "hashes": sorted(asked.hashes),
    }
    states, touched, known, sessions = read_side_by_side(connection, _TOGETHER, values)
    return GroupFacts(
        as_states(states, len(asked.transactions)),
        {org_id for (org_id,) in touched},
        as_decided(known, asked.transactions),
        as_sessions(sessions),
    )

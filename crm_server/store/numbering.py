"""The end of a group: its numbers, and under the counters' locks the log, the outcomes and the notice to other workers.

On PostgreSQL one statement does all of it. Whoever waits for a counter then waits for that statement and the commit,
and not for this process, which may be doing something else between two statements.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, TextClause, text

from crm_server.store.change_log import LoggedTransaction, append, log_rows
from crm_server.store.many import is_postgres
from crm_server.store.organisations import CHANNEL, take_numbers
from crm_server.store.outcomes import Decided, keep_outcomes, outcome_rows
from crm_server.store.tables import LOG_CHANGES, LOG_TRANSACTIONS, OUTCOMES, STATE


def number_and_keep(
    connection: Connection,
    accepted: Mapping[str, Sequence[LoggedTransaction]],
    decided: Mapping[str, Collection[Decided]],
    now: int,
) -> dict[str, int]:
    """Number and log what organisations' transactions did, keep their outcomes; return the first number of each.

    Outcomes of accepted transactions get their numbers here. Call it last: nothing may be read or judged between this
    and the commit, since the counters' rows stay locked until then.
    """
    accepted = {org_id: each for org_id, each in accepted.items() if each}
    if is_postgres(connection):
        return _in_one_statement(connection, accepted, decided, now)
    first = take_numbers(connection, {org_id: len(each) for org_id, each in accepted.items()})
    keep_under(connection, first, accepted, decided, now)
    return first


def keep_under(
    connection: Connection,
    first: Mapping[str, int],
    accepted: Mapping[str, Sequence[LoggedTransaction]],
    decided: Mapping[str, Collection[Decided]],
    now: int,
) -> None:
    """Write log and outcomes under numbers that were taken: those from each organisation's `first` on."""
    append(connection, first, accepted)
    keep_outcomes(connection, _numbered(first, accepted, decided), now)


def _numbered(
    first: Mapping[str, int],
    accepted: Mapping[str, Sequence[LoggedTransaction]],
    decided: Mapping[str, Collection[Decided]],
) -> dict[str, list[Decided]]:
    numbers = {
        (org_id, logged.id): number
        for org_id, each in accepted.items()
        for number, logged in enumerate(each, first[org_id])
    }
    return {
        org_id: [
            (user_id, msgspec.structs.replace(outcome, sequence=numbers.get((org_id, outcome.transaction_id), 0)))
            for user_id, outcome in outcomes
        ]
        for org_id, outcomes in decided.items()
    }


def _in_one_statement(
    connection: Connection,
    accepted: Mapping[str, Sequence[LoggedTransaction]],
    decided: Mapping[str, Collection[Decided]],
    now: int,
) -> dict[str, int]:
    """Send everything with numbers that count from 1; the statement adds where each organisation's counter stood."""
    from_one = dict.fromkeys(accepted, 1)
    transactions, changes = log_rows(from_one, accepted)
    outcomes = outcome_rows(_numbered(from_one, accepted, decided), now)
    given = {"transactions": transactions, "changes": changes, "outcomes": outcomes}
    taken = connection.execute(_STATEMENT, {name: msgspec.json.encode(rows).decode() for name, rows in given.items()})
    return {org_id: int(before) + 1 for org_id, before, _ in taken}


def _rows(table: Table, name: str) -> str:
    return f"json_populate_recordset(NULL::{table.name}, CAST(:{name} AS json))"


def _insert(table: Table, rows: str, sequence: str, join: str = "JOIN") -> str:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    values = [sequence if column.name == "sequence" else f'given."{column.name}"' for column in table.columns]
    source = f"{rows} AS given {join} taken ON taken.org_id = given.org_id"
    return f"INSERT INTO {table.name} ({names}) SELECT {', '.join(values)} FROM {source}"  # noqa: S608 - declared names


def _statement() -> TextClause:
    # Counters are locked in the order of organisations: two groups that share some never wait in a ring.
    number = "taken.before + given.sequence"
    unless_refused = f"CASE WHEN given.sequence > 0 THEN {number} ELSE 0 END"
    return text(f"""
        WITH made AS MATERIALIZED (SELECT * FROM {_rows(LOG_TRANSACTIONS, "transactions")}),
        counted AS (SELECT org_id, count(*) AS added FROM made GROUP BY org_id),
        locked AS MATERIALIZED (
            SELECT state.org_id FROM {STATE.name} AS state JOIN counted ON counted.org_id = state.org_id
            ORDER BY state.org_id FOR UPDATE OF state
        ),
        taken AS (
            UPDATE {STATE.name} AS state SET sequence = state.sequence + counted.added FROM locked, counted
            WHERE state.org_id = locked.org_id AND state.org_id = counted.org_id
            RETURNING state.org_id, state.sequence - counted.added AS before, state.sequence AS head
        ),
        logged AS ({_insert(LOG_TRANSACTIONS, "made", number)}),
        changed AS ({_insert(LOG_CHANGES, _rows(LOG_CHANGES, "changes"), number)}),
        kept AS ({_insert(OUTCOMES, _rows(OUTCOMES, "outcomes"), unless_refused, "LEFT JOIN")})
        SELECT org_id, before, pg_notify('{CHANNEL}', org_id || ' ' || head) FROM taken
    """)  # noqa: S608 - names of declared tables and columns; what people wrote travels in the parameters


_STATEMENT: Any = _statement()

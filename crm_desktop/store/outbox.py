"""Acts on their way to the server: the next ones to send, and what the server answered. What parks is in parking.py."""

from collections.abc import Sequence

import msgspec

from crm_desktop.models.changes import Transaction
from crm_desktop.models.exchange import Outcome
from crm_desktop.models.rules.dependence import RESTS_ON_REFUSED
from crm_desktop.models.sync_run import Touched
from crm_desktop.store.engine import Connection, Database
from crm_desktop.store.facts import position, sent, set_sent
from crm_desktop.store.hidden import forget_hidden
from crm_desktop.store.journal import records_of, transactions
from crm_desktop.store.overlaying import overlay_again
from crm_desktop.store.parking import dependants, set_state
from crm_desktop.store.schema import HERE, OPEN, State
from crm_desktop.store.working_set import WorkingSet


class Outbox:
    """The outbox: a reading of the transactions that wait."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def waiting(self, limit: int) -> Sequence[Transaction]:
        """Return the next transactions to send, oldest first."""
        condition = f"state = '{State.WAITING}' AND {OPEN} ORDER BY number LIMIT ?"
        with self._database.reading() as connection:
            return [transaction for _, transaction in transactions(connection, condition, limit)]

    def count(self) -> int:
        """Return how many transactions wait."""
        return self._count(f"SELECT count(*) FROM transactions WHERE state = '{State.WAITING}' AND {OPEN}")

    def to_decide(self) -> int:
        """Return how many open conflicts and parked transactions wait for a person."""
        parked = f"state IN ('{State.REFUSED}', '{State.PARKED}') AND {OPEN}"
        return self._count(f"SELECT count(*) FROM transactions WHERE {parked}") + self._count(
            "SELECT count(*) FROM conflicts WHERE state = 'open' AND deleted_at IS NULL"
        )

    def sending(self, leaving: Sequence[Transaction]) -> None:
        """Note durably that these acts leave now: the server may have them, so only its answer decides about them."""
        ids = msgspec.json.encode([each.id for each in leaving]).decode()
        of_these = "id IN (SELECT value FROM json_each(?))"
        newest = self._count(f"SELECT coalesce(max(number), 0) FROM transactions WHERE {of_these}", ids)
        with self._database.reading() as connection:
            known = sent(connection)
        if newest > known:
            with self._database.writing(urgent=False) as connection:
                set_sent(connection, newest)

    def record(self, outcomes: Sequence[Outcome]) -> Touched:
        """Keep the server's answers: acknowledge, or park what was refused together with what depends on it."""
        with self._database.writing(urgent=False) as connection:
            acknowledged, others = _keep(connection, outcomes)
            touched = records_of(connection, others)
            rows = WorkingSet(connection)
            overlay_again(connection, rows, touched)
            rows.write_back()
            # What was only acknowledged lies on its record as before, until it is pulled.
            touched |= records_of(connection, acknowledged)
        return Touched(frozenset(kind for kind, _ in touched), frozenset(each for _, each in touched))

    def _count(self, sql: str, *parameters: str) -> int:
        with self._database.reading() as connection:
            row = connection.execute(sql, parameters).fetchone()
            return int(row[0]) if row else 0


def _keep(connection: Connection, outcomes: Sequence[Outcome]) -> tuple[list[int], list[int]]:
    """Write the outcomes; return the numbers of what is acknowledged now, and of what changed otherwise."""
    reached = position(connection)
    known = {outcome.transaction_id: outcome for outcome in outcomes}
    found = connection.execute(
        f"SELECT number, id FROM transactions WHERE origin = '{HERE}' AND state IN (?, ?) AND id IN"
        f" (SELECT value FROM json_each(?))",
        (State.WAITING, State.PARKED, msgspec.json.encode(list(known)).decode()),
    ).fetchall()
    states = {identifier: _state(known[identifier], reached.sequence if reached else -1) for _, identifier in found}
    connection.executemany(
        "UPDATE transactions SET state = ?, sequence = ?, outcome = ? WHERE number = ?",
        [
            (states[each], known[each].sequence or None, msgspec.json.encode(known[each]).decode(), number)
            for number, each in found
        ],
    )
    acknowledged: list[int] = []
    others: list[int] = []
    refused: list[int] = []
    for number, identifier in found:
        state = states[identifier]
        (acknowledged if state is State.ACKNOWLEDGED else others).append(number)
        if state in (State.REFUSED, State.PARKED):
            refused.append(number)
            # A refused undo took nothing back.
            connection.execute("UPDATE transactions SET undone_by = '' WHERE undone_by = ?", (identifier,))
    forget_hidden(connection, [number for number, identifier in found if states[identifier] is State.SETTLED])
    parked = dependants(connection, refused)
    set_state(connection, parked, State.PARKED)
    return acknowledged, [*others, *parked]


def _state(outcome: Outcome, reached: int) -> State:
    """Return where a transaction stands now; what was pulled already needs no overlay any more."""
    if outcome.result == "refused":
        rests = outcome.refusal is not None and outcome.refusal.code == RESTS_ON_REFUSED
        return State.PARKED if rests else State.REFUSED
    return State.SETTLED if outcome.sequence <= reached else State.ACKNOWLEDGED

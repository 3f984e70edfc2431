"""What the sync centre shows: acts that wait, acts that were refused, conflicts to decide, past syncs."""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from crm_desktop.models.changes import RecordChange, Transaction
from crm_desktop.models.exchange import Outcome, Refusal
from crm_desktop.models.fields import Value
from crm_desktop.models.merge.entries import decode_value
from crm_desktop.models.record import Record
from crm_desktop.models.sync_run import CheckResult, SyncRun
from crm_desktop.store.facts import position
from crm_desktop.store.journal import transactions
from crm_desktop.store.parts import last_check
from crm_desktop.store.queries.records import records, where
from crm_desktop.store.reader import Reader
from crm_desktop.store.runs import last_runs
from crm_desktop.store.schema import OPEN, State

MOST_CONFLICTS = 10_000
"""So many are read at most; far more than anybody has."""
_OUTCOME = msgspec.json.Decoder(Outcome)


@dataclass(frozen=True, slots=True)
class SyncCounts:
    """The figures of the sync pill."""

    waiting: int = 0
    parked: int = 0
    conflicts: int = 0

    @property
    def to_decide(self) -> int:
        """How much waits for a person."""
        return self.parked + self.conflicts


@dataclass(frozen=True, slots=True)
class WaitingRecord:
    """One record with everything that waits to be sent about it; `record` is None where it is not here any more."""

    kind: str
    id: str
    record: Record | None
    acts: tuple[Transaction, ...]
    settled: frozenset[str] = frozenset()
    """Conflict entries of the record that these acts settle."""
    changes: tuple[tuple[Transaction, RecordChange], ...] = ()
    """What these acts do to the record and its conflict entries, in order; an act may do much to others."""


@dataclass(frozen=True, slots=True)
class ParkedAct:
    """An act that the server refused, or that depends on such a one (then without a refusal of its own)."""

    transaction: Transaction
    refusal: Refusal | None
    records: tuple[Record, ...]
    """Those it concerns, as far as they are here."""


@dataclass(frozen=True, slots=True)
class ConflictDetail:
    """Two values for one field; which of them stands says `entry`. `record` is None where it is not here."""

    entry: Record
    record: Record | None
    base: Value
    mine: Value
    theirs: Value


def sync_counts(reader: Reader) -> SyncCounts:
    """Return how much waits for the network and how much for a person."""
    rows = reader.all(f"SELECT state, count(*) FROM transactions WHERE {OPEN} GROUP BY state")
    states = {row[0]: int(row[1]) for row in rows}
    conflicts = reader.value("SELECT count(*) FROM conflicts WHERE state = 'open' AND deleted_at IS NULL")
    return SyncCounts(
        states.get(State.WAITING, 0), states.get(State.REFUSED, 0) + states.get(State.PARKED, 0), int(conflicts)
    )


def first_sync_over(reader: Reader) -> bool:
    """Tell whether a whole snapshot has arrived on this device; before that, what is missing may still come."""
    return position(reader.connection) is not None


def waiting(reader: Reader, limit: int = 500) -> list[WaitingRecord]:
    """Return the records with acts that wait to be sent, the oldest first; looks at the first `limit` acts.

    What settles a conflict is told of the record that the conflict is about.
    """
    where_waiting = f"state = '{State.WAITING}' AND {OPEN} ORDER BY number LIMIT ?"
    found_acts = [each for _, each in transactions(reader.connection, where_waiting, limit)]
    quoted = _quoted(reader, found_acts)
    acts: dict[tuple[str, str], dict[str, Transaction]] = {}
    settled: dict[tuple[str, str], set[str]] = {}
    changes: dict[tuple[str, str], list[tuple[Transaction, RecordChange]]] = {}
    for transaction in found_acts:
        for change in transaction.changes:
            key = quoted.get(change.id, (change.kind, change.id))
            acts.setdefault(key, {})[transaction.id] = transaction
            changes.setdefault(key, []).append((transaction, change))
            if change.id in quoted:
                settled.setdefault(key, set()).add(change.id)
    found = _records(reader, acts)
    return [
        WaitingRecord(*key, found.get(key), tuple(some.values()), frozenset(settled.get(key, ())), tuple(changes[key]))
        for key, some in acts.items()
    ]


def _quoted(reader: Reader, acts: Iterable[Transaction]) -> dict[str, tuple[str, str]]:
    """Return kind and id of the record that each conflict entry among the changes is about."""
    ids = {change.id for act in acts for change in act.changes if change.kind == "conflict"}
    sql = "SELECT id, record_kind, record_id FROM conflicts WHERE id IN ({ids})"
    return {row[0]: (row[1], row[2]) for row in reader.for_each_id(sql, ids)}


def parked(reader: Reader) -> list[ParkedAct]:
    """Return the acts that wait for a decision, the oldest first."""
    condition = f"state IN ('{State.REFUSED}', '{State.PARKED}') AND {OPEN} ORDER BY number"
    acts = [transaction for _, transaction in transactions(reader.connection, condition)]
    found = _records(reader, ((change.kind, change.id) for act in acts for change in act.changes))
    return [ParkedAct(act, _refusal(reader, act.id), _of(found, act.changes)) for act in acts]


def conflicts(reader: Reader, settled: bool = False, limit: int = MOST_CONFLICTS) -> list[ConflictDetail]:
    """Return the conflicts that are open, or the settled ones, newest first."""
    state = "settled" if settled else "open"
    condition = "state = ? AND deleted_at IS NULL ORDER BY created_at DESC, id DESC LIMIT ?"
    entries = where(reader, "conflict", condition, state, limit)
    found = _records(reader, ((str(each.get("record_kind")), str(each.get("record_id"))) for each in entries))
    return [
        ConflictDetail(
            entry,
            found.get((str(entry.get("record_kind")), str(entry.get("record_id")))),
            *(decode_value(entry.get(side)) for side in ("base", "mine", "theirs")),
        )
        for entry in entries
    ]


def runs(reader: Reader, limit: int = 100) -> list[SyncRun]:
    """Return past syncs, newest first."""
    return last_runs(reader.connection, limit)


def last_comparison(reader: Reader) -> CheckResult | None:
    """Return what the last comparison of this device's data with the server found, None before the first."""
    return last_check(reader.connection)


def _refusal(reader: Reader, transaction_id: str) -> Refusal | None:
    outcome = reader.value("SELECT outcome FROM transactions WHERE id = ?", transaction_id)
    return _OUTCOME.decode(outcome).refusal if outcome else None


def _records(reader: Reader, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Record]:
    by_kind: dict[str, set[str]] = {}
    for kind, record_id in wanted:
        by_kind.setdefault(kind, set()).add(record_id)
    return {(kind, each): found for kind, ids in by_kind.items() for each, found in records(reader, kind, ids).items()}


def _of(found: dict[tuple[str, str], Record], changes: Iterable[RecordChange]) -> tuple[Record, ...]:
    keys = dict.fromkeys((change.kind, change.id) for change in changes)
    return tuple(found[key] for key in keys if key in found)

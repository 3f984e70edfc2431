"""What the story asks a replica: single records and counts."""

from __future__ import annotations

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.record import Record
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.records import record
from crm_desktop.store.reader import Reader


def one(store: Store, kind: str, record_id: str) -> Record:
    """Return a record that must be there."""
    found = store.read(record, kind, record_id)
    assert found is not None, f"no {kind} {record_id}"
    return found


def first(store: Store, kind: str, condition: str, *values: object) -> Record:
    """Return the first record for which an SQL condition holds."""
    found = store.read(_first_id, kind, condition, values)
    assert found is not None, f"no {kind} where {condition}"
    return one(store, kind, found)


def named(store: Store, kind: str, title: str) -> Record:
    """Return the record of that title."""
    return first(store, kind, f"{KINDS[kind].title} = ?", title)


def gone(store: Store, kind: str, record_id: str) -> bool:
    """Tell whether a record is not on the device at all."""
    return store.read(record, kind, record_id) is None


def count(store: Store, kind: str, condition: str, *values: object) -> int:
    """Return for how many records an SQL condition holds."""
    return store.read(_count, f"SELECT count(*) FROM {KINDS[kind].plural} WHERE {condition}", *values)


def own_acts(store: Store) -> int:
    """Return how many acts were committed on this device."""
    return store.read(_count, "SELECT count(*) FROM transactions WHERE origin = 'here'")


def refusals(store: Store) -> list[tuple[str, str]]:
    """Return what the server did not accept as act and outcome, and what is to be decided as field and values."""
    return store.read(_refused)


def belonging(store: Store, account_id: str) -> int:
    """Return how many records of an account are on the device, itself included."""
    kinds = [(kind.plural, kind.account_field) for kind in KINDS.values() if kind.account_field]
    return sum(store.read(_count, f"SELECT count(*) FROM {table} WHERE {at} = ?", account_id) for table, at in kinds)


def _first_id(reader: Reader, kind: str, condition: str, values: tuple[object, ...]) -> str | None:
    found = reader.value(f"SELECT id FROM {KINDS[kind].plural} WHERE {condition} LIMIT 1", *values)
    return None if found is None else str(found)


def _count(reader: Reader, sql: str, *values: object) -> int:
    return int(reader.value(sql, *values))


def _refused(reader: Reader) -> list[tuple[str, str]]:
    found = reader.all("SELECT act, outcome FROM transactions WHERE state IN ('refused', 'parked') ORDER BY number")
    differs = reader.all(
        "SELECT record_kind, field, base, mine, theirs FROM conflicts WHERE deleted_at IS NULL AND state = 'open'"
    )
    return [(str(act), str(outcome)) for act, outcome in found] + [
        (str(row[0]), str(tuple(row[1:]))) for row in differs
    ]

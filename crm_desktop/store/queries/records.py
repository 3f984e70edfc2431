"""Records by id, with what they have to say about sync."""

from collections.abc import Iterable, Sequence
from typing import Any

from crm_desktop.models.errors import Refused
from crm_desktop.models.record import Record, SyncState
from crm_desktop.store.reader import Reader
from crm_desktop.store.rows import Shape, shape
from crm_desktop.store.schema import OPEN, State

MANY = 1_500
"""Ids beyond which looking at everything that has something to say is quicker than naming them."""


def record(reader: Reader, kind: str, record_id: str) -> Record | None:
    """Return the record, from the bin too; None when it is not on this device."""
    return records(reader, kind, [record_id]).get(record_id)


def present(reader: Reader, kind: str, record_id: str) -> Record:
    """Return the record; raises Refused store.record_gone when it is not on this device."""
    found = record(reader, kind, record_id)
    if found is None:
        raise Refused("store.record_gone", kind=kind)
    return found


def records(reader: Reader, kind: str, ids: Iterable[str]) -> dict[str, Record]:
    """Return those of the records that are on this device, by id."""
    lies = shape(kind)
    stored = reader.for_each_id(f"{lies.select} WHERE id IN ({{ids}})", ids)
    return {each.id: each for each in as_records(reader, lies, stored)}


def by_rowid(reader: Reader, kind: str, rowids: Sequence[int]) -> list[Record]:
    """Return the records of these rowids in this order; those gone meanwhile are left out."""
    lies = shape(kind)
    sql = lies.select.replace("SELECT ", "SELECT rowid, ", 1) + " WHERE rowid IN ({ids})"
    found = {row[0]: row[1:] for row in reader.for_each_id(sql, rowids)}
    return as_records(reader, lies, [found[each] for each in rowids if each in found])


def where(reader: Reader, kind: str, condition: str, *parameters: Any) -> list[Record]:
    """Return the records for which a condition of our own holds; it may end in ORDER BY and LIMIT."""
    lies = shape(kind)
    return as_records(reader, lies, reader.all(f"{lies.select} WHERE {condition}", *parameters))


def as_records(reader: Reader, lies: Shape, stored: Iterable[Sequence[Any]]) -> list[Record]:
    """Return stored rows as records with their states."""
    rows = [lies.decode(row) for row in stored]
    ids = [str(row.pop("id")) for row in rows]
    kind, synced = lies.kind.name, SyncState.SYNCED
    said = states(reader, kind, ids)
    return [Record(kind, each, row, said.get(each, synced)) for each, row in zip(ids, rows, strict=True)]


def states(reader: Reader, kind: str, ids: Sequence[str]) -> dict[str, SyncState]:
    """Return the most pressing state of those records that have something to say."""
    found: dict[str, SyncState] = {}
    here = set(ids)
    if not here:
        return found
    pending = "SELECT record_id FROM bases WHERE kind = ?"
    found |= dict.fromkeys(_among(reader, pending, kind, here), SyncState.WAITING)
    conflicts = "SELECT record_id FROM conflicts WHERE record_kind = ? AND state = 'open' AND deleted_at IS NULL"
    found |= dict.fromkeys(_among(reader, conflicts, kind, here), SyncState.CONFLICT)
    # Few transactions are parked, and the partial index finds them; so they are asked for as a whole.
    parked = f"""
        SELECT DISTINCT c.record_id FROM transactions t JOIN changes c ON c.transaction_number = t.number
        WHERE t.state IN ('{State.REFUSED}', '{State.PARKED}') AND t.{OPEN} AND c.kind = ?
    """
    found |= {row[0]: SyncState.PARKED for row in reader.all(parked, kind) if row[0] in here}
    return found


def _among(reader: Reader, sql: str, kind: str, ids: set[str]) -> Iterable[str]:
    """Return which of the ids a statement finds; of very many it is asked for as a whole."""
    if len(ids) > MANY:
        return ids.intersection(row[0] for row in reader.all(sql, kind))
    return [row[0] for row in reader.for_each_id(sql + " AND record_id IN ({ids})", ids, kind)]


def titles(reader: Reader, kind: str, ids: Iterable[str]) -> dict[str, str]:
    """Return the titles of those of the records that are on this device, by id: what a link shows."""
    lies = shape(kind)
    sql = f'SELECT id, "{lies.kind.title}" FROM {lies.table} WHERE id IN ({{ids}})'
    return {row[0]: row[1] or "" for row in reader.for_each_id(sql, set(ids))}


def belonging(reader: Reader, kind: str, account_id: str) -> list[Record]:
    """Return the records of one kind that belong to an account, by title, without those in the bin."""
    return where(reader, kind, "account_id = ? AND deleted_at IS NULL ORDER BY sort_key, id", account_id)

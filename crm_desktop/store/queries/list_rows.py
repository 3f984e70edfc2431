"""Which records a person means in a list: those ticked, all but a few, those still there, the one that is typed for.

A record's row number stays the same as long as the record is on this device; a list is an array of them.
"""

from array import array
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, literal_column, select

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.pinyin import sort_key
from crm_desktop.models.rules.views import Definition
from crm_desktop.store.queries.conditions import Standpoint
from crm_desktop.store.queries.lists import matching
from crm_desktop.store.reader import MOST_AT_ONCE, Reader, in_portions
from crm_desktop.store.schema import RECORDS
from crm_desktop.store.searching import search

_ROWID: ColumnElement[int] = literal_column("rowid")
_MOST_NAMESAKES = 20
_BEYOND = "\U0010ffff"


def ids_of_rows(reader: Reader, kind: str, rowids: Sequence[int]) -> list[str]:
    """Return the ids of the records that stand in these rows, in this order; those gone meanwhile are left out."""
    sql = f"SELECT rowid, id FROM {KINDS[kind].plural} WHERE rowid IN ({{ids}}) AND deleted_at IS NULL"
    found = dict(reader.for_each_id(sql, rowids))
    return [found[rowid] for rowid in rowids if rowid in found]


def rows_of_ids(reader: Reader, kind: str, rowids: Sequence[int]) -> dict[str, int]:
    """Return the row numbers of these rows' records by id, those in the bin included."""
    sql = f"SELECT id, rowid FROM {KINDS[kind].plural} WHERE rowid IN ({{ids}})"
    return dict(reader.for_each_id(sql, rowids))


def ids_of_list(
    reader: Reader, kind: str, definition: Definition, seen_from: Standpoint, without: Collection[int] = ()
) -> list[str]:
    """Return the ids of all records of a list but those in the rows `without`, in no particular order."""
    condition = matching(reader, KINDS[kind], definition, seen_from)
    rows = reader.core(select(_ROWID, RECORDS[kind].c.id).where(condition))
    return [record_id for rowid, record_id in rows if rowid not in without]


def still_listed(
    reader: Reader, kind: str, definition: Definition, seen_from: Standpoint, rowids: Collection[int]
) -> frozenset[int]:
    """Return those of the rows that belong to the list."""
    condition = matching(reader, KINDS[kind], definition, seen_from)
    table = RECORDS[kind]
    asked = in_portions(rowids, MOST_AT_ONCE)
    some = (reader.core(select(_ROWID).select_from(table).where(condition, _ROWID.in_(each))) for each in asked)
    return frozenset(row[0] for rows in some for row in rows)


def position_of(reader: Reader, kind: str, record_id: str, rowids: "array[int]") -> int:
    """Return where in a list a record stands, -1 where it is not in it."""
    rowid = reader.value(f"SELECT rowid FROM {KINDS[kind].plural} WHERE id = ?", record_id)
    return place_of(rowids, rowid) if rowid is not None else -1


def named_like(reader: Reader, kind: str, typed: str, rowids: "array[int]") -> int:
    """Return where in a list the first record stands whose name begins as typed, in characters or in pinyin; -1."""
    table, key = KINDS[kind].plural, sort_key(typed)
    begins = f"SELECT rowid FROM {table} WHERE sort_key >= ? AND sort_key < ? AND deleted_at IS NULL LIMIT ?"
    found = [row[0] for row in reader.all(begins, key, key + _BEYOND, _MOST_NAMESAKES)] if key.strip() else []
    if not found:
        # Pinyin of more than one letter is not in the sort key; the search index spells names out.
        ids = [hit.record_id for hit in search(reader.connection, typed, (kind,), _MOST_NAMESAKES)]
        found = [row[0] for row in reader.for_each_id(f"SELECT rowid FROM {table} WHERE id IN ({{ids}})", ids)]
    places = [place for place in (place_of(rowids, rowid) for rowid in found) if place >= 0]
    return min(places, default=-1)


def place_of(rowids: "array[int]", rowid: int) -> int:
    """Return where a row stands in a list, -1 where it is not in it."""
    try:
        return rowids.index(rowid)
    except ValueError:
        return -1

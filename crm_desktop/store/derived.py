"""What follows from a row and is kept beside it: its sort key and its place in global search."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import RecordKind, Searched, Values
from crm_desktop.models.pinyin import sort_key
from crm_desktop.store.engine import Connection
from crm_desktop.store.rows import Row
from crm_desktop.store.search.index import index_rows, remove_rows
from crm_desktop.store.search.schema import create_search_tables

SORT_KEY_LENGTH = 400


def sort_key_of(kind: RecordKind, row: Values) -> str | None:
    """Return the key by which the record stands in lists sorted by title."""
    title = row.get(kind.title)
    return sort_key(str(title))[:SORT_KEY_LENGTH] if title else None


def index(connection: Connection, kind: str, rows: Sequence[Row]) -> None:
    """Let global search find the rows as they are now; those in the bin are not found."""
    _index(connection, kind, lambda name: name, rows)


def index_stored(connection: Connection, kind: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Do the same for rows as lists in the order of `columns`, thousands at a time."""
    _index(connection, kind, columns.index, rows)


def _index(connection: Connection, kind: str, place: Callable[[str], Any], rows: Sequence[Any]) -> None:
    if not is_searched(kind):
        return
    identifier, deleted = place("id"), place("deleted_at")
    found = [row for row in rows if row[deleted] is None]
    # Column by column: a call for each row would cost as much as all of this.
    ways = (_joined(found, tuple(map(place, _fields(kind, way)))) for way in _WAYS)
    index_rows(connection, kind, list(zip([row[identifier] for row in found], *ways, strict=True)))
    forget(connection, kind, [row[identifier] for row in rows if row[deleted] is not None])


def forget(connection: Connection, kind: str, ids: Sequence[str]) -> None:
    """Let global search forget the records."""
    if ids and is_searched(kind):
        remove_rows(connection, kind, ids)


def ensure_index(connection: Connection) -> bool:
    """Make the tables of search where they are missing; return whether they were."""
    there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'search_kinds'").fetchone()
    if there is None:
        create_search_tables(connection)
    return there is None


@cache
def is_searched(kind: str) -> bool:
    """Tell whether records of the kind are found by global search."""
    return bool(_fields(kind, Searched.NAME))


@cache
def _fields(kind: str, way: Searched) -> tuple[str, ...]:
    return tuple(field.name for field in KINDS[kind].fields if field.searched is way)


_WAYS = (Searched.NAME, Searched.TEXT, Searched.PHONE, Searched.EMAIL)


def _joined(rows: Sequence[Any], places: tuple[Any, ...]) -> list[str]:
    """Return for each row what stands in some places of it, a line each."""
    if not places:
        return [""] * len(rows)
    if len(places) == 1:
        (only,) = places
        return [row[only] or "" for row in rows]
    return ["\n".join([row[place] for place in places if row[place]]) for row in rows]

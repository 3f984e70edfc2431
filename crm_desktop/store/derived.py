"""What follows from a row and is kept beside it: its sort key and its place in global search."""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import compress
from typing import Any

import msgspec

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.custom_fields import fold
from crm_desktop.models.edits import Create, Edit
from crm_desktop.models.fields import Searched, is_custom
from crm_desktop.models.pinyin import list_key
from crm_desktop.store.columns import Columns
from crm_desktop.store.engine import Connection
from crm_desktop.store.rows import Row
from crm_desktop.store.search.index import Prepared, index_rows, prepare_rows, remove_rows, write_rows
from crm_desktop.store.search.schema import create_search_tables
from crm_desktop.store.search.tokens import SearchRow


def sort_keys(kind: str, columns: Columns) -> list[str | None]:
    """Return the keys by which records stand in lists sorted by title."""
    titles = columns[KINDS[kind].title]
    return [list_key(title) if title else None for title in titles]


def index(connection: Connection, kind: str, rows: Sequence[Row]) -> None:
    """Let global search find the rows as they are now; those in the bin are not found."""
    if is_searched(kind):
        names = ("id", *searched_columns(kind))
        folded = [fold(row) for row in rows]
        index_columns(connection, kind, {name: [row[name] for row in folded] for name in names})


def index_columns(connection: Connection, kind: str, columns: Columns, prepared: Prepared | None = None) -> None:
    """Do the same for rows given column by column, which is much quicker for thousands.

    `prepared` are the entries of just these rows where somebody has made them already.
    """
    if not is_searched(kind):
        return
    if prepared is not None and prepared.ids == columns["id"] and not any(columns["deleted_at"]):
        write_rows(connection, prepared)
        return
    gone = [deleted_at is not None for deleted_at in columns["deleted_at"]]
    entries = search_rows(connection, kind, columns)
    if any(gone):
        forget(connection, kind, list(compress(columns["id"], gone)))
        entries = [entry for entry, is_gone in zip(entries, gone, strict=True) if not is_gone]
    index_rows(connection, kind, entries)


def prepare_entries(edits: Iterable[Edit]) -> list[Prepared]:
    """Make the search entries of records that edits create, far from the database; their values must be canonical.

    Left out are kinds of which a record has an organisation's own fields, or is changed again by the same edits.
    """
    new: dict[str, list[Create]] = {}
    changed: set[str] = set()
    for edit in edits:
        if not isinstance(edit, Create):
            changed.add(edit.id)
        elif is_searched(edit.kind):
            new.setdefault(edit.kind, []).append(edit)
    return [
        _prepared(kind, creates)
        for kind, creates in new.items()
        if not any(each.id in changed or any(map(is_custom, each.values)) for each in creates)
    ]


def _prepared(kind: str, creates: Sequence[Create]) -> Prepared:
    columns: dict[str, list[Any]] = {"id": [each.id for each in creates]}
    for way in _WAYS:
        for name in _fields(kind, way):
            columns[name] = [each.values.get(name, KINDS[kind].field(name).default) for each in creates]
    return prepare_rows(kind, list(zip(columns["id"], *_said(kind, columns).values(), strict=True)))


def _said(kind: str, columns: Columns) -> dict[Searched, list[str]]:
    return {way: _joined(columns, _fields(kind, way), len(columns["id"])) for way in _WAYS}


def search_rows(connection: Connection, kind: str, columns: Columns) -> list[SearchRow]:
    """Return what global search looks at of each row."""
    ids, said = columns["id"], _said(kind, columns)
    own = _own_words(connection, kind, columns)
    if own:
        said[Searched.TEXT] = ["\n".join(filter(None, both)) for both in zip(said[Searched.TEXT], own, strict=True)]
    return list(zip(ids, *said.values(), strict=True))


def searched_columns(kind: str) -> tuple[str, ...]:
    """Return the columns that decide what global search finds of a record."""
    own = ("extra",) if KINDS[kind].custom else ()
    return ("deleted_at", *(name for way in _WAYS for name in _fields(kind, way)), *own)


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


def _own_words(connection: Connection, kind: str, columns: Columns) -> list[str]:
    """Return for each row what its organisation's own fields let search find; nothing where no row has any."""
    extras = columns["extra"] if KINDS[kind].custom else ()
    if not any(extras):
        return []
    names = [row[0] for row in connection.execute(_SEARCHED_OWN, (kind,)).fetchall()]
    if not names:
        return []
    found = [msgspec.json.decode(each) if each else {} for each in extras]
    return ["\n".join(str(row[name]) for name in names if row.get(name)) for row in found]


_SEARCHED_OWN = """
    SELECT name FROM custom_fields WHERE record_kind = ? AND searched AND deleted_at IS NULL
    AND (name LIKE 'x!_text!_%' ESCAPE '!' OR name LIKE 'x!_note!_%' ESCAPE '!')
"""
_WAYS = (Searched.NAME, Searched.TEXT, Searched.PHONE, Searched.EMAIL)


def _joined(columns: Columns, names: Sequence[str], count: int) -> list[str]:
    """Return for each row what stands in some of its columns, a line each."""
    if len(names) == 1:
        return [value or "" for value in columns[names[0]]]
    if not names:
        return [""] * count
    together = zip(*(columns[name] for name in names), strict=True)
    return ["\n".join(filter(None, values)) for values in together]

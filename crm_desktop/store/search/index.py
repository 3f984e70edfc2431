"""Writing entries of the search index, thousands at a time, inside the caller's transaction.

What an entry consists of stands in `tokens.py`.
"""

import json
from collections.abc import Iterable, Sequence
from itertools import repeat

from crm_desktop.store.search.connection import Connection
from crm_desktop.store.search.tokens import SHORTEST_MISTYPED, SearchRow, entries

_ENTRY = "INSERT INTO search_entries (entry, kind, record, name, phones, emails) VALUES (?, ?, unhex(?), ?, ?, ?)"
_BATCH = 5000
"""Records worked on at a time: bounds the memory, and is more than enough for speed."""


def index_rows(connection: Connection, kind: str, rows: Sequence[SearchRow]) -> None:
    """Enter the records of one kind, in place of what was entered about them before."""
    latest = list({row[0]: row for row in rows}.values())
    code = _code(connection, kind)
    for start in range(0, len(latest), _BATCH):
        batch = latest[start : start + _BATCH]
        _remove(connection, code, [row[0] for row in batch])
        _enter(connection, code, batch)


def remove_rows(connection: Connection, kind: str, ids: Iterable[str]) -> None:
    """Forget the records; those that are not there are passed over."""
    _remove(connection, _code(connection, kind), list(ids))


def _enter(connection: Connection, code: int, rows: Sequence[SearchRow]) -> None:
    words: set[str] = set()
    made = entries(code, rows, words)
    ((last,),) = connection.execute("SELECT coalesce(max(entry), 0) FROM search_entries").fetchall()
    numbers = range(last + 1, last + 1 + len(made))
    names, phones, emails, tokens = zip(*made, strict=True)
    ids = [row[0] for row in rows]
    connection.executemany(_ENTRY, zip(numbers, repeat(code), ids, names, phones, emails, strict=False))
    connection.executemany("INSERT INTO search_index (rowid, tokens) VALUES (?, ?)", zip(numbers, tokens, strict=True))
    # In order, so that neighbours land on the same pages.
    worth = sorted(word for word in words if len(word) >= SHORTEST_MISTYPED)
    connection.executemany("INSERT OR IGNORE INTO search_words (word) VALUES (?)", zip(worth, strict=True))


def _remove(connection: Connection, code: int, ids: Sequence[str]) -> None:
    there = connection.execute(
        "SELECT e.entry FROM json_each(?) i JOIN search_entries e ON e.record = unhex(i.value) AND e.kind = ?",
        (json.dumps(ids), code),
    ).fetchall()
    connection.executemany("DELETE FROM search_index WHERE rowid = ?", there)
    connection.executemany("DELETE FROM search_entries WHERE entry = ?", there)


def _code(connection: Connection, kind: str) -> int:
    connection.execute("INSERT OR IGNORE INTO search_kinds (kind) VALUES (?)", (kind,))
    found = connection.execute("SELECT code FROM search_kinds WHERE kind = ?", (kind,)).fetchone()
    assert found is not None
    return int(found[0])

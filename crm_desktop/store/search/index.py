"""Writing entries of the search index, thousands at a time, inside the caller's transaction.

What an entry consists of stands in `tokens.py`.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat

from crm_desktop.store.search.connection import Connection
from crm_desktop.store.search.tokens import SHORTEST_MISTYPED, Entry, SearchRow, entries

_ENTRY = "INSERT INTO search_entries (entry, kind, record, name, phones, emails) VALUES (?, ?, unhex(?), ?, ?, ?)"
_BATCH = 500
"""Records worked on at a time: enough for speed, and no call in which a window would have to wait: 5,000 were 32 ms."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Entries ready to be written; may be pickled."""

    kind: str
    ids: list[str]
    entries: list[Entry]
    words: list[str]


def index_rows(connection: Connection, kind: str, rows: Sequence[SearchRow]) -> None:
    """Enter the records of one kind, in place of what was entered about them before."""
    for start in range(0, len(rows), _BATCH):
        write_rows(connection, prepare_rows(kind, rows[start : start + _BATCH]))


def prepare_rows(kind: str, rows: Sequence[SearchRow]) -> Prepared:
    """Do the part that needs no database, some 40 per cent of the work: in another process, if there is much to do."""
    latest = list({row[0]: row for row in rows}.values())
    words: set[str] = set()
    made = entries(kind, latest, words)
    # In order, so that neighbours land on the same pages.
    worth = sorted(word for word in words if len(word) >= SHORTEST_MISTYPED)
    return Prepared(kind, [row[0] for row in latest], made, worth)


def write_rows(connection: Connection, prepared: Prepared) -> None:
    """Enter what was prepared, in place of what was entered about the same records before."""
    if not prepared.ids:
        return
    code = _code(connection, prepared.kind)
    _remove(connection, code, prepared.ids)
    ((last,),) = connection.execute("SELECT coalesce(max(entry), 0) FROM search_entries").fetchall()
    numbers = range(last + 1, last + 1 + len(prepared.ids))
    names, phones, emails, tokens = zip(*prepared.entries, strict=True)
    rows = zip(numbers, repeat(code), prepared.ids, names, phones, emails, strict=False)
    connection.executemany(_ENTRY, rows)
    connection.executemany("INSERT INTO search_index (rowid, tokens) VALUES (?, ?)", zip(numbers, tokens, strict=True))
    connection.executemany("INSERT OR IGNORE INTO search_words (word) VALUES (?)", zip(prepared.words, strict=True))


def remove_rows(connection: Connection, kind: str, ids: Iterable[str]) -> None:
    """Forget the records; those that are not there are passed over."""
    _remove(connection, _code(connection, kind), list(ids))


def _remove(connection: Connection, code: int, ids: Sequence[str]) -> None:
    there = connection.execute(
        "SELECT e.entry FROM json_each(?) i JOIN search_entries e ON e.record = unhex(i.value) AND e.kind = ?",
        (json.dumps(ids), code),
    ).fetchall()
    # Rowid by rowid in their order: from the full-text index that is five times as fast as against it.
    there.sort()
    connection.executemany("DELETE FROM search_index WHERE rowid = ?", there)
    connection.executemany("DELETE FROM search_entries WHERE entry = ?", there)


def _code(connection: Connection, kind: str) -> int:
    connection.execute("INSERT OR IGNORE INTO search_kinds (kind) VALUES (?)", (kind,))
    found = connection.execute("SELECT code FROM search_kinds WHERE kind = ?", (kind,)).fetchone()
    assert found is not None
    return int(found[0])

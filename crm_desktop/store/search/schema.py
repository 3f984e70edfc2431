"""The tables of the search index, and the upkeep that makes them quick to read again after many writes.

What an entry is made of stands in `tokens.py`; who writes entries in `index.py`.

`search_entries` maps the rowids of the full-text index to records, and keeps what ranking looks at. `search_words`
holds each distinct Latin word, to find what a mistyped one may have meant.
"""

from crm_desktop.store.search.connection import Connection

_CREATE = (
    "CREATE TABLE search_kinds (code INTEGER PRIMARY KEY, kind TEXT NOT NULL UNIQUE)",
    """CREATE TABLE search_entries (
        entry INTEGER PRIMARY KEY, kind INTEGER NOT NULL, record BLOB NOT NULL,
        name TEXT NOT NULL, phones TEXT NOT NULL, emails TEXT NOT NULL
    )""",
    "CREATE UNIQUE INDEX search_entries_of_record ON search_entries (record, kind)",
    "CREATE TABLE search_words (word TEXT PRIMARY KEY) WITHOUT ROWID",
    # Without positions (detail=none) the index is half as large; that tokens stand side by side is checked on the name.
    """CREATE VIRTUAL TABLE search_index USING fts5(
        tokens, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '^<$=~@#+_!.'"
    )""",
)
_TABLES = ("search_index", "search_words", "search_entries", "search_kinds")

_SETTINGS = (("automerge", 0), ("crisismerge", 64), ("hashsize", 16 << 20))
"""Nothing is merged while records are written (twice as fast), unless a level has 64 parts; `settle` merges later."""

_SETTLED_STEP = 100
"""Pages merged at a time: a few ten milliseconds, so that a write of the user never waits long."""


def create_search_tables(connection: Connection) -> None:
    """Create the empty index, inside the caller's transaction if there is one."""
    for statement in _CREATE:
        connection.execute(statement)
    for option, value in _SETTINGS:
        connection.execute("INSERT INTO search_index (search_index, rank) VALUES (?, ?)", (option, value))


def drop_search_tables(connection: Connection) -> None:
    """Drop the index with all that belongs to it."""
    for table in _TABLES:
        connection.execute(f"DROP TABLE IF EXISTS {table}")


def settle(connection: Connection, pages: int = _SETTLED_STEP) -> bool:
    """Merge a small part of what was written lately; say whether there may be more to merge.

    To be called again and again while nothing else is to be done, each time in a transaction of its own.
    """
    before = connection.total_changes
    connection.execute("INSERT INTO search_index (search_index, rank) VALUES ('merge', ?)", (pages,))
    # FTS5 documents this: fewer than two changes mean that nothing was left to merge.
    return connection.total_changes - before >= 2


def optimise(connection: Connection) -> None:
    """Merge the whole index into one part: best for reading, and to be done after a first synchronisation."""
    connection.execute("INSERT INTO search_index (search_index) VALUES ('optimize')")

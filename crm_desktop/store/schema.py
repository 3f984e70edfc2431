"""The tables of the device's database: those of the records, and those that remember who did what.

Made from the declarations for reading and writing; how an existing file gets there stands in `migrations/`. Search has
tables of its own, see `search/`.
"""

from enum import StrEnum

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, String, Table, Text, text

from crm_desktop.models.tables import device_tables

METADATA = MetaData()
RECORDS = device_tables(METADATA)


class State(StrEnum):
    """Where a transaction stands on its way to the server."""

    WAITING = "waiting"
    ACKNOWLEDGED = "acknowledged"
    """The server has it, what we pulled does not show it yet."""
    SETTLED = "settled"
    REFUSED = "refused"
    PARKED = "parked"
    """It depends on a refused one and has not been sent."""
    DISCARDED = "discarded"
    """Refused or parked, and given up or sent again as another transaction; kept for the history."""


class Direction(StrEnum):
    """What a transaction is to undo and redo."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"


OPEN = "state <> 'settled'"
"""Said in every question about states, in just these words: it lets SQLite use the index of open transactions."""
HERE = "here"
SERVER = "server"

TRANSACTIONS = Table(
    "transactions",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("act", String(100), nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("state", String(20), nullable=False),
    Column("sequence", BigInteger),
    Column("direction", String(10), nullable=False),
    Column("undoes", String(32), nullable=False),
    Column("undone_by", String(32), nullable=False),
    Column("outcome", Text),
    Column("origin", String(10), nullable=False),
    Column("user_id", String(32), nullable=False),
    Column("device", String(200), nullable=False),
    Column("schema", Integer, nullable=False),
    Column("batch", String(32), nullable=False, server_default=""),
)
"""`batch`: acts that are one thing to a person, such as the acts of one import, and are taken back together."""
# Nearly all transactions are settled; the few that are not are asked for at every turn.
Index("ix_transactions_open", TRANSACTIONS.c.state, sqlite_where=text(OPEN))
Index("ix_transactions_batch", TRANSACTIONS.c.batch, sqlite_where=text("batch <> ''"))
Index("ix_transactions_here", TRANSACTIONS.c.origin, sqlite_where=text("origin = 'here'"))

CHANGES = Table(
    "changes",
    METADATA,
    Column("transaction_number", Integer, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("kind", String(60), nullable=False),
    Column("record_id", String(32), nullable=False),
    Column("operation", String(10), nullable=False),
    Column("fields", Text, nullable=False),
    Column("by_server", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_changes_record_id", CHANGES.c.record_id, CHANGES.c.transaction_number)

BASES = Table(
    "bases",
    METADATA,
    Column("kind", String(60), primary_key=True),
    Column("record_id", String(32), primary_key=True),
    Column("row", Text),
    Column("gone", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

REPLICA = Table(
    "replica",
    METADATA,
    Column("key", String(60), primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
)

SEEN = Table(
    "seen",
    METADATA,
    Column("kind", String(60), primary_key=True),
    Column("record_id", String(32), primary_key=True),
    sqlite_with_rowid=False,
)

TO_ENTER = Table(
    "to_enter",
    METADATA,
    Column("kind", String(60), primary_key=True),
    Column("record_id", String(32), primary_key=True),
    sqlite_with_rowid=False,
)
"""Records whose entry in global search is to be made anew; search looks at the records themselves until then."""

RUNS = Table(
    "runs",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("started_at", BigInteger, nullable=False),
    Column("finished_at", BigInteger, nullable=False),
    Column("code", String(100), nullable=False),
    Column("figures", Text, nullable=False),
)

UNKNOWN_ROWS = Table(
    "unknown_rows",
    METADATA,
    Column("kind", String(60), primary_key=True),
    Column("id", String(32), primary_key=True),
    Column("row", Text, nullable=False),
    sqlite_with_rowid=False,
)

CONTENTS = Table(
    "contents",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("media_type", String(127), nullable=False),
    Column("kept_at", BigInteger, nullable=False),
    Column("used_at", BigInteger, nullable=False),
    Column("attached", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
"""What lies whole in the folder of files. `attached`: a record has referred to it; before that it is a draft's."""

UPLOADS = Table(
    "uploads",
    METADATA,
    Column("attachment_id", String(32), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("queued_at", BigInteger, nullable=False),
    Column("code", String(100), nullable=False),
    Column("facts", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Contents on their way to the server, one for each attachment. `code` says why the server does not take one."""

FETCHES = Table(
    "fetches",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("wanted_at", BigInteger, nullable=False),
    Column("code", String(100), nullable=False),
    Column("facts", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Contents that somebody asked for (`wanted_at` above 0), and those that could not be fetched (`code`)."""

REMINDERS = Table(
    "reminders",
    METADATA,
    Column("kind", String(60), primary_key=True),
    Column("record_id", String(32), primary_key=True),
    Column("occurrence_at", BigInteger, primary_key=True),
    Column("due_at", BigInteger, nullable=False),
    Column("told_at", BigInteger, nullable=False),
    Column("again_at", BigInteger),
    sqlite_with_rowid=False,
)
"""Reminders that were shown on this device: nothing is told twice. `again_at`: it was put off until then."""

CALENDAR_LINKS = Table(
    "calendar_links",
    METADATA,
    Column("href", String(500), primary_key=True),
    Column("kind", String(60), nullable=False),
    Column("record_id", String(32), nullable=False),
    Column("etag", String(200), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Index("ix_calendar_links_record", "kind", "record_id"),
    sqlite_with_rowid=False,
)
"""Which event of a CalDAV calendar is which record; `etag` and `fingerprint` are of when both were equal."""

"""What a database that refuses complains of: SQLite's code, or PostgreSQL's state; never the statement."""

from sqlalchemy.exc import DBAPIError


def name_of_trouble(error: DBAPIError) -> str:
    """Return for example "SQLITE_FULL", "53100" (disk full), or the class where the driver names no code."""
    told = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None)
    return str(told or type(error.orig).__name__)


def why_not_connected(error: DBAPIError) -> str:
    """Return what PostgreSQL's client says about a connection that did not come about; "" for other troubles.

    Such a sentence names host, port, user and database, never a password and nothing out of the database.
    """
    connecting = error.statement is None and getattr(error.orig, "sqlstate", "") is None
    return str(error.orig).strip().partition("\n")[0] if connecting else ""

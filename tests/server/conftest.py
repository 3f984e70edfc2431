"""For everything that is about the server: migrated databases, SQLite and PostgreSQL, and a real one on a real port."""

from tests.support.databases import database, database_url, migrated_postgres, migrated_sqlite
from tests.support.live_server import live_server

__all__ = ["database", "database_url", "live_server", "migrated_postgres", "migrated_sqlite"]

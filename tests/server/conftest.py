"""Migrated databases, SQLite and PostgreSQL, for everything that is about the server."""

from tests.support.databases import database, database_url, migrated_postgres, migrated_sqlite

__all__ = ["database", "database_url", "migrated_postgres", "migrated_sqlite"]

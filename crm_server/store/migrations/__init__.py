"""The Alembic tree of the server, the same for SQLite and PostgreSQL."""

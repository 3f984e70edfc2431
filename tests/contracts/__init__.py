"""One suite for every implementation: the server on SQLite and on PostgreSQL."""

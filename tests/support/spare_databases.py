"""Migrated PostgreSQL databases that tests use one after the other: to empty one is far cheaper than to make one.

Nothing of a test reaches the next: a database whose tables were altered, or to which somebody is still connected, is
dropped instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest

from crm_server.store.engine import open_database
from crm_server.store.migrate import migrate
from tests.support.postgres import PostgresServer

_MIGRATIONS = "alembic_version"
_SHAPE = f"""
SELECT concat_ws(' ', relname, relkind, attname, atttypid, atttypmod, attnotnull) AS line
FROM pg_class LEFT JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0
WHERE relnamespace = 'public'::regnamespace
UNION ALL SELECT concat_ws(' ', conname, pg_get_constraintdef(oid)) FROM pg_constraint
UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT version_num FROM {_MIGRATIONS}
ORDER BY line
"""
_EMPTY = f"""
DO $$ DECLARE name text; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> '{_MIGRATIONS}' LOOP
    EXECUTE format('DELETE FROM %I', name);
  END LOOP;
END $$
"""
_OTHERS = """
SELECT count(*), pg_sleep(0.02) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
_LOOKS = 25
"""A connection that was closed is seen for a moment longer."""


@dataclass
class SpareDatabases:
    """Copies of a migrated database; `take` one, `give_back` its address."""

    server: PostgresServer
    template: str
    _shape: list[Any] = field(init=False)
    _spare: list[str] = field(default_factory=list)
    _made: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        with psycopg.connect(self.template, autocommit=True) as connection:
            self._shape = connection.execute(_SHAPE.encode()).fetchall()

    def take(self) -> str:
        """Return the address of a migrated, empty database."""
        if self._spare:
            return self._spare.pop()
        address = self.server.create(self.server.name_of(self.template))
        self._made.append(address)
        return address

    def give_back(self, address: str) -> None:
        """Empty the database for another test, or drop it."""
        if self._emptied(address):
            self._spare.append(address)
        else:
            self._made.remove(address)
            self.server.drop(address)

    def close(self) -> None:
        """Drop them all."""
        for address in self._made:
            self.server.drop(address)

    def _emptied(self, address: str) -> bool:
        with psycopg.connect(address, autocommit=True) as connection:
            if not self._is_left(connection) or connection.execute(_SHAPE.encode()).fetchall() != self._shape:
                return False
            connection.execute(_EMPTY.encode())
            return True

    @staticmethod
    def _is_left(connection: psycopg.Connection[Any]) -> bool:
        return any(connection.execute(_OTHERS.encode()).fetchall()[0][0] == 0 for _ in range(_LOOKS))


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of a migrated PostgreSQL database to copy."""
    address = postgres_server.create()
    database = open_database(address)
    migrate(database)
    database.close()
    yield address
    postgres_server.drop(address)


@pytest.fixture(scope="session")
def spare_databases(postgres_server: PostgresServer, migrated_postgres: str) -> Iterator[SpareDatabases]:
    """PostgreSQL databases for the tests of one worker."""
    spare = SpareDatabases(postgres_server, migrated_postgres)
    yield spare
    spare.close()

"""Migrated server databases for tests, made from one that was migrated once, on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_server.store.engine import Database, open_database
from crm_server.store.migrate import migrate
from tests.support.spare_databases import SpareDatabases


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("server") / "empty.db"
    database = open_database(f"sqlite:///{path}")
    migrate(database)
    fold_and_close(database)
    return path


def fold_and_close(database: Database) -> None:
    """Close a SQLite database with everything in its one file, to be copied."""
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated, empty database; each test runs on both kinds."""
    if request.param == "sqlite":
        path = tmp_path / "server.db"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    spare: SpareDatabases = request.getfixturevalue("spare_databases")
    address = spare.take()
    yield address
    spare.give_back(address)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated, empty database."""
    opened = open_database(database_url)
    yield opened
    opened.close()

"""Fixtures of the contract suites."""

from __future__ import annotations

import pytest

from crm_server.store.engine import Database
from tests.support.databases import database, database_url, migrated_postgres, migrated_sqlite
from tests.support.office import Office, open_office

__all__ = ["database", "database_url", "migrated_postgres", "migrated_sqlite", "office"]


@pytest.fixture
def office(database: Database) -> Office:
    """An organisation with people."""
    return open_office(database)

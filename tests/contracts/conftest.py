"""Fixtures of the contract suites."""

from __future__ import annotations

import pytest

from crm_server.store.engine import Database
from tests.support.office import Office, open_office


@pytest.fixture
def office(database: Database) -> Office:
    """An organisation with people."""
    return open_office(database)

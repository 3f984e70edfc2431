"""Fixtures for processes that die."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.mortal.lives import Lives
from tests.support.mortal.site import Site


@pytest.fixture
def site(lives: Lives, tmp_path: Path, migrated_sqlite: Path) -> Iterator[Site]:
    """An organisation on SQLite."""
    (tmp_path / "server.db").write_bytes(migrated_sqlite.read_bytes())
    found = Site(lives, tmp_path, f"sqlite:///{tmp_path / 'server.db'}")
    yield found
    found.close()


@pytest.fixture
def either_site(database_url: str, tmp_path: Path, lives: Lives) -> Iterator[Site]:
    """An organisation on each kind of database."""
    found = Site(lives, tmp_path, database_url)
    yield found
    found.close()

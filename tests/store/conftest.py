"""A real encrypted replica of one's own for each test, signed in, with a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop.models.clock import ManualClock
from crm_desktop.models.ids import new_id
from crm_desktop.store.opening import Store, open_store

KEY = bytes(range(32))


@pytest.fixture(scope="session")
def blank_replica(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, signed-in replica, made once: copies of it save running the migrations in each test."""
    path = tmp_path_factory.mktemp("blank") / "replica.db"
    store = open_store(path, KEY, ManualClock())
    store.sign(new_id(), "this device")
    store.close()
    return path


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def replica_path(blank_replica: Path, tmp_path: Path) -> Path:
    path = tmp_path / "replica.db"
    for part in blank_replica.parent.iterdir():
        (tmp_path / part.name).write_bytes(part.read_bytes())
    return path


@pytest.fixture
def store(replica_path: Path, clock: ManualClock) -> Iterator[Store]:
    store = open_store(replica_path, KEY, clock)
    yield store
    store.close()

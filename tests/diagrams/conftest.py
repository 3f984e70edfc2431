"""A real store behind a session, and maps to begin with."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from crm_desktop.diagrams.ports import AtOnce
from crm_desktop.diagrams.session import Outside, Session, open_session
from crm_desktop.models.clock import ManualClock
from crm_desktop.models.edits import Create
from crm_desktop.models.ids import new_id
from crm_desktop.models.processes.reading import MapReading
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.queries.process_map import read_map

KEY = bytes(range(32))


@pytest.fixture(scope="session")
def blank_map(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A signed-in replica with nothing in it, made once."""
    path = tmp_path_factory.mktemp("map") / "replica.db"
    store = open_store(path, KEY, ManualClock())
    store.sign(new_id(), "this device")
    store.close()
    return path


@pytest.fixture
def store(blank_map: Path, tmp_path: Path) -> Iterator[Store]:
    for part in blank_map.parent.iterdir():
        if part.is_file():
            (tmp_path / part.name).write_bytes(part.read_bytes())
    store = open_store(tmp_path / "replica.db", KEY, ManualClock())
    yield store
    store.close()


@pytest.fixture
def session(store: Store) -> Session:
    """A session on a new, empty process."""
    made = Create("process", {"name": "订单到交付"})
    store.door.commit("process.create", [made])
    return opened(store, made.id)


def opened(store: Store, process_id: str) -> Session:
    """Open a process as the editor does, writing at once."""

    def read(ids: Collection[str] | None) -> MapReading:
        return store.read(read_map, process_id, ids)

    return open_session(read(None), Outside(store.door, AtOnce(), read))

"""A fresh PostgreSQL database for each test that asks for one.

The server is the one FIELDLINE_TEST_POSTGRES names. Without it the first test starts a cluster that all xdist workers
share and the main process stops; in CI a missing server is a failure, elsewhere a skip.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools import postgres_cluster
from tools.environment import exclusive

ADDRESS = "FIELDLINE_TEST_POSTGRES"
_SHARED = "FIELDLINE_TEST_POSTGRES_FOLDER"


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server, and the making and dropping of databases on it."""

    address: str

    def create(self, template: str = "template0") -> str:
        """Create an empty database, or a copy of the database named `template`; return its address."""
        name = f"test_{uuid.uuid4().hex}"
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self._address_of(name)

    def drop(self, address: str) -> None:
        """Drop a database by its address, with whoever is still connected."""
        self._execute(f'DROP DATABASE IF EXISTS "{self.name_of(address)}" WITH (FORCE)')

    @staticmethod
    def name_of(address: str) -> str:
        """Return the database name in an address, as `create(template=…)` wants it."""
        return address.partition("?")[0].rpartition("/")[2]

    def _address_of(self, name: str) -> str:
        base, question_mark, options = self.address.partition("?")
        return f"{base.rpartition('/')[0]}/{name}{question_mark}{options}"

    def _execute(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(statement.encode())


@pytest.fixture(scope="session")
def postgres_server() -> PostgresServer:
    """The server for this test run."""
    address = os.environ.get(ADDRESS)
    if address:
        return PostgresServer(address)
    if os.environ.get("CI"):
        pytest.fail(f"{ADDRESS} is not set: tests in CI need a real PostgreSQL.")
    try:
        postgres_cluster.find_binaries()
    except postgres_cluster.PostgresMissingError as problem:
        pytest.skip(f"{problem} Set {ADDRESS} to use a server that runs elsewhere.")
    return PostgresServer(_shared_cluster(Path(os.environ[_SHARED])))


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """Return the libpq address of an empty database that lives as long as the test."""
    address = postgres_server.create()
    yield address
    postgres_server.drop(address)


def pytest_configure(config: pytest.Config) -> None:
    """Tell xdist's workers where the shared cluster goes, and stop it when the whole run is over."""
    if hasattr(config, "workerinput"):
        return
    # Not pytest's own folder: socket paths are limited to about 100 bytes, and the server's user must get there.
    folder = Path(tempfile.mkdtemp(prefix="fl-pg-", dir=None if sys.platform == "win32" else "/tmp"))
    folder.chmod(0o755)
    os.environ[_SHARED] = str(folder)

    def clean_up() -> None:
        os.environ.pop(_SHARED, None)
        if (folder / "cluster").exists():
            postgres_cluster.stop(folder / "cluster")
        shutil.rmtree(folder, ignore_errors=True)

    config.add_cleanup(clean_up)


def _shared_cluster(folder: Path) -> str:
    note = folder / "address"
    with exclusive(folder / "lock"):
        if not note.exists():
            note.write_text(postgres_cluster.start(folder / "cluster"), encoding="utf-8")
        return note.read_text(encoding="utf-8")

"""A real central server in its own process, and real clients of it: encrypted store, HTTP, engine."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import pytest

from crm_desktop.models.clock import SystemClock
from crm_desktop.models.edits import Create, Edit
from crm_desktop.models.exchange import Device
from crm_desktop.models.ids import new_id
from crm_desktop.store.opening import Store, open_store
from crm_desktop.sync.checking import BothSides
from crm_desktop.sync.course import Listener
from crm_desktop.sync.engine import Engine
from crm_desktop.sync.events import Phase
from crm_desktop.sync.report import SyncReport
from crm_desktop.sync.session import SignedIn
from crm_desktop.sync.transport import HttpServer
from crm_server.services.bulk_write import write_as
from crm_server.services.set_up import NewOrganisation, NewUser, set_up
from crm_server.store.engine import Database, open_database
from crm_server.store.migrate import migrate
from tests.support.blank_replica import KEY, lay_blank
from tests.support.databases import fold_and_close
from tests.support.forked_server import start_server
from tests.support.mortal.lives import Lives

PASSWORD = "a long enough password"
ADMINISTRATOR = "admin"


@dataclass
class MemoryKeeper:
    """Keeps a refresh token for a client that lives as long as a test; real keepers have tests of their own."""

    token: str = ""
    history: list[str] = field(default_factory=list)

    def refresh_token(self) -> str:
        """Return the token, "" where there is none."""
        return self.token

    def keep_refresh_token(self, token: str) -> None:
        """Replace the token."""
        self.token = token
        self.history.append(token)


class Client:
    """One device: everything of the program but its windows."""

    def __init__(self, folder: Path, address: str, key: bytes | None = None) -> None:
        self.path, self.address = folder / "replica.db", address
        self.key = key or KEY
        if self.key == KEY:
            lay_blank(self.path)
        self.keeper = MemoryKeeper()
        self.signed_in = SignedIn(address, Device(id=new_id(), name="test", platform="linux"), self.keeper)
        self.server = HttpServer(address, self.signed_in)
        self.store: Store = open_store(self.path, self.key, SystemClock())
        self.reports: list[SyncReport] = []
        self.engine = Engine(
            self.store.replica,
            self.store.outbox,
            self.store.journal,
            self.server,
            SystemClock(),
            Listener(lambda _: None, self.reports.append),
            parts=BothSides(self.store.parts, self.server),
        )

    def sign_in(self, name: str = ADMINISTRATOR, password: str = PASSWORD) -> None:
        """Sign in, and act in the store as that person."""
        session = self.signed_in.sign_in(name, password)
        self.store.sign(session.user_id, self.signed_in.device.id)

    def sync(self, stop: threading.Event | None = None) -> SyncReport:
        """Do what the planner would ask for."""
        first = self.store.replica.position() is None
        middle = (Phase.SNAPSHOT,) if first else ()
        return self.engine.run((Phase.PUSH, *middle, Phase.PULL), stop or threading.Event())

    def commit(self, *edits: Edit) -> None:
        """Commit an act of the device's user."""
        self.store.door.commit("edit", edits)

    def account(self, **values: str) -> str:
        """Make an account and return its id."""
        edit = Create("account", values)
        self.commit(edit)
        return edit.id

    def close(self) -> None:
        """Let go of lines and file."""
        self.server.close()
        self.signed_in.hang_up()
        self.store.close()


@dataclass
class Central:
    """A running server, its database, and the organisation in it."""

    folder: Path
    url: str
    database: Database
    organisation: NewOrganisation

    @property
    def port(self) -> int:
        """Where it listens on loopback."""
        port = urlsplit(self.url).port
        assert port
        return port

    def write(self, *edits: Edit) -> None:
        """Write as the administrator, behind the clients' backs."""
        write_as(self.database, SystemClock(), self.owner, "edit", edits)

    @property
    def owner(self) -> tuple[str, str]:
        """The organisation and its administrator."""
        return self.organisation.org_id, self.organisation.administrator_id


@contextmanager
def serving(folder: Path, lives: Lives) -> Iterator[Central]:
    """Serve an organisation with an administrator from a folder, for the block."""
    template, made = _set_up()
    path = folder / "server.db"
    shutil.copyfile(template, path)
    database = open_database(f"sqlite:///{path}", 2)
    server = start_server(lives, folder)
    try:
        yield Central(folder, server.url, database, made)
    finally:
        server.stop()
        database.close()


@pytest.fixture
def central(tmp_path: Path, nursery: Lives) -> Iterator[Central]:
    """Start a server with an organisation and an administrator."""
    folder = tmp_path / "server"
    folder.mkdir()
    with serving(folder, nursery) as made:
        yield made


@cache
def _set_up() -> tuple[Path, NewOrganisation]:
    """Return a database to copy, made once for each process: copying is faster than migrating."""
    folder = TemporaryDirectory(prefix="fieldline-central-")
    _FOLDERS.append(folder)
    path = Path(folder.name) / "server.db"
    database = open_database(f"sqlite:///{path}")
    migrate(database)
    made = set_up(database, SystemClock(), "Hengtai", NewUser(ADMINISTRATOR, "Admin", PASSWORD), "CNY")
    fold_and_close(database)
    return path, made


_FOLDERS: list[TemporaryDirectory[str]] = []
"""Gone when the process ends."""


MakeClient = Callable[..., Client]


@pytest.fixture
def make_client(tmp_path: Path) -> Iterator[MakeClient]:
    """Make clients with `make_client(address)`; all are closed at the end."""
    with ExitStack() as stack:
        count = iter(range(100))

        def make(address: str, key: bytes | None = None) -> Client:
            folder = tmp_path / f"device-{next(count)}"
            folder.mkdir()
            client = Client(folder, address, key)
            stack.callback(client.close)
            return client

        yield make

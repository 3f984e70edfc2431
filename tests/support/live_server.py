"""A real server in a process of its own, on a real port, with people who can sign in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import requests

from crm_desktop.models.clock import ManualClock, SystemClock
from crm_desktop.models.ids import new_id
from crm_server.passwords import hash_password
from crm_server.services.set_up import NewOrganisation
from crm_server.store import credentials
from crm_server.store.engine import Database, open_database
from crm_server.store.migrate import migrate
from tests.support.databases import fold_and_close
from tests.support.forked_server import start_server
from tests.support.mortal.lives import Lives
from tests.support.office import PASSWORD, Office, open_office

SECONDS = 60


@dataclass
class LiveServer:
    """The server, and the sign-ins of its people."""

    url: str
    folder: Path
    people: dict[str, str]
    made: Any
    _tokens: dict[str, str] = field(default_factory=dict)

    def sign_in(self, name: str, password: str = PASSWORD) -> requests.Response:
        """Ask for a session on a new device."""
        device = {"id": new_id(), "name": f"{name}'s laptop", "platform": "linux"}
        return self.call("POST", "/v1/sign-in", json={"name": name, "password": password, "device": device})

    def token(self, name: str) -> str:
        """Return the access token of a person, signed in once."""
        if name not in self._tokens:
            answer = self.sign_in(name)
            assert answer.status_code == 200, answer.text
            self._tokens[name] = answer.json()["access_token"]
        return self._tokens[name]

    def call(self, method: str, path: str, name: str = "", **options: Any) -> requests.Response:
        """Send a request, as a person where one is named."""
        headers = options.pop("headers", {})
        if name:
            headers = headers | {"Authorization": f"Bearer {self.token(name)}"}
        return requests.request(method, self.url + path, headers=headers, timeout=SECONDS, **options)

    def push(self, name: str, *changes: dict[str, Any], act: str = "act") -> dict[str, Any]:
        """Send one transaction and return its outcome."""
        now = SystemClock().now()
        sent = {"id": new_id(), "act": act, "made_at": now, "changes": list(changes)}
        answer = self.call("POST", "/v1/sync/push", name, json={"transactions": [sent], "clock": now})
        assert answer.status_code == 200, answer.text
        outcome: dict[str, Any] = answer.json()["outcomes"][0]
        return outcome

    def position(self, name: str) -> dict[str, Any]:
        """Return the position of a fresh snapshot."""
        answer = self.call("POST", "/v1/sync/snapshot", name, json={"limit": 1})
        assert answer.status_code == 200, answer.text
        position: dict[str, Any] = answer.json()["position"]
        return position

    def log(self) -> str:
        """Return what the server has logged."""
        return (self.folder / "server.log").read_text(encoding="utf-8")


def furnish(folder: Path, address: str = "") -> Office:
    """Make a database with an organisation whose people can all sign in; the caller closes it.

    It is a SQLite file in the folder unless `address` names another.
    """
    if address:
        database = open_database(address)
        migrate(database)
        return _people_who_sign_in(database)
    template, made, people = _furnished()
    shutil.copyfile(template, folder / "server.db")
    return Office(open_database(f"sqlite:///{folder / 'server.db'}"), ManualClock(), made, dict(people))


def _people_who_sign_in(database: Database) -> Office:
    office = open_office(database)
    hashed = hash_password(PASSWORD)
    with database.write() as connection:
        for name, user_id in office.people.items():
            credentials.set_password(connection, (office.org_id, user_id), name, hashed, 0)
    return office


@cache
def _furnished() -> tuple[Path, NewOrganisation, dict[str, str]]:
    """Return a furnished database to copy, made once for each process: copying is faster than migrating."""
    folder = TemporaryDirectory(prefix="fieldline-furnished-")
    _FOLDERS.append(folder)
    path = Path(folder.name) / "server.db"
    database = open_database(f"sqlite:///{path}")
    migrate(database)
    office = _people_who_sign_in(database)
    fold_and_close(database)
    return path, office.made, office.people


_FOLDERS: list[TemporaryDirectory[str]] = []
"""Gone when the process ends."""


@pytest.fixture(scope="module")
def live_server(tmp_path_factory: pytest.TempPathFactory, nursery: Lives) -> Iterator[LiveServer]:
    """A server that the tests of one module share."""
    folder = tmp_path_factory.mktemp("live")
    office = furnish(folder)
    office.database.close()
    running = start_server(nursery, folder)
    yield LiveServer(running.url, folder, office.people, office.made)
    assert running.stop() == 0

"""A real server in a process of its own, on a real port, with people who can sign in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests

from crm_desktop.models.clock import SystemClock
from crm_desktop.models.ids import new_id
from crm_server import embedded
from crm_server.passwords import hash_password
from crm_server.store import credentials
from crm_server.store.engine import open_database
from crm_server.store.migrate import migrate
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
    database = open_database(address or f"sqlite:///{folder / 'server.db'}")
    migrate(database)
    office = open_office(database, clock=None)
    hashed = hash_password(PASSWORD)
    with database.write() as connection:
        for name, user_id in office.people.items():
            credentials.set_password(connection, (office.org_id, user_id), name, hashed, 0)
    return office


@pytest.fixture(scope="module")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server that the tests of one module share."""
    folder = tmp_path_factory.mktemp("live")
    office = furnish(folder)
    office.database.close()
    running = embedded.start(folder)
    yield LiveServer(running.url, folder, office.people, office.made)
    assert running.stop() == 0

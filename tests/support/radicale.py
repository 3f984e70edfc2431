"""A real CalDAV server for the tests of a file, and its calendars as a phone sees them. The fixture is `elsewhere`."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.support.processes import RunningProgram, find_free_port

_MAKE = (
    '<d:mkcol xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:set><d:prop><d:resourcetype><d:collection/>'
    "<c:calendar/></d:resourcetype>{room}</d:prop></d:set></d:mkcol>"
)
_ROOM = "<c:supported-calendar-component-set>{kinds}</c:supported-calendar-component-set>"


class Elsewhere:
    """The other calendar as a phone sees it."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}/"
        self.folder = f"{self.address}lin/visits/"
        self._session = requests.Session()
        self._session.auth = ("lin", "secret")

    def make(self, address: str, *components: str) -> None:
        """Make a calendar for everything, or one for these components alone."""
        kinds = "".join(f'<c:comp name="{each}"/>' for each in components)
        body = _MAKE.format(room=_ROOM.format(kinds=kinds) if kinds else "")
        assert self._call("MKCOL", address, body).status_code == 201

    def _call(self, method: str, address: str, body: str = "") -> requests.Response:
        return self._session.request(method, address, data=body.encode(), timeout=10)

    def put(self, name: str, text: str, folder: str = "") -> None:
        """Write an entry."""
        assert self._call("PUT", f"{folder or self.folder}{name}.ics", text).status_code in (201, 204)

    def get(self, name: str, folder: str = "") -> str:
        """Return an entry's text; empty where there is none."""
        answer = self._call("GET", f"{folder or self.folder}{name}.ics")
        return answer.content.decode() if answer.status_code == 200 else ""

    def delete(self, name: str, folder: str = "") -> None:
        """Delete an entry."""
        assert self._call("DELETE", f"{folder or self.folder}{name}.ics").status_code == 200

    def close(self) -> None:
        """Hang up."""
        self._session.close()


@pytest.fixture(scope="module")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """Start a Radicale with one person; give its port and the folder in which it keeps what that person has."""
    folder = tmp_path_factory.mktemp("radicale")
    port = find_free_port()
    (folder / "users").write_text("lin:secret\n")
    options = {
        "--hosts": f"127.0.0.1:{port}", "--storage-filesystem-folder": str(folder / "dav"), "--auth-type": "htpasswd",
        "--auth-htpasswd-filename": str(folder / "users"), "--auth-htpasswd-encryption": "plain", "--auth-delay": "0",
    }  # fmt: skip
    words = ["-m", "radicale", *(word for option in options.items() for word in option)]
    with RunningProgram([sys.executable, *words]) as program:
        program.wait_for(r"Radicale server ready")
        yield port, folder / "dav" / "collection-root" / "lin"


@pytest.fixture
def elsewhere(radicale: tuple[int, Path]) -> Iterator[Elsewhere]:
    """Give one empty calendar; what an earlier test left is gone."""
    port, home = radicale
    shutil.rmtree(home, ignore_errors=True)
    made = Elsewhere(port)
    made.make(made.folder)
    yield made
    made.close()

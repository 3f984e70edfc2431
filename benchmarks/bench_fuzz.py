"""The server asked for long, by schemathesis and against its own description, on SQLite and on PostgreSQL.

The limit is no wrong answer: no status, shape or header that the description does not name, no 5xx, nothing accepted
that it forbids, nothing refused that it allows.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import requests

from benchmarks.options import Options
from benchmarks.report import Measurement, at_most
from tests.support.fuzzing import OF_A_RESCUE, Extent, Fuzzed, fuzz
from tests.support.live_server import LiveServer, furnish
from tests.support.postgres import PostgresServer
from tests.support.server_process import ServerProcess
from tools import postgres_cluster

NAME = "fuzz"
_EXAMPLES = 300


def run(options: Options) -> list[Measurement]:
    """Ask on each kind of database that there is."""
    folder = options.folder / "fuzz"
    folder.mkdir(parents=True)
    found = _asked(options, folder / "sqlite", f"sqlite:///{folder / 'sqlite' / 'server.db'}", "SQLite")
    if shutil.which("pg_ctl") or Path("/usr/lib/postgresql").exists():
        cluster = Path("/tmp") / f"fieldline-fuzz-{folder.parent.name}"  # short: the path of a socket is limited
        server = PostgresServer(postgres_cluster.start(cluster))
        try:
            found += _asked(options, folder / "postgres", server.create(), "PostgreSQL")
        finally:
            postgres_cluster.stop(cluster)
    return found


def _asked(options: Options, folder: Path, url: str, name: str) -> list[Measurement]:
    folder.mkdir()
    office = furnish(folder, url)
    office.database.close()
    examples = max(5, int(_EXAMPLES * options.scale))
    seed = options.seed or 1
    with ServerProcess(url) as process:
        server = LiveServer(process.url, folder, office.people, office.made)
        parts = [
            fuzz(process.url, server.token("ann"), Extent(examples=examples, seed=seed), folder),
            fuzz(process.url, _rescue(server), Extent(OF_A_RESCUE, examples=examples, seed=seed), folder),
        ]
    for part in parts:
        if not part.good:
            print(part.output, file=sys.stderr, flush=True)
    return [
        Measurement(f"{name}: addresses", sum(part.operations for part in parts), ""),
        Measurement(f"{name}: requests made up", sum(part.cases for part in parts), ""),
        at_most(f"{name}: runs with a wrong answer", sum(_wrong(part) for part in parts), "", 0),
    ]


def _wrong(part: Fuzzed) -> int:
    return 0 if part.good else 1


def _rescue(server: LiveServer) -> str:
    """Return the token by which a device that was revoked hands over its work."""
    session = server.sign_in("bob").json()
    headers = {"Authorization": f"Bearer {session['access_token']}"}
    listed = requests.get(f"{server.url}/v1/devices", headers=headers, timeout=60).json()["devices"]
    device = next(each["id"] for each in listed if each["this"])
    assert requests.delete(f"{server.url}/v1/devices/{device}", headers=headers, timeout=60).status_code == 204
    asked = {"refresh_token": session["refresh_token"], "device_id": device}
    return str(requests.post(f"{server.url}/v1/rescue", json=asked, timeout=60).json()["token"])

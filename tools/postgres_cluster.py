"""A throw-away PostgreSQL cluster on a Unix socket, for tests, benchmarks and `.ci/run`. Standard library only.

`python -m tools.postgres_cluster start DIR` prints the address of the running cluster, `stop DIR` ends it.
It never listens on TCP and runs as an ordinary user: PostgreSQL refuses to run as root.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

OLDEST_VERSION = 15
_SUPERUSER = "fieldline"
_SETTINGS = {"listen_addresses": "''", "max_connections": "200", "log_min_messages": "fatal"}
# The cluster dies with the tests, and fsync would be most of their time.
_NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PostgresMissingError(Exception):
    """There is no usable PostgreSQL here; the message is a sentence."""


def start(folder: Path, durable: bool = False) -> str:
    """Create and start a cluster in `folder` (which must be short and empty); return its libpq address.

    `durable` leaves PostgreSQL's own settings as they are, for measurements: a commit then waits for the disk.
    """
    binaries = find_binaries()
    owner = _owner()
    folder.mkdir(parents=True, exist_ok=True)
    if owner:
        os.chown(folder, owner["user"], owner["group"])
    data = folder / "data"
    options = ["--username", _SUPERUSER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync"]
    _call(folder, [str(binaries / "initdb"), "--pgdata", str(data), *options])
    chosen = _SETTINGS if durable else _SETTINGS | _NOT_DURABLE
    settings = " ".join(f"-c {name}={value}" for name, value in chosen.items())
    settings += f" -c unix_socket_directories={folder}"
    log = str(folder / "server.log")
    _call(folder, [str(binaries / "pg_ctl"), "start", "--wait", "-D", str(data), "-l", log, "-o", settings])
    return f"postgresql:///postgres?host={quote(str(folder), safe='')}&user={_SUPERUSER}"


def stop(folder: Path) -> None:
    """Stop the cluster in `folder` at once and remove it; nothing happens where none runs."""
    if (folder / "data" / "postmaster.pid").exists():
        program = str(find_binaries() / "pg_ctl")
        _call(folder, [program, "stop", "--wait", "-D", str(folder / "data"), "-m", "immediate"])
    shutil.rmtree(folder, ignore_errors=True)


def find_binaries() -> Path:
    """Return the folder with the newest server programs, or raise PostgresMissingError."""
    if sys.platform == "win32":
        raise PostgresMissingError("PostgreSQL tests start their own server only on Linux and macOS.")
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    found = shutil.which("initdb")
    if found:
        folders.append(Path(found).resolve().parent)
    usable = [(version, folder) for folder in folders if (version := _version(folder)) >= OLDEST_VERSION]
    if not usable:
        raise PostgresMissingError(f"No PostgreSQL {OLDEST_VERSION} or newer is installed (initdb was not found).")
    return max(usable)[1]


def _version(folder: Path) -> int:
    asked = subprocess.run([str(folder / "postgres"), "--version"], check=False, capture_output=True, text=True)
    digits = asked.stdout.rpartition("PostgreSQL) ")[2].split(".")[0] if asked.returncode == 0 else ""
    return int(digits) if digits.isdigit() else 0


def _owner() -> dict[str, Any]:
    """Return the subprocess options that step down from root."""
    if sys.platform == "win32" or os.getuid() != 0:
        return {}
    import pwd

    names = [entry.pw_name for entry in pwd.getpwall()]
    account = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _call(folder: Path, command: list[str]) -> None:
    # A file, not a pipe: the server that pg_ctl leaves behind inherits it, and a pipe would never end.
    with (folder / "setup.log").open("a") as log:
        code = subprocess.run(command, cwd=folder, stdout=log, stderr=log, check=False, **_owner()).returncode
    if code != 0:
        raise PostgresMissingError(f"PostgreSQL did not start: {(folder / 'setup.log').read_text()[-2000:]}")


def main(arguments: list[str]) -> int:
    """Serve the command line described above."""
    if len(arguments) != 2 or arguments[0] not in ("start", "stop"):
        print("usage: python -m tools.postgres_cluster start|stop DIR", file=sys.stderr)
        return 2
    folder = Path(arguments[1]).resolve()
    try:
        if arguments[0] == "start":
            print(start(folder))
        else:
            stop(folder)
    except PostgresMissingError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A server of one's own: a child process on a loopback port, for the demo and for tests."""

import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

_READY = "ready at "


@dataclass(frozen=True, slots=True)
class RunningServer:
    """A started server; `url` has no slash at its end."""

    url: str
    process: "subprocess.Popen[str]"

    def __enter__(self) -> "RunningServer":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self, seconds: float = 10) -> int:
        """End it in order, insist after a while, and return its exit status."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()
        return status


def start(
    data_dir: Path,
    port: int = 0,
    log: Path | None = None,
    seconds: float = 30,
    *,
    database: str = "",
    workers: int = 1,
) -> RunningServer:
    """Start `crm-server serve` on a database folder and return once it answers; it ends when this process ends.

    The database is the SQLite file in the folder unless `database` names another. Its log goes to `log`, by default to
    `server.log` in the folder. Raises RuntimeError when it does not come up.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    other = ["--database", database] if database else []
    command = [sys.executable, "-m", "crm_server", "--data", str(data_dir), *other, "serve", "--port", str(port)]
    with (log or data_dir / "server.log").open("ab") as written:
        process = subprocess.Popen(
            [*command, "--workers", str(workers), "--until-stdin-closes"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=written,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
    url = _await_ready(process, seconds)
    if url is None:
        RunningServer("", process).stop(1)
        raise RuntimeError("the server did not start; its log says why")
    return RunningServer(url, process)


def _await_ready(process: "subprocess.Popen[str]", seconds: float) -> str | None:
    """Return the address from the line the server prints when it is ready; None when it ends or takes too long."""
    overdue = threading.Timer(seconds, process.kill)
    overdue.start()
    try:
        for line in process.stdout or ():
            _, found, address = line.strip().partition(_READY)
            if found:
                return address
        return None
    finally:
        overdue.cancel()
        overdue.join()

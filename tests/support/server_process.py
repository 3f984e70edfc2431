"""A real server process on any database, alone or beside others on the same one; it can be killed, stopped, restarted.

`through` names a program of `tests/support` that prepares its process and then runs the ordinary command line: see
`mortal.py`. The product itself knows nothing of it.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from tests.support.processes import RunningProgram

ORDINARY = ("-m", "crm_server")


class ServerProcess:
    """`crm-server serve`, ready to answer. Use as a context manager."""

    def __init__(
        self,
        database_url: str,
        port: int = 0,
        through: tuple[str, ...] = ORDINARY,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        command = [sys.executable, *through, "--database", database_url, "serve", "--port", str(port)]
        self.program = RunningProgram(command, env, cwd)
        try:
            self.url = self.program.wait_for(r"ready at (http\S+)")[1]
        except BaseException:
            self.program.__exit__()
            raise

    @property
    def port(self) -> int:
        """Where it listens on loopback."""
        port = urlsplit(self.url).port
        assert port
        return port

    def pause(self) -> None:
        """Freeze the process: its sockets stay open and answer nothing."""
        os.kill(self.program.process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """Thaw the process."""
        os.kill(self.program.process.pid, signal.SIGCONT)

    def kill(self) -> None:
        """End it as a crash would."""
        self.program.kill()

    def died(self) -> bool:
        """Wait for its end; tell whether SIGKILL ended it."""
        return self.program.wait() == -signal.SIGKILL

    def __enter__(self) -> ServerProcess:
        return self

    def __exit__(self, *_: object) -> None:
        if self.program.process.poll() is None:
            self.go_on()
        self.program.__exit__()

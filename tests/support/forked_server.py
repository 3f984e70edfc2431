"""A real server on a real port, forked from a process that has loaded it already; starting Python takes seconds.

Processes started as an operator starts them are in `server_process.py`, and `crm_server.embedded` has one for programs.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Protocol

from crm_server import embedded
from tests.support.mortal.lives import Life, Lives

SERVE = "tests.support.mortal.server:serve"
_IN_ORDER = (0, -signal.SIGTERM)
"""uvicorn ends in order and then as the signal would have ended it."""


class Running(Protocol):
    """A server that answers at `url`, without a slash at its end."""

    @property
    def url(self) -> str:
        """Where it listens."""

    def stop(self) -> int:
        """End it in order, 0 where it did."""


class ForkedServer:
    """`crm-server serve` in a process of its own; its log goes to `server.log` in the folder."""

    def __init__(self, lives: Lives, folder: Path, database_url: str, port: int = 0) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._life: Life = lives.start(SERVE, database_url=database_url, port=port, folder=str(folder))
        self.url = self._life.wait_for(r"ready at (http\S+)")[1]

    def stop(self) -> int:
        """End it in order and return 0, or the status that says otherwise."""
        self._life.signal(signal.SIGTERM)
        status = self._life.wait()
        return 0 if status in _IN_ORDER else status

    def kill(self) -> None:
        """End it as a crash would."""
        self._life.kill()


def start_server(lives: Lives, folder: Path, database_url: str = "", port: int = 0) -> Running:
    """Serve a database, `server.db` in the folder unless another is named; the ordinary way where nothing can fork."""
    if not hasattr(os, "fork"):
        return embedded.start(folder, port, database=database_url)
    return ForkedServer(lives, folder, database_url or f"sqlite:///{folder / 'server.db'}", port)

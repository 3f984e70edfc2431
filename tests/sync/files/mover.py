"""A process that moves a replica's files until it is killed: `python -m tests.sync.files.mover PATH KEY URL TOKEN`.

Each piece is one chunk; before each it says `moved DIRECTION DONE`, at the end `finished`.
"""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from crm_desktop.models.clock import SystemClock
from crm_desktop.models.contents import CHUNK_BYTES
from crm_desktop.store.opening import open_store
from crm_desktop.sync.files import transfers
from crm_desktop.sync.files.progress import Moving
from crm_desktop.sync.files.transport import HttpFileServer


@dataclass(frozen=True)
class OneToken:
    """Signed in by a token that lasts as long as the test."""

    token: str

    def access_token(self, instead_of: str = "") -> str:
        """Return the token."""
        return self.token

    def hang_up(self) -> None:
        """Nothing is under way here."""


def main(path: str, key: str, address: str, token: str) -> None:
    """Move everything."""
    setattr(transfers, "next_piece", lambda _size, _took: CHUNK_BYTES)  # noqa: B010  (mypy: it is imported there)
    setattr(transfers, "FIRST_BYTES", CHUNK_BYTES)  # noqa: B010
    store = open_store(Path(path), bytes.fromhex(key), SystemClock())
    server = HttpFileServer(address, OneToken(token))
    transfers.Transfers(store.attachments.queue, server, threading.Event(), say, lambda _: None).run()
    print("finished", flush=True)


def say(moving: Moving) -> None:
    """Say how far it is."""
    print(f"moved {moving.direction} {moving.done}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

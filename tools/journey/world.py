"""Where the journey takes place: a folder, the central server with the sample in it, and a line that can be cut."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from crm_server import embedded
from crm_server.services.sample_organisation import ADMINISTRATOR, CSM, SAMPLE_PASSWORD
from tests.support.proxy import CuttingProxy
from tools.journey.colleague import Colleague
from tools.journey.processes import must_run


@dataclass(frozen=True, slots=True)
class World:
    """The server is reached directly by colleagues, through `line` by the rep whose day this is."""

    folder: Path
    server_url: str
    line: CuttingProxy
    language: str

    @property
    def rep_address(self) -> str:
        """The address the rep types."""
        return f"http://127.0.0.1:{self.line.port}"

    @property
    def rep(self) -> tuple[str, str]:
        """Sign-in name and password of the rep."""
        return CSM, SAMPLE_PASSWORD

    def profile(self, name: str) -> Path:
        """Return the profile folder of one device."""
        return self.folder / name

    @contextmanager
    def manager(self) -> Iterator[Colleague]:
        """Someone who manages all regions, at a desk of their own, without a window."""
        with Colleague.at_work(self.profile("manager"), self.server_url, ADMINISTRATOR, SAMPLE_PASSWORD) as made:
            yield made


@contextmanager
def world(folder: Path, language: str) -> Iterator[World]:
    """Make the sample organisation, start its server and the line; take everything down at the end."""
    data = folder / "server"
    data.mkdir(parents=True, exist_ok=True)
    must_run([sys.executable, "-m", "crm_server", "--data", str(data), "sample", "--language", language])
    running = embedded.start(data)
    try:
        with CuttingProxy(urlsplit(running.url).port or 0) as line:
            yield World(folder, running.url, line, language)
    finally:
        running.stop()

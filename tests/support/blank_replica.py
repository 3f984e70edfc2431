"""An empty replica to begin with: a copy of one that was made once in this process, since migrating takes longer."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from crm_desktop.models.clock import SystemClock
from crm_desktop.store.opening import open_store

KEY = bytes(range(32))


def lay_blank(path: Path) -> None:
    """Put an empty replica under `KEY` at the path, unless something is there; nobody has signed in yet."""
    if not path.exists():
        shutil.copyfile(_blank(), path)


@cache
def _blank() -> Path:
    folder = TemporaryDirectory(prefix="fieldline-blank-")
    _FOLDERS.append(folder)
    path = Path(folder.name) / "replica.db"
    open_store(path, KEY, SystemClock()).close()
    return path


_FOLDERS: list[TemporaryDirectory[str]] = []
"""Gone when the process ends."""

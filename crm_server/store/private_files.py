"""Files that only their owner may read, from their first byte on: databases, backups, contents."""

import os
from pathlib import Path


def created(path: Path) -> int:
    """Create the file for its owner alone and return its descriptor, for writing; raises FileExistsError."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)


def make_private(path: Path) -> None:
    """Create the file, empty, for its owner alone, where there is none yet."""
    try:
        os.close(created(path))
    except FileExistsError:
        return

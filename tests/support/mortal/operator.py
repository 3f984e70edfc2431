"""The command `crm-server` in a forked process: its words, what it is told, and what it says, in files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path


def operate(words: Sequence[str], told: str, folder: str) -> int:
    """Run a command and return its status; `told` is its input, its streams go to `out` and `err` in the folder."""
    from crm_server.cli.commands import run

    os.dup(1)  # so that the nursery does not think that it has ended
    given = Path(folder, "in")
    given.write_text(told, encoding="utf-8")
    os.dup2(os.open(given, os.O_RDONLY), 0)
    for descriptor, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(Path(folder, name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)
    return run(list(words))

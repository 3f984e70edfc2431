"""Reads one process file and says how many seconds and megabytes that took, and what became of it."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import psutil

from crm_desktop.interchange.process_files import open_process_file
from crm_desktop.models.errors import UserError


def main(path: Path) -> None:
    """Print seconds, megabytes at most, and `opened` or the code of the refusal."""
    begin = time.perf_counter()
    try:
        open_process_file(path)
        outcome = "opened"
    except UserError as refusal:
        outcome = refusal.code
    print(time.perf_counter() - begin, _megabytes(), outcome)


def _megabytes() -> float:
    """Return the most that this process has held."""
    status = Path("/proc/self/status")
    if status.exists():
        held = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(held.split()[1]) / 1024
    return float(psutil.Process().memory_info().rss) / 1024**2


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""What a benchmark is given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """An empty folder of its own, and the fraction of the full data volume to use (1.0 is what the limits are for).

    `transactions`, `seed` and `processes` are for benchmarks that live by chance: None leaves the first two to them.
    `nodes` leaves of a benchmark over maps of several sizes the one with so many steps.
    `elk` is the folder of an elkjs package to be measured beside.
    `json` is where the results will be written; a long one may keep there what it has so far.
    """

    folder: Path
    scale: float = 1.0
    transactions: int | None = None
    seed: int | None = None
    processes: int = 1
    json: Path | None = None
    nodes: int | None = None
    elk: Path | None = None

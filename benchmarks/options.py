"""What a benchmark is given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """An empty folder of its own, and the fraction of the full data volume to use (1.0 is what the limits are for).

    `transactions` and `seed` are for benchmarks that live by chance: None leaves both to them.
    """

    folder: Path
    scale: float = 1.0
    transactions: int | None = None
    seed: int | None = None

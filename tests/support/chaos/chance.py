"""Where chance comes from: one seed, streams by name, so that a world with the same seed lives through the same again.

Ids are drawn from a stream too: their order decides ties and pages, so a replay needs the same ones.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from crm_desktop.models import ids
from crm_desktop.models.clock import Clock


def stream(seed: int, name: str) -> random.Random:
    """Return a source of chance of its own for each name."""
    return random.Random(f"{seed} {name}")


class DeviceClock:
    """A device's clock: the world's, and wrong by as much as somebody has set it wrong."""

    def __init__(self, truth: Clock) -> None:
        self._truth = truth
        self.skew = 0

    def now(self) -> int:
        """Return what the device believes, in milliseconds since 1970."""
        return self._truth.now() + self.skew


@contextmanager
def repeatable_ids(seed: int, clock: Clock) -> Iterator[None]:
    """Let new ids come from the seed and the world's clock instead of the machine's, for the block."""
    chance = stream(seed, "ids")
    stand_ins: dict[str, Any] = {
        "_random_bits": chance.getrandbits,
        "os": SimpleNamespace(urandom=chance.randbytes),
        "time": SimpleNamespace(time_ns=lambda: clock.now() * 1_000_000),
        "_counter": ids._Counter(),
    }
    usual = {name: getattr(ids, name) for name in stand_ins}
    vars(ids).update(stand_ins)
    try:
        yield
    finally:
        vars(ids).update(usual)

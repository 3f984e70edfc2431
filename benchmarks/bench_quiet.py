"""Nothing to do: what a sync costs when both sides agree. One request, its time and its bytes over loopback."""

from __future__ import annotations

import time

from benchmarks.central import PASSWORD, furnish, serving
from benchmarks.options import Options
from benchmarks.replicas import median, replica
from benchmarks.report import Measurement, at_most, percentile
from crm_desktop.sync.events import Phase

NAME = "quiet"
_ROUNDS = 100


def run(options: Options) -> list[Measurement]:
    """Sync again and again without news."""
    address = f"sqlite:///{options.folder / 'server.db'}"
    furnish(address, 1, 1)
    times = []
    with (
        serving(address, options.folder) as server,
        replica(options.folder / "device", server.url, "bench0", PASSWORD) as device,
    ):
        before = device.server.traffic()
        for _ in range(_ROUNDS):
            began = time.perf_counter()
            device.run(Phase.PULL)
            times.append((time.perf_counter() - began) * 1000)
        used = device.server.traffic() - before
    return [
        at_most("requests", used.requests / _ROUNDS, "", 1),
        at_most("a sync without news", median(times), "ms", 10, samples=times),
        Measurement("p99 of it", percentile(times, 99), "ms"),
        at_most("messages, both ways", (used.up + used.down) / _ROUNDS, "bytes", 500),
    ]

"""One edit visible on another client: from the commit on one device until another one has it in its replica.

Two whole sync loops with real stores, a server of two workers, loopback; on both databases.
"""

from __future__ import annotations

import queue
import time
from pathlib import Path

from benchmarks.central import PASSWORD, furnish, place, serving
from benchmarks.options import Options
from benchmarks.replicas import MeasuredReplica, nobody, replica
from benchmarks.report import Measurement, at_most, percentile
from crm_desktop.models.edits import Update
from crm_desktop.models.sync_run import Touched
from crm_desktop.sync.schedule import Audience, SyncLoop
from crm_desktop.sync.status import PillState, SyncStatus

NAME = "visible"
_EDITS = 200
_WORKERS = 2
_PATIENCE = 20.0


def run(options: Options) -> list[Measurement]:
    """Edit on one device and wait for the other, again and again."""
    edits = max(20, int(_EDITS * options.scale))
    measured: list[Measurement] = []
    for kind in ("postgresql", "sqlite"):
        folder = options.folder / kind
        folder.mkdir()
        times = _times(kind, folder, edits)
        measured += [
            at_most(f"{kind}, median", percentile(times, 50), "ms", 100, samples=times),
            at_most(f"{kind}, p99", percentile(times, 99), "ms", 300),
        ]
    return measured


def _times(kind: str, folder: Path, edits: int) -> list[float]:
    with place(kind, folder) as address:
        account = furnish(address, 1, 1)[0].devices[0].accounts[0]
        with (
            serving(address, folder, _WORKERS) as server,
            replica(folder / "writer", server.url, "bench0", PASSWORD) as writer,
            replica(folder / "reader", server.url, "bench0", PASSWORD) as reader,
        ):
            writing, reading = _Looping(writer), _Looping(reader)
            try:
                return [_one(writing, reading, account, number) for number in range(edits)]
            finally:
                writing.loop.stop()
                reading.loop.stop()


class _Looping:
    """A replica whose sync loop runs, and what it says."""

    def __init__(self, device: MeasuredReplica) -> None:
        self.device = device
        self.touched: queue.SimpleQueue[frozenset[str]] = queue.SimpleQueue()
        self._calm: queue.SimpleQueue[None] = queue.SimpleQueue()
        self.loop = SyncLoop(device.engine, device.server, Audience(self._heard, self._saw, nobody))
        self.loop.start()
        self._calm.get(timeout=_PATIENCE)

    def _heard(self, status: SyncStatus) -> None:
        if status.state is PillState.UP_TO_DATE:
            self._calm.put(None)

    def _saw(self, touched: Touched) -> None:
        self.touched.put(touched.ids)


def _one(writing: _Looping, reading: _Looping, account: str, number: int) -> float:
    """Return the milliseconds of one edit on its way."""
    began = time.perf_counter()
    writing.device.store.door.commit("edit", [Update("account", account, {"next_step": f"第 {number} 步"})])
    writing.loop.committed()
    while account not in reading.touched.get(timeout=_PATIENCE):
        continue
    return (time.perf_counter() - began) * 1000

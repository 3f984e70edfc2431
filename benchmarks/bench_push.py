"""5,000 offline edits, one act each, pushed by a real client replica to a real server process over loopback.

Timed from the first request until the last answer is kept durably in the encrypted outbox.
"""

from __future__ import annotations

import time

from benchmarks.central import PASSWORD, furnish, serving
from benchmarks.options import Options
from benchmarks.replicas import MeasuredReplica, median, replica
from benchmarks.report import Measurement, at_most
from crm_desktop.models.edits import Update
from crm_desktop.sync.events import Phase

NAME = "push"
_EDITS = 5_000
_ACCOUNTS = 1_000
_ROUNDS = 5


def run(options: Options) -> list[Measurement]:
    """Push again and again, each time fresh edits of the same accounts."""
    edits, rounds = max(200, int(_EDITS * options.scale)), _ROUNDS if options.scale >= 0.2 else 2
    address = f"sqlite:///{options.folder / 'server.db'}"
    office = furnish(address, 1, 1, _ACCOUNTS)
    accounts = office[0].devices[0].accounts
    with (
        serving(address, options.folder) as server,
        replica(options.folder / "device", server.url, "bench0", PASSWORD) as device,
    ):
        seconds = [_pushed(device, accounts, edits, number) for number in range(rounds)]
        sent = device.engine.server.traffic().up
    return [
        at_most(f"{edits:,} offline edits", median(seconds), "s", options.scale, samples=seconds),
        Measurement("edits a second", edits / median(seconds), "edits/s"),
        Measurement("sent for an edit", sent / edits / rounds, "bytes"),
    ]


def _pushed(device: MeasuredReplica, accounts: tuple[str, ...], edits: int, number: int) -> float:
    for index in range(edits):
        account = accounts[index % len(accounts)]
        device.store.door.commit("edit", [Update("account", account, {"next_step": f"第 {number}-{index} 步"})])
    assert device.store.outbox.count() == edits
    began = time.perf_counter()
    report = device.run(Phase.PUSH)
    seconds = time.perf_counter() - began
    assert (report.run.sent, device.store.outbox.count()) == (edits, 0)
    device.run(Phase.PULL)
    return seconds

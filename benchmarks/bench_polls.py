"""1,000 devices that wait in a long poll: what they cost the server in memory, and how fast a commit wakes them.

One worker on PostgreSQL. Memory is what the process really owns (USS), before and while they wait.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from functools import partial

import psutil
import requests

from benchmarks.central import MeasuredDevice, furnish, place, serving
from benchmarks.load import request, send_all
from benchmarks.options import Options
from benchmarks.replicas import median
from benchmarks.report import Measurement, at_most
from crm_desktop.models.clock import SystemClock
from crm_desktop.models.edits import Create
from crm_server.services.bulk_write import write_as
from crm_server.store.engine import Database, open_database

NAME = "polls"
_POLLS = 1_000
_DEVICES = 50
_ROUNDS = 5
_MOST_MB = 60
_MOST_SECONDS = 1.0


def run(options: Options) -> list[Measurement]:
    """Let them wait, write one record, and see when each is answered; again and again."""
    polls = max(50, int(_POLLS * options.scale))
    with place("postgresql", options.folder) as address:
        office = furnish(address, 1, _DEVICES, 1)[0]
        with serving(address, options.folder) as server:
            process = psutil.Process(server.process.pid)
            _warm_up(server.url, office.devices)
            idle = _owned_mb(process)
            database = open_database(address, 2)
            write = partial(_commit, database, (office.org_id, office.user_id))
            rounds = [asyncio.run(_wait(server.url, office.devices, polls, process, write)) for _ in range(_ROUNDS)]
            database.close()
    memory = [waited - idle for waited, _ in rounds]
    woken = [seconds for _, seconds in rounds]
    return [
        at_most(f"memory of {polls:,} waiting polls", max(memory), "MB", _MOST_MB, samples=memory),
        Measurement("of each", max(memory) * 1000 / polls, "kB"),
        at_most("until the last one is woken", median(woken), "s", _MOST_SECONDS, samples=woken),
        Measurement("the idle server", idle, "MB"),
    ]


def _commit(database: Database, owner: tuple[str, str]) -> int:
    return write_as(database, SystemClock(), owner, "edit", [Create("account", {"name": "News"})])


async def _wait(
    url: str, devices: Sequence[MeasuredDevice], polls: int, process: psutil.Process, commit: Callable[[], int]
) -> tuple[float, float]:
    """Return what the server owns while all wait, in MB, and the seconds from the commit to the last answer."""
    head = await asyncio.to_thread(commit)
    answered: list[float] = []
    lines = [
        [request("GET", f"/v1/sync/poke?after={head}&wait=50", devices[number % len(devices)].token)]
        for number in range(polls)
    ]
    sending = asyncio.create_task(send_all(url, lines, lambda _body, _seconds: answered.append(time.perf_counter())))
    while await asyncio.to_thread(_waiting, url) < polls:  # noqa: ASYNC110 - the server is another process
        await asyncio.sleep(0.1)
    memory = _owned_mb(process)
    assert not answered, "a poll was answered without news"
    await asyncio.to_thread(commit)
    committed = time.perf_counter()
    await sending
    return memory, answered[-1] - committed


def _waiting(url: str) -> int:
    text = requests.get(f"{url}/metrics", timeout=30).text
    found = [line for line in text.splitlines() if line.startswith("fieldline_waiting_devices ")]
    return int(float(found[0].partition(" ")[2])) if found else 0


def _owned_mb(process: psutil.Process) -> float:
    return float(process.memory_full_info().uss) / 1e6


def _warm_up(url: str, devices: Sequence[MeasuredDevice]) -> None:
    """Let the server load and make everything that answering takes, threads and connections too."""
    lines = [[request("GET", "/v1/sync/poke?after=0&wait=0", device.token)] * 8 for device in devices]
    asyncio.run(send_all(url, lines, lambda _body, _seconds: None))
    assert requests.get(f"{url}/health", timeout=10).status_code == 200

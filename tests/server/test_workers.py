"""Several workers on one database: news pass between them, one that dies is replaced, and the end is orderly."""

from __future__ import annotations

import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest
import requests

from crm_desktop.models.clock import SystemClock
from crm_desktop.models.ids import new_id
from crm_server import embedded
from crm_server.embedded import RunningServer
from crm_server.store.engine import Database
from crm_server.store.outcomes import find_outcomes
from tests.support.live_server import LiveServer, furnish
from tests.support.office import Office

WAKE_SECONDS = 15.0
"""Far above what it takes even on a busy machine, far below the time-out of the poll."""


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    """An organisation in an empty database, SQLite and PostgreSQL."""
    made = furnish(tmp_path, database_url)
    yield made
    made.database.close()


def _live(running: RunningServer, folder: Path, office: Office) -> LiveServer:
    return LiveServer(running.url, folder, office.people, office.made)


def _workers(running: RunningServer) -> list[psutil.Process]:
    children = psutil.Process(running.process.pid).children()
    return [child for child in children if "spawn_main" in " ".join(child.cmdline())]


def _account(name: str) -> dict[str, object]:
    return {"kind": "account", "id": new_id(), "operation": "create", "fields": {"name": [None, name]}}


def test_what_one_worker_accepts_wakes_a_device_that_waits_at_another(
    tmp_path: Path, database_url: str, office: Office
) -> None:
    with ExitStack() as stack:
        here, there = (
            _live(stack.enter_context(embedded.start(tmp_path / name, database=database_url)), tmp_path, office)
            for name in ("one", "two")
        )
        after = there.position("ann")["sequence"]
        heard: list[tuple[float, int]] = []
        knocked = threading.Event()

        def wait_for_news() -> None:
            knocked.set()
            answer = there.call("GET", f"/v1/sync/poke?after={after}&wait=50", "ann")
            heard.append((time.monotonic(), answer.json()["head"]))

        waiting = threading.Thread(target=wait_for_news)
        waiting.start()
        knocked.wait(60)
        outcome = here.push("ann", _account("Hengchuan"))
        accepted = time.monotonic()
        waiting.join(80)
        assert outcome["result"] == "applied"
        assert heard[0][1] >= outcome["sequence"]
        assert heard[0][0] - accepted < WAKE_SECONDS


@pytest.mark.skipif(sys.platform == "win32", reason="processes are found by POSIX means")
def test_a_worker_that_dies_is_replaced_and_all_end_together(tmp_path: Path) -> None:
    office = furnish(tmp_path)
    office.database.close()
    with embedded.start(tmp_path, workers=2) as running:
        live = _live(running, tmp_path, office)
        first = _workers(running)
        assert len(first) == 2
        first[0].kill()
        psutil.wait_procs(first[:1], timeout=60)
        assert live.push("ann", _account("after a death"))["result"] == "applied"
        deadline = time.monotonic() + 80
        while len(_workers(running)) < 2:
            assert time.monotonic() < deadline, "nobody took the dead worker's place"
            assert live.call("GET", "/health").status_code == 200
        last = _workers(running)
        waiting = threading.Thread(target=live.call, args=("GET", "/v1/sync/poke?after=999999&wait=50", "ann"))
        waiting.start()
        began = time.monotonic()
        assert running.stop(40) == 0
        assert time.monotonic() - began < 30, "the poll would have lasted fifty seconds"
        waiting.join(60)
        assert not waiting.is_alive()
        assert psutil.wait_procs(last, timeout=60)[1] == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    furnish(tmp_path).database.close()
    running = embedded.start(tmp_path, workers=2)
    workers = _workers(running)
    running.process.send_signal(signal.SIGKILL)
    assert psutil.wait_procs(workers, timeout=80)[1] == []
    running.stop()


def test_a_restart_under_load_loses_nothing_and_answers_no_device_with_an_error(
    tmp_path: Path, database_url: str, office: Office
) -> None:
    port = _free_port()
    running = embedded.start(tmp_path / "server", port, database=database_url, workers=2)
    live = _live(running, tmp_path, office)
    people = ("ann", "bob")
    for name in people:
        live.token(name)
    over, log = threading.Event(), _Log()
    writers = [threading.Thread(target=_write, args=(live, name, over, log)) for name in people]
    for writer in writers:
        writer.start()
    log.wait_for_more(8)
    running.stop()
    running = embedded.start(tmp_path / "server", port, database=database_url, workers=2)
    log.wait_for_more(8)
    over.set()
    for writer in writers:
        writer.join(90)
    running.stop()
    assert log.errors == []
    _check_outcomes(office.database, office.org_id, log)


def _check_outcomes(database: Database, org_id: str, log: _Log) -> None:
    with database.read() as connection:
        kept = find_outcomes(connection, {org_id: log.accepted})[org_id]
    assert {each: outcome.sequence for each, (_, outcome) in kept.items()} == log.accepted


class _Log:
    """What the writers were told: sequence by transaction, and answers that no device should see."""

    def __init__(self) -> None:
        self.accepted: dict[str, int] = {}
        self.errors: list[int] = []
        self._news = threading.Condition()

    def note(self, transaction_id: str, sequence: int) -> None:
        with self._news:
            self.accepted[transaction_id] = sequence
            self._news.notify_all()

    def wait_for_more(self, count: int) -> None:
        """Wait until so many more transactions are accepted."""
        with self._news:
            wanted = len(self.accepted) + count
            assert self._news.wait_for(lambda: len(self.accepted) >= wanted, 90), self.errors


def _write(live: LiveServer, name: str, over: threading.Event, log: _Log) -> None:
    """Push again and again as a device does: the same transaction until it is answered."""
    while not over.is_set():
        now = SystemClock().now()
        sent = {"id": new_id(), "act": "act", "made_at": now, "changes": [_account("load")]}
        while True:
            try:
                answer = live.call("POST", "/v1/sync/push", name, json={"transactions": [sent], "clock": now})
            except requests.ConnectionError:
                continue
            break
        if answer.status_code != 200:
            log.errors.append(answer.status_code)
            return
        log.note(str(sent["id"]), answer.json()["outcomes"][0]["sequence"])


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port

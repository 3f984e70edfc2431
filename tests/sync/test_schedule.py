"""The loop with its threads over the in-memory world: it keeps in step by itself, says the truth, and stops at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from crm_desktop.models.clock import ManualClock, SystemClock
from crm_desktop.models.errors import Broken, Denied, Unreachable
from crm_desktop.models.exchange import Device
from crm_desktop.models.ids import new_id
from crm_desktop.models.sync_run import Touched
from crm_desktop.sync.course import Listener
from crm_desktop.sync.engine import Engine
from crm_desktop.sync.report import SyncReport
from crm_desktop.sync.schedule import Audience, SyncLoop
from crm_desktop.sync.session import SignedIn
from crm_desktop.sync.status import Connection, PillState, SyncStatus
from crm_desktop.sync.timing import SystemTime
from crm_desktop.sync.transport import HttpServer
from tests.support.central import MemoryKeeper
from tests.support.odd_server import Answer, Request, odd_server
from tests.support.simulator import FORBIDDEN, MemoryLine, MemoryReplica, MemoryServer, account_edit


class SleepyTime(SystemTime):
    """The machine's clocks, with a wall clock that a test can push as sleep would."""

    def __init__(self) -> None:
        self.slept = 0

    def wall(self) -> int:
        return super().wall() + self.slept


class Program:
    """A running loop, what it published, and a way to wait for it."""

    def __init__(self) -> None:
        self.server = MemoryServer(ManualClock())
        self.line = MemoryLine(self.server, "rep")
        self.replica = MemoryReplica()
        self.statuses: list[SyncStatus] = []
        self.reports: list[SyncReport] = []
        self.news = threading.Condition()
        self.as_a_run_ends: Callable[[], None] = lambda: None
        self.time = SleepyTime()
        engine = Engine(
            self.replica,
            self.replica,
            self.replica,
            self.line,
            self.server.clock,
            Listener(lambda _: None, lambda _: None),
        )
        self.loop = SyncLoop(engine, self.line, Audience(self._heard, self._touched, self._finished), self.time)

    def until(self, said: Callable[[SyncStatus], bool], seconds: float = 5) -> SyncStatus:
        """Wait for a status that the condition holds of; raise AssertionError when it does not come."""
        with self.news:
            heard = self.news.wait_for(lambda: bool(self.statuses) and said(self.statuses[-1]), seconds)
        assert heard, self.statuses[-3:]
        return self.statuses[-1]

    def _heard(self, status: SyncStatus) -> None:
        with self.news:
            self.statuses.append(status)
            self.news.notify_all()

    def _touched(self, _: Touched) -> None:
        """Screens would read again."""

    def _finished(self, report: SyncReport) -> None:
        self.reports.append(report)
        self.as_a_run_ends()


def calm(status: SyncStatus) -> bool:
    return status.state is PillState.UP_TO_DATE


@pytest.fixture
def program() -> Iterator[Program]:
    made = Program()
    yield made
    assert made.loop.stop()


def test_a_new_device_becomes_up_to_date_by_itself(program: Program) -> None:
    program.server.accept(account_edit(new_id(), name="first"))
    program.loop.start()
    status = program.until(calm)
    assert not status.first_sync
    assert status.last_complete_at > 0
    assert len(program.replica.visible()) == 1
    assert any(each.first_sync and each.state is PillState.SYNCING for each in program.statuses)


def test_a_local_act_is_sent_and_a_colleagues_act_arrives(program: Program) -> None:
    program.loop.start()
    program.until(calm)
    program.replica.edit(new_id(), name="mine")
    program.loop.committed()
    program.until(lambda status: calm(status) and len(program.server.rows) == 1)
    program.server.accept(account_edit(new_id(), name="theirs"))
    program.until(lambda status: calm(status) and len(program.replica.visible()) == 2)


def test_offline_it_says_how_many_wait_and_online_it_goes_on(program: Program) -> None:
    program.loop.start()
    program.until(calm)
    program.line.fault = lambda _: "lose_request"
    for _ in range(3):
        program.replica.edit(new_id(), name="offline")
    program.loop.committed()
    status = program.until(lambda each: each.state is PillState.OFFLINE and each.retry_in > 0)
    assert status.waiting == 3
    assert status.connection is Connection.OFFLINE
    assert status.failure is not None
    assert status.failure.code == "sync.server_silent"
    program.line.fault = lambda _: ""
    program.loop.sync_now()
    assert program.until(calm).waiting == 0


def test_after_sleep_it_tries_at_once(program: Program) -> None:
    def patient(_: str) -> str:
        raise Unreachable("sync.busy", retry_after_ms=60_000)

    program.line.fault = patient
    program.loop.start()
    program.until(lambda each: each.retry_in > 50_000)
    program.line.fault = lambda _: ""
    program.time.slept = 3_600_000
    program.until(calm, seconds=20)


def test_a_network_that_comes_back_is_used_at_once(program: Program) -> None:
    def patient(_: str) -> str:
        raise Unreachable("sync.busy", retry_after_ms=60_000)

    program.line.fault = patient
    program.loop.start()
    program.until(lambda each: each.retry_in > 50_000)
    program.line.fault = lambda _: ""
    program.loop.network_changed()
    program.until(calm)


def test_a_full_disk_is_no_lost_connection_and_what_was_typed_is_not_called_lost(program: Program) -> None:
    def full(_: str) -> str:
        raise Broken("store.disk_full")

    program.loop.start()
    program.until(calm)
    program.line.fault = full
    program.replica.edit(new_id(), name="typed")
    program.loop.committed()
    status = program.until(lambda each: each.failure is not None)
    assert (status.state, status.connection) == (PillState.FAILED, Connection.ONLINE)
    assert status.failure is not None
    assert status.failure.code == "sync.disk_full"


def test_what_was_refused_is_to_decide(program: Program) -> None:
    program.loop.start()
    program.until(calm)
    program.replica.edit(new_id(), name=FORBIDDEN)
    program.loop.committed()
    status = program.until(lambda each: each.state is PillState.TO_DECIDE)
    assert (status.to_decide, status.waiting) == (1, 0)


def test_paused_it_is_quiet_and_resumed_it_goes_on(program: Program) -> None:
    program.loop.start()
    program.until(calm)
    program.loop.pause()
    program.until(lambda each: each.connection is Connection.PAUSED)
    program.replica.edit(new_id(), name="while paused")
    program.loop.committed()
    status = program.until(lambda each: each.waiting == 1)
    assert status.connection is Connection.PAUSED
    assert program.server.rows == {}
    program.loop.resume()
    program.until(calm)
    assert len(program.server.rows) == 1


def test_an_ended_sign_in_is_said_and_nothing_more_is_tried_until_somebody_signs_in(program: Program) -> None:
    program.loop.start()
    program.until(calm)

    def ended(_: str) -> str:
        raise Denied("session.ended")

    program.line.fault = ended
    program.replica.edit(new_id(), name="kept")
    program.loop.committed()
    status = program.until(lambda each: each.connection is Connection.SIGNED_OUT)
    assert status.state is PillState.FAILED
    assert status.waiting == 1
    program.line.fault = lambda _: ""
    program.loop.signed_in()
    assert program.until(calm).waiting == 0


def test_it_stops_at_once_even_in_a_long_poll(program: Program) -> None:
    program.loop.start()
    program.until(calm)
    began = time.monotonic()
    assert program.loop.stop()
    assert time.monotonic() - began < 10, "under two seconds where nothing else runs"


def test_it_stops_at_once_while_the_sign_in_is_renewed() -> None:
    asked, over = threading.Event(), threading.Event()

    def never(_: Request) -> Answer:
        asked.set()
        over.wait(100)
        return Answer()

    replica = MemoryReplica()
    with odd_server(never) as server:
        access = SignedIn(server.address, Device(id=new_id(), name="test", platform="linux"), MemoryKeeper("a token"))
        http = HttpServer(server.address, access)
        nobody = Listener(lambda _: None, lambda _: None)
        engine = Engine(replica, replica, replica, http, SystemClock(), nobody)
        loop = SyncLoop(engine, http, Audience(lambda _: None, lambda _: None))
        loop.start()
        assert asked.wait(60)
        assert [each.path for each in server.requests] == ["/v1/renew"]
        began = time.monotonic()
        assert loop.stop()
        assert time.monotonic() - began < 10, "under two seconds where nothing else runs"
        over.set()


def test_sync_now_does_not_wait_for_the_back_off_nor_for_the_servers_wish(program: Program) -> None:
    def busy(_: str) -> str:
        raise Unreachable("sync.busy", retry_after_ms=3_600_000)

    program.line.fault = busy
    program.loop.start()
    status = program.until(lambda each: each.retry_in > 3_000_000)
    assert status.state is PillState.OFFLINE
    program.line.fault = lambda _: ""
    program.loop.sync_now()
    program.until(calm)


def test_an_act_committed_at_the_very_end_of_a_run_is_not_taken_for_sent(program: Program) -> None:
    def commit_once() -> None:
        program.as_a_run_ends = lambda: None
        program.replica.edit(new_id(), name="just in time")
        program.loop.committed()

    program.as_a_run_ends = commit_once
    program.loop.start()
    program.until(lambda status: calm(status) and len(program.server.rows) == 1)


def test_up_to_date_is_never_said_while_something_waits_or_moves(program: Program) -> None:
    program.loop.start()
    for number in range(5):
        program.replica.edit(new_id(), name=str(number))
        program.loop.committed()
    program.until(lambda each: calm(each) and len(program.server.rows) == 5)
    assert all(each.waiting == 0 and each.phase is None for each in program.statuses if calm(each))

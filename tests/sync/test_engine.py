"""One run over the in-memory world: what is sent, fetched, counted and kept, and what a cut leaves behind."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from crm_desktop.models.clock import ManualClock
from crm_desktop.models.crash_points import AROUND_COMMITS
from crm_desktop.models.exchange import Position
from crm_desktop.models.ids import new_id
from crm_desktop.models.sync_run import ALL_PAGES_IN
from crm_desktop.sync.course import Listener
from crm_desktop.sync.engine import Engine
from crm_desktop.sync.events import Phase
from crm_desktop.sync.failures import Trouble
from crm_desktop.sync.report import STOPPED, SyncReport
from tests.support.simulator import FORBIDDEN, UNREADABLE, Crash, MemoryLine, MemoryReplica, MemoryServer, account_edit

STORY = (Phase.PUSH, Phase.PULL)
FIRST = (Phase.SNAPSHOT, Phase.PULL)


class World:
    """A server and one device."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.server = MemoryServer(self.clock)
        self.line = MemoryLine(self.server, "rep")
        self.replica = MemoryReplica()
        self.reports: list[SyncReport] = []
        self.stop = threading.Event()
        self.engine = self.started()

    def started(self) -> Engine:
        """Return the engine of a newly started program over what is on the disk."""
        listener = Listener(lambda touched: None, self.reports.append)
        return Engine(self.replica, self.replica, self.replica, self.line, self.clock, listener)

    def run(self, *phases: Phase) -> SyncReport:
        return self.engine.run(phases, self.stop)


@pytest.fixture
def world() -> World:
    return World()


def faults(*names: str) -> Callable[[str], str]:
    """Answer these, one for each request, and afterwards none."""
    left: Iterator[str] = iter(names)
    return lambda _: next(left, "")


def seeded(world: World, count: int = 5) -> list[str]:
    ids = sorted(new_id() for _ in range(count))
    for each in ids:
        world.server.accept(account_edit(each, name=f"account {each[-3:]}"))
    return ids


def test_a_first_sync_brings_everything_and_counts_it(world: World) -> None:
    ids = seeded(world)
    report = world.run(*FIRST)
    assert report.complete
    assert sorted(world.replica.visible()) == ids
    assert report.run.received == 5
    assert world.replica.position() == Position("e1", 5)
    assert [one.progress.percent for one in world.reports if one.progress and one.progress.phase is Phase.SNAPSHOT] == [
        40,
        80,
        100,
    ]


def test_a_first_sync_killed_half_way_goes_on_where_it_was(world: World) -> None:
    seeded(world)
    world.line.fault = faults("", "", "lose_request")
    report = world.run(*FIRST)
    assert report.failure is not None
    assert report.failure.trouble is Trouble.LINE
    asked = len(world.line.requests)
    world.engine = world.started()
    world.reports.clear()
    assert world.run(*FIRST).complete
    assert world.line.requests[asked:] == ["snapshot", "pull"]
    assert world.reports[0].progress is not None
    assert world.reports[0].progress.done == 5


def test_a_crash_between_the_last_page_and_the_end_costs_no_page(world: World) -> None:
    seeded(world)

    def die(point: str) -> None:
        if point == "before finish_snapshot":
            raise Crash

    world.replica.crash = die
    with pytest.raises(Crash):
        world.run(*FIRST)
    assert world.replica.snapshot_cursor() == ALL_PAGES_IN
    world.replica.crash = lambda _: None
    asked = len(world.line.requests)
    assert world.started().run(FIRST, world.stop).complete
    assert world.line.requests[asked:] == ["pull"]


def test_what_was_typed_offline_arrives_and_is_no_longer_waiting(world: World) -> None:
    world.run(*FIRST)
    edit = world.replica.edit(new_id(), name="恒川精密")
    report = world.run(*STORY)
    assert report.run.sent == 1
    assert world.server.applications == {edit.id: 1}
    assert world.replica.disk.waiting == []
    assert world.replica.disk.acknowledged == []
    assert world.replica.visible() == world.server.rows


@pytest.mark.parametrize("fault", ["lose_answer", "duplicate", "lose_request"])
def test_a_transaction_is_applied_once_however_often_it_travels(world: World, fault: str) -> None:
    world.run(*FIRST)
    edit = world.replica.edit(new_id(), name="once")
    world.line.fault = faults(fault)
    world.run(*STORY)
    world.run(*STORY)
    assert world.server.applications == {edit.id: 1}
    assert world.replica.count() == 0


def test_a_refused_transaction_is_parked_and_stops_nothing(world: World) -> None:
    world.run(*FIRST)
    world.replica.edit(new_id(), name=FORBIDDEN)
    good = world.replica.edit(new_id(), name="good")
    report = world.run(*STORY)
    assert report.complete
    assert (report.run.sent, report.run.refused) == (2, 1)
    assert list(world.server.applications) == [good.id]
    assert len(world.replica.disk.parked) == 1


def test_a_request_the_server_cannot_read_is_halved_until_the_one_at_fault_is_parked(world: World) -> None:
    world.run(*FIRST)
    edits = [world.replica.edit(new_id(), name=UNREADABLE if number == 4 else "good") for number in range(9)]
    report = world.run(*STORY)
    assert report.complete
    assert [one.id for one in world.replica.disk.parked] == [edits[4].id]
    assert sorted(world.server.applications) == sorted(one.id for one in edits if one is not edits[4])


def test_a_stop_between_pages_keeps_what_is_there(world: World) -> None:
    seeded(world, 9)

    def stop_after_two(report: SyncReport) -> None:
        if report.run.received == 4:
            world.stop.set()

    world.engine.listener = Listener(lambda touched: None, stop_after_two)
    report = world.run(*FIRST)
    assert report.run.code == STOPPED
    assert report.failure is None
    assert len(world.replica.visible()) == 4
    world.stop.clear()
    world.engine = world.started()
    assert world.run(*FIRST).complete
    assert len(world.replica.visible()) == 9


def test_a_restored_server_is_noticed_and_unsent_work_survives(world: World) -> None:
    ids = seeded(world)
    world.run(*FIRST)
    mine = world.replica.edit(ids[0], name="mine")
    world.server.restore_backup("e2", upto=3)
    assert world.run(Phase.PULL).complete
    assert world.replica.position() == Position("e2", 3)
    assert world.replica.visible()[ids[0]]["name"] == "mine"
    assert len(world.replica.disk.base) == 3
    assert world.run(*STORY).run.sent == 1
    assert world.server.applications[mine.id] == 1


@pytest.mark.parametrize(("restores", "failure"), [(2, None), (99, "sync.garbage")])
def test_a_server_may_change_again_while_its_snapshot_is_taken_but_not_for_ever(
    world: World, restores: int, failure: str | None
) -> None:
    seeded(world)
    world.run(*FIRST)
    epochs = iter([f"e{number}" for number in range(2, 2 + restores)])

    def restore_before_pulling(request: str) -> str:
        if request == "pull" and (epoch := next(epochs, "")):
            world.server.restore_backup(epoch, upto=3)
        return ""

    world.line.fault = restore_before_pulling
    report = world.run(Phase.PULL)
    assert (report.failure.code if report.failure else None) == failure


def test_work_for_a_server_that_was_restored_waits_until_its_past_is_known(world: World) -> None:
    ids = seeded(world)
    world.run(*FIRST)
    mine = world.replica.edit(ids[0], name="mine")
    world.server.restore_backup("e2", upto=3)
    asked = len(world.line.requests)
    report = world.run(*STORY)
    assert report.complete
    assert [each for each in world.line.requests[asked:] if each != "poke"][:3] == ["push", "pull", "snapshot"]
    assert world.replica.position() == Position("e2", world.server.head)
    assert world.server.applications[mine.id] == 1
    assert world.replica.count() == 0


def test_a_record_that_left_the_users_sight_leaves_the_device(world: World) -> None:
    ids = seeded(world)
    world.run(*FIRST)
    world.server.accept(account_edit(ids[1], owner_id="somebody else"))
    world.run(Phase.PULL)
    assert sorted(world.replica.visible()) == sorted(set(ids) - {ids[1]})


def test_a_clock_wrong_by_a_day_is_measured(world: World) -> None:
    world.run(*FIRST)
    world.engine.clock = ManualClock(world.clock.now() - 86_400_000)
    world.replica.edit(new_id(), name="yesterday's clock")
    assert world.run(*STORY).skew == 86_400_000


def test_the_journal_keeps_what_happened_and_not_the_endless_quiet(world: World) -> None:
    world.run(*FIRST)
    for _ in range(5):
        world.run(Phase.PULL)
    assert len(world.replica.disk.runs) == 1
    world.line.fault = lambda _: "lose_request"
    for _ in range(5):
        world.run(Phase.PULL)
    assert [run.code for run in world.replica.disk.runs] == ["", "sync.server_silent"]


@pytest.mark.expects_log
def test_a_defect_is_reported_without_what_it_quotes(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.run(*FIRST)
    world.replica.edit(new_id(), name="secret customer")

    def broken(point: str) -> None:
        if point == "before record":
            raise ValueError("secret customer")

    world.replica.crash = broken
    report = world.run(*STORY)
    assert report.failure is not None
    assert report.failure.code == "sync.unexpected"
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text


CRASH_POINTS = ("before edit", "after edit", *AROUND_COMMITS)


@pytest.mark.parametrize("point", CRASH_POINTS)
def test_a_crash_at_any_commit_loses_nothing_that_was_promised(world: World, point: str) -> None:
    seeded(world)
    promised: list[str] = []

    def live() -> None:
        world.run(*FIRST)
        promised.append(world.replica.edit(new_id(), name="promised").id)
        world.server.accept(account_edit(new_id(), name="from a colleague"))
        world.run(*STORY)

    armed = [point]

    def die(here: str) -> None:
        if armed and here == armed[0]:
            armed.clear()
            raise Crash

    world.replica.crash = die
    with pytest.raises(Crash):
        live()
    assert not armed
    world.engine = world.started()
    world.run(*FIRST) if world.replica.position() is None else world.run(*STORY)
    world.run(*STORY)
    assert world.replica.visible() == world.server.rows
    assert world.replica.count() == 0
    assert all(world.server.applications[each] == 1 for each in promised)

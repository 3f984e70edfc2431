"""Several devices and one server under everything that can happen to them: they agree in the end."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from crm_desktop.models.changes import Transaction
from crm_desktop.models.clock import ManualClock
from crm_desktop.models.crash_points import AROUND_COMMITS
from crm_desktop.sync.course import Listener
from crm_desktop.sync.engine import Engine
from crm_desktop.sync.events import Phase
from tests.support.simulator import (
    FORBIDDEN,
    UNREADABLE,
    Crash,
    MemoryLine,
    MemoryReplica,
    MemoryServer,
    account_edit,
)

USERS = ("ann", "ben")
IDS = [f"{number:032x}" for number in range(5)]
NAMES = st.sampled_from(["one", "two", "three", FORBIDDEN, UNREADABLE])
FAULTS = st.lists(st.sampled_from(["", "", "lose_request", "lose_answer", "duplicate", "busy"]), max_size=6)


@dataclass
class Device:
    """One user's device; `made` is what its user was promised."""

    user: str
    line: MemoryLine
    replica: MemoryReplica
    made: list[Transaction] = field(default_factory=list)

    def sync(self, clock: ManualClock) -> None:
        """Run once as a freshly started program would; a crash is an end like any other."""
        engine = Engine(
            self.replica, self.replica, self.replica, self.line, clock, Listener(lambda _: None, lambda _: None)
        )
        levels = engine.levels()
        snapshot = levels.sequence is None or levels.snapshot_running
        phases = (Phase.PUSH, *((Phase.SNAPSHOT,) if snapshot else ()), Phase.PULL)
        try:
            report = engine.run(phases, threading.Event())
        except Crash:
            return
        assert report.failure is None or report.failure.code in ("sync.server_silent", "sync.cut_off", "sync.busy")


class SyncStory(RuleBasedStateMachine):
    """Edits, faults, crashes, takeovers, in any order."""

    @initialize()
    def begin(self) -> None:
        self.clock = ManualClock()
        self.server = MemoryServer(self.clock)
        self.devices = [Device(user, MemoryLine(self.server, user), MemoryReplica()) for user in (*USERS, "ann")]

    @rule(device=st.integers(0, 2), record=st.sampled_from(IDS), name=NAMES)
    def somebody_edits(self, device: int, record: str, name: str) -> None:
        one = self.devices[device]
        one.made.append(one.replica.edit(record, name=name))

    @rule(record=st.sampled_from(IDS), owner=st.sampled_from([*USERS, None]))
    def a_manager_assigns(self, record: str, owner: str | None) -> None:
        self.server.accept(account_edit(record, owner_id=owner))

    @rule(device=st.integers(0, 2), faults=FAULTS)
    def a_device_syncs_over_a_bad_line(self, device: int, faults: list[str]) -> None:
        left = iter(faults)
        self.devices[device].line.fault = lambda _: next(left, "")
        self.devices[device].sync(self.clock)

    @rule(device=st.integers(0, 2), point=st.sampled_from(AROUND_COMMITS))
    def a_device_crashes_in_a_sync(self, device: int, point: str) -> None:
        armed = [point]

        def die(here: str) -> None:
            if armed and here == armed[0]:
                armed.clear()
                raise Crash

        one = self.devices[device]
        one.line.fault, one.replica.crash = (lambda _: ""), die
        one.sync(self.clock)
        one.replica.crash = lambda _: None

    @invariant()
    def nothing_is_ever_applied_twice(self) -> None:
        if hasattr(self, "server"):
            assert all(count == 1 for count in self.server.applications.values())

    @invariant()
    def what_was_promised_is_somewhere(self) -> None:
        for device in getattr(self, "devices", []):
            disk = device.replica.disk
            kept = {each.id for each in (*disk.waiting, *disk.parked, *(one for one, _ in disk.acknowledged))}
            assert all(each.id in kept or each.id in self.server.applications for each in device.made)

    def teardown(self) -> None:
        if not hasattr(self, "server"):
            return
        for _ in range(2):
            for device in self.devices:
                device.line.fault = lambda _: ""
                device.sync(self.clock)
        for device in self.devices:
            assert device.replica.count() == 0
            assert device.replica.disk.acknowledged == []
            assert device.replica.visible() == self.server.visible(device.user)
            refused = {each.id for each in device.replica.disk.parked}
            bad = {each.id for each in device.made if names_of(each) & {FORBIDDEN, UNREADABLE}}
            assert refused == bad


def names_of(transaction: Transaction) -> set[object]:
    """Return the values that a transaction writes."""
    return {each.after for change in transaction.changes for each in change.fields.values()}


TestSyncStory = SyncStory.TestCase
TestSyncStory.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)

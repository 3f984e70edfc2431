"""One run from start to end: carries out the phases, keeps what came of it, and never lets an error escape.

Works with the protocols of ports.py only: the real store and server, or those of the simulator.
"""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from crm_desktop.models.clock import Clock
from crm_desktop.models.errors import Incompatible, Refused, UserError
from crm_desktop.sync.checking import BothSides, compare, fetch_lacking
from crm_desktop.sync.course import Course, Listener, Stopped
from crm_desktop.sync.events import Levels, Phase
from crm_desktop.sync.failures import describe, judge
from crm_desktop.sync.phases import pull, push, snapshot
from crm_desktop.sync.ports import Journal, Outbox, Replica, Server
from crm_desktop.sync.report import STOPPED, Progress, SyncReport

LARGE_SNAPSHOT = 10_000
"""Records still to come above which a snapshot is worth a process of its own."""

_ATTEMPTS = 3
"""How often a server may say in one run that all is to be learnt anew: rights can change, a restore can come, between
two requests; one that never stops saying so makes no sense."""

_log = logging.getLogger(__name__)


class SnapshotHelper(Protocol):
    """Something that takes a large snapshot off this process; see first_sync.py."""

    def carry_on(self, course: Course) -> bool:
        """Bring the running snapshot to its end; return False where it could not be started at all."""
        ...


@dataclass(slots=True)
class Engine:
    """Everything a run needs; the same for all runs of a profile."""

    replica: Replica
    outbox: Outbox
    journal: Journal
    server: Server
    clock: Clock
    listener: Listener
    helper: SnapshotHelper | None = None
    parts: BothSides | None = None
    _last_code: str | None = field(default=None, init=False)

    def levels(self) -> Levels:
        """Return how the replica stands now."""
        position = self.replica.position()
        return Levels(
            waiting=self.outbox.count(),
            sequence=position.sequence if position else None,
            epoch=position.epoch if position else "",
            snapshot_running=self.replica.snapshot_cursor() is not None,
            check_due=self.parts is not None and self.parts.here.is_due(self.clock.now()),
        )

    def run(self, phases: Sequence[Phase], stop: threading.Event) -> SyncReport:
        """Carry out the phases in order; the report says what was done and why it ended."""
        course = Course(self.replica, self.outbox, self.server, self.clock, self.listener, stop)
        before = self.server.traffic()
        code, failure = "", None
        try:
            self._carry_out(phases, course)
        except Stopped:
            code = STOPPED
        except UserError as error:
            # A request that breaks while somebody hangs up has not failed.
            code, failure = (STOPPED, None) if stop.is_set() else ("", judge(error))
        except Exception as error:  # noqa: BLE001  (the thread's boundary: a defect must not end the loop, and is reported)
            _log.error("a sync run failed unexpectedly: %s", describe(error))
            failure = judge(error)
        report = course.end(self.server.traffic() - before, failure, code)
        self._note(report)
        return report

    def _carry_out(self, phases: Sequence[Phase], course: Course) -> None:
        for phase in phases:
            if course.report.run.sent and phase is not Phase.PUSH:
                # All is sent: from now on nothing more is being sent, also while the first page takes its time.
                course.advanced(Progress(phase, 0, 0), 0)
            match phase:
                case Phase.PUSH:
                    self._push(course)
                case Phase.SNAPSHOT:
                    self._snapshot(course)
                case Phase.PULL:
                    self._pull(course)
                case Phase.CHECK:
                    self._check(course)

    def _push(self, course: Course) -> None:
        for _ in range(_ATTEMPTS):
            if push(course):
                return
            self._pull(course)
        raise Incompatible("sync.garbage")

    def _pull(self, course: Course) -> None:
        attempts = 0
        while pull(course):
            if attempts == _ATTEMPTS:
                raise Incompatible("sync.garbage")
            self._snapshot(course)
            attempts += 1
        if self.parts is not None:
            fetch_lacking(course, self.parts)

    def _check(self, course: Course) -> None:
        """Compare what is here with the server; one that cannot, or finds fault with the question, stops nothing."""
        if self.parts is None:
            return
        try:
            if course.server_schema:
                compare(course, self.parts, lambda: self._pull(course))
                return
        except (Refused, Incompatible) as error:
            _log.warning("the comparison with the server ended early: %s", error.code)
        self.parts.here.conclude(None, self.clock.now())

    def _snapshot(self, course: Course) -> None:
        """Take the first page here, which tells how much is to come, and the rest where it disturbs least."""
        if self.helper is None:
            snapshot(course)
            return
        if snapshot(course, most_pages=1):
            return
        progress = course.report.progress
        left = progress.total - progress.done if progress else 0
        if left < LARGE_SNAPSHOT or not self.helper.carry_on(course):
            snapshot(course)

    def _note(self, report: SyncReport) -> None:
        """Keep the run unless it says nothing new: a quiet success, or the same failure as before."""
        run = report.run
        moved = run.sent or run.received
        if not moved and run.code == self._last_code:
            return
        try:
            self.journal.note(run)
            self._last_code = run.code
        except UserError as error:
            _log.warning("the journal of syncs could not be written: %s", error.code)

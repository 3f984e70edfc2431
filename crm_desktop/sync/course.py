"""One run under way: the parts that its phases work with, what they have done so far, and the wish to stop."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from crm_desktop.models.catalog import SCHEMA
from crm_desktop.models.clock import Clock
from crm_desktop.models.errors import FieldlineError
from crm_desktop.models.exchange import Outcome
from crm_desktop.models.sync_run import SyncRun, Touched
from crm_desktop.sync.failures import Failure
from crm_desktop.sync.ports import Outbox, Replica, Server, Traffic
from crm_desktop.sync.report import Progress, SyncReport


class Stopped(FieldlineError):
    """Somebody wished to stop; everything up to the last page is kept."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Who hears about a run, called in the run's thread: what changed here, and how far the run is."""

    touched: Callable[[Touched], None]
    advanced: Callable[[SyncReport], None]


@dataclass(slots=True)
class Course:
    """One run."""

    replica: Replica
    outbox: Outbox
    server: Server
    clock: Clock
    listener: Listener
    stop: threading.Event
    report: SyncReport = field(init=False)
    schema: int = SCHEMA
    skew: int = 0
    restarted: bool = False
    """A snapshot of this run has been begun anew already."""
    server_schema: int = 0
    """The server's version, as its last page said; 0 where it said nothing."""
    carried_elsewhere: Traffic = field(default_factory=Traffic)
    """What a helping process sent and received for this run."""

    def __post_init__(self) -> None:
        now = self.clock.now()
        self.report = SyncReport(run=SyncRun(started_at=now, finished_at=now))

    def check(self) -> None:
        """Raise Stopped where somebody wishes so."""
        if self.stop.is_set():
            raise Stopped

    def touched(self, touched: Touched) -> None:
        """Tell what a local commit changed."""
        if touched.kinds:
            self.listener.touched(touched)

    def advanced(self, progress: Progress, received: int) -> None:
        """Count a page and tell."""
        self.report = self.report.advanced(progress, received)
        self.listener.advanced(self.report)

    def answered(self, progress: Progress, outcomes: Sequence[Outcome]) -> None:
        """Count the server's outcomes and tell."""
        self.report = self.report.answered(progress, list(outcomes), self.skew)
        self.listener.advanced(self.report)

    def measured_skew(self, skew: int) -> None:
        """Keep how far our clock is from the server's."""
        self.skew = skew

    def end(self, carried: Traffic, failure: Failure | None = None, code: str = "") -> SyncReport:
        """Return the report as it goes into the journal; `carried` is what went over the line."""
        both = carried + self.carried_elsewhere
        run = replace(self.report.run, bytes_up=both.up, bytes_down=both.down, requests=both.requests)
        now = self.clock.now()
        return replace(self.report, run=run).ended(now, failure.code if failure else code, failure)

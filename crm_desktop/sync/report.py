"""What a run has done so far and in the end: counts, progress, outcome. Filled by the phases, kept by the journal."""

from dataclasses import dataclass, replace

from crm_desktop.models.exchange import Outcome
from crm_desktop.models.sync_run import SyncRun
from crm_desktop.sync.events import Phase
from crm_desktop.sync.failures import Failure

STOPPED = "sync.stopped"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one phase is: transactions while pushing, records in a snapshot, places in the log while pulling."""

    phase: Phase
    done: int
    total: int

    @property
    def percent(self) -> int:
        """Whole per cent, rounded down, so that 100 means all of it."""
        return 100 * min(self.done, self.total) // self.total if self.total else 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """One run. `progress` is where it stands or ended; `failure` is None unless it ended early by one."""

    run: SyncRun
    progress: Progress | None = None
    failure: Failure | None = None
    skew: int | None = None
    """Server's clock minus ours in milliseconds, where an answer told."""

    @property
    def complete(self) -> bool:
        """Whether the run did all it was to do."""
        return not self.run.code

    @property
    def duration(self) -> int:
        """Milliseconds from start to end, never negative even when the clock was set back meanwhile."""
        return max(0, self.run.finished_at - self.run.started_at)

    def advanced(self, progress: Progress, received: int = 0) -> "SyncReport":
        """Return the report with a page more."""
        return replace(self, progress=progress, run=replace(self.run, received=self.run.received + received))

    def answered(self, progress: Progress, outcomes: list[Outcome], skew: int) -> "SyncReport":
        """Return the report with the server's outcomes counted."""
        run = replace(
            self.run,
            sent=self.run.sent + len(outcomes),
            merged=self.run.merged + sum(outcome.result == "merged" for outcome in outcomes),
            refused=self.run.refused + sum(outcome.result == "refused" for outcome in outcomes),
            conflicts=self.run.conflicts + sum(bool(each.conflict_id) for one in outcomes for each in one.settlements),
        )
        return replace(self, progress=progress, run=run, skew=skew)

    def ended(self, finished_at: int, code: str = "", failure: Failure | None = None) -> "SyncReport":
        """Return the report as it goes into the journal."""
        return replace(self, failure=failure, run=replace(self.run, finished_at=finished_at, code=code))

"""What the sync pill and the sync centre show: one value, true at the moment it is published, made of plain facts."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from crm_desktop.sync.events import Phase
from crm_desktop.sync.failures import Failure, Trouble
from crm_desktop.sync.files.progress import FileStatus
from crm_desktop.sync.planner import SyncState
from crm_desktop.sync.report import Progress

CLOCK_TOLERANCE_MS = 120_000
STALLED = "sync.stalled"
_DISK = {"store.disk_full": "sync.disk_full", "store.disk_failed": "sync.disk_failed"}


class PillState(StrEnum):
    """The five faces of the sync pill."""

    UP_TO_DATE = "up_to_date"
    SYNCING = "syncing"
    OFFLINE = "offline"
    TO_DECIDE = "to_decide"
    FAILED = "failed"


class Connection(StrEnum):
    """How the server is reached at present."""

    ONLINE = "online"
    OFFLINE = "offline"
    PAUSED = "paused"
    SIGNED_OUT = "signed_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncStatus:
    """How things stand. Moments and durations in milliseconds.

    `done` and `total` count transactions while sending, records in a first sync, places in the log otherwise.
    """

    state: PillState
    connection: Connection
    waiting: int = 0
    to_decide: int = 0
    phase: Phase | None = None
    """The step that is under way, None while nothing moves."""
    done: int = 0
    total: int = 0
    percent: int = 0
    last_complete_at: int = 0
    """This device's clock; 0 before the first complete sync."""
    failure: Failure | None = None
    retry_in: int = 0
    """How long until the next attempt by itself; 0 where there is none to wait for."""
    first_sync: bool = False
    """There is no complete replica yet."""
    clock_skew: int = 0
    """Server's clock minus ours where they differ so much that people should know, else 0."""
    files: FileStatus = field(default_factory=FileStatus)
    """How the contents of attachments stand, which travel beside the records."""

    @property
    def deciding(self) -> int:
        """How much waits for a person, files that could not go included."""
        return self.to_decide + self.files.waiting.failed

    def with_files(self, files: FileStatus) -> "SyncStatus":
        """Return the status with what files have to say: records alone are not everything."""
        told = replace(self, files=files)
        if told.state is PillState.UP_TO_DATE and files.moving is not None:
            return replace(told, state=PillState.SYNCING)
        return replace(told, state=PillState.TO_DECIDE) if _calm(told) and told.deciding else told


@dataclass(frozen=True, slots=True)
class Counts:
    """What the planner does not know of."""

    to_decide: int = 0
    last_complete_at: int = 0


def status_of(state: SyncState, progress: Progress | None, counts: Counts, now: int) -> SyncStatus:
    """Return the status; `now` is the monotonic clock in milliseconds, `progress` that of the run under way."""
    moving = progress if state.running else None
    failure = Failure(Trouble.LINE, STALLED) if state.stalled else _told(state.failure)
    waits = state.failure is not None and not state.running and not state.blocked and not state.paused
    return SyncStatus(
        state=_pill(state, counts, failure, moving is not None and moving.phase is Phase.CHECK),
        connection=_connection(state),
        waiting=state.levels.waiting,
        to_decide=counts.to_decide,
        phase=state.running[0] if state.running and moving is None else (moving.phase if moving else None),
        done=moving.done if moving else 0,
        total=moving.total if moving else 0,
        percent=moving.percent if moving else 0,
        last_complete_at=counts.last_complete_at,
        failure=failure,
        retry_in=max(0, state.retry_at - now) if waits else 0,
        first_sync=state.levels.sequence is None,
        clock_skew=state.skew if abs(state.skew) > CLOCK_TOLERANCE_MS else 0,
    )


def _told(failure: Failure | None) -> Failure | None:
    """Return a failure as people are told of it: a disk that refuses what arrives has not refused what they typed."""
    if failure is None or failure.code not in _DISK:
        return failure
    return replace(failure, code=_DISK[failure.code])


def _calm(status: SyncStatus) -> bool:
    return status.state in (PillState.UP_TO_DATE, PillState.TO_DECIDE)


def _pill(state: SyncState, counts: Counts, failure: Failure | None, comparing: bool) -> PillState:
    """Return the most pressing truth: trouble first, then movement, then what a person should do."""
    if failure is not None and not failure.offline:
        return PillState.FAILED
    if failure is not None or state.paused:
        return PillState.OFFLINE
    if state.running and not comparing:
        return PillState.SYNCING
    if counts.to_decide:
        return PillState.TO_DECIDE
    # Up to date is said only after a pull has said so: before the first answer nobody knows.
    return PillState.OFFLINE if state.behind or state.levels.waiting else PillState.UP_TO_DATE


def _connection(state: SyncState) -> Connection:
    if state.failure is not None and state.failure.trouble is Trouble.SIGN_IN:
        return Connection.SIGNED_OUT
    if state.paused:
        return Connection.PAUSED
    if not state.online:
        return Connection.OFFLINE
    # After a failure that was not the line's, nothing says that the server is out of reach.
    if state.failure is None and state.behind and not state.running and not state.poking:
        return Connection.OFFLINE
    return Connection.ONLINE

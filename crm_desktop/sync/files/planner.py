"""When to move files, as a pure function of what is known; how records are synced is the other planner's business.

Level-triggered too: it looks at how much may go, never at what has just happened. Moments are monotonic milliseconds.
"""

from dataclasses import dataclass, field, replace
from typing import TypeAlias

from crm_desktop.models.file_queue import FileLevels
from crm_desktop.sync.failures import Failure, Trouble
from crm_desktop.sync.planner import FIRST_DELAY_MS, delay


@dataclass(frozen=True, slots=True)
class FileState:
    """What is known."""

    levels: FileLevels = field(default_factory=FileLevels)
    running: bool = False
    stopping: bool = False
    paused: bool = False
    records_only: bool = False
    failure: Failure | None = None
    failures: int = 0
    retry_at: int = 0

    @property
    def blocked(self) -> bool:
        """Whether only a person can get things going again."""
        return self.failure is not None and self.failure.trouble in (Trouble.SIGN_IN, Trouble.PROGRAM)


@dataclass(frozen=True, slots=True)
class Looked:
    """So much may go now."""

    levels: FileLevels


@dataclass(frozen=True, slots=True)
class Ended:
    """The run is over; `failure` where it ended early, `complete` where nothing was left."""

    levels: FileLevels
    failure: Failure | None = None
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Allowed:
    """A person lets files go, or not: `records_only` on weak and metered networks, `paused` with all of the sync."""

    paused: bool | None = None
    records_only: bool | None = None


@dataclass(frozen=True, slots=True)
class Encouraged:
    """Worth another try at once: somebody asked, the machine woke, records came through, somebody signed in."""

    by_person: bool = True


@dataclass(frozen=True, slots=True)
class TimePassed:
    """Look again."""


FileEvent: TypeAlias = Looked | Ended | Allowed | Encouraged | TimePassed


@dataclass(frozen=True, slots=True)
class Transfer:
    """Start a run."""


@dataclass(frozen=True, slots=True)
class StopTransfer:
    """Stop the run after the present piece."""


@dataclass(frozen=True, slots=True)
class WakeAt:
    """Send TimePassed at this moment, unless something happens before."""

    at: int


FileAction: TypeAlias = Transfer | StopTransfer | WakeAt


def plan_files(state: FileState, event: FileEvent, now: int, chance: float) -> tuple[FileState, tuple[FileAction, ...]]:
    """Return how things stand after the event and what to do about it. `chance` is from 0 up to 1, for the jitter."""
    state = _learn(state, event, now, chance)
    if state.paused or state.records_only or state.blocked:
        if state.running and not state.stopping:
            return replace(state, stopping=True), (StopTransfer(),)
        return state, ()
    if state.running or not state.levels.count:
        return state, ()
    if now < state.retry_at:
        return state, (WakeAt(state.retry_at),)
    return replace(state, running=True), (Transfer(),)


def _learn(state: FileState, event: FileEvent, now: int, chance: float) -> FileState:
    match event:
        case Looked(levels):
            return replace(state, levels=levels)
        case Ended(levels, failure, complete):
            state = replace(state, levels=levels, running=False, stopping=False)
            if failure is None:
                # What the run should have done and has not is no reason to work without a pause.
                retry_at = now + FIRST_DELAY_MS if levels.count else 0
                return replace(state, failure=None, failures=0, retry_at=retry_at) if complete else state
            count = state.failures + 1
            retry_at = now + delay(count, chance, failure.retry_after)
            return replace(state, failure=failure, failures=count, retry_at=retry_at)
        case Allowed(paused, records_only):
            return replace(
                state,
                paused=state.paused if paused is None else paused,
                records_only=state.records_only if records_only is None else records_only,
                retry_at=now,
            )
        case Encouraged(by_person):
            if state.blocked and not by_person:
                return state
            return replace(state, retry_at=now, failure=None if state.blocked else state.failure)
        case TimePassed():
            return state

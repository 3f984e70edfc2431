"""What the planner is told and what it answers: events and actions as plain values."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from crm_desktop.sync.failures import Failure


class Phase(StrEnum):
    """One step of the story of a sync."""

    PUSH = "push"
    SNAPSHOT = "snapshot"
    PULL = "pull"
    CHECK = "check"
    """Compare what is here with the server."""


@dataclass(frozen=True, slots=True)
class Levels:
    """How the replica stands: what waits, how far it has read, whether a snapshot is under way."""

    waiting: int = 0
    sequence: int | None = None
    """None before the first snapshot is complete."""
    epoch: str = ""
    snapshot_running: bool = False
    check_due: bool = False
    """What is here is to be compared with the server in a quiet moment."""


@dataclass(frozen=True, slots=True)
class Committed:
    """A person's act was committed here; `waiting` transactions are in the outbox now."""

    waiting: int


@dataclass(frozen=True, slots=True)
class Progressed:
    """A page or an answer arrived and was kept."""

    levels: Levels
    skew: int | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """The run ended as planned, or was stopped between two pages."""

    levels: Levels
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Failed:
    """The run ended early."""

    levels: Levels
    failure: Failure


@dataclass(frozen=True, slots=True)
class Poked:
    """The long poll was answered: the server's newest sequence number."""

    head: int
    epoch: str


@dataclass(frozen=True, slots=True)
class PokeFailed:
    """The long poll broke."""

    failure: Failure


@dataclass(frozen=True, slots=True)
class Asked:
    """A person asked to sync now, or the network came back."""

    stuck: bool = False
    """A request is under way on whose line nothing moves."""


@dataclass(frozen=True, slots=True)
class CheckAsked:
    """A person, or a start after a crash, wishes that what is here be compared with the server."""


@dataclass(frozen=True, slots=True)
class Woke:
    """The machine woke from sleep, or its network is another: connections are stale, old waiting times mean nothing."""


@dataclass(frozen=True, slots=True)
class Paused:
    """A person paused the sync."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """A person resumed the sync."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person signed in (again)."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """Time has passed."""

    moved: bool = False
    """The request under way makes headway."""


Event: TypeAlias = (
    Committed
    | Progressed
    | Finished
    | Failed
    | Poked
    | PokeFailed
    | Asked
    | CheckAsked
    | Woke
    | Paused
    | Resumed
    | SignedIn
    | Ticked
)


@dataclass(frozen=True, slots=True)
class Run:
    """Start a run of these phases."""

    phases: tuple[Phase, ...]


@dataclass(frozen=True, slots=True)
class StopRun:
    """Stop the run between two pages."""


@dataclass(frozen=True, slots=True)
class StartPoke:
    """Ask the server to speak up when there is something after `after`."""

    after: int


@dataclass(frozen=True, slots=True)
class StopPoke:
    """Hang up."""


@dataclass(frozen=True, slots=True)
class WakeAt:
    """Send Ticked at this moment of the monotonic clock, in milliseconds, unless something happens before."""

    at: int


Action: TypeAlias = Run | StopRun | StartPoke | StopPoke | WakeAt

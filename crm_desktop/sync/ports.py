"""What sync needs from the rest of the program, as protocols: the replica, the outbox, the server, the randomness.

The store implements Replica and Outbox, transport.py implements Server; the simulator implements all of them in memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from crm_desktop.models.changes import Transaction
from crm_desktop.models.exchange import (
    Outcome,
    Poke,
    Position,
    PullPage,
    PullRequest,
    Push,
    PushAnswer,
    SnapshotPage,
    SnapshotRequest,
)
from crm_desktop.models.parts import ComparePage, CompareRequest, FetchPage, FetchRequest, Part, Wanted
from crm_desktop.models.sync_run import CheckResult, Ready, SyncRun, Touched


@dataclass(frozen=True, slots=True)
class Traffic:
    """What went over the line so far, in bytes as sent and received (compressed, without TLS)."""

    up: int = 0
    down: int = 0
    requests: int = 0

    def __add__(self, other: "Traffic") -> "Traffic":
        return Traffic(self.up + other.up, self.down + other.down, self.requests + other.requests)

    def __sub__(self, other: "Traffic") -> "Traffic":
        return Traffic(self.up - other.up, self.down - other.down, self.requests - other.requests)


class Replica(Protocol):
    """The encrypted copy of what the user may see. Every method is one durable local commit."""

    def position(self) -> Position | None:
        """Return up to where the replica has read; None before the first snapshot has been completed."""
        ...

    def epoch(self) -> str:
        """Return the epoch of the server that was last heard of, by a running snapshot too; "" before the first."""
        ...

    def snapshot_cursor(self) -> str | None:
        """Return the cursor of the next page of a running snapshot, None when none is running.

        "" before the first page, ALL_PAGES_IN when only `finish_snapshot` is missing.
        """
        ...

    def snapshot_records(self) -> int:
        """Return how many records the running snapshot has brought so far; 0 when none is running."""
        ...

    def begin_snapshot(self) -> None:
        """Start a snapshot: existing rows stay usable until the end sweeps what the snapshot did not contain."""
        ...

    def apply_snapshot_page(self, page: SnapshotPage) -> Touched:
        """Store a page, its history and the next cursor; records with pending edits keep them on top."""
        ...

    def finish_snapshot(self) -> Touched:
        """Sweep rows that the snapshot did not contain (pending edits on them are kept, parked) and take its position.

        Raises Refused("sync.purge_stopped") when more than the allowed share of the replica would go, unless the
        snapshot's position names another scope than the replica's: then the server itself said that less is visible.
        """
        ...

    def apply_pull_page(self, page: PullPage, ready: Ready = ..., /) -> Touched:
        """Store rows, exits, history and position together; drop edits acknowledged at or before the position.

        May take further pages that are `ready` and store them together with the first one.
        """
        ...


class Outbox(Protocol):
    """Transactions on their way to the server."""

    def waiting(self, limit: int) -> Sequence[Transaction]:
        """Return the next transactions to send, oldest first."""
        ...

    def count(self) -> int:
        """Return how many transactions wait."""
        ...

    def to_decide(self) -> int:
        """Return how many open conflicts and parked transactions wait for a person."""
        ...

    def sending(self, leaving: Sequence[Transaction]) -> None:
        """Note durably that these leave now: from here on only the server's answer decides about them."""
        ...

    def record(self, outcomes: Sequence[Outcome]) -> Touched:
        """Keep the server's answers: acknowledge, or park what was refused together with what depends on it."""
        ...


class PartsServer(Protocol):
    """The central server where it is asked for parts alone; raises what Server raises."""

    def fetch(self, message: FetchRequest) -> FetchPage:
        """Fetch a part alone."""
        ...

    def compare(self, message: CompareRequest) -> ComparePage:
        """Fetch checksums of a part."""
        ...


class Parts(Protocol):
    """The replica part by part: what came later fetched alone, all of it compared with the server and repaired."""

    def meet(self, server_schema: int, now: int) -> Touched:
        """Take note of the server's version; what an older one could not take goes back into the outbox."""
        ...

    def wanted(self, server_schema: int) -> Wanted | None:
        """Return what to fetch alone next from a server of this version; None when there is nothing."""
        ...

    def take(self, wanted: Wanted, page: FetchPage) -> Touched:
        """Store a page of what was wanted, and how far it has come."""
        ...

    def differing(self, part: Part, page: ComparePage) -> Sequence[Part]:
        """Return the ranges of the part where what we hold is not what the server says."""
        ...

    def repair(self, part: Part, page: FetchPage) -> tuple[Touched, CheckResult]:
        """Make what we hold of the part what the server says; return what had to be done, in numbers."""
        ...

    def conceal(self, kind: str, shown: Sequence[str], server_schema: int) -> tuple[Touched, int]:
        """Empty columns that the user may not see any more; return on how many records something stood there."""
        ...

    def is_asked(self) -> bool:
        """Tell whether somebody wishes for a comparison now."""
        ...

    def is_due(self, now: int) -> bool:
        """Tell whether a comparison is wished for, or its day has come."""
        ...

    def ask(self) -> None:
        """Wish for a comparison as soon as it can be made."""
        ...

    def conclude(self, result: CheckResult | None, now: int) -> Touched:
        """Keep the result, and when the next comparison is due; None where none could be made."""
        ...


class Journal(Protocol):
    """Where finished syncs are kept for the sync centre."""

    def note(self, run: SyncRun) -> None:
        """Keep the run; the oldest ones may go."""
        ...

    def last_complete(self) -> int:
        """Return when the last complete sync ended, in this device's milliseconds; 0 when there was none."""
        ...


class Server(Protocol):
    """The central server as the signed-in user.

    Raises Unreachable, Denied, Incompatible; Refused where the server found fault with this very request.
    """

    def push(self, message: Push) -> PushAnswer:
        """Send transactions."""
        ...

    def pull(self, message: PullRequest) -> PullPage:
        """Fetch what is new after a position."""
        ...

    def snapshot(self, message: SnapshotRequest) -> SnapshotPage:
        """Fetch one page of the snapshot."""
        ...

    def poke(self, after: int, wait_seconds: float) -> Poke:
        """Wait until there is something after a sequence number, at most as long as told."""
        ...

    def traffic(self) -> Traffic:
        """Return what pushing, pulling and snapshots have sent and received so far; not the long poll."""
        ...


class Calls(Protocol):
    """What can be broken off from any thread, so that nobody waits for a dead line."""

    def quiet_ms(self) -> int:
        """Return for how long the push, pull or snapshot request under way made no headway; 0 where there is none."""
        ...

    def hang_up_work(self) -> None:
        """Break the push, pull or snapshot request that is under way."""
        ...

    def hang_up_poke(self) -> None:
        """Break the long poll."""
        ...

    def close(self) -> None:
        """Break everything that is under way, a renewal of the sign-in too."""
        ...


class Access(Protocol):
    """Being signed in."""

    def access_token(self, instead_of: str = "") -> str:
        """Return a token that is good now; `instead_of` names one that the server has just turned down.

        Raises Denied when signed out.
        """
        ...

    def hang_up(self) -> None:
        """Break a renewal that is under way, from any thread."""
        ...


class Randomness(Protocol):
    """Source of jitter."""

    def random(self) -> float:
        """Return a number from 0 up to 1."""
        ...

"""What sync and the replica tell each other beside the messages of the protocol: values only, device only."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from crm_desktop.models.exchange import PullPage

ALL_PAGES_IN = "*"
"""What `Replica.snapshot_cursor` says between the last page and `finish_snapshot`: a crash there costs no page."""
Ready: TypeAlias = Callable[[Callable[[], bool]], PullPage | None]
"""Returns the next pulled page if it is there in a moment; asks meanwhile whether a person wishes to write."""


@dataclass(frozen=True, slots=True)
class Touched:
    """What a local commit changed, for the broadcast to the screens."""

    kinds: frozenset[str] = field(default_factory=frozenset)
    ids: frozenset[str] = field(default_factory=frozenset)
    """Not complete where very many records changed at once: then `kinds` alone says what to read again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncRun:
    """One finished sync, as the sync centre's history lists it. Moments are this device's milliseconds.

    `code` is "" for a complete run, `sync.stopped` for one that was paused, else the code of what went wrong.
    """

    started_at: int
    finished_at: int
    code: str = ""
    sent: int = 0
    received: int = 0
    merged: int = 0
    conflicts: int = 0
    refused: int = 0
    bytes_up: int = 0
    bytes_down: int = 0
    requests: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What the last comparison of this device's data with the server found. `at` in this device's milliseconds.

    `missing` records were fetched again, `changed` ones put right, `extra` ones taken off: here they are counted.
    """

    at: int
    records: int = 0
    missing: int = 0
    changed: int = 0
    extra: int = 0
    complete: bool = True
    """False: so much was changing that a part could not be compared; it will be tried again soon."""

    @property
    def repaired(self) -> int:
        """How many records were not as they should be."""
        return self.missing + self.changed + self.extra

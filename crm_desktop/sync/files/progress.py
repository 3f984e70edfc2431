"""How files stand, as values: what moves now, what still has to, and why nothing does."""

from dataclasses import dataclass, field
from enum import StrEnum

from crm_desktop.models.file_queue import FileLevels
from crm_desktop.sync.failures import Failure


class Direction(StrEnum):
    """Which way a content goes."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Moving:
    """The content that is under way: `done` of `total` bytes, as the content of this attachment."""

    direction: Direction
    attachment_id: str
    done: int
    total: int

    @property
    def percent(self) -> int:
        """Whole per cent, rounded down."""
        return 100 * min(self.done, self.total) // self.total if self.total else 100


@dataclass(frozen=True, slots=True, kw_only=True)
class FileStatus:
    """How files stand. What could not be sent or fetched is counted by the store (`file_counts`), not here."""

    waiting: FileLevels = field(default_factory=FileLevels)
    """What still has to go, the one under way included."""
    moving: Moving | None = None
    failure: Failure | None = None
    """Why the last attempt ended early; None after a success."""
    retry_in: int = 0
    """Milliseconds until the next attempt by itself; 0 where there is none to wait for."""
    records_only: bool = False
    """The mode for weak and metered networks: files stay where they are."""

"""A drag on the hours: what is held, and where it would lie if it were let go now. Pure; the canvas paints it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from crm_desktop.views.calendar.blocks import DAY, Block

SNAP = 15
"""Minutes to which what is dragged holds."""


class Grip(Enum):
    """What a drag does."""

    MOVE = "move"
    RESIZE = "resize"
    CREATE = "create"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the hours: which day, which minute."""

    day: int
    minute: int


@dataclass(frozen=True, slots=True)
class Drag:
    """A drag under way, from `start` to `now`; nothing has moved before `began`."""

    grip: Grip
    block: Block | None
    start: Spot
    now: Spot
    began: bool = False

    def at(self, spot: Spot) -> Drag:
        """Return the drag with the pointer elsewhere."""
        return replace(self, now=spot, began=True)

    @property
    def days(self) -> int:
        """By how many days the block is moved."""
        return self.now.day - self.start.day if self.grip is Grip.MOVE else 0

    @property
    def minutes(self) -> int:
        """By how many minutes the block is moved or made longer."""
        block = self.block
        if block is None:
            return 0
        by = self.now.minute - self.start.minute
        if self.grip is Grip.RESIZE:
            end = max(block.begin + SNAP, min(DAY, _snapped(block.end + by)))
            return end - block.end
        begin = max(0, min(_snapped(block.begin + by), DAY - min(DAY, block.end - block.begin)))
        return begin - block.begin

    @property
    def span(self) -> tuple[int, int, int]:
        """Day, begin and end of what would be there."""
        if self.block is not None:
            moved = self.minutes
            begin = self.block.begin + (moved if self.grip is Grip.MOVE else 0)
            return self.block.day + self.days, begin, self.block.end + moved
        first, last = sorted((self.start.minute, self.now.minute))
        begin = first // SNAP * SNAP
        return self.start.day, begin, max(begin + SNAP, min(DAY, -(-last // SNAP) * SNAP))


def _snapped(minute: int) -> int:
    return round(minute / SNAP) * SNAP

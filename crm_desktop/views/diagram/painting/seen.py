"""What is to be painted of one step beside itself; `seeing` finds it, painters paint it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from crm_desktop.models.processes.elements import Pain
from crm_desktop.models.record import SyncState
from crm_desktop.views.diagram.painting.badges import Badge

Way: TypeAlias = tuple[int, int]
"""Where a name stands, seen from its shape: a step to the right and one down; both for off a corner."""
BELOW: Way = (0, 1)
WIDEST = 150
"""How broad a name above or below a small shape is at most."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is to be painted of one step beside itself."""

    selected: bool = False
    hovered: bool = False
    target: bool = False
    refused: bool = False
    naming: bool = False
    lacking: bool = False
    state: SyncState = SyncState.SYNCED
    pains: tuple[Pain, ...] = ()
    badges: tuple[Badge, ...] = ()
    subtitle: tuple[str, str] = ("", "")
    """An icon, and words."""
    changed: str = ""
    name_side: Way = BELOW
    """Where the name of a small shape stands: on a side without flows, or off a corner, between those on all sides."""
    narrow: bool = False
    """A small shape has its neighbours left and right: its name is rather high than broad."""
    room: float = WIDEST
    """How broad the name above or below a small shape may be before it runs into a neighbour."""

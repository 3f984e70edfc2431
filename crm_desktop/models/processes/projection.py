"""Projection: how stored places, which know no orientation, are shown with lanes as columns or as rows.

Shown places are pixels, x to the right and y down; what is stored is described in `grid.py`.
"""

from dataclasses import dataclass, field

from crm_desktop.models.processes.grid import COLUMN, LANE, LANE_ROW, ROW
from crm_desktop.models.processes.routing.spots import Spot


@dataclass(frozen=True, slots=True)
class Projection:
    """How stored measures are shown: `along` and `across` are pixels for one stored unit."""

    vertical: bool
    along: float = field(init=False, compare=False)
    across: float = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "along", 1.0 if self.vertical else COLUMN / ROW)
        object.__setattr__(self, "across", 1.0 if self.vertical else LANE_ROW / LANE)

    def shown(self, along: float, across: float) -> Spot:
        """Return x and y of a stored place."""
        along, across = along * self.along, across * self.across
        return (across, along) if self.vertical else (along, across)

    def stored(self, x: float, y: float) -> Spot:
        """Return the stored place of a shown one, not yet rounded."""
        along, across = (y, x) if self.vertical else (x, y)
        return along / self.along, across / self.across

    def turned(self, x: float, y: float) -> Spot:
        """Return (along, across) in pixels of x and y, and the other way round."""
        return (y, x) if self.vertical else (x, y)

"""The work of comparing two maps: read them, tell what changed, place and route them. Off the UI thread, no widgets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.picture import Picture
from crm_desktop.models.processes.comparison import compare
from crm_desktop.models.processes.elements import Element
from crm_desktop.models.processes.overlay import Change, aligned, changes, marks_of, overlay
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.processes.routing.spots import Box
from crm_desktop.models.processes.totals import Totals, total


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two maps, what they add up to, what changed, and how they are shown."""

    before: ProcessMap
    after: ProcessMap
    totals: tuple[Totals, Totals]
    changes: tuple[Change, ...]
    marks: Mapping[str, str]
    pictures: tuple[Picture, Picture]
    both: Picture
    """Both maps as one."""

    @property
    def extent(self) -> Box:
        """What both maps take up."""
        one, other = (each.extent() for each in self.pictures)
        return Box(0, 0, max(one.right, other.right), max(one.bottom, other.bottom))

    def element(self, side: int, element_id: str) -> Element | None:
        """Return an element of the first (0) or second (1) map."""
        return self.pictures[side].chart.get(element_id)


def work_out(before: ProcessMap, after: ProcessMap) -> Compared:
    """Return all that is shown of two maps."""
    comparison = compare(before, after)
    found = changes(comparison, after)
    one, other = aligned(before, after, comparison)
    return Compared(
        before=before,
        after=after,
        totals=(total(before), total(after)),
        changes=found,
        marks=marks_of(found, comparison),
        pictures=(Picture(Chart.of(one)), Picture(Chart.of(other))),
        both=Picture(Chart.of(overlay(before, after, comparison).map)),
    )


def read_and_work_out(one: Callable[[], ProcessMap | None], other: Callable[[], ProcessMap | None]) -> Compared | None:
    """Read both maps and work them out; None when one is not on this device any more."""
    before, after = one(), other()
    return None if before is None or after is None else work_out(before, after)

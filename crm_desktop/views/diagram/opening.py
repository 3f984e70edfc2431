"""Opening a map: what is read and worked out off the UI thread before there is anything to be shown."""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.checking import Checking
from crm_desktop.diagrams.picture import Picture
from crm_desktop.store.queries.process_page import ProcessPage, process_page
from crm_desktop.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Opened:
    """A map as the page needs it: read, indexed, checked, every flow routed; from then on the UI thread's own."""

    found: ProcessPage
    chart: Chart
    picture: Picture
    checking: Checking


def open_map(reader: Reader, process_id: str) -> Opened | None:
    """Return a process ready to be shown; None when it is not on this device or lies in the bin."""
    found = process_page(reader, process_id)
    if found is None:
        return None
    chart = Chart.of(found.read)
    return Opened(found, chart, Picture(chart), Checking(chart))

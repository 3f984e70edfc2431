"""Changes made elsewhere: what arrives is what is different; what is undone goes back only where nobody wrote since."""

from dataclasses import fields, replace

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.delta import Delta, ElementChange
from crm_desktop.models.processes.elements import Element
from crm_desktop.models.processes.reading import MapReading


def delta_to(chart: Chart, read: MapReading, unless: frozenset[str] = frozenset()) -> Delta:
    """Return how a map differs from what was read, but for elements that are named."""
    changes = {}
    for element in read.elements:
        before = chart.get(element.id)
        if element.id not in unless and before != element:
            changes[element.id] = ElementChange(before, element)
    here = {element.id for element in read.elements} | unless
    asked = (element.id for element in chart.elements()) if read.asked is None else read.asked
    for gone in asked:
        if gone not in here and (before := chart.get(gone)) is not None:
            changes[gone] = ElementChange(before, None)
    values = read.values if read.values is not None and chart.process_id not in unless else {}
    process = {name: (chart.values.get(name), v) for name, v in values.items() if chart.values.get(name) != v}
    return Delta(changes, process)


def carried_over(chart: Chart, delta: Delta) -> Delta:
    """Return what of a delta can be done to the map as it is now, field by field; the store decides the same way."""
    changes: dict[str, ElementChange] = {}
    for element_id, change in delta.changes.items():
        present = chart.get(element_id)
        after = _after(present, change)
        if after != present:
            changes[element_id] = ElementChange(present, after)
    values = chart.values
    process = {name: each for name, each in delta.process.items() if values.get(name) == each[0] != each[1]}
    return Delta(changes, process)


def _after(present: Element | None, change: ElementChange) -> Element | None:
    if present is None or present == change.before:
        return change.after
    if change.before is None or change.after is None:
        return present
    moved = {
        each.name: getattr(change.after, each.name)
        for each in fields(present)
        if getattr(present, each.name) == getattr(change.before, each.name)
    }
    return replace(present, **moved)

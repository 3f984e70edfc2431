"""Undoing and redoing on a map that others have changed meanwhile: only what still is as the act left it goes back."""

from dataclasses import fields, replace

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.delta import Delta, ElementChange
from crm_desktop.models.processes.elements import Element


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

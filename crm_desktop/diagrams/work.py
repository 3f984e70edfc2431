"""Work: one gesture under way. It changes the chart at once, remembers what was, and can take everything back.

Commands and behaviours change elements only through it, so both see the map as it is becoming.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.delta import Delta, ElementChange
from crm_desktop.models.edits import Edit
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id
from crm_desktop.models.processes.elements import Element

ElementT = TypeVar("ElementT", bound=Element)


@dataclass(slots=True)
class Work:
    """What one gesture has changed so far."""

    chart: Chart
    beside: list[Edit] = field(default_factory=list)
    """Edits of records that are not elements of the map: notes, other processes."""
    fixed: set[str] = field(default_factory=set)
    """Nodes that a person put where they are; others give way to them."""
    at_rest: bool = False
    """Nothing gives way to this gesture, because nothing changes its place by it."""
    _before: dict[str, Element | None] = field(default_factory=dict)
    _values_before: dict[str, Value] = field(default_factory=dict)

    def put(self, element: ElementT) -> ElementT:
        """Add or replace an element, as one of this map's."""
        if element.process_id != self.chart.process_id or element.account_id != self.chart.account_id:
            element = replace(element, process_id=self.chart.process_id, account_id=self.chart.account_id)
        before = self.chart.put(element)
        self._before.setdefault(element.id, before)
        return element

    def add(self, of: type[ElementT], **values: Any) -> ElementT:
        """Make a new element."""
        return self.put(of(id=new_id(), **values))

    def change(self, element: ElementT, **values: Any) -> ElementT:
        """Give fields of an element new values."""
        changed = replace(element, **values)
        return element if changed == element else self.put(changed)

    def drop(self, element_id: str) -> None:
        """Take an element away."""
        before = self.chart.drop(element_id)
        if before is not None:
            self._before.setdefault(element_id, before)

    def describe(self, values: Mapping[str, Value]) -> None:
        """Give fields of the process itself new values."""
        for name, value in values.items():
            self._values_before.setdefault(name, self.chart.values.get(name))
            self.chart.values[name] = value

    def so_far(self) -> Delta:
        """Return what has changed; what is again as it was does not count."""
        changes = {}
        for element_id, before in self._before.items():
            after = self.chart.get(element_id)
            if before != after:
                changes[element_id] = ElementChange(before, after)
        values = self.chart.values
        process = {
            name: (before, values[name]) for name, before in self._values_before.items() if before != values[name]
        }
        return Delta(changes, process)

    def take_back(self) -> None:
        """Make the map again what it was before the gesture."""
        self.chart.apply(self.so_far().inverse())
        self._before, self._values_before, self.beside = {}, {}, []

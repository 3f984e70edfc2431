"""What one gesture, one undo or one sync changed in an open map: a plain value that views draw and the store writes."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from crm_desktop.models.edits import Create, Delete, Edit, Restore, Update
from crm_desktop.models.fields import Value, Values
from crm_desktop.models.processes.elements import ELEMENTS, Element

_ORDER = {kind: place for place, kind in enumerate(ELEMENTS)}


class Cause(StrEnum):
    """Why a map changed."""

    COMMAND = "command"
    UNDO = "undo"
    REDO = "redo"
    ROLLED_BACK = "rolled_back"
    """The store refused the act, so the map is again as it was."""
    ARRIVED = "arrived"
    """From sync, or written by another part of the program."""


@dataclass(frozen=True, slots=True)
class ElementChange:
    """One element before and after; None where there was or is none."""

    before: Element | None
    after: Element | None

    @property
    def element(self) -> Element:
        """The element as it is, or as it was last."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Delta:
    """Changes by element id, and of the process's own fields by name as `(before, after)`."""

    changes: Mapping[str, ElementChange] = field(default_factory=dict)
    process: Mapping[str, tuple[Value, Value]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.changes or self.process)

    @property
    def added(self) -> frozenset[str]:
        """Ids of elements that were not there before."""
        return frozenset(each for each, change in self.changes.items() if change.before is None)

    @property
    def changed(self) -> frozenset[str]:
        """Ids of elements that were and are there."""
        return frozenset(each for each, change in self.changes.items() if change.before and change.after)

    @property
    def removed(self) -> frozenset[str]:
        """Ids of elements that are gone."""
        return frozenset(each for each, change in self.changes.items() if change.after is None)

    def of(self, kind: str) -> Iterator[ElementChange]:
        """Yield the changes of elements of one kind."""
        return (change for change in self.changes.values() if kind == change.element.KIND)

    def inverse(self) -> "Delta":
        """Return what leads back."""
        changes = {each: ElementChange(change.after, change.before) for each, change in self.changes.items()}
        return Delta(changes, {name: (after, before) for name, (before, after) in self.process.items()})

    def edits(self, process_id: str, binned: Collection[str] = ()) -> list[Edit]:
        """Return the edits that make it durable: what others refer to first, and removed last.

        `binned` are ids that a record in the bin has already: those come out of it instead of being made anew.
        """
        ordered = sorted(self.changes.values(), key=lambda change: _ORDER[change.element.KIND])
        edits: list[Edit] = []
        if self.process:
            edits.append(Update("process", process_id, {name: after for name, (_, after) in self.process.items()}))
        for change in ordered:
            edits += _written(change, binned)
        edits += [Delete(each.element.KIND, each.element.id) for each in reversed(ordered) if each.after is None]
        return edits


def _written(change: ElementChange, binned: Collection[str]) -> list[Edit]:
    before, after = change.before, change.after
    if after is None:
        return []
    if before is None:
        if after.id in binned:
            return [Restore(after.KIND, after.id), Update(after.KIND, after.id, after.values())]
        return [Create(after.KIND, after.values(), after.id)]
    different = differing(before, after)
    return [Update(after.KIND, after.id, different)] if different else []


def differing(before: Element, after: Element) -> Values:
    """Return the values of those fields in which two states of one element differ."""
    old = before.values()
    return {name: value for name, value in after.values().items() if value != old[name]}

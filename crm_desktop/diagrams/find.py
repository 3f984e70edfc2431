"""Find in a map, and replace: names of steps, lanes, branches and pains, systems, posts, remarks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from crm_desktop.diagrams.chart import Chart, in_reading_order
from crm_desktop.diagrams.command import Landing
from crm_desktop.diagrams.work import Work
from crm_desktop.models.processes.elements import Element, Node

_TEXTS = ("name", "post", "input", "output", "notes", "condition", "permission", "solution", "said_by")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text was found: an element's field, and from which sign on in it (in a set: in the member)."""

    id: str
    field: str
    start: int
    member: str = ""


def find(chart: Chart, text: str, *, case: bool = False) -> list[Place]:
    """Return every place where a text stands, in reading order of the steps, then lanes, flows and pains."""
    if not text:
        return []
    nodes = in_reading_order(chart, chart.nodes.values())
    others = (*chart.pools.values(), *chart.lanes_in_order(), *chart.flows.values(), *chart.pains.values())
    return [place for element in (*nodes, *others) for place in _places(element, text, case)]


@dataclass(frozen=True, slots=True)
class Replace:
    """Replace a text by another one wherever it stands, or only in some elements."""

    act: ClassVar[str] = "diagram.replace"
    text: str
    by: str
    ids: tuple[str, ...] = ()
    case: bool = False

    def judge(self, chart: Chart) -> str:
        """Refuse where it stands nowhere."""
        return "" if self._found(chart) else "diagram.no_such_step"

    def perform(self, work: Work) -> Landing:
        """Replace it."""
        found = dict.fromkeys(place.id for place in self._found(work.chart))
        for each in found:
            element = work.chart.get(each)
            if element is not None:
                work.change(element, **self._replaced(element))
        return Landing(tuple(found))

    def _found(self, chart: Chart) -> list[Place]:
        return [place for place in find(chart, self.text, case=self.case) if not self.ids or place.id in self.ids]

    def _replaced(self, element: Element) -> dict[str, Any]:
        values: dict[str, Any] = {
            name: _replace(getattr(element, name), self.text, self.by, self.case)
            for name in _TEXTS
            if hasattr(element, name)
        }
        if isinstance(element, Node):
            systems = {_replace(each, self.text, self.by, self.case).strip() for each in element.systems}
            values["systems"] = frozenset(systems - {""})
        return values


def _places(element: Element, text: str, case: bool) -> Iterator[Place]:
    for name in _TEXTS:
        held = getattr(element, name, "")
        yield from (Place(element.id, name, start) for start in _starts(held, text, case))
    if isinstance(element, Node):
        for member in sorted(element.systems):
            yield from (Place(element.id, "systems", start, member) for start in _starts(member, text, case))


def _starts(held: str, text: str, case: bool) -> Iterator[int]:
    within, wanted = (held, text) if case else (held.lower(), text.lower())
    if len(within) != len(held):
        within, wanted = held, text  # some letters grow when they are made small: places would be wrong
    at = within.find(wanted)
    while at >= 0:
        yield at
        at = within.find(wanted, at + len(wanted))


def _replace(held: str, text: str, by: str, case: bool) -> str:
    for start in reversed(list(_starts(held, text, case))):
        held = held[:start] + by + held[start + len(text) :]
    return held

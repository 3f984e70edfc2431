"""A whole map as one value: what files, versions, comparison and layout read and give back.

The editor keeps its own indexed state in `diagrams`; it makes such a value when a whole map is wanted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from crm_desktop.models.fields import Value
from crm_desktop.models.processes.elements import Element, Flow, Lane, Node, Pain, Pool

ElementT = TypeVar("ElementT", bound=Element)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessMap:
    """A process with its elements. `values` are the process's own fields by name, as its row holds them."""

    id: str
    values: Mapping[str, Value]
    pools: tuple[Pool, ...] = ()
    lanes: tuple[Lane, ...] = ()
    nodes: tuple[Node, ...] = ()
    flows: tuple[Flow, ...] = ()
    pains: tuple[Pain, ...] = ()

    @property
    def name(self) -> str:
        """The name a person knows the process by."""
        return str(self.values.get("name") or "")

    @property
    def vertical(self) -> bool:
        """Whether lanes are shown as columns."""
        return self.values.get("orientation") != "horizontal"

    def elements(self) -> tuple[Element, ...]:
        """Return all elements; what others refer to comes first."""
        return (*self.pools, *self.lanes, *self.nodes, *self.flows, *self.pains)


def lanes_in_order(map_: ProcessMap) -> tuple[Lane, ...]:
    """Return the lanes that hold steps themselves (no lane lies under them), in the order in which they are shown."""
    under = {lane.parent_id for lane in map_.lanes}
    by_parent: dict[str | None, list[Lane]] = {}
    known = {lane.id for lane in map_.lanes}
    for lane in map_.lanes:
        by_parent.setdefault(lane.parent_id if lane.parent_id in known else None, []).append(lane)
    pools = {pool.id: number for number, pool in enumerate(in_rank_order(map_.pools))}
    ordered: list[Lane] = []
    waiting = sorted(by_parent.get(None, []), key=lambda lane: (pools.get(lane.pool_id or "", -1), lane.rank, lane.id))
    while waiting:
        lane = waiting.pop(0)
        if lane.id in under:
            waiting[:0] = sorted(by_parent.get(lane.id, []), key=lambda each: (each.rank, each.id))
        else:
            ordered.append(lane)
    return tuple(ordered)


def in_rank_order(elements: Iterable[Pool]) -> list[Pool]:
    """Return pools in the order in which they are shown."""
    return sorted(elements, key=lambda each: (each.rank, each.id))


def by_id(elements: Iterable[ElementT]) -> dict[str, ElementT]:
    """Return the elements by their id."""
    return {element.id: element for element in elements}

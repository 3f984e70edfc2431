"""A whole map as one value: what files, versions, comparison and layout read and give back.

The editor keeps its own indexed state in `diagrams`; it makes such a value when a whole map is wanted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from crm_desktop.models.fields import Value
from crm_desktop.models.processes.elements import Element, Flow, Lane, Node, Pain, Pool

ElementT = TypeVar("ElementT", bound=Element)
_AHEAD = "00"
"""Begins the ranks of pools that stand before the lanes without a pool; the others stand after them.

Ranks that are made elsewhere begin so only where somebody puts pools before the first one again and again.
"""


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
    pools = {pool.id: float(number) for number, pool in enumerate(in_rank_order(map_.pools))}
    loose = sum(stands_ahead(pool) for pool in map_.pools) - 0.5
    ordered: list[Lane] = []
    waiting = sorted(
        by_parent.get(None, []), key=lambda lane: (pools.get(lane.pool_id or "", loose), lane.rank, lane.id)
    )
    while waiting:
        lane = waiting.pop(0)
        if lane.id in under:
            waiting[:0] = sorted(by_parent.get(lane.id, []), key=lambda each: (each.rank, each.id))
        else:
            ordered.append(lane)
    return tuple(ordered)


def with_loose_lanes(pools: Iterable[Pool]) -> list[Pool | None]:
    """Return pools in the order in which they are shown; None is the place of the lanes without a pool."""
    ordered = in_rank_order(pools)
    place = sum(stands_ahead(pool) for pool in ordered)
    return [*ordered[:place], None, *ordered[place:]]


def stands_ahead(pool: Pool) -> bool:
    """Tell whether a pool stands before the lanes that lie in no pool."""
    return pool.rank.startswith(_AHEAD)


def rank_ahead(rank: str) -> str:
    """Return the rank that puts a pool before the lanes without a pool, in the order of the ranks given."""
    return rank if rank.startswith(_AHEAD) else _AHEAD + rank


def in_rank_order(elements: Iterable[Pool]) -> list[Pool]:
    """Return pools in the order in which they are shown."""
    return sorted(elements, key=lambda each: (each.rank, each.id))


def by_id(elements: Iterable[ElementT]) -> dict[str, ElementT]:
    """Return the elements by their id."""
    return {element.id: element for element in elements}

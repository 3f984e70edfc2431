"""Places on a drawing: how a map's lane-relative places and a file's coordinates become one another.

Stored places know no orientation (see `models.processes.grid`); shown ones are pixels, x to the right and y down.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from crm_desktop.models.processes.elements import Lane, Node, Pool
from crm_desktop.models.processes.process_map import ProcessMap, lanes_in_order, with_loose_lanes
from crm_desktop.models.processes.projection import Projection

Spot: TypeAlias = tuple[float, float]
EMPTY_POOL = 100
"""Breadth of a pool without lanes, as stored."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A shown rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Spot:
        """The middle of the rectangle."""
        return self.x + self.width / 2, self.y + self.height / 2

    def grown(self, by: float) -> "Rectangle":
        """Return the rectangle with so much more on each side."""
        return Rectangle(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def holds(self, spot: Spot) -> bool:
        """Tell whether a spot lies in it, or on its edge."""
        return self.x <= spot[0] <= self.x + self.width and self.y <= spot[1] <= self.y + self.height


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the lanes of a map begin, and how long it is; stored units."""

    projection: Projection
    starts: Mapping[str, int]
    """Lane id → where it begins across, for lanes with and without lanes under them."""
    breadths: Mapping[str, int]
    pools: Mapping[str, tuple[int, int]]
    """Pool id → where it begins and ends across."""
    length: int
    breadth: int

    def spot(self, node: Node) -> Spot:
        """Return the shown middle of a node."""
        return self.projection.shown(node.along, self.starts.get(node.lane_id or "", 0) + node.across)

    def rectangle(self, node: Node) -> Rectangle:
        """Return where a node is shown."""
        x, y = self.spot(node)
        return Rectangle(x - node.width / 2, y - node.height / 2, node.width, node.height)


def frame_of(map_: ProcessMap) -> Frame:
    """Return where the lanes of a map lie: side by side in their order, a pool without lanes as one empty band."""
    starts: dict[str, int] = {}
    breadths: dict[str, int] = {}
    pools: dict[str, tuple[int, int]] = {}
    at = 0
    for pool, lanes in _groups(map_):
        begin = at
        for lane in lanes:
            starts[lane.id], breadths[lane.id] = at, lane.breadth
            at += lane.breadth
        if pool is not None:
            at = at if lanes else at + EMPTY_POOL
            pools[pool.id] = (begin, at)
    _add_parents(map_, starts, breadths)
    projection = Projection(map_.vertical)
    ends = [node.along + _half_length(node, projection) for node in map_.nodes]
    return Frame(projection, starts, breadths, pools, int(max(ends, default=0.0)) + 40, at)


def _half_length(node: Node, projection: Projection) -> float:
    return (node.height if projection.vertical else node.width) / 2 / projection.along


def _groups(map_: ProcessMap) -> list[tuple[Pool | None, list[Lane]]]:
    known = {pool.id for pool in map_.pools}
    by_pool: dict[str | None, list[Lane]] = {}
    for lane in lanes_in_order(map_):
        by_pool.setdefault(lane.pool_id if lane.pool_id in known else None, []).append(lane)
    return [(pool, by_pool.get(pool.id if pool else None, [])) for pool in with_loose_lanes(map_.pools)]


def _add_parents(map_: ProcessMap, starts: dict[str, int], breadths: dict[str, int]) -> None:
    """Give lanes with lanes under them the band of all these together."""
    parents = {lane.id: lane.parent_id for lane in map_.lanes}
    for lane_id in list(starts):
        begin, end = starts[lane_id], starts[lane_id] + breadths[lane_id]
        above, seen = parents.get(lane_id), {lane_id}
        while above is not None and above in parents and above not in seen:
            seen.add(above)
            if above in starts:
                low = min(starts[above], begin)
                starts[above], breadths[above] = low, max(starts[above] + breadths[above], end) - low
            else:
                starts[above], breadths[above] = begin, end - begin
            above = parents[above]

"""Pools and lanes as a BPMN diagram draws them: bands across the flow, in which nodes find their lane.

Every node of our maps lies in a lane: where a diagram has none, one without a name is made for its pool or for all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from crm_desktop.interchange.bpmn.names import ASSUMED, FLOW_NODES, is_assumed
from crm_desktop.interchange.bpmn.own_data import DATA_TAG, read_own
from crm_desktop.interchange.bpmn.planes import Box, Shape
from crm_desktop.interchange.bpmn.scan import Part, Scan
from crm_desktop.interchange.fitting import fit_text
from crm_desktop.interchange.places import frame_of
from crm_desktop.interchange.ranks import spread_ranks
from crm_desktop.models.ids import new_id
from crm_desktop.models.processes.elements import Lane, Pool
from crm_desktop.models.processes.process_map import ProcessMap, rank_ahead
from crm_desktop.models.processes.projection import Projection

HEADER = 30
"""How much of a band's beginning BPMN programs use for its name."""
MARGIN = 40
_LEAST, _MOST = 40, 20_000


@dataclass(slots=True, eq=False)
class Band:
    """A lane on the drawing, in pixels: where it begins and ends across the flow, and along it."""

    lane: Lane
    key: str
    pool_key: str
    start: float
    end: float
    along_start: float
    along_end: float
    offset: int = 0
    """Where it begins across in the map, stored units; set when all bands are known."""

    def distance(self, along: float, across: float) -> float:
        """Return how far a place lies outside."""
        beyond_across = max(self.start - across, across - self.end, 0.0)
        beyond_along = max(self.along_start - along, along - self.along_end, 0.0)
        return beyond_across + beyond_along


@dataclass(slots=True)
class Bands:
    """All pools and lanes of one diagram."""

    projection: Projection
    pools: dict[str, Pool] = field(default_factory=dict)
    lanes: dict[str, Lane] = field(default_factory=dict)
    leaves: dict[str, Band] = field(default_factory=dict)
    """Bands that hold nodes themselves, by the key of their lane."""
    of_pool: dict[str, list[Band]] = field(default_factory=dict)
    pool_of_process: dict[str, str] = field(default_factory=dict)
    first: float | None = None
    """Where along what is drawn begins, names included, in pixels of the file: our headers may not cover it."""
    origin: float = 0.0
    """Where the map begins along, in pixels of the file."""

    def nearest(self, along: float, across: float, among: list[Band] | None = None) -> Band:
        """Return the band that holds a place, or lies next to it."""
        bands = among or list(self.leaves.values())
        return min(bands, key=lambda band: band.distance(along, across))


def read_bands(scan: Scan, shapes: Mapping[str, Shape], projection: Projection) -> Bands:
    """Return the pools and lanes that a diagram draws."""
    bands = Bands(projection)
    pools = {part.key: shape.box for part in scan.pools if (shape := shapes.get(part.key)) and shape.box}
    for part in scan.pools:
        process = scan.resolve(part.element.get("processRef"))
        if process is not None and part.key in pools:
            bands.pool_of_process.setdefault(process.key, part.key)
    _read_pools(scan, bands, pools)
    _read_lanes(scan, bands, shapes)
    for key, box in pools.items():
        if key not in bands.of_pool:
            add_band(bands, key, box)
    return bands


def add_band(bands: Bands, pool_key: str, box: Box) -> Band:
    """Add the lane without a name that a pool, or a diagram without pools, needs."""
    pool = bands.pools.get(pool_key)
    lane = Lane(
        id=new_id(),
        pool_id=None if pool is None else pool.id,
        rank=spread_ranks(1)[0],
        breadth=_breadth(bands, bands.projection.turned(box.width, box.height)[1]),
        bpmn_id=ASSUMED + pool_key,
    )
    return _enter(bands, _band(bands, lane, ASSUMED + pool_key, pool_key, box))


def settle(bands: Bands) -> None:
    """Find where each band begins in the map, once all of them are known."""
    _order_loose(bands)
    _put_ahead(bands)
    frame = frame_of(ProcessMap(id="", values={}, pools=tuple(bands.pools.values()), lanes=tuple(bands.lanes.values())))
    for band in bands.leaves.values():
        band.offset = frame.starts[band.lane.id]
    starts = [band.along_start + (2 if is_assumed(band.key) else 1) * HEADER for band in bands.leaves.values()]
    if starts and bands.first is not None:
        starts.append(bands.first)
    bands.origin = min(starts, default=0.0)


def _order_loose(bands: Bands) -> None:
    """Let the lane for what lies in none stand where it lies among the other lanes without a pool."""
    starts: dict[str, float] = {}
    for band in bands.of_pool.get("", ()) if ASSUMED in bands.leaves else ():
        top, seen = band.lane, {band.lane.id}
        while (above := next((lane for lane in bands.lanes.values() if lane.id == top.parent_id), None)) is not None:
            if above.id in seen:
                break
            seen.add(above.id)
            top = above
        starts[top.bpmn_id or ""] = min(starts.get(top.bpmn_id or "", band.start), band.start)
    for key, rank in zip(sorted(starts, key=starts.__getitem__), spread_ranks(len(starts)), strict=True):
        lane = bands.lanes[key] = replace(bands.lanes[key], rank=rank)
        if key in bands.leaves:
            bands.leaves[key].lane = lane


def _put_ahead(bands: Bands) -> None:
    """Let pools that are drawn before the lanes without a pool stand before them in the map, too."""
    loose = [band.start for band in bands.leaves.values() if band.lane.pool_id is None]
    for key, pool in bands.pools.items() if loose else ():
        if min((band.start for band in bands.of_pool.get(key, ())), default=min(loose)) < min(loose):
            bands.pools[key] = replace(pool, rank=rank_ahead(pool.rank))


def is_implied(scan: Scan, pool: Part) -> bool:
    """Tell whether a participant only stands for a map without pools, because other programs want one."""
    extensions = scan.document.child(pool.element, "extensionElements")
    data = None if extensions is None else extensions.find(DATA_TAG)
    return data is not None and data.get("implied") == "true"


def _read_pools(scan: Scan, bands: Bands, pools: Mapping[str, Box]) -> None:
    shown = [part for part in scan.pools if part.key in pools and not is_implied(scan, part)]
    shown.sort(key=lambda part: _across(bands, pools[part.key]))
    for part, rank in zip(shown, spread_ranks(len(shown)), strict=True):
        bands.pools[part.key] = Pool(
            id=new_id(),
            name=fit_text("pool", "name", part.element.get("name")),
            collapsed=_is_black_box(scan, part),
            several=_is_several(scan, part),
            rank=rank,
            bpmn_id=part.key,
            **read_own(scan.document, part.element, "pool"),
        )


def _is_several(scan: Scan, pool: Part) -> bool:
    """Tell whether a participant stands for more than one."""
    multiplicity = scan.document.child(pool.element, "participantMultiplicity")
    return multiplicity is not None and (multiplicity.get("maximum") or "").strip() not in ("0", "1")


def _is_black_box(scan: Scan, pool: Part) -> bool:
    process = scan.resolve(pool.element.get("processRef"))
    if process is None or any(scan.document.name(child) in FLOW_NODES for child in process.element):
        return process is None
    lane_sets = scan.document.children(process.element, "laneSet")
    return not any(scan.document.child(each, "lane") is not None for each in lane_sets)


def _read_lanes(scan: Scan, bands: Bands, shapes: Mapping[str, Shape]) -> None:
    boxes = {part.key: shape.box for part in scan.lanes if (shape := shapes.get(part.key)) and shape.box}
    under: dict[tuple[str, str], list[Part]] = {}
    for part in scan.lanes:
        if part.key in boxes:
            under.setdefault(_holder(bands, part, boxes), []).append(part)
    waiting = [holder for holder in under if not holder[1]]
    while waiting:
        pool_key, parent_key = waiting.pop()
        parts = sorted(under[pool_key, parent_key], key=lambda part: _across(bands, boxes[part.key]))
        for part, rank in zip(parts, spread_ranks(len(parts)), strict=True):
            lane = _lane(scan, bands, part, (pool_key, parent_key), rank, boxes[part.key])
            inner = (pool_key, part.key)
            if inner in under:
                bands.lanes[part.key] = lane
                waiting.append(inner)
            else:
                _enter(bands, _band(bands, lane, part.key, pool_key, boxes[part.key]))


def _holder(bands: Bands, part: Part, boxes: Mapping[str, Box]) -> tuple[str, str]:
    """Return the keys of the pool, and of the nearest drawn lane, that hold a lane."""
    above, parent = part.owner, ""
    while above is not None and above.tag == "lane":
        parent = parent or (above.key if above.key in boxes else "")
        above = above.owner
    return ("" if above is None else bands.pool_of_process.get(above.key, "")), parent


def _lane(scan: Scan, bands: Bands, part: Part, holder: tuple[str, str], rank: str, box: Box) -> Lane:
    pool, parent = bands.pools.get(holder[0]), bands.lanes.get(holder[1])
    return Lane(
        id=new_id(),
        name=fit_text("lane", "name", part.element.get("name")),
        pool_id=None if pool is None else pool.id,
        parent_id=None if parent is None else parent.id,
        rank=rank,
        breadth=_breadth(bands, bands.projection.turned(box.width, box.height)[1]),
        bpmn_id=part.key,
        **read_own(scan.document, part.element, "lane"),
    )


def _band(bands: Bands, lane: Lane, key: str, pool_key: str, box: Box) -> Band:
    along, across = bands.projection.turned(box.x, box.y)
    length, size = bands.projection.turned(box.width, box.height)
    return Band(lane, key, pool_key, across, across + size, along, along + length)


def _enter(bands: Bands, band: Band) -> Band:
    bands.lanes[band.key] = band.lane
    bands.leaves[band.key] = band
    bands.of_pool.setdefault(band.pool_key, []).append(band)
    return band


def _across(bands: Bands, box: Box) -> float:
    return bands.projection.turned(box.x, box.y)[1]


def _breadth(bands: Bands, pixels: float) -> int:
    return max(_LEAST, min(_MOST, round(pixels / bands.projection.across)))

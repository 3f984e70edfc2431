"""A map as files of other kinds tell it, and how it becomes one of ours: lanes, steps and flows by the file's own ids.

For formats without BPMN's wealth (draw.io, Mermaid, tables). Boxes are pixels; without them the map is laid out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from crm_desktop.interchange.arranging import arranged
from crm_desktop.interchange.fitting import fit_text
from crm_desktop.interchange.limits import check_count, check_depth
from crm_desktop.interchange.places import Rectangle, Spot, frame_of
from crm_desktop.interchange.ranks import spread_ranks
from crm_desktop.interchange.report import Findings
from crm_desktop.models.ids import new_id
from crm_desktop.models.processes.elements import Flow, Lane, Node, Pain, Pool
from crm_desktop.models.processes.grid import LANE, SIZES
from crm_desktop.models.processes.process_map import ProcessMap, rank_ahead
from crm_desktop.models.processes.projection import Projection

_LEAST, _MOST = 40, 20_000
_LARGEST = 100_000
_MOST_BENDS = 250
_ROOM = 40.0
_HEADER = 30.0
_LOOSE = "~"
"""Key of the lane for what stands outside of all lanes."""


@dataclass(slots=True)
class OutlineLane:
    """A pool or lane; `parent` is the key of the pool or lane that holds it."""

    name: str
    parent: str = ""
    box: Rectangle | None = None
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class OutlineNode:
    """A step, decision, event or note; `lane` and `parent` are keys, or "" where the file does not say."""

    values: dict[str, Any]
    lane: str = ""
    parent: str = ""
    box: Rectangle | None = None
    pains: list[str] = field(default_factory=list)
    host: str = ""
    """Key of the step on whose edge an event stands."""


@dataclass(slots=True)
class OutlineFlow:
    """A flow between two nodes, by their keys."""

    source: str
    target: str
    values: dict[str, Any] = field(default_factory=dict)
    points: list[Spot] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """What a file tells; order is the file's."""

    name: str = ""
    vertical: bool = True
    source_format: str = ""
    pools: dict[str, OutlineLane] = field(default_factory=dict)
    lanes: dict[str, OutlineLane] = field(default_factory=dict)
    nodes: dict[str, OutlineNode] = field(default_factory=dict)
    flows: list[OutlineFlow] = field(default_factory=list)

    def check(self, coming: int = 0) -> None:
        """Refuse what is too large, with so many parts that are about to be added."""
        check_count(len(self.pools) + len(self.lanes) + len(self.nodes) + len(self.flows) + coming)


@dataclass(frozen=True, slots=True)
class _Strip:
    """Where a lane begins and ends across the drawing, in pixels, and where it begins in the map."""

    start: float
    end: float
    offset: int

    def distance(self, across: float) -> float:
        return max(self.start - across, across - self.end, 0.0)


@dataclass(slots=True)
class _Building:
    """The map while it is put together."""

    outline: Outline
    projection: Projection
    identifier: str
    drawn: bool
    pools: dict[str, Pool] = field(default_factory=dict)
    lanes: dict[str, Lane] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    strips: dict[str, _Strip] = field(default_factory=dict)
    """By the key of lanes that hold nodes themselves."""
    origin: float = 0.0


def map_of(outline: Outline, findings: Findings) -> ProcessMap:
    """Return the map that an outline tells; flows without two ends are left out and noted."""
    outline.check()
    for told in (outline.lanes, outline.nodes):
        check_depth(_levels(told))
    drawn = bool(outline.nodes) and all(node.box is not None for node in outline.nodes.values())
    building = _Building(outline, Projection(outline.vertical), new_id(), drawn)
    _add_pools(building)
    _add_lanes(building)
    _put_ahead(building)
    _measure(building)
    _add_nodes(building)
    values = {
        "name": fit_text("process", "name", outline.name),
        "orientation": "vertical" if outline.vertical else "horizontal",
        "source_format": outline.source_format,
    }
    map_ = ProcessMap(
        id=building.identifier,
        values=values,
        pools=tuple(building.pools.values()),
        lanes=tuple(building.lanes.values()),
        nodes=tuple(building.nodes.values()),
        flows=tuple(_flows(building, findings)),
        pains=tuple(_pains(building)),
    )
    return map_ if drawn else arranged(map_)


def _add_pools(building: _Building) -> None:
    told = building.outline.pools
    ordered = _in_order(building, told)
    for key, rank in zip(ordered, spread_ranks(len(ordered)), strict=True):
        name = fit_text("pool", "name", told[key].name)
        building.pools[key] = Pool(id=new_id(), process_id=building.identifier, name=name, rank=rank)


def _add_lanes(building: _Building) -> None:
    """Add the lanes; a pool without lanes, and steps outside of all lanes, get one without a name."""
    outline, pools = building.outline, building.outline.pools
    told = outline.lanes
    used = {_pool_of(outline, key) for key in told}
    told.update({f"{_LOOSE}{key}": OutlineLane("", key, pool.box) for key, pool in pools.items() if key not in used})
    known = {*told, *pools}
    if not told or (not building.drawn and any(node.lane not in known for node in outline.nodes.values())):
        told[_LOOSE] = OutlineLane("", box=_around(outline))
    ordered = _in_order(building, told)
    for key, rank in zip(ordered, spread_ranks(len(ordered)), strict=True):
        lane = told[key]
        size = 0.0 if lane.box is None else building.projection.turned(lane.box.width, lane.box.height)[1]
        breadth = max(_LEAST, min(_MOST, round(size / building.projection.across))) if size else LANE
        building.lanes[key] = Lane(
            id=new_id(),
            process_id=building.identifier,
            name=fit_text("lane", "name", lane.name),
            rank=rank,
            breadth=breadth,
            **lane.values,
        )
    for key, lane in told.items():
        pool = building.pools.get(_pool_of(outline, key))
        parent = building.lanes.get(lane.parent)
        building.lanes[key] = replace(
            building.lanes[key],
            pool_id=None if pool is None else pool.id,
            parent_id=None if parent is None or _loops(told, key) else parent.id,
        )


def _put_ahead(building: _Building) -> None:
    """Let pools that are drawn before the lanes without a pool stand before them in the map, too."""

    def start(box: Rectangle | None) -> float | None:
        return None if box is None else building.projection.turned(box.x, box.y)[1]

    told = building.outline.lanes
    loose = [
        found
        for key, lane in building.lanes.items()
        if not lane.pool_id and (found := start(told[key].box)) is not None
    ]
    for key, pool in building.pools.items():
        begins = start(building.outline.pools[key].box)
        if loose and begins is not None and begins < min(loose):
            building.pools[key] = replace(pool, rank=rank_ahead(pool.rank))


def _measure(building: _Building) -> None:
    """Find where the lanes that hold nodes lie on the drawing and in the map, and where the map begins."""
    lanes, projection = building.lanes, building.projection
    frame = frame_of(ProcessMap(id="", values={}, pools=tuple(building.pools.values()), lanes=tuple(lanes.values())))
    parents = {lane.parent_id for lane in lanes.values()}
    held = {node.lane for node in building.outline.nodes.values()}
    begins: dict[bool, list[float]] = {True: [], False: []}
    for key, lane in lanes.items():
        if lane.id in parents or lane.id not in frame.starts:
            continue
        box = building.outline.lanes[key].box
        start, end = 0.0, 0.0
        if box is not None:
            along, start = projection.turned(box.x, box.y)
            end = start + projection.turned(box.width, box.height)[1]
            begins[bool({key, key.removeprefix(_LOOSE)} & held)].append(along + _header(key))
        building.strips[key] = _Strip(start, end, frame.starts[lane.id])
    building.origin = min(begins[True] or begins[False], default=0.0)


def _header(key: str) -> float:
    """Return how much of a band's beginning is for names."""
    return 0.0 if key == _LOOSE else _HEADER


def _add_nodes(building: _Building) -> None:
    ids = {key: new_id() for key in building.outline.nodes}
    places = []
    for number, (key, node) in enumerate(building.outline.nodes.items()):
        lane = _lane_of(building, node)
        made = Node(
            id=ids[key],
            process_id=building.identifier,
            lane_id=building.lanes[lane].id,
            parent_id=None if _loops(building.outline.nodes, key) else ids.get(node.parent),
            attached_to_id=ids.get(node.host),
            **_place(building, node, building.strips[lane]),
            **node.values,
        )
        places.append((made.along, made.across, number, key, made))
    ranked = zip(sorted(places, key=lambda each: each[:3]), spread_ranks(len(places)), strict=True)
    by_key = {place[3]: replace(place[4], rank=rank) for place, rank in ranked}
    building.nodes = {key: by_key[key] for key in ids}


def _place(building: _Building, node: OutlineNode, strip: _Strip) -> dict[str, Any]:
    width, height = SIZES[node.values.get("form", "task")]
    if node.box is None or not building.drawn:
        return {"width": width, "height": height}
    along, across = building.projection.turned(*node.box.middle)
    return {
        "along": round((along - building.origin) / building.projection.along),
        "across": round((across - strip.start) / building.projection.across),
        "width": max(1, min(_LARGEST, round(node.box.width))),
        "height": max(1, min(_LARGEST, round(node.box.height))),
    }


def _lane_of(building: _Building, node: OutlineNode) -> str:
    """Return the key of the lane that holds a node: the one it names, or the nearest."""
    strips = building.strips
    for key in (node.lane, f"{_LOOSE}{node.lane}"):
        if key in strips:
            return key
    if node.box is None or not building.drawn:
        return _LOOSE if _LOOSE in strips else next(iter(strips))
    across = building.projection.turned(*node.box.middle)[1]
    return min(strips, key=lambda key: strips[key].distance(across))


def _flows(building: _Building, findings: Findings) -> Iterator[Flow]:
    for flow in building.outline.flows:
        source, target = building.nodes.get(flow.source), building.nodes.get(flow.target)
        if source is None or target is None:
            findings.add("dangling_flow", flow.source or flow.target)
            continue
        bends = tuple(_corner(building, spot) for spot in flow.points[:_MOST_BENDS]) if building.drawn else ()
        yield Flow(
            id=new_id(),
            process_id=building.identifier,
            source_id=source.id,
            target_id=target.id,
            bends=bends,
            **flow.values,
        )


def _corner(building: _Building, spot: Spot) -> tuple[int, int]:
    along, across = building.projection.turned(*spot)
    strip = min(building.strips.values(), key=lambda each: each.distance(across))
    return (
        round((along - building.origin) / building.projection.along),
        strip.offset + round((across - strip.start) / building.projection.across),
    )


def _pains(building: _Building) -> Iterator[Pain]:
    for key, node in building.outline.nodes.items():
        for text in node.pains:
            name = fit_text("pain", "name", text)
            if name:
                yield Pain(id=new_id(), process_id=building.identifier, node_id=building.nodes[key].id, name=name)


def _pool_of(outline: Outline, key: str) -> str:
    """Return the key of the pool above a lane."""
    seen: set[str] = set()
    while key in outline.lanes and key not in seen:
        seen.add(key)
        key = outline.lanes[key].parent
    return key if key in outline.pools else ""


def _levels(told: Mapping[str, OutlineLane] | Mapping[str, OutlineNode]) -> int:
    """Return how deep elements lie in each other; those that lie in a circle count from where one comes into it."""
    depths: dict[str, int] = {}
    for start in told:
        way: dict[str, None] = {}
        at = start
        while at in told and at not in depths and at not in way:
            way[at] = None
            at = told[at].parent
        below = depths.get(at, 0)
        for number, each in enumerate(reversed(way), start=1):
            depths[each] = below + number
    return max(depths.values(), default=0)


def _loops(told: Mapping[str, OutlineLane] | Mapping[str, OutlineNode], key: str) -> bool:
    """Tell whether going up from an element leads in a circle."""
    seen: set[str] = set()
    while key in told:
        if key in seen:
            return True
        seen.add(key)
        key = told[key].parent
    return False


def _in_order(building: _Building, told: Mapping[str, OutlineLane]) -> list[str]:
    """Return keys in the order of their boxes across the flow, else as the file has them."""

    def place(key: str) -> float:
        box = told[key].box
        return 0.0 if box is None else building.projection.turned(box.x, box.y)[1]

    return sorted(told, key=place)


def _around(outline: Outline) -> Rectangle | None:
    boxes = [node.box for node in outline.nodes.values() if node.box is not None]
    if not boxes:
        return None
    x, y = min(box.x for box in boxes) - _ROOM, min(box.y for box in boxes) - _ROOM
    right, below = max(box.x + box.width for box in boxes) + _ROOM, max(box.y + box.height for box in boxes) + _ROOM
    return Rectangle(x, y, right - x, below - y)

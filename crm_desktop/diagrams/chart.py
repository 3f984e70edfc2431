"""Chart: one open map in memory, indexed so that whatever touches an element costs what is touched, not the map.

It holds what is; what people do goes through `session.Session`, what a gesture changes is gathered by `work.Work`.
Used from one thread.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from crm_desktop.diagrams.delta import Delta
from crm_desktop.models.fields import Value
from crm_desktop.models.processes.elements import Element, Flow, Lane, Node, Pain, Pool
from crm_desktop.models.processes.grid import length, takes_room
from crm_desktop.models.processes.process_map import ProcessMap, lanes_in_order
from crm_desktop.models.processes.reading import MapReading

Room: TypeAlias = tuple[str | None, str | None]
"""A lane, and the sub-process in it: nodes of one room must not overlap."""
_Place: TypeAlias = tuple[int, str, str]
"""Along, rank, id: the order of the steps of a lane."""


class Chart:
    """The elements of one map by id, with what leads from one to the others."""

    def __init__(self, process_id: str, values: Mapping[str, Value], elements: Iterable[Element] = ()) -> None:
        self.process_id = process_id
        self.values: dict[str, Value] = dict(values)
        self.pools: dict[str, Pool] = {}
        self.lanes: dict[str, Lane] = {}
        self.nodes: dict[str, Node] = {}
        self.flows: dict[str, Flow] = {}
        self.pains: dict[str, Pain] = {}
        self.bent: set[str] = set()
        """Ids of flows with corners that a user placed."""
        self.binned: set[str] = set()
        """Ids that records in the bin have."""
        self._elements: dict[str, Element] = {}
        self._from: dict[str, list[str]] = defaultdict(list)
        self._to: dict[str, list[str]] = defaultdict(list)
        self._pains_of: dict[str | None, list[str]] = defaultdict(list)
        self._inside: dict[str, set[str]] = defaultdict(set)
        self._rooms: dict[Room, list[_Place]] = defaultdict(list)
        self._tallest: dict[Room, int] = defaultdict(int)
        self._order: tuple[Lane, ...] | None = None
        for element in elements:
            self._elements[element.id] = element
            self._link(element, sort=False)
        for places in self._rooms.values():
            places.sort()

    @classmethod
    def of(cls, read: ProcessMap | MapReading) -> "Chart":
        """Return the chart of a map that was read whole."""
        if isinstance(read, ProcessMap):
            return cls(read.id, read.values, read.elements())
        chart = cls(read.process_id, read.values or {}, read.elements)
        chart.binned = set(read.binned)
        return chart

    @property
    def account_id(self) -> str | None:
        """The client whose process it is."""
        found = self.values.get("account_id")
        return found if isinstance(found, str) else None

    @property
    def vertical(self) -> bool:
        """Whether lanes are shown as columns."""
        return self.values.get("orientation") != "horizontal"

    def get(self, element_id: str) -> Element | None:
        """Return the element with this id."""
        return self._elements.get(element_id)

    def elements(self) -> Iterator[Element]:
        """Yield all elements, what others refer to first."""
        for kind in (self.pools, self.lanes, self.nodes, self.flows, self.pains):
            yield from kind.values()

    def as_map(self) -> ProcessMap:
        """Return the whole map as one value."""
        return ProcessMap(
            id=self.process_id,
            values=dict(self.values),
            pools=tuple(self.pools.values()),
            lanes=tuple(self.lanes.values()),
            nodes=tuple(self.nodes.values()),
            flows=tuple(self.flows.values()),
            pains=tuple(self.pains.values()),
        )

    def flows_from(self, node_id: str) -> list[Flow]:
        """Return the flows that leave a node, in the order in which they came."""
        return [self.flows[each] for each in self._from.get(node_id, ())]

    def flows_to(self, node_id: str) -> list[Flow]:
        """Return the flows that lead to a node."""
        return [self.flows[each] for each in self._to.get(node_id, ())]

    def pains_of(self, node_id: str | None) -> list[Pain]:
        """Return the pains of a node; of None those of the process as a whole."""
        return [self.pains[each] for each in self._pains_of.get(node_id, ())]

    def inside(self, node_id: str) -> list[Node]:
        """Return the nodes inside a sub-process, and the events on a node's edge."""
        found = self._inside.get(node_id)
        return [self.nodes[each] for each in sorted(found)] if found else []

    def lanes_in_order(self) -> tuple[Lane, ...]:
        """Return the lanes that hold steps themselves, in the order in which they are shown."""
        if self._order is None:
            outline = ProcessMap(id="", values={}, pools=tuple(self.pools.values()), lanes=tuple(self.lanes.values()))
            self._order = lanes_in_order(outline)
        return self._order

    def lanes_under(self, lane_id: str | None) -> list[Lane]:
        """Return the lanes right under a lane, in their order; of None those that lie under no lane."""
        under = (lane for lane in self.lanes.values() if lane.parent_id == lane_id)
        return sorted(under, key=lambda lane: (lane.rank, lane.id))

    def offsets(self) -> dict[str, int]:
        """Return where each lane that holds steps begins across the map."""
        return offsets_of(self.lanes_in_order())

    def nodes_in(self, lane_id: str | None) -> list[Node]:
        """Return the nodes of a lane along the flow, those inside sub-processes too."""
        places = [place for room, some in self._rooms.items() if room[0] == lane_id for place in some]
        return [self.nodes[each] for _, _, each in sorted(places)]

    def has_nodes(self, lane_id: str) -> bool:
        """Tell whether steps stand in a lane."""
        return any(places and room[0] == lane_id for room, places in self._rooms.items())

    def nearby(self, room: Room, first: int, last: int) -> list[Node]:
        """Return the nodes of a room that may take up something between two places along, in order."""
        places, reach = self._rooms.get(room, []), self._tallest[room] // 2 + 1
        begin = bisect_left(places, (first - reach, "", ""))
        end = bisect_left(places, (last + reach + 1, "", ""))
        return [self.nodes[each] for _, _, each in places[begin:end]]

    def neighbours(self, node: Node) -> tuple[Node | None, Node | None]:
        """Return the nodes before and after a place in a node's room; the node need not be there."""
        places = self._rooms.get(room_of(node), [])
        at = bisect_left(places, (node.along, "", ""))
        before = next((each for _, _, each in reversed(places[:at][-2:]) if each != node.id), None)
        after = next((each for _, _, each in places[at : at + 2] if each != node.id), None)
        return (self.nodes[before] if before else None, self.nodes[after] if after else None)

    def put(self, element: Element) -> Element | None:
        """Add an element or replace the one with its id; return what was there."""
        before = self._elements.get(element.id)
        if before is not None:
            self._unlink(before)
        self._elements[element.id] = element
        self._link(element)
        return before

    def drop(self, element_id: str) -> Element | None:
        """Take an element away; return it."""
        before = self._elements.pop(element_id, None)
        if before is not None:
            self._unlink(before)
            self._kind(before).pop(element_id)
        return before

    def apply(self, delta: Delta) -> None:
        """Make the elements as a delta says."""
        for element_id, change in delta.changes.items():
            if change.after is None:
                self.drop(element_id)
            else:
                self.put(change.after)
        for name, (_, after) in delta.process.items():
            self.values[name] = after

    def _kind(self, element: Element) -> dict[str, Element]:
        kinds: Mapping[str, dict[str, Element]] = {
            "pool": self.pools,  # type: ignore[dict-item]
            "lane": self.lanes,  # type: ignore[dict-item]
            "node": self.nodes,  # type: ignore[dict-item]
            "flow": self.flows,  # type: ignore[dict-item]
            "pain": self.pains,  # type: ignore[dict-item]
        }
        return kinds[element.KIND]

    def _link(self, element: Element, sort: bool = True) -> None:
        match element:
            case Node():
                self.nodes[element.id] = element
                self._link_node(element, sort)
            case Flow():
                self.flows[element.id] = element
                self._from[element.source_id].append(element.id)
                self._to[element.target_id].append(element.id)
                if element.bends:
                    self.bent.add(element.id)
            case Pain():
                self.pains[element.id] = element
                self._pains_of[element.node_id].append(element.id)
            case _:
                self._kind(element)[element.id] = element
                self._order = None

    def _link_node(self, node: Node, sort: bool) -> None:
        for outer in (node.parent_id, node.attached_to_id):
            if outer is not None:
                self._inside[outer].add(node.id)
        if takes_room(node):
            room, place = room_of(node), (node.along, node.rank, node.id)
            self._tallest[room] = max(self._tallest[room], length(node))
            if sort:
                insort(self._rooms[room], place)
            else:
                self._rooms[room].append(place)

    def _unlink(self, element: Element) -> None:
        match element:
            case Node():
                for outer in (element.parent_id, element.attached_to_id):
                    if outer is not None:
                        self._inside[outer].discard(element.id)
                if takes_room(element):
                    _take_out(self._rooms[room_of(element)], (element.along, element.rank, element.id))
            case Flow():
                self._from[element.source_id].remove(element.id)
                self._to[element.target_id].remove(element.id)
                self.bent.discard(element.id)
            case Pain():
                self._pains_of[element.node_id].remove(element.id)
            case _:
                self._order = None


def offsets_of(lanes: Iterable[Lane]) -> dict[str, int]:
    """Return where lanes that stand side by side begin across the map."""
    found, at = {}, 0
    for lane in lanes:
        found[lane.id] = at
        at += lane.breadth
    return found


def room_of(node: Node) -> Room:
    """Return the room in which a node stands."""
    return node.lane_id, node.parent_id


def _take_out(places: list[_Place], place: _Place) -> None:
    at = bisect_left(places, place)
    del places[at]


def in_reading_order(chart: Chart, nodes: Iterable[Node]) -> Sequence[Node]:
    """Return nodes as a person reads the map: along the flow, then from lane to lane."""
    places = {lane.id: number for number, lane in enumerate(chart.lanes_in_order())}
    return sorted(nodes, key=lambda node: (node.along, places.get(node.lane_id or "", -1), node.across, node.rank))

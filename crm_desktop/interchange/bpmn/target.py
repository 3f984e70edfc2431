"""Where elements are on the written drawing: what was not moved stays where the source has it, to the last fraction.

Our maps set lanes side by side; sources leave room between pools. So each lane remembers how far it lies from where our
map has it, and what moves, moves by the difference between our map before and after.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from crm_desktop.interchange.bpmn.bands import HEADER
from crm_desktop.interchange.bpmn.sheet import Sheet
from crm_desktop.interchange.places import Frame, Rectangle, Spot, frame_of
from crm_desktop.models.processes.edges import on_the_edge
from crm_desktop.models.processes.elements import Flow, Node
from crm_desktop.models.processes.process_map import lanes_in_order

ORIGIN = 2.0 * HEADER
"""Where a new drawing's map begins along: after the names of pool and lane."""


@dataclass(slots=True)
class Target:
    """Places before (as the source gives them) and after, in pixels of the file."""

    sheet: Sheet
    turned: bool
    """The map runs the other way now, or was never drawn: nothing keeps its place."""
    before: Frame
    after: Frame
    origin: float
    offsets_before: Mapping[str, float]
    """Key of a lane → how far it lies from where our map has it, across."""
    offsets: Mapping[str, float]
    _strips: list[tuple[int, float]] = field(default_factory=list)
    _strips_before: list[tuple[int, float]] = field(default_factory=list)

    def node(self, key: str) -> Rectangle:
        """Return where a node of the map is."""
        node = self.sheet.elements[key]
        assert isinstance(node, Node)
        box = self._rectangle(self.after, node, self.offsets.get(self.sheet.key(node.lane_id), 0.0))
        host = self.sheet.elements.get(self.sheet.key(node.attached_to_id)) if self.turned else None
        if not isinstance(host, Node) or host.attached_to_id is not None:
            return box
        around = self.node(self.sheet.keys[host.id])
        edges = around.x, around.y, around.x + around.width, around.y + around.height
        x, y = on_the_edge(box.middle, (box.width / 2, box.height / 2), edges)
        return Rectangle(x - box.width / 2, y - box.height / 2, box.width, box.height)

    def node_before(self, key: str) -> Rectangle | None:
        """Return where the source's map has a node, rounded as our maps are; None for what keeps no place."""
        node = self.sheet.base.get(key)
        if self.turned or not isinstance(node, Node):
            return None
        return self._rectangle(self.before, node, self.offsets_before.get(self.sheet.base_key(node.lane_id), 0.0))

    def bends(self, flow: Flow) -> list[Spot]:
        """Return a flow's corners."""
        return [self._spot(self.after, along, across, self._strips) for along, across in flow.bends]

    def bends_before(self, flow: Flow) -> list[Spot]:
        """Return the corners that the source's map gives a flow."""
        return [self._spot(self.before, along, across, self._strips_before) for along, across in flow.bends]

    def _rectangle(self, frame: Frame, node: Node, offset: float) -> Rectangle:
        projection = frame.projection
        along = self.origin + node.along * projection.along
        across = offset + (frame.starts.get(node.lane_id or "", 0) + node.across) * projection.across
        x, y = projection.turned(along, across)
        return Rectangle(x - node.width / 2, y - node.height / 2, node.width, node.height)

    def _spot(self, frame: Frame, along: int, across: int, strips: list[tuple[int, float]]) -> Spot:
        offset = 0.0
        for start, found in strips:
            if start > across:
                break
            offset = found
        return frame.projection.turned(
            self.origin + along * frame.projection.along, offset + across * frame.projection.across
        )


def target_of(sheet: Sheet) -> Target:
    """Return the places of the map on its drawing."""
    reading = sheet.reading
    turned = sheet.fresh or not reading.drawn or reading.map.vertical != sheet.map.vertical
    before, after = frame_of(reading.map), frame_of(sheet.map)
    offsets_before = {
        key: band.start - band.offset * before.projection.across for key, band in reading.bands.leaves.items()
    }
    origin = ORIGIN if turned else reading.bands.origin
    offsets = {} if turned else _carried_on(sheet, offsets_before)
    target = Target(sheet, turned, before, after, origin, offsets_before, offsets)
    target._strips = _strips(after, offsets, sheet.keys)
    target._strips_before = _strips(before, offsets_before, sheet.base_keys)
    return target


def _carried_on(sheet: Sheet, known: Mapping[str, float]) -> dict[str, float]:
    """Return the distance of every lane from its place in our map; new ones take that of their neighbour."""
    offsets: dict[str, float] = {}
    ordered = [sheet.keys[lane.id] for lane in lanes_in_order(sheet.map) if lane.id in sheet.keys]
    last = next((known[key] for key in ordered if key in known), 0.0)
    for key in ordered:
        last = offsets[key] = known.get(key, last)
    return offsets


def _strips(frame: Frame, offsets: Mapping[str, float], keys: Mapping[str, str]) -> list[tuple[int, float]]:
    """Return (where it begins across, its distance) of the lanes that hold nodes, in order."""
    found = [
        (start, offsets[keys[lane]]) for lane, start in frame.starts.items() if lane in keys and keys[lane] in offsets
    ]
    return sorted(found)

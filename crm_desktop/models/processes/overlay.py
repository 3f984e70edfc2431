"""Two maps shown together: what became of each element, lanes at the same places, and both maps drawn as one.

Lanes are shown flat here: what holds steps, side by side, in the order of the second map with the first one's between,
each with the names of what it is a part of.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from crm_desktop.models.processes.comparison import Comparison, Difference
from crm_desktop.models.processes.elements import Element, Flow, Lane, Node, Pain, Pool
from crm_desktop.models.processes.grid import in_the_way, row_below, takes_room
from crm_desktop.models.processes.process_map import ProcessMap, lanes_in_order
from crm_desktop.models.processes.row_alignment import with_aligned_rows

ADD, REMOVE, CHANGE, MOVE = "add", "remove", "change", "move"
_SAID = ("remove", "add", "automate", "improve")
_ORDER = ("remove", "add", "automate", "improve", "change", "move")


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one element: `mark` is one of add, remove, automate, improve, change, move."""

    mark: str
    before: Element | None
    after: Element | None
    fields: tuple[str, ...] = ()

    @property
    def element(self) -> Element:
        """The element as it is now, or as it was."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Overlay:
    """Both maps as one, and what became of its elements by their ids."""

    map: ProcessMap
    marks: Mapping[str, str]


def changes(comparison: Comparison, after: ProcessMap) -> tuple[Change, ...]:
    """Return what changed, the weightiest first; what only follows from something else is left out.

    A flow that came or went with a step is left out, and so is the pain of a step that went.
    """
    listed = [Change(REMOVE, each, None) for each in comparison.removed]
    listed += [Change(ADD, None, each) for each in comparison.added]
    touched = {each.element.id for each in listed if isinstance(each.element, Node)}
    listed = [each for each in listed if not _follows(each.element, touched)]
    listed += [_changed(each) for each in comparison.changed if each.fields or isinstance(each.after, Node)]
    known = {each.after.id for each in listed if each.after is not None}
    said = [node for node in after.nodes if node.change in _SAID and node.id not in known]
    listed += [Change(str(node.change), None, node) for node in said]
    return tuple(sorted(listed, key=_rank))


def marks_of(found: Iterable[Change], comparison: Comparison) -> dict[str, str]:
    """Return what became of elements by their ids in either map; places alone are no mark."""
    marks = {each.id: REMOVE for each in comparison.removed} | {each.id: ADD for each in comparison.added}
    for change in found:
        if change.mark != MOVE:
            marks |= {each.id: change.mark for each in (change.before, change.after) if each is not None}
    return marks


def aligned(before: ProcessMap, after: ProcessMap, comparison: Comparison) -> tuple[ProcessMap, ProcessMap]:
    """Return both maps with the same lanes at the same places, and common steps in common rows.

    A lane that only one has is empty in the other. What a lane is a part of, pool and outer lanes, is told by a pool of
    its own, so that lanes that were nested can stand in any order.
    """
    pairs = _lane_pairs(before, after, comparison.partners)
    orientation = "vertical" if after.vertical else "horizontal"
    made = []
    for map_, at in ((before, 0), (after, 1)):
        lanes, pools = [], []
        for number, pair in enumerate(pairs):
            lane = pair[at] or pair[1 - at]
            assert lane is not None
            of = (before, after)[at if pair[at] is not None else 1 - at]
            pools.append(Pool(id=f"{lane.id} of", name=_part_of(of, lane), rank=f"{number:08}"))
            breadth = max(each.breadth for each in pair if each is not None)
            lanes.append(_flat(lane, number, breadth, pools[-1]))
        values = {**map_.values, "orientation": orientation}
        made.append(replace(map_, values=values, pools=tuple(pools), lanes=tuple(lanes)))
    return with_aligned_rows(made[0], made[1], comparison.partners)


def overlay(before: ProcessMap, after: ProcessMap, comparison: Comparison) -> Overlay:
    """Return both maps as one: the second one, and what went from the first where there is room for it."""
    first, second = aligned(before, after, comparison)
    lanes = {one.id: other.id for one, other in zip(first.lanes, second.lanes, strict=True)}
    there = {**{each.id: each.id for each in comparison.removed}, **comparison.partners}
    gone = (each for each in comparison.removed if isinstance(each, Node))
    nodes = [*second.nodes]
    for node in sorted(gone, key=lambda each: (each.along, each.id)):
        lane, parent = lanes.get(node.lane_id or ""), there.get(node.parent_id or "")
        nodes.append(_beside(nodes, replace(node, lane_id=lane, parent_id=parent, attached_to_id=None)))
    flows = [*second.flows]
    for flow in (each for each in comparison.removed if isinstance(each, Flow)):
        ends = there.get(flow.source_id), there.get(flow.target_id)
        if ends[0] and ends[1]:
            flows.append(replace(flow, source_id=ends[0], target_id=ends[1], bends=()))
    pains = [*second.pains]
    pains += [each for each in comparison.removed if isinstance(each, Pain) and there.get(each.node_id or "")]
    made = replace(second, nodes=tuple(nodes), flows=tuple(flows), pains=tuple(pains))
    return Overlay(made, marks_of(changes(comparison, after), comparison))


def _changed(found: Difference) -> Change:
    if not found.fields:
        return Change(MOVE, found.before, found.after)
    said = getattr(found.after, "change", None)
    return Change(said if said in _SAID else CHANGE, found.before, found.after, found.fields)


def _follows(element: Element, touched: set[str]) -> bool:
    if isinstance(element, Flow):
        return element.source_id in touched or element.target_id in touched
    return isinstance(element, Pain) and element.node_id in touched


def _rank(change: Change) -> tuple[int, int, str]:
    element = change.element
    return _ORDER.index(change.mark), element.along if isinstance(element, Node) else 1 << 30, element.id


def _flat(lane: Lane, number: int, breadth: int, pool: Pool) -> Lane:
    return replace(lane, rank=f"{number:08}", parent_id=None, pool_id=pool.id, breadth=breadth)


def _part_of(map_: ProcessMap, lane: Lane) -> str:
    """Return the names of the pool and of the lanes around a lane, the outermost first."""
    lanes, names, at, seen = {each.id: each for each in map_.lanes}, list[str](), lane, {lane.id}
    while at.parent_id in lanes and at.parent_id not in seen:
        at = lanes[at.parent_id]
        seen.add(at.id)
        names.append(at.name)
    names += [pool.name for pool in map_.pools if pool.id == (at.pool_id or lane.pool_id)]
    return " · ".join(name for name in reversed(names) if name)


def _lane_pairs(
    before: ProcessMap, after: ProcessMap, partners: Mapping[str, str]
) -> list[tuple[Lane | None, Lane | None]]:
    """Return the lanes of both maps that belong together, in their common order."""
    there = {lane.id: lane for lane in lanes_in_order(after)}
    mine = {partners[lane.id]: lane for lane in lanes_in_order(before) if partners.get(lane.id) in there}
    pairs: list[tuple[Lane | None, Lane | None]] = [(mine.get(lane.id), lane) for lane in there.values()]
    at = 0
    for lane in lanes_in_order(before):
        place = next((number for number, pair in enumerate(pairs) if pair[0] is lane), None)
        if place is None:
            pairs.insert(at, (lane, None))
            place = at
        at = place + 1
    return pairs


def _beside(nodes: Iterable[Node], node: Node) -> Node:
    """Return a node that went at its own place, or in the next row of its lane that is free now."""
    if not takes_room(node):
        return node
    others = [each for each in nodes if (each.lane_id, each.parent_id) == (node.lane_id, node.parent_id)]
    while any(in_the_way(node, each) for each in others if takes_room(each)):
        node = replace(node, along=row_below(node.along))
    return node

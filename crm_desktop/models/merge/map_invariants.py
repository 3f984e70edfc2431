"""What must hold of a swimlane map after two people changed it apart, and what is done where it does not.

Every flow has two ends, every node one lane that holds steps, and no two nodes of a lane overlap. Repairs look at what
an act touched and what that touches, never at the whole map. Pure: the caller reads and writes.
"""

from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum

from crm_desktop.models.fields import Values
from crm_desktop.models.processes.elements import Lane, Node, Pool
from crm_desktop.models.processes.grid import in_the_way, row_below
from crm_desktop.models.processes.process_map import ProcessMap, in_rank_order, lanes_in_order


class MapRepair(StrEnum):
    """Names of repairs; also the `rule` of the settlement that tells of one."""

    FLOW_DROPPED = "flow_dropped"
    """One put a flow at a step that another removed: the flow goes to the bin."""
    PAIN_KEPT = "pain_kept"
    """One wrote a pain at a step that another removed: it stays, as one of the process as a whole."""
    LANE_CHANGED = "lane_changed"
    """One put a step into a lane that another removed or divided: it goes to the nearest lane that is left."""
    LANE_KEPT = "lane_kept"
    """Another removed the last lane: it comes out of the bin for the steps in it."""
    GAVE_WAY = "gave_way"
    """Two put steps in the same place: the one that arrives later moves on to the next free row."""


def dangles(flow: Values, live_nodes: Collection[str]) -> bool:
    """Tell whether a flow lacks one of its ends."""
    return flow.get("source_id") not in live_nodes or flow.get("target_id") not in live_nodes


def nearest_lane(lane_id: str, lanes: Iterable[Lane], gone: Iterable[Lane], pools: Iterable[Pool]) -> str | None:
    """Return the lane that takes over the steps of one: the first inside it, else the one before it, else the first.

    `gone` are lanes in the bin; None where no lane is left.
    """
    left = list(lanes)
    holding = _order(left, pools)
    inside = [lane.id for lane in holding if lane_id in _above(lane, left)]
    if inside:
        return inside[0]
    with_it = _order([*left, *(lane for lane in gone if lane.id == lane_id)], pools)
    at = next((place for place, lane in enumerate(with_it) if lane.id == lane_id), 0)
    kept = {lane.id for lane in holding}
    before = [lane.id for lane in with_it[:at] if lane.id in kept]
    return before[-1] if before else holding[0].id if holding else None


def place_beside(node: Node, others: Sequence[Node]) -> int:
    """Return where along a node goes so that it overlaps with none of the others; where it is, if it does not."""
    along = node.along
    while blocked := [other for other in others if in_the_way(_at(node, along), other)]:
        along = row_below(max(along, min(other.along for other in blocked)))
    return along


def is_place(names: Collection[str]) -> bool:
    """Tell whether a change of these fields of a node moves or resizes it."""
    return not {"lane_id", "parent_id", "attached_to_id", "along", "across", "width", "height", "form"}.isdisjoint(
        names
    )


def _order(lanes: list[Lane], pools: Iterable[Pool]) -> Sequence[Lane]:
    return lanes_in_order(ProcessMap(id="", values={}, lanes=tuple(lanes), pools=tuple(in_rank_order(pools))))


def _above(lane: Lane, lanes: Iterable[Lane]) -> set[str]:
    parents = {each.id: each.parent_id for each in lanes}
    found: set[str] = set()
    at = lane.parent_id
    while at is not None and at not in found:
        found.add(at)
        at = parents.get(at)
    return found


def _at(node: Node, along: int) -> Node:
    return Node(id=node.id, form=node.form, along=along, across=node.across, width=node.width, height=node.height)

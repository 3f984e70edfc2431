"""What a map still lacks, found while it is drawn: each finding with its place; fixes are commands of the editor.

Findings are about one element and what touches it, so that after a change only those are looked at again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from crm_desktop.models.processes.decisions import is_decision
from crm_desktop.models.processes.elements import Flow, Lane, Node


class Lack(StrEnum):
    """What is missing; also the key of its sentence, in context `checks`."""

    NO_WAY_IN = "no_way_in"
    NO_WAY_OUT = "no_way_out"
    BRANCH_WITHOUT_NAME = "branch_without_name"
    SHARES = "shares"
    """The shares of a decision's branches do not add up to 100."""
    NO_NAME = "no_name"
    NO_OWNER = "no_owner"
    NO_TIME = "no_time"
    EMPTY_LANE = "empty_lane"
    NO_PERMISSION = "no_permission"
    """A hand-over to another lane says neither what permission it needs nor that it needs none."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is missing, at one element."""

    lack: Lack
    kind: str
    id: str
    number: int = 0
    """For shares: what they add up to."""


class Surroundings(Protocol):
    """What judging an element needs of its map."""

    @property
    def nodes(self) -> dict[str, Node]:
        """Nodes by id."""
        ...

    @property
    def lanes(self) -> dict[str, Lane]:
        """Lanes by id."""
        ...

    def flows_from(self, node_id: str) -> list[Flow]:
        """Return the flows that leave a node."""
        ...

    def flows_to(self, node_id: str) -> list[Flow]:
        """Return the flows that lead to a node."""
        ...

    def has_nodes(self, lane_id: str) -> bool:
        """Tell whether steps stand in a lane."""
        ...

    def lanes_under(self, lane_id: str | None) -> list[Lane]:
        """Return the lanes right under a lane."""
        ...


_STEPS = ("task", "subprocess")
_ON_THE_WAY = (*_STEPS, "gateway", "start", "intermediate", "end")
NO_PERMISSION_NEEDED = ("none", "无", "不需要", "无需", "-")


def check_node(map_: Surroundings, node: Node) -> Iterator[Finding]:
    """Yield what a node lacks."""
    if node.form not in _ON_THE_WAY or node.parent_id is not None:
        return
    leaving = [flow for flow in map_.flows_from(node.id) if flow.form in ("sequence", "message")]
    coming = [flow for flow in map_.flows_to(node.id) if flow.form in ("sequence", "message")]
    if not coming and node.form != "start" and node.attached_to_id is None:
        yield Finding(Lack.NO_WAY_IN, "node", node.id)
    if not leaving and node.form != "end":
        yield Finding(Lack.NO_WAY_OUT, "node", node.id)
    if is_decision(node) and len(leaving) > 1:
        yield from _check_branches(node, leaving)
    if node.form in _STEPS:
        if not node.name:
            yield Finding(Lack.NO_NAME, "node", node.id)
        if node.working_seconds is None and node.waiting_seconds is None:
            yield Finding(Lack.NO_TIME, "node", node.id)
        if not _has_owner(map_, node):
            yield Finding(Lack.NO_OWNER, "node", node.id)


def check_flow(map_: Surroundings, flow: Flow) -> Iterator[Finding]:
    """Yield what a flow lacks: the permission that a hand-over between lanes needs."""
    source, target = map_.nodes.get(flow.source_id), map_.nodes.get(flow.target_id)
    if source is None or target is None or flow.form != "sequence" or flow.permission:
        return
    hands_over = source.lane_id != target.lane_id and source.form in _STEPS and target.form in _STEPS
    if hands_over and (flow.transfer_seconds or flow.transfer_distance):
        yield Finding(Lack.NO_PERMISSION, "flow", flow.id)


def check_lane(map_: Surroundings, lane: Lane) -> Iterator[Finding]:
    """Yield what a lane lacks."""
    if not map_.has_nodes(lane.id) and not map_.lanes_under(lane.id):
        yield Finding(Lack.EMPTY_LANE, "lane", lane.id)


def _check_branches(node: Node, leaving: Sequence[Flow]) -> Iterator[Finding]:
    for flow in leaving:
        if not flow.name and not flow.condition and not flow.usual:
            yield Finding(Lack.BRANCH_WITHOUT_NAME, "flow", flow.id)
    shares = [flow.share for flow in leaving if flow.share is not None]
    if shares and node.gateway_type == "exclusive" and (sum(shares) != 100 or len(shares) < len(leaving)):
        yield Finding(Lack.SHARES, "node", node.id, sum(shares))


def _has_owner(map_: Surroundings, node: Node) -> bool:
    if node.post or node.contact_id:
        return True
    lane = map_.lanes.get(node.lane_id or "")
    return lane is not None and bool(lane.name or lane.post or lane.contact_id)

"""Where new steps stand, and how steps give way: whole rows further along, in order, touching nothing else."""

from collections.abc import Sequence
from dataclasses import replace

from crm_desktop.diagrams.chart import Chart, room_of
from crm_desktop.diagrams.work import Work
from crm_desktop.models.processes.elements import Lane, Node
from crm_desktop.models.processes.grid import FIRST, ROW, SIZES, in_the_way, length, nearest_row, row_below, takes_room
from crm_desktop.models.rules.ranks import MOST, rank_after, rank_between


def new_node(work: Work, lane: Lane, along: int, form: str, *, push: bool = False, name: str = "") -> Node:
    """Make a node in the middle of a lane, at `along` or in the next free place further on; with `push` others go."""
    width, height = SIZES[form]
    across = lane.breadth // 2
    like = Node(id="", lane_id=lane.id, form=form, along=along, across=across, width=width, height=height)
    if not push:
        like = free_place(work.chart, like)
    fields = {each: getattr(like, each) for each in ("lane_id", "form", "along", "across", "width", "height")}
    node = work.add(Node, name=name, **fields)
    work.fixed.add(node.id)
    return node


def free_place(chart: Chart, node: Node) -> Node:
    """Return the node moved along, row by row, to the first place where nothing is in its way."""
    blocked = obstacles(chart, node)
    while blocked:
        further = row_below(max(node.along, min(other.along for other in blocked)))
        node = replace(node, along=further)
        blocked = obstacles(chart, node)
    return node


def obstacles(chart: Chart, node: Node) -> list[Node]:
    """Return the nodes that overlap with a node where it is, or would be."""
    if not takes_room(node):
        return []
    half = length(node) // 2 + 1
    near = chart.nearby(room_of(node), node.along - half, node.along + half)
    return [other for other in near if other.id != node.id and in_the_way(node, other)]


def make_way(work: Work, placed: Sequence[Node]) -> None:
    """Let what overlaps with placed nodes give way, and what that overlaps with, until nothing does.

    Placed nodes stay; where they overlap with each other, the one that comes first in the sequence does.
    """
    settled: set[str] = set()
    for node in placed:
        settled.add(node.id)
        at = work.chart.nodes[node.id]
        if any(other.id in settled for other in obstacles(work.chart, at)):
            at = work.change(at, along=_past(work, at, settled))
        pushing = [at]
        while pushing:
            at = pushing.pop()
            aside = obstacles(work.chart, at)
            pushing.extend([_pushed(work, other, _past(work, _clear_of(other, at), settled)) for other in aside])


def _pushed(work: Work, node: Node, along: int) -> Node:
    """Return a node moved along; what lies in it or sits on it goes along."""
    for inner in work.chart.inside(node.id):
        _pushed(work, inner, inner.along + along - node.along)
    return work.change(node, along=along)


def _past(work: Work, node: Node, settled: set[str]) -> int:
    """Return the first place from where a node is on that no settled node takes up."""
    while blocked := [other for other in obstacles(work.chart, node) if other.id in settled]:
        node = _clear_of(node, max(blocked, key=lambda other: other.along))
    return node.along


def _clear_of(other: Node, at: Node) -> Node:
    """Return the node moved on by as few whole rows as leave the other one alone; never backwards."""
    distance = (length(other) + length(at) + 1) // 2
    rows = max(1, -(-(at.along + distance - other.along) // ROW))
    return replace(other, along=other.along + rows * ROW)


def give_rank(work: Work, node: Node) -> Node:
    """Return the node with a rank that says its place among those before and after it."""
    before, after = work.chart.neighbours(node)
    low, high = (before.rank if before else ""), (after.rank if after else "")
    if node.rank and low < node.rank and (not high or node.rank < high):
        return node
    rank = (rank_between(low, high) if high else None) or rank_after(low)
    return work.change(node, rank=rank if len(rank) <= MOST else rank_after(""))


def row_of(node: Node) -> int:
    """Return the row in which a node stands."""
    return nearest_row(node.along)


def end_of_lane(chart: Chart, lane_id: str) -> int:
    """Return the first row below everything in a lane."""
    nodes = chart.nodes_in(lane_id)
    return row_below(max(node.along + length(node) // 2 for node in nodes)) if nodes else FIRST

"""Rows of two maps beside each other: steps that belong together stand in one row, what only one has gets room there.

Steps are only pushed on along the flow, never back, and keep their order; those that went past each other between both
maps cannot all be brought into one row, and the most that can are.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.process_map import ProcessMap


def with_aligned_rows(
    before: ProcessMap, after: ProcessMap, partners: Mapping[str, str]
) -> tuple[ProcessMap, ProcessMap]:
    """Return both maps with the steps that `partners` joins (id before → id after) in common rows."""
    there = {node.id: node for node in after.nodes if node.parent_id is None}
    pairs = sorted(
        (node.along, there[partners[node.id]].along)
        for node in before.nodes
        if node.parent_id is None and partners.get(node.id) in there
    )
    anchors = _in_one_order(pairs)
    return _shifted(before, *_shifts(anchors, 0)), _shifted(after, *_shifts(anchors, 1))


def _in_one_order(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the most pairs that come in the same order in both maps."""
    ends: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for number, (_, along) in enumerate(pairs):
        at = bisect_right(ends, along)
        previous.append(last[at - 1] if at else -1)
        if at == len(ends):
            ends.append(along)
            last.append(number)
        else:
            ends[at], last[at] = along, number
    found: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(pairs[number])
        number = previous[number]
    return found[::-1]


def _shifts(anchors: Sequence[tuple[int, int]], which: int) -> tuple[list[int], list[int]]:
    """Return from where on one of the maps is pushed on, and by how much."""
    starts: list[int] = []
    by: list[int] = []
    pushed = [0, 0]
    for pair in anchors:
        target = max(pair[0] + pushed[0], pair[1] + pushed[1])
        pushed = [target - pair[0], target - pair[1]]
        if not by or by[-1] != pushed[which]:
            starts.append(pair[which])
            by.append(pushed[which])
    return starts, by


def _shifted(map_: ProcessMap, starts: Sequence[int], by: Sequence[int]) -> ProcessMap:
    """Return a map pushed on: what lies in a sub-process, and events on a step's edge, go along with that."""
    if not any(by):
        return map_
    nodes = {node.id: node for node in map_.nodes}

    def shift(along: int) -> int:
        at = bisect_right(starts, along)
        return by[at - 1] if at else 0

    def shift_of(node: Node) -> int:
        seen = {node.id}
        while (outer := nodes.get(node.parent_id or node.attached_to_id or "")) is not None and outer.id not in seen:
            seen.add(outer.id)
            node = outer
        return shift(node.along)

    return replace(
        map_,
        nodes=tuple(replace(node, along=node.along + shift_of(node)) for node in map_.nodes),
        flows=tuple(
            replace(flow, bends=tuple((along + shift(along), across) for along, across in flow.bends))
            if flow.bends
            else flow
            for flow in map_.flows
        ),
    )

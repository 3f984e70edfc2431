"""In which order steps are placed: along the flow, loops cut where they lead back, equals as they stood."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from crm_desktop.models.processes.elements import Flow, Node


def forward_links(nodes: Sequence[Node], flows: Iterable[Flow]) -> dict[str, list[str]]:
    """Return for each node the ones that follow it, without the links that close a loop.

    `nodes` stand in reading order, which decides where a loop begins.
    """
    onward: dict[str, list[str]] = {node.id: [] for node in nodes}
    places = {node.id: number for number, node in enumerate(nodes)}
    entered = set()
    for flow in flows:
        both_here = flow.source_id in onward and flow.target_id in onward and flow.source_id != flow.target_id
        if both_here and flow.target_id not in onward[flow.source_id]:
            onward[flow.source_id].append(flow.target_id)
            entered.add(flow.target_id)
    for targets in onward.values():
        targets.sort(key=places.__getitem__)
    begins = [node.id for node in nodes if node.form == "start"]
    begins += [node.id for node in nodes if node.id not in entered and node.form != "start"]
    return _without_loops(onward, [*begins, *onward])


def _without_loops(onward: Mapping[str, list[str]], begins: Iterable[str]) -> dict[str, list[str]]:
    """Return the links that lead on, as met by walking into the depth from the given nodes."""
    kept: dict[str, list[str]] = {each: [] for each in onward}
    done: set[str] = set()
    for begin in begins:
        if begin in done:
            continue
        path, on_path = [(begin, iter(onward[begin]))], {begin}
        while path:
            at, rest = path[-1]
            target = next(rest, None)
            if target is None:
                path.pop()
                on_path.discard(at)
                done.add(at)
            elif target not in on_path:
                kept[at].append(target)
                if target not in done:
                    path.append((target, iter(onward[target])))
                    on_path.add(target)
    return kept


def placing_order(nodes: Sequence[Node], onward: Mapping[str, list[str]]) -> list[str]:
    """Return the ids in an order in which each comes after all that lead to it; steps of one chain stay together."""
    waits: dict[str, int] = defaultdict(int)
    for targets in onward.values():
        for target in targets:
            waits[target] += 1
    places = {node.id: number for number, node in enumerate(nodes)}
    depth = {node.id: 0 for node in nodes}
    ready = [(0, places[node.id], node.id) for node in nodes if not waits[node.id]]
    heapq.heapify(ready)
    order = []
    while ready:
        _, _, at = heapq.heappop(ready)
        order.append(at)
        for target in onward[at]:
            depth[target] = max(depth[target], depth[at] + 1)
            waits[target] -= 1
            if not waits[target]:
                heapq.heappush(ready, (depth[target], places[target], target))
    return order

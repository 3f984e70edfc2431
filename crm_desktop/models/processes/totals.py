"""Totals of a map: by lane and as a whole, and along its paths from start to end, weighted by the branches' shares.

Times are seconds for one case; what happens again because of a loop counts as rework. A path is walked once: a flow
that leads back to where it came from is a loop, whose share says how much is done again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from crm_desktop.models.processes.elements import Flow, Node
from crm_desktop.models.processes.process_map import ProcessMap

_STEPS = ("task", "subprocess")
MOST_PASSES = 20.0
"""A loop that is almost always taken counts as this many passes at most."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What steps add up to, each counted once."""

    steps: int = 0
    working_seconds: int = 0
    waiting_seconds: int = 0
    cost: int = 0
    pains: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(
            self.steps + other.steps,
            self.working_seconds + other.working_seconds,
            self.waiting_seconds + other.waiting_seconds,
            self.cost + other.cost,
            self.pains + other.pains,
        )


@dataclass(frozen=True, slots=True)
class Totals:
    """A map in figures."""

    whole: Sum = Sum()
    by_lane: Mapping[str, Sum] = field(default_factory=dict)
    hand_overs: int = 0
    """Flows from a step of one lane to a step of another."""
    pains: int = 0
    """Open pains, those of the process as a whole included."""
    expected_working: float = 0.0
    """Working time of one case, by how often each step is passed."""
    expected_waiting: float = 0.0
    """Waiting time of one case, transfers included."""
    expected_cost: float = 0.0
    rework: float = 0.0
    """Working time of one case that is spent on doing steps again."""
    passes: Mapping[str, float] = field(default_factory=dict)
    """How often one case passes each node."""

    @property
    def lead_seconds(self) -> float:
        """Working and waiting of one case, one after the other."""
        return self.expected_working + self.expected_waiting


def total(map_: ProcessMap) -> Totals:
    """Return a map's figures; steps marked as removed do not count in a to-be, what led there leads past them."""
    nodes = {node.id: node for node in map_.nodes if node.change != "remove"}
    flows = _past_removed(map_, nodes)
    open_pains = [pain for pain in map_.pains if pain.state == "open"]
    pains: dict[str | None, int] = defaultdict(int)
    for pain in open_pains:
        pains[pain.node_id] += 1
    by_lane: dict[str, Sum] = defaultdict(Sum)
    for node in nodes.values():
        by_lane[node.lane_id or ""] += _sum(node, pains[node.id])
    passes, again, taken = _passes(nodes, flows)
    transfers = sum(taken.get(flow.id, 0.0) * (flow.transfer_seconds or 0) for flow in flows)
    return Totals(
        whole=sum(by_lane.values(), Sum()),
        by_lane=dict(by_lane),
        hand_overs=sum(hands_over(nodes, flow) for flow in flows),
        pains=len(open_pains),
        expected_working=sum(passes[each.id] * (each.working_seconds or 0) for each in nodes.values()),
        expected_waiting=sum(passes[each.id] * (each.waiting_seconds or 0) for each in nodes.values()) + transfers,
        expected_cost=sum(passes[each.id] * (each.cost or 0) for each in nodes.values()),
        rework=sum(again[each.id] * (each.working_seconds or 0) for each in nodes.values()),
        passes=passes,
    )


def _past_removed(map_: ProcessMap, nodes: Mapping[str, Node]) -> list[Flow]:
    """Return the flows between steps that stay; one that led to a removed step leads to what came after it."""
    onward: dict[str, list[Flow]] = defaultdict(list)
    kept = [flow for flow in map_.flows if flow.change != "remove"]
    for flow in kept:
        onward[flow.source_id].append(flow)
    found = []
    for flow in kept:
        if flow.source_id in nodes:
            targets = [flow.target_id] if flow.target_id in nodes else _after(flow.target_id, nodes, onward)
            found += [
                flow if each == flow.target_id else replace(flow, id=f"{flow.id} {each}", target_id=each)
                for each in targets
            ]
    return found


def _after(removed: str, nodes: Mapping[str, Node], onward: Mapping[str, list[Flow]]) -> list[str]:
    """Return the first steps after a removed one that stay."""
    found, seen, waiting = [], {removed}, [removed]
    while waiting:
        for flow in onward.get(waiting.pop(), ()):
            if flow.target_id in nodes and flow.form in ("sequence", "message"):
                found.append(flow.target_id)
            elif flow.target_id not in seen:
                seen.add(flow.target_id)
                waiting.append(flow.target_id)
    return found


def _sum(node: Node, pains: int) -> Sum:
    step = node.form in _STEPS
    return Sum(int(step), node.working_seconds or 0, node.waiting_seconds or 0, node.cost or 0, pains)


def hands_over(nodes: Mapping[str, Node], flow: Flow) -> bool:
    """Tell whether a flow leads from one lane to another."""
    source, target = nodes[flow.source_id], nodes[flow.target_id]
    return flow.form in ("sequence", "message") and source.lane_id != target.lane_id


def _passes(nodes: Mapping[str, Node], flows: Iterable[Flow]) -> tuple[dict[str, float], ...]:
    """Return how often one case passes each node, how much of that is a second time, and how often it takes each flow.

    First forwards, without the flows that lead back; then each loop multiplies what lies on it by 1 / (1 - share).
    """
    leaving: dict[str, list[Flow]] = defaultdict(list)
    coming: dict[str, int] = defaultdict(int)
    for flow in flows:
        if flow.form in ("sequence", "message"):
            leaving[flow.source_id].append(flow)
            coming[flow.target_id] += 1
    back = _backward(nodes, leaving)
    chances = {flow.id: chance for some in leaving.values() for flow, chance in _chances(nodes, some)}
    order = _forwards(nodes, leaving, back)
    first: dict[str, float] = dict.fromkeys(nodes, 0.0)
    for flow in back.values():
        coming[flow.target_id] -= 1
    for node_id in order:
        if not coming[node_id] and nodes[node_id].form != "end":
            first[node_id] = max(first[node_id], 1.0)
        for flow in leaving[node_id]:
            if flow.id not in back:
                first[flow.target_id] = min(first[flow.target_id] + first[node_id] * chances[flow.id], 1.0)
    again = dict.fromkeys(nodes, 0.0)
    for flow in back.values():
        taken = min(first[flow.source_id] * chances[flow.id], 1 - 1 / MOST_PASSES)
        more = taken / (1 - taken)
        for each in _on_loop(flow, leaving, back):
            again[each] += first[each] * more
    passes = {each: first[each] + again[each] for each in nodes}
    taken_flows = {each.id: passes[each.source_id] * chances[each.id] for some in leaving.values() for each in some}
    return passes, again, taken_flows


def _chances(nodes: Mapping[str, Node], leaving: list[Flow]) -> list[tuple[Flow, float]]:
    """Return how likely each way on is; what nobody said is shared evenly, and side by side all are taken."""
    if nodes[leaving[0].source_id].form != "gateway" or nodes[leaving[0].source_id].gateway_type == "parallel":
        return [(flow, 1.0) for flow in leaving]
    said = sum(flow.share or 0 for flow in leaving)
    unsaid = sum(flow.share is None for flow in leaving)
    rest = max(0.0, 100 - said) / unsaid if unsaid else 0.0
    whole = max(said + rest * unsaid, 1.0)
    return [(flow, (rest if flow.share is None else flow.share) / whole) for flow in leaving]


def _backward(nodes: Mapping[str, Node], leaving: Mapping[str, list[Flow]]) -> dict[str, Flow]:
    """Return the flows that lead back to a node from which they are reached, by id."""
    back: dict[str, Flow] = {}
    state: dict[str, int] = {}
    starts = sorted(nodes.values(), key=lambda node: (node.form != "start", node.along, node.id))
    for start in starts:
        if start.id in state:
            continue
        state[start.id] = 1
        stack = [(start.id, iter(leaving.get(start.id, ())))]
        while stack:
            at, rest = stack[-1]
            for flow in rest:
                if state.get(flow.target_id) == 1:
                    back[flow.id] = flow
                elif flow.target_id not in state:
                    state[flow.target_id] = 1
                    stack.append((flow.target_id, iter(leaving.get(flow.target_id, ()))))
                    break
            else:
                state[at] = 2
                stack.pop()
    return back


def _forwards(nodes: Mapping[str, Node], leaving: Mapping[str, list[Flow]], back: Mapping[str, Flow]) -> list[str]:
    """Return the nodes so that each comes after those that lead to it."""
    missing: dict[str, int] = dict.fromkeys(nodes, 0)
    for some in leaving.values():
        for flow in some:
            if flow.id not in back:
                missing[flow.target_id] += 1
    ready = [each for each, count in missing.items() if not count]
    order = []
    while ready:
        at = ready.pop()
        order.append(at)
        for flow in leaving.get(at, ()):
            if flow.id not in back:
                missing[flow.target_id] -= 1
                if not missing[flow.target_id]:
                    ready.append(flow.target_id)
    return order


def _on_loop(flow: Flow, leaving: Mapping[str, list[Flow]], back: Mapping[str, Flow]) -> set[str]:
    """Return the nodes between a loop's target and its source."""
    ahead = _reached(flow.target_id, leaving, back)
    coming: dict[str, list[str]] = defaultdict(list)
    for some in leaving.values():
        for each in some:
            if each.id not in back:
                coming[each.target_id].append(each.source_id)
    found, waiting = {flow.source_id}, [flow.source_id]
    while waiting:
        for before in coming[waiting.pop()]:
            if before in ahead and before not in found:
                found.add(before)
                waiting.append(before)
    return found & ahead


def _reached(start: str, leaving: Mapping[str, list[Flow]], back: Mapping[str, Flow]) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        for flow in leaving.get(waiting.pop(), ()):
            if flow.id not in back and flow.target_id not in found:
                found.add(flow.target_id)
                waiting.append(flow.target_id)
    return found

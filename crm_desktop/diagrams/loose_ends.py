"""Loose ends: branches of decisions that lead nowhere yet, then steps without a way out, in reading order."""

from dataclasses import dataclass

from crm_desktop.diagrams.chart import Chart, in_reading_order
from crm_desktop.models.processes.decisions import empty_branches

_GO_ON = ("task", "subprocess", "start", "intermediate", "gateway")


@dataclass(frozen=True, slots=True)
class LooseEnd:
    """A place where a way on is missing; `branch` is the name of the empty branch, "" where there is none."""

    node_id: str
    branch: str = ""


def loose_ends_at(chart: Chart, node_id: str) -> list[LooseEnd]:
    """Return a node's loose ends."""
    node = chart.nodes[node_id]
    leaving = chart.flows_from(node_id)
    empty = empty_branches(node, leaving)
    if empty:
        return [LooseEnd(node_id, branch) for branch in empty]
    stops = node.form in _GO_ON and not any(flow.form in ("sequence", "message") for flow in leaving)
    return [LooseEnd(node_id)] if stops else []


def loose_ends(chart: Chart) -> list[LooseEnd]:
    """Return all loose ends: empty branches first."""
    ends = [end for node in in_reading_order(chart, chart.nodes.values()) for end in loose_ends_at(chart, node.id)]
    return [end for end in ends if end.branch] + [end for end in ends if not end.branch]


def next_loose_end(chart: Chart, node_id: str | None) -> LooseEnd | None:
    """Return the loose end to go to from a step: an empty branch if there is one, and rather not the step itself."""
    ends = loose_ends(chart)
    branches = [end for end in ends if end.branch]
    others = [end for end in branches or ends if end.node_id != node_id]
    if not others:
        return branches[0] if branches else None
    if node_id not in chart.nodes:
        return others[0]
    here = chart.nodes[node_id].along
    further = [end for end in others if not end.branch and chart.nodes[end.node_id].along > here]
    return (further or others)[0]

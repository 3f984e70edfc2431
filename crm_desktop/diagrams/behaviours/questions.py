"""A step whose name asks a question is a decision; its branches are called yes and no in the question's language."""

from crm_desktop.diagrams.work import Work
from crm_desktop.models.processes.decisions import asks, empty_branches
from crm_desktop.models.processes.elements import Flow, Node
from crm_desktop.models.processes.grid import SIZES


def turn_questions_into_decisions(work: Work) -> None:
    """Turn named questions into decisions, and name their branches."""
    for change in list(work.so_far().of("node")):
        after, before = change.after, change.before
        if isinstance(after, Node) and asks(after.name) and (before is None or before.name != after.name):
            _decide(work, work.chart.nodes[after.id])
    for change in list(work.so_far().of("flow")):
        flow = change.after
        if isinstance(flow, Flow) and (change.before is None or _source(change.before) != flow.source_id):
            source = work.chart.nodes.get(flow.source_id)
            if source is not None and asks(source.name):
                name_branches(work, source)


def _source(flow: object) -> str:
    return flow.source_id if isinstance(flow, Flow) else ""


def name_branches(work: Work, decision: Node) -> None:
    """Give the branches of a question that have no name the names that are missing, in order."""
    for flow in work.chart.flows_from(decision.id):
        others = [each for each in work.chart.flows_from(decision.id) if each.id != flow.id and each.name]
        free = empty_branches(decision, others)
        if flow.form == "sequence" and not flow.name and free and free[0]:
            work.change(flow, name=free[0])


def _decide(work: Work, node: Node) -> None:
    if node.form == "task":
        width, height = SIZES["gateway"]
        node = work.change(node, form="gateway", gateway_type="exclusive", width=width, height=height)
    if node.form == "gateway":
        name_branches(work, node)

"""Decisions: what makes a step one, what its branches are called, and which of them lead nowhere yet."""

import re
from collections.abc import Iterable

from crm_desktop.models.processes.elements import Flow, Node

_QUESTION = re.compile(r"[?？]\s*\Z")
_CHINESE = re.compile(r"[\u3400-\u9fff？]")
BRANCHES = {True: ("是", "否"), False: ("Yes", "No")}
"""Names of the two branches, by whether the question is Chinese."""


def asks(name: str) -> bool:
    """Tell whether a name is a question, so that its step is a decision."""
    return _QUESTION.search(name) is not None


def branch_names(question: str) -> tuple[str, str]:
    """Return what the branches of a question are called in its own language; the first goes straight on."""
    return BRANCHES[_CHINESE.search(question) is not None]


def is_decision(node: Node) -> bool:
    """Tell whether only some of the flows that leave the node are taken."""
    return node.form == "gateway" and node.gateway_type in ("exclusive", "inclusive", "complex")


def empty_branches(node: Node, leaving: Iterable[Flow]) -> list[str]:
    """Return the names of a decision's branches that lead nowhere yet; "" where it only lacks a way out."""
    flows = [flow for flow in leaving if flow.form == "sequence"]
    if not is_decision(node):
        return []
    if not asks(node.name):
        return [] if flows else [""]
    names = {flow.name for flow in flows}
    missing = [name for name in branch_names(node.name) if name not in names]
    return missing[: max(0, 2 - len(flows))]

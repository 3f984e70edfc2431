"""In a to-be map, what was not in the as-is is marked as added."""

from crm_desktop.diagrams.work import Work
from crm_desktop.models.processes.elements import Flow, Node


def mark_what_is_new(work: Work) -> None:
    """Mark steps and flows that a gesture added to a to-be map."""
    if work.chart.values.get("form") != "to_be":
        return
    for change in list(work.so_far().changes.values()):
        after = work.chart.get(change.element.id)
        if change.before is not None or after is None:
            continue
        match after:
            case Node(base_node_id=None, change=None) | Flow(base_flow_id=None, change=None):
                work.change(after, change="add")
            case _:
                pass

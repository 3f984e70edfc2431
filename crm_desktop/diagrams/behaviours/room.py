"""Steps of a lane never overlap: what a person puts somewhere stays, what is in the way moves on, row by row."""

from crm_desktop.diagrams.placement import give_rank, make_way
from crm_desktop.diagrams.work import Work
from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.grid import takes_room


def keep_apart(work: Work) -> None:
    """Let others give way to what was added or moved, and say by rank where each then stands in its lane."""
    if work.at_rest:
        return
    moved = [node for node in _moved(work) if takes_room(node)]
    placed = sorted(moved, key=lambda node: (node.id not in work.fixed, node.along, node.rank, node.id))
    make_way(work, placed)
    for node in _moved(work):
        give_rank(work, node)


def _moved(work: Work) -> list[Node]:
    found = []
    for change in work.so_far().of("node"):
        after = work.chart.nodes.get(change.element.id)
        if after is not None and (not isinstance(change.before, Node) or _place(change.before) != _place(after)):
            found.append(after)
    return found


def _place(node: Node) -> tuple[object, ...]:
    return node.lane_id, node.parent_id, node.attached_to_id, node.along, node.across, node.width, node.height

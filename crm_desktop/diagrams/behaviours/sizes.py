"""Steps are as large as their names need, and sub-processes that stand open as large as what lies in them."""

from crm_desktop.diagrams.work import Work
from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.grid import SIZES
from crm_desktop.models.processes.name_room import IN_ROW, NAMED_INSIDE, height_needed, room_around
from crm_desktop.models.processes.projection import Projection


def fit_sizes(work: Work) -> None:
    """Let steps grow with their names and with what lies in them; what grew by itself shrinks again."""
    if work.at_rest:
        return
    for change in work.so_far().of("node"):
        after, before = work.chart.nodes.get(change.element.id), change.before
        if after is None:
            continue
        if after.form == "subprocess" and isinstance(before, Node) and before.expanded != after.expanded:
            after = _fold(work, after)
        if after.form in NAMED_INSIDE and not _stands_open(work, after):
            _fit_name(work, before if isinstance(before, Node) else None, after)
    parents = [change.element.id for change in work.so_far().of("node")]
    for node_id in parents:
        _fit_around(work, node_id)


def _fold(work: Work, node: Node) -> Node:
    """Return a sub-process that was closed at its usual size; one that was opened grows by what lies in it."""
    if node.expanded:
        return _grown(work, node)
    width, height = SIZES[node.form]
    return work.change(node, width=width, height=height)


def _fit_name(work: Work, before: Node | None, after: Node) -> None:
    if before is not None and _told(before) == _told(after):
        return
    own = before is None or before.height == height_needed(before)
    needed = height_needed(after)
    height = needed if own and after.height == (before or after).height else max(after.height, needed)
    if before is None:
        height = max(after.height, needed)
    if height == after.height:
        return
    # Beyond what a row has room for, a step keeps its upper edge: what follows gives way, not what leads to it.
    aside = max(height, IN_ROW) // 2 - max(after.height, IN_ROW) // 2
    work.change(after, height=height, along=after.along + aside)
    work.fixed.add(after.id)


def _fit_around(work: Work, node_id: str) -> None:
    """Let the open sub-processes around a step grow, from the inside out."""
    seen: set[str] = set()
    node = work.chart.nodes.get(node_id)
    while node is not None and node.parent_id and node.parent_id not in seen:
        seen.add(node.parent_id)
        node = work.chart.nodes.get(node.parent_id)
        if node is not None and node.expanded:
            node = _grown(work, node)


def _grown(work: Work, node: Node) -> Node:
    """Return an open sub-process large enough for what lies in it, in pixels of the orientation that is shown."""
    inside = [each for each in work.chart.inside(node.id) if each.parent_id == node.id]
    if not inside:
        return node
    projection = Projection(work.chart.vertical)
    boxes = [_box(projection, each) for each in inside]
    own = _box(projection, node)
    edge, above = room_around(node)
    left = min(own[0], min(box[0] for box in boxes) - edge)
    top = min(own[1], min(box[1] for box in boxes) - above)
    right = max(own[2], max(box[2] for box in boxes) + edge)
    bottom = max(own[3], max(box[3] for box in boxes) + edge)
    if (left, top, right, bottom) == own:
        return node
    along, across = projection.stored((left + right) / 2, (top + bottom) / 2)
    work.fixed.add(node.id)
    width, height = round(right - left), round(bottom - top)
    return work.change(node, width=width, height=height, along=round(along), across=round(across))


def _box(projection: Projection, node: Node) -> tuple[float, float, float, float]:
    x, y = projection.shown(node.along, node.across)
    return x - node.width / 2, y - node.height / 2, x + node.width / 2, y + node.height / 2


def _stands_open(work: Work, node: Node) -> bool:
    return node.expanded and bool(work.chart.inside(node.id))


def _told(node: Node) -> tuple[object, ...]:
    return node.name, node.width, node.systems, node.post, node.form

"""Ways of flows for files that want them: through a person's corners, else around what stands in the way."""

from collections.abc import Collection, Mapping, Sequence

from crm_desktop.interchange.places import Rectangle, Spot
from crm_desktop.models.processes.elements import Flow, Node
from crm_desktop.models.processes.routing.router import Router, Wanted
from crm_desktop.models.processes.routing.spots import Box

_STUB, _NEARLY = 20.0, 12.0


_PASSABLE = frozenset({"group", "note", "port"})


class Ways:
    """The ways of a map's flows, found when they are asked for."""

    def __init__(self, nodes: Collection[Node], boxes: Mapping[str, Rectangle], *, vertical: bool) -> None:
        self._boxes, self._vertical = boxes, vertical
        self._router = Router(vertical=vertical)
        around = {node.parent_id for node in nodes}
        for node in nodes:
            box = boxes[node.id]
            edges = Box(box.x, box.y, box.x + box.width, box.y + box.height)
            passable = node.form in _PASSABLE or node.id in around or node.parent_id is not None
            self._router.put_box(node.id, edges, passable=passable)

    def find(self, flows: Sequence[Flow]) -> None:
        """Find the ways of many flows at once, so that they keep apart; for those without corners."""
        for flow in flows:
            self._router.put_flow(flow.id, Wanted(flow.source_id, flow.target_id))
        self._router.route([flow.id for flow in flows])

    def way(self, flow: Flow, bends: Sequence[Spot]) -> list[Spot]:
        """Return the corners of a flow with both ends on the edges of what it joins, in shown pixels."""
        if not bends and flow.id not in self._router.paths:
            self.find([flow])
        path = None if bends else self._router.paths.get(flow.id)
        if path is not None and len(path) > 1:
            return list(path)
        source, target = self._boxes[flow.source_id], self._boxes[flow.target_id]
        return path_between(source, target, bends, vertical=self._vertical)


def path_between(source: Rectangle, target: Rectangle, bends: Sequence[Spot], *, vertical: bool) -> list[Spot]:
    """Return the corners of a flow with both ends on the edges of what it joins, in shown pixels."""
    straight = None if bends else _straight(source, target, vertical=vertical)
    if straight is not None:
        return straight
    corners = list(bends) or _corners(source, target, vertical=vertical)
    first = corners[0] if corners else target.middle
    last = corners[-1] if corners else source.middle
    return [dock(source, first), *corners, dock(target, last)]


def dock(box: Rectangle, towards: Spot) -> Spot:
    """Return where a line from the middle of a box leaves it: straight where the other end lies beside or above it."""
    x, y = box.middle
    to_x, to_y = towards
    if box.x <= to_x <= box.x + box.width and not box.y <= to_y <= box.y + box.height:
        return to_x, box.y + (box.height if to_y > y else 0.0)
    if box.y <= to_y <= box.y + box.height and not box.x <= to_x <= box.x + box.width:
        return box.x + (box.width if to_x > x else 0.0), to_y
    across, down = to_x - x, to_y - y
    if not across and not down:
        return x, y + box.height / 2
    share = min(
        box.width / 2 / abs(across) if across else float("inf"), box.height / 2 / abs(down) if down else float("inf")
    )
    return x + across * share, y + down * share


def _straight(source: Rectangle, target: Rectangle, *, vertical: bool) -> list[Spot] | None:
    """Return a straight way between what lies nearly opposite each other, None for everything else."""
    if vertical:
        turned = _straight(_turn(source), _turn(target), vertical=False)
        return None if turned is None else [(y, x) for x, y in turned]
    (_, sy), (_, ty) = source.middle, target.middle
    if abs(sy - ty) > _NEARLY or min(source.height, target.height) / 2 <= abs(sy - ty):
        return None
    y = ty if target.height <= source.height else sy
    if target.x >= source.x + source.width:
        return [(source.x + source.width, y), (target.x, y)]
    return [(source.x, y), (target.x + target.width, y)] if source.x >= target.x + target.width else None


def _corners(source: Rectangle, target: Rectangle, *, vertical: bool) -> list[Spot]:
    """Return the corners of a way along the flow, then across, then along again."""
    (sx, sy), (tx, ty) = source.middle, target.middle
    if vertical:
        turned = _corners(_turn(source), _turn(target), vertical=False)
        return [(y, x) for x, y in turned]
    if sy == ty and tx > sx:
        return []
    if target.x >= source.x + source.width + 2 * _STUB:
        middle = (source.x + source.width + target.x) / 2
        return [(middle, sy), (middle, ty)] if sy != ty else []
    if not (source.y <= ty <= source.y + source.height):
        if target.x + target.width > source.x and target.x < source.x + source.width and sx != tx:
            upper, lower = (source, target) if ty > sy else (target, source)
            between = (upper.y + upper.height + lower.y) / 2
            return [(sx, between), (tx, between)]
        return [] if sx == tx else [(sx, ty)]
    around = max(source.y + source.height, target.y + target.height) + _STUB
    return [(sx, around), (tx, around)]


def _turn(box: Rectangle) -> Rectangle:
    return Rectangle(box.y, box.x, box.height, box.width)

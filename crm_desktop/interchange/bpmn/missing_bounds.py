"""Pools and lanes that are drawn without usable bounds: they get some around the steps that they name.

What has no step either keeps none and is not shown. The file keeps its faults until something is moved.
"""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from crm_desktop.interchange.bpmn.planes import Box, Shape, is_of_no_size
from crm_desktop.interchange.bpmn.scan import Part, Scan
from crm_desktop.models.processes.projection import Projection

_MARGIN = 20.0
_HEADER = 30.0


def bound_bands(scan: Scan, shapes: Mapping[str, Shape], projection: Projection) -> None:
    """Give bounds to the drawn pools and lanes that have none."""
    lost = [part for part in (*scan.lanes, *scan.pools) if (shape := shapes.get(part.key)) and shape.box is None]
    if not lost:
        return
    holders = {id(part.owner): part.owner for part in lost if part.tag == "lane"}
    for owner in holders.values():
        if owner is not None and owner.tag != "lane":
            _bound_lanes(scan, shapes, projection, owner)
    for part in lost:
        if part.tag == "participant":
            shapes[part.key].box = _around(_within(scan, shapes, part), projection, _HEADER)
        shape = shapes[part.key]
        shape.guessed = shape.box is not None
        if part.tag == "participant" and shape.guessed and is_of_no_size(scan.document, shape.element):
            scan.findings.add("bounds_repaired", part.key)


def _bound_lanes(scan: Scan, shapes: Mapping[str, Shape], projection: Projection, process: Part) -> None:
    """Bound the lanes of a process: as long as all its steps, as broad as their own, beside each other."""
    length = _around([box for _, box in _boxes(scan.nodes, shapes, process)], projection, _MARGIN)
    if length is None:
        return
    lanes = [part for part in scan.lanes if part.key in shapes and _process_of(part) is process]
    for part in reversed(lanes):
        shape = shapes[part.key]
        inner = [box for each in lanes if each.owner is part and (box := shapes[each.key].box) is not None]
        around = _around(inner or _named(scan, shapes, part), projection, 0.0 if inner else _MARGIN)
        if shape.box is None and around is not None:
            shape.box = _as_long_as(length, around, projection)
    _keep_apart([part for part in lanes if not any(each.owner is part for each in lanes)], shapes, projection)


def _keep_apart(lanes: Iterable[Part], shapes: Mapping[str, Shape], projection: Projection) -> None:
    """Let lanes that lie over each other meet halfway."""
    drawn = [shape for part in lanes if (shape := shapes[part.key]).box is not None]
    drawn.sort(key=lambda shape: _across(shape.box, projection)[0])
    for before, after in pairwise(drawn):
        (begin, end), (start, stop) = _across(before.box, projection), _across(after.box, projection)
        if begin < start < end < stop:
            middle = (start + end) / 2
            before.box = _with_across(before.box, projection, begin, middle)
            after.box = _with_across(after.box, projection, middle, stop)


def _within(scan: Scan, shapes: Mapping[str, Shape], pool: Part) -> list[Box]:
    process = scan.resolve(pool.element.get("processRef"))
    if process is None:
        return []
    lanes = [(part, box) for part, box in _boxes(scan.lanes, shapes, None) if _process_of(part) is process]
    return [box for _, box in (*lanes, *_boxes(scan.nodes, shapes, process))]


def _named(scan: Scan, shapes: Mapping[str, Shape], lane: Part) -> list[Box]:
    references = (scan.resolve(child.text) for child in scan.document.children(lane.element, "flowNodeRef"))
    return [box for part in references if part is not None and (shape := shapes.get(part.key)) and (box := shape.box)]


def _boxes(parts: Iterable[Part], shapes: Mapping[str, Shape], owner: Part | None) -> list[tuple[Part, Box]]:
    return [
        (part, box)
        for part in parts
        if (owner is None or part.owner is owner) and (shape := shapes.get(part.key)) and (box := shape.box)
    ]


def _process_of(part: Part) -> Part | None:
    above = part.owner
    while above is not None and above.tag == "lane":
        above = above.owner
    return above


def _around(boxes: list[Box], projection: Projection, margin: float) -> Box | None:
    """Return the box around others, with room for names where the flow begins."""
    if not boxes:
        return None
    x, y = min(box.x for box in boxes) - margin, min(box.y for box in boxes) - margin
    right, below = max(box.x + box.width for box in boxes) + margin, max(box.y + box.height for box in boxes) + margin
    if margin and projection.vertical:
        y -= _HEADER
    elif margin:
        x -= _HEADER
    return Box(x, y, right - x, below - y)


def _as_long_as(length: Box, breadth: Box, projection: Projection) -> Box:
    begin, end = _across(breadth, projection)
    return _with_across(length, projection, begin, end)


def _across(box: Box | None, projection: Projection) -> tuple[float, float]:
    assert box is not None
    _, start = projection.turned(box.x, box.y)
    _, size = projection.turned(box.width, box.height)
    return start, start + size


def _with_across(box: Box | None, projection: Projection, start: float, end: float) -> Box:
    assert box is not None
    along, _ = projection.turned(box.x, box.y)
    length, _ = projection.turned(box.width, box.height)
    return Box(*projection.turned(along, start), *projection.turned(length, end - start))

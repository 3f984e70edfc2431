"""Pools and lanes on the diagram: as far across as the map has them, as far along as the source or the steps need."""

from crm_desktop.interchange.bpmn.bands import HEADER, is_implied
from crm_desktop.interchange.bpmn.building import set_attribute
from crm_desktop.interchange.bpmn.containers import IMPLIED
from crm_desktop.interchange.bpmn.drawing import Drawing, same_box, set_bounds
from crm_desktop.interchange.bpmn.names import BIOC, COLOR, is_assumed
from crm_desktop.interchange.bpmn.planes import Box, Shape
from crm_desktop.interchange.bpmn.target import ORIGIN
from crm_desktop.interchange.places import Frame, Rectangle
from crm_desktop.models.processes.elements import Lane, Node, Pool

FILLS = {
    "sky": "#E0F2FE",
    "teal": "#CCFBF1",
    "amber": "#FEF3C7",
    "violet": "#EDE9FE",
    "green": "#DCFCE7",
    "rose": "#FFE4E6",
    "slate": "#E2E8F0",
    "coral": "#FFEDD5",
}
_SPACE = 20.0
_NOTHING = float("-inf")
"""How far along a pool must reach for which nothing was moved; 0 would be far where a drawing lies left of it."""


def draw_bands(drawing: Drawing) -> None:
    """Draw all pools and lanes."""
    sheet = drawing.sheet
    ends = _needed_ends(drawing)
    for key, pool in sorted(sheet.pools(), key=lambda each: each[1].rank):
        _draw(drawing, key, pool, ends.get(key, _NOTHING))
    if IMPLIED in sheet.parts:
        _draw_implied(drawing, ends.get("", _NOTHING))
    for key, lane in sorted(sheet.lanes(), key=lambda each: (_depth(drawing, each[1]), each[1].rank)):
        if key in sheet.parts:
            _draw(drawing, key, lane, ends.get(sheet.key(lane.pool_id), _NOTHING))
    for part in sheet.scan.pools:
        if part.key in sheet.reading.shapes and is_implied(sheet.scan, part):
            _fit_implied(drawing, sheet.reading.shapes[part.key], ends.get("", _NOTHING))


def write_guessed(drawing: Drawing) -> None:
    """Write the bounds of bands that the source draws without any: what is moved must not move them again."""
    bands: list[tuple[str, Pool | Lane]] = [*drawing.sheet.pools(), *drawing.sheet.lanes()]
    for key, band in bands:
        shape = drawing.sheet.reading.shapes.get(key)
        if shape is not None and shape.guessed and shape.box is not None and not drawing.target.turned:
            set_bounds(shape.element, _moved(drawing, key, band, shape.box, _NOTHING))


def _draw(drawing: Drawing, key: str, band: Pool | Lane, needed: float) -> None:
    sheet, target = drawing.sheet, drawing.target
    shape = sheet.reading.shapes.get(key)
    if shape is None or shape.element is None:
        if sheet.is_new(key) or target.turned or is_assumed(key):
            _draw_new(drawing, key, band)
        return
    if target.turned or shape.box is None:
        sheet.touched = True
        set_bounds(shape.element, _new_box(drawing, band))
        set_attribute(shape.element, "isHorizontal", "false" if sheet.map.vertical else "true")
        return
    box = _moved(drawing, key, band, shape.box, needed)
    if (box.x, box.y, box.width, box.height) != (shape.box.x, shape.box.y, shape.box.width, shape.box.height):
        sheet.touched = True
        set_bounds(shape.element, box)


def _fit_implied(drawing: Drawing, shape: Shape, needed: float) -> None:
    """Let the participant that only stands around lanes without a pool reach as far as they do."""
    sheet, target = drawing.sheet, drawing.target
    lanes = [lane for _, lane in sheet.lanes() if not sheet.key(lane.pool_id) and lane.id in target.after.starts]
    if shape.box is None or not lanes:
        return
    projection = target.after.projection
    extents = [(_extent(target.after, lane), target.offsets.get(sheet.keys[lane.id], 0.0)) for lane in lanes]
    start = min(begin * projection.across + offset for (begin, _), offset in extents)
    end = max((begin + size) * projection.across + offset for (begin, size), offset in extents)
    along, _ = projection.turned(shape.box.x, shape.box.y)
    length, _ = projection.turned(shape.box.width, shape.box.height)
    if target.turned:
        along, length = target.origin - ORIGIN, ORIGIN + target.after.length * projection.along
        set_attribute(shape.element, "isHorizontal", "false" if sheet.map.vertical else "true")
    x, y = projection.turned(along, start)
    width, height = projection.turned(max(length, needed - along), end - start)
    box = Rectangle(x, y, width, height)
    now = Rectangle(shape.box.x, shape.box.y, shape.box.width, shape.box.height)
    if not same_box(box, now):
        sheet.touched = True
        set_bounds(shape.element, box)


def _moved(drawing: Drawing, key: str, band: Pool | Lane, box: Box, needed: float) -> Rectangle:
    """Return where a band lies that the source draws: moved and resized by as much as it was in our map."""
    sheet, target = drawing.sheet, drawing.target
    before, after = target.before, target.after
    was = sheet.base[key]
    assert isinstance(was, Pool | Lane)
    scale = after.projection.across
    (start0, size0), (start1, size1) = _extent(before, was), _extent(after, band)
    shift = round((start1 - start0) * scale + _offset_change(drawing, key, band, was), 3)
    along, across = after.projection.turned(box.x, box.y)
    length, size = after.projection.turned(box.width, box.height)
    length = max(length, needed - along)
    x, y = after.projection.turned(along, across + shift)
    width, height = after.projection.turned(length, size + (size1 - size0) * scale)
    return Rectangle(x, y, width, height)


def _offset_change(drawing: Drawing, key: str, band: Pool | Lane, was: Pool | Lane) -> float:
    """Return by how much a band's distance from its place in our map changed, because it came beside other lanes."""
    target, sheet = drawing.target, drawing.sheet
    if isinstance(band, Lane):
        return target.offsets.get(key, 0.0) - target.offsets_before.get(key, target.offsets.get(key, 0.0))
    first = next((each for each, lane in sheet.lanes() if lane.pool_id == band.id), "")
    first_before = next(
        (each for each, lane in sheet.base.items() if isinstance(lane, Lane) and lane.pool_id == was.id), ""
    )
    if first not in target.offsets or first_before not in target.offsets_before:
        return 0.0
    return target.offsets[first] - target.offsets_before[first_before] if first == first_before else 0.0


def _draw_new(drawing: Drawing, key: str, band: Pool | Lane) -> None:
    attributes = {"isHorizontal": "false" if drawing.sheet.map.vertical else "true"}
    hue = FILLS.get(band.hue or "") if isinstance(band, Lane) else None
    if hue:
        attributes |= {f"{{{BIOC}}}fill": hue, f"{{{COLOR}}}background-color": hue}
    drawing.shape(key, drawing.sheet.id_of(key), _new_box(drawing, band), attributes)


def _draw_implied(drawing: Drawing, needed: float) -> None:
    sheet, frame = drawing.sheet, drawing.target.after
    part = sheet.parts[IMPLIED]
    lanes = [lane for _, lane in sheet.lanes() if not sheet.key(lane.pool_id) and lane.id in frame.starts]
    if not lanes:
        return
    start = min(frame.starts[lane.id] for lane in lanes)
    end = max(frame.starts[lane.id] + frame.breadths[lane.id] for lane in lanes)
    offset = min((drawing.target.offsets.get(sheet.keys[lane.id], 0.0) for lane in lanes), default=0.0)
    box = _box(drawing, (start, end - start), offset, drawing.target.origin - ORIGIN, needed)
    drawing.shape(part.key, part.element.get("id"), box, {"isHorizontal": "false" if sheet.map.vertical else "true"})


def _new_box(drawing: Drawing, band: Pool | Lane) -> Rectangle:
    """Return where a band that the source does not draw lies: along with its pool, or as long as the map."""
    sheet, target = drawing.sheet, drawing.target
    begin = target.origin - ORIGIN
    if isinstance(band, Lane):
        begin += HEADER * (1 + _depth(drawing, band))
        offset = target.offsets.get(sheet.keys[band.id], 0.0)
    else:
        offset = max(target.offsets.values(), default=0.0)
    end = target.origin + target.after.length * target.after.projection.along
    pool = sheet.reading.shapes.get(sheet.key(band.pool_id)) if isinstance(band, Lane) else None
    if pool is not None and pool.box is not None and not target.turned:
        along, _ = target.after.projection.turned(pool.box.x, pool.box.y)
        length, _ = target.after.projection.turned(pool.box.width, pool.box.height)
        begin, end = along + HEADER, max(end, along + length)
    return _box(drawing, _extent(target.after, band), offset, begin, end)


def _box(drawing: Drawing, extent: tuple[int, int], offset: float, begin: float, end: float) -> Rectangle:
    projection = drawing.target.after.projection
    x, y = projection.turned(begin, offset + extent[0] * projection.across)
    end = max(end, drawing.target.origin + drawing.target.after.length * projection.along if end == _NOTHING else end)
    width, height = projection.turned(end - begin, extent[1] * projection.across)
    return Rectangle(x, y, width, height)


def _extent(frame: Frame, band: Pool | Lane) -> tuple[int, int]:
    if isinstance(band, Pool):
        begin, end = frame.pools.get(band.id, (0, 0))
        return begin, end - begin
    return frame.starts.get(band.id, 0), frame.breadths.get(band.id, band.breadth)


def _needed_ends(drawing: Drawing) -> dict[str, float]:
    """Return how far along the pools must reach for what is new or was moved in them, by key."""
    sheet, target = drawing.sheet, drawing.target
    pools = {lane.id: sheet.key(lane.pool_id) for _, lane in sheet.lanes()}
    ends: dict[str, float] = {}
    for key, node in sheet.nodes():
        if node.form == "port" or target.node_before(key) == target.node(key):
            continue
        end = _end(drawing, key, node)
        pool = pools.get(node.lane_id or "", "")
        ends[pool] = max(ends.get(pool, _NOTHING), end)
    return ends


def _end(drawing: Drawing, key: str, node: Node) -> float:
    box = drawing.target.node(key)
    along, _ = drawing.target.after.projection.turned(box.x, box.y)
    length, _ = drawing.target.after.projection.turned(node.width, node.height)
    return along + length + _SPACE


def _depth(drawing: Drawing, lane: Lane) -> int:
    depth, seen = 0, {lane.id}
    while lane.parent_id and lane.parent_id not in seen:
        above = drawing.sheet.elements.get(drawing.sheet.key(lane.parent_id))
        if not isinstance(above, Lane):
            break
        seen.add(above.id)
        lane, depth = above, depth + 1
    return depth

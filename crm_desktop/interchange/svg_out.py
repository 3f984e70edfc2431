"""Maps as SVG pictures, in the look of the program, with the map itself inside so that they can be opened again."""

import base64
import binascii
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crm_desktop.interchange.paths import Ways
from crm_desktop.interchange.places import Frame, Rectangle, Spot, frame_of
from crm_desktop.interchange.svg_look import BODY, CAPTION, Look, element, lines_of_text, load_look, text_width, wrapped
from crm_desktop.models.errors import Incompatible
from crm_desktop.models.processes.durations import write_duration
from crm_desktop.models.processes.elements import Flow, Node
from crm_desktop.models.processes.process_map import ProcessMap, in_rank_order, lanes_in_order

_HEADER, _POOL, _MARGIN, _ROUND = 44, 28, 16, 8
_BESIDE = frozenset({"start", "intermediate", "end", "gateway", "data_object", "data_store"})
_PAYLOAD = re.compile(rb'<metadata id="fieldline-process">([A-Za-z0-9+/=\s]*)</metadata>')


@dataclass(frozen=True, slots=True)
class _Picture:
    """What the parts of a picture need."""

    map: ProcessMap
    frame: Frame
    look: Look
    chinese: bool
    paths: Mapping[str, Sequence[Spot]]


def write_svg(map_: ProcessMap, *, theme: str = "light", chinese: bool = False, payload: bytes = b"") -> str:
    """Return the picture of a map; `payload` (its BPMN) goes in as metadata.

    Flows follow the corners people placed, and otherwise the shortest right-angled way.
    """
    frame = frame_of(map_)
    boxes = {node.id: frame.rectangle(node) for node in map_.nodes}
    picture = _Picture(map_, frame, load_look(theme), chinese, _paths(map_, frame, boxes))
    hidden = _hidden(map_)
    shown = [node for node in map_.nodes if node.id not in hidden]
    body = [*_bands(picture)]
    for node in sorted(shown, key=lambda each: (each.form != "group", not each.expanded)):
        if node.form == "group" or node.expanded:
            body += _node(picture, node, boxes[node.id])
    body += [line for flow in map_.flows for line in _flow(picture, flow, hidden)]
    for node in shown:
        if node.form not in ("group", "port") and not node.expanded:
            body += _node(picture, node, boxes[node.id])
    return _document(picture, body, boxes, payload)


def read_svg_payload(svg: bytes) -> bytes | None:
    """Return the file that a picture carries, None where it carries none."""
    found = _PAYLOAD.search(svg)
    try:
        return None if found is None else base64.b64decode(found.group(1), validate=False)
    except binascii.Error:
        raise Incompatible("process_file.damaged") from None


def _document(picture: _Picture, body: Iterable[str], boxes: Mapping[str, Rectangle], payload: bytes) -> str:
    left, top, right, bottom = _extent(picture, boxes)
    width, height = right - left, bottom - top
    colour = picture.look.of("canvas", "flow")
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="{left:g} {top:g} {width:g} {height:g}" font-family="{picture.look.font}" font-size="{BODY}">'
    )
    arrow = '<marker id="{0}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" orient="auto">'
    markers = (
        f"<defs>{arrow.format('solid')}<path d='M0 1L10 5L0 9z' fill='{colour}'/></marker>"
        f"{arrow.format('open')}<path d='M1 1L9 5L1 9' fill='none' stroke='{colour}' stroke-width='1.5'/></marker>"
        "</defs>"
    )
    inside = f'<metadata id="fieldline-process">{base64.b64encode(payload).decode()}</metadata>' if payload else ""
    title = element("title", picture.map.name) if picture.map.name else ""
    ground = element("rect", x=left, y=top, width=width, height=height, fill=picture.look.of("canvas", "bg"))
    return "\n".join([head, title, inside, markers, ground, *body, "</svg>"]) + "\n"


def _extent(picture: _Picture, boxes: Mapping[str, Rectangle]) -> tuple[float, float, float, float]:
    frame, projection = picture.frame, picture.frame.projection
    begin = -(_HEADER + (_POOL if picture.map.pools else 0))
    right, bottom = projection.turned(frame.length * projection.along, frame.breadth * projection.across)
    left, top = projection.turned(begin, 0.0)
    xs = [left, right, *(x for path in picture.paths.values() for x, _ in path)]
    ys = [top, bottom, *(y for path in picture.paths.values() for _, y in path)]
    xs += [edge for box in boxes.values() for edge in (box.x, box.x + box.width)]
    ys += [edge for box in boxes.values() for edge in (box.y, box.y + box.height + 40)]
    return min(xs) - _MARGIN, min(ys) - _MARGIN, max(xs) + _MARGIN, max(ys) + _MARGIN


def _bands(picture: _Picture) -> Iterable[str]:
    frame, look, vertical = picture.frame, picture.look, picture.map.vertical
    for number, lane in enumerate(lanes_in_order(picture.map)):
        hue = look.hue(lane.hue, number)
        start, breadth = frame.starts[lane.id], frame.breadths[lane.id]
        body, header = _band(frame, start, breadth, 0.0, None), _band(frame, start, breadth, -_HEADER, _HEADER)
        yield element("rect", **_sides(body), fill=hue["lane"], stroke=look.of("border", "default"))
        yield element("rect", **_sides(header), fill=hue["tint"], stroke=hue["line"])
        yield from _turned_text(lane.name, header, vertical, hue["ink"])
    for pool in in_rank_order(picture.map.pools):
        begin, end = frame.pools[pool.id]
        box = _band(frame, begin, end - begin, -_HEADER - _POOL, _POOL)
        yield element("rect", **_sides(box), fill=look.of("bg", "sunken"), stroke=look.of("border", "strong"))
        yield from _turned_text(pool.name, box, vertical, look.of("text", "primary"))


def _band(frame: Frame, start: int, breadth: int, begin: float, length: float | None) -> Rectangle:
    projection = frame.projection
    long = frame.length * projection.along if length is None else length
    x, y = projection.turned(begin, start * projection.across)
    width, height = projection.turned(long, breadth * projection.across)
    return Rectangle(x, y, width, height)


def _turned_text(name: str, box: Rectangle, vertical: bool, colour: str) -> list[str]:
    x, y = box.middle
    room = box.width if vertical else box.height
    lines = wrapped(name, room - 16, 1)
    turn = {} if vertical else {"transform": f"rotate(-90 {x:g} {y:g})"}
    return lines_of_text(lines, x, y, text_anchor="middle", font_weight=600, fill=colour, **turn)


def _node(picture: _Picture, node: Node, box: Rectangle) -> list[str]:
    canvas = {"fill": picture.look.of("canvas", "node"), "stroke": picture.look.of("canvas", "nodeLine")}
    drawn = [_shape(picture, node, box, canvas)]
    x, y = box.middle
    colour = picture.look.of("text", "primary")
    if node.form in _BESIDE:
        lines = wrapped(node.name, 120, 3, CAPTION)
        at = box.y + box.height + 12 + 9 * (len(lines) - 1)
        if node.form == "gateway":
            drawn += [element("path", d=_sign(node, x, y), fill="none", stroke=colour, stroke_width=2)]
            if picture.map.vertical:
                width = max((text_width(line, CAPTION) for line in lines), default=0.0)
                x, at = box.x + box.width + 8 + width / 2, box.y - 6
        drawn += lines_of_text(lines, x, at, text_anchor="middle", font_size=CAPTION, fill=colour)
    elif node.form in ("group",) or node.expanded:
        drawn += lines_of_text(wrapped(node.name, box.width - 16, 1), x, box.y + 14, text_anchor="middle", fill=colour)
    else:
        most = max(1, int((box.height - 8) // 18))
        drawn += lines_of_text(wrapped(node.name, box.width - 16, most), x, y, text_anchor="middle", fill=colour)
    return drawn + _badges(picture, node, box)


def _shape(picture: _Picture, node: Node, box: Rectangle, look: dict[str, str]) -> str:
    x, y = box.middle
    right, bottom = box.x + box.width, box.y + box.height
    if node.form in ("start", "intermediate", "end"):
        group = {"start": ("success", "solid"), "end": ("danger", "solid")}.get(node.form, ("text", "secondary"))
        width = {"start": 1.5, "end": 3}.get(node.form, 1.5)
        look = {**look, "stroke": picture.look.of(*group)}
        radius = min(box.width, box.height) / 2
        outer = element("circle", cx=x, cy=y, r=radius, stroke_width=width, **look)
        inner = element("circle", cx=x, cy=y, r=radius - 3, fill="none", stroke=look["stroke"])
        return outer + (inner if node.form == "intermediate" else "")
    if node.form == "gateway":
        return element("path", d=f"M{x:g} {box.y:g}L{right:g} {y:g}L{x:g} {bottom:g}L{box.x:g} {y:g}z", **look)
    if node.form == "note":
        note = {"fill": picture.look.of("canvas", "note"), "stroke": picture.look.of("canvas", "noteLine")}
        return element("rect", **_sides(box), rx=4, **note)
    if node.form == "group":
        return element("rect", **_sides(box), rx=_ROUND, fill="none", stroke=look["stroke"], stroke_dasharray="8 4 2 4")
    if node.form == "data_object":
        fold = f"M{box.x:g} {box.y:g}H{right - 8:g}L{right:g} {box.y + 8:g}V{bottom:g}H{box.x:g}z"
        return element("path", d=fold, **look)
    if node.form == "data_store":
        half = box.width / 2
        side = f"M{box.x:g} {box.y + 6:g}V{bottom - 6:g}A{half:g} 6 0 0 0 {right:g} {bottom - 6:g}V{box.y + 6:g}"
        return element("path", d=side, **look) + element("ellipse", cx=x, cy=box.y + 6, rx=half, ry=6, **look)
    plus = f"M{x - 4:g} {bottom - 8:g}h8M{x:g} {bottom - 12:g}v8"
    marker = element("path", d=plus, stroke=look["stroke"]) if node.form == "subprocess" and not node.expanded else ""
    return element("rect", **_sides(box), rx=_ROUND, **look) + marker


def _sign(node: Node, x: float, y: float) -> str:
    if node.gateway_type == "parallel":
        return f"M{x - 9:g} {y:g}h18M{x:g} {y - 9:g}v18"
    if node.gateway_type == "inclusive":
        return f"M{x - 8:g} {y:g}a8 8 0 1 0 16 0a8 8 0 1 0 -16 0"
    return f"M{x - 6:g} {y - 6:g}l12 12M{x + 6:g} {y - 6:g}l-12 12"


def _badges(picture: _Picture, node: Node, box: Rectangle) -> list[str]:
    """Draw pains top right, working time bottom left, waiting time bottom right."""
    look, drawn = picture.look, []
    pains = sum(pain.node_id == node.id for pain in picture.map.pains) if picture.map.pains else 0
    if pains:
        drawn += _badge(look, f"! {pains}", "danger", box.x + box.width, box.y)
    if node.working_seconds:
        text = write_duration(node.working_seconds, picture.chinese)
        drawn += _badge(look, text, "", box.x + 8 + text_width(text, CAPTION) / 2, box.y + box.height)
    if node.waiting_seconds:
        text = write_duration(node.waiting_seconds, picture.chinese)
        drawn += _badge(look, text, "warning", box.x + box.width - 8, box.y + box.height)
    return drawn


def _badge(look: Look, text: str, group: str, x: float, y: float) -> list[str]:
    width = text_width(text, CAPTION) + 14
    fill = look.of(group, "tint") if group else look.of("bg", "surface")
    line, ink = (look.of(group, "line"), look.of(group, "text")) if group else (
        look.of("border", "strong"), look.of("text", "secondary"),
    )  # fmt: skip
    box = element("rect", x=x - width / 2, y=y - 10, width=width, height=20, rx=10, fill=fill, stroke=line)
    return [box, *lines_of_text([text], x, y, text_anchor="middle", font_size=CAPTION, fill=ink)]


def _flow(picture: _Picture, flow: Flow, hidden: set[str]) -> list[str]:
    path = picture.paths.get(flow.id)
    if path is None or flow.source_id in hidden or flow.target_id in hidden:
        return []
    look = {"fill": "none", "stroke": picture.look.of("canvas", "flow"), "stroke_width": 1.5}
    if flow.form != "sequence":
        look["stroke_dasharray"] = "2 3" if flow.form == "association" else "6 4"
    head = {"sequence": "url(#solid)", "message": "url(#open)", "data": "url(#open)"}.get(flow.form)
    drawn = [element("path", d=rounded(path), **look, **({"marker_end": head} if head else {}))]
    name = flow.name or flow.condition
    if name:
        (x, y), (to_x, _) = path[0], path[1]
        side = 6 + text_width(name[:30], CAPTION) / 2
        middle = x + side if to_x >= x else x - side
        lines = wrapped(name, 160, 2, CAPTION)
        colour = picture.look.of("text", "secondary")
        drawn += lines_of_text(
            lines, middle, y + (12 if to_x == x else -10), text_anchor="middle", font_size=CAPTION, fill=colour
        )
    return drawn


def rounded(path: Sequence[Spot], radius: float = _ROUND) -> str:
    """Return the path of a flow with rounded corners."""
    parts = [f"M{path[0][0]:g} {path[0][1]:g}"]
    for before, at, after in zip(path, path[1:], path[2:], strict=False):
        one, other = math.dist(before, at), math.dist(at, after)
        turn = min(radius, one / 2, other / 2)
        if turn < 0.5:
            continue
        begin = (at[0] + (before[0] - at[0]) * turn / one, at[1] + (before[1] - at[1]) * turn / one)
        end = (at[0] + (after[0] - at[0]) * turn / other, at[1] + (after[1] - at[1]) * turn / other)
        parts.append(f"L{begin[0]:g} {begin[1]:g}Q{at[0]:g} {at[1]:g} {end[0]:g} {end[1]:g}")
    return "".join([*parts, f"L{path[-1][0]:g} {path[-1][1]:g}"])


def _paths(map_: ProcessMap, frame: Frame, boxes: Mapping[str, Rectangle]) -> dict[str, list[Spot]]:
    ways = Ways(map_.nodes, boxes, vertical=map_.vertical)
    flows = [flow for flow in map_.flows if flow.source_id in boxes and flow.target_id in boxes]
    ways.find([flow for flow in flows if not flow.bends])
    return {
        flow.id: ways.way(flow, [frame.projection.shown(along, across) for along, across in flow.bends])
        for flow in flows
    }


def _hidden(map_: ProcessMap) -> set[str]:
    """Return the nodes inside of collapsed sub-processes."""
    nodes = {node.id: node for node in map_.nodes}
    hidden: set[str] = set()
    for node in map_.nodes:
        seen, above = {node.id}, node.parent_id
        while above in nodes and above not in seen:
            if not nodes[above].expanded:
                hidden.add(node.id)
                break
            seen.add(above)
            above = nodes[above].parent_id
    return hidden


def _sides(box: Rectangle) -> dict[str, float]:
    return {"x": box.x, "y": box.y, "width": box.width, "height": box.height}

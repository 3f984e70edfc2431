"""draw.io files as maps: swimlane containers become pools and lanes, shapes become steps, decisions and events."""

import base64
import html
import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from crm_desktop.interchange.drawio_shapes import form_of, is_attached
from crm_desktop.interchange.fitting import coordinate, fit_text
from crm_desktop.interchange.limits import check_count
from crm_desktop.interchange.outline import Outline, OutlineFlow, OutlineLane, OutlineNode, map_of
from crm_desktop.interchange.places import Rectangle, Spot
from crm_desktop.interchange.report import Findings, ReadMaps
from crm_desktop.interchange.sources import inflate
from crm_desktop.interchange.xml_files import XmlElement, parse_xml
from crm_desktop.models.errors import Incompatible

_DEEPEST = 60
_REACH, _MOST_SOUGHT = 8.0, 300
"""How far from a shape a line may end that is meant to meet it, pixels; and how many such ends are looked for."""
_BLOCK = re.compile(r"<\s*(?:br|/p|/div|/li|/h\d)\s*/?\s*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


@dataclass(slots=True)
class _Cell:
    """One cell of a page."""

    key: str
    element: XmlElement
    name: str
    style: dict[str, str]
    parent: str
    geometry: XmlElement | None
    kind: str = ""
    place: Spot | None = None


@dataclass(slots=True)
class _Page:
    """One page: its cells by id, and the map they make."""

    outline: Outline
    findings: Findings
    cells: dict[str, _Cell] = field(default_factory=dict)
    origins: dict[str, Spot] = field(default_factory=dict)
    """Where the contents of containers are measured from, as far as that was asked."""
    sought: int = 0


def read_drawio(data: bytes, name: str = "") -> ReadMaps:
    """Return the maps in a draw.io file, one for each page.

    Raises Incompatible (`process_file.not_drawio`, `process_file.damaged` and those of `parse_xml`).
    """
    findings = Findings()
    root = parse_xml(data, findings).root
    pages = [root] if root.tag == "mxGraphModel" else list(root.iter("diagram"))
    maps = []
    for page in pages:
        model = page if page.tag == "mxGraphModel" else _model(page, findings)
        if model is not None:
            maps.append(map_of(_read_page(model, page.get("name") or name, findings), findings))
    if not maps:
        raise Incompatible("process_file.not_drawio")
    return ReadMaps(maps=maps, findings=findings.all())


def _model(page: XmlElement, findings: Findings) -> XmlElement | None:
    """Return the graph of a page, which may be packed: URL-encoded, deflated, in base 64."""
    plain = page.find("mxGraphModel")
    text = (page.text or "").strip()
    if plain is not None or not text:
        return plain
    try:
        unpacked = inflate(base64.b64decode(text, validate=True), raw=True)
    except ValueError:
        raise Incompatible("process_file.damaged") from None
    return parse_xml(unquote(unpacked.decode("utf-8", "replace")).encode(), findings).root


def _read_page(model: XmlElement, name: str, findings: Findings) -> Outline:
    page = _Page(Outline(name=name, source_format="drawio"), findings)
    _read_cells(page, model)
    some_hidden = any(cell.element.get("visible") == "0" for cell in page.cells.values())
    for cell in page.cells.values():
        cell.kind = _kind(page, cell)
        if some_hidden and cell.kind and _is_hidden(page, cell):
            findings.add("switched_off", cell.key)
            cell.kind = ""
    _add_bands(page)
    _add_nodes(page)
    _add_flows(page)
    _settle_events(page.outline)
    return page.outline


def _read_cells(page: _Page, model: XmlElement) -> None:
    for element in model.iter("mxCell"):
        holder = element.getparent()
        wrapped = holder is not None and holder.tag in ("object", "UserObject")
        key = (holder.get("id") if wrapped else None) or element.get("id") or f"~{len(page.cells)}"
        check_count(len(page.cells))
        if key in page.cells:
            page.findings.add("duplicate_id", key)
            key = f"{key}~{len(page.cells)}"
        text = (holder.get("label") if wrapped else element.get("value")) or ""
        style = _style(element.get("style") or "")
        page.cells[key] = _Cell(
            key, element, _plain(text, style), style, element.get("parent") or "", element.find("mxGeometry")
        )


def _style(text: str) -> dict[str, str]:
    parts = (part.partition("=") for part in text.split(";") if part)
    return {name: value if equals else "1" for name, equals, value in parts}


def _plain(text: str, style: dict[str, str]) -> str:
    if style.get("html") == "1":
        text = html.unescape(_TAG.sub("", _BLOCK.sub("\n", text)))
    return text.replace("\xa0", " ").strip()


def _kind(page: _Page, cell: _Cell) -> str:
    if cell.element.get("edge") == "1":
        return "edge"
    if cell.element.get("vertex") != "1":
        return ""
    shape = cell.style.get("shape", "")
    if "edgeLabel" in cell.style or page.cells.get(cell.parent, cell).element.get("edge") == "1":
        return "label"
    if "swimlane" in cell.style or shape in ("swimlane", "table", "tableRow", "partialRectangle"):
        return "band"
    return "node"


def _add_bands(page: _Page) -> None:
    bands = {key: cell for key, cell in page.cells.items() if cell.kind == "band"}
    holders = {cell.parent for cell in bands.values()}
    rows = [key for key in bands if key not in holders]
    if rows:
        sideways = sum(bands[key].style.get("horizontal") == "0" for key in rows)
        page.outline.vertical = 2 * sideways < len(rows)
    else:
        page.outline.vertical = _is_tall(page)
    for key, cell in bands.items():
        box = _box(page, cell)
        if cell.parent not in bands and key in holders:
            page.outline.pools[key] = OutlineLane(cell.name, "", box)
        else:
            page.outline.lanes[key] = OutlineLane(cell.name, cell.parent if cell.parent in bands else "", box)
    if page.outline.pools:  # beside pools a band without bands in it is one, too
        alone = [key for key, lane in page.outline.lanes.items() if not lane.parent]
        page.outline.pools |= {key: page.outline.lanes.pop(key) for key in alone}


def _is_tall(page: _Page) -> bool:
    boxes = [box for cell in page.cells.values() if cell.kind == "node" and (box := _box(page, cell))]
    if not boxes:
        return True
    width = max(box.x + box.width for box in boxes) - min(box.x for box in boxes)
    return max(box.y + box.height for box in boxes) - min(box.y for box in boxes) >= width


def _add_nodes(page: _Page) -> None:
    joined = {cell.element.get(side) for cell in page.cells.values() for side in ("source", "target")}
    for key, cell in page.cells.items():
        if cell.kind == "node" and (cell.name or key in joined or not _is_icon(cell)):
            above = page.cells.get(cell.parent)
            lane = cell.parent if above is not None and above.kind == "band" else _lane_above(page, cell)
            inside = cell.parent if above is not None and above.kind == "node" else ""
            host = inside if is_attached(cell.style) else ""
            values = form_of(cell.style) | {"name": fit_text("node", "name", cell.name)}
            if values["form"] == "note" and not cell.name:
                continue
            page.outline.nodes[key] = OutlineNode(values, lane, "" if host else inside, _box(page, cell), host=host)


def _is_icon(cell: _Cell) -> bool:
    return "image" in cell.style or cell.style.get("shape") == "image"


def _is_hidden(page: _Page, cell: _Cell) -> bool:
    """Tell whether a cell, or a layer or container around it, is switched off."""
    seen: set[str] = set()
    above: _Cell | None = cell
    while above is not None and above.key not in seen:
        if above.element.get("visible") == "0":
            return True
        seen.add(above.key)
        above = page.cells.get(above.parent)
    return False


def _lane_above(page: _Page, cell: _Cell) -> str:
    seen: set[str] = set()
    above = page.cells.get(cell.parent)
    while above is not None and above.kind != "band" and above.key not in seen:
        seen.add(above.key)
        above = page.cells.get(above.parent)
    return above.key if above is not None and above.kind == "band" else ""


def _add_flows(page: _Page) -> None:
    labels: dict[str, str] = {}
    for cell in page.cells.values():
        if cell.kind == "label" and cell.name:
            labels.setdefault(cell.parent, cell.name)
    for key, cell in page.cells.items():
        if cell.kind == "edge":
            dashed, head = cell.style.get("dashed") == "1", cell.style.get("endArrow", "classic")
            form = ("association" if head == "none" else "message") if dashed else "sequence"
            values = {"form": form, "name": fit_text("flow", "name", cell.name or labels.get(key, ""))}
            source, target = (cell.element.get(side) or _node_at(page, cell, side) for side in ("source", "target"))
            page.outline.flows.append(OutlineFlow(source, target, values, _points(page, cell)))


def _node_at(page: _Page, edge: _Cell, side: str) -> str:
    """Return the key of the shape at which a line ends that nobody joined to it; of several the smallest."""
    point = None if edge.geometry is None else edge.geometry.find(f"mxPoint[@as='{side}Point']")
    page.sought += point is not None
    if point is None or page.sought > _MOST_SOUGHT:
        return ""
    x, y = coordinate(point.get("x") or "0"), coordinate(point.get("y") or "0")
    if x is None or y is None:
        return ""
    dx, dy = _origin(page, edge.parent)
    found = []
    for key, node in page.outline.nodes.items():
        if node.box is not None and node.box.grown(_REACH).holds((x + dx, y + dy)):
            found.append((node.box.width * node.box.height, key))
    return min(found)[1] if found else ""


def _points(page: _Page, cell: _Cell) -> list[Spot]:
    if cell.geometry is None:
        return []
    dx, dy = _origin(page, cell.parent)
    points = []
    for array in cell.geometry.iter("Array"):
        for point in array.iter("mxPoint") if array.get("as") == "points" else ():
            x, y = coordinate(point.get("x") or "0"), coordinate(point.get("y") or "0")
            if x is not None and y is not None:
                points.append((x + dx, y + dy))
    return points


def _box(page: _Page, cell: _Cell) -> Rectangle | None:
    geometry = cell.geometry
    if geometry is None:
        return None
    x, y = coordinate(geometry.get("x") or "0"), coordinate(geometry.get("y") or "0")
    width, height = coordinate(geometry.get("width")), coordinate(geometry.get("height"))
    if x is None or y is None or width is None or height is None or width <= 0 or height <= 0:
        page.findings.add("bounds_repaired", cell.key)
        return None
    dx, dy = _origin(page, cell.parent)
    if geometry.get("relative") == "1":
        x, y = _along_its_holder(page, cell, (x, y))
    return Rectangle(x + dx, y + dy, width, height)


def _along_its_holder(page: _Page, cell: _Cell, share: Spot) -> Spot:
    """Return a place that is told as a share of the holder's size, and an offset."""
    holder = page.cells.get(cell.parent)
    size = None if holder is None or holder is cell else holder.geometry
    offset = None if cell.geometry is None else cell.geometry.find("mxPoint[@as='offset']")
    numbers = [
        (
            coordinate(size.get(side)) if size is not None else None,
            coordinate(offset.get(axis)) if offset is not None else None,
        )
        for side, axis in (("width", "x"), ("height", "y"))
    ]
    (width, dx), (height, dy) = numbers
    return share[0] * (width or 0.0) + (dx or 0.0), share[1] * (height or 0.0) + (dy or 0.0)


def _origin(page: _Page, key: str) -> Spot:
    """Return where a container's contents are measured from."""
    if key not in page.origins:
        page.origins[key] = _measured_origin(page, key)
    return page.origins[key]


def _measured_origin(page: _Page, key: str) -> Spot:
    x = y = 0.0
    for _ in range(_DEEPEST):
        cell = page.cells.get(key)
        if cell is None or cell.kind in ("", "edge") or cell.geometry is None:
            return x, y
        x += coordinate(cell.geometry.get("x") or "0") or 0.0
        y += coordinate(cell.geometry.get("y") or "0") or 0.0
        key = cell.parent
    page.findings.add("loop_cut", key)
    return x, y


def _settle_events(outline: Outline) -> None:
    """Let round shapes be beginnings, ends or events between, by their flows; flows of documents carry data."""
    reached = {flow.target for flow in outline.flows}
    left = {flow.source for flow in outline.flows}
    data = {key for key, node in outline.nodes.items() if node.values["form"] in ("data_object", "data_store")}
    for flow in outline.flows:
        if flow.values["form"] == "message" and data & {flow.source, flow.target}:
            flow.values["form"] = "data"
    for key, node in outline.nodes.items():
        if node.values["form"] == "event":
            between = "end" if key not in left else "intermediate"
            node.values["form"] = "start" if key not in reached else between

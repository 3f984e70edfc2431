"""Maps as Mermaid flowcharts: lanes as subgraphs, in either direction."""

import re

from crm_desktop.models.processes.elements import Flow, Lane, Node
from crm_desktop.models.processes.process_map import ProcessMap, lanes_in_order, with_loose_lanes

_SHAPES = {
    "start": ("((", "))"),
    "intermediate": ("((", "))"),
    "end": ("(((", ")))"),
    "task": ("[", "]"),
    "gateway": ("{", "}"),
    "subprocess": ("[[", "]]"),
    "data_object": ("[/", "/]"),
    "data_store": ("[(", ")]"),
    "note": (">", "]"),
    "group": ("(", ")"),
}
_ARROWS = {"sequence": "-->", "message": "-.->", "association": "-.-", "data": "-.->"}


def write_mermaid(map_: ProcessMap) -> str:
    """Return the map as the text of a Mermaid flowchart."""
    names = {node.id: f"n{number}" for number, node in enumerate(_nodes(map_), start=1)}
    lines = []
    if map_.name:
        lines += ["---", f"title: {quoted(map_.name, title=True)}", "---"]
    lines.append(f"flowchart {'TB' if map_.vertical else 'LR'}")
    for lane in map_.lanes:
        names[lane.id] = f"lane{len(names)}"
    top = [lane for lane in map_.lanes if lane.parent_id is None]
    for number, pool in enumerate(with_loose_lanes(map_.pools)):
        of = None if pool is None else pool.id
        lanes = sorted((lane for lane in top if lane.pool_id == of), key=lambda lane: lane.rank)
        body = [line for lane in lanes for line in _lane_lines(map_, lane, names)]
        if pool is not None and pool.name:
            lines += [f"  subgraph pool{number}[{quoted(pool.name)}]", *(f"  {line}" for line in body), "  end"]
        else:
            lines += body
    lines += [line for flow in map_.flows if (line := _flow_line(flow, names))]
    return "\n".join(lines) + "\n"


def quoted(text: str, *, title: bool = False) -> str:
    """Return a text in quotes, with what Mermaid would read as its own written as entities."""
    if title:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    text = text.replace("#", "#35;").replace("&", "#amp;")
    text = text.replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")
    return '"' + re.sub(r"\s*\n\s*", "<br/>", text) + '"'


def _nodes(map_: ProcessMap) -> list[Node]:
    order = {lane.id: number for number, lane in enumerate(lanes_in_order(map_))}
    nodes = [node for node in map_.nodes if node.form not in ("port", "group")]
    return sorted(nodes, key=lambda node: (order.get(node.lane_id or "", -1), node.along, node.across, node.id))


def _lane_lines(map_: ProcessMap, lane: Lane, names: dict[str, str]) -> list[str]:
    inner = sorted((each for each in map_.lanes if each.parent_id == lane.id), key=lambda each: each.rank)
    nodes = [_node_line(node, names) for node in _nodes(map_) if node.lane_id == lane.id]
    body = [*nodes, *(line for each in inner for line in _lane_lines(map_, each, names))]
    if not lane.name and lane.parent_id is None:
        return body
    return [f"  subgraph {names[lane.id]}[{quoted(lane.name or ' ')}]", *(f"  {line}" for line in body), "  end"]


def _node_line(node: Node, names: dict[str, str]) -> str:
    before, after = _SHAPES[node.form]
    return f"  {names[node.id]}{before}{quoted(node.name or ' ')}{after}"


def _flow_line(flow: Flow, names: dict[str, str]) -> str:
    source, target = names.get(flow.source_id), names.get(flow.target_id)
    if source is None or target is None:
        return ""
    name = flow.name or flow.condition
    label = f"|{quoted(name)}|" if name else ""
    return f"  {source} {_ARROWS[flow.form]}{label} {target}"

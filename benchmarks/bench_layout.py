"""Layout and routes of structured processes: crossings, corners, length, area and time, with elkjs beside it.

`--elk DIR` names the folder of an unpacked elkjs package; it is no dependency and comes with nothing of ours. ELK
lays the same graphs twice: with lanes as compounds (side by side, not aligned with each other) and blind for lanes.
How stable a layout is stands here too: how many of the steps before one that is put in between lie elsewhere then.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.options import Options
from benchmarks.report import Measurement, at_most, compared
from benchmarks.sample_maps import structured_map
from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.picture import Picture
from crm_desktop.models.ids import new_id
from crm_desktop.models.processes.elements import Flow, Node
from crm_desktop.models.processes.layout.lay_out import lay_out
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.processes.routing.router import quality
from crm_desktop.models.processes.routing.spots import Box, segments
from crm_desktop.models.processes.routing.spots import Path as Route

NAME = "layout"
_LIMITS = {94: 61, 190: 162, 949: 449, 4_756: 2_067}
"""Steps, and the milliseconds of bpmn-auto-layout 1.3, which knows no lanes."""
_CHILD = Path(__file__).with_name("elk_child.js")
_PATIENCE_S = 150
_ROUNDS = 3
_ELK = {
    "elk.algorithm": "layered",
    "elk.direction": "DOWN",
    "elk.edgeRouting": "ORTHOGONAL",
    "elk.json.edgeCoords": "ROOT",
    "elk.json.shapeCoords": "ROOT",
}


@dataclass(frozen=True, slots=True)
class _Laid:
    """A layout in pixels."""

    milliseconds: float
    boxes: Sequence[Box]
    routes: Sequence[Route]


def run(options: Options) -> list[Measurement]:
    """Lay each size out, by us and by ELK."""
    found: list[Measurement] = []
    for steps, limit in _LIMITS.items():
        if steps > max(_LIMITS) * options.scale and steps != min(_LIMITS):
            continue
        map_ = structured_map(steps)
        ours, picture = _ours(map_)
        found.append(at_most(f"{steps:,}: layout with lanes", ours.milliseconds, "ms", limit))
        found += _promises(steps, picture)
        found.append(_moved(steps, map_))
        for name, elk in _elks(options.elk, map_).items() if options.elk else ():
            found += _beside(steps, ours, name, elk)
        if not options.elk:
            found += [Measurement(f"{steps:,}: {what}", value, unit) for what, value, unit in _figures(ours)]
    return found


def _ours(map_: ProcessMap) -> tuple[_Laid, Picture]:
    laid, taken = map_, []
    for _ in range(_ROUNDS):
        begin = time.perf_counter()
        laid = lay_out(map_)
        taken.append((time.perf_counter() - begin) * 1000)
    picture = Picture(Chart.of(laid))
    return _Laid(min(taken), list(picture.boxes.values()), list(picture.paths.values())), picture


def _promises(steps: int, picture: Picture) -> list[Measurement]:
    """Count what must not be: steps that overlap, flows through steps that are not their own."""
    overlaps = through = 0
    for node_id, box in picture.boxes.items():
        inner = box.grown(-0.5)
        overlaps += sum(
            other.id != node_id and inner.touches(picture.boxes[other.id].grown(-0.5))
            for other in picture.nodes_within(inner)
        )
        for flow_id in picture.flows_within(inner):
            flow = picture.chart.flows[flow_id]
            if node_id not in (flow.source_id, flow.target_id):
                through += any(inner.meets(one, other) for one, other in segments(picture.paths[flow_id]))
    return [
        at_most(f"{steps:,}: steps that overlap", overlaps, "", 0),
        at_most(f"{steps:,}: flows through steps", through, "", 0),
    ]


def _moved(steps: int, map_: ProcessMap) -> Measurement:
    """Put a step into the middle of the map, lay it out again, count the old steps that lie in another row or lane."""
    before = {node.id: node for node in lay_out(map_).nodes}
    flow = map_.flows[len(map_.flows) // 2]
    target = before[flow.target_id]
    new = Node(id=new_id(), form="task", name="new", lane_id=target.lane_id, along=target.along, across=target.across)
    flows = [replace(each, target_id=new.id) if each.id == flow.id else each for each in map_.flows]
    flows.append(Flow(id=new_id(), source_id=new.id, target_id=flow.target_id))
    after = lay_out(replace(map_, nodes=(*map_.nodes, new), flows=tuple(flows)))
    others = [node for node in after.nodes if node.id in before and node.along <= before[flow.source_id].along]
    moved = sum((node.along, node.across) != (before[node.id].along, before[node.id].across) for node in others)
    return Measurement(f"{steps:,}: steps before an inserted one that lie elsewhere", moved, f"of {len(others):,}")


def _elks(elk: Path, map_: ProcessMap) -> Mapping[str, _Laid]:
    graphs = {"ELK, lanes as compounds": _compounds(map_), "ELK, blind for lanes": _flat(map_)}
    found = {name: _by_elk(elk, graph) for name, graph in graphs.items()}
    return {name: laid for name, laid in found.items() if laid is not None}


def _compounds(map_: ProcessMap) -> dict[str, Any]:
    lanes = [
        {
            "id": lane.id,
            "layoutOptions": _ELK,
            "children": [_child(node) for node in map_.nodes if node.lane_id == lane.id],
        }
        for lane in map_.lanes
    ]
    return _graph([lane for lane in lanes if lane["children"]], map_) | {
        "layoutOptions": _ELK | {"elk.hierarchyHandling": "INCLUDE_CHILDREN"}
    }


def _flat(map_: ProcessMap) -> dict[str, Any]:
    return _graph([_child(node) for node in map_.nodes], map_)


def _graph(children: list[dict[str, Any]], map_: ProcessMap) -> dict[str, Any]:
    edges = [{"id": flow.id, "sources": [flow.source_id], "targets": [flow.target_id]} for flow in map_.flows]
    return {"id": "root", "layoutOptions": _ELK, "children": children, "edges": edges}


def _child(node: Node) -> dict[str, Any]:
    return {"id": node.id, "width": node.width, "height": node.height}


def _by_elk(elk: Path, graph: dict[str, Any]) -> _Laid | None:
    """Return ELK's layout; None where it took longer than anybody waits."""
    try:
        said = subprocess.run(
            ["node", str(_CHILD), str(elk)],
            input=json.dumps(graph),
            capture_output=True,
            text=True,
            check=True,
            timeout=_PATIENCE_S,
        ).stdout
    except subprocess.TimeoutExpired:
        return None
    told = json.loads(said)
    laid = told["graph"]
    routes = [
        tuple(
            (round(each["x"], 3), round(each["y"], 3))
            for each in (part["startPoint"], *part.get("bendPoints", ()), part["endPoint"])
        )
        for edge in laid["edges"]
        for part in edge.get("sections", ())
    ]
    return _Laid(told["milliseconds"], list(_leaves(laid["children"])), routes)


def _leaves(children: Iterable[dict[str, Any]]) -> Iterable[Box]:
    for each in children:
        if each.get("children"):
            yield from _leaves(each["children"])
        else:
            yield Box(each["x"], each["y"], each["x"] + each["width"], each["y"] + each["height"])


def _figures(laid: _Laid) -> list[tuple[str, float, str]]:
    crossings, corners, length = quality(laid.routes)
    width = max(box.right for box in laid.boxes) - min(box.left for box in laid.boxes)
    height = max(box.bottom for box in laid.boxes) - min(box.top for box in laid.boxes)
    return [
        ("crossings", crossings, ""),
        ("corners", corners, ""),
        ("length of flows", length / 1000, "kpx"),
        ("area", width * height / 1e6, "Mpx"),
    ]


def _beside(steps: int, ours: _Laid, name: str, elk: _Laid) -> list[Measurement]:
    """Set our figures beside ELK's; a ratio to nothing says nothing."""
    theirs = [("time", elk.milliseconds, "ms"), *_figures(elk)]
    own = [("time", ours.milliseconds, "ms"), *_figures(ours)]
    found = []
    for (what, value, unit), (_, other, _unit) in zip(own, theirs, strict=True):
        if other:
            found.append(compared(f"{steps:,}: {what}", value, unit, reference=(name, other)))
        else:
            found.append(Measurement(f"{steps:,}: {what}", value, unit, name, other))
    return found

"""The clipboard: steps as a value, as JSON text with a type of its own, and as lines of plain text.

Lines of text from any other program become steps, one below the other; each line may use the grammar.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

import msgspec

from crm_desktop.diagrams.chart import Chart, in_reading_order
from crm_desktop.diagrams.part import with_contents
from crm_desktop.models.fields import Value
from crm_desktop.models.processes.elements import Flow, Node, Pain
from crm_desktop.models.processes.grammar import Line, parse, write
from crm_desktop.models.processes.grid import ROW, SIZES

MIME = "application/vnd.fieldline.process-elements+json"
MOST_LINES = 500
MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Copied:
    """One node: `lanes_on` counts lanes from the first of the clip, `along` is measured from its first row."""

    node: Node
    lanes_on: int = 0
    middle: bool = True
    """Whether it stood in the middle of its lane."""


@dataclass(frozen=True, slots=True)
class Clip:
    """Copied steps with the flows between them and their pains."""

    nodes: tuple[Copied, ...] = ()
    flows: tuple[Flow, ...] = ()
    pains: tuple[Pain, ...] = ()


class _Plain(msgspec.Struct, frozen=True):
    nodes: list[tuple[str, int, bool, dict[str, Value]]]
    flows: list[tuple[str, dict[str, Value]]]
    pains: list[tuple[str, dict[str, Value]]]


def copy(chart: Chart, ids: Collection[str]) -> Clip:
    """Return a clip of nodes, what lies in them, the flows between them and their pains."""
    wanted = with_contents(chart, ids)
    nodes = in_reading_order(chart, [chart.nodes[each] for each in wanted])
    places = {lane.id: place for place, lane in enumerate(chart.lanes_in_order())}
    first = min((places.get(node.lane_id or "", 0) for node in nodes), default=0)
    top = min((node.along for node in nodes), default=0)
    copied = [
        Copied(
            _loose(node, node.along - top),
            places.get(node.lane_id or "", first) - first,
            node.lane_id not in chart.lanes or node.across == chart.lanes[node.lane_id].breadth // 2,
        )
        for node in nodes
    ]
    flows = [flow for each in wanted for flow in chart.flows_from(each) if flow.target_id in wanted]
    pains = [pain for each in wanted for pain in chart.pains_of(each)]
    return Clip(
        tuple(copied),
        tuple(replace(flow, bpmn_id=None, base_flow_id=None) for flow in sorted(flows, key=lambda each: each.id)),
        tuple(sorted(pains, key=lambda each: each.id)),
    )


def as_json(clip: Clip) -> bytes:
    """Return the clip for the type `MIME`."""
    return msgspec.json.encode(
        _Plain(
            nodes=[(each.node.id, each.lanes_on, each.middle, each.node.values()) for each in clip.nodes],
            flows=[(each.id, each.values()) for each in clip.flows],
            pains=[(each.id, each.values()) for each in clip.pains],
        )
    )


def from_json(data: bytes) -> Clip:
    """Return the clip that such data holds; an empty one where it is not what it says."""
    if len(data) > MOST_BYTES:
        return Clip()
    try:
        plain = msgspec.json.decode(data, type=_Plain)
        nodes = tuple(Copied(Node.from_values(i, v), max(lanes, 0), middle) for i, lanes, middle, v in plain.nodes)
        known = {each.node.id for each in nodes}
        flows = [Flow.from_values(each, values) for each, values in plain.flows]
        pains = [Pain.from_values(each, values) for each, values in plain.pains]
    except (msgspec.DecodeError, TypeError, ValueError):
        return Clip()
    return Clip(
        nodes,
        tuple(flow for flow in flows if flow.source_id in known and flow.target_id in known),
        tuple(pain for pain in pains if pain.node_id in known),
    )


def as_text(clip: Clip) -> str:
    """Return the clip as lines, as one could have typed it."""
    pains: dict[str | None, list[str]] = {}
    for pain in clip.pains:
        pains.setdefault(pain.node_id, []).append(pain.name)
    return "\n".join(_line(each.node, tuple(pains.get(each.node.id, ()))) for each in clip.nodes)


def from_text(text: str) -> Clip:
    """Return lines of text as steps, one below the other, each leading to the next."""
    lines = [parse(line.strip(" \t\r-•*·")).line for line in text.splitlines()[:MOST_LINES]]
    named = [line for line in lines if line.name]
    nodes, pains, flows = [], [], []
    for place, line in enumerate(named):
        form = "gateway" if line.decision else "task"
        width, height = SIZES[form]
        node = Node(
            id=str(place),
            name=line.name,
            form=form,
            along=place * ROW,
            width=width,
            height=height,
            systems=frozenset(line.tools),
            working_seconds=line.working_seconds,
            waiting_seconds=line.waiting_seconds,
        )
        nodes.append(Copied(node))
        pains += [Pain(id=f"{place}-{number}", name=name, node_id=node.id) for number, name in enumerate(line.pains)]
        if place:
            flows.append(Flow(id=f"{place - 1}-{place}", source_id=str(place - 1), target_id=str(place)))
    return Clip(tuple(nodes), tuple(flows), tuple(pains))


def _loose(node: Node, along: int) -> Node:
    return replace(node, along=along, bpmn_id=None, base_node_id=None, process_id="", account_id=None)


def _line(node: Node, pains: tuple[str, ...]) -> str:
    return write(
        Line(
            name=node.name,
            working_seconds=node.working_seconds,
            waiting_seconds=node.waiting_seconds,
            tools=tuple(sorted(node.systems)),
            pains=pains,
        )
    )

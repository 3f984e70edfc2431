"""Lay out a map: every step into the first row that its flow allows, lanes aligned, nothing on top of another.

What a person pinned stays; a selection is laid out around the rest. The same map gives the same layout, and steps that
are equal keep the order in which they stood, so a small edit moves little.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from crm_desktop.models.processes.elements import Flow, Lane, Node
from crm_desktop.models.processes.grid import FIRST, LANE, ROW, breadth, length, takes_room
from crm_desktop.models.processes.layout.cells import MOST_COLUMNS, Cell, Cells
from crm_desktop.models.processes.layout.order import forward_links, placing_order
from crm_desktop.models.processes.process_map import ProcessMap, lanes_in_order

_GAP_ALONG, _GAP_ACROSS = 8, 24
_PATIENCE = 2
"""Rows a step would rather go further along than make its lane broader."""


@dataclass(slots=True)
class _Plan:
    """What is known while steps are placed."""

    lanes: tuple[Lane, ...]
    numbers: dict[str | None, int]
    cells: Cells = field(default_factory=Cells)
    placed: dict[str, Cell] = field(default_factory=dict)
    leads: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Node → the nodes that lead to it."""


def lay_out(map_: ProcessMap, only: Collection[str] | None = None) -> ProcessMap:
    """Return the map with its steps (or only those named) placed anew, lanes broad enough, corners given up."""
    lanes = lanes_in_order(map_)
    plan = _Plan(lanes, {lane.id: number for number, lane in enumerate(lanes)})
    nodes = [node for node in map_.nodes if takes_room(node) and node.parent_id is None]
    stays = {node.id for node in nodes if node.pinned or (only is not None and node.id not in only)}
    ordered = sorted(nodes, key=lambda node: (node.along, plan.numbers.get(node.lane_id, 0), node.rank, node.id))
    for node in ordered:
        if node.id in stays:
            _keep(plan, node)
    _place(plan, [node for node in ordered if node.id not in stays], _between_steps(map_))
    return _arranged(map_, plan, stays)


def _between_steps(map_: ProcessMap) -> Sequence[Flow]:
    """Return the flows; those of events on an edge, and of what lies in sub-processes, as those of the step around."""
    above = {node.id: found for node in map_.nodes if (found := node.parent_id or node.attached_to_id)}
    if not above:
        return map_.flows

    def outermost(node_id: str) -> str:
        seen = {node_id}
        while (found := above.get(node_id)) is not None and found not in seen:
            seen.add(found)
            node_id = found
        return node_id

    return [
        replace(flow, source_id=outermost(flow.source_id), target_id=outermost(flow.target_id))
        if flow.source_id in above or flow.target_id in above
        else flow
        for flow in map_.flows
    ]


def _place(plan: _Plan, nodes: list[Node], flows: Sequence[Flow]) -> None:
    """Find a cell for each node, what leads on before what follows; notes and data last, by what they belong to."""
    steps = [node for node in nodes if not _is_aside(node)]
    onward = forward_links(steps, [flow for flow in flows if flow.form in ("sequence", "message")])
    for source, targets in onward.items():
        for target in targets:
            plan.leads[target].append(source)
    _add_kept_leads(plan, flows)
    by_id = {node.id: node for node in nodes}
    for node_id in placing_order(steps, onward):
        _put(plan, by_id[node_id])
    belongs: dict[str, str] = {}
    for flow in flows:
        belongs.setdefault(flow.source_id, flow.target_id)
        belongs.setdefault(flow.target_id, flow.source_id)
    for node in nodes:
        if _is_aside(node):
            _put_beside(plan, node, belongs.get(node.id))


def _add_kept_leads(plan: _Plan, flows: Iterable[Flow]) -> None:
    for flow in flows:
        if flow.source_id in plan.placed and flow.target_id not in plan.placed:
            plan.leads[flow.target_id].append(flow.source_id)


def _put(plan: _Plan, node: Node) -> None:
    lane = plan.numbers.get(node.lane_id, 0)
    leads = [plan.placed[each] for each in plan.leads[node.id] if each in plan.placed]
    row = max((_least_row(plan, lane, cell) for cell in leads), default=plan.cells.end_of_filled(lane, 0))
    wanted = _wanted_column(lane, leads)
    own = set(plan.leads[node.id])
    cell = _cell(node, lane, row, wanted)
    for _ in range(len(plan.placed) + _PATIENCE + 2):
        if plan.cells.is_free(cell):
            break
        occupant = plan.cells.at(lane, cell.row, cell.column)
        is_branch = occupant is not None and bool(own & set(plan.leads.get(occupant, ())))
        aside = _free_column(plan, cell) if is_branch or cell.row - row >= _PATIENCE else None
        cell = aside or replace(cell, row=cell.row + 1)
    plan.placed[node.id] = cell
    plan.cells.take(node.id, cell)


def _put_beside(plan: _Plan, node: Node, belongs_to: str | None) -> None:
    """Put a note or document down in its lane, as near as there is room to the row of what it belongs to."""
    lane = plan.numbers.get(node.lane_id, 0)
    beside = plan.placed.get(belongs_to or "")
    last = max((cell.row for cell in plan.placed.values() if cell.lane == lane), default=-1)
    row, column = (beside.row, 0 if beside.lane != lane else beside.column + 1) if beside else (last + 1, 0)
    column = min(column, max(plan.cells.columns[lane] - 1, 0))
    cell = _cell(node, lane, row, column)
    while not plan.cells.is_free(cell):
        cell = replace(cell, row=cell.row + 1)
    plan.placed[node.id] = cell
    plan.cells.take(node.id, cell)


def _keep(plan: _Plan, node: Node) -> None:
    """Take up the cells on which a node stands that is not to move."""
    lane = plan.numbers.get(node.lane_id, 0)
    first = max(0, (node.along - length(node) // 2 - FIRST + ROW // 2) // ROW)
    last = max(first, (node.along + length(node) // 2 - FIRST + ROW // 2 - 1) // ROW)
    column = max(0, (node.across - breadth(node) // 2) // LANE)
    columns = max(1, (node.across + breadth(node) // 2 - 1) // LANE - column + 1)
    cell = Cell(lane, first, column, last - first + 1, columns)
    plan.placed[node.id] = cell
    plan.cells.take(node.id, cell)


def _least_row(plan: _Plan, lane: int, lead: Cell) -> int:
    """Return the first row in which a step may follow another: beside it in another lane, else below it."""
    below = lead.row + lead.rows
    if lane == lead.lane:
        return below
    return lead.row if plan.cells.row_is_open(lead.row, lane, lead.lane) else below


def _wanted_column(lane: int, leads: list[Cell]) -> int:
    return min((cell.column for cell in leads if cell.lane == lane), default=0)


def _free_column(plan: _Plan, cell: Cell) -> Cell | None:
    others = sorted(range(MOST_COLUMNS), key=lambda column: (abs(column - cell.column), column))
    tried = (replace(cell, column=column) for column in others)
    return next((each for each in tried if plan.cells.is_free(each)), None)


def _cell(node: Node, lane: int, row: int, column: int) -> Cell:
    rows = max(1, -(-(length(node) + _GAP_ALONG) // ROW))
    columns = max(1, -(-(breadth(node) + _GAP_ACROSS) // LANE))
    return Cell(lane, row, column, rows, columns)


def _is_aside(node: Node) -> bool:
    return node.form in ("note", "data_object", "data_store")


def _arranged(map_: ProcessMap, plan: _Plan, stays: set[str]) -> ProcessMap:
    """Return the map with everything where the plan puts it, and what hangs on a step moved along with it."""
    breadths = {lane.id: _breadth(plan, number, lane) for number, lane in enumerate(plan.lanes)}
    moved = {
        node.id: replace(node, along=FIRST + _middle(plan.placed[node.id]), across=_across(plan, node, breadths))
        for node in map_.nodes
        if node.id in plan.placed and node.id not in stays
    }
    nodes = _with_what_hangs_on(map_.nodes, moved)
    lanes = tuple(replace(lane, breadth=breadths.get(lane.id, lane.breadth)) for lane in map_.lanes)
    free = set(moved)
    flows = tuple(
        replace(flow, bends=()) if flow.bends and (flow.source_id in free or flow.target_id in free) else flow
        for flow in map_.flows
    )
    return replace(map_, nodes=nodes, lanes=lanes, flows=flows)


def _middle(cell: Cell) -> int:
    return cell.row * ROW + (cell.rows - 1) * ROW // 2


def _breadth(plan: _Plan, number: int, lane: Lane) -> int:
    columns = plan.cells.columns[number]
    return max(lane.breadth, LANE) if columns == 1 else max(columns * LANE, LANE)


def _across(plan: _Plan, node: Node, breadths: dict[str, int]) -> int:
    cell = plan.placed[node.id]
    columns = plan.cells.columns[cell.lane]
    whole = breadths.get(node.lane_id or "", columns * LANE)
    return whole * (2 * cell.column + cell.columns) // (2 * columns)


def _with_what_hangs_on(nodes: Iterable[Node], moved: dict[str, Node]) -> tuple[Node, ...]:
    """Return all nodes; what lies in a sub-process or sits on an edge goes where the outermost step went."""
    known = {node.id: node for node in nodes}
    found = []
    for node in known.values():
        outer, seen = node, {node.id}
        while (above := outer.parent_id or outer.attached_to_id) in known and above not in seen:
            seen.add(above or "")
            outer = known[above or ""]
        after = moved.get(outer.id)
        if after is None or outer is node:
            found.append(after or node)
            continue
        along, across = after.along - outer.along, after.across - outer.across
        found.append(replace(node, along=node.along + along, across=node.across + across))
    return tuple(found)

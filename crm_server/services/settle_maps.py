"""Settling swimlane maps at the end of a transaction: the shared invariants, on what it touched and what that touches.

Maps are locked while they are settled, so that two workers do not each put a step in the same place.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from sqlalchemy import ColumnElement, and_, or_, true

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.changes import FieldChange, Operation, RecordChange
from crm_desktop.models.exchange import Settlement
from crm_desktop.models.fields import RecordKind, Value
from crm_desktop.models.merge.map_invariants import MapRepair, dangles, is_place, nearest_lane, place_beside
from crm_desktop.models.processes.elements import Lane, Node, Pool
from crm_desktop.models.processes.grid import length, takes_room
from crm_server.services.acceptance import Acceptance
from crm_server.store.rows import Row, read_rows
from crm_server.store.tables import RECORDS

Write: TypeAlias = Callable[[RecordKind, Row, dict[str, Value], Operation, dict[str, FieldChange]], None]
_KINDS = frozenset({"lane", "node", "flow", "pain"})
_Touched: TypeAlias = dict[str, defaultdict[str, set[str]]]
"""By kind and id what was done: operations, and names of fields that changed."""
_PLACED = frozenset({Operation.CREATE.value, Operation.RESTORE.value, "deleted_at"})
_REACH = 400
"""How far along others are looked for first; taller elements than twice that are rare and looked for by themselves."""


def settle_maps(acceptance: Acceptance, changes: Sequence[RecordChange], write: Write) -> list[Settlement]:
    """Repair what a transaction left broken in the maps it touched; return what there is to tell."""
    if all(change.kind not in _KINDS for change in changes):
        return []
    touched: _Touched = {kind: defaultdict(set) for kind in _KINDS}
    for change in changes:
        if change.kind in _KINDS:
            touched[change.kind][change.id] |= {change.operation.value, *change.fields}
    settling = _Settling(acceptance, touched, write)
    settling.lock()
    settling.lanes()
    settling.flows()
    settling.pains()
    settling.overlaps()
    return settling.settlements


@dataclass(slots=True)
class _Settling:
    """One transaction's maps being settled."""

    acceptance: Acceptance
    touched: _Touched
    write: Write
    settlements: list[Settlement] = field(default_factory=list)
    _lanes: dict[str, list[Row]] = field(default_factory=dict)
    _rehoused: frozenset[str] = frozenset()
    """Nodes that this settling itself put into another lane."""

    def lock(self) -> None:
        """Keep other workers from settling the same maps meanwhile."""
        rows = (self._row(kind, each) for kind, ids in self.touched.items() for each in ids)
        maps = {str(row["process_id"]) for row in rows if row is not None and row.get("process_id")}
        read_rows(self.acceptance.connection, self.acceptance.org_id, "process", maps, lock=True)

    def lanes(self) -> None:
        """Give a lane to nodes whose lane is gone, or holds lanes now."""
        found = {str(row["id"]): row for each in self.touched["node"] if (row := self._live("node", each))}
        affected = self.touched["lane"]
        parents = {str(row.get("parent_id")) for each in affected if (row := self._live("lane", each))} - {"None"}
        if parents or any(Operation.DELETE in done for done in affected.values()):
            lanes = parents | affected.keys()
            table = RECORDS["node"].c
            near = and_(table.process_id.in_(self._maps("lane")), table.lane_id.in_(lanes))
            for row in self._find("node", near, lambda row: row.get("lane_id") in lanes):
                found[str(row["id"])] = row
        for node_id, row in found.items():
            lane_id = row.get("lane_id")
            if isinstance(lane_id, str) and not self._holds_steps(str(row["process_id"]), lane_id):
                self._rehouse(node_id, row, lane_id)

    def flows(self) -> None:
        """Put flows into the bin that lack an end."""
        found = {each: row for each in self.touched["flow"] if (row := self._live("flow", each))}
        gone = {each for each in self.touched["node"] if self._live("node", each) is None}
        if gone:
            table = RECORDS["flow"].c
            near = and_(
                table.process_id.in_(self._maps("node")), or_(table.source_id.in_(gone), table.target_id.in_(gone))
            )
            hangs = self._find("flow", near, lambda row: row.get("source_id") in gone or row.get("target_id") in gone)
            found |= {str(row["id"]): row for row in hangs}
        for flow_id, row in found.items():
            ends = [str(row.get(name)) for name in ("source_id", "target_id")]
            if dangles(row, [each for each in ends if self._live("node", each)]):
                change: dict[str, Value] = {"deleted_at": self.acceptance.now, "deleted_by": row.get("updated_by")}
                self.write(KINDS["flow"], row, change, Operation.DELETE, {})
                self._tell(MapRepair.FLOW_DROPPED, ("flow", flow_id, "deleted_at"), None, None)

    def pains(self) -> None:
        """Give pains of removed nodes to the process as a whole: what somebody said is not lost with a step."""
        found = {each: row for each in self.touched["pain"] if (row := self._live("pain", each))}
        gone = {each for each in self.touched["node"] if self._live("node", each) is None}
        if gone:
            condition = RECORDS["pain"].c.node_id.in_(gone)
            found |= {str(r["id"]): r for r in self._find("pain", condition, lambda row: row.get("node_id") in gone)}
        for pain_id, row in found.items():
            node_id = row.get("node_id")
            if isinstance(node_id, str) and self._live("node", node_id) is None:
                self._change("pain", pain_id, {"node_id": None}, MapRepair.PAIN_KEPT)

    def overlaps(self) -> None:
        """Let nodes that this transaction put somewhere give way to those that were there, rehoused ones to all."""
        by_lane: dict[tuple[str, str], list[Node]] = defaultdict(list)
        for each, done in self.touched["node"].items():
            placed = is_place(done) or not _PLACED.isdisjoint(done)
            node = self._node(each) if placed and each not in self._rehoused else None
            if node is not None and node.lane_id and takes_room(node):
                by_lane[(node.process_id, node.lane_id)].append(node)
        for nodes in by_lane.values():
            self._clear(nodes)
        for each in sorted(self._rehoused):
            node = self._node(each)
            if node is not None and takes_room(node):
                self._rehoused = self._rehoused - {each}
                self._clear([node])

    def _clear(self, nodes: Sequence[Node]) -> None:
        last = max(node.along + length(node) for node in nodes) + _REACH
        if any(self._blocked(nodes, self._standing(nodes, last))):
            self._give_way(nodes, self._standing(nodes, None))

    def _blocked(self, nodes: Sequence[Node], standing: Sequence[Node]) -> Iterator[bool]:
        return (place_beside(node, _beside(node, standing)) != node.along for node in nodes)

    def _give_way(self, nodes: Sequence[Node], standing: list[Node]) -> None:
        settled = list(standing)
        waiting = sorted(nodes, key=lambda each: (each.along, each.rank, each.id))
        for node in waiting:
            along = place_beside(node, _beside(node, settled))
            if along != node.along:
                # What its maker put elsewhere in the lane stays there too.
                along = place_beside(node, _beside(node, [*settled, *waiting]))
                self._change("node", node.id, {"along": along}, MapRepair.GAVE_WAY)
            settled.append(self._node(node.id) or node)

    def _standing(self, nodes: Sequence[Node], last: int | None) -> list[Node]:
        """Return the nodes of a lane that this transaction did not put there, near these or from there on."""
        process_id, lane_id = nodes[0].process_id, nodes[0].lane_id
        table = RECORDS["node"].c
        first = min(node.along - length(node) for node in nodes) - _REACH
        near = and_(table.along >= first, true() if last is None else table.along <= last)
        tall = or_(table.height > _REACH, table.width > _REACH)
        condition = and_(table.process_id == process_id, table.lane_id == lane_id, or_(near, tall))
        mine = {node.id for node in nodes} | self._rehoused
        rows = self._find("node", condition, lambda row: row.get("lane_id") == lane_id and row["id"] not in mine)
        return [node for row in rows if takes_room(node := _typed_node(row))]

    def _rehouse(self, node_id: str, row: Row, lane_id: str) -> None:
        process_id = str(row["process_id"])
        gone = self._row("lane", lane_id)
        lanes = [Lane.from_values(str(each["id"]), each) for each in self._live_lanes(process_id)]
        binned = [Lane.from_values(lane_id, gone)] if gone is not None and gone.get("deleted_at") is not None else []
        heir = nearest_lane(lane_id, lanes, binned, self._pools(process_id))
        if heir is not None:
            self._rehoused |= {node_id}
            self._change("node", node_id, {"lane_id": heir}, MapRepair.LANE_CHANGED)
        elif gone is not None:
            self.write(KINDS["lane"], gone, {"deleted_at": None, "deleted_by": None}, Operation.RESTORE, {})
            self._tell(MapRepair.LANE_KEPT, ("lane", lane_id, "deleted_at"), None, None)
            self._lanes.pop(process_id, None)

    def _change(self, kind: str, record_id: str, values: dict[str, Value], repair: MapRepair) -> None:
        row = self._row(kind, record_id)
        assert row is not None
        fields = {name: FieldChange(row.get(name), value) for name, value in values.items()}
        self.write(KINDS[kind], row, values, Operation.UPDATE, fields)
        for name, each in fields.items():
            self._tell(repair, (kind, record_id, name), each.before, each.after)

    def _tell(self, repair: MapRepair, what: tuple[str, str, str], wanted: Value, kept: Value) -> None:
        kind, record_id, name = what
        self.settlements.append(
            Settlement(
                kind=kind,
                id=record_id,
                field=name,
                rule=repair.value,
                base=wanted,
                mine=wanted,
                theirs=kept,
                result=kept,
                winner="theirs",
            )
        )

    def _holds_steps(self, process_id: str, lane_id: str) -> bool:
        lanes = self._live_lanes(process_id)
        return any(row["id"] == lane_id for row in lanes) and all(row.get("parent_id") != lane_id for row in lanes)

    def _live_lanes(self, process_id: str) -> list[Row]:
        if process_id not in self._lanes:
            condition = RECORDS["lane"].c.process_id == process_id
            self._lanes[process_id] = self._find("lane", condition, lambda row: row.get("process_id") == process_id)
        return self._lanes[process_id]

    def _pools(self, process_id: str) -> list[Pool]:
        condition = RECORDS["pool"].c.process_id == process_id
        rows = self._find("pool", condition, lambda row: row.get("process_id") == process_id)
        return [Pool.from_values(str(row["id"]), row) for row in rows]

    def _maps(self, kind: str) -> set[str]:
        rows = (self._row(kind, each) for each in self.touched[kind])
        return {str(row["process_id"]) for row in rows if row is not None}

    def _find(self, kind: str, condition: ColumnElement[bool], holds: Callable[[Row], bool]) -> list[Row]:
        found = self.acceptance.workspace.find(kind, condition, holds)
        return [row for row in found if row.get("deleted_at") is None]

    def _row(self, kind: str, record_id: str) -> Row | None:
        return self.acceptance.workspace.get(kind, record_id)

    def _live(self, kind: str, record_id: str) -> Row | None:
        row = self._row(kind, record_id)
        return row if row is not None and row.get("deleted_at") is None else None

    def _node(self, node_id: str) -> Node | None:
        row = self._live("node", node_id)
        return _typed_node(row) if row is not None else None


def _beside(node: Node, others: Sequence[Node]) -> list[Node]:
    return [each for each in others if each.id != node.id and each.parent_id == node.parent_id]


def _typed_node(row: Row) -> Node:
    return Node.from_values(str(row["id"]), row)

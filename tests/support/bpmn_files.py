"""The reference files of the BPMN MIWG suite, the schema, and changes to maps as a person makes them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from crm_desktop.models.ids import new_id
from crm_desktop.models.processes.elements import Flow, Node
from crm_desktop.models.processes.process_map import ProcessMap
from tests.support.bpmn_compare import tree

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "bpmn"
NAMES = ("A.1.0", "A.2.0", "A.2.1", "A.3.0", "A.4.0", "A.4.1", "B.1.0", "C.1.0", "C.1.1")


def reference_file(name: str) -> bytes:
    """Return one of the reference files; skips where the shared data is not there."""
    path = FOLDER / f"{name}.bpmn"
    if not path.exists():
        pytest.skip("the reference files (../shared/data/bpmn) are not here")
    return path.read_bytes()


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(FOLDER / "xsd" / "BPMN20.xsd"))


def faults(data: bytes) -> list[str]:
    """Return what the BPMN 2.0 schema has to say against a file; skips where the schema is not there."""
    if not (FOLDER / "xsd").exists():
        pytest.skip("the BPMN schemas (../shared/data/bpmn/xsd) are not here")
    schema = _schema()
    schema.validate(tree(data))
    return [f"{error.line}: {error.message}" for error in schema.error_log]


def changed(map_: ProcessMap, node: Node, **values: object) -> ProcessMap:
    """Return the map with some fields of one node changed."""
    return replace(map_, nodes=tuple(replace(each, **values) if each.id == node.id else each for each in map_.nodes))  # type: ignore[arg-type]


def without(map_: ProcessMap, node: Node) -> ProcessMap:
    """Return the map without a node and its flows."""
    flows = tuple(flow for flow in map_.flows if node.id not in (flow.source_id, flow.target_id))
    return replace(map_, nodes=tuple(each for each in map_.nodes if each.id != node.id), flows=flows)


def with_step_after(map_: ProcessMap, node: Node, name: str) -> tuple[ProcessMap, Node, Flow]:
    """Return the map with a step that follows a node, and that step and the flow to it."""
    step = Node(
        id=new_id(),
        process_id=map_.id,
        name=name,
        lane_id=node.lane_id,
        parent_id=node.parent_id,
        along=node.along + 84,
        across=node.across,
        rank=node.rank + "V",
    )
    flow = Flow(id=new_id(), process_id=map_.id, source_id=node.id, target_id=step.id)
    return replace(map_, nodes=(*map_.nodes, step), flows=(*map_.flows, flow)), step, flow


def first_task(map_: ProcessMap) -> Node:
    """Return the first step that stands in a lane itself."""
    tasks = [node for node in map_.nodes if node.form == "task" and node.parent_id is None]
    return min(tasks, key=lambda node: node.bpmn_id or "")

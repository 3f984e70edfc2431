"""Every sign of BPMN's notation is read, comes back unchanged, and is written where a map has no file of its own."""

from __future__ import annotations

from crm_desktop.interchange.bpmn.reading import read_bpmn
from crm_desktop.interchange.bpmn.writing import write_bpmn
from crm_desktop.models.processes.elements import Flow, Node
from crm_desktop.models.processes.process_map import ProcessMap
from tests.support.bpmn_compare import compare
from tests.support.bpmn_files import changed, faults
from tests.support.notation_file import ENDED, THROWN, notation_file


def opened() -> tuple[bytes, ProcessMap]:
    data = notation_file().encode()
    (map_,) = read_bpmn(data).maps
    return data, map_


def by_name(map_: ProcessMap) -> dict[str, Node]:
    return {node.name: node for node in map_.nodes}


def signs(map_: ProcessMap) -> set[tuple[object, ...]]:
    """What a map shows of its elements beside their names."""
    nodes = {
        (
            *(each.form, each.name, each.trigger, each.throws, each.interrupts, each.task_type, each.gateway_type),
            *(each.markers, each.data_state, each.expanded, bool(each.attached_to_id)),
        )
        for each in map_.nodes
    }
    flows = {(each.form, each.condition, each.markers) for each in map_.flows}
    return nodes | flows | {(each.name, each.several) for each in map_.pools}


def test_every_sign_is_read() -> None:
    data, map_ = opened()
    assert faults(data) == []
    nodes = by_name(map_)
    assert {nodes[f"throw {each}"].throws for each in THROWN} == {True}
    assert [nodes[f"end {each}"].trigger for each in ENDED] == [
        "message",
        "error",
        "escalation",
        "cancel",
        "compensation",
        "signal",
        "terminate",
    ]
    assert (nodes["several"].trigger, nodes["all of several"].trigger) == ("multiple", "parallel_multiple")
    assert nodes["bare"].markers == {"unmarked"}
    assert nodes["begins all"].gateway_type == "event_parallel"
    assert set(nodes["calls"].markers) == {"call"}
    assert set(nodes["calls a task"].markers) == {"call", "global"}
    assert nodes["calls a task"].task_type == "user"
    assert (nodes["Inside"].form, set(nodes["Inside"].markers)) == ("group", {"lane"})
    assert nodes["Inside"].parent_id == nodes["On cancel"].id
    assert (nodes["Order"].data_state, set(nodes["Order"].markers)) == ("approved", {"collection"})
    flows: dict[str | None, Flow] = {flow.bpmn_id: flow for flow in map_.flows}
    assert {key: set(flow.markers) for key, flow in flows.items()} == {
        "m1": {"initiating"},
        "m2": {"answering"},
        "f1": {"conditional"},
        "f2": set(),
        "a1": {"directed"},
        "a2": {"both"},
        "a3": set(),
    }
    assert {pool.name: pool.several for pool in map_.pools} == {"Us": False, "Suppliers": True}


def test_it_comes_back_unchanged_and_new_names_are_all_that_changes() -> None:
    data, map_ = opened()
    assert write_bpmn(map_, data) == data
    for name in ("bare", "calls a task", "Inside", "throw signal", "Order"):
        difference = compare(data, write_bpmn(changed(map_, by_name(map_)[name], name="Neu"), data))
        assert [what for _, what in difference.lost] == [f"name={name}"]
        assert [what for _, what in difference.added] == ["name=Neu"]


def test_a_map_without_a_file_of_its_own_keeps_every_sign_and_is_valid() -> None:
    _, map_ = opened()
    fresh = write_bpmn(map_)
    assert faults(fresh) == []
    lost = signs(map_) - signs(read_bpmn(fresh).maps[0])
    # A lane within a sub-process is written as the frame that it is for us.
    assert {each[1] for each in lost} <= {"Inside"}

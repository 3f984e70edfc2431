"""Maps that were drawn here: a complete, valid BPMN file in either orientation, and all they know comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.interchange.bpmn.reading import read_bpmn
from crm_desktop.interchange.bpmn.writing import write_bpmn
from crm_desktop.models.ids import new_id
from crm_desktop.models.processes.elements import Lane
from tests.support.bpmn_compare import compare, counts
from tests.support.bpmn_files import changed, faults
from tests.support.map_samples import order_map, told

_DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"


@pytest.mark.parametrize("vertical", [True, False])
@pytest.mark.parametrize("pools", [True, False])
def test_everything_a_map_knows_comes_back(vertical: bool, pools: bool) -> None:
    map_ = order_map(vertical=vertical, pools=pools)
    data = write_bpmn(map_)
    assert faults(data) == []
    again = read_bpmn(data)
    assert again.findings == ()
    assert told(again.maps[0]) == told(map_)
    assert again.maps[0].values["name"] == map_.values["name"]
    assert {**again.maps[0].values, "bpmn_id": "", "source_format": ""} == {
        **map_.values,
        "bpmn_id": "",
        "source_format": "",
    }


def test_every_element_is_drawn() -> None:
    map_ = order_map()
    found = counts(write_bpmn(map_))
    assert found[f"{_DI}BPMNShape"] == len(map_.pools) + len(map_.lanes) + len(map_.nodes)
    assert found[f"{_DI}BPMNEdge"] == len(map_.flows)


def test_the_same_map_is_written_the_same_each_time() -> None:
    map_ = order_map()
    assert write_bpmn(map_) == write_bpmn(map_)


def test_a_second_writing_over_the_first_changes_only_what_was_edited() -> None:
    data = write_bpmn(order_map())
    map_ = read_bpmn(data).maps[0]
    step = next(node for node in map_.nodes if node.name == "录入 ERP")
    edited = write_bpmn(changed(map_, step, working_seconds=60), data)
    assert [what for _, what in compare(data, edited).added] == ["working_seconds=60"]
    assert faults(edited) == []


def test_a_step_becomes_a_decision_and_back() -> None:
    data = write_bpmn(order_map())
    map_ = read_bpmn(data).maps[0]
    step = next(node for node in map_.nodes if node.name == "录入 ERP")
    turned = write_bpmn(changed(map_, step, form="gateway", markers=frozenset()), data)
    assert faults(turned) == []
    found = next(node for node in read_bpmn(turned).maps[0].nodes if node.name == "录入 ERP")
    assert found.form == "gateway"


def test_a_step_moves_to_another_pool_with_its_flows() -> None:
    data = write_bpmn(order_map())
    map_ = read_bpmn(data).maps[0]
    step = next(node for node in map_.nodes if node.name == "确认改价")
    there = next(lane for lane in map_.lanes if lane.name == "Supply")
    moved = write_bpmn(changed(map_, step, lane_id=there.id), data)
    assert faults(moved) == []
    again = read_bpmn(moved).maps[0]
    lanes = {lane.id: lane.name for lane in again.lanes}
    found = next(node for node in again.nodes if node.name == "确认改价")
    assert lanes[found.lane_id or ""] == "Supply"
    assert {flow.form for flow in again.flows if found.id in (flow.source_id, flow.target_id)} == {"sequence"}
    back = write_bpmn(
        changed(again, found, lane_id=next(lane.id for lane in again.lanes if lane.name == "客户")), moved
    )
    assert faults(back) == []
    assert told(read_bpmn(back).maps[0])["flow"] == told(map_)["flow"]


def test_lanes_are_added_reordered_renamed_and_removed() -> None:
    data = write_bpmn(order_map(pools=False))
    map_ = read_bpmn(data).maps[0]
    ordered = sorted(map_.lanes, key=lambda lane: lane.rank)
    new = Lane(id=new_id(), process_id=map_.id, name="仓储", rank="0", breadth=150)
    edited = write_bpmn(replace(map_, lanes=(new, replace(ordered[0], name="客户方"), *ordered[1:])), data)
    assert faults(edited) == []
    again = read_bpmn(edited).maps[0]
    names = [lane.name for lane in sorted(again.lanes, key=lambda lane: lane.rank)]
    assert names == ["仓储", "客户方", "销售部", "计划部"]
    places = {node.name: (node.along, node.across) for node in map_.nodes}
    assert {node.name: (node.along, node.across) for node in again.nodes} == places
    empty = next(lane for lane in again.lanes if lane.name == "仓储")
    less = write_bpmn(replace(again, lanes=tuple(lane for lane in again.lanes if lane is not empty)), edited)
    assert faults(less) == []
    assert {node.name: (node.along, node.across) for node in read_bpmn(less).maps[0].nodes} == places


def test_the_usual_branch_and_conditions_can_be_changed() -> None:
    data = write_bpmn(order_map())
    map_ = read_bpmn(data).maps[0]
    flows = tuple(
        replace(flow, usual=flow.name == "否", condition="x" if flow.name == "是" else "") for flow in map_.flows
    )
    edited = write_bpmn(replace(map_, flows=flows), data)
    assert faults(edited) == []
    again = read_bpmn(edited).maps[0]
    assert {flow.name: (flow.usual, flow.condition) for flow in again.flows if flow.name in ("是", "否")} == {
        "是": (False, "x"),
        "否": (True, ""),
    }


def test_a_sequence_that_ends_at_a_pools_edge_is_written_as_a_message_and_comes_back() -> None:
    map_ = order_map()
    flow = next(each for each in map_.flows if each.form == "sequence")
    at = next(node for node in map_.nodes if node.id == flow.target_id)
    port = replace(
        at, id=new_id(), form="port", name="", bpmn_id="~port:x:target", attached_to_id=None, width=1, height=1
    )
    led = tuple(replace(each, target_id=port.id) if each is flow else each for each in map_.flows)
    data = write_bpmn(replace(map_, nodes=(*map_.nodes, port), flows=led))
    assert faults(data) == []
    again = read_bpmn(data).maps[0]
    forms = {node.id: node.form for node in again.nodes}
    assert [forms[each.target_id] for each in again.flows if each.form == "sequence"].count("port") == 1
    assert len(again.flows) == len(map_.flows)

"""Files whose structure is that of single programs: what they draw is shown, and only what is edited changes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from crm_desktop.interchange.bpmn.reading import read_bpmn
from crm_desktop.interchange.bpmn.writing import write_bpmn
from crm_desktop.interchange.places import frame_of
from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.process_map import ProcessMap, lanes_in_order
from tests.support.bpmn_compare import compare
from tests.support.bpmn_files import changed, faults, with_step_after, without
from tests.support.dialect_files import DIALECTS

_PLACES = re.compile(r"(x|y|width|height)=|element .*waypoint|\{urn:fieldline-crm:bpmn:1\}routed=")


def maps_of(name: str) -> tuple[bytes, list[ProcessMap]]:
    data = DIALECTS[name].text.encode()
    return data, list(read_bpmn(data, "file").maps)


def kinds(data: bytes) -> set[str]:
    """What the schema has against a file, whatever the names."""
    return {re.sub(r"^\d+|'[^']*'", "", fault) for fault in faults(data)}


def steps(map_: ProcessMap) -> list[Node]:
    return [node for node in map_.nodes if node.form in ("task", "gateway", "subprocess", "start")]


def from_the_first(places: Mapping[str | None, tuple[int, int]]) -> dict[str | None, tuple[int, int]]:
    """Places from the first step and the edge."""
    along, across = (min(place[axis] for place in places.values()) for axis in (0, 1))
    return {key: (place[0] - along, place[1] - across) for key, place in places.items()}


@pytest.mark.parametrize("name", DIALECTS)
def test_it_shows_all_that_is_drawn(name: str) -> None:
    read = read_bpmn(DIALECTS[name].text.encode(), "file")
    counted = [
        (len(map_.pools), sum(bool(lane.name) for lane in map_.lanes), len(map_.nodes), len(map_.flows))
        for map_ in read.maps
    ]
    assert tuple(counted) == DIALECTS[name].shows
    assert {finding.code for finding in read.findings} == DIALECTS[name].findings


@pytest.mark.parametrize("name", DIALECTS)
def test_unedited_it_comes_back_and_a_new_name_is_all_that_changes(name: str) -> None:
    data, maps = maps_of(name)
    for map_ in maps:
        assert write_bpmn(map_, data, "file") == data
        for node in steps(map_):
            difference = compare(data, write_bpmn(changed(map_, node, name="Neu"), data, "file"))
            assert [what for _, what in difference.added] == ["name=Neu"]
            assert len(difference.lost) <= 1


@pytest.mark.parametrize("name", DIALECTS)
def test_what_is_moved_is_all_that_moves(name: str) -> None:
    data, maps = maps_of(name)
    for number, map_ in enumerate(maps):
        if not steps(map_):
            continue
        node = max(steps(map_), key=lambda each: each.along)
        moved = write_bpmn(changed(map_, node, along=node.along + 21), data, "file")
        if "no_layout" not in DIALECTS[name].findings:
            difference = compare(data, moved)
            assert difference
            assert [what for _, what in (*difference.lost, *difference.added) if not _PLACES.match(what)] == []
        before = {each.bpmn_id: (each.along, each.across) for each in map_.nodes if each.form != "port"}
        after = {each.bpmn_id: (each.along, each.across) for each in read_bpmn(moved, "file").maps[number].nodes}
        wanted = before | {node.bpmn_id: (node.along + 21, node.across)}
        if name in ("choreography alone", "events undrawn"):  # without a pool nothing says where a map begins
            wanted, after = from_the_first(wanted), from_the_first(after)
        off = max(abs(a - b) for key in wanted for a, b in zip(after[key], wanted[key], strict=True))
        assert off <= 1  # files have fractions, maps have none
        assert kinds(moved) <= kinds(data)


@pytest.mark.parametrize("name", DIALECTS)
def test_steps_come_and_go_and_nothing_else(name: str) -> None:
    data, maps = maps_of(name)
    for number, map_ in enumerate(maps):
        for node in steps(map_)[:2]:
            more = write_bpmn(with_step_after(map_, node, "Noch")[0], data, "file")
            assert [what for _, what in compare(data, more).lost if not _PLACES.match(what)] == []
            again = read_bpmn(more, "file").maps
            assert len(again) == len(maps)
            assert (len(again[number].nodes), len(again[number].flows)) == (len(map_.nodes) + 1, len(map_.flows) + 1)
            lanes = {lane.id: lane.name for lane in again[number].lanes}
            old = next(lane.name for lane in map_.lanes if lane.id == node.lane_id)
            assert lanes[next(each.lane_id or "" for each in again[number].nodes if each.name == "Noch")] == old
            less = write_bpmn(without(map_, node), data, "file")
            assert name == "instructions, comments, types" or kinds(more) | kinds(less) <= kinds(data)


def test_a_flow_drawn_on_one_page_is_missing_on_no_other() -> None:
    _, (one, two) = maps_of("pages")
    assert [flow.bpmn_id for flow in one.flows] == ["f1"]
    assert [flow.bpmn_id for flow in two.flows] == ["f2"]


def test_lanes_of_no_pool_stand_where_they_are_drawn_among_the_pools() -> None:
    for name, wanted in (
        ("pool above lanes", ["Client", "Sales", "Stock", "Bank"]),
        ("steps between pools", ["Client", "", "Bank"]),
    ):
        _, (map_,) = maps_of(name)
        pools = {pool.id: pool.name for pool in map_.pools}
        assert [pools.get(lane.pool_id or "", lane.name) for lane in lanes_in_order(map_)] == wanted
        (again,) = read_bpmn(write_bpmn(replace(map_, values={**map_.values, "bpmn_id": None}))).maps
        pools = {pool.id: pool.name for pool in again.pools}
        assert [pools.get(lane.pool_id or "", lane.name) for lane in lanes_in_order(again)] == wanted


def test_steps_at_the_height_of_a_lane_that_is_drawn_too_short_stand_in_it_and_others_below() -> None:
    _, (map_,) = maps_of("jBPM Designer")
    lanes = {lane.id: lane.name for lane in map_.lanes}
    assert [lane.name for lane in lanes_in_order(map_)] == ["Reviewer", ""]
    assert {node.bpmn_id: lanes[node.lane_id or ""] for node in map_.nodes if node.parent_id is None} == {
        "S": "Reviewer",
        "A": "Reviewer",
        "D": "Reviewer",
        "Sub": "",
        "E": "",
    }


def test_corners_measured_from_a_sub_process_lie_in_it_and_those_far_from_their_steps_are_none() -> None:
    data, (map_,) = maps_of("jBPM Designer")
    flows, frame = {flow.bpmn_id: flow for flow in map_.flows}, frame_of(map_)
    write = next(node for node in map_.nodes if node.name == "Write")
    ((along, across),) = flows["i1"].bends
    assert along * frame.projection.along == pytest.approx(frame.spot(write)[0] + 150, abs=2)  # as in the file
    assert across * frame.projection.across == pytest.approx(frame.spot(write)[1], abs=2)
    assert flows["f4"].bends == ()
    moved = write_bpmn(changed(map_, write, along=write.along - 5), data, "file").decode()
    assert '<di:waypoint x="1500"' in moved
    both = replace(map_, nodes=tuple(replace(node, along=node.along + 20) for node in map_.nodes))
    last = write_bpmn(both, data, "file").decode().split('bpmnElement="f4"')[1].split("BPMNEdge")[0]
    assert 'x="1500"' not in last
    assert last.count("waypoint") >= 2


def test_documentation_that_was_written_as_html_is_read_without_its_tags() -> None:
    data, (map_,) = maps_of("jBPM Designer")
    read = next(node for node in map_.nodes if node.name == "Read")
    assert read.notes == "Read & sign\nThen file"
    assert map_.values["summary"] == "Every week"
    edited = write_bpmn(changed(map_, read, notes="Sign"), data, "file")
    assert [what for _, what in compare(data, edited).added] == ["text Sign"]


def test_without_a_diagram_what_events_on_an_edge_lead_to_comes_after_their_step() -> None:
    _, (map_,) = maps_of("events undrawn")
    at = {node.bpmn_id: node for node in map_.nodes}
    assert at["S"].along < at["A"].along < at["C"].along
    assert at["C"].along < min(at[key].along for key in ("Late", "Lost", "Paid"))
    frame = frame_of(map_)
    one, other = (frame.rectangle(at[key]) for key in ("B1", "B2"))
    assert abs(one.x - other.x) >= one.width
    host = frame.rectangle(at["C"])
    assert host.x < other.middle[0] < one.middle[0] < host.x + host.width
    assert one.middle[1] == other.middle[1] == pytest.approx(host.y + host.height, abs=1)


def test_the_inside_of_a_closed_sub_process_is_edited_on_its_own_diagram() -> None:
    data, (map_,) = maps_of("Camunda 8, inside of a sub-process")
    pack = next(node for node in map_.nodes if node.name == "Pack")
    more, _, _ = with_step_after(map_, pack, "Label")
    text = write_bpmn(more, data).decode()
    outer, inner = text.split('id="Diagram2"')
    assert 'name="Label"' in outer
    assert text.count('_di"') == inner.count('_di"') == 2


def test_flags_and_numbers_are_read_in_the_manner_of_other_systems() -> None:
    _, (map_,) = maps_of("Visio add-in")
    sub = next(node for node in map_.nodes if node.form == "subprocess")
    assert map_.vertical
    assert sub.expanded
    assert sub.markers == {"multi_sequential"}
    assert not next(node for node in map_.nodes if node.form == "intermediate").interrupts
    assert "compensation" in next(node for node in map_.nodes if node.name == "Inner").markers


def test_associations_end_where_their_edges_lie_when_no_reference_says_it() -> None:
    _, (map_,) = maps_of("ends by shapes")
    names = {node.id: node.name for node in map_.nodes}
    found = {flow.bpmn_id: (names[flow.source_id], names[flow.target_id]) for flow in map_.flows}
    assert found == {"f": ("Fill", "Read"), "d1": ("Fill", "Form"), "d2": ("Form", "Read"), "a": ("note", "Read")}


def test_lanes_are_known_by_references_with_a_prefix() -> None:
    for name in ("IBM", "IBM without a diagram", "no bounds at all"):
        _, (map_,) = maps_of(name)
        lanes = {lane.id: lane.name for lane in map_.lanes}
        assert {node.name: lanes[node.lane_id or ""] for node in map_.nodes if node.name} == {
            "Collect": "Clerk",
            "OK?": "Manager",
            "Pay": "Manager",
        }
        assert [flow.bpmn_id for flow in map_.flows if flow.usual] == ["f4"]

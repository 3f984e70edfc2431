"""The reference files: every one shows what its picture shows, and goes out with nothing lost, edited or not."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest

from crm_desktop.interchange.bpmn.reading import read_bpmn
from crm_desktop.interchange.bpmn.writing import write_bpmn
from crm_desktop.interchange.places import frame_of
from crm_desktop.models.processes.elements import Element
from crm_desktop.models.processes.process_map import ProcessMap
from tests.support.bpmn_compare import Difference, compare, counts
from tests.support.bpmn_files import NAMES, changed, faults, first_task, reference_file, with_step_after, without

_DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"

# Counted by eye on the reference pictures: pools, lanes, then nodes and flows by form.
PICTURES = {
    "A.1.0": (0, 0, "start 1 task 3 end 1", "sequence 4"),
    "A.2.0": (0, 0, "start 1 task 4 gateway 2 end 1", "sequence 9"),
    "A.2.1": (0, 0, "start 1 task 4 gateway 2 end 1", "sequence 11"),
    "A.3.0": (0, 0, "start 1 task 4 subprocess 1 intermediate 2 end 2", "sequence 8"),
    "A.4.0": (1, 2, "start 4 task 6 subprocess 2 end 5", "sequence 13 message 2"),
    "A.4.1": (2, 3, "start 4 task 6 subprocess 2 end 5", "sequence 13 message 2"),
    "B.1.0": (
        2,
        2,
        "start 4 task 7 subprocess 5 gateway 5 end 5 data_object 1 data_store 1 note 1 group 1",
        "sequence 24 message 2 association 1 data 2",
    ),
    "C.1.0": (2, 4, "start 2 task 9 gateway 3 intermediate 3 end 4", "sequence 20 message 5"),
    "C.1.1": (0, 0, "start 1 task 5 gateway 2 end 2 data_object 3", "sequence 10 data 3"),
}


def read(name: str) -> tuple[bytes, ProcessMap]:
    data = reference_file(name)
    found = read_bpmn(data, name)
    assert len(found.maps) == 1
    return data, found.maps[0]


def forms(elements: tuple[Element, ...]) -> str:
    found = Counter(str(getattr(each, "form", "")) for each in elements)
    return " ".join(f"{form} {count}" for form, count in sorted(found.items()))


def in_order(text: str) -> str:
    words = text.split()
    return " ".join(sorted(f"{form} {count}" for form, count in zip(words[::2], words[1::2], strict=True)))


@pytest.mark.parametrize("name", NAMES)
def test_each_file_shows_every_element_of_its_picture(name: str) -> None:
    data, map_ = read(name)
    pools, lanes, nodes, flows = PICTURES[name]
    drawn = [lane for lane in map_.lanes if not (lane.bpmn_id or "~").startswith("~")]
    assert (len(map_.pools), len(drawn)) == (pools, lanes)
    assert forms(map_.nodes) == in_order(nodes)
    assert forms(map_.flows) == in_order(flows)
    assert counts(data)[f"{_DI}BPMNShape"] == pools + lanes + len(map_.nodes)
    assert counts(data)[f"{_DI}BPMNEdge"] == len(map_.flows)
    assert all(node.lane_id in {lane.id for lane in map_.lanes} for node in map_.nodes)


@pytest.mark.parametrize("name", NAMES)
def test_each_file_goes_out_as_it_came_when_nothing_was_edited(name: str) -> None:
    data, map_ = read(name)
    assert write_bpmn(map_, data) == data


@pytest.mark.parametrize("name", NAMES)
def test_an_edit_that_is_taken_back_leaves_the_file_as_it_came(name: str) -> None:
    data, map_ = read(name)
    task = first_task(map_)
    edited = write_bpmn(changed(map_, task, name="Anders", along=task.along + 40), data)
    assert edited != data
    assert write_bpmn(changed(changed(map_, task, name="Anders"), task, name=task.name), data) == data
    again = read_bpmn(edited).maps[0]
    back = next(node for node in again.nodes if node.bpmn_id == task.bpmn_id)
    restored = write_bpmn(changed(again, back, name=task.name), edited)
    assert read_bpmn(restored).maps[0].nodes[0].name == map_.nodes[0].name
    assert {node.name for node in read_bpmn(restored).maps[0].nodes} == {node.name for node in map_.nodes}


@pytest.mark.parametrize("name", NAMES)
def test_renaming_a_task_changes_its_name_and_nothing_else(name: str) -> None:
    data, map_ = read(name)
    task = first_task(map_)
    edited = write_bpmn(changed(map_, task, name="客户下单 & <neu>"), data)
    difference = compare(data, edited)
    assert [what for _, what in difference.added] == ["name=客户下单 & <neu>"]
    assert len(difference.lost) == 1
    assert faults(edited) == []


@pytest.mark.parametrize("name", NAMES)
def test_moving_a_task_changes_its_shape_and_the_ends_of_its_flows_and_nothing_else(name: str) -> None:
    data, map_ = read(name)
    task = first_task(map_)
    edited = write_bpmn(changed(map_, task, along=task.along + 21), data)
    difference = compare(data, edited)
    joined = {flow.bpmn_id for flow in map_.flows if task.id in (flow.source_id, flow.target_id)}
    assert difference
    for path, what in (*difference.lost, *difference.added):
        assert what.split("=")[0] in ("x", "y") or "waypoint" in what or "}routed=" in what, f"{path}: {what}"
        assert any(of and of in path_ids(data, path) for of in {task.bpmn_id, *joined}), path
    assert faults(edited) == []


@pytest.mark.parametrize("name", NAMES)
def test_adding_a_step_loses_nothing(name: str) -> None:
    data, map_ = read(name)
    task = first_task(map_)
    more, step, _ = with_step_after(map_, task, "Nachfassen")
    edited = write_bpmn(more, data)
    difference = compare(data, edited)
    assert not difference.lost or only_longer_bands(difference)
    assert faults(edited) == []
    again = read_bpmn(edited).maps[0]
    added = next(node for node in again.nodes if node.name == "Nachfassen")
    assert (added.along, added.across, added.form) == (step.along, step.across, "task")
    assert len(again.nodes) == len(map_.nodes) + 1
    assert len(again.flows) == len(map_.flows) + 1


@pytest.mark.parametrize("name", NAMES)
def test_removing_a_step_takes_only_it_and_its_flows_out(name: str) -> None:
    data, map_ = read(name)
    task = first_task(map_)
    edited = write_bpmn(without(map_, task), data)
    gone = {task.bpmn_id} | {flow.bpmn_id for flow in map_.flows if task.id in (flow.source_id, flow.target_id)}
    difference = compare(data, edited)
    for path, what in difference.lost:
        belongs = path_ids(data, path) | {what.removeprefix("text ")}
        assert belongs & gone or "default=" in what or "#" in path.rpartition("/")[2], f"{path}: {what}"
    assert faults(edited) == []
    assert len(read_bpmn(edited).maps[0].nodes) == len(map_.nodes) - 1


def test_a_drawing_left_of_and_above_the_origin_stays_there() -> None:
    data, _ = read("B.1.0")
    shifted = re.sub(rb'\b([xy])="([\d.]+)"', lambda found: b'%s="%.2f"' % (found[1], float(found[2]) - 5000.25), data)
    map_ = read_bpmn(shifted).maps[0]
    difference = compare(shifted, write_bpmn(changed(map_, first_task(map_), name="Neu"), shifted))
    assert [what for _, what in difference.added] == ["name=Neu"]
    assert len(difference.lost) == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_map_that_lost_its_source_still_becomes_a_valid_file_with_everything_it_shows(name: str) -> None:
    _, map_ = read(name)
    fresh = write_bpmn(map_)
    assert faults(fresh) == []
    again = read_bpmn(fresh).maps[0]
    assert forms(again.nodes) == forms(map_.nodes)
    assert forms(again.flows) == forms(map_.flows)
    assert meaning(again) == meaning(map_)


@pytest.mark.parametrize("name", NAMES)
def test_a_turned_map_keeps_all_it_says_and_draws_everything_anew(name: str) -> None:
    data, map_ = read(name)
    turned = replace(map_, values={**map_.values, "orientation": "horizontal" if map_.vertical else "vertical"})
    edited = write_bpmn(turned, data)
    assert faults(edited) == []
    again = read_bpmn(edited).maps[0]
    assert again.vertical == turned.vertical
    assert meaning(again) == meaning(map_)


def test_events_sit_on_the_edges_of_their_steps_after_turning_too() -> None:
    data, map_ = read("A.3.0")
    turned = read_bpmn(write_bpmn(replace(map_, values={**map_.values, "orientation": "vertical"}), data)).maps[0]
    boxes = frame_of(turned)
    hosts = {node.id: boxes.rectangle(node) for node in turned.nodes}
    events = [node for node in turned.nodes if node.attached_to_id]
    assert len(events) == 2
    for event in events:
        host, (x, y) = hosts[event.attached_to_id or ""], boxes.spot(event)
        gaps = (x - host.x, host.x + host.width - x, y - host.y, host.y + host.height - y)
        assert min(abs(gap) for gap in gaps) <= 1


def meaning(map_: ProcessMap) -> set[tuple[object, ...]]:
    """What a map says, apart from ids and places: nodes with their lanes, flows with their ends."""
    lanes = {lane.id: lane.name for lane in map_.lanes}
    names = {node.id: (node.name, node.form, node.trigger, lanes.get(node.lane_id or "")) for node in map_.nodes}
    flows = {
        (flow.form, flow.name, flow.condition, names[flow.source_id], names[flow.target_id]) for flow in map_.flows
    }
    nodes = {(*names[node.id], node.task_type, node.gateway_type, node.markers, node.expanded) for node in map_.nodes}
    return flows | nodes


def path_ids(data: bytes, path: str) -> set[str]:
    """Return the ids on a path, and those its shapes and edges stand for."""
    from lxml import etree

    found = set(path.split("/"))
    for each in etree.fromstring(data).iter():
        if each.get("bpmnElement") and each.get("id") in found:
            found.add(each.get("bpmnElement"))
    return found


def only_longer_bands(difference: Difference) -> bool:
    return all(what.startswith(("width=", "height=")) for _, what in difference.lost)

"""Lines that only the drawing knows are shown as associations, follow what they join, and stay lines of the drawing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.interchange.bpmn.reading import read_bpmn
from crm_desktop.interchange.bpmn.writing import write_bpmn
from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.process_map import ProcessMap
from tests.support.bpmn_compare import compare
from tests.support.bpmn_files import changed, faults, without
from tests.support.dialect_lines import drawn_line


@pytest.fixture
def data() -> bytes:
    return drawn_line().encode()


@pytest.fixture
def map_(data: bytes) -> ProcessMap:
    read = read_bpmn(data, "x")
    assert [finding.code for finding in read.findings] == []
    return read.maps[0]


def node(map_: ProcessMap, bpmn_id: str) -> Node:
    return next(each for each in map_.nodes if each.bpmn_id == bpmn_id)


def test_a_line_from_a_document_to_a_flow_is_an_association_that_ends_there(data: bytes, map_: ProcessMap) -> None:
    (line,) = (each for each in map_.flows if each.form == "association")
    assert line.source_id == node(map_, "R").id
    end = next(each for each in map_.nodes if each.id == line.target_id)
    assert end.form == "port"
    assert write_bpmn(map_, data, "x") == data


def test_a_line_that_says_nothing_about_its_ends_is_told_as_not_shown() -> None:
    read = read_bpmn(drawn_line("").encode(), "x")
    assert [(finding.code, finding.place) for finding in read.findings] == [("not_shown", "line")]


def test_a_moved_document_takes_its_line_along_and_nothing_else(data: bytes, map_: ProcessMap) -> None:
    paper = node(map_, "R")
    moved = write_bpmn(changed(map_, paper, along=paper.along + 40), data, "x")
    found = compare(data, moved)
    ids = {path.split("/")[4] for path, _ in (*found.lost, *found.added)}
    assert ids == {"s-R", "line"}
    assert faults(moved) == []
    assert len(read_bpmn(moved, "x").maps[0].flows) == 2


def test_a_removed_document_takes_its_line_along(data: bytes, map_: ProcessMap) -> None:
    written = write_bpmn(without(map_, node(map_, "R")), data, "x")
    assert b'id="line"' not in written
    assert b'bpmnElement="f"' in written
    assert faults(written) == []


def test_a_line_that_is_led_to_a_step_names_that_steps_shape(data: bytes, map_: ProcessMap) -> None:
    flows = tuple(
        replace(each, target_id=node(map_, "B").id, name="seen") if each.form == "association" else each
        for each in map_.flows
    )
    written = write_bpmn(replace(map_, flows=flows), data, "x")
    assert b'targetElement="s-B"' in written
    assert b"seen" not in written
    assert faults(written) == []
    again = read_bpmn(written, "x").maps[0]
    assert {each.bpmn_id for each in again.nodes} == {"A", "B", "R"}


def test_a_map_without_its_file_is_written_with_the_line_as_an_association(map_: ProcessMap) -> None:
    written = write_bpmn(map_)
    assert faults(written) == []
    assert len([each for each in read_bpmn(written, "x").maps[0].flows if each.form == "association"]) == 1

"""Files in the manner of other programs, faults included: all open, say what was repaired, and lose nothing."""

from __future__ import annotations

import pytest

from crm_desktop.interchange.bpmn.reading import read_bpmn
from crm_desktop.interchange.bpmn.writing import write_bpmn
from crm_desktop.interchange.report import ReadMaps
from tests.support.bpmn_compare import compare
from tests.support.bpmn_files import changed, first_task, with_step_after, without
from tests.support.vendor_files import ENCODINGS, FILES, FLOWS, LANES, NODES, camunda, encoded


def opened(name: str) -> tuple[bytes, ReadMaps]:
    make, _ = FILES[name]
    data = make().encode()
    return data, read_bpmn(data, "file")


@pytest.mark.parametrize("name", FILES)
def test_it_opens_with_everything_in_its_lane_and_says_what_was_repaired(name: str) -> None:
    _, read = opened(name)
    assert {finding.code for finding in read.findings} == FILES[name][1]
    (map_,) = read.maps
    assert len(map_.nodes) == NODES
    assert len(map_.lanes) == LANES
    lanes = {lane.id: lane.name for lane in map_.lanes}
    by_name = {node.name: lanes[node.lane_id or ""] for node in map_.nodes if node.name}
    assert by_name == {"Order": "Sales", "Check price": "Sales", "Ok?": "Sales", "Produce": "Planning"}
    ids = {node.id for node in map_.nodes}
    assert all({flow.source_id, flow.target_id} <= ids for flow in map_.flows)
    assert len(map_.flows) == FLOWS
    assert (map_.vertical, map_.pools[0].name) == (name == "vertical", "Order")


@pytest.mark.parametrize("name", FILES)
def test_it_goes_out_as_it_came_and_an_edit_touches_nothing_else(name: str) -> None:
    data, read = opened(name)
    map_ = read.maps[0]
    assert write_bpmn(map_, data) == data
    task = first_task(map_)
    renamed = write_bpmn(changed(map_, task, name="Neu"), data)
    if name != "undeclared prefix":  # what is no XML cannot be compared as XML
        difference = compare(data, renamed)
        assert [what for _, what in difference.added] == ["name=Neu"]
        assert len(difference.lost) == 1
    again = read_bpmn(renamed).maps[0]
    assert {node.name for node in again.nodes} == {node.name for node in map_.nodes} - {task.name} | {"Neu"}


@pytest.mark.parametrize("name", FILES)
def test_steps_can_be_added_and_removed(name: str) -> None:
    data, read = opened(name)
    map_ = read.maps[0]
    task = next(node for node in map_.nodes if node.name == "Check price")
    more = with_step_after(map_, task, "Noch einer")[0]
    again = read_bpmn(write_bpmn(more, data)).maps[0]
    assert (len(again.nodes), len(again.flows)) == (NODES + 1, FLOWS + 1)
    assert {lane.name for lane in again.lanes} == {"Sales", "Planning"}
    less = read_bpmn(write_bpmn(without(map_, task), data)).maps[0]
    assert (len(less.nodes), len(less.flows)) == (NODES - 1, FLOWS - 3)


def test_who_performs_a_step_by_the_file_is_its_post_until_ours_says_otherwise() -> None:
    data, read = opened("Aeneis")
    map_ = read.maps[0]
    task = next(node for node in map_.nodes if node.name == "Check price")
    assert task.post == "Sales"
    for post in ("", "Purchasing"):
        written = write_bpmn(changed(map_, task, post=post), data)
        assert not compare(data, written).lost
        again = read_bpmn(written).maps[0]
        (told,) = (node for node in again.nodes if node.name == "Check price")
        assert told.post == post
        assert write_bpmn(again, written) == written
    renamed = read_bpmn(write_bpmn(changed(map_, task, name="Neu"), data)).maps[0]
    assert [node.post for node in renamed.nodes if node.name == "Neu"] == ["Sales"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_is_read_and_written_again(encoding: str) -> None:
    text = camunda().replace("Produce", "Prüfen" if encoding != "gb18030" else "生产")
    data = encoded(text, encoding)
    map_ = read_bpmn(data).maps[0]
    step = next(node for node in map_.nodes if node.name in ("Prüfen", "生产"))
    edited = write_bpmn(changed(map_, step, name="检查 ü"), data)
    assert "检查 ü" in {node.name for node in read_bpmn(edited).maps[0].nodes}
    assert [what for _, what in compare(data, edited).added] == ["name=检查 ü"]


def _said(encoding: str, name: str = "Prüfen") -> str:
    text = camunda().replace("Produce", name)
    return text.replace('encoding="UTF-8"', f'encoding="{encoding}"', 1)


MISHAPS = {
    "names UTF-8, is Western": (_said("UTF-8").encode("cp1252"), "Prüfen", "wrong_encoding"),
    "names UTF-8, is Chinese": (_said("UTF-8", "生产").encode("gbk"), "生产", "wrong_encoding"),
    "names UTF-16, is UTF-8": (_said("utf-16").encode(), "Prüfen", "wrong_encoding"),
    "names Latin 1, is UTF-8": (_said("ISO-8859-1").encode(), "Prüfen", "wrong_encoding"),
    "names Latin 1, is marked as UTF-8": (b"\xef\xbb\xbf" + _said("ISO-8859-1").encode(), "Prüfen", ""),
    "names UTF-8, is marked as UTF-16": (b"\xff\xfe" + _said("utf-8").encode("utf-16-le"), "Prüfen", ""),
    "names nothing known": (_said("ANSI").encode("cp1252"), "Prüfen", "wrong_encoding"),
    "marked twice, blanks before": (b"\xef\xbb\xbf\r\n\xef\xbb\xbf" + _said("UTF-8").encode(), "Prüfen", ""),
    "letters by their names in HTML": (_said("UTF-8", "Pr&uuml;fen").encode(), "Prüfen", "xml_repaired"),
    "a bare ampersand": (_said("UTF-8", "Q & A").encode(), "Q & A", "xml_repaired"),
    "a sign that XML forbids": (_said("UTF-8", "Prü\x0bfe&#11;n").encode(), "Prüfen", "xml_repaired"),
    "more after the end": (_said("UTF-8").encode() + b"\0\x1a", "Prüfen", "xml_repaired"),
    "a document type of somewhere": (
        _said("UTF-8")
        .replace("?>\n", '?>\n<!-- <!ENTITY a "b"> --><!DOCTYPE d SYSTEM "http://nowhere/b.dtd">\n', 1)
        .encode(),
        "Prüfen",
        "",
    ),
}


@pytest.mark.parametrize("what", MISHAPS)
def test_a_file_that_was_written_carelessly_is_read_and_edited_all_the_same(what: str) -> None:
    data, name, finding = MISHAPS[what]
    read = read_bpmn(data)
    assert [each.code for each in read.findings] == ([finding] if finding else [])
    assert finding != "xml_repaired" or read.findings[0].place.isdigit()
    (map_,) = read.maps
    assert name in {node.name for node in map_.nodes}
    assert write_bpmn(map_, data) == data
    step = next(node for node in map_.nodes if node.name == name)
    again = read_bpmn(write_bpmn(changed(map_, step, name="检查 ü"), data))
    assert again.findings == ()
    assert {node.name for node in again.maps[0].nodes} == {node.name for node in map_.nodes} - {name} | {"检查 ü"}

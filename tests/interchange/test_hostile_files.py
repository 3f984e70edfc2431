"""Hostile and broken process files: refused with a sentence or repaired, soon, and without filling the memory."""

from __future__ import annotations

import contextlib
import re
import time
from pathlib import Path

import pytest

from crm_desktop.interchange.bpmn.reading import read_bpmn
from crm_desktop.interchange.bpmn.writing import write_bpmn
from crm_desktop.interchange.drawio_in import read_drawio
from crm_desktop.interchange.mermaid_in import read_mermaid
from crm_desktop.interchange.process_files import open_process_file
from crm_desktop.interchange.sources import inflate, pack_source, unpack_source
from crm_desktop.models.errors import Incompatible
from tests.support.hostile_files import HOSTILE
from tests.support.process_fuzz import run, trials
from tests.support.vendor_files import MODEL, SHAPES, document

SECONDS = 2.0


def refusal(data: bytes) -> str:
    begin = time.process_time()
    with pytest.raises(Incompatible) as caught:
        read_bpmn(data)
    assert time.process_time() - begin < SECONDS
    return caught.value.code


def entities(inner: str) -> bytes:
    return (
        f'<?xml version="1.0"?><!DOCTYPE definitions [{inner}]><definitions xmlns="{MODEL}">&a;</definitions>'.encode()
    )


def test_an_entity_bomb_is_refused() -> None:
    bomb = "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("lmnopqrs", "mnopqrsa", strict=True)
    )
    assert refusal(entities(f'<!ENTITY l "lol">{bomb}')) == "process_file.entities"


def test_a_bomb_in_utf_16_is_refused() -> None:
    text = entities('<!ENTITY a "aaaaaaaaaa">').decode().replace('"1.0"', '"1.0" encoding="UTF-16"')
    assert refusal(text.encode("utf-16")) == "process_file.entities"


def test_an_external_entity_is_refused_and_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    assert refusal(entities(f'<!ENTITY a SYSTEM "{secret.as_uri()}">')) == "process_file.entities"


def test_an_external_schema_is_not_fetched() -> None:
    text = document().replace("<b:definitions", '<!DOCTYPE x SYSTEM "http://localhost:9/x.dtd"><b:definitions', 1)
    assert len(read_bpmn(text.encode()).maps) == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<definitions>" + b" " * (100 * 1024 * 1024), "process_file.too_large"),
        (b"<definitions>" + b"<a/>" * 3_000_000, "process_file.too_large"),
        (b"<definitions " + b"a='' " * 3_000_000, "process_file.too_large"),
        (b"<a>" * 100_000, "process_file.too_deep"),
        (b"", "process_file.not_xml"),
        (b"\x00\x01\x02", "process_file.not_xml"),
        (b"%PDF-1.7 nothing", "process_file.not_xml"),
        (b"<html><body><p>Hello</p></body></html>", "process_file.not_bpmn"),
        (f'<definitions xmlns="{MODEL}"/>'.encode(), "process_file.not_bpmn"),
        (f'<definitions xmlns="{MODEL}"><message id="m"/></definitions>'.encode(), "process_file.no_process"),
    ],
)
def test_what_is_too_large_or_no_process_is_refused(data: bytes, code: str) -> None:
    assert refusal(data) == code


def test_deeply_nested_processes_open() -> None:
    inner = "".join(f'<b:subProcess id="s{number}">' for number in range(240)) + "</b:subProcess>" * 240
    text = f'<b:definitions xmlns:b="{MODEL}"><b:process id="p">{inner}</b:process></b:definitions>'
    map_ = read_bpmn(text.encode()).maps[0]
    assert len(map_.nodes) == 240
    assert read_bpmn(write_bpmn(map_)).maps[0].name == map_.name


def test_what_contains_itself_is_opened_without_a_loop() -> None:
    loops = (
        '<b:boundaryEvent id="b1" attachedToRef="b2"/><b:boundaryEvent id="b2" attachedToRef="b1"/>'
        '<b:callActivity id="c1" calledElement="Proc"/><b:boundaryEvent id="b3" attachedToRef="b3"/>'
    )
    more = "".join(shape.replace("Start", name) for name in ("b1", "b2", "b3", "c1") for shape in SHAPES[3:4])
    text = (
        document()
        .replace("</b:process>", f"{loops}</b:process>")
        .replace("</bpmndi:BPMNPlane>", f"{more}</bpmndi:BPMNPlane>")
    )
    map_ = read_bpmn(text.encode()).maps[0]
    nodes = {node.id: node for node in map_.nodes}
    for node in map_.nodes:
        seen = {node.id}
        above = node.parent_id or node.attached_to_id
        while above:
            assert above not in seen
            seen.add(above)
            above = nodes[above].parent_id or nodes[above].attached_to_id


def test_thousands_of_equal_ids_are_no_reason_to_wait() -> None:
    tasks = '<b:task id="x"/>' * 8_000
    flows = '<b:sequenceFlow id="f" sourceRef="x" targetRef="x"/>' * 5_000
    text = f'<b:definitions xmlns:b="{MODEL}"><b:process id="p">{tasks}{flows}</b:process></b:definitions>'
    begin = time.process_time()
    read = read_bpmn(text.encode())
    assert time.process_time() - begin < 20  # a shared machine; alone it takes under a second
    assert len(read.maps[0].nodes) == 8_000


@pytest.mark.parametrize(
    "inside",
    [
        '<b:process id="p{}"><b:task id="t{}"/></b:process>' * 20_000,
        '<b:process id="p">' + '<b:subProcess id="s{}"/>' * 29_000 + "</b:process>",
        '<b:process id="p"><b:laneSet>' + '<b:lane id="l{}"/>' * 9_000 + "</b:laneSet>" + '<b:task id="t{}"/>' * 9_000
        + "</b:process>",
        '<b:collaboration id="c{}"><b:participant id="q{}"/></b:collaboration>' * 9_000 + '<b:process id="p"/>',
        '<b:process id="p">' + '<b:sequenceFlow id="f{}" sourceRef="x" targetRef="y"/>' * 29_000 + "</b:process>",
        '<b:process id="p">' + '<b:task id="t{}"/>' * 200_000 + "</b:process>",
    ],
)  # fmt: skip
def test_masses_are_opened_or_refused_and_do_not_take_long(inside: str) -> None:
    numbers = iter(range(10**9))
    text = re.sub(r"\{\}", lambda _: str(next(numbers)), inside)
    begin = time.process_time()
    with contextlib.suppress(Incompatible):
        read_bpmn(f'<b:definitions xmlns:b="{MODEL}">{text}</b:definitions>'.encode())
    assert time.process_time() - begin < 5 * SECONDS  # the machine may be shared


@pytest.mark.parametrize("name", [name for name in HOSTILE if "100 MB" not in name and "bomb" not in name])
def test_a_file_made_to_hurt_is_opened_or_refused_soon(name: str, tmp_path: Path) -> None:
    ending, make = HOSTILE[name]
    path = tmp_path / f"hostile{ending}"
    path.write_bytes(make())
    begin = time.process_time()
    with contextlib.suppress(Incompatible):
        open_process_file(path)
    assert time.process_time() - begin < 2 * SECONDS  # the machine may be shared; `bench bpmn` holds the limit itself


def test_a_workbook_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    ending, make = HOSTILE["xlsx, a bomb"]
    data = bytearray(make())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (1_000).to_bytes(4, "little")
    path = tmp_path / f"bomb{ending}"
    path.write_bytes(data)
    with pytest.raises(Incompatible) as caught:
        open_process_file(path)
    assert caught.value.code == "process_file.too_large"


def test_containers_of_drawio_that_contain_each_other_open() -> None:
    cells = "".join(
        f'<mxCell id="{one}" parent="{other}" vertex="1" style="swimlane"><mxGeometry width="9" height="9"/></mxCell>'
        for one, other in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "d"))
    )
    inside = '<mxCell id="n" parent="a" vertex="1" value="Step"><mxGeometry width="9" height="9"/></mxCell>'
    data = f"<mxGraphModel><root>{cells}{inside}</root></mxGraphModel>".encode()
    (map_,) = read_drawio(data).maps
    assert [node.name for node in map_.nodes] == ["Step"]


@pytest.mark.parametrize(
    "text",
    [
        "flowchart TD\n" + "A[" * 50_000,
        "flowchart TD\n" + "A --> " * 20_000,
        "flowchart TD\n" + 'A["' + "x" * 500_000,
        "flowchart TD\nA -- " + "- " * 100_000,
        "flowchart TD\nA " + "&" * 100_000,
        "flowchart TD\n" + "subgraph a\n" * 20_000,
        "flowchart TD\n" + "A@{ label: " + "{" * 100_000,
        "---\n" * 50_000 + "flowchart TD",
        "flowchart TD\nA -- x" + " " * 4_000 + "B",
        "---\n" + "\n" * 60_000 + "flowchart TD\nA",
        "%%{" * 50_000 + "\nflowchart TD\nA",
    ],
)
def test_mean_mermaid_is_read_or_refused_at_once(text: str) -> None:
    begin = time.process_time()
    with contextlib.suppress(Incompatible):
        read_mermaid(text)
    assert time.process_time() - begin < 5 * SECONDS  # the machine may be shared; alone it takes far less than 2 s


def test_what_unpacks_to_gigabytes_is_refused() -> None:
    import zlib

    with pytest.raises(Incompatible):
        inflate(zlib.compress(bytes(40 * 1024 * 1024), 9))
    rows = pack_source("p", "x.bpmn", "bpmn", b"<a/>" * 200_000)
    assert unpack_source(rows) == b"<a/>" * 200_000
    assert unpack_source(rows[1:]) is None


@pytest.mark.parametrize("trial", trials(), ids=lambda trial: trial.name)
def test_mutated_files_are_opened_whole_or_refused(trial: object, tmp_path: Path) -> None:
    from tests.support.process_fuzz import Trial

    assert isinstance(trial, Trial)
    outcomes = [outcome for _, outcome in run(trial, 120, seed=1, folder=tmp_path)]
    assert "opened" in outcomes
    assert any(outcome != "opened" for outcome in outcomes)

"""draw.io, Mermaid, step lists, SVG, PNG: what a map says goes out and comes back, as far as the format can."""

from __future__ import annotations

import base64
import struct
import zlib
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

import pytest

from crm_desktop.interchange.bpmn.writing import write_bpmn
from crm_desktop.interchange.drawio_in import read_drawio
from crm_desktop.interchange.drawio_out import write_drawio
from crm_desktop.interchange.mermaid_in import read_mermaid
from crm_desktop.interchange.mermaid_out import write_mermaid
from crm_desktop.interchange.png_payload import embed, extract
from crm_desktop.interchange.process_files import open_process_file, write_process_file
from crm_desktop.interchange.sources import pack_source, unpack_source
from crm_desktop.models.errors import Incompatible
from crm_desktop.models.processes.process_map import ProcessMap, lanes_in_order
from tests.support.map_samples import chain_map, order_map, told


def lanes_of(map_: ProcessMap) -> dict[str, str]:
    lanes = {lane.id: lane.name for lane in map_.lanes}
    return {node.name: lanes[node.lane_id or ""] for node in map_.nodes if node.name}


def links_of(map_: ProcessMap) -> set[tuple[str, str, str]]:
    names = {node.id: node.name or node.form for node in map_.nodes}
    return {(names[flow.source_id], flow.name, names[flow.target_id]) for flow in map_.flows}


@pytest.mark.parametrize("vertical", [True, False])
@pytest.mark.parametrize("pools", [True, False])
def test_drawio_brings_back_lanes_steps_flows_and_places(vertical: bool, pools: bool) -> None:
    map_ = order_map(vertical=vertical, pools=pools)
    read = read_drawio(write_drawio(map_))
    (again,) = read.maps
    assert read.findings == ()
    assert (again.name, again.vertical) == (map_.name, vertical)
    assert lanes_of(again) == lanes_of(map_)
    assert links_of(again) == links_of(map_)
    assert [lane.name for lane in lanes_in_order(again)] == [lane.name for lane in lanes_in_order(map_)]
    assert {pool.name for pool in again.pools} == {pool.name for pool in map_.pools}
    assert {(node.name, node.form) for node in again.nodes} == {(node.name, node.form) for node in map_.nodes}
    places = {node.name: (node.along, node.across, node.width, node.height) for node in map_.nodes}
    assert {node.name: (node.along, node.across, node.width, node.height) for node in again.nodes} == places
    assert {flow.bends for flow in again.flows} == {flow.bends for flow in map_.flows}


def test_packed_pages_html_labels_and_wrapped_cells_of_drawio_are_read() -> None:
    cells = (
        '<mxCell id="0"/><mxCell id="1" parent="0"/>'
        '<mxCell id="p" value="Pool" style="swimlane;horizontal=0;" vertex="1" parent="1">'
        '<mxGeometry width="600" height="240" as="geometry"/></mxCell>'
        '<mxCell id="l1" value="Sales" style="swimlane;horizontal=0;" vertex="1" parent="p">'
        '<mxGeometry x="30" width="570" height="120" as="geometry"/></mxCell>'
        '<mxCell id="l2" value="Stock" style="swimlane;horizontal=0;" vertex="1" parent="p">'
        '<mxGeometry x="30" y="120" width="570" height="120" as="geometry"/></mxCell>'
        '<object label="&lt;b&gt;Check&lt;/b&gt;&lt;br&gt;it &amp;amp; go" id="a">'
        '<mxCell style="rounded=1;html=1" vertex="1" parent="l1">'
        '<mxGeometry x="60" y="30" width="120" height="60" as="geometry"/></mxCell></object>'
        '<mxCell id="b" value="Ok?" style="rhombus" vertex="1" parent="l2">'
        '<mxGeometry x="260" y="30" width="60" height="60" as="geometry"/></mxCell>'
        '<mxCell id="e" style="edgeStyle=orthogonalEdgeStyle" edge="1" parent="1" source="a" target="b">'
        '<mxGeometry relative="1" as="geometry"/></mxCell>'
        '<mxCell id="t" value="yes" style="edgeLabel" vertex="1" connectable="0" parent="e"><mxGeometry/></mxCell>'
        '<mxCell id="x" edge="1" parent="1" source="a" style="endArrow=none"><mxGeometry relative="1"/></mxCell>'
    )
    model = f"<mxGraphModel><root>{cells}</root></mxGraphModel>"
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = base64.b64encode(packer.compress(quote(model).encode()) + packer.flush()).decode()
    pages = f'<mxfile><diagram name="One">{packed}</diagram><diagram name="Two">{model}</diagram></mxfile>'
    read = read_drawio(pages.encode())
    assert [map_.name for map_ in read.maps] == ["One", "Two"]
    assert told(read.maps[0]) == told(read.maps[1])
    assert lanes_of(read.maps[0]) == {"Check it & go": "Sales", "Ok?": "Stock"}
    assert links_of(read.maps[0]) == {("Check it & go", "yes", "Ok?")}
    assert not read.maps[0].vertical
    assert [(finding.code, finding.count) for finding in read.findings] == [("dangling_flow", 2)]


def test_drawio_as_people_draw_joins_loose_lines_and_leaves_hidden_layers_and_icons_out() -> None:
    def vertex(key: str, value: str, style: str, place: str, parent: str = "1") -> str:
        x, y, width, height = place.split()
        geometry = f'<mxGeometry x="{x}" y="{y}" width="{width}" height="{height}" as="geometry"/>'
        return f'<mxCell id="{key}" value="{value}" style="{style}" vertex="1" parent="{parent}">{geometry}</mxCell>'

    def line(key: str, start: str, end: str, more: str = "") -> str:
        points = [
            f'<mxPoint x="{x}" y="{y}" as="{side}Point"/>'
            for side, (x, y) in (("source", start.split()), ("target", end.split()))
        ]
        geometry = f'<mxGeometry relative="1" as="geometry">{"".join(points)}</mxGeometry>'
        return f'<mxCell id="{key}" style="endArrow=classic;" edge="1" parent="1" {more}>{geometry}</mxCell>'

    band = "swimlane;startSize=20;horizontal=0;"
    cells = (
        '<mxCell id="0"/><mxCell id="1" parent="0"/><mxCell id="layer" value="Old" parent="0" visible="0"/>',
        vertex("P", "Client", band, "40 40 700 120"),
        vertex("L1", "Asks", band, "20 0 680 120", "P"),
        vertex("L2", "Sales", band, "40 200 700 120"),
        vertex("L0", "Before", band, "40 -80 700 120"),
        vertex("A", "Ask", "rounded=1;", "80 30 120 60", "L1"),
        vertex("B", "Offer", "rounded=0;", "120 230 120 60"),
        vertex("icon", "", "shape=image;image=x;", "400 240 30 30"),
        vertex("gone", "Gone", "rounded=0;", "400 60 80 30", "layer"),
        line("e1", "180 131", "180 228"),
        line("e2", "9 9", "900 900", 'source="B"'),
    )
    read = read_drawio(f"<mxGraphModel><root>{''.join(cells)}</root></mxGraphModel>".encode())
    (map_,) = read.maps
    assert lanes_of(map_) == {"Ask": "Asks", "Offer": ""}
    assert links_of(map_) == {("Ask", "", "Offer")}
    pools = {pool.id: pool.name for pool in map_.pools}
    assert [(pools[lane.pool_id or ""], lane.name) for lane in lanes_in_order(map_)] == [
        ("Before", ""),
        ("Client", "Asks"),
        ("Sales", ""),
    ]
    assert {(finding.code, finding.place) for finding in read.findings} == {
        ("switched_off", "gone"),
        ("dangling_flow", "B"),
    }


def test_shapes_of_drawios_bpmn_library_keep_types_markers_and_what_they_are_attached_to() -> None:
    def vertex(key: str, style: str, geometry: str, parent: str = "1") -> str:
        return f'<mxCell id="{key}" value="{key}" style="{style}" vertex="1" parent="{parent}">{geometry}</mxCell>'

    def place(x: int, y: int, width: int = 120, height: int = 80) -> str:
        return f'<mxGeometry x="{x}" y="{y}" width="{width}" height="{height}" as="geometry"/>'

    edge = '<mxGeometry x="0.5" y="1" width="36" height="36" relative="1" as="geometry">'
    edge += '<mxPoint x="-18" y="-18" as="offset"/>'
    cells = "".join(
        (
            '<mxCell id="0"/><mxCell id="1" parent="0"/>',
            vertex("Go", "shape=mxgraph.bpmn.event;outline=standard;symbol=timer;", place(0, 60, 36, 36)),
            vertex("Do", "shape=mxgraph.bpmn.task2;taskMarker=user;isLoopMultiSeq=1;container=1;", place(100, 40)),
            vertex("Late", "shape=mxgraph.bpmn.event;outline=boundNonint;symbol=timer;", f"{edge}</mxGeometry>", "Do"),
            vertex("Sub", "shape=mxgraph.bpmn.task2;taskMarker=abstract;isLoopSub=1;isAdHoc=1;", place(300, 40)),
            vertex("Call", "shape=mxgraph.bpmn.task2;bpmnShapeType=call;", place(500, 40)),
            vertex(
                "Both", "shape=mxgraph.bpmn.gateway2;outline=none;symbol=none;gwType=parallel;", place(700, 50, 50, 50)
            ),
            vertex("Docs", "shape=mxgraph.bpmn.data2;isCollection=1;", place(320, 200, 40, 60)),
            vertex("Stop", "shape=mxgraph.bpmn.event;outline=end;symbol=terminate2;", place(800, 60, 36, 36)),
        )
    )
    (map_,) = read_drawio(f"<mxGraphModel><root>{cells}</root></mxGraphModel>".encode()).maps
    found = {node.name: node for node in map_.nodes}
    assert {name: (node.form, node.task_type, set(node.markers)) for name, node in found.items() if node.markers} == {
        "Do": ("task", "user", {"multi_sequential"}),
        "Sub": ("subprocess", "none", {"ad_hoc"}),
        "Call": ("subprocess", "none", {"call"}),
        "Docs": ("data_object", "none", {"collection"}),
    }
    assert (found["Late"].attached_to_id, found["Late"].interrupts, found["Late"].parent_id) == (
        found["Do"].id,
        False,
        None,
    )
    places = {name: (node.along, node.across) for name, node in found.items()}
    assert places["Late"][0] == places["Do"][0]
    assert places["Late"][1] > places["Do"][1]
    assert (found["Both"].gateway_type, found["Go"].trigger, found["Stop"].trigger) == (
        "parallel",
        "timer",
        "terminate",
    )


@pytest.mark.parametrize("vertical", [True, False])
def test_mermaid_brings_back_lanes_steps_and_flows(vertical: bool) -> None:
    map_ = order_map(vertical=vertical, pools=False)
    read = read_mermaid(write_mermaid(map_))
    (again,) = read.maps
    assert read.findings == ()
    assert (again.name, again.vertical) == (map_.name, vertical)
    assert lanes_of(again) == lanes_of(map_)
    assert {(source, name) for source, name, _ in links_of(again)} == {
        (source, name) for source, name, _ in links_of(map_)
    }


def test_mermaid_of_other_hands_is_read() -> None:
    text = """%%{init: {"theme": "dark"}}%%
    graph LR
      %% a comment
      subgraph Verkauf
        A([Start]) --> B[Angebot prüfen] & C["mit (Klammern) #quot;und#quot; #9829;"]
        B -->|ja| D{Passt?}; D -- nein --> A
      end
      subgraph lager [Das Lager]
        D ==>|"ab & zu"| E[[Packen]]:::bold
        E -. meldet .-> F[(ERP)]
        G@{ shape: doc, label: "Lieferschein" }
      end
      E --o G --x H((Ende))
      classDef bold font-weight:bold
      linkStyle 0 stroke:red
      ??? not a line
    """
    read = read_mermaid(text, "file")
    (map_,) = read.maps
    assert [(finding.code, finding.place) for finding in read.findings] == [("line_skipped", "16")]
    assert not map_.vertical
    assert lanes_of(map_) == {
        "Start": "Verkauf",
        "Angebot prüfen": "Verkauf",
        'mit (Klammern) "und" ♥': "Verkauf",
        "Passt?": "Verkauf",
        "Packen": "Das Lager",
        "ERP": "Das Lager",
        "Lieferschein": "Das Lager",
        "Ende": "",
    }
    assert ("Passt?", "nein", "Start") in links_of(map_)
    assert ("Passt?", "ab & zu", "Packen") in links_of(map_)
    assert {flow.form for flow in map_.flows if flow.name == "meldet"} == {"message"}


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_step_list_brings_back_steps_lanes_times_pains_and_where_they_lead(
    ending: str, language: str, tmp_path: Path
) -> None:
    map_ = order_map(pools=False)
    path = tmp_path / f"steps{ending}"
    path.write_bytes(write_process_file(map_, ending, language=language))
    read = open_process_file(path, "en" if language == "zh" else "zh").read
    (again,) = read.maps
    assert read.findings == ()
    assert lanes_of(again) == lanes_of(map_)
    kept = (
        "name",
        "form",
        "working_seconds",
        "waiting_seconds",
        "frequency",
        "errors_per_mille",
        "systems",
        "post",
        "input",
        "output",
        "notes",
    )
    assert {tuple(getattr(node, name) for name in kept) for node in again.nodes} == {
        tuple(getattr(node, name) for name in kept) for node in map_.nodes
    }
    assert {pain.name for pain in again.pains} == {pain.name for pain in map_.pains if pain.node_id}
    wanted = {flow.id for flow in map_.flows if flow.form in ("sequence", "message")}
    names = {node.id: node.name or node.form for node in map_.nodes}
    assert links_of(again) == {(names[f.source_id], f.name, names[f.target_id]) for f in map_.flows if f.id in wanted}


def test_a_plain_table_becomes_a_map_step_after_step(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("Activity;Department;Time\nOrder;Sales;45 min\nOk?;Sales;\nPack;Stock;2h\nShip;Stock;oops\n")
    read = open_process_file(path).read
    (map_,) = read.maps
    assert lanes_of(map_) == {"Order": "Sales", "Ok?": "Sales", "Pack": "Stock", "Ship": "Stock"}
    assert [node.working_seconds for node in map_.nodes] == [2700, None, 7200, None]
    assert [node.form for node in map_.nodes] == ["task", "gateway", "task", "task"]
    assert links_of(map_) == {("Order", "", "Ok?"), ("Ok?", "", "Pack"), ("Pack", "", "Ship")}
    assert [finding.code for finding in read.findings] == ["value_skipped"]


def small_png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = zlib.compress(b"\0\xff\0\0")
    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def test_a_picture_carries_its_map_and_opens_again(tmp_path: Path) -> None:
    map_ = order_map()
    picture = embed(embed(small_png(), b"older"), write_bpmn(map_))
    assert picture.count(b"iTXt") == 1
    path = tmp_path / "map.png"
    path.write_bytes(picture)
    opened = open_process_file(path)
    assert told(opened.read.maps[0]) == told(map_)
    assert opened.source == write_bpmn(map_)
    assert extract(small_png()) is None
    for damaged in (picture[:-30], b"GIF89a", picture[:60]):
        try:
            assert extract(damaged) in (None, write_bpmn(map_))
        except Incompatible as error:
            assert error.code in ("process_file.damaged", "process_file.not_png")  # noqa: PT017


def test_a_source_is_kept_in_parts_and_comes_back() -> None:
    data = write_bpmn(chain_map(300)) + bytes(range(256)) * 4_000
    rows = pack_source("p", "ein Name.bpmn", "bpmn", data)
    assert all(len(str(row["content"])) <= 400_000 for row in rows)
    assert unpack_source(reversed(rows)) == data
    assert unpack_source([]) is None


@pytest.mark.parametrize("kind", [b"tEXt", b"zTXt"])
def test_pictures_of_drawio_open_as_the_drawing_in_them(tmp_path: Path, kind: bytes) -> None:
    drawing = write_process_file(order_map(), ".drawio")
    text = quote(drawing).encode()
    body = b"mxfile\0" + (text if kind == b"tEXt" else b"\0" + zlib.compress(text))
    chunk = struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    png = small_png()
    at = png.index(b"IDAT") - 4
    (tmp_path / "a.drawio.png").write_bytes(png[:at] + chunk + png[at:])
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' content={quoteattr(drawing.decode())}><rect/></svg>"
    (tmp_path / "a.drawio.svg").write_text(svg)
    expected = {node.name for node in order_map().nodes if node.form == "task"}
    for name in ("a.drawio.png", "a.drawio.svg"):
        opened = open_process_file(tmp_path / name)
        assert opened.format == "drawio"
        assert expected <= {node.name for node in opened.read.maps[0].nodes}
    (tmp_path / "b.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg' content='mxfile'/>")
    with pytest.raises(Incompatible, match=r"process_file\."):
        open_process_file(tmp_path / "b.svg")


def test_mermaid_as_people_write_it_loses_no_words_and_gains_no_steps() -> None:
    text = """flowchart LR
  start --> DESK
  subgraph DESK["👤 Desk"]
    direction TB
    A[Drafts &amp; sends<br/>offers; then waits] --with care--> B("fa:fa-bell Rings")
    C["`**Books** the
    room`"]:::hot
  end
  B -.too late.-> C; C == soon ==> A
  A ~~~ C
  style DESK fill:#111,color:#fff
"""
    read = read_mermaid(text)
    (map_,) = read.maps
    names = {node.id: node.name for node in map_.nodes}
    lanes = {lane.id: lane.name for lane in map_.lanes}
    assert {node.name: lanes[node.lane_id or ""] for node in map_.nodes if node.name != "start"} == {
        "Drafts & sends offers; then waits": "👤 Desk",
        "Rings": "👤 Desk",
        "Books the room": "👤 Desk",
    }
    assert [(names[flow.source_id], flow.name, names[flow.target_id]) for flow in map_.flows] == [
        ("Drafts & sends offers; then waits", "with care", "Rings"),
        ("Rings", "too late", "Books the room"),
        ("Books the room", "soon", "Drafts & sends offers; then waits"),
    ]
    assert [(finding.code, finding.place) for finding in read.findings] == [("dangling_flow", "start")]
    said = write_mermaid(replace(map_, nodes=tuple(replace(node, name="a &lt; b #35; c") for node in map_.nodes)))
    assert {node.name for node in read_mermaid(said).maps[0].nodes} == {"a &lt; b #35; c"}

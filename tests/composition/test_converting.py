"""`crm-desktop convert`: a real process, without a screen and without an account."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from lxml import etree
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from crm_desktop.composition.converting import convert
from crm_desktop.composition.printing import PRINTABLE
from crm_desktop.interchange.process_files import READABLE, WRITABLE, open_process_file
from tests.support.map_samples import order_map
from tests.support.processes import StartProgram
from tests.support.vendor_files import blueworks, camunda

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def test_the_program_converts_without_a_screen(start_program: StartProgram, tmp_path: Path) -> None:
    source, target = tmp_path / "a.bpmn", tmp_path / "a.drawio"
    source.write_text(camunda())
    code = (
        "import sys; from crm_desktop.__main__ import main; status = main(sys.argv[1:]);"
        "assert not any(name.startswith('PySide6') for name in sys.modules); sys.exit(status)"
    )
    program = start_program(["-c", code, "convert", str(source), str(target)])
    assert program.wait() == 0, program.output
    assert len(open_process_file(target).read.maps[0].nodes) == 6


def test_what_was_repaired_is_told_in_the_language_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "a.bpmn"
    source.write_text(blueworks())
    assert convert([str(source), str(tmp_path / "b.mmd"), "--language", "en"]) == 0
    assert "6 steps are in no lane" in capsys.readouterr().err
    assert convert([str(source), str(tmp_path / "b.mmd"), "--language", "zh", "--strict"]) == 3
    assert "6 个步骤不属于任何部门" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content", "target", "sentence"),
    [
        ("a.bpmn", "<html><p/></html>", "b.svg", "There is no BPMN in the file"),
        ("a.bpmn", camunda(), "b.pptx", "Files ending in .pptx are not known"),
        ("a.gif", "x", "b.bpmn", "Files ending in .gif are not known"),
        ("a.mmd", "hello", "b.bpmn", "no Mermaid flowchart"),
        ("a.csv", "x,y\n1,2\n", "b.bpmn", "no steps in the table"),
        ("a.bpmn", " \n", "b.svg", "a.bpmn is empty."),
        ("a.bpmn", camunda(), "b", "b has no ending."),
        ("a.bpmn", camunda(), "no such folder/b.csv", "The file was not written."),
        ("a.bpmn", camunda(), f"{'b' * 300}.csv", "The file was not written."),
        ("a.bpmn", camunda(), "a.bpmn/b.csv", "The file was not written."),
    ],
)
def test_what_cannot_be_converted_is_told_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str, target: str, sentence: str
) -> None:
    (tmp_path / name).write_text(content)
    assert convert([str(tmp_path / name), str(tmp_path / target), "--language", "en"]) == 1
    assert sentence in capsys.readouterr().err
    assert [each.name for each in tmp_path.rglob("*")] == [name]


def test_the_file_that_is_read_is_never_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from tests.support.dialect_files import DIALECTS

    source, link, second = tmp_path / "a.bpmn", tmp_path / "link.bpmn", tmp_path / "b-2.bpmn"
    pages = DIALECTS["pages"].text
    for path in (source, second):
        path.write_text(pages)
    link.symlink_to(source)
    for read, written in ((source, source), (source, link), (second, tmp_path / "b.bpmn")):
        assert convert([str(read), str(written), "--language", "en"]) == 1
        assert "is the file that is read." in capsys.readouterr().err
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.bpmn", "b-2.bpmn", "link.bpmn"]
    assert link.is_symlink()
    assert source.read_text() == second.read_text() == pages


def test_what_a_format_cannot_hold_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from tests.support.dialect_files import DIALECTS

    source = tmp_path / "a.bpmn"
    source.write_text(DIALECTS["conversation"].text)
    assert convert([str(source), str(tmp_path / "b.mmd"), "--language", "en"]) == 0
    assert "b.mmd holds only what is shown" in capsys.readouterr().err
    assert convert([str(source), str(tmp_path / "c.bpmn"), "--language", "en"]) == 0
    assert "holds only" not in capsys.readouterr().err
    assert (tmp_path / "c.bpmn").read_bytes() == source.read_bytes()


def test_a_missing_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert convert([str(tmp_path / "no.bpmn"), str(tmp_path / "b.svg"), "--language", "en"]) == 1
    assert "no.bpmn" in capsys.readouterr().err


@pytest.mark.parametrize("ending", [".bpmn", ".drawio", ".mmd", ".csv", ".xlsx", ".svg"])
def test_every_format_is_written_and_read_again(tmp_path: Path, qapp: QApplication, ending: str) -> None:
    from crm_desktop.interchange.bpmn.writing import write_bpmn

    first, second = tmp_path / "a.bpmn", tmp_path / f"b{ending}"
    first.write_bytes(write_bpmn(order_map(pools=False)))
    assert convert([str(first), str(second)]) == 0
    assert convert([str(second), str(tmp_path / "c.bpmn")]) == 0
    names = {node.name for node in open_process_file(tmp_path / "c.bpmn").read.maps[0].nodes}
    assert {'核对价格 <45> & "Excel"', "价格一致？", "排产"} <= names


def test_the_map_can_be_turned(tmp_path: Path) -> None:
    source, target = tmp_path / "a.bpmn", tmp_path / "b.bpmn"
    source.write_text(camunda())
    assert convert([str(source), str(target), "--turn", "vertical"]) == 0
    assert open_process_file(target).read.maps[0].vertical


@pytest.mark.parametrize("ending", sorted({*WRITABLE, *PRINTABLE}))
def test_every_ending_that_is_written_is_written_and_opens_again(
    tmp_path: Path, qapp: QApplication, ending: str
) -> None:
    source, target = tmp_path / "a.bpmn", tmp_path / f"b{ending}"
    source.write_text(camunda())
    assert convert([str(source), str(target), "--language", "en"]) == 0
    expected = open_process_file(source).read.maps[0]
    if ending == ".pdf":
        assert target.read_bytes().startswith(b"%PDF-")
        assert b"/MediaBox [0 0 842" in target.read_bytes() or b"/MediaBox [0 0 595" in target.read_bytes()
        return
    found = open_process_file(target, "en").read.maps[0]
    names = {node.name for node in expected.nodes if node.form in ("task", "gateway") and node.name}
    assert names <= {node.name for node in found.nodes}


@pytest.mark.parametrize("ending", sorted({*READABLE} - {".xls", ".ods"}))
def test_every_ending_that_opens_can_be_converted(
    tmp_path: Path, qapp: QApplication, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / f"a{ending}"
    if ending == ".tsv":
        source.write_text("Step\tLane\nTake order\tSales\nShip\tStore\n")
    else:
        sample = tmp_path / "first.bpmn"
        sample.write_text(camunda())
        assert convert([str(sample), str(source), "--language", "en"]) == 0
    assert convert([str(source), str(tmp_path / "out.bpmn"), "--language", "en"]) == 0, capsys.readouterr().err
    assert open_process_file(tmp_path / "out.bpmn").read.maps[0].nodes


def test_a_picture_is_painted_without_a_screen_and_without_an_account(
    start_program: StartProgram, tmp_path: Path
) -> None:
    source, target = tmp_path / "a.mmd", tmp_path / "a.png"
    source.write_text("flowchart TD\nsubgraph Sales\na[Take the order] --> b{Price agreed?}\nend\nb -->|yes| c[Ship]\n")
    code = (
        "import os, sys; os.environ.pop('DISPLAY', None); os.environ.pop('QT_QPA_PLATFORM', None);"
        "from crm_desktop.__main__ import main; sys.exit(main(sys.argv[1:]))"
    )
    program = start_program(["-c", code, "convert", str(source), str(target), "--language", "en"])
    assert program.wait() == 0, program.output
    image = QImage(str(target))
    assert image.width() > 300
    assert len({image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}) > 5
    assert {node.name for node in open_process_file(target).read.maps[0].nodes} >= {"Take the order", "Ship"}


def test_a_large_map_is_printed_to_scale_over_several_pages(tmp_path: Path, qapp: QApplication) -> None:
    source, target = tmp_path / "a.mmd", tmp_path / "a.pdf"
    source.write_text(
        "flowchart TD\n" + "\n".join(f"n{each}[Step {each}] --> n{each + 1}[Step {each + 1}]" for each in range(60))
    )
    assert convert([str(source), str(target), "--language", "en"]) == 0
    assert target.read_bytes().count(b"/Type /Page\n") > 3


def test_a_drawing_shows_names_pools_signs_and_badges_as_the_canvas_does(tmp_path: Path, qapp: QApplication) -> None:
    from crm_desktop.interchange.bpmn.writing import write_bpmn
    from crm_desktop.interchange.svg_payload import read_svg_payload

    source, target = tmp_path / "a.bpmn", tmp_path / "b.svg"
    source.write_bytes(write_bpmn(order_map()))
    assert convert([str(source), str(target), "--language", "zh"]) == 0
    root = etree.fromstring(target.read_bytes())
    written = "".join("".join(text.itertext()).strip() for text in root.iter("{*}text"))
    for words in ("客户", "销售部", "恒川精密", "ACME & Söhne", "45分", "ERP + Excel", "采购订单到达"):
        assert words in written
    assert not list(root.iter("{*}image"))  # signs are lines too, sharp at any size
    assert read_svg_payload(target.read_bytes()) == source.read_bytes()

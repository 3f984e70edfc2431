"""`crm-desktop convert`: a real process, without a screen and without an account."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.composition.converting import convert
from crm_desktop.interchange.process_files import open_process_file
from tests.support.map_samples import order_map
from tests.support.processes import StartProgram
from tests.support.vendor_files import blueworks, camunda


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
    ],
)
def test_what_cannot_be_converted_is_told_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str, target: str, sentence: str
) -> None:
    (tmp_path / name).write_text(content)
    assert convert([str(tmp_path / name), str(tmp_path / target), "--language", "en"]) == 1
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / target).exists()


def test_a_missing_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert convert([str(tmp_path / "no.bpmn"), str(tmp_path / "b.svg"), "--language", "en"]) == 1
    assert "no.bpmn" in capsys.readouterr().err


@pytest.mark.parametrize("ending", [".bpmn", ".drawio", ".mmd", ".csv", ".xlsx", ".svg"])
def test_every_format_is_written_and_read_again(tmp_path: Path, ending: str) -> None:
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

"""Writing CSV files: whole or not at all, readable in Excel, harmless in any spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop.interchange.csv_export import write_csv
from crm_desktop.models.errors import Broken
from crm_desktop.models.importing.csv_text import read_csv
from crm_desktop.models.importing.error_file import plain_cell


def test_what_is_written_comes_back_through_the_import(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    rows = [["恒川, 精密", 'say "hi"'], ["two\nlines", "=1+1"], ["-5", "@cmd"]]
    assert write_csv(target, ["Name", "Note"], rows) == 3
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    table = read_csv(target.name, target.read_bytes(), "", "")
    assert [[plain_cell(cell) for cell in row.cells] for row in table.rows()] == rows


@pytest.mark.parametrize("cell", ["=1", "+x", "@x", "\t=1", "＝1"])
def test_nothing_that_a_spreadsheet_would_run_is_left_bare(tmp_path: Path, cell: str) -> None:
    target = tmp_path / "out.csv"
    write_csv(target, ["a"], [[cell]])
    assert target.read_text(encoding="utf-8-sig").splitlines()[1].lstrip('"').startswith("'")


def test_a_file_that_cannot_be_finished_leaves_the_old_one_alone(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    write_csv(target, ["a"], [["old"]])

    def failing() -> Iterator[list[str]]:
        yield ["new"]
        raise OSError(28, "no space left")

    with pytest.raises(Broken, match=r"export\.disk_full"):
        write_csv(target, ["a"], failing())
    assert "old" in target.read_text(encoding="utf-8-sig")
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(Broken, match=r"export\.not_writable"):
        write_csv(tmp_path / "missing" / "out.csv", ["a"], [])

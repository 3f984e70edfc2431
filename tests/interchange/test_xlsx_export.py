"""Workbooks hold numbers as numbers and text as text: nothing that strangers wrote runs, nothing is cut off."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from crm_desktop.interchange import xlsx_export
from crm_desktop.interchange.table_files import open_table
from crm_desktop.interchange.xlsx_export import Cell, write_xlsx
from crm_desktop.models.errors import Broken

FORMULAS = ["=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1", "=HYPERLINK(0)"]


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_looks_like_a_formula_stays_text_for_whoever_edits_it_too(tmp_path: Path, text: str) -> None:
    target = tmp_path / "out.xlsx"
    write_xlsx(target, "客户", ["名称"], [[text], [Decimal("-12.5")]])
    book = openpyxl.load_workbook(target)
    cell, number = book["客户"]["A2"], book["客户"]["A3"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert str(cell.value).strip() == text.strip()
    assert (number.data_type, number.value) == ("n", -12.5)
    book.close()
    with ZipFile(target) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_days_moments_and_amounts_come_back_through_the_import(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    moment = datetime.datetime.fromisoformat("2026-03-06 09:30")
    row: list[Cell] = ["恒川, 精密\n二厂", 430, Decimal("860000.50"), moment.date(), moment]
    assert write_xlsx(target, "A/B", ["名称", "人数", "金额", "日期", "时间"], [row, [None, "", None, None, None]]) == 2
    ((cells),) = [each.cells for each in open_table(target).rows()]
    assert cells == ("恒川, 精密\n二厂", "430", "860000.5", "2026-03-06", "2026-03-06 09:30:00")


def test_a_full_sheet_goes_on_in_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_export, "MOST_ROWS", 3)
    target = tmp_path / "out.xlsx"
    assert write_xlsx(target, "客户", ["n"], [[number] for number in range(7)]) == 7
    book = openpyxl.load_workbook(target)
    found = {name: [row[0] for row in book[name].iter_rows(min_row=2, values_only=True)] for name in book.sheetnames}
    assert found == {"客户": [0, 1, 2], "客户 (2)": [3, 4, 5], "客户 (3)": [6]}
    book.close()


def test_a_title_with_any_signs_names_every_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_export, "MOST_ROWS", 2)
    target = tmp_path / "out.xlsx"
    assert write_xlsx(target, "客户 & <\"'", ["n"], [[str(number)] for number in range(5)]) == 5
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ['客户 & <"', '客户 & <" (2)', '客户 & <" (3)']
    assert book.worksheets[2]["A2"].value == "4"
    book.close()


def test_texts_come_back_sign_by_sign_and_days_as_spreadsheets_count_them(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    texts = [" lead & <b> ", "_x0041_", "two\nlines", '"quoted"', "_x41_ 𠮷", "7"]
    days = [datetime.date.fromisoformat(each) for each in ("1900-01-01", "1900-02-28", "1900-03-01", "2026-03-06")]
    headings = [str(number) for number in range(30)]
    row: list[Cell] = [*texts, *days, *([None] * 19), "last"]
    write_xlsx(target, "x", headings, [row])
    ((cells),) = [each.cells for each in open_table(target).rows()]
    assert list(cells[:6]) == texts
    assert cells[29] == "last"
    book = openpyxl.load_workbook(target)
    assert [book["x"].cell(2, column).value.date() for column in range(7, 11)] == days
    assert book["x"]["AD2"].value == "last"
    assert book["x"].freeze_panes == "B2"
    book.close()


def test_what_no_workbook_may_hold_is_left_out_and_a_lost_folder_is_said(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    write_xlsx(target, "x", ["a"], [["bell\x07 \ud800here"]])
    assert [row.cells for row in open_table(target).rows()] == [("bell here",)]
    with pytest.raises(Broken, match=r"export\.not_writable"):
        write_xlsx(tmp_path / "missing" / "out.xlsx", "x", ["a"], [["b"]])


def test_an_export_that_is_stopped_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()

    def stopped() -> Iterator[list[Cell]]:
        yield ["a customer"]
        raise KeyError

    with pytest.raises(KeyError):
        write_xlsx(tmp_path / "out.xlsx", "x", ["a"], stopped())
    assert list(tmp_path.rglob("*")) == [tmp_path / "temporary"]

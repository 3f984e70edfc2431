"""Tables as people really have them: titles above, hidden sheets, merged cells, numbers as text, other calendars."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from crm_desktop.interchange import xlsx_percents
from crm_desktop.interchange.table_files import open_table, sheets_of

LINES = "客户名称,电话,备注\r\n恒川,021-55551234,第一行\r\n云禾,13812345678,二〇一六\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_is_read_whatever_wrote_it(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(LINES.replace(",", separator).encode(encoding))
    table = open_table(path)
    assert table.columns == ("客户名称", "电话", "备注")
    assert [row.cells for row in table.rows()] == [
        ("恒川", "021-55551234", "第一行"),
        ("云禾", "13812345678", "二〇一六"),
    ]


def test_titles_and_remarks_above_a_table_are_not_its_header(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    above = "2026 年客户清单,,,\n制表：林,,3 月,\n\n"
    path.write_text(f"{above}客户名称,行业,人数,城市\n恒川,机械,120,苏州\n", encoding="utf-8")
    table = open_table(path)
    assert table.columns == ("客户名称", "行业", "人数", "城市")
    assert [(row.line, row.cells) for row in table.rows()] == [(5, ("恒川", "机械", "120", "苏州"))]


def test_a_workbook_opens_at_its_first_visible_sheet_with_rows(tmp_path: Path) -> None:
    path, book = tmp_path / "messy.xlsx", openpyxl.Workbook()
    hidden = book.active
    hidden.title, hidden.sheet_state = "隐藏", "hidden"
    hidden.append(["x"])
    book.create_sheet("空")
    sheet = book.create_sheet("客户")
    sheet["B2"] = "2026 年客户清单"
    sheet.merge_cells("B2:D2")
    for place, cells in enumerate([("客户名称", "行业", "人数"), ("恒川", "机械", "00120"), ("云禾", None, 85)], 4):
        for column, cell in zip("BCD", cells, strict=True):
            sheet[f"{column}{place}"] = cell
    sheet.merge_cells("C5:C6")
    book.active = 1
    book.save(path)
    assert sheets_of(path) == ["空", "客户", "隐藏"]
    table = open_table(path)
    assert (table.details, table.columns) == ("客户", ("客户名称", "行业", "人数"))
    assert [(row.line, row.cells) for row in table.rows()] == [
        (5, ("恒川", "机械", "00120")),
        (6, ("云禾", "机械", "85")),
    ]


def test_cells_of_a_workbook_come_as_what_they_mean(tmp_path: Path) -> None:
    path, book = tmp_path / "types.xlsx", openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["day", "moment", "time", "flag", "long", "small", "phone"])
    moment = datetime(2026, 3, 12, 15, 40)  # noqa: DTZ001 - a workbook knows no zones
    cells = [date(2026, 3, 12), moment, time(8, 30), True, 123456789012345678, 1e-7, 13812345678]
    book.active.append(cells)
    book.save(path)
    (row,) = open_table(path).rows()
    assert row.cells[:4] == ("2026-03-12", "2026-03-12 15:40:00", "08:30:00", "yes")
    assert row.cells[4:] == ("123456789012346000", "0.0000001", "13812345678")


def test_a_hundred_columns_and_equal_names_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text(",".join(["Phone"] * 100) + "\n" + ",".join(map(str, range(100))) + "\n", encoding="utf-8")
    table = open_table(path)
    assert table.columns[:3] == ("Phone", "Phone (2)", "Phone (3)")
    assert next(iter(table.rows())).cells == tuple(map(str, range(100)))


def test_a_cell_that_shows_a_percentage_is_read_as_it_is_shown(tmp_path: Path) -> None:
    path, book = tmp_path / "shares.xlsx", openpyxl.Workbook()
    sheet = book.active
    formats = {"B": "0%", "C": "0.00%", "D": '0.00"%"', "E": "General", "F": "[Red]0.0%;-0.0%"}
    for column, head in zip("BCDEF", ("a", "b", "c", "d", "e"), strict=True):
        sheet[f"{column}3"] = head
        for line, value in enumerate((0.25, 1, 0.07, "0.5", True), 4):
            sheet[f"{column}{line}"] = value
            if line != 5 or column != "F":
                sheet[f"{column}{line}"].number_format = formats[column]
    book.save(path)
    assert [row.cells for row in open_table(path).rows()] == [
        ("25%", "25%", "0.25", "0.25", "25%"),
        ("100%", "100%", "1", "1", "1"),
        ("7%", "7%", "0.07", "0.07", "7%"),
        ("0.5", "0.5", "0.5", "0.5", "0.5"),
        ("yes", "yes", "yes", "yes", "yes"),
    ]


def test_percentages_are_found_where_portions_cut_a_cell_and_wherever_a_style_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(xlsx_percents, "_PORTION", 7)
    sheet = (
        b'<x:c r="B2" s="3" t="n"><x:v>1</x:v></x:c><x:c s="2" r="AA2"/><x:c r="B3" s="3"/><x:c s="3"/><x:col s="3"/>'
    )
    found = list(xlsx_percents._places(io.BytesIO(sheet), [3, 2]))
    assert found == [(2, 1), (2, 26), (3, 1)]

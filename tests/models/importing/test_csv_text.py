"""Files of all sorts become tables, and what is no table is refused with a sentence."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.models.errors import Incompatible, UserError
from crm_desktop.models.importing.csv_text import read_csv
from crm_desktop.models.importing.error_file import harmless_cell, plain_cell, write_error_file
from crm_desktop.models.importing.table import PROBLEM_COLUMN


def cells_of(content: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read_csv("file.csv", content).rows()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_chinese_files_are_read_in_every_usual_encoding_with_every_usual_separator(
    encoding: str, separator: str
) -> None:
    text = f"客户名称{separator}年合同额\r\n恒川精密制造{separator}860000\r\n云禾食品{separator}420000\r\n"
    table = read_csv("file.csv", text.encode(encoding))
    assert table.columns == ("客户名称", "年合同额")
    assert table.separator == separator
    assert cells_of(text.encode(encoding)) == [("恒川精密制造", "860000"), ("云禾食品", "420000")]


def test_western_accents_are_not_taken_for_chinese() -> None:
    table = read_csv("file.csv", "name,city\nCafé Müller,Zürich\n".encode("cp1252"))
    assert [row.cells for row in table.rows()] == [("Café Müller", "Zürich")]


def test_quoted_cells_keep_separators_quotes_and_line_ends_and_lines_are_counted_as_in_the_file() -> None:
    table = read_csv("file.csv", b'a,b\n"x, ""y""","two\nlines"\n\nlast,1\n')
    rows = list(table.rows())
    assert rows[0].cells == ('x, "y"', "two\nlines")
    assert [row.line for row in rows] == [2, 5]


def test_excel_tells_its_separator_in_a_first_line() -> None:
    assert cells_of(b"sep=;\na;b\n1,5;2\n") == [("1,5", "2")]


def test_headers_without_name_or_named_twice_can_be_told_apart() -> None:
    assert read_csv("file.csv", b"name,,name\n1,2,3\n").columns == ("name", "#2", "name (2)")


def test_short_rows_are_filled_up_and_surplus_cells_stay_to_be_noticed() -> None:
    assert cells_of(b"a,b\n1\n1,2,,\n1,2,3\n") == [("1", ""), ("1", "2"), ("1", "2", "3")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "import.file_empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "import.file_empty"),
        (b"a,b\n1,\x002\n", "import.not_text"),
        (b"name\n" + b"x" * 10_000_000 + b"\n", "import.line_too_long"),
        (b'a,b\n1,"never closed\n' + b"2,3\n" * 10, "import.quote_open"),
        (b'a,b\n1,"never closed\n' + b"2,3\n" * 100_000, "import.quote_open"),
        (b"a," * 2_000 + b"\n1\n", "import.too_many_columns"),
        (b"\x81\x20\xff\xff\x81\x8d\x8f", "import.encoding_unknown"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Incompatible) as refusal:
        cells_of(content)
    assert refusal.value.code == code
    assert refusal.value.facts["file"] == "file.csv"


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_but_never_crash(content: bytes) -> None:
    try:
        table = read_csv("file.csv", content)
        rows = list(table.rows())
    except UserError:
        return
    assert all(len(row.cells) >= len(table.columns) for row in rows)


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=6), st.sampled_from([",", ";", "\t", "|"]))
def test_what_a_csv_writer_wrote_is_read_back(rows: list[list[str]], separator: str) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator).writerows([["first", "second"], *rows])
    found = read_csv("file.csv", buffer.getvalue().encode("utf-8-sig"), separator=separator)
    filled = [tuple(row) for row in rows if any(cell and not cell.isspace() for cell in row)]
    assert [row.cells for row in found.rows()] == filled


@given(CELLS)
def test_a_neutralised_cell_is_no_formula_and_leads_back(cell: str) -> None:
    safe = harmless_cell(cell)
    assert plain_cell(safe) == cell
    assert not safe.startswith(("=", "@", "\t", "\r"))


@pytest.mark.parametrize("cell", ["=1+1", "+86 512 6288", "-2+3", "@SUM(A1)", "＝cmd", "'=1", "\t=1"])
def test_cells_a_spreadsheet_would_run_are_neutralised(cell: str) -> None:
    assert harmless_cell(cell) == f"'{cell}"


@given(st.lists(st.lists(CELLS.filter(lambda cell: cell.strip()), min_size=2, max_size=2), min_size=1, max_size=5))
def test_an_error_file_comes_back_as_the_rows_it_was_made_of(rows: list[list[str]]) -> None:
    content = write_error_file(["=first", "second"], [(row, "because") for row in rows])
    table = read_csv("errors.csv", content)
    assert table.columns == ("=first", "second", PROBLEM_COLUMN)
    assert [row.cells for row in table.rows()] == [(*row, "because") for row in rows]

"""Writing tables as XLSX workbooks: numbers as numbers, days as days, and text as text that is never a formula.

Rows go to the disk as they come, so that a million of them need no more memory than a hundred.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias

from crm_desktop.interchange.csv_export import whole
from crm_desktop.models.importing.error_file import harmless_cell

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Cell: TypeAlias = str | int | Decimal | date | datetime | None
MOST_ROWS = 1_048_575
"""What a sheet holds below its headings; more goes on in another sheet."""
_MOST_CHARACTERS = 32_767
_LINE_END = re.compile(r"\r\n?")
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_xlsx(path: Path, title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write the workbook whole or not at all and return how many rows it has.

    Raises Broken (`export.disk_full`, `export.not_writable`).
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    # What is not finished lies beside the file, not where other people's programs keep theirs.
    with whole(path) as unfinished, TemporaryDirectory(prefix=".export-", dir=path.parent) as workplace:
        # Beyond 2 GiB a sheet needs an extension of ZIP, which Excel offers to repair: better than no export.
        book = Workbook(str(unfinished), {"constant_memory": True, "tmpdir": workplace, "use_zip64": True})
        try:
            count = _Book(book).fill(title, headings, rows)
            book.close()
        except FileCreateError as problem:
            raise problem.args[0] from problem
        finally:
            _let_go(book)
    return count


def xlsx_bytes(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a small table as the bytes of such a workbook."""
    from xlsxwriter import Workbook

    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        _Book(book).fill(title, headings, rows)
    return content.getvalue()


def _let_go(book: Workbook) -> None:
    """Close what a workbook that was not finished has open: a full disk refuses even that."""
    for sheet in book.worksheets():
        with suppress(OSError):
            sheet._opt_close()


class _Book:
    """A workbook with the ways in which values are shown; rows are written in order, as its mode wants it."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._quoted: Format = book.add_format()
        self._quoted.set_quote_prefix()
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._amount = book.add_format({"num_format": "#,##0.00"})

    def fill(self, title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
        """Write all rows, in as many sheets as they need; return how many they are."""
        base = re.sub(r"[\[\]:*?/\\]", " ", _readable(title))[:25].strip("' ") or "1"
        count, waiting = 0, iter(rows)
        following: Sequence[Cell] | None = ()
        while following is not None:
            number = len(self._book.worksheets()) + 1
            sheet = self._book.add_worksheet(base if number == 1 else f"{base} ({number})")
            count += self._fill_sheet(sheet, headings, islice(waiting, MOST_ROWS))
            following = next(waiting, None)
            if following is not None:
                waiting = chain((following,), waiting)
        return count

    def _fill_sheet(self, sheet: Worksheet, headings: Sequence[str], rows: Iterator[Sequence[Cell]]) -> int:
        sheet.freeze_panes(1, 1)
        self._write_row(sheet, 0, headings)
        count = 0
        for count, row in enumerate(rows, start=1):
            self._write_row(sheet, count, row)
        return count

    def _write_row(self, sheet: Worksheet, number: int, row: Sequence[Cell]) -> None:
        for column, value in enumerate(row):
            match value:
                case None | "":
                    continue
                case str():
                    look = None if harmless_cell(value) == value else self._quoted
                    sheet.write_string(number, column, _readable(value)[:_MOST_CHARACTERS], look)
                case datetime():
                    sheet.write_datetime(number, column, value, self._moment)
                case date():
                    sheet.write_datetime(number, column, value, self._day)
                case Decimal():
                    sheet.write_number(number, column, value, self._amount)
                case _:
                    sheet.write_number(number, column, value)


def _readable(value: str) -> str:
    return value if value.isprintable() else _UNREADABLE.sub("", _LINE_END.sub("\n", value))

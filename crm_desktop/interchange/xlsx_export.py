"""Writing tables as XLSX workbooks: numbers as numbers, days as days, and text as text that is never a formula.

Rows go to the disk as they come, so that a million of them need no more memory than a hundred.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

from crm_desktop.interchange.csv_export import whole
from crm_desktop.models.importing.error_file import harmless_cell

Cell: TypeAlias = str | int | Decimal | date | datetime | None
MOST_ROWS = 1_048_575
"""What a sheet holds below its headings; more goes on in another sheet."""
_MOST_CHARACTERS = 32_767
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMATS: tuple[tuple[type, str], ...] = (
    (datetime, "yyyy-mm-dd hh:mm"),
    (date, "yyyy-mm-dd"),
    (Decimal, "#,##0.00"),
)


def write_xlsx(path: Path, title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write the file whole or not at all and return how many rows it has.

    Raises Broken (`export.disk_full`, `export.not_writable`).
    """
    from openpyxl import Workbook

    count = 0
    with whole(path) as unfinished:
        book = Workbook(write_only=True)
        try:
            for sheet, portion in _sheets(book, title, rows):
                sheet.freeze_panes = "B2"
                sheet.append([_text(sheet, heading) for heading in headings])
                for row in portion:
                    sheet.append([_cell(sheet, value) for value in row])
                    count += 1
            book.save(unfinished)
        except BaseException:
            _drop(book)
            raise
    return count


def _drop(book: Any) -> None:
    """Take away what a workbook that is not finished has on the disk: openpyxl would leave it until the end."""
    for sheet in book.worksheets:
        sheet.close()
        writer = sheet._writer
        if writer is not None and Path(writer.out).exists():
            writer.cleanup()


def _sheets(book: Any, title: str, rows: Iterable[Sequence[Cell]]) -> Iterator[tuple[Any, Iterator[Sequence[Cell]]]]:
    """Yield sheets with the rows that go there: the next sheet begins when one is full."""
    waiting = iter(rows)
    following = next(waiting, None)
    number = 1
    while number == 1 or following is not None:
        name = re.sub(r"[\[\]:*?/\\]", " ", title)[:25] or "1"

        def portion() -> Iterator[Sequence[Cell]]:
            nonlocal following
            for _ in range(MOST_ROWS):
                if following is None:
                    return
                yield following
                following = next(waiting, None)

        yield book.create_sheet(name if number == 1 else f"{name} ({number})"), portion()
        number += 1


def _cell(sheet: Any, value: Cell) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return _text(sheet, value)
    from openpyxl.cell import WriteOnlyCell

    for of_type, number_format in _FORMATS:
        if isinstance(value, of_type):
            cell = WriteOnlyCell(sheet, value=value)
            cell.number_format = number_format
            return cell
    return value


def _text(sheet: Any, value: str) -> Any:
    """Return a text cell; one that looks like a formula is marked as text for whoever edits it, too."""
    plain = _UNREADABLE.sub("", value)[:_MOST_CHARACTERS]
    if harmless_cell(plain) == plain:
        return plain
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=plain)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell

"""Workbooks (XLSX, XLS, ODS) as tables, read by calamine: values only, no formulas are run."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TypeAlias

from crm_desktop.models.errors import Incompatible
from crm_desktop.models.importing.csv_text import MOST_BYTES, MOST_COLUMNS
from crm_desktop.models.importing.disk import read_bytes
from crm_desktop.models.importing.error_file import plain_cell
from crm_desktop.models.importing.table import PROBLEM_COLUMN, Row, clean_headers, fit

Cell: TypeAlias = int | float | str | bool | time | date | datetime | timedelta
MOST_CELLS = 20_000_000


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One sheet. Its rows are read again from the workbook each time, so that only one copy is held."""

    name: str
    columns: tuple[str, ...]
    sheet: str
    content: bytes

    @property
    def details(self) -> str:
        """The sheet's name."""
        return self.sheet

    def rows(self) -> Iterator[Row]:
        """Read the rows after the header."""
        returning = PROBLEM_COLUMN in self.columns
        rows = _filled_rows(self.name, self.content, self.sheet)
        next(rows)
        for line, cells in rows:
            fitted = fit(cells, len(self.columns))
            yield Row(line, tuple(plain_cell(cell) for cell in fitted) if returning else fitted)


def sheet_names(path: Path) -> list[str]:
    """Return the names of the sheets; raises Incompatible("import.workbook_broken")."""
    return _sheets(path.name, read_bytes(path, MOST_BYTES))


def open_sheet(path: Path, sheet: str = "") -> SheetTable:
    """Return one sheet, the first where none is named.

    Raises Broken (`import.file_missing`, `import.file_unreadable`) and Incompatible (`import.workbook_broken`,
    `import.sheet_missing`, `import.file_empty`, `import.file_too_large`, `import.too_many_columns`).
    """
    content = read_bytes(path, MOST_BYTES)
    names = _sheets(path.name, content)
    if not names or (sheet and sheet not in names):
        raise Incompatible("import.sheet_missing", file=path.name)
    chosen = sheet or names[0]
    header = next(_filled_rows(path.name, content, chosen), None)
    if header is None:
        raise Incompatible("import.file_empty", file=path.name)
    columns = clean_headers(fit(header[1], 1))
    if len(columns) > MOST_COLUMNS:
        raise Incompatible("import.too_many_columns", file=path.name, most=MOST_COLUMNS)
    return SheetTable(path.name, columns, chosen, content)


def cell_text(cell: Cell) -> str:
    """Return a cell as text that `models.importing` reads back as the same value."""
    if type(cell) is str:
        return cell
    match cell:
        case bool():
            return "yes" if cell else "no"
        case float() if cell.is_integer() and abs(cell) < 2**53:
            return str(int(cell))
        case float():
            return format(cell, ".15g")
        case datetime():
            return cell.isoformat(sep=" ", timespec="seconds") if cell.time() != time() else cell.date().isoformat()
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def _sheets(name: str, content: bytes) -> list[str]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            return list(workbook.sheet_names)
    except CalamineError:
        raise Incompatible("import.workbook_broken", file=name) from None


def _filled_rows(name: str, content: bytes, sheet: str) -> Iterator[tuple[int, list[str]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            cells = workbook.get_sheet_by_name(sheet)
            if cells.total_height * cells.total_width > MOST_CELLS:
                raise Incompatible("import.file_too_large", file=name)
            for line, row in enumerate(cells.iter_rows(), start=1):
                texts = [cell_text(cell) for cell in row]
                if any(text and not text.isspace() for text in texts):
                    yield line, texts
    except CalamineError:
        raise Incompatible("import.workbook_broken", file=name) from None

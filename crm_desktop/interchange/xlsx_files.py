"""Workbooks (XLSX, XLS, ODS) as tables, read by calamine: values only, no formulas are run."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from crm_desktop.interchange.xlsx_percents import Percents, percent_cells, percent_text
from crm_desktop.models.errors import Incompatible
from crm_desktop.models.importing.csv_text import MOST_BYTES, MOST_COLUMNS
from crm_desktop.models.importing.disk import read_bytes
from crm_desktop.models.importing.error_file import plain_cell
from crm_desktop.models.importing.table import LOOKED_AT, PROBLEM_COLUMN, Row, clean_headers, fit, header_among

Cell: TypeAlias = int | float | str | bool | time | date | datetime | timedelta
MOST_CELLS = 20_000_000
_NO_PERCENTS = Percents()


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One sheet. Its rows are read again from the workbook each time, so that only one copy is held."""

    name: str
    columns: tuple[str, ...]
    sheet: str
    content: bytes
    above: int = 0
    """Filled rows above the header: titles, remarks."""
    percents: Percents = _NO_PERCENTS

    @property
    def details(self) -> str:
        """The sheet's name."""
        return self.sheet

    def rows(self) -> Iterator[Row]:
        """Read the rows after the header."""
        returning = PROBLEM_COLUMN in self.columns
        rows = _filled_rows(self.name, self.content, self.sheet, self.percents)
        for line, cells in islice(rows, self.above + 1, None):
            fitted = fit(cells, len(self.columns))
            yield Row(line, tuple(plain_cell(cell) for cell in fitted) if returning else fitted)


def sheet_names(path: Path) -> list[str]:
    """Return the names of the sheets, those that are hidden last; raises Incompatible("import.workbook_broken")."""
    return _sheets(path.name, read_bytes(path, MOST_BYTES))


def open_sheet(path: Path, sheet: str = "") -> SheetTable:
    """Return one sheet; where none is named the first that is neither hidden nor empty.

    Raises Broken (`import.file_missing`, `import.file_unreadable`) and Incompatible (`import.workbook_broken`,
    `import.sheet_missing`, `import.file_empty`, `import.file_too_large`, `import.too_many_columns`).
    """
    content = read_bytes(path, MOST_BYTES)
    names = _sheets(path.name, content)
    if not names or (sheet and sheet not in names):
        raise Incompatible("import.sheet_missing", file=path.name)
    for chosen in [sheet] if sheet else names:
        first = [cells for _, cells in islice(_filled_rows(path.name, content, chosen), LOOKED_AT)]
        if first:
            break
    else:
        raise Incompatible("import.file_empty", file=path.name)
    above = header_among(first)
    columns = clean_headers(fit(first[above], 1))
    if len(columns) > MOST_COLUMNS:
        raise Incompatible("import.too_many_columns", file=path.name, most=MOST_COLUMNS)
    return SheetTable(path.name, columns, chosen, content, above, percent_cells(content, chosen))


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
            # As many digits as a spreadsheet keeps, and none as a power of ten.
            return format(Decimal(format(cell, ".15g")), "f")
        case datetime():
            return cell.isoformat(sep=" ", timespec="seconds") if cell.time() != time() else cell.date().isoformat()
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def _sheets(name: str, content: bytes) -> list[str]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            sheets = sorted(workbook.sheets_metadata, key=lambda each: each.visible != SheetVisibleEnum.Visible)
            return [str(each.name) for each in sheets]
    except CalamineError:
        raise Incompatible("import.workbook_broken", file=name) from None


def _filled_rows(
    name: str, content: bytes, sheet: str, percents: Percents = _NO_PERCENTS
) -> Iterator[tuple[int, list[str]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            cells = workbook.get_sheet_by_name(sheet)
            if cells.total_height * cells.total_width > MOST_CELLS:
                raise Incompatible("import.file_too_large", file=name)
            merged, left = _Merged(cells), cells.start[1] if cells.start else 0
            for (line, row), shares in zip(enumerate(cells.iter_rows(), start=1), percents.by_line(), strict=False):
                texts = [cell if type(cell) is str else cell_text(cell) for cell in row]
                for place in shares:
                    cell = row[place - left] if left <= place < left + len(row) else None
                    if isinstance(cell, int | float) and not isinstance(cell, bool):
                        texts[place - left] = percent_text(cell)
                merged.fill(line, texts)
                if not "".join(texts).isspace() and any(texts):
                    yield line, texts
    except CalamineError:
        raise Incompatible("import.workbook_broken", file=name) from None


class _Merged:
    """Cells that were merged over several rows: what stands in the first of them is meant for all."""

    def __init__(self, cells: Any) -> None:
        left = cells.start[1] if cells.start else 0
        ranges = [each for each in cells.merged_cell_ranges or () if each[1][0] > each[0][0]]
        # First and last row, counted from 1, and the place of the column in a row; the last one on top.
        self._coming = sorted(((a[0] + 1, b[0] + 1, a[1] - left) for a, b in ranges), reverse=True)
        self._open: list[tuple[int, int, str]] = []

    def fill(self, line: int, texts: list[str]) -> None:
        """Put into a row what was merged over it; to be called for each row in turn."""
        if not self._coming and not self._open:
            return
        self._open = [each for each in self._open if each[0] >= line]
        for _, column, text in self._open:
            if column < len(texts) and not texts[column]:
                texts[column] = text
        while self._coming and self._coming[-1][0] <= line:
            _, last, column = self._coming.pop()
            if 0 <= column < len(texts):
                self._open.append((last, column, texts[column]))

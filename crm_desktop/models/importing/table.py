"""A table of text cells, whatever file it came from. Readers of particular formats live elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

PROBLEM_COLUMN = "problem / 问题"
"""Header of the column that an error file adds; a file that has it is an error file coming back."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line (or sheet row) in the file, counted from 1, and as many cells as there are columns, or more."""

    line: int
    cells: tuple[str, ...]


class Table(Protocol):
    """Something with named columns whose rows can be read more than once, one at a time."""

    @property
    def name(self) -> str:
        """The file's name, without folder."""
        ...

    @property
    def columns(self) -> tuple[str, ...]:
        """The headers, without doubles."""
        ...

    @property
    def details(self) -> str:
        """How the file was read, for a person: encoding and separator, or the sheet's name."""
        ...

    def rows(self) -> Iterator[Row]:
        """Read the rows from the start; blank ones are left out."""
        ...


@dataclass(frozen=True, slots=True)
class RowsTable:
    """A table whose rows are at hand already."""

    name: str
    columns: tuple[str, ...]
    content: Sequence[Row]
    details: str = ""

    def rows(self) -> Iterator[Row]:
        """Read the rows from the start."""
        return iter(self.content)


LOOKED_AT = 12
"""Filled rows among which the names of the columns are looked for."""


def header_among(rows: Sequence[Sequence[str]]) -> int:
    """Return which of a table's first filled rows holds the names of its columns.

    Titles and remarks above a table fill a cell or two, names of columns more than half as many as the fullest row.
    """
    filled = [sum(1 for cell in row if cell.strip()) for row in rows]
    most = max(filled, default=0)
    return next((place for place, count in enumerate(filled) if most < 3 or 2 * count > most), 0)


def clean_headers(cells: Sequence[str]) -> tuple[str, ...]:
    """Return headers that are neither empty nor double: `#3` for the third without a name, `name (2)` for a second."""
    taken: set[str] = set()
    headers: list[str] = []
    for position, cell in enumerate(cells, start=1):
        base = " ".join(cell.split()) or f"#{position}"
        header, count = base, 1
        while header in taken:
            count += 1
            header = f"{base} ({count})"
        taken.add(header)
        headers.append(header)
    return tuple(headers)


def fit(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """Return the cells padded to `width`, and without empty ones beyond it; filled ones stay to be noticed."""
    kept = len(cells)
    if kept == width:
        return tuple(cells)
    while kept > width and not cells[kept - 1].strip():
        kept -= 1
    return tuple(cells[:kept]) + ("",) * (width - kept)

"""Writing tables as XLSX workbooks: numbers as numbers, days as days, and text as text that is never a formula.

Rows go to the disk as they come, so that a million of them need no more memory than a hundred. The sheets are written
here and not by a library, of which each row would cost ten times as much (docs/performance.md).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import IO, TypeAlias
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from crm_desktop.interchange.csv_export import whole
from crm_desktop.interchange.xlsx_parts import (
    AMOUNT,
    DAY,
    MOMENT,
    QUOTED,
    SHEET_END,
    SHEET_START,
    sheet_part,
    write_parts,
)
from crm_desktop.models.importing.error_file import harmless_cell

Cell: TypeAlias = str | int | Decimal | date | datetime | None
MOST_ROWS = 1_048_575
"""What a sheet holds below its headings; more goes on in another sheet."""
MOST_BYTES = 2_000_000_000
"""What a sheet may hold unpacked: beyond 2 GiB it would need an extension of ZIP that Excel wants to repair."""
_MOST_CHARACTERS = 32_767
_LEVEL = 3
"""Packs nearly as well as the usual level in half the time."""
_PORTION = 200
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What readers take for a sign written by its number; the line itself is then written so."""
_FIRST_DAY, _LEAP_DAY = date(1899, 12, 31), 59
"""Day 0, and the last one before 29 February 1900, which never was, and which spreadsheets count."""


def write_xlsx(path: Path, title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write the file whole or not at all and return how many rows it has.

    Raises Broken (`export.disk_full`, `export.not_writable`).
    """
    count, names, waiting = 0, list[str](), iter(rows)
    base = re.sub(r"[\[\]:*?/\\]", " ", _readable(title))[:25].strip("' ") or "1"
    with whole(path) as unfinished, ZipFile(unfinished, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        more = True
        while more:
            names.append(escape(f"{base} ({len(names) + 1})" if names else base, {'"': "&quot;"}))
            with archive.open(sheet_part(len(names)), "w") as sheet:
                count += _write_sheet(sheet, headings, waiting)
            following = next(waiting, None)
            more = following is not None
            if following is not None:
                waiting = chain((following,), waiting)
        write_parts(archive, names)
    return count


def _write_sheet(sheet: IO[bytes], headings: Sequence[str], rows: Iterator[Sequence[Cell]]) -> int:
    """Write as many rows as a sheet holds, and return how many they are."""
    letters = _letters(len(headings))
    sheet.write((SHEET_START + _row(1, headings, letters)).encode())
    count = size = 0
    while size < MOST_BYTES and (portion := list(islice(rows, min(_PORTION, MOST_ROWS - count)))):
        content = "".join([_row(number, row, letters) for number, row in enumerate(portion, start=count + 2)]).encode()
        sheet.write(content)
        count += len(portion)
        size += len(content)
    sheet.write(SHEET_END.encode())
    return count


def _row(number: int, row: Sequence[Cell], letters: Sequence[str]) -> str:
    cells = [
        f'<c r="{letter}{number}"{_text(value) if type(value) is str else _other(value)}'
        for letter, value in zip(letters, row, strict=True)
        if value is not None and value != ""
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _other(value: Cell) -> str:
    """Return what is no text as XML, from behind the place of the cell."""
    match value:
        case datetime():
            seconds = value.hour * 3600 + value.minute * 60 + value.second
            return f' s="{MOMENT}"><v>{_day_number(value.date()) + seconds / 86_400:.10f}</v></c>'
        case date():
            return f' s="{DAY}"><v>{_day_number(value)}</v></c>'
        case Decimal():
            return f' s="{AMOUNT}"><v>{value:f}</v></c>'
        case _:
            return f"><v>{value}</v></c>"


def _day_number(day: date) -> int:
    days = (day - _FIRST_DAY) // timedelta(days=1)
    return days + (days > _LEAP_DAY)


def _text(value: str) -> str:
    """Return a text cell; one that looks like a formula is marked as text for whoever edits it, too."""
    plain = value[:_MOST_CHARACTERS] if value.isprintable() else _readable(value)[:_MOST_CHARACTERS]
    style = "" if harmless_cell(plain) == plain else f' s="{QUOTED}"'
    if "_x" in plain:
        plain = _LOOKS_ESCAPED.sub("_x005F_", plain)
    kept = ' xml:space="preserve"' if plain != plain.strip() or "\n" in plain else ""
    return f'{style} t="inlineStr"><is><t{kept}>{escape(plain)}</t></is></c>'


def _readable(value: str) -> str:
    return _UNREADABLE.sub("", value)


def _letters(count: int) -> list[str]:
    """Return the names of so many columns: A … Z, AA …"""
    names: list[str] = []
    for number in range(count):
        name, rest = "", number + 1
        while rest:
            rest, place = divmod(rest - 1, 26)
            name = chr(65 + place) + name
        names.append(name)
    return names

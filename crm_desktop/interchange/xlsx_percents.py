"""Which cells of a workbook show a share of a hundred: 0.25 formatted as a percentage means 25 %.

Calamine tells a cell's value and not its format, so the styles are looked at here; where none is a percentage, which is
most workbooks, that is all. Only XLSX and its like: what XLS and ODS say of formats is not read.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import IO, Any
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as DamagedStream  # noqa: N812 - an exception, in spite of its name

_BOOK, _LINKS, _STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
_BUILT_IN = frozenset({9, 10})
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
"""Parts of a format that are shown as they stand."""
_MOST_BYTES = 32 * 1024 * 1024
"""Of the parts that are read whole."""
_PORTION = 1 << 20
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_TOO_LONG_FOR_A_TAG = 1_000


@dataclass(frozen=True, slots=True)
class Percents:
    """Cells that are percentages: for each column, counted from 0, the first and last lines of its stretches."""

    stretches: Mapping[int, list[tuple[int, int]]] = field(default_factory=dict)

    def by_line(self) -> Iterator[list[int]]:
        """Yield the columns of one line after the other, from line 1 on, for ever."""
        changes: dict[int, list[tuple[int, bool]]] = {}
        for column, stretches in self.stretches.items():
            for first, last in stretches:
                changes.setdefault(first, []).append((column, True))
                changes.setdefault(last + 1, []).append((column, False))
        columns: set[int] = set()
        now: list[int] = []
        line = 0
        while True:
            line += 1
            if line in changes:
                columns.difference_update(column for column, begins in changes[line] if not begins)
                columns.update(column for column, begins in changes[line] if begins)
                now = sorted(columns)
            yield now


def percent_cells(content: bytes, sheet: str) -> Percents:
    """Return the cells of one sheet that are formatted as percentages; none where the file is not as it should be."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            styles = _percent_styles(_tree(archive, _STYLES))
            part = _part_of(archive, sheet) if styles else ""
            if not part:
                return Percents()
            with archive.open(part) as cells:
                return _stretches(_places(cells, styles))
    except (BadZipFile, DamagedStream, KeyError, ValueError, OSError, NotImplementedError):
        return Percents()  # another format, or damaged, as whoever reads the values says


def percent_text(value: float) -> str:
    """Return a share as people write it: 0.25 is `25%`."""
    shown = (Decimal(format(value, ".15g")) * 100).normalize()
    return f"{shown:f}%"


def _percent_styles(root: Any) -> list[int]:
    """Return the numbers of the cell styles that show percentages."""
    own = {int(each.get("numFmtId", -1)): each.get("formatCode", "") for each in root.iter("{*}numFmt")}
    percents = _BUILT_IN | {number for number, code in own.items() if "%" in _LITERAL.sub("", code)}
    formats = [int(each.get("numFmtId", 0)) for styles in root.iter("{*}cellXfs") for each in styles.iter("{*}xf")]
    return [place for place, number in enumerate(formats) if number in percents]


def _part_of(archive: ZipFile, sheet: str) -> str:
    link = next(
        (
            value
            for each in _tree(archive, _BOOK).iter("{*}sheet")
            if each.get("name") == sheet
            for name, value in each.attrib.items()
            if name.endswith("}id")
        ),
        "",
    )
    targets = {each.get("Id"): each.get("Target", "") for each in _tree(archive, _LINKS).iter("{*}Relationship")}
    target = targets.get(link, "")
    return target[1:] if target.startswith("/") else f"xl/{target}" if target else ""


def _tree(archive: ZipFile, part: str) -> Any:
    from lxml import etree

    found: ZipInfo = archive.getinfo(part)
    if found.file_size > _MOST_BYTES:
        raise ValueError("a part that should be small is not")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(archive.read(found), parser)
    except etree.XMLSyntaxError as problem:
        raise ValueError("no XML") from problem


def _places(cells: IO[bytes], styles: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield line and column of the cells with one of the styles, in the order of the file."""
    numbers = "|".join(map(str, styles)).encode()
    tag = re.compile(rb"<(?:\w+:)?c\b[^<>]*\bs=[\"'](?:" + numbers + rb")[\"'][^<>]*>")
    rest = b""
    while portion := cells.read(_PORTION):
        text = rest + portion
        for found in tag.finditer(text):
            place = _PLACE.search(found[0])
            if place is not None:
                yield int(place[2]), _column(place[1])
        begun = text.rfind(b"<")
        # A tag that is cut goes on in the next portion; whatever is longer than any is none.
        rest = text[begun:] if begun >= 0 and b">" not in text[begun:] else b""
        rest = rest if len(rest) < _TOO_LONG_FOR_A_TAG else b""


def _stretches(places: Iterable[tuple[int, int]]) -> Percents:
    found: dict[int, list[tuple[int, int]]] = {}
    for line, column in places:
        known = found.setdefault(column, [])
        if known and known[-1][1] == line - 1:
            known[-1] = (known[-1][0], line)
        else:
            known.append((line, line))
    ordered = {column: sorted(set(each)) for column, each in found.items()}
    return Percents({column: each for column, each in ordered.items() if all(a[1] < b[0] for a, b in pairwise(each))})


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1

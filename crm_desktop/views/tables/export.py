"""A list as a file: CSV, XLSX, vCard or iCalendar, by its ending; all that is meant, some hundred records at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.interchange.csv_export import write_csv
from crm_desktop.interchange.vcard.writing import write_vcards
from crm_desktop.interchange.xlsx_export import Cell, write_xlsx
from crm_desktop.models.calendars.entries import begins_at
from crm_desktop.models.calendars.ics_out import Telling, to_ics
from crm_desktop.models.errors import Broken
from crm_desktop.store.queries.list_rows import still_listed
from crm_desktop.store.queries.lists import open_list, page
from crm_desktop.store.queries.records import records, titles
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.lookups import Lookups
from crm_desktop.views.tables.columns import columns_of
from crm_desktop.views.tables.export_cells import Writer, headings_of, writer_of
from crm_desktop.views.tables.reading import Asked, read_page
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.watching import Watch

if TYPE_CHECKING:
    from crm_desktop.store.reader import Reader

_PORTION = 500
_PEOPLE = "contact"
_DATED = ("task", "visit")


class Stopped(Exception):
    """Somebody stopped the export; the file is not there."""


@dataclass(frozen=True, slots=True)
class Export:
    """What is to be written, and where to."""

    path: Path
    asked: Asked
    rowids: frozenset[int] | None
    """Rows of the list, None for all of it."""
    lookups: Lookups
    formats: Formats
    watch: Watch

    @property
    def format(self) -> str:
        """`csv`, `xlsx`, `vcf` or `ics`."""
        return self.path.suffix.lower().removeprefix(".")


def formats_for(kind: str) -> list[str]:
    """Return the endings in which a list of this kind can be written."""
    return ["csv", "xlsx", *(["vcf"] if kind == _PEOPLE else []), *(["ics"] if kind in _DATED else [])]


def export_list(reader: Reader, export: Export) -> int:
    """Write the records in the order of the list, and return how many there are; raises Stopped, Broken export.…"""
    asked = export.asked
    seen_from = asked.seen_from(reader)
    every = open_list(reader, asked.kind, asked.definition, seen_from).rowids
    if export.rowids is not None:
        meant = still_listed(reader, asked.kind, asked.definition, seen_from, export.rowids)
        every = type(every)("q", (rowid for rowid in every if rowid in meant))
    if export.format == "ics":
        return _write_calendar(reader, export, every)
    if export.format == "vcf":
        return write_vcards(export.path, _people(reader, export, every))
    columns = columns_of(asked.declaration, asked.definition)
    headings = [heading for column in columns for heading in headings_of(column)]
    typed = export.format == "xlsx"
    rows = _rows(reader, export, every, [writer_of(column, typed=typed) for column in columns])
    if typed:
        return write_xlsx(export.path, str(columns[0].heading), headings, rows)
    return write_csv(export.path, headings, (list(map(str, row)) for row in rows))


def _rows(
    reader: Reader,
    export: Export,
    rowids: Sequence[int],
    writers: Sequence[Writer],
) -> Iterator[list[Cell]]:
    for begin in _portions(export, rowids):
        found = read_page(reader, export.asked, rowids[begin : begin + _PORTION])
        words = Wordings(export.lookups, export.formats, found.names)
        for row in found.rows:
            yield [cell for write in writers for cell in write(row, words)]


def _portions(export: Export, rowids: Sequence[int]) -> Iterator[int]:
    for begin in range(0, len(rowids), _PORTION):
        if export.watch.cancelled():
            raise Stopped
        yield begin
        export.watch.progress("", min(begin + _PORTION, len(rowids)))


def _people(reader: Reader, export: Export, rowids: Sequence[int]) -> Iterator[dict[str, str]]:
    """Yield contacts whole, whatever columns are shown, with the address of their account."""
    for begin in _portions(export, rowids):
        found = page(reader, _PEOPLE, rowids[begin : begin + _PORTION])
        accounts = records(reader, "account", {str(each.get("account_id")) for each in found if each.get("account_id")})
        for each in found:
            person = {name: str(value) for name, value in each.values.items() if isinstance(value, str)}
            account = accounts.get(person.get("account_id", ""))
            if account is not None:
                person["company"] = account.title
                of_account = ("website", "street", "city", "postcode", "country")
                person |= {name: str(account.get(name)) for name in of_account if account.get(name)}
            yield person


def _write_calendar(reader: Reader, export: Export, rowids: Sequence[int]) -> int:
    """Write tasks or visits as a calendar; those without a time have no place in one and are not counted."""
    found = [
        each
        for begin in _portions(export, rowids)
        for each in page(reader, export.asked.kind, rowids[begin : begin + _PORTION])
    ]
    timed = [each for each in found if begins_at(each) is not None]
    linked = titles(reader, "account", {str(each.get("account_id")) for each in timed if each.get("account_id")})
    try:
        export.path.write_bytes(to_ics(timed, Telling(export.formats.zone, export.formats.now, linked)))
    except OSError as problem:
        raise Broken("export.not_writable") from problem
    return len(timed)

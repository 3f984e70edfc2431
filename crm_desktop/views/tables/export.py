"""A list as a CSV file: the columns that are shown, of all records that are meant, read a few hundred at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.interchange.csv_export import write_csv
from crm_desktop.models.fields import FieldType
from crm_desktop.models.money import from_units
from crm_desktop.store.queries.list_rows import still_listed
from crm_desktop.store.queries.lists import open_list
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.lookups import Lookups
from crm_desktop.views.tables.columns import Column, columns_of
from crm_desktop.views.tables.fields import currency_field, field_label
from crm_desktop.views.tables.reading import Asked, ListRow, read_page
from crm_desktop.views.value_words import Wordings

if TYPE_CHECKING:
    from crm_desktop.store.reader import Reader

_PORTION = 500


def export_list(
    reader: Reader, path: Path, asked: Asked, rowids: frozenset[int] | None, lookups: Lookups, formats: Formats
) -> int:
    """Write the records in these rows, in the order of the list (None: all of it), and return how many there are."""
    columns = columns_of(asked.declaration, asked.definition)
    seen_from = asked.seen_from(reader)
    every = open_list(reader, asked.kind, asked.definition, seen_from).rowids
    if rowids is not None:
        meant = still_listed(reader, asked.kind, asked.definition, seen_from, rowids)
        every = type(every)("q", (rowid for rowid in every if rowid in meant))
    headings = [heading for column in columns for heading in _headings(column)]
    return write_csv(path, headings, _rows(reader, asked, every, columns, lookups, formats))


def _rows(
    reader: Reader, asked: Asked, rowids: Sequence[int], columns: Sequence[Column], lookups: Lookups, formats: Formats
) -> Iterator[list[str]]:
    for begin in range(0, len(rowids), _PORTION):
        page = read_page(reader, asked, rowids[begin : begin + _PORTION])
        words = Wordings(lookups, formats, page.names)
        for row in page.rows:
            yield [cell for column in columns for cell in _cells(column, row, words)]


def _headings(column: Column) -> list[str]:
    if column.field.type is not FieldType.MONEY:
        return [str(column.heading)]
    currency = field_label(column.kind, currency_field(column.kind, column.name))
    return [str(column.heading), str(currency)]


def _cells(column: Column, row: ListRow, words: Wordings) -> list[str]:
    """Return a value as a spreadsheet and an import understand it; an amount is followed by its currency."""
    field, value = column.field, row.values.get(column.name)
    if field.name == column.kind.title:
        return [row.title]
    if field.type is FieldType.MONEY:
        currency = row.values.get(currency_field(column.kind, field.name))
        amount = f"{from_units(value).normalize():f}" if isinstance(value, int) else ""
        return [amount, str(currency or "") if amount else ""]
    if value is None:
        return [""]
    if field.type is FieldType.MOMENT and isinstance(value, int):
        return [f"{words.formats.day_of(value).isoformat()} {words.formats.time(value)}"]
    if field.type in (FieldType.DATE, FieldType.INTEGER, FieldType.SHARE):
        return [str(value)]
    return [words.value(column.kind, field, value)]

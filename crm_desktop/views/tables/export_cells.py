"""How the values of a list stand in a file: for each column a function that is made once and asked for each row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from crm_desktop.interchange.xlsx_export import Cell
from crm_desktop.models.fields import FieldType, Value
from crm_desktop.models.money import from_units
from crm_desktop.views.tables.columns import Column
from crm_desktop.views.tables.fields import currency_field, field_label
from crm_desktop.views.tables.reading import ListRow
from crm_desktop.views.value_words import Wordings

Writer: TypeAlias = Callable[[ListRow, Wordings], Sequence[Cell]]
"""Returns a column's cells in one row."""
_PLAIN = frozenset({FieldType.INTEGER, FieldType.SHARE, FieldType.DATE})


def headings_of(column: Column) -> list[str]:
    """Return what stands above a column; an amount is followed by its currency."""
    if column.field.type is not FieldType.MONEY:
        return [str(column.heading)]
    currency = field_label(column.kind, currency_field(column.kind, column.name))
    return [str(column.heading), str(currency)]


def writer_of(column: Column, *, typed: bool) -> Writer:
    """Return what writes a column as a spreadsheet and an import understand it.

    `typed` is for workbooks: amounts and counts as numbers, days and moments as such.
    """
    name, kind = column.name, column.field.type
    if name == column.kind.title:
        return lambda row, _: (row.title,)
    if kind is FieldType.MONEY:
        return _amounts(name, currency_field(column.kind, name), typed)
    if kind is FieldType.MOMENT:
        return _moments(name, typed)
    if kind is FieldType.NUMBER:
        return _each(name, lambda value: from_units(value) if typed else f"{from_units(value).normalize():f}", int)
    if kind is FieldType.DATE and typed:
        return _each(name, date.fromisoformat, str)
    if kind in _PLAIN:
        return _each(name, lambda value: value if typed else str(value), object)
    return _words(column)


def _each(name: str, cell: Callable[..., Cell], of_type: type) -> Writer:
    """Return what writes a value by itself; what is not of its type, and so not there, is left empty."""

    def write(row: ListRow, _: Wordings) -> Sequence[Cell]:
        value = row.values.get(name)
        return ("",) if value is None or not isinstance(value, of_type) else (cell(value),)

    return write


def _amounts(name: str, currency: str, typed: bool) -> Writer:
    def write(row: ListRow, _: Wordings) -> Sequence[Cell]:
        value = row.values.get(name)
        if not isinstance(value, int):
            return "", ""
        amount = from_units(value)
        return amount if typed else f"{amount.normalize():f}", str(row.values.get(currency) or "")

    return write


def _moments(name: str, typed: bool) -> Writer:
    def write(row: ListRow, words: Wordings) -> Sequence[Cell]:
        value = row.values.get(name)
        if not isinstance(value, int):
            return ("",)
        local = datetime.fromtimestamp(value / 1000, ZoneInfo(words.formats.zone)).replace(tzinfo=None, microsecond=0)
        return (local if typed else local.isoformat(" ", "minutes"),)

    return write


def _words(column: Column) -> Writer:
    name, field, kind = column.name, column.field, column.kind
    # Only what depends on nothing but the value: a linked record may be called otherwise in the next portion.
    steady = field.type is FieldType.CHOICE or bool(field.picklist and field.type is FieldType.TEXT)
    known: dict[Value, str] = {}

    def write(row: ListRow, words: Wordings) -> Sequence[Cell]:
        value = row.values.get(name)
        if value is None:
            return ("",)
        if not steady or not isinstance(value, str):
            return (words.value(kind, field, value),)
        found = known.get(value)
        if found is None:
            found = known[value] = words.value(kind, field, value)
        return (found,)

    return write

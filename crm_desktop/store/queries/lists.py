"""Lists of one kind: which records in which order, as row numbers; pages of them; groups and totals.

A list of a million records is an array of eight million bytes; records are read a page at a time, never by OFFSET.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, and_, case, func, literal_column, select

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import FieldType, RecordKind, Value
from crm_desktop.models.record import Record
from crm_desktop.models.rules.views import Definition, Sort
from crm_desktop.store.engine import as_sql
from crm_desktop.store.queries.conditions import Standpoint, holds, mentions, type_of
from crm_desktop.store.queries.records import by_rowid
from crm_desktop.store.reader import Reader
from crm_desktop.store.schema import RECORDS
from crm_desktop.store.search.query import search

MOST_FOUND = 2_000
"""Hits of a search inside a list; whoever types so little that there are more will type on."""
_ROWID: ColumnElement[int] = literal_column("rowid")
_SLICE = 200_000
_NUMBERS = msgspec.json.Decoder(list[int])


@dataclass(frozen=True, slots=True)
class ListResult:
    """The row numbers of all records of a list, in its order; `page` reads some of them."""

    rowids: "array[int]"

    @property
    def count(self) -> int:
        """How many records the list has."""
        return len(self.rowids)


@dataclass(frozen=True, slots=True)
class Totals:
    """How many, and the sum of each money field by currency, in ten-thousandths."""

    count: int = 0
    sums: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GroupHeader:
    """One group of a grouped list; groups come in the order of the list."""

    value: Value
    totals: Totals


def open_list(reader: Reader, kind: str, definition: Definition, seen_from: Standpoint, limit: int = 0) -> ListResult:
    """Return the list's records as row numbers; with a limit only the first ones, which takes milliseconds."""
    rowids = array("q")
    for statement in _statements(reader, KINDS[kind], definition, seen_from):
        wanted = statement.limit(limit - len(rowids)) if limit else statement
        for some in _numbers(reader, wanted):
            rowids.extend(some)
        if limit and len(rowids) >= limit:
            break
    return ListResult(rowids)


def page(reader: Reader, kind: str, rowids: Sequence[int]) -> list[Record]:
    """Return the records of some row numbers of a list, in this order; those gone meanwhile are left out."""
    return by_rowid(reader, kind, rowids)


def totals(reader: Reader, kind: str, definition: Definition, seen_from: Standpoint) -> Totals:
    """Return count and sums over the whole list."""
    found = _totalled(reader, kind, definition, seen_from, ())
    return found[0][1] if found else Totals()


def groups(reader: Reader, kind: str, definition: Definition, seen_from: Standpoint) -> list[GroupHeader]:
    """Return the groups of a list by `definition.group_by`, in its order, with their totals."""
    column = RECORDS[kind].c[definition.group_by]
    return [GroupHeader(value, each) for value, each in _totalled(reader, kind, definition, seen_from, (column,))]


def matching(reader: Reader, kind: RecordKind, definition: Definition, seen_from: Standpoint) -> ColumnElement[bool]:
    """Return the condition for the records of a list: its filter, its search, and nothing from the bin unless asked."""
    table = RECORDS[kind.name]
    parts = [holds(kind, definition.filter, seen_from)]
    if not mentions(definition.filter, "deleted_at"):
        parts.append(table.c.deleted_at.is_(None))
    if definition.search.strip():
        parts.append(table.c.id.in_(_found(reader, kind, definition.search)))
    return and_(*parts)


def _statements(
    reader: Reader, kind: RecordKind, definition: Definition, seen_from: Standpoint
) -> Iterator[Select[int]]:
    """Yield statements for row numbers whose answers in sequence are the list.

    Records that say nothing about the first sort field come last, by a statement of their own: a sort by "is it empty"
    could not follow the index.
    """
    condition = matching(reader, kind, definition, seen_from)
    sorts = [Sort(definition.group_by)] if definition.group_by else []
    sorts += definition.sorts or (Sort(kind.title),)
    first, *others = [_sorted_by(kind, sort.field) for sort in sorts]
    last = _ROWID.desc() if sorts[-1].descending else _ROWID.asc()
    then = [*map(_directed, others, sorts[1:]), last]
    base = select(_ROWID).select_from(RECORDS[kind.name]).where(condition)
    yield base.where(first.is_not(None)).order_by(_directed(first, sorts[0]), *then)
    yield base.where(first.is_(None)).order_by(*then)


def _directed(expression: ColumnElement[Any], sort: Sort) -> ColumnElement[Any]:
    return expression.desc() if sort.descending else expression.asc()


def _sorted_by(kind: RecordKind, name: str) -> ColumnElement[Any]:
    """Return what a field sorts by: titles by pinyin, links by the other's title, choices in their declared order."""
    table, kind_of_value = RECORDS[kind.name], type_of(kind, name)
    if name == kind.title:
        return table.c.sort_key
    declared = kind.field(name) if kind.has(name) else None
    if kind_of_value is FieldType.LINK:
        target = RECORDS[declared.target if declared else "user"].alias("target")
        return select(target.c.sort_key).where(target.c.id == table.c[name]).scalar_subquery()
    if declared and declared.options and not declared.picklist:
        return case({option: place for place, option in enumerate(declared.options)}, value=table.c[name])
    return table.c[name]


def _numbers(reader: Reader, statement: Select[int]) -> Iterator[list[int]]:
    """Yield all row numbers, some at a time.

    SQLite itself joins them into one text: three times as fast as a row each, and other threads run meanwhile.
    """
    sql, parameters = as_sql(statement)
    text = reader.value(f"SELECT json_group_array(rowid) FROM ({sql})", *parameters)
    begin = 1
    while begin < len(text) - 1:
        end = text.find(",", begin + _SLICE)
        end = len(text) - 1 if end < 0 else end
        yield _NUMBERS.decode(f"[{text[begin:end]}]")
        begin = end + 1


def _totalled(
    reader: Reader, kind: str, definition: Definition, seen_from: Standpoint, by: tuple[ColumnElement[Any], ...]
) -> list[tuple[Value, Totals]]:
    declared, table = KINDS[kind], RECORDS[kind]
    condition = matching(reader, declared, definition, seen_from)
    key = _sorted_by(declared, definition.group_by) if by else None
    order = [] if key is None else [key.is_(None), key]
    counted = select(*by, func.count()).select_from(table).where(condition).group_by(*by).order_by(*order)
    found = {row[0] if by else None: Totals(row[-1]) for row in reader.core(counted)}
    for money in (each for each in declared.fields if each.type is FieldType.MONEY):
        (currency,) = (other for other in declared.group_of(money.name) if other != money.name)
        amount, unit = table.c[money.name], table.c[currency]
        summed = select(*by, unit, func.sum(amount)).where(condition, amount.is_not(None)).group_by(*by, unit)
        for row in reader.core(summed):
            sums = found[row[0] if by else None].sums
            sums.setdefault(money.name, {})[str(row[-2] or "CNY")] = row[-1]
    return list(found.items())


def _found(reader: Reader, kind: RecordKind, text: str) -> list[str]:
    return [hit.record_id for hit in search(reader.connection, text, (kind.name,), MOST_FOUND)]

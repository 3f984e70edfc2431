"""Lists of one kind: which records in which order, as row numbers; pages of them; groups and totals.

A list of a million records is an array of eight million bytes; records are read a page at a time, never by OFFSET.
"""

from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import ColumnElement, Select, and_, case, func, literal_column, select

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import FieldType, RecordKind, Value, is_custom
from crm_desktop.models.record import Record
from crm_desktop.models.rules.views import Definition, Sort
from crm_desktop.store.engine import as_sql
from crm_desktop.store.queries.conditions import Standpoint, holds, mentions, type_of
from crm_desktop.store.queries.list_walk import chosen_walk
from crm_desktop.store.queries.records import by_rowid
from crm_desktop.store.queries.values import has_own, value_of
from crm_desktop.store.reader import Reader
from crm_desktop.store.schema import RECORDS
from crm_desktop.store.searching import search

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
    """How many, the sum of each money field by currency in ten-thousandths, the average of each number."""

    count: int = 0
    sums: dict[str, dict[str, int]] = field(default_factory=dict)
    averages: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GroupHeader:
    """One group of a grouped list; groups come in the order of the list. Days and moments go by month, `YYYY-MM`."""

    value: Value
    totals: Totals


def open_list(reader: Reader, kind: str, definition: Definition, seen_from: Standpoint, limit: int = 0) -> ListResult:
    """Return the list's records as row numbers; with a limit only the first ones, which takes milliseconds."""
    rowids = array("q")
    for statement in _statements(reader, KINDS[kind], definition, seen_from, limit):
        wanted = statement.limit(limit - len(rowids)) if limit else statement
        for some in _numbers(reader, wanted):
            rowids.extend(some)
        if limit and len(rowids) >= limit:
            break
    return ListResult(rowids)


def page(reader: Reader, kind: str, rowids: Sequence[int]) -> list[Record]:
    """Return the records of some row numbers of a list, in this order; those gone meanwhile are left out."""
    return by_rowid(reader, kind, rowids)


def count(reader: Reader, kind: str, definition: Definition, seen_from: Standpoint) -> int:
    """Return how many records the list has."""
    condition = matching(reader, KINDS[kind], definition, seen_from)
    return int(reader.core(select(func.count()).select_from(RECORDS[kind]).where(condition))[0][0])


def totals(
    reader: Reader, kind: str, definition: Definition, seen_from: Standpoint, fields: Collection[str] | None = None
) -> Totals:
    """Return count, sums and averages over the whole list, of the named fields only where they are given."""
    return _totalled(reader, kind, definition, seen_from, fields).get(None, Totals())


def groups(
    reader: Reader, kind: str, definition: Definition, seen_from: Standpoint, fields: Collection[str] | None = None
) -> list[GroupHeader]:
    """Return the groups of a list by `definition.group_by`, in its order, with their totals."""
    key = group_key(KINDS[kind], definition.group_by, seen_from)
    found = _totalled(reader, kind, definition, seen_from, fields, key)
    return [GroupHeader(value, each) for value, each in found.items()]


def group_key(kind: RecordKind, name: str, seen_from: Standpoint) -> ColumnElement[Any]:
    """Return what records of one group have in common: the value itself, of days and moments the month."""
    column, kind_of_value = value_of(kind.name, name), type_of(kind, name)
    if kind_of_value is FieldType.DATE:
        return func.substr(column, 1, 7)
    if kind_of_value is FieldType.MOMENT:
        ahead = datetime.combine(seen_from.today, time(), ZoneInfo(seen_from.zone)).utcoffset() or timedelta()
        return func.strftime("%Y-%m", column // 1000 + int(ahead.total_seconds()), "unixepoch")
    return column


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
    reader: Reader, kind: RecordKind, definition: Definition, seen_from: Standpoint, limit: int
) -> Iterator[Select[int]]:
    """Yield statements for row numbers whose answers in sequence are the list.

    Records that say nothing about the first sort field come last, by a statement of their own: a sort by "is it empty"
    could not follow the index.
    """
    matched = matching(reader, kind, definition, seen_from)
    walk = chosen_walk(reader, kind, definition, seen_from, matched, limit)
    sorts = list(definition.sorts or (Sort(kind.title),))
    keys = [_sorted_by(kind, sort.field) for sort in sorts]
    if definition.group_by:
        # Two people of one name, or two whose names are not here, are still two groups: the value itself comes second.
        by = _group_sort(definition)
        sorts[:0] = [by, by]
        keys[:0] = [_sorted_by(kind, by.field), value_of(kind.name, by.field)]
    first, *others = walk.key(keys[0]), *keys[1:]
    last = _ROWID.desc() if sorts[-1].descending else _ROWID.asc()
    then = [*map(_directed, others, sorts[1:]), last]
    base = select(_ROWID).select_from(RECORDS[kind.name]).where(walk.condition)
    there = base.where(has_own(kind.name)) if is_custom(sorts[0].field) else base
    yield there.where(first.is_not(None)).order_by(_directed(first, sorts[0]), *then)
    yield base.where(first.is_(None)).order_by(*then)


def _group_sort(definition: Definition) -> Sort:
    """Return the order of the groups: that of the list where it is sorted by the same field, else ascending."""
    same = bool(definition.sorts) and definition.sorts[0].field == definition.group_by
    return definition.sorts[0] if same else Sort(definition.group_by)


def _directed(expression: ColumnElement[Any], sort: Sort) -> ColumnElement[Any]:
    return expression.desc() if sort.descending else expression.asc()


def _sorted_by(kind: RecordKind, name: str) -> ColumnElement[Any]:
    """Return what a field sorts by: titles by pinyin, links by the other's, stages and choices in their own order."""
    table, kind_of_value = RECORDS[kind.name], type_of(kind, name)
    if name == kind.title:
        return table.c.sort_key
    declared = kind.field(name) if kind.has(name) else None
    if kind_of_value is FieldType.LINK:
        target = RECORDS[declared.target if declared else "user"].alias("target")
        # Stages stand in the order in which an opportunity goes through them.
        order = target.c.position if declared and declared.target == "stage" else target.c.sort_key
        return select(order).where(target.c.id == value_of(kind.name, name)).scalar_subquery()
    if declared and declared.options and not declared.picklist:
        return case({option: place for place, option in enumerate(declared.options)}, value=table.c[name])
    return value_of(kind.name, name)


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
    reader: Reader,
    kind: str,
    definition: Definition,
    seen_from: Standpoint,
    fields: Collection[str] | None,
    key: ColumnElement[Any] | None = None,
) -> dict[Value, Totals]:
    declared, table = KINDS[kind], RECORDS[kind]
    condition = matching(reader, declared, definition, seen_from)
    by = [] if key is None else [key]
    order = [] if key is None else _group_order(declared, definition)
    counted = select(*by, func.count()).select_from(table).where(condition).group_by(*by).order_by(*order)
    found = {row[0] if by else None: Totals(row[-1]) for row in reader.core(counted)}
    own = [declared.field(name) for name in fields or () if is_custom(name)]
    for asked in (*(each for each in declared.fields if fields is None or each.name in fields), *own):
        column = value_of(kind, asked.name)
        by_this = msgspec.structs.replace(definition, sorts=(Sort(asked.name),))
        walk = chosen_walk(reader, declared, by_this, seen_from, condition, limit=0)
        there = and_(walk.condition, walk.key(column).is_not(None))
        if asked.type is FieldType.MONEY:
            (currency,) = (other for other in declared.group_of(asked.name) if other != asked.name)
            for group, unit, total in _summed(reader, (column, value_of(kind, currency)), there, by):
                sums = found[group].sums.setdefault(asked.name, {})
                sums[unit or "CNY"] = sums.get(unit or "CNY", 0) + total
        elif asked.type in (FieldType.INTEGER, FieldType.SHARE):
            for row in reader.core(select(*by, func.avg(column)).where(there).group_by(*by)):
                if row[-1] is not None:
                    found[row[0] if by else None].averages[asked.name] = float(row[-1])
    return found


def _summed(
    reader: Reader,
    money: tuple[ColumnElement[int], ColumnElement[str]],
    there: ColumnElement[bool],
    by: Sequence[ColumnElement[Any]],
) -> Iterator[tuple[Value, str | None, int]]:
    """Yield group, currency and sum of an amount and its currency, over the rows that are `there`.

    Without groups the few currencies are asked for by name: grouping would first sort all amounts in memory.
    """
    amount, unit = money
    if by:
        yield from reader.core(select(*by, unit, func.sum(amount)).where(there).group_by(*by, unit))
        return
    units = [row[0] for row in reader.core(select(unit).where(there).distinct())]
    if units:
        sums = [func.sum(amount).filter(unit.is_not_distinct_from(each)) for each in units]
        yield from zip([None] * len(units), units, reader.core(select(*sums).where(there))[0], strict=True)


def _group_order(kind: RecordKind, definition: Definition) -> list[ColumnElement[Any]]:
    """Return the order in which the list itself meets its groups; within one group all rows are alike in it."""
    by, column = _group_sort(definition), value_of(kind.name, definition.group_by)
    key = _sorted_by(kind, definition.group_by)
    if column is key:
        return [func.min(column).is_(None), _directed(func.min(column), by)]
    return [key.is_(None), _directed(key, by), _directed(column, by)]


def _found(reader: Reader, kind: RecordKind, text: str) -> list[str]:
    return [hit.record_id for hit in search(reader.connection, text, (kind.name,), MOST_FOUND)]

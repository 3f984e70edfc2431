"""In which way a filtered and sorted list is walked, so that no row is read that an index could have told.

The file carries no statistics, and those would not know the person who looks; so what an index names is counted.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, and_, func, literal_column, select
from sqlalchemy.sql.expression import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from crm_desktop.models.fields import FieldType, RecordKind
from crm_desktop.models.rules.views import Condition, Definition, Group, Operator, Sort
from crm_desktop.models.tables import has_few_values
from crm_desktop.store.queries.conditions import Standpoint, by_title, holds, mentions, type_of
from crm_desktop.store.reader import Reader
from crm_desktop.store.schema import RECORDS

_FROM_INDEX = frozenset(Operator) - {Operator.CONTAINS, Operator.IS_NOT, Operator.FILLED, Operator.NOT_FOR_DAYS}
_ONE_VALUE = frozenset({Operator.IS, Operator.MINE, Operator.EMPTY})
_MOST_COUNTED = 50_000
"""Counting takes time too; of so many hits the first ones are met soon on any way."""
_ROW_COST, _ENTRY_COST, _HIT_COST = 20.0, 0.3, 0.75
"""Microseconds to read a row anywhere in the file, an entry of an index in its order, and to keep a row's number."""
_ROWID: ColumnElement[int] = literal_column("rowid")


@dataclass(frozen=True, slots=True)
class Walk:
    """The condition on the rows, and whether their order is to be made afresh instead of followed along an index."""

    condition: ColumnElement[bool]
    sorts_afresh: bool = False

    def key(self, expression: ColumnElement[int]) -> ColumnElement[int]:
        """Return the first sort key in the form that makes SQLite go this way."""
        return _unindexed(expression) if self.sorts_afresh else expression


def chosen_walk(
    reader: Reader,
    kind: RecordKind,
    definition: Definition,
    seen_from: Standpoint,
    condition: ColumnElement[bool],
    limit: int,
) -> Walk:
    """Choose for a list whose rows `condition` describes; a limit of 0 wants all of them."""
    named = _named_by_index(kind, definition)
    if not named or not _sorted_by_index(kind, definition, named):
        return Walk(condition)
    parts = [_in_use(kind, each, seen_from) for each in named]
    hits = min(_counted(reader, kind, part) for part in parts)
    rows = int(reader.value(f"SELECT max(rowid) FROM {kind.plural}") or 0)
    wanted = min(limit or hits, hits)
    walked = rows * wanted / max(hits, 1)
    ties = wanted * _ROW_COST if len(definition.sorts) > 1 else 0.0
    across = hits * (_HIT_COST if _holds_title(kind, definition, named) else _ROW_COST)
    along = hits * _HIT_COST + walked * _ENTRY_COST + ties
    row_by_row = walked * _ROW_COST + ties
    if across <= min(along, row_by_row) and not (limit and hits == _MOST_COUNTED):
        return Walk(condition, sorts_afresh=True)
    rest = Group(tuple(part for part in definition.filter.parts if part not in named))
    table = RECORDS[kind.name]
    asked_of_rows = row_by_row <= along or bool(limit and hits == _MOST_COUNTED)
    told = [func.coalesce(part, False) if asked_of_rows else _among(table, part) for part in parts]
    return Walk(and_(table.c.deleted_at.is_(None), *told, holds(kind, rest, seen_from)))


def _among(table: Table, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return that a row's number is among those which an index names, gathered before the walk."""
    return _unindexed(_ROWID).in_(select(_ROWID).select_from(table).where(condition).correlate(None))


def _holds_title(kind: RecordKind, definition: Definition, named: list[Condition]) -> bool:
    """Tell whether the filter's index also holds what the list is sorted by."""
    titled = not definition.sorts or definition.sorts[0].field == kind.title
    return titled and kind.page and len(named) == 1 and has_few_values(kind.field(named[0].field))


def _named_by_index(kind: RecordKind, definition: Definition) -> list[Condition]:
    """Return the conditions that must hold and whose rows an index names, apart from the one that gives the order."""
    simple = definition.filter.join == "and" and not definition.search.strip() and not definition.group_by
    if not simple or mentions(definition.filter, "deleted_at"):
        return []
    first = definition.sorts[0].field if definition.sorts else kind.title
    return [
        part
        for part in definition.filter.parts
        if isinstance(part, Condition) and part.field != first and _is_indexed(kind, part)
    ]


def _is_indexed(kind: RecordKind, condition: Condition) -> bool:
    if condition.field == kind.title:
        return by_title(kind, condition)
    indexed = kind.has(condition.field) and kind.field(condition.field).indexed
    return indexed and condition.operator in _FROM_INDEX and type_of(kind, condition.field) is not FieldType.SET


def _sorted_by_index(kind: RecordKind, definition: Definition, named: list[Condition]) -> bool:
    """Tell whether the order stands in an index of its own, which is not the one that names the rows."""
    first = (definition.sorts or (Sort(kind.title),))[0].field
    if first == kind.title:
        along = len(named) == 1 and named[0].operator in _ONE_VALUE and has_few_values(kind.field(named[0].field))
        return not along
    if not kind.has(first) or not kind.field(first).indexed:
        return False
    declared = kind.field(first)
    return declared.type is not FieldType.LINK and (not declared.options or bool(declared.picklist))


def _in_use(kind: RecordKind, condition: Condition, seen_from: Standpoint) -> ColumnElement[bool]:
    return and_(RECORDS[kind.name].c.deleted_at.is_(None), holds(kind, Group((condition,)), seen_from))


def _counted(reader: Reader, kind: RecordKind, condition: ColumnElement[bool]) -> int:
    some = select(_ROWID).select_from(RECORDS[kind.name]).where(condition).limit(_MOST_COUNTED).subquery()
    return int(reader.core(select(func.count()).select_from(some))[0][0])


def _unindexed(expression: ColumnElement[int]) -> ColumnElement[int]:
    """Return `+x`: the same value, of which SQLite knows that no index may be used for it."""
    return UnaryExpression(expression, operator=custom_op("+"))

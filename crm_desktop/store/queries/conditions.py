"""A list's filter as an SQL condition: relative dates resolved, sets looked into, "mine" filled in."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, false, func, or_, true

from crm_desktop.models.clock import to_moment
from crm_desktop.models.errors import Refused
from crm_desktop.models.fields import FieldType, RecordKind, Value, is_custom
from crm_desktop.models.pinyin import list_key
from crm_desktop.models.rules.periods import days_of
from crm_desktop.models.rules.views import Condition, Group, Operator
from crm_desktop.store.queries.values import has_own, value_of
from crm_desktop.store.schema import RECORDS

_SYSTEM_TYPES = {
    "created_at": FieldType.MOMENT,
    "updated_at": FieldType.MOMENT,
    "deleted_at": FieldType.MOMENT,
    "created_by": FieldType.LINK,
    "updated_by": FieldType.LINK,
    "deleted_by": FieldType.LINK,
}


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Who looks, when and where: what "mine", "my team" and "the next 90 days" mean."""

    me: str
    today: date
    team: frozenset[str] = field(default_factory=frozenset)
    """User ids, one's own included."""
    zone: str = "Asia/Shanghai"

    def day_begins(self, day: date) -> int:
        """Return the moment at which a day begins where the user is."""
        return to_moment(datetime.combine(day, time(), ZoneInfo(self.zone)))


def holds(kind: RecordKind, group: Group, seen_from: Standpoint) -> ColumnElement[bool]:
    """Return the condition that holds for exactly the records which the filter lets through.

    Raises Refused view.field_unknown for a field that this version does not have.
    """
    parts = [
        holds(kind, part, seen_from) if isinstance(part, Group) else _one(kind, part, seen_from) for part in group.parts
    ]
    if not parts:
        return true()
    return and_(*parts) if group.join == "and" else or_(*parts)


def mentions(group: Group, name: str) -> bool:
    """Tell whether the filter says anything about a field."""
    return any(mentions(part, name) if isinstance(part, Group) else part.field == name for part in group.parts)


def type_of(kind: RecordKind, name: str) -> FieldType:
    """Return what a declared field or a system column is; raises Refused view.field_unknown."""
    if name in _SYSTEM_TYPES:
        return _SYSTEM_TYPES[name]
    if not kind.has(name):
        raise Refused("view.field_unknown", kind=kind.name, field=name)
    return kind.field(name).type


def by_title(kind: RecordKind, condition: Condition) -> bool:
    """Tell whether the records are found along the order of lists: of a title the key in that order is indexed."""
    return condition.field == kind.title and condition.operator is Operator.IS and bool(condition.value)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One comparison under way."""

    column: ColumnElement[Any]
    type: FieldType
    condition: Condition
    seen_from: Standpoint


def _one(kind: RecordKind, condition: Condition, seen_from: Standpoint) -> ColumnElement[bool]:
    kind_of_value = type_of(kind, condition.field)
    column = value_of(kind.name, condition.field)
    found = _OPERATORS[condition.operator](_Asked(column, kind_of_value, condition, seen_from))
    if by_title(kind, condition):
        found = and_(RECORDS[kind.name].c.sort_key == list_key(str(condition.value)), found)
    return and_(has_own(kind.name), found) if _needs_own(condition, kind_of_value) else found


def _needs_own(condition: Condition, kind_of_value: FieldType) -> bool:
    """Tell whether only records with an own field can be meant: said aloud, that lets SQLite use the field's index."""
    if not is_custom(condition.field) or condition.operator in _WITHOUT_VALUE:
        return False
    empty = condition.value is None or kind_of_value is FieldType.FLAG
    return condition.operator is not Operator.IS or not empty


def _is(asked: _Asked) -> ColumnElement[bool]:
    return _equals(asked, asked.condition.value)


def _is_not(asked: _Asked) -> ColumnElement[bool]:
    # NULL is not the value either, and NOT of an unknown would be unknown.
    return func.coalesce(~_equals(asked, asked.condition.value), True)


def _equals(asked: _Asked, value: Value) -> ColumnElement[bool]:
    if asked.type is FieldType.SET:
        return asked.column.is_(None) if value is None else _has(asked, str(value))
    if asked.type is FieldType.FLAG:
        return func.coalesce(asked.column, False) == bool(value)
    if value is None:
        return asked.column.is_(None)
    if asked.type is FieldType.MOMENT and isinstance(value, str):
        return _within(asked, date.fromisoformat(value), date.fromisoformat(value))
    return asked.column == value


def _has(asked: _Asked, member: str) -> ColumnElement[bool]:
    return func.instr(asked.column, json.dumps(member, ensure_ascii=False)) > 0


def _any_of(asked: _Asked) -> ColumnElement[bool]:
    values = asked.condition.value if isinstance(asked.condition.value, list) else [asked.condition.value]
    if asked.type is FieldType.SET:
        return or_(false(), *(_has(asked, str(value)) for value in values))
    return asked.column.in_(values)


def _contains(asked: _Asked) -> ColumnElement[bool]:
    value = str(asked.condition.value or "")
    return _has(asked, value) if asked.type is FieldType.SET else asked.column.icontains(value, autoescape=True)


def _empty(asked: _Asked) -> ColumnElement[bool]:
    return asked.column.is_(None)


def _filled(asked: _Asked) -> ColumnElement[bool]:
    return asked.column.is_not(None)


def _below(asked: _Asked) -> ColumnElement[bool]:
    return asked.column < _bound(asked, asked.condition.value)


def _above(asked: _Asked) -> ColumnElement[bool]:
    value = asked.condition.value
    if asked.type is FieldType.MOMENT and isinstance(value, str):
        return asked.column >= asked.seen_from.day_begins(date.fromisoformat(value) + timedelta(days=1))
    return asked.column > value


def _between(asked: _Asked) -> ColumnElement[bool]:
    lower, upper = asked.condition.value, asked.condition.upper
    if asked.type is FieldType.MOMENT and isinstance(lower, str) and isinstance(upper, str):
        return _within(asked, date.fromisoformat(lower), date.fromisoformat(upper))
    return asked.column.between(lower, upper)


def _next_days(asked: _Asked) -> ColumnElement[bool]:
    return _within(asked, asked.seen_from.today, _days_away(asked, 1))


def _last_days(asked: _Asked) -> ColumnElement[bool]:
    return _within(asked, _days_away(asked, -1), asked.seen_from.today)


def _not_for_days(asked: _Asked) -> ColumnElement[bool]:
    day = _days_away(asked, -1)
    limit = asked.seen_from.day_begins(day) if asked.type is FieldType.MOMENT else day.isoformat()
    return or_(asked.column.is_(None), asked.column < limit)


def _in_period(asked: _Asked) -> ColumnElement[bool]:
    return _within(asked, *days_of(str(asked.condition.value), asked.seen_from.today))


def _mine(asked: _Asked) -> ColumnElement[bool]:
    return asked.column == asked.seen_from.me


def _my_team(asked: _Asked) -> ColumnElement[bool]:
    return asked.column.in_(sorted(asked.seen_from.team))


def _within(asked: _Asked, first: date, last: date) -> ColumnElement[bool]:
    """Return that the value lies on one of the days, both included."""
    if asked.type is FieldType.MOMENT:
        begin, end = asked.seen_from.day_begins(first), asked.seen_from.day_begins(last + timedelta(days=1))
        return and_(asked.column >= begin, asked.column < end)
    return asked.column.between(first.isoformat(), last.isoformat())


def _bound(asked: _Asked, value: Value) -> Value:
    if asked.type is FieldType.MOMENT and isinstance(value, str):
        return asked.seen_from.day_begins(date.fromisoformat(value))
    return value


def _days_away(asked: _Asked, direction: int) -> date:
    days = asked.condition.value
    return asked.seen_from.today + timedelta(days=direction * (days if isinstance(days, int) else 0))


_WITHOUT_VALUE = frozenset({Operator.EMPTY, Operator.IS_NOT, Operator.NOT_FOR_DAYS})
_OPERATORS: dict[Operator, Callable[[_Asked], ColumnElement[bool]]] = {
    Operator.IS: _is,
    Operator.IS_NOT: _is_not,
    Operator.ANY_OF: _any_of,
    Operator.CONTAINS: _contains,
    Operator.EMPTY: _empty,
    Operator.FILLED: _filled,
    Operator.BELOW: _below,
    Operator.ABOVE: _above,
    Operator.BETWEEN: _between,
    Operator.NEXT_DAYS: _next_days,
    Operator.LAST_DAYS: _last_days,
    Operator.NOT_FOR_DAYS: _not_for_days,
    Operator.IN_PERIOD: _in_period,
    Operator.MINE: _mine,
    Operator.MY_TEAM: _my_team,
}

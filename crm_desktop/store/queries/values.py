"""Where conditions and orders find a field: a column, or a place in `extra` for an organisation's own field."""

from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Boolean, ColumnElement, Text, literal_column

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import Field, FieldType, is_custom
from crm_desktop.store.schema import RECORDS

_NUMBERS = frozenset({FieldType.MOMENT, FieldType.MONEY, FieldType.NUMBER})


def value_of(kind: str, name: str) -> ColumnElement[Any]:
    """Return the expression that gives a field's value as its table keeps it."""
    return _own(kind, name) if is_custom(name) and KINDS[kind].has(name) else RECORDS[kind].c[name]


def own_value(table: str, name: str) -> str:
    """Return the SQL for an organisation's own field: always these words, so that an index over them is found."""
    return f"json_extract({table}.extra, '$.{name}')"


def has_own(kind: str) -> ColumnElement[bool]:
    """Return that a record says anything in `extra`: in these words an index of own fields is known to hold it."""
    return RECORDS[kind].c.extra.is_not(None)


@cache
def _own(kind: str, name: str) -> ColumnElement[Any]:
    return literal_column(own_value(KINDS[kind].plural, name), _type(KINDS[kind].field(name)))


def _type(field: Field) -> Any:
    if field.type in _NUMBERS:
        return BigInteger()
    return Boolean() if field.type is FieldType.FLAG else Text()

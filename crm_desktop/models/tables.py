"""Tables made from the declarations: the same columns on the device and on the server.

On the server the organisation is the first part of every key, so that organisations can be spread over databases.
On the device there is one organisation, and each kind has `sort_key`, its title in pinyin order.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.types import TypeEngine

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import Field, FieldType, RecordKind
from crm_desktop.models.ids import ID_LENGTH
from crm_desktop.models.values import decode_set, encode_set

_ID = String(ID_LENGTH)
_SHARED_BY_MANY = frozenset({"user", "stage", "product"})
"""Kinds of which there are few records, to which others link."""


class StringSet(TypeDecorator[list[str]]):
    """A sorted set of texts, stored as a JSON array."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: list[str] | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return the JSON text, or NULL for the empty set."""
        return encode_set(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> list[str]:  # noqa: ARG002
        """Return the members, sorted."""
        return decode_set(value)


def column_type(field: Field) -> TypeEngine[Any]:
    """Return the SQL type in which both sides keep a field."""
    plain: dict[FieldType, TypeEngine[Any]] = {
        FieldType.INTEGER: BigInteger(),
        FieldType.SHARE: Integer(),
        FieldType.FLAG: Boolean(),
        FieldType.MOMENT: BigInteger(),
        FieldType.MONEY: BigInteger(),
        FieldType.NUMBER: BigInteger(),
        FieldType.COORDINATE: Float(53),
        FieldType.SET: StringSet(),
        FieldType.NOTE: Text(),
    }
    return plain.get(field.type) or (String(field.limit) if field.limit <= 1000 else Text())


def device_tables(metadata: MetaData) -> dict[str, Table]:
    """Return the device's record tables by kind name."""
    return {kind.name: _device_table(kind, metadata) for kind in KINDS.values()}


def server_tables(metadata: MetaData) -> dict[str, Table]:
    """Return the server's record tables by kind name."""
    return {kind.name: _server_table(kind, metadata) for kind in KINDS.values()}


def _device_table(kind: RecordKind, metadata: MetaData) -> Table:
    table = Table(
        kind.plural,
        metadata,
        Column("id", _ID, primary_key=True),
        *_declared_columns(kind),
        *_system_columns(),
        Column("sort_key", String(400)),
    )
    for field in kind.fields:
        # By its title a record is found through the sort key, which follows from it.
        named = field.name == kind.title and field.type is FieldType.TEXT
        if field.indexed and not named:
            # Beginning with deleted_at, the index alone answers a list without the bin, in its order; with the sort key
            # also one that is filtered by a single value and stands in the order of titles, as most lists do. With its
            # currency an amount is summed from the index: a million rows need not be read for the line below a list.
            beside = [table.c.sort_key] if kind.page and has_few_values(field) else []
            if field.type is FieldType.MONEY:
                beside = [table.c[name] for name in kind.group_of(field.name) if name != field.name]
            Index(f"ix_{kind.plural}_{field.name}", table.c.deleted_at, table.c[field.name], *beside)
    Index(f"ix_{kind.plural}_sort_key", table.c.deleted_at, table.c.sort_key)
    return table


def has_few_values(field: Field) -> bool:
    """Tell whether many records share a value; then the field's index also holds the title, on kinds with a list.

    What belongs to one account is so little that it is sorted afresh at once.
    """
    if field.type is FieldType.LINK:
        return field.target in _SHARED_BY_MANY
    return field.type is FieldType.CHOICE or bool(field.picklist)


def _server_table(kind: RecordKind, metadata: MetaData) -> Table:
    table = Table(
        kind.plural,
        metadata,
        Column("org_id", _ID, primary_key=True),
        Column("id", _ID, primary_key=True),
        *_declared_columns(kind),
        *_system_columns(),
    )
    for field in kind.fields:
        if field.indexed:
            Index(f"ix_{kind.plural}_{field.name}", table.c.org_id, table.c[field.name])
    return table


def _declared_columns(kind: RecordKind) -> list[Column[Any]]:
    return [Column(field.name, column_type(field)) for field in kind.fields]


def _system_columns() -> list[Column[Any]]:
    return [
        Column("created_at", BigInteger()),
        Column("created_by", _ID),
        Column("updated_at", BigInteger()),
        Column("updated_by", _ID),
        Column("deleted_at", BigInteger()),
        Column("deleted_by", _ID),
        Column("extra", Text()),
    ]

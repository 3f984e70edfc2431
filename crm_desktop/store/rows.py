"""Record rows as the tables keep them and as values: one shape for each kind, with its statements made once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import msgspec

from crm_desktop.models.catalog import KINDS, row_columns
from crm_desktop.models.custom_fields import unfold
from crm_desktop.models.fields import FieldType, RecordKind, Value
from crm_desktop.models.values import decode_set, encode_set

Row: TypeAlias = dict[str, Value]
"""A whole row by column name, in canonical values, see catalog.row_columns; beside them organisations' own fields."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How rows of one kind lie in their table."""

    kind: RecordKind
    columns: tuple[str, ...]
    sets: frozenset[str]
    flags: frozenset[str]
    searched: frozenset[str]
    """Columns whose change means that global search must look again."""
    select: str
    """The start of a statement that reads whole rows."""

    @property
    def table(self) -> str:
        """The table's name."""
        return self.kind.plural

    def update(self, names: Sequence[str]) -> str:
        """Return a statement that gives the named columns new values where the id matches; the id comes last."""
        assignments = ", ".join(f'"{name}" = ?' for name in names)
        return f"UPDATE {self.table} SET {assignments} WHERE id = ?"

    def decode(self, stored: Sequence[Any]) -> Row:
        """Return a stored row as values."""
        row: Row = dict(zip(self.columns, stored, strict=True))
        for name in self.sets:
            if row[name] is not None:
                row[name] = decode_set(str(row[name])) or None
        for name in self.flags:
            if row[name] is not None:
                row[name] = bool(row[name])
        return unfold(row) if row["extra"] is not None else row


@cache
def shape(kind: str) -> Shape:
    """Return the kind's shape; raises KeyError for a kind this version does not know."""
    declared = KINDS[kind]
    columns = row_columns(declared)
    searched = {field.name for field in declared.fields if field.searched}
    return Shape(
        kind=declared,
        columns=columns,
        sets=frozenset(field.name for field in declared.fields if field.type is FieldType.SET),
        flags=frozenset(field.name for field in declared.fields if field.type is FieldType.FLAG),
        searched=frozenset({declared.title, "deleted_at"} | searched | ({"extra"} if declared.custom else set())),
        select=f"SELECT {_names(columns)} FROM {declared.plural}",
    )


def as_stored(kind: str, columns: Mapping[str, Sequence[Any]]) -> dict[str, Sequence[Any]]:
    """Return columns of values as the table keeps them: sets as JSON, flags as numbers."""
    lies, stored = shape(kind), dict(columns)
    for name in lies.sets & stored.keys():
        stored[name] = [None if value is None else encode_set(value) for value in stored[name]]
    for name in lies.flags & stored.keys():
        stored[name] = [None if value is None else int(value) for value in stored[name]]
    return stored


def as_json(value: object) -> str:
    """Return compact JSON."""
    return msgspec.json.encode(value).decode()


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)

"""The short way in which steps write tables: one word for each column, `name:type`.

Type is a length of text, or a name of `_TYPES`. `*` has an index within the organisation, `^` is part of the primary
key, `!` may not be empty.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

_TYPES: dict[str, TypeEngine[Any]] = {
    "text": sa.Text(),
    "big": sa.BigInteger(),
    "int": sa.Integer(),
    "flag": sa.Boolean(),
    "double": sa.Float(53),
}
_ENDS = "created_at:big created_by:32 updated_at:big updated_by:32 deleted_at:big deleted_by:32 extra:text"


def create_record_table(name: str, words: str) -> None:
    """Make the table of a record kind: organisation, id and system columns are added to the words."""
    op.create_table(name, *columns(f"org_id:32^ id:32^ {words} {_ENDS}"))
    for word in words.split():
        if word.endswith("*"):
            field = word.partition(":")[0]
            op.create_index(f"ix_{name}_{field}", name, ["org_id", field])


def columns(words: str) -> Iterator[sa.Column[Any]]:
    """Yield the columns that the words describe."""
    for word in words.split():
        name, _, kind = word.partition(":")
        plain = kind.rstrip("*^!")
        sql_type = sa.String(int(plain)) if plain.isdigit() else _TYPES[plain]
        yield sa.Column(name, sql_type, primary_key="^" in kind, nullable="^" not in kind and "!" not in kind)

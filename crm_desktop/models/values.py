"""Field values in their one canonical form, the same in memory, on the wire and (but for sets) in the tables.

Empty text and the empty set are None, so that "nothing there" has one spelling.
"""

import json
from collections.abc import Iterable

from crm_desktop.models.fields import Field, FieldType, Value

_TEXTS = frozenset(
    {
        FieldType.TEXT,
        FieldType.NOTE,
        FieldType.CHOICE,
        FieldType.LINK,
        FieldType.DATE,
        FieldType.PHONE,
        FieldType.EMAIL,
        FieldType.WEB,
    }
)


def canonical(field: Field, value: Value) -> Value:
    """Return the value as it is kept: trimmed text, sorted set, None for nothing."""
    if isinstance(value, list):
        return sorted({member.strip() for member in value if member.strip()}) or None
    if isinstance(value, str) and field.type in _TEXTS:
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        return (text.rstrip() if field.type is FieldType.NOTE else " ".join(text.split())) or None
    return value


def encode_set(members: Iterable[str] | None) -> str | None:
    """Return a set as JSON text for its column, NULL when empty."""
    unique = sorted(set(members or ()))
    return json.dumps(unique, ensure_ascii=False, separators=(",", ":")) if unique else None


def decode_set(text: str | None) -> list[str]:
    """Return the members kept in a column."""
    return list(json.loads(text)) if text else []


def members(value: Value) -> list[str]:
    """Return a set field's members; none where the field is empty."""
    return value if isinstance(value, list) else []

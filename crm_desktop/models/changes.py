"""Changes: what one act of one person did to which records, field by field, before and after.

A transaction is the unit of everything: of local commit, of sending, of acceptance, of history and of undo.
"""

from enum import StrEnum
from typing import Annotated

import msgspec

from crm_desktop.models.fields import Value


class Operation(StrEnum):
    """What happened to a record."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    """Into the bin: the row stays with `deleted_at` set."""
    RESTORE = "restore"


class FieldChange(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One field's value before and after."""

    before: Value
    after: Value


class RecordChange(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What a transaction did to one record.

    `fields` is empty for restore; for delete it holds at most what the deleter saw, see `merge/deletion.py`.
    """

    kind: str
    id: str
    operation: Operation
    fields: dict[str, FieldChange] = {}


class Transaction(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One act, whole or not at all.

    `made_at` is the maker's clock in milliseconds: business time, never order. `act` is a key in context `acts`.
    """

    id: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}$", max_length=32)]
    act: Annotated[str, msgspec.Meta(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]
    made_at: int
    changes: tuple[RecordChange, ...]
    schema: Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)] = 1
    undoes: Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{32})?$", max_length=32)] = ""


def inverse(changes: tuple[RecordChange, ...]) -> tuple[RecordChange, ...]:
    """Return the changes that lead back, in the order in which they must happen."""
    return tuple(_inverse(change) for change in reversed(changes))


_OPPOSITE = {
    Operation.CREATE: Operation.DELETE,
    Operation.UPDATE: Operation.UPDATE,
    Operation.DELETE: Operation.RESTORE,
    Operation.RESTORE: Operation.DELETE,
}


def _inverse(change: RecordChange) -> RecordChange:
    fields = (
        {name: FieldChange(field.after, field.before) for name, field in change.fields.items()}
        if change.operation is Operation.UPDATE
        else {}
    )
    return RecordChange(change.kind, change.id, _OPPOSITE[change.operation], fields)

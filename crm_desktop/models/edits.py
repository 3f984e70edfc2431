"""Edits: what an act wants done, before the write door has looked up what stood there."""

from dataclasses import dataclass, field
from typing import TypeAlias

from crm_desktop.models.fields import Values
from crm_desktop.models.ids import new_id


@dataclass(frozen=True, slots=True)
class Create:
    """Make a record; fields that are not named take their defaults."""

    kind: str
    values: Values
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Update:
    """Give fields of a record new values."""

    kind: str
    id: str
    values: Values


@dataclass(frozen=True, slots=True)
class Delete:
    """Move a record to the bin."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Restore:
    """Take a record out of the bin."""

    kind: str
    id: str


Edit: TypeAlias = Create | Update | Delete | Restore

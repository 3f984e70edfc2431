"""A record as it crosses rooms: a plain value, read once, never changed in place."""

from dataclasses import dataclass
from enum import StrEnum

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import RecordKind, Value, Values


class SyncState(StrEnum):
    """What a record has to say about itself, the most pressing first."""

    PARKED = "parked"
    CONFLICT = "conflict"
    WAITING = "waiting"
    SYNCED = "synced"


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its declared fields and system columns by name."""

    kind: str
    id: str
    values: Values
    state: SyncState = SyncState.SYNCED

    @property
    def declaration(self) -> RecordKind:
        """How the kind is declared."""
        return KINDS[self.kind]

    @property
    def title(self) -> str:
        """The name a person knows the record by."""
        return str(self.values.get(self.declaration.title) or "")

    @property
    def deleted(self) -> bool:
        """Whether the record lies in the bin."""
        return self.values.get("deleted_at") is not None

    def get(self, name: str) -> Value:
        """Return a field's value, None where the record says nothing."""
        return self.values.get(name)

"""What rests on an act that was refused, and so cannot be done either: the same judgement on device and server."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from crm_desktop.models.changes import Operation, RecordChange
from crm_desktop.models.fields import Value

RESTS_ON_REFUSED = "sync.rests_on_refused"
"""The server's answer to an act that came in one request with a refused one on which it rests."""


@dataclass(slots=True)
class RefusedBasis:
    """What later acts may rest on, and must not now."""

    records: set[str] = field(default_factory=set)
    """Records that the server does not have, or does not have in that state."""
    fields: set[tuple[str, str]] = field(default_factory=set)

    def add(self, changes: Iterable[RecordChange]) -> None:
        """Count one more act as refused."""
        for change in changes:
            if change.operation is Operation.UPDATE:
                self.fields.update((change.id, name) for name in change.fields)
            else:
                self.records.add(change.id)

    def carries(self, change: RecordChange) -> bool:
        """Tell whether the change rests on what was refused: the record, a field of it, or a link to it."""
        if change.id in self.records:
            return True
        return any(
            (change.id, name) in self.fields or self._leads_to(edit.after) for name, edit in change.fields.items()
        )

    def _leads_to(self, value: Value) -> bool:
        if isinstance(value, list):
            return not self.records.isdisjoint(value)
        return isinstance(value, str) and value in self.records

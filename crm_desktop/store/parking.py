"""What depends on an act that the server refused, and so cannot be sent either."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from crm_desktop.models.changes import Operation, RecordChange
from crm_desktop.models.fields import Value
from crm_desktop.store.engine import Connection
from crm_desktop.store.journal import changes_of, transactions
from crm_desktop.store.schema import OPEN, State


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


def dependants(connection: Connection, refused: Sequence[int]) -> list[int]:
    """Return the numbers of waiting transactions that rest on refused ones, or on each other in that way."""
    if not refused:
        return []
    basis = RefusedBasis()
    for changes in changes_of(connection, refused).values():
        basis.add(changes)
    found = []
    later = f"state = '{State.WAITING}' AND {OPEN} AND number > ? ORDER BY number"
    for number, transaction in transactions(connection, later, min(refused)):
        if any(map(basis.carries, transaction.changes)):
            basis.add(transaction.changes)
            found.append(number)
    return found


def set_state(connection: Connection, numbers: Iterable[int], state: State) -> None:
    """Move transactions on."""
    connection.executemany("UPDATE transactions SET state = ? WHERE number = ?", [(state, each) for each in numbers])

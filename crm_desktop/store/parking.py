"""What depends on an act that the server refused, and so cannot be sent either."""

from collections.abc import Iterable, Sequence

from crm_desktop.models.rules.dependence import RefusedBasis
from crm_desktop.store.engine import Connection
from crm_desktop.store.facts import sent
from crm_desktop.store.journal import changes_of, transactions
from crm_desktop.store.schema import OPEN, State


def dependants(connection: Connection, refused: Sequence[int]) -> list[int]:
    """Return the numbers of waiting transactions that rest on refused ones, or on each other in that way.

    What has left already is not among them: the server may have accepted it, and the answer may have been lost.
    """
    if not refused:
        return []
    basis = RefusedBasis()
    for changes in changes_of(connection, refused).values():
        basis.add(changes)
    found = []
    later = f"state = '{State.WAITING}' AND {OPEN} AND number > ? ORDER BY number"
    for number, transaction in transactions(connection, later, max(min(refused), sent(connection))):
        if any(map(basis.carries, transaction.changes)):
            basis.add(transaction.changes)
            found.append(number)
    return found


def set_state(connection: Connection, numbers: Iterable[int], state: State) -> None:
    """Move transactions on."""
    connection.executemany("UPDATE transactions SET state = ? WHERE number = ?", [(state, each) for each in numbers])

"""The one write door for what people do: rows, history and outbox in one durable commit, and what changed as answer.

What a sync brings goes through replica.py; taking back stands in undo.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from crm_desktop.models.catalog import SCHEMA
from crm_desktop.models.changes import RecordChange, Transaction
from crm_desktop.models.clock import Clock
from crm_desktop.models.edits import Edit
from crm_desktop.models.ids import new_id
from crm_desktop.store.bases import keep_bases
from crm_desktop.store.drafting import Drafting
from crm_desktop.store.engine import Connection, Database
from crm_desktop.store.identity import identity
from crm_desktop.store.journal import enter
from crm_desktop.store.schema import Direction
from crm_desktop.store.working_set import WorkingSet


@dataclass(frozen=True, slots=True)
class UndoLabel:
    """What the undo bar says: the act's key in context `acts`, on how many records, and which one if it is one."""

    act: str = ""
    count: int = 0
    kind: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Committed:
    """What one act changed; `transaction` is "" when everything already was as wanted."""

    transaction: str = ""
    kinds: frozenset[str] = field(default_factory=frozenset)
    ids: frozenset[str] = field(default_factory=frozenset)
    undo_label: UndoLabel = UndoLabel()


class WriteDoor:
    """The door itself. Any thread may use it; acts are committed one after the other."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def commit(self, act: str, edits: Sequence[Edit]) -> Committed:
        """Do all edits or none, durably. `act` is a key in context `acts`.

        Raises Refused for a value or record that is not as it must be, Broken when the disk does not take it.
        """
        with self._database.writing() as connection:
            return write_act(connection, self._clock.now(), act, edits)


def write_act(
    connection: Connection,
    moment: int,
    act: str,
    edits: Sequence[Edit],
    *,
    undoes: str = "",
    direction: Direction = Direction.DO,
) -> Committed:
    """Write one act inside the caller's database transaction."""
    maker = identity(connection)
    rows = WorkingSet(connection)
    drafting = Drafting(connection, rows, maker.user_id, moment)
    drafting.apply(edits)
    if not drafting.changes:
        return Committed()
    changes = tuple(drafting.changes)
    transaction = Transaction(new_id(), act, moment, changes, SCHEMA, undoes)
    keep_bases(connection, rows, ((change.kind, change.id) for change in changes))
    rows.write_back()
    enter(connection, transaction, maker, direction)
    return committed(transaction.id, act, changes)


def committed(transaction_id: str, act: str, changes: Sequence[RecordChange]) -> Committed:
    """Return what the changes of an act amount to."""
    ids = frozenset(change.id for change in changes)
    first = changes[0]
    label = UndoLabel(act, len(ids), first.kind, first.id if len(ids) == 1 else "")
    return Committed(transaction_id, frozenset(change.kind for change in changes), ids, label)

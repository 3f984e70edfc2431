"""Taking back, and doing again, acts that are one thing to a person: the many acts of one import.

Each act is written by itself, so that nobody waits behind a hundred thousand records and a sync sends them in portions;
nothing is begun while a part could not go back. One that was interrupted goes on when it is asked for again. Who writes
the acts, this process or another one, is the caller's to say.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from crm_desktop.models.changes import RecordChange, Transaction
from crm_desktop.models.clock import Clock
from crm_desktop.models.fields import Values
from crm_desktop.models.ids import new_id
from crm_desktop.models.rules.undo import Overwritten, UndoPlan, as_left, plan_undo
from crm_desktop.store.acts import Committed, Turn, UndoLabel, as_edit, write_act
from crm_desktop.store.engine import Connection, Database
from crm_desktop.store.journal import transactions
from crm_desktop.store.schema import Direction
from crm_desktop.store.undo import REDOABLE, STANDS, UNDOABLE, refuse_overwriting
from crm_desktop.store.working_set import WorkingSet

MANY = 3_000
"""Records from which on a process of its own is worth its start."""


class Steps(Protocol):
    """What a batch is taken back by."""

    def look(self, acts: Sequence[str]) -> None:
        """Raise Refused undo.overwritten where somebody wrote over a part of the acts since."""
        ...

    def take_back(self, act: str, direction: Direction, anyway: bool, batch: str) -> Committed:
        """Take one act back, as a part of a new batch."""
        ...


class Watch(Protocol):
    """Who sees how many acts went back, and may stop after any of them."""

    def progress(self, table: str, done: int) -> None:
        """Hear how many acts were dealt with; `table` is empty."""
        ...

    def cancelled(self) -> bool:
        """Tell whether to stop; what went back stays so."""
        ...


def batch_of(database: Database, direction: Direction, transaction: str = "") -> str:
    """Return the batch of the act that would be taken back or done again next, or of this very one; "" for none."""
    next_one = UNDOABLE if direction is Direction.UNDO else REDOABLE
    condition, parameters = ("id = ?", (transaction,)) if transaction else (next_one, ())
    with database.reading() as connection:
        found = connection.execute(f"SELECT batch FROM transactions WHERE {condition}", parameters).fetchone()
    return str(found[0]) if found is not None else ""


def standing(database: Database, direction: Direction, batch: str) -> tuple[list[str], int]:
    """Return the acts of a batch that can be undone, or done again, the newest first, and how much they changed."""
    sign = "=" if direction is Direction.REDO else "<>"
    condition = f"{STANDS} AND batch = ? AND direction {sign} '{Direction.UNDO}'"
    with database.reading() as connection:
        asked = f"SELECT id FROM transactions WHERE {condition} ORDER BY number DESC"
        acts = [str(row[0]) for row in connection.execute(asked, (batch,))]
        numbers = f"SELECT number FROM transactions WHERE {condition}"
        sql = f"SELECT count(*) FROM changes WHERE transaction_number IN ({numbers}) AND NOT by_server"
        ((records,),) = connection.execute(sql, (batch,)).fetchall()
    return acts, int(records)


def take_back_batch(
    acts: Sequence[str], steps: Steps, direction: Direction, anyway: bool, watch: Watch | None = None
) -> Committed:
    """Undo the acts of a batch, the newest first; or, if they are undoings, do again what they took back.

    Raises Refused undo.overwritten before anything is written when someone wrote over a part since, unless `anyway`:
    then the rest is taken back.
    """
    if not anyway:
        steps.look(acts)
    back, kinds, ids, act = new_id(), set[str](), set[str](), ""
    for done, each in enumerate(acts, start=1):
        if watch is not None and watch.cancelled():
            break
        written = steps.take_back(each, direction, anyway, back)
        kinds |= written.kinds
        ids |= written.ids
        act = written.undo_label.act or act
        if watch is not None:
            watch.progress("", done)
    label = UndoLabel(act, len(ids), min(kinds, default=""))
    return Committed(back if ids else "", frozenset(kinds), frozenset(ids), label)


@dataclass(frozen=True, slots=True)
class StepsHere:
    """Implements Steps by this process."""

    database: Database
    clock: Clock

    def look(self, acts: Sequence[str]) -> None:
        """See Steps."""
        with self.database.reading() as connection:
            _refuse_overwriting(connection, acts)

    def take_back(self, act: str, direction: Direction, anyway: bool, batch: str) -> Committed:
        """See Steps."""
        with self.database.writing() as connection:
            target = _act(connection, act)
            plan = plan_undo(target.changes, _present(connection, target.changes, {}))
            if not anyway:
                refuse_overwriting(plan, anyway)
            edits = [as_edit(change) for change in plan.changes]
            turn = Turn(direction, act)
            written = write_act(connection, self.clock.now(), target.act, edits, turn=turn, batch=batch)
            connection.execute("UPDATE transactions SET undone_by = ? WHERE id = ?", (written.transaction or "-", act))
        return written


def _refuse_overwriting(connection: Connection, acts: Sequence[str]) -> None:
    """Raise what `refuse_overwriting` raises for the whole of the acts, as if each later one were back already."""
    ahead: dict[tuple[str, str], Values] = {}
    shared = _shared(connection, acts)
    lost: list[Overwritten] = []
    for each in acts:
        changes = _act(connection, each).changes
        plan = plan_undo(changes, _present(connection, changes, ahead))
        lost += plan.overwritten
        for change in plan.changes:
            key = (change.kind, change.id)
            if key in shared:
                before = ahead[key] if key in ahead else WorkingSet(connection).get(*key)
                ahead[key] = as_left(change, before or {})
    refuse_overwriting(UndoPlan((), tuple(lost)), anyway=False)


def _shared(connection: Connection, acts: Sequence[str]) -> set[tuple[str, str]]:
    """Return the records that more than one of the acts changed: their present is not what the earlier one wrote."""
    if len(acts) < 2:
        return set()
    sql = """
        SELECT c.kind, c.record_id FROM changes c JOIN transactions t ON t.number = c.transaction_number
        WHERE t.batch = (SELECT batch FROM transactions WHERE id = ?) AND NOT c.by_server
        GROUP BY c.kind, c.record_id HAVING count(DISTINCT c.transaction_number) > 1
    """
    return {(str(kind), str(record)) for kind, record in connection.execute(sql, (acts[0],))}


def _present(
    connection: Connection, changes: Sequence[RecordChange], ahead: dict[tuple[str, str], Values]
) -> Callable[[str, str], Values | None]:
    rows = WorkingSet(connection)
    for kind in {change.kind for change in changes}:
        rows.load(kind, (change.id for change in changes if change.kind == kind))
    return lambda kind, record_id: ahead.get((kind, record_id)) or rows.get(kind, record_id)


def _act(connection: Connection, transaction: str) -> Transaction:
    return transactions(connection, "id = ?", transaction)[0][1]

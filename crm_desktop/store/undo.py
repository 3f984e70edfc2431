"""Taking back and doing again, across restarts: each a new act that points at the one it takes back.

One's own acts on this device only, newest first; a new act ends what could be done again. Which fields can still go
back is decided by the rule in models; nothing that someone else wrote later is replaced unless that is asked for.
"""

from dataclasses import dataclass

from crm_desktop.models.changes import Transaction
from crm_desktop.models.clock import Clock
from crm_desktop.models.edits import Edit
from crm_desktop.models.errors import Refused
from crm_desktop.models.rules.undo import UndoPlan, plan_undo
from crm_desktop.store.acts import Committed, Turn, UndoLabel, as_edit, write_act
from crm_desktop.store.engine import Connection, Database
from crm_desktop.store.journal import transactions
from crm_desktop.store.releasing import give_back
from crm_desktop.store.schema import HERE, Direction, State
from crm_desktop.store.working_set import WorkingSet

STANDS = f"""
    origin = '{HERE}' AND undone_by = '' AND state NOT IN ('{State.REFUSED}', '{State.PARKED}', '{State.DISCARDED}')
    AND EXISTS (SELECT 1 FROM changes WHERE transaction_number = number AND NOT by_server)
"""
UNDOABLE = f"{STANDS} AND direction <> '{Direction.UNDO}' ORDER BY number DESC LIMIT 1"
REDOABLE = f"""
    {STANDS} AND direction = '{Direction.UNDO}' AND number > (
        SELECT coalesce(max(number), 0) FROM transactions WHERE origin = '{HERE}' AND direction = '{Direction.DO}'
    ) ORDER BY number DESC LIMIT 1
"""

_COUNTED = """
    SELECT count(DISTINCT record_id), min(record_id),
        (SELECT kind FROM changes WHERE transaction_number = c.transaction_number AND NOT by_server
            ORDER BY ordinal LIMIT 1)
    FROM changes c WHERE transaction_number = ? AND NOT by_server
"""


@dataclass(frozen=True, slots=True)
class UndoState:
    """What could be taken back and done again now; None where there is nothing."""

    undo: UndoLabel | None
    redo: UndoLabel | None


def undo_state(connection: Connection) -> UndoState:
    """Return what the undo and redo commands would do, for their texts."""
    return UndoState(_label(connection, UNDOABLE), _label(connection, REDOABLE))


def take_back(database: Database, clock: Clock, direction: Direction, anyway: bool, transaction: str = "") -> Committed:
    """Undo the newest act that stands, or redo the newest undo; or this very one. An empty answer where there is none.

    Raises Refused undo.overwritten when someone wrote over a part since, unless `anyway`: then the rest is taken back.
    """
    with database.writing() as connection:
        newest = UNDOABLE if direction is Direction.UNDO else REDOABLE
        target = _named(connection, direction, transaction) if transaction else _newest(connection, newest)
        if target is None:
            return Committed()
        edits = _edits_back(connection, target, anyway)
        done = write_act(connection, clock.now(), target.act, edits, turn=Turn(direction, target.id))
        # Where all is as it was before already, the act counts as taken back all the same.
        connection.execute("UPDATE transactions SET undone_by = ? WHERE id = ?", (done.transaction or "-", target.id))
        changes = list(target.changes)
        del target
        give_back(edits, changes)
        return done if done.transaction else Committed()


def _edits_back(connection: Connection, target: Transaction, anyway: bool) -> list[Edit]:
    rows = WorkingSet(connection)
    for kind in {change.kind for change in target.changes}:
        rows.load(kind, (change.id for change in target.changes if change.kind == kind))
    plan = plan_undo(target.changes, rows.get)
    refuse_overwriting(plan, anyway)
    changes = list(plan.changes)
    del plan
    edits = [as_edit(change) for change in changes]
    give_back(changes)
    rows.give_back()
    return edits


def refuse_overwriting(plan: UndoPlan, anyway: bool) -> None:
    """Raise Refused undo.overwritten where somebody wrote over a part since, unless the rest is wanted `anyway`."""
    if plan.overwritten and not (anyway and plan.changes):
        first = plan.overwritten[0]
        records = len({(each.kind, each.id) for each in plan.overwritten})
        raise Refused("undo.overwritten", kind=first.kind, id=first.id, field=first.field, records=records)


def _newest(connection: Connection, condition: str) -> Transaction | None:
    found = transactions(connection, condition)
    return found[0][1] if found else None


def _named(connection: Connection, direction: Direction, transaction: str) -> Transaction | None:
    kind = "=" if direction is Direction.REDO else "<>"
    found = transactions(connection, f"{STANDS} AND direction {kind} '{Direction.UNDO}' AND id = ?", transaction)
    return found[0][1] if found else None


def _label(connection: Connection, condition: str) -> UndoLabel | None:
    head = connection.execute(f"SELECT act, batch, direction, number FROM transactions WHERE {condition}").fetchone()
    if head is not None and head[1]:
        sql = f"""
            SELECT count(DISTINCT record_id), min(kind) FROM changes WHERE transaction_number IN
                (SELECT number FROM transactions WHERE batch = ? AND direction = ? AND {STANDS}) AND NOT by_server
        """
        ((count, kind),) = connection.execute(sql, (head[1], head[2])).fetchall()
        return UndoLabel(str(head[0]), int(count), str(kind))
    if head is None:
        return None
    # Counted and not read: an act may have changed thousands of records, and the label is asked for after each.
    ((count, identifier, kind),) = connection.execute(_COUNTED, (head[3],)).fetchall()
    return UndoLabel(str(head[0]), int(count), str(kind), str(identifier) if count == 1 else "")

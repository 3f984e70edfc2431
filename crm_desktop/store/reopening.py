"""Taking back how a conflict was settled, by whomever and on whichever device: for thirty days, as an act of its own.

What the settlement wrote is read from the history; how it goes back is the rule of every undo (`models/rules/undo.py`).
"""

from collections.abc import Iterable, Mapping

import msgspec

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.changes import FieldChange, Operation, RecordChange
from crm_desktop.models.clock import DAY_MS
from crm_desktop.models.errors import Refused
from crm_desktop.models.merge.groups import unit_of
from crm_desktop.models.rules.settling import DELETION
from crm_desktop.models.rules.undo import plan_undo
from crm_desktop.store.acts import Committed, as_edit, write_act
from crm_desktop.store.engine import Connection
from crm_desktop.store.journal import change_of
from crm_desktop.store.rows import Row
from crm_desktop.store.schema import State
from crm_desktop.store.undo import refuse_overwriting
from crm_desktop.store.working_set import WorkingSet

DAYS = 30
"""So long a settlement can be taken back as a whole; single values come back from the history at any time."""
_STANDS = f"t.state NOT IN ('{State.REFUSED}', '{State.PARKED}', '{State.DISCARDED}')"


def reopen(connection: Connection, moment: int, entry_id: str, anyway: bool) -> Committed:
    """Open a settled conflict again and give its record back what stood there before, inside the caller's transaction.

    Raises Refused conflict.not_settled, conflict.settled_long_ago, and undo.overwritten where somebody wrote over the
    decision since; with `anyway` the conflict is opened and what was written since stays.
    """
    rows = WorkingSet(connection)
    entry = rows.get("conflict", entry_id)
    if entry is None:
        raise Refused("store.record_gone", kind="conflict")
    if entry["state"] != "settled":
        raise Refused("conflict.not_settled")
    settled_at = entry["settled_at"]
    if not isinstance(settled_at, int) or moment - settled_at > DAYS * DAY_MS:
        raise Refused("conflict.settled_long_ago", days=DAYS)
    plan = plan_undo((*_written(connection, entry), _decision(entry)), rows.get)
    refuse_overwriting(plan, anyway)
    return write_act(connection, moment, "conflict.reopen", [as_edit(each) for each in plan.changes])


def _decision(entry: Row) -> RecordChange:
    """Return the change by which the entry was settled, as it stands there."""
    names = ("decision", "settled_by", "settled_at")
    fields = {"state": FieldChange("open", "settled"), **{name: FieldChange(None, entry[name]) for name in names}}
    return RecordChange("conflict", str(entry["id"]), Operation.UPDATE, fields)


def _written(connection: Connection, entry: Row) -> list[RecordChange]:
    """Return what the act that settled the conflict did to the field of the record, as far as the history knows."""
    sql = f"""
        SELECT o.kind, o.record_id, o.operation, o.fields FROM changes o WHERE o.record_id = ?1 AND o.kind = ?2
        AND NOT o.by_server AND o.transaction_number = (
            SELECT t.number FROM changes c JOIN transactions t ON t.number = c.transaction_number
            WHERE c.record_id = ?3 AND c.operation = 'update' AND json_extract(c.fields, '$.state[1]') = 'settled'
            AND NOT c.by_server AND {_STANDS}
            ORDER BY t.sequence IS NULL DESC, t.sequence DESC, t.number DESC LIMIT 1
        ) ORDER BY o.ordinal
    """
    about = (entry["record_id"], entry["record_kind"], entry["id"])
    changes = [change_of(*row) for row in connection.execute(sql, about).fetchall()]
    if entry["field"] == DELETION:
        return [each for each in changes if each.operation in (Operation.DELETE, Operation.RESTORE)]
    unit = unit_of(KINDS[str(entry["record_kind"])], str(entry["field"]))
    updates = [each for each in changes if each.operation is Operation.UPDATE]
    return [msgspec.structs.replace(each, fields=_only(each.fields, unit)) for each in updates]


def _only(fields: Mapping[str, FieldChange], names: Iterable[str]) -> dict[str, FieldChange]:
    return {name: fields[name] for name in names if name in fields}

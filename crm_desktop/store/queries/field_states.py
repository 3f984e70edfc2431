"""What single fields have to say about sync: which values of a record wait, were contested, were not accepted."""

from collections.abc import Iterable, Mapping

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.changes import Operation, RecordChange
from crm_desktop.models.fields import RecordKind, Shown
from crm_desktop.models.record import SyncState
from crm_desktop.store.journal import change_of
from crm_desktop.store.reader import Reader
from crm_desktop.store.schema import OPEN, State

FieldStates = Mapping[str, SyncState]
_PRESSING = list(SyncState)
_OF_ACTS = {
    State.WAITING: SyncState.WAITING,
    State.ACKNOWLEDGED: SyncState.WAITING,
    State.REFUSED: SyncState.PARKED,
    State.PARKED: SyncState.PARKED,
}


def field_states(
    reader: Reader, kind: str, ids: Iterable[str], *, of_new: bool = True
) -> dict[str, dict[str, SyncState]]:
    """Return by record and field the most pressing state; records and fields with nothing to say are missing.

    Without `of_new` the values that a record was made with say nothing by themselves: the whole record waits.
    """
    found: dict[str, dict[str, SyncState]] = {}
    declared, wanted = KINDS[kind], list(ids)
    for change, state in _changes(reader, kind, wanted):
        if change.operation is not Operation.CREATE or of_new:
            for name in _changed(declared, change):
                _say(found, change.id, name, state)
    conflicts = """
        SELECT record_id, field FROM conflicts
        WHERE record_kind = ? AND state = 'open' AND deleted_at IS NULL AND record_id IN ({ids})
    """
    for record_id, name in reader.for_each_id(conflicts, wanted, kind):
        for each in _seen(declared, name):
            _say(found, record_id, each, SyncState.CONFLICT)
    return found


def _changes(reader: Reader, kind: str, ids: list[str]) -> Iterable[tuple[RecordChange, SyncState]]:
    states = ", ".join(f"'{each}'" for each in _OF_ACTS)
    sql = f"""
        SELECT t.state, c.kind, c.record_id, c.operation, c.fields
        FROM transactions t JOIN changes c ON c.transaction_number = t.number
        WHERE t.{OPEN} AND t.state IN ({states}) AND NOT c.by_server AND c.kind = ? AND c.record_id IN ({{ids}})
    """
    for state, *change in reader.for_each_id(sql, ids, kind):
        yield change_of(*change), _OF_ACTS[State(state)]


def _changed(kind: RecordKind, change: RecordChange) -> Iterable[str]:
    for name, edit in change.fields.items():
        if edit.before != edit.after:
            yield from _seen(kind, name)


def _seen(kind: RecordKind, name: str) -> Iterable[str]:
    """Yield the field, or those that people see of the group that it belongs to: an amount for its currency."""
    if not kind.has(name) or kind.field(name).shown is not Shown.INTERNAL:
        return (name,)
    return (name, *(other for other in kind.group_of(name) if kind.field(other).shown is not Shown.INTERNAL))


def _say(found: dict[str, dict[str, SyncState]], record_id: str, name: str, state: SyncState) -> None:
    fields = found.setdefault(record_id, {})
    fields[name] = min(fields.get(name, state), state, key=_PRESSING.index)

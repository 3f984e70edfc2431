"""Everything the sync centre shows, in one reading: what waits, what was refused, what is to be decided, what was."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.exchange import Outcome, Settlement
from crm_desktop.models.fields import FieldType, Value
from crm_desktop.models.record import Record
from crm_desktop.models.sync_run import SyncRun
from crm_desktop.models.values import members
from crm_desktop.store.queries.record_view import linked_titles
from crm_desktop.store.queries.records import titles
from crm_desktop.store.queries.sync_state import (
    ConflictDetail,
    ParkedAct,
    WaitingRecord,
    conflicts,
    parked,
    runs,
    waiting,
)
from crm_desktop.store.reader import Reader
from crm_desktop.store.schema import HERE

_OUTCOME = msgspec.json.Decoder(Outcome)
_RECENT = 200
"""So many of one's own acts are looked at for what was merged without a question."""


@dataclass(frozen=True, slots=True)
class SyncCentre:
    """The whole page. `merged` holds by record what was settled by itself; `linked` names of linked records by id."""

    waiting: tuple[WaitingRecord, ...] = ()
    parked: tuple[ParkedAct, ...] = ()
    conflicts: tuple[ConflictDetail, ...] = ()
    runs: tuple[SyncRun, ...] = ()
    merged: Mapping[tuple[str, str], tuple[Settlement, ...]] = field(default_factory=dict)
    linked: Mapping[str, str] = field(default_factory=dict)


def sync_centre(reader: Reader) -> SyncCentre:
    """Return what the page shows."""
    waits, stopped, open_conflicts = waiting(reader), parked(reader), conflicts(reader)
    records = [each.record for each in waits if each.record is not None]
    records += [each.record for each in open_conflicts if each.record is not None]
    records += [each for act in stopped for each in act.records]
    return SyncCentre(
        tuple(waits),
        tuple(stopped),
        tuple(open_conflicts),
        tuple(runs(reader)),
        _merged(reader, {(each.kind, each.id) for each in records}),
        {**linked_titles(reader, records), **_named_in_changes(reader, waits, stopped, open_conflicts)},
    )


def _merged(reader: Reader, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], tuple[Settlement, ...]]:
    """Return what the server merged in one's own acts without a loser, newest first, one for each field."""
    found: dict[tuple[str, str], dict[str, Settlement]] = {}
    rows = reader.all(
        f"SELECT outcome FROM transactions WHERE origin = '{HERE}' AND outcome IS NOT NULL"
        " ORDER BY number DESC LIMIT ?",
        _RECENT,
    )
    for (outcome,) in rows:
        for settlement in _OUTCOME.decode(outcome).settlements:
            key = (settlement.kind, settlement.id)
            if key in wanted and not settlement.conflict_id:
                found.setdefault(key, {}).setdefault(settlement.field, settlement)
    return {key: tuple(fields.values()) for key, fields in found.items()}


def _named_in_changes(
    reader: Reader,
    waits: Iterable[WaitingRecord],
    stopped: Iterable[ParkedAct],
    open_conflicts: Iterable[ConflictDetail],
) -> dict[str, str]:
    """Return the titles of what old and new values link to; a record itself names only what it links to now."""
    changes = [change for each in waits for _, change in each.changes]
    changes += [change for each in stopped for change in each.transaction.changes]
    values: list[tuple[str, str, Value]] = [
        (change.kind, name, value)
        for change in changes
        for name, edit in change.fields.items()
        for value in (edit.before, edit.after)
    ]
    for each in open_conflicts:
        kind, name = str(each.entry.get("record_kind")), str(each.entry.get("field"))
        values += [(kind, name, value) for value in (each.base, each.mine, each.theirs)]
    wanted: dict[str, set[str]] = {}
    for kind, name, value in values:
        declared = KINDS[kind].field(name) if kind in KINDS and KINDS[kind].has(name) else None
        if declared is not None and declared.target:
            ids = members(value) if declared.type is FieldType.SET else [value] if isinstance(value, str) else []
            wanted.setdefault(declared.target, set()).update(ids)
    return {each: title for kind, ids in wanted.items() for each, title in titles(reader, kind, ids).items()}


def account_of(record: Record | None, linked: Mapping[str, str]) -> str:
    """Return the name of the account a record belongs to, "" where it is one itself or belongs to none."""
    return linked.get(str(record.get("account_id")), "") if record is not None else ""

"""Undoing an act that is done: which fields can go back, and which someone wrote over since.

An undo is a new change like any other. It never replaces silently what somebody else did afterwards.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from crm_desktop.models.catalog import KINDS, row_columns
from crm_desktop.models.changes import FieldChange, Operation, RecordChange, inverse
from crm_desktop.models.fields import Rule, Value, Values, is_custom
from crm_desktop.models.merge.groups import rule_of, unit_of
from crm_desktop.models.merge.sets import merge_sets
from crm_desktop.models.merge.sums import merge_sums
from crm_desktop.models.merge.text import merge_text


@dataclass(frozen=True, slots=True)
class Overwritten:
    """A field that no longer holds what the act wrote; "" where the whole record is gone or was taken back."""

    kind: str
    id: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """What leads back from the present, and what stands in the way."""

    changes: tuple[RecordChange, ...]
    overwritten: tuple[Overwritten, ...]


def plan_undo(changes: tuple[RecordChange, ...], present: Callable[[str, str], Values | None]) -> UndoPlan:
    """Return how the act that made `changes` can be undone now; `present` gives rows as they stand, bin included.

    Sets and counters go back by their difference, notes where nobody rewrote the same words; everything else only where
    the value still is what the act wrote. Fields of a group go back together or not at all.
    """
    created = {(change.kind, change.id): change for change in changes if change.operation is Operation.CREATE}
    times = Counter((change.kind, change.id) for change in changes)
    rows = {key: present(*key) for key in times}
    possible: list[RecordChange] = []
    overwritten: list[Overwritten] = []
    for back in inverse(changes):
        key = (back.kind, back.id)
        change, lost = _undo_one(back, rows[key], created.get(key))
        overwritten += lost
        if change is not None:
            possible.append(change)
            if times[key] > 1:  # else nobody asks for it again, and thousands of rows would be copied
                rows[key] = as_left(change, rows[key] or {})
    return UndoPlan(tuple(possible), tuple(overwritten))


def as_left(change: RecordChange, row: Values) -> Values:
    """Return the row as the change leaves it; only whether it lies in the bin counts, not since when."""
    if change.operation is Operation.UPDATE:
        return {**row, **{name: field.after for name, field in change.fields.items()}}
    return {**row, "deleted_at": 0 if change.operation is Operation.DELETE else None}


def _undo_one(
    back: RecordChange, row: Values | None, made: RecordChange | None
) -> tuple[RecordChange | None, list[Overwritten]]:
    whole = [Overwritten(back.kind, back.id)]
    if row is None:
        return None, whole
    deleted = row.get("deleted_at") is not None
    if back.operation is Operation.RESTORE:
        return (back, []) if deleted else (None, [])
    if deleted:
        return None, ([] if back.operation is Operation.DELETE else whole)
    if back.operation is Operation.DELETE:
        edited = _edited_since(made, row)
        return (None, edited) if edited else (back, [])
    return _undo_fields(back, row)


def _edited_since(made: RecordChange | None, row: Values) -> list[Overwritten]:
    if made is None:
        return []
    wrote = {name: field.after for name, field in made.fields.items()}
    # What the server itself notes, such as the arrival of a file, is nobody's edit.
    names, declared = _written_by_people(made.kind)
    own = sorted(filter(is_custom, {*row, *wrote} - declared))
    return [Overwritten(made.kind, made.id, name) for name in (*names, *own) if row.get(name) != wrote.get(name)]


@cache
def _written_by_people(kind: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the declared fields that people write, and the names of all columns."""
    declared = KINDS[kind]
    return tuple(field.name for field in declared.fields if field.client_writes), frozenset(row_columns(declared))


def _undo_fields(back: RecordChange, row: Values) -> tuple[RecordChange | None, list[Overwritten]]:
    fields: dict[str, FieldChange] = {}
    overwritten: list[Overwritten] = []
    for name, field in back.fields.items():
        untouched = all(
            row.get(member) == back.fields[member].before
            for member in unit_of(KINDS[back.kind], name)
            if member in back.fields
        )
        change = field if untouched else _combine(rule_of(KINDS[back.kind], name), field, row.get(name))
        if change is None:
            overwritten.append(Overwritten(back.kind, back.id, name))
        elif change.before != change.after:
            fields[name] = change
    return (RecordChange(back.kind, back.id, Operation.UPDATE, fields) if fields else None), overwritten


def _combine(rule: Rule, field: FieldChange, present: Value) -> FieldChange | None:
    """Return how a field that was written since can still go back, or None."""
    if rule is Rule.SET:
        return FieldChange(present, merge_sets(field.before, present, field.after))
    if rule is Rule.SUM:
        return FieldChange(present, merge_sums(field.before, present, field.after))
    if present == field.after or rule is Rule.NEWEST:
        return FieldChange(present, present)
    if rule is Rule.TEXT:
        merged = merge_text(field.before, present, field.after)
        return None if merged.overlapping else FieldChange(present, merged.text)
    return None

"""What a user sees: the server's last word with the pending edits on top, in the order in which they were made."""

from collections.abc import Iterable

from crm_desktop.models.changes import FieldChange, RecordChange
from crm_desktop.models.fields import RecordKind, Rule, Value, Values
from crm_desktop.models.merge.groups import rule_of, unit_of
from crm_desktop.models.merge.newest import merge_newest
from crm_desktop.models.merge.sets import merge_sets
from crm_desktop.models.merge.sums import merge_sums
from crm_desktop.models.merge.text import merge_text


def overlay(kind: RecordKind, base: Values, pending: Iterable[RecordChange]) -> dict[str, Value]:
    """Return the base with each pending change's fields applied.

    Notes are merged, sets and sums take the difference, every other field takes the value typed here. Whether a record
    lies in the bin (`deleted_at`) is the caller's, who knows the moment: the last pending delete or restore decides.
    """
    seen = dict(base)
    for change in pending:
        for name, edit in change.fields.items():
            if _touched(kind, change, name):
                seen[name] = _applied(rule_of(kind, name), seen.get(name), edit)
    return seen


def _touched(kind: RecordKind, change: RecordChange, name: str) -> bool:
    """Tell whether the change does something to the field or to one that travels with it."""
    edits = (change.fields.get(member) for member in unit_of(kind, name))
    return any(edit is not None and edit.before != edit.after for edit in edits)


def _applied(rule: Rule, present: Value, edit: FieldChange) -> Value:
    if rule is Rule.SUM:
        return merge_sums(edit.before, present, edit.after)
    if present == edit.before:
        return edit.after
    if rule is Rule.NEWEST:
        return merge_newest(present, edit.after)
    if rule is Rule.TEXT:
        return merge_text(edit.before, present, edit.after).text
    return merge_sets(edit.before, present, edit.after) if rule is Rule.SET else edit.after

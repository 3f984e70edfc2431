"""Rule `group`: fields that mean something only together travel, win and lose together.

A change that names one member carries the others: the write door completes it (`complete_groups`), so that the server
knows the whole side. Of a member that is not named all the same, the present value stands for both sides.
"""

from collections.abc import Iterable, Mapping

from crm_desktop.models.changes import FieldChange
from crm_desktop.models.fields import RecordKind, Rule, Value, Values

_TOGETHER = (Rule.LATEST, Rule.GROUP, Rule.PLACE)


def rule_of(kind: RecordKind, name: str) -> Rule:
    """Return the field's merge rule; `latest` for fields this version does not know."""
    return kind.field(name).rule if kind.has(name) else Rule.LATEST


def unit_of(kind: RecordKind, name: str) -> tuple[str, ...]:
    """Return the fields that are decided together with this one, itself included; often alone."""
    return kind.group_of(name) if kind.has(name) and rule_of(kind, name) in _TOGETHER else (name,)


def complete_groups(kind: RecordKind, present: Values, fields: Mapping[str, FieldChange]) -> dict[str, FieldChange]:
    """Return the changes with every group whole: members that stay are added with the same value before and after."""
    complete = dict(fields)
    for name in fields:
        for member in unit_of(kind, name):
            if member not in complete:
                value = present.get(member)
                complete[member] = FieldChange(value, value)
    return complete


def whole_sides(
    unit: Iterable[str], current: Values, fields: Mapping[str, FieldChange]
) -> tuple[dict[str, Value], dict[str, Value], dict[str, Value]]:
    """Return the unit as it was before, as it stands at the server, and as I want it."""
    theirs = {name: current.get(name) for name in unit}
    before = {name: fields[name].before if name in fields else theirs[name] for name in theirs}
    mine = {name: fields[name].after if name in fields else theirs[name] for name in theirs}
    return before, theirs, mine

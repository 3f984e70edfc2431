"""What has to be set on a record so that a view's filter lets it through, and what no setting can bring about. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from crm_desktop.models.fields import Field, FieldType, RecordKind, Shown, Value, Values
from crm_desktop.models.rules.views import Condition, Group, Operator
from crm_desktop.models.values import members

_SETTABLE = frozenset(
    {
        FieldType.TEXT,
        FieldType.CHOICE,
        FieldType.LINK,
        FieldType.INTEGER,
        FieldType.SHARE,
        FieldType.FLAG,
        FieldType.DATE,
        FieldType.SET,
    }
)


@dataclass(frozen=True, slots=True)
class Joining:
    """What a filter asks of records: values, members of sets, and the parts that cannot be set."""

    values: Mapping[str, Value] = field(default_factory=dict)
    added: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By the name of a set: members that must be in it; the others stay."""
    sets: tuple[Condition, ...] = ()
    """The conditions that setting these fulfils."""
    open: tuple[Condition | Group, ...] = ()
    """What has to hold already: how long ago something was, how much something is, one of several."""

    def changes(self, record: Values) -> dict[str, Value]:
        """Return what changes at a record; empty where it fits already."""
        wanted = dict(self.values)
        for name, more in self.added.items():
            wanted[name] = sorted({*members(record.get(name)), *more})
        return {name: value for name, value in wanted.items() if not _same(record.get(name), value)}


def joining(kind: RecordKind, asked: Group, me: str) -> Joining:
    """Return what the filter asks of records of the kind, where `me` is who looks."""
    values: dict[str, Value] = {}
    added: dict[str, frozenset[str]] = {}
    sets: list[Condition] = []
    left: list[Condition | Group] = []
    for part in _parts(asked):
        wanted = _wanted(kind, part, me) if isinstance(part, Condition) else None
        if wanted is None or not isinstance(part, Condition) or values.get(part.field, wanted[0]) != wanted[0]:
            left.append(part)
            continue
        sets.append(part)
        if kind.field(part.field).type is FieldType.SET and wanted[0] is not None:
            added[part.field] = added.get(part.field, frozenset()) | {str(wanted[0])}
        else:
            values[part.field] = wanted[0]
    return Joining(values, added, tuple(sets), tuple(left))


def _parts(group: Group) -> list[Condition | Group]:
    """Return what must hold all at once; one of several possibilities stays a group."""
    if group.join == "or" and len(group.parts) > 1:
        return [group]
    found: list[Condition | Group] = []
    for part in group.parts:
        found += _parts(part) if isinstance(part, Group) else [part]
    return found


def _wanted(kind: RecordKind, condition: Condition, me: str) -> tuple[Value] | None:
    """Return the value that fulfils a condition; None where no single one does, or nobody may write it here."""
    if not kind.has(condition.field):
        return None
    declared = kind.field(condition.field)
    if declared.type not in _SETTABLE or not declared.client_writes or declared.shown is Shown.INTERNAL:
        return None
    value, several = condition.value, declared.type is FieldType.SET
    match condition.operator:
        case Operator.MINE:
            return (me,)
        case Operator.EMPTY:
            return _emptied(declared)
        case Operator.IS if value is None:
            return _emptied(declared)
        case Operator.IS:
            return (value,)
        case Operator.ANY_OF if isinstance(value, list) and len(value) == 1:
            return (value[0],)
        case Operator.CONTAINS if several:
            return (value,)
        case _:
            return None


def _emptied(declared: Field) -> tuple[Value] | None:
    if declared.type is FieldType.FLAG:
        return (False,)
    return None if declared.required else (None,)


def _same(here: Value, wanted: Value) -> bool:
    # Nothing said is the same as no, and as an empty set.
    return here == wanted or (not here and not wanted)

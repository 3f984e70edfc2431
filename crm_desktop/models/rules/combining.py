"""Making two records of one customer into one: which value stands for each field, and what moves along.

Not the merge of concurrent edits, which is `models/merge`: here a person decides, and the result is one ordinary act.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.custom_fields import CustomField, fields_with
from crm_desktop.models.edits import Delete, Edit, Update
from crm_desktop.models.errors import Refused
from crm_desktop.models.fields import Field, FieldType, RecordKind, Rule, Shown, Value, Values
from crm_desktop.models.record import Record
from crm_desktop.models.values import members

COMBINED = frozenset({"account", "contact", "opportunity"})
"""Kinds of which two records can be made one."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Fields that are chosen together, and what either record says there."""

    fields: tuple[Field, ...]
    kept: Mapping[str, Value]
    other: Mapping[str, Value]

    @property
    def name(self) -> str:
        """The field that gives the unit its name."""
        return self.fields[0].name

    @property
    def asks(self) -> bool:
        """Whether both say something, and not the same: then a person decides."""
        return any(value is not None for value in self.kept.values()) and any(
            value is not None for value in self.other.values()
        )


@dataclass(frozen=True, slots=True)
class Dependant:
    """A record that names the one that goes, in these fields."""

    record: Record
    fields: tuple[str, ...]


def units(kept: Record, other: Record) -> tuple[Unit, ...]:
    """Return where the two differ; what has rules of its own (owner, stage) stays with the record that is kept."""
    kind, found, seen = kept.declaration, [], set[str]()
    for field in fields_with(kind, {**kept.values, **other.values}):
        if field.name in seen:
            continue
        names = kind.group_of(field.name)
        seen.update(names)
        fields = tuple(kind.field(name) for name in names)
        if not all(_is_free(each) for each in fields) or all(each.shown is Shown.INTERNAL for each in fields):
            continue
        mine, theirs = ({each.name: record.get(each.name) for each in fields} for record in (kept, other))
        if mine != theirs and any(value is not None for value in _telling(fields, theirs)):
            found.append(Unit(fields, mine, theirs))
    return tuple(found)


def joined(unit: Unit) -> Mapping[str, Value] | None:
    """Return both values in one where that makes sense: sets united, notes one below the other, the later moment."""
    field, mine, theirs = unit.fields[0], *(next(iter(each.values())) for each in (unit.kept, unit.other))
    if len(unit.fields) > 1 or mine is None or theirs is None:
        return None
    if field.type is FieldType.SET:
        return {field.name: sorted({*members(mine), *members(theirs)})}
    if field.rule is Rule.NEWEST and isinstance(mine, int) and isinstance(theirs, int):
        return {field.name: max(mine, theirs)}
    if field.type is FieldType.NOTE and len(f"{mine}\n\n{theirs}") <= field.limit:
        return {field.name: f"{mine}\n\n{theirs}"}
    return None


def usual_values(kept: Record, other: Record) -> dict[str, Value]:
    """Return what stands if nobody decides otherwise: what is kept, filled up with what only the other one says."""
    values: dict[str, Value] = {}
    for unit in units(kept, other):
        both = joined(unit)
        if both is not None:
            values |= both
        elif not unit.asks:
            values |= unit.other
    return values


def combine(kept: Record, other: Record, chosen: Values, dependants: Sequence[Dependant]) -> list[Edit]:
    """Return the edits of one act: the kept record as chosen, what named the other names it, the other in the bin.

    Raises Refused records.not_alike where the two cannot be one.
    """
    if kept.kind != other.kind or kept.id == other.id or kept.kind not in COMBINED or kept.deleted or other.deleted:
        raise Refused("records.not_alike", kind=kept.kind)
    kind = kept.declaration
    values = {name: _without_loop(kind, name, value, kept, other) for name, value in chosen.items()}
    for name in _own_links(kind, kept.values):
        if kept.get(name) == other.id and name not in values:
            values[name] = _without_loop(kind, name, other.get(name), kept, other)
    changed = {name: value for name, value in values.items() if value != kept.get(name)}
    edits: list[Edit] = [Update(kept.kind, kept.id, changed)] if changed else []
    edits += [_moved(each, kept.id, other.id) for each in dependants if each.record.id not in (kept.id, other.id)]
    return [*edits, Delete(other.kind, other.id)]


def links_to(kind: str, own: Iterable[CustomField] = ()) -> Iterator[tuple[RecordKind, tuple[Field, ...]]]:
    """Yield the kinds whose records name records of `kind`, and in which fields; pinned notes and files apart.

    `own` are the fields that the organisation has added itself.
    """
    added = list(own)
    for declared in KINDS.values():
        fields = tuple(
            each
            for each in (*declared.fields, *(one.field for one in added if one.kind == declared.name))
            if each.target == kind and each.client_writes and each.rule is not Rule.GUARD
        )
        if fields and declared.client_creates:
            yield declared, fields


def pinned_kinds() -> Iterator[RecordKind]:
    """Yield the kinds whose records hang on any record by its kind and id, and are the client's to move."""
    for declared in KINDS.values():
        if declared.has("record_id") and declared.client_creates:
            field = declared.field("record_id")
            if field.client_writes and field.rule is not Rule.GUARD:
                yield declared


def _moved(dependant: Dependant, kept: str, other: str) -> Update:
    record, values = dependant.record, dict[str, Value]()
    for name in dependant.fields:
        value = record.get(name)
        values[name] = sorted({kept if each == other else each for each in value}) if isinstance(value, list) else kept
    return Update(record.kind, record.id, values)


def _without_loop(kind: RecordKind, name: str, value: Value, kept: Record, other: Record) -> Value:
    """Return a link that leads to neither of the two, for nothing stands above itself."""
    if kind.field(name).target != kind.name or value not in (kept.id, other.id):
        return value
    further = other.get(name) if value == other.id else None
    return further if further not in (kept.id, other.id) else None


def _own_links(kind: RecordKind, values: Values) -> Iterable[str]:
    fields = fields_with(kind, values)
    return (each.name for each in fields if each.target == kind.name and each.type is FieldType.LINK)


def _is_free(field: Field) -> bool:
    return field.client_writes and field.rule is not Rule.GUARD and field.rule is not Rule.PLACE


def _telling(fields: Sequence[Field], values: Values) -> Iterator[Value]:
    """Yield the values that say something by themselves: a currency without an amount does not."""
    for field in fields:
        if field.shown is not Shown.INTERNAL or field.type is FieldType.COORDINATE:
            yield values[field.name]

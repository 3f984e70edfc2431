"""What must hold between records after a merge, each with the name of its repair.

Links lead to records that exist; trees have no loops. A record in the bin still exists: links to it stay, so that
taking it out again finds everything as it was.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from crm_desktop.models.exchange import Refusal, Settlement
from crm_desktop.models.fields import Field, FieldType, RecordKind, Rule, Value, Values
from crm_desktop.models.values import members

TREES = {
    "unit": "parent_id",
    "account": "parent_id",
    "contact": "reports_to_id",
    "lane": "parent_id",
    "node": "parent_id",
    "process": "base_process_id",
}
"""Kinds that form a tree, and the link that leads to the record above."""


class Repair(StrEnum):
    """Names of repairs; also the `rule` of the settlement that tells of one."""

    LINK_CLEARED = "link_cleared"
    """An optional link led to a record that never arrived or is gone for good."""
    MEMBERS_DROPPED = "members_dropped"
    """A set named such records."""
    LOOP_CUT = "loop_cut"
    """Two people put records under each other at the same time: the later link is taken back."""


@dataclass(slots=True)
class Repaired:
    """Values to write instead, the settlements that tell of it, or why the change cannot be accepted."""

    values: dict[str, Value] = field(default_factory=dict)
    settlements: list[Settlement] = field(default_factory=list)
    refusal: Refusal | None = None


def repair_links(kind: RecordKind, record_id: str, values: Values, exists: Callable[[str, str], bool]) -> Repaired:
    """Judge the links among values about to be written. `exists` is true of rows in the bin too.

    A missing record is refused with `sync.link_missing` where the link is required, and else leaves the link.
    """
    repaired = Repaired()
    for name, value in values.items():
        declared = kind.field(name) if kind.has(name) else None
        if declared is None or not declared.target or value is None:
            continue
        kept = _existing(declared, value, exists)
        if kept == value:
            continue
        if kept is None and declared.required:
            return Repaired(refusal=_missing(kind, record_id, declared))
        repair = Repair.MEMBERS_DROPPED if declared.type is FieldType.SET else Repair.LINK_CLEARED
        _repair(repaired, repair, kind, record_id, (name, value, kept))
    return repaired


def repair_loops(
    kind: RecordKind, record_id: str, values: Values, present: Values, parent_of: Callable[[str], str | None]
) -> Repaired:
    """Judge a new place in a tree. `present` is the record before the change, `parent_of` gives the id above an id.

    A loop of units is refused with `sync.loop`, since a unit decides who sees what; elsewhere the old place is kept.
    """
    name = TREES.get(kind.name)
    above = values.get(name) if name else None
    if name is None or not isinstance(above, str) or not makes_loop(record_id, above, parent_of):
        return Repaired()
    if kind.field(name).rule is Rule.GUARD:
        facts: dict[str, str | int] = {"kind": kind.name, "field": name}
        return Repaired(refusal=Refusal(code="sync.loop", facts=facts, kind=kind.name, id=record_id, field=name))
    old = present.get(name)
    kept = old if isinstance(old, str) and not makes_loop(record_id, old, parent_of) else None
    repaired = Repaired()
    _repair(repaired, Repair.LOOP_CUT, kind, record_id, (name, above, kept))
    return repaired


def makes_loop(record_id: str, above: str, parent_of: Callable[[str], str | None]) -> bool:
    """Tell whether a record put under `above` would be above itself; ends even where there is a loop already."""
    seen: set[str] = set()
    at: str | None = above
    while at is not None and at not in seen:
        if at == record_id:
            return True
        seen.add(at)
        at = parent_of(at)
    return False


def _existing(declared: Field, value: Value, exists: Callable[[str, str], bool]) -> Value:
    if declared.type is FieldType.SET:
        return [member for member in members(value) if exists(declared.target, member)] or None
    return value if isinstance(value, str) and exists(declared.target, value) else None


def _missing(kind: RecordKind, record_id: str, declared: Field) -> Refusal:
    facts: dict[str, str | int] = {"kind": kind.name, "field": declared.name, "target": declared.target}
    return Refusal(code="sync.link_missing", facts=facts, kind=kind.name, id=record_id, field=declared.name)


def _repair(
    repaired: Repaired, repair: Repair, kind: RecordKind, record_id: str, change: tuple[str, Value, Value]
) -> None:
    name, wanted, kept = change
    repaired.values[name] = kept
    repaired.settlements.append(
        Settlement(
            kind=kind.name,
            id=record_id,
            field=name,
            rule=repair.value,
            base=kept,
            mine=wanted,
            theirs=kept,
            result=kept,
            winner="theirs",
        )
    )

"""Two versions of a field side by side: in words, with what one says and the other does not set off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.exchange import Settlement
from crm_desktop.models.fields import FieldType, Value
from crm_desktop.models.merge.alignment import matches
from crm_desktop.models.merge.groups import unit_of
from crm_desktop.models.merge.text import tokens
from crm_desktop.models.money import SCALE
from crm_desktop.models.record import Record
from crm_desktop.models.rules.settling import DELETION, Side, side_of
from crm_desktop.store.queries.sync_state import ConflictDetail
from crm_desktop.views.language.texts import tr
from crm_desktop.views.sync_centre.entries import name_of
from crm_desktop.views.value_words import Wordings

Marks = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Version:
    """One value: its words, what is new in them, and a remark such as `+60,000`."""

    words: str
    marks: tuple[tuple[int, int], ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field on which two people differ; `details` are its conflicts, none where it merged by itself."""

    field: str
    name: str
    before: Version
    mine: Version
    theirs: Version
    details: tuple[ConflictDetail, ...] = ()
    own: Side = Side.MINE
    """Which side of the entries is the looker's."""
    both: bool = False
    """What stands now was made of both, and may stay."""
    badge: str = ""

    def side(self, mine: bool) -> Side:
        """Return the entries' side for the looker's own value, or the other one."""
        other = Side.THEIRS if self.own is Side.MINE else Side.MINE
        return self.own if mine else other


def conflict_rows(details: list[ConflictDetail], me: str, words: Wordings) -> list[FieldRow]:
    """Return one row for each field to decide; fields that win or lose together are one row."""
    return [conflict_row(unit, some, me, words) for unit, some in units_of(details)]


def units_of(details: list[ConflictDetail]) -> list[tuple[tuple[str, ...], list[ConflictDetail]]]:
    """Return the conflicts of one record by the fields that win or lose together."""
    units: dict[tuple[str, ...], list[ConflictDetail]] = {}
    for detail in details:
        kind, name = str(detail.entry.get("record_kind")), str(detail.entry.get("field"))
        unit = unit_of(KINDS[kind], name) if kind in KINDS and KINDS[kind].has(name) else (name,)
        units.setdefault(unit, []).append(detail)
    return list(units.items())


def conflict_row(unit: tuple[str, ...], details: list[ConflictDetail], me: str, words: Wordings) -> FieldRow:
    """Return the row of fields that win or lose together."""
    entry, record = details[0].entry, details[0].record
    kind, own = str(entry.get("record_kind")), side_of(details[0].entry, me)
    mine_is_mine = own is Side.MINE
    sides = {
        "before": {str(each.entry.get("field")): each.base for each in details},
        "mine": {str(each.entry.get("field")): each.mine if mine_is_mine else each.theirs for each in details},
        "theirs": {str(each.entry.get("field")): each.theirs if mine_is_mine else each.mine for each in details},
    }
    name = next((each for each in unit if each in sides["mine"]), unit[0])
    before = words_for(kind, record, sides["before"], name, words)
    mine, theirs = (words_for(kind, record, sides[side], name, words) for side in ("mine", "theirs"))
    return FieldRow(
        field=name,
        name=name_of(kind, name),
        before=Version(before),
        mine=_version(kind, name, sides["before"].get(name), sides["mine"].get(name), (before, mine), words),
        theirs=_version(kind, name, sides["before"].get(name), sides["theirs"].get(name), (before, theirs), words),
        details=tuple(details),
        own=own,
        both=entry.get("winner") == Side.BOTH.value,
    )


def merged_row(merged: Settlement, record: Record | None, words: Wordings) -> FieldRow:
    """Return the row of a field that merged by itself."""
    kind, field, values = merged.kind, merged.field, (merged.base, merged.mine, merged.theirs)
    before, mine, theirs = (words_for(kind, record, {field: value}, field, words) for value in values)
    both = merged.result not in (merged.mine, merged.theirs)
    return FieldRow(
        field=field,
        name=name_of(kind, field),
        before=Version(before),
        mine=_version(kind, field, values[0], values[1], (before, mine), words),
        theirs=_version(kind, field, values[0], values[2], (before, theirs), words),
        badge=tr("sync_centre", "Both kept") if both else tr("sync_centre", "Merged"),
    )


def words_for(kind: str, record: Record | None, values: Mapping[str, Value], name: str, words: Wordings) -> str:
    """Return a field's value in words; `values` may name others it belongs to, the rest is the record's."""
    value = values.get(name)
    if name == DELETION:
        if value is None:
            return tr("sync_centre", "Keep the record, with the edit")
        return tr("sync_centre", "Delete the record")
    if value is None:
        return tr("sync_centre", "empty")
    if kind not in KINDS or not KINDS[kind].has(name):
        return str(value)
    return words.of(KINDS[kind], name, {**(record.values if record is not None else {}), **values})


def _version(kind: str, name: str, before: Value, value: Value, said: tuple[str, str], words: Wordings) -> Version:
    if value == before:
        return Version(tr("sync_centre", "not changed"))
    declared = KINDS[kind].field(name) if kind in KINDS and KINDS[kind].has(name) else None
    if declared is not None and isinstance(value, int) and isinstance(before, int):
        if declared.type in (FieldType.MONEY, FieldType.NUMBER):
            return Version(said[1], remark=words.formats.signed((value - before) / SCALE))
        if declared.type in (FieldType.INTEGER, FieldType.SHARE):
            return Version(said[1], remark=words.formats.signed(value - before))
    if declared is not None and declared.type is FieldType.NOTE and isinstance(value, str):
        return Version(said[1], tuple(added(said[0] if before else "", said[1])))
    return Version(said[1])


def added(before: str, after: str) -> Marks:
    """Return the stretches of `after` that `before` does not have: start and length as Qt counts characters."""
    old, new = tokens(before), tokens(after)
    kept = set(matches(old, new).values())
    marks: Marks = []
    at = 0
    for place, token in enumerate(new):
        if place not in kept:
            if marks and sum(marks[-1]) == at:
                marks[-1] = (marks[-1][0], marks[-1][1] + _length(token))
            elif not token.isspace():
                marks.append((at, _length(token)))
        at += _length(token)
    return marks


def _length(token: str) -> int:
    return len(token.encode("utf-16-le")) // 2

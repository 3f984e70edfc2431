"""Merging one change into the record as it stands, field by field by the declared rule.

Pure: the caller reads the record and its history, writes the values, and makes the conflict entries.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from crm_desktop.models.changes import RecordChange
from crm_desktop.models.exchange import Refusal, Settlement
from crm_desktop.models.fields import RecordKind, Rule, Value, Values
from crm_desktop.models.merge.authors import Author, Winner, mine_is_later
from crm_desktop.models.merge.deletion import revive
from crm_desktop.models.merge.groups import rule_of, unit_of, whole_sides
from crm_desktop.models.merge.guard import refuse_overwriting
from crm_desktop.models.merge.latest import merge_latest
from crm_desktop.models.merge.newest import merge_newest
from crm_desktop.models.merge.sets import merge_sets
from crm_desktop.models.merge.sums import merge_sums
from crm_desktop.models.merge.text import merge_text


@dataclass(slots=True)
class MergeResult:
    """What to write, how differences were settled, or why nothing may be written.

    `values` holds only what differs from the record as it stands; with a `refusal` it is empty. `undecided` names the
    fields whose settlement needs a conflict entry, because a value lost or two wordings stand side by side.
    """

    values: dict[str, Value] = field(default_factory=dict)
    settlements: list[Settlement] = field(default_factory=list)
    refusal: Refusal | None = None
    undecided: set[str] = field(default_factory=set)


def merge_update(
    kind: RecordKind,
    current: Values,
    change: RecordChange,
    mine: Author,
    lookup: Callable[[str], Author | None],
) -> MergeResult:
    """Merge an update into the record as it stands at the server.

    `lookup` tells who last wrote a field after the value that `before` names, None if nobody knows. An update of a
    record in the bin takes it out again (see `deletion`).
    """
    merging = _Merging(kind, current, change, mine, lookup)
    seen: set[str] = set()
    for name in change.fields:
        if name not in seen:
            unit = unit_of(kind, name)
            seen.update(unit)
            merging.settle(unit)
    if merging.result.refusal is not None:
        return MergeResult(refusal=merging.result.refusal)
    # The log is asked only where there is something to ask: most records are not in the bin.
    deleted = current.get("deleted_at") is not None
    settlement = revive(change, current, mine, lookup("deleted_at")) if deleted else None
    if settlement is not None:
        merging.result.values |= {"deleted_at": None, "deleted_by": None}
        merging.result.settlements.append(settlement)
        merging.result.undecided.add("deleted_at")
    return merging.result


@dataclass(slots=True)
class _Merging:
    """One merge under way: the four things it looks at, and what has come of it so far."""

    kind: RecordKind
    current: Values
    change: RecordChange
    mine: Author
    lookup: Callable[[str], Author | None]
    result: MergeResult = field(default_factory=MergeResult)

    def settle(self, unit: tuple[str, ...]) -> None:
        """Decide about the fields of one unit."""
        before, theirs, mine = whole_sides(unit, self.current, self.change.fields)
        rule = rule_of(self.kind, unit[0])
        if mine == before or (mine == theirs and rule is not Rule.SUM):
            return
        if theirs == before:
            self._write(mine, theirs)
        elif rule is Rule.NEWEST:
            self._write({unit[0]: merge_newest(theirs[unit[0]], mine[unit[0]])}, theirs)
        elif rule is Rule.GUARD:
            self._refuse(unit[0], theirs[unit[0]])
        elif rule in (Rule.TEXT, Rule.SET, Rule.SUM):
            self._combine(rule, unit[0], before[unit[0]], theirs[unit[0]], mine[unit[0]])
        else:
            self._choose(rule, before, theirs, mine)

    def _write(self, wanted: Values, theirs: Values) -> None:
        self.result.values |= {name: value for name, value in wanted.items() if value != theirs.get(name)}

    def _refuse(self, name: str, present: Value) -> None:
        if self.result.refusal is None:
            self.result.refusal = refuse_overwriting(self.kind.name, self.change.id, name, present, self.lookup(name))

    def _combine(self, rule: Rule, name: str, before: Value, theirs: Value, mine: Value) -> None:
        result, winner, undecided = self._combined(rule, name, before, theirs, mine)
        self._write({name: result}, {name: theirs})
        self._note(rule, name, (before, theirs, mine, result), winner)
        if undecided:
            self.result.undecided.add(name)

    def _combined(self, rule: Rule, name: str, before: Value, theirs: Value, mine: Value) -> tuple[Value, Winner, bool]:
        if rule is Rule.SET:
            return merge_sets(before, theirs, mine), "both", False
        if rule is Rule.SUM:
            return merge_sums(before, theirs, mine), "both", False
        author = self.lookup(name)
        pair = (theirs, mine) if mine_is_later(self.mine, author) else (mine, theirs)
        merged = merge_text(before, *pair)
        if len(merged.text or "") > self.kind.field(name).limit:
            # Two long notes that do not fit into one: nothing may be cut, so one of them goes into the conflict entry.
            return *merge_latest(theirs, mine, self.mine, author), True
        return merged.text, "both", merged.overlapping

    def _choose(self, rule: Rule, before: Values, theirs: Values, mine: Values) -> None:
        author = max(filter(None, map(self.lookup, theirs)), key=lambda known: known.order, default=None)
        winner: Winner = "mine" if mine_is_later(self.mine, author) else "theirs"
        result = mine if winner == "mine" else theirs
        self._write(result, theirs)
        if rule is Rule.PLACE:
            return
        for name in theirs:
            if mine[name] != theirs[name]:
                self._note(rule, name, (before[name], theirs[name], mine[name], result[name]), winner, author)
                self.result.undecided.add(name)

    def _note(
        self,
        rule: Rule,
        name: str,
        values: tuple[Value, Value, Value, Value],
        winner: Winner,
        author: Author | None = None,
    ) -> None:
        before, theirs, mine, result = values
        known = author or self.lookup(name)
        self.result.settlements.append(
            Settlement(
                kind=self.kind.name,
                id=self.change.id,
                field=name,
                rule=rule.value,
                base=before,
                mine=mine,
                theirs=theirs,
                result=result,
                winner=winner,
                theirs_by=known.user_id if known else "",
                theirs_at=known.edited_at if known else 0,
            )
        )

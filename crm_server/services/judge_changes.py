"""Judging one transaction: rights, merge, validation, links and invariants, change by change on a draft.

The first thing that cannot be accepted refuses the transaction whole. Everything here runs the shared rules of
`crm_desktop.models`; what is particular to a kind stands in `special_rules.py`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from crm_desktop.models.access import FieldRight
from crm_desktop.models.catalog import KINDS, SCHEMA, SYSTEM_COLUMNS
from crm_desktop.models.changes import FieldChange, Operation, RecordChange, Transaction
from crm_desktop.models.custom_fields import check_custom
from crm_desktop.models.exchange import Settlement
from crm_desktop.models.fields import RecordKind, Value, is_custom
from crm_desktop.models.ids import is_id, new_id
from crm_desktop.models.merge.authors import Author
from crm_desktop.models.merge.deletion import DeleteOutcome, delete_outcome, others, refuse_deleting, seen_by_deleter
from crm_desktop.models.merge.entries import conflict_values
from crm_desktop.models.merge.invariants import TREES, Repaired, repair_links, repair_loops
from crm_desktop.models.merge.record import merge_update
from crm_desktop.models.rules.validation import check
from crm_desktop.models.values import canonical
from crm_server.services.acceptance import Acceptance, Maker, Rejected, reject
from crm_server.services.settle_maps import settle_maps
from crm_server.services.special_rules import check_special, complete_new
from crm_server.store.change_log import LoggedChange, Whose
from crm_server.store.rows import Row

MOST_CHANGES = 2_000
"""Changes of one transaction: it travels, and is applied, in one piece."""
_MOST_EXTRA = 65_536


@dataclass(slots=True)
class Judged:
    """What an accepted transaction does."""

    changes: list[LoggedChange] = field(default_factory=list)
    settlements: list[Settlement] = field(default_factory=list)


def judge_transaction(
    acceptance: Acceptance, maker: Maker, transaction: Transaction, mine: Author, accepted_at: int
) -> Judged:
    """Apply a transaction to the draft of the workspace and return what it does; raises Rejected."""
    if len(transaction.changes) > MOST_CHANGES and not maker.trusted:
        raise reject("sync.too_many_changes", "", "", most=MOST_CHANGES)
    made = frozenset((each.kind, each.id) for each in transaction.changes if each.operation is Operation.CREATE)
    judging = _Judging(acceptance, maker, mine, accepted_at, transaction.schema, made)
    for change in transaction.changes:
        judging.judge(change)
    judging.judged.settlements += settle_maps(
        acceptance, [each.change for each in judging.judged.changes], judging.write
    )
    return judging.judged


@dataclass(slots=True)
class _Judging:
    """One transaction under judgement."""

    acceptance: Acceptance
    maker: Maker
    mine: Author
    accepted_at: int
    schema: int
    made: frozenset[tuple[str, str]] = frozenset()
    """Kind and id of what the transaction creates: its records may name each other, in whatever order they come."""
    judged: Judged = field(default_factory=Judged)

    def judge(self, change: RecordChange) -> None:
        """Apply one change to the draft."""
        if change.kind not in KINDS:
            raise reject("sync.unknown_kind", change.kind[:60], "")
        if not is_id(change.id):
            raise reject("sync.bad_id", change.kind, "")
        kind = KINDS[change.kind]
        row = self.acceptance.workspace.get(change.kind, change.id)
        if change.operation is Operation.CREATE:
            self._create(kind, change, row)
            return
        if row is None or not self.acceptance.may_see(self.maker, kind, row):
            # The same answer for both, so that nobody learns which ids exist.
            raise reject("sync.no_such_record", kind.name, change.id)
        if not self.acceptance.may_write(self.maker, kind, row):
            raise reject("sync.no_right", kind.name, change.id)
        if change.operation is Operation.UPDATE:
            self._update(kind, change, row)
        elif change.operation is Operation.DELETE:
            self._delete(kind, change, row)
        elif row.get("deleted_at") is not None:
            self.write(kind, row, {"deleted_at": None, "deleted_by": None}, Operation.RESTORE, {})

    def _create(self, kind: RecordKind, change: RecordChange, row: Row | None) -> None:
        if not kind.client_creates and not self.maker.trusted:
            raise reject("sync.not_writable", kind.name, change.id)
        if row is not None:
            raise reject("sync.id_taken", kind.name, change.id)
        given, extra = self._sorted_out(kind, change)
        defaults = {each.name: each.default for each in kind.fields if each.default is not None}
        values = defaults | {name: edit.after for name, edit in given.items()}
        values = complete_new(self.acceptance, self.maker, kind, values)
        values = self._repaired(kind, change.id, values, {})
        self._check(kind, change.id, values, {}, complete=True)
        new: Row = {"id": change.id, "created_by": self.maker.user_id, **values}
        if not self.acceptance.may_write(self.maker, kind, new):
            raise reject("sync.no_right", kind.name, change.id)
        check_special(self.acceptance, self.maker, kind, new, None)
        new |= {"created_at": self.mine.edited_at, "updated_at": self.accepted_at, "updated_by": self.maker.user_id}
        new["extra"] = _encode_extra({name: edit.after for name, edit in extra.items()})
        self.acceptance.workspace.add(kind.name, new)
        fields = {
            name: FieldChange(None, value)
            for name, value in {**values, **{name: edit.after for name, edit in extra.items()}}.items()
            if value is not None
        }
        logged = RecordChange(kind.name, change.id, Operation.CREATE, fields)
        self.judged.changes.append(LoggedChange(logged, Whose(), self.acceptance.whose(kind, new)))

    def _update(self, kind: RecordKind, change: RecordChange, row: Row) -> None:
        given, extra = self._sorted_out(kind, change)
        clean = RecordChange(change.kind, change.id, change.operation, given)
        merged = merge_update(
            kind, row, clean, self.mine, lambda name: self.acceptance.last_writer(kind.name, change.id, name)
        )
        if merged.refusal is not None:
            raise Rejected(merged.refusal)
        declared = {name: value for name, value in merged.values.items() if name not in SYSTEM_COLUMNS}
        system = {name: value for name, value in merged.values.items() if name in SYSTEM_COLUMNS}
        declared = self._repaired(kind, change.id, declared, row)
        self._check(kind, change.id, declared, row, complete=False)
        values = {name: value for name, value in (declared | system).items() if value != row.get(name)}
        check_special(self.acceptance, self.maker, kind, {**row, **values}, row)
        self._note_settlements(kind, row, merged.settlements, merged.undecided)
        fields = {name: FieldChange(row.get(name), value) for name, value in values.items() if name != "deleted_by"}
        if extra:
            known = _decode_extra(row.get("extra"))
            values["extra"] = _encode_extra(known | {name: edit.after for name, edit in extra.items()})
            fields |= {name: FieldChange(known.get(name), edit.after) for name, edit in extra.items()}
        if values:
            self.write(kind, row, values, Operation.UPDATE, fields)

    def _delete(self, kind: RecordKind, change: RecordChange, row: Row) -> None:
        seen = seen_by_deleter(change)
        unseen = [] if self.maker.trusted else self.acceptance.writers_since(kind.name, change.id, seen or 0)
        decision = delete_outcome(row, self.mine, unseen)
        if decision is DeleteOutcome.KEPT:
            raise Rejected(refuse_deleting(kind.name, change.id, others(self.mine, unseen)[-1]))
        if decision is DeleteOutcome.DELETED:
            gone: dict[str, Value] = {"deleted_at": self.accepted_at, "deleted_by": self.maker.user_id}
            self.write(kind, row, gone, Operation.DELETE, {})

    def write(
        self, kind: RecordKind, row: Row, values: dict[str, Value], operation: Operation, fields: dict[str, FieldChange]
    ) -> None:
        record_id = str(row["id"])
        before = self.acceptance.whose(kind, row)
        touched: dict[str, Value] = {"updated_at": self.accepted_at, "updated_by": self.maker.user_id}
        self.acceptance.workspace.change(kind.name, record_id, values | touched)
        after = self.acceptance.whose(kind, row | values)
        change = RecordChange(kind.name, record_id, operation, fields)
        self.judged.changes.append(LoggedChange(change, before, after))

    def _sorted_out(
        self, kind: RecordKind, change: RecordChange
    ) -> tuple[dict[str, FieldChange], dict[str, FieldChange]]:
        """Return the edits of known fields, canonical, and those of fields that only a newer client knows."""
        given: dict[str, FieldChange] = {}
        extra: dict[str, FieldChange] = {}
        for name, edit in change.fields.items():
            if kind.has(name):
                if self._is_anothers_to_write(kind, change, name):
                    continue
                declared = kind.field(name)
                given[name] = FieldChange(canonical(declared, edit.before), canonical(declared, edit.after))
            elif self.schema > SCHEMA and name not in SYSTEM_COLUMNS and name.isidentifier():
                extra[name] = edit
            else:
                raise reject("sync.unknown_field", kind.name, change.id, name[:60])
        return given, extra

    def _is_anothers_to_write(self, kind: RecordKind, change: RecordChange, name: str) -> bool:
        """Tell whether the field is only mentioned by a maker who may not write it; raise Rejected where it is written.

        A client fills in the defaults of a new record, and mentions what travels with a field. Such a mention must not
        reach the merge, which would take it for what the maker saw, and answer with what stands there.
        """
        if self.maker.trusted:
            return False
        edit = change.fields[name]
        mentioned = edit.before == edit.after
        if change.operation is Operation.CREATE and edit.before is None:
            mentioned = mentioned or edit.after == kind.field(name).default
        for allowed, code in (
            (kind.field(name).client_writes, "sync.not_writable"),
            (self.maker.rights.field_right(kind, name) is FieldRight.WRITE, "sync.no_right"),
        ):
            if not allowed and not mentioned:
                raise reject(code, kind.name, change.id, name)
            if not allowed:
                return True
        return False

    def _repaired(
        self, kind: RecordKind, record_id: str, values: dict[str, Value], present: Mapping[str, Value]
    ) -> dict[str, Value]:
        """Return the values with dead links and loops taken out, as the shared invariants say."""
        links = repair_links(kind, record_id, values, self._exists)
        values = values | self._taken_over(links)
        tree = TREES.get(kind.name, "")
        loops = repair_loops(
            kind, record_id, values, present, lambda above: self.acceptance.parent_of(kind.name, tree, above)
        )
        return values | self._taken_over(loops)

    def _exists(self, kind: str, record_id: str) -> bool:
        return (kind, record_id) in self.made or self.acceptance.exists(kind, record_id)

    def _taken_over(self, repaired: Repaired) -> dict[str, Value]:
        if repaired.refusal is not None:
            raise Rejected(repaired.refusal)
        self.judged.settlements.extend(repaired.settlements)
        return repaired.values

    def _check(
        self,
        kind: RecordKind,
        record_id: str,
        values: Mapping[str, Value],
        before: Mapping[str, Value],
        complete: bool,
    ) -> None:
        problems = check(kind, values, self.acceptance.options, complete=complete, schema=self.schema)
        if any(map(is_custom, values)):
            problems += check_custom(kind.name, values, before, self.acceptance.custom_fields())
        if problems:
            first = problems[0]
            raise reject(first.code, kind.name, record_id, first.field, **first.facts)

    def _note_settlements(
        self, kind: RecordKind, row: Row, settlements: Iterable[Settlement], undecided: set[str]
    ) -> None:
        for settlement in settlements:
            told = settlement
            if settlement.field in undecided:
                told = msgspec.structs.replace(settlement, conflict_id=self._keep_conflict(kind, row, settlement))
            self.judged.settlements.append(told)

    def _keep_conflict(self, kind: RecordKind, row: Row, settlement: Settlement) -> str:
        """Make the entry that keeps what lost, in the same transaction; return its id."""
        conflict, conflict_id = KINDS["conflict"], new_id()
        values = conflict_values(settlement, kind, row, self.mine)
        entry: Row = {
            "id": conflict_id,
            **values,
            "created_at": self.accepted_at,
            "created_by": self.maker.user_id,
            "updated_at": self.accepted_at,
            "updated_by": self.maker.user_id,
        }
        self.acceptance.workspace.add("conflict", entry)
        fields = {name: FieldChange(None, value) for name, value in values.items() if value is not None}
        change = RecordChange("conflict", conflict_id, Operation.CREATE, fields)
        self.judged.changes.append(LoggedChange(change, Whose(), self.acceptance.whose(conflict, entry)))
        return conflict_id


def _decode_extra(text: Value) -> dict[str, Value]:
    return msgspec.json.decode(text, type=dict[str, Value]) if isinstance(text, str) and text else {}


def _encode_extra(values: dict[str, Value]) -> str | None:
    kept = {name: value for name, value in values.items() if value is not None}
    text = msgspec.json.encode(kept).decode() if kept else None
    if text is not None and (len(text) > _MOST_EXTRA or "\\u0000" in text):
        raise reject("sync.not_storable", "", "")
    return text

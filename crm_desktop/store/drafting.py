"""From edits to changes: what stood there is looked up, what is typed made canonical and checked, no-ops dropped."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import assert_never

import msgspec

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.changes import FieldChange, Operation, RecordChange
from crm_desktop.models.custom_fields import CustomField, check_custom
from crm_desktop.models.edits import Create, Delete, Edit, Restore, Update
from crm_desktop.models.errors import ProgrammingError, Refused
from crm_desktop.models.fields import RecordKind, Value, Values
from crm_desktop.models.merge.deletion import deletion
from crm_desktop.models.merge.groups import complete_groups
from crm_desktop.models.rules.problems import Problem
from crm_desktop.models.rules.validation import check, check_writable, kept
from crm_desktop.models.values import canonical
from crm_desktop.store.bases import Base, base_rows
from crm_desktop.store.custom_definitions import custom_fields
from crm_desktop.store.engine import Connection
from crm_desktop.store.rows import Row, shape
from crm_desktop.store.working_set import WorkingSet


@dataclass(slots=True)
class Drafting:
    """One act under way: its changes so far, and the rows as they will look."""

    connection: Connection
    rows: WorkingSet
    user_id: str
    moment: int
    changes: list[RecordChange] = field(default_factory=list)
    _latest: dict[str, int] = field(default_factory=dict)
    """Where in `changes` the record's newest one stands."""
    _picklists: dict[str, set[str]] = field(default_factory=dict)
    _bases: dict[str, dict[str, Base]] = field(default_factory=dict)
    """Of the records to be deleted."""
    _custom: Mapping[str, CustomField] | None = None

    def apply(self, edits: Iterable[Edit]) -> None:
        """Take all edits in order. Raises Refused where a value or a record is not as it must be."""
        wanted = list(edits)
        self._look_up(wanted)
        for edit in wanted:
            match edit:
                case Create():
                    self._create(edit)
                case Update():
                    self._update(edit)
                case Delete():
                    self._delete(edit)
                case Restore():
                    self._restore(edit)
                case _:
                    assert_never(edit)

    def _look_up(self, edits: list[Edit]) -> None:
        ids: dict[str, list[str]] = {}
        for edit in edits:
            ids.setdefault(edit.kind, []).append(edit.id)
        for kind, some in ids.items():
            self.rows.load(kind, some)
        for kind in {edit.kind for edit in edits if isinstance(edit, Delete)}:
            gone = [edit.id for edit in edits if isinstance(edit, Delete) and edit.kind == kind]
            self._bases[kind] = base_rows(self.connection, kind, gone)

    def _create(self, edit: Create) -> None:
        kind = KINDS[edit.kind]
        if self.rows.get(edit.kind, edit.id) is not None:
            raise ProgrammingError("a record with this id exists already")
        if not kind.client_creates:
            raise ProgrammingError(f"only the server makes records of kind {kind.name}")
        given = _canonical(kind, edit.values)
        values = _defaults(edit.kind) | given
        judged = _judged_defaults(edit.kind) | given
        problems = [*check_writable(kind, given), *check(kind, judged, self._options, complete=True)]
        self._refuse([*problems, *self._check_custom(kind, values, {})], kind)
        row = _blank(edit.kind) | values
        row |= {"id": edit.id, "created_at": self.moment, "created_by": self.user_id, **self._touch()}
        self.rows.put(edit.kind, edit.id, row)
        fields = {name: FieldChange(None, value) for name, value in values.items() if value is not None}
        self._add(RecordChange(edit.kind, edit.id, Operation.CREATE, fields))

    def _update(self, edit: Update) -> None:
        row = self._present(edit)
        kind = KINDS[edit.kind]
        values = {name: value for name, value in _canonical(kind, edit.values).items() if value != row.get(name)}
        if not values:
            return
        # Only what changes: a value from before a rule was made does not stand in the way of others.
        problems = [*check_writable(kind, values), *check(kind, values, self._options)]
        self._refuse([*problems, *self._check_custom(kind, values, row)], kind)
        edited = {name: FieldChange(row.get(name), value) for name, value in values.items()}
        # What goes together is judged together by the server, which must know what the maker saw of all of it.
        fields = complete_groups(kind, row, edited)
        self.rows.put(edit.kind, edit.id, row | values | self._touch())
        self._add(RecordChange(edit.kind, edit.id, Operation.UPDATE, fields))

    def _delete(self, edit: Delete) -> None:
        row = self._present(edit)
        if row["deleted_at"] is None:
            self.rows.put(edit.kind, edit.id, row | {"deleted_at": self.moment, "deleted_by": self.user_id})
            self._add(deletion(edit.kind, edit.id, self._last_word(edit.kind, edit.id).get("updated_at")))

    def _restore(self, edit: Restore) -> None:
        row = self._present(edit)
        if row["deleted_at"] is not None:
            self.rows.put(edit.kind, edit.id, row | {"deleted_at": None, "deleted_by": None})
            self._add(RecordChange(edit.kind, edit.id, Operation.RESTORE))

    def _options(self, picklist: str) -> Collection[str]:
        if picklist not in self._picklists:
            sql = "SELECT key FROM picklist_options WHERE picklist = ? AND deleted_at IS NULL"
            self._picklists[picklist] = {row[0] for row in self.connection.execute(sql, (picklist,)).fetchall()}
        return self._picklists[picklist]

    def _check_custom(self, kind: RecordKind, values: Values, before: Values) -> list[Problem]:
        if not kind.strangers(values):
            return []
        if self._custom is None:
            self._custom = custom_fields(self.connection)
        return check_custom(kind.name, values, before, self._custom)

    def _refuse(self, problems: list[Problem], kind: RecordKind) -> None:
        if problems:
            first = problems[0]
            raise Refused(first.code, **{**first.facts, "kind": kind.name, "field": first.field})

    def _present(self, edit: Edit) -> Row:
        row = self.rows.get(edit.kind, edit.id)
        if row is None:
            raise Refused("store.record_gone", kind=edit.kind)
        return row

    def _last_word(self, kind: str, record_id: str) -> Values:
        """Return the server's row: the base where there are pending edits, else what is stored."""
        bases = self._bases.get(kind, {})
        if record_id in bases:
            return bases[record_id].row or {}
        return self.rows.stored(kind, record_id) or {}

    def _touch(self) -> Row:
        return {"updated_at": self.moment, "updated_by": self.user_id}

    def _add(self, change: RecordChange) -> None:
        """Keep the change; an update joins what the same act did to the record just before."""
        place = self._latest.get(change.id)
        earlier = self.changes[place] if place is not None else None
        if place is None or earlier is None or not _joins(earlier, change):
            self._latest[change.id] = len(self.changes)
            self.changes.append(change)
            return
        made = earlier.operation is Operation.CREATE
        fields = {
            name: FieldChange(earlier.fields[name].before if name in earlier.fields else each.before, each.after)
            for name, each in change.fields.items()
            if name in earlier.fields or not made or each.after is not None
        }
        self.changes[place] = msgspec.structs.replace(earlier, fields={**earlier.fields, **fields})


@cache
def _defaults(kind: str) -> dict[str, Value]:
    """Return what a new record holds where nothing is said, but for what is empty then; never changed in place."""
    found = {each.name: canonical(each, each.default) for each in KINDS[kind].fields}
    return {name: value for name, value in found.items() if value is not None}


@cache
def _judged_defaults(kind: str) -> dict[str, Value]:
    """Return the defaults that may be wrong: options that an organisation may have taken away; and what is required."""
    fields = KINDS[kind].fields
    judged = {each.name for each in fields if each.required or each.picklist}
    return {name: value for name, value in _defaults(kind).items() if name in judged}


@cache
def _blank(kind: str) -> Row:
    """Return a row without anything in it; never changed in place."""
    return dict.fromkeys(shape(kind).columns)


def _joins(earlier: RecordChange, later: RecordChange) -> bool:
    return later.operation is Operation.UPDATE and earlier.operation in (Operation.CREATE, Operation.UPDATE)


def _canonical(kind: RecordKind, values: Values) -> dict[str, Value]:
    try:
        fields = {name: kind.field(name) for name in values}
        return {name: kept(each, values[name]) for name, each in fields.items()}
    except KeyError as unknown:
        raise ProgrammingError(f"no such field of {kind.name}") from unknown

"""Decide what each row becomes: a new record, a change to an existing one, nothing, or a line of the error file."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.edits import Create, Edit, Update
from crm_desktop.models.fields import FieldType, RecordKind, Value, Values
from crm_desktop.models.ids import new_ids
from crm_desktop.models.importing.alike import LookAlikes
from crm_desktop.models.importing.findings import Decision, Problem
from crm_desktop.models.importing.mapping import Mode, Policy, TableMapping
from crm_desktop.models.importing.matching import normal
from crm_desktop.models.importing.preparing import Surroundings
from crm_desktop.models.importing.reading import ReadRow
from crm_desktop.models.values import members


@dataclass(slots=True)
class Planned:
    """A row that becomes edits of one record."""

    read: ReadRow
    id: str
    fate: str
    """`created` · `updated` · `unchanged` · `repeated`"""
    edits: list[Edit] = field(default_factory=list)
    resembles: bool = False
    """The record was not recognised by a key: it keeps its title."""


class KeyIndex:
    """Which records of a kind exist, by the fields that identify them."""

    def __init__(self, mapping: TableMapping, known: Iterable[tuple[str, Values]]) -> None:
        self._keys = [tuple(key.split("+")) for key in key_names(mapping)]
        self._ids: list[dict[tuple[str, ...], list[str]]] = [defaultdict(list) for _ in self._keys]
        for identifier, values in known:
            self.add(identifier, values)

    def add(self, identifier: str, values: Values) -> None:
        """Enter a record."""
        for key, ids in zip(self._keys, self._ids, strict=True):
            if values.get(key[0]) is not None:
                ids[_key(key, values)].append(identifier)

    def find(self, values: Values) -> list[str]:
        """Return the records that agree in the first key which the values fill."""
        for key, ids in zip(self._keys, self._ids, strict=True):
            if values.get(key[0]) is not None:
                return ids.get(_key(key, values), [])
        return []


def key_names(mapping: TableMapping) -> tuple[str, ...]:
    """Return the keys, each one field or several joined by `+`: people of one name exist at many accounts."""
    kind = KINDS[mapping.kind]
    if mapping.key or kind.name == "account" or mapping.source("account_id") is None:
        return mapping.keys
    return tuple(f"{name}+account_id" if name == kind.title else name for name in mapping.keys)


def key_fields(mapping: TableMapping) -> tuple[str, ...]:
    """Return every field that a key needs."""
    return tuple(dict.fromkeys(name for key in key_names(mapping) for name in key.split("+")))


class Planner:
    """Plans the rows of one table, chunk by chunk, and remembers what the file has said already."""

    def __init__(self, mapping: TableMapping, around: Surroundings) -> None:
        self._mapping = mapping
        self._kind = KINDS[mapping.kind]
        self._around = around
        self._index = KeyIndex(mapping, around.destination.known(mapping.kind, key_fields(mapping)))
        self._alike = LookAlikes(mapping, around)
        self._said: dict[str, Values] = {}
        self._for_new_only = _constants(mapping)
        self._needed = [each.name for each in self._kind.fields if each.required and each.default is None]

    @property
    def collects(self) -> bool:
        """Whether rows of the same record add members to a set, so that all must be read before one is written."""
        return any(
            self._kind.field(source.field).type is FieldType.SET and source.columns for source in self._mapping.fields
        )

    def plan(self, rows: Sequence[ReadRow]) -> tuple[list[Planned], list[ReadRow]]:
        """Return the rows that become edits, and those that turned out faulty only now."""
        planned: list[Planned] = []
        faulty: list[ReadRow] = []
        ids = iter(new_ids(len(rows)))
        for row in rows:
            found = self._index.find(row.values)
            alike = "" if found else self._alike.find(row.values)
            if alike and self._mapping.duplicates is Policy.SKIP:
                row.problems.append(self._key_problem(row, "import.row_looks_alike", self._alike.title(alike)))
                faulty.append(row)
                continue
            if alike and self._mapping.duplicates is Policy.UPDATE:
                found = [alike]
            code = self._refusal(row, found)
            if code:
                row.problems.append(self._key_problem(row, code))
                faulty.append(row)
            else:
                planned.append(self._place(row, found, ids, resembles=bool(alike and found)))
        self._compare(planned)
        return planned, faulty

    def _refusal(self, row: ReadRow, found: Sequence[str]) -> str:
        if len(found) > 1:
            return "import.row_several_match"
        if not found:
            return "import.row_absent" if self._mapping.mode is Mode.UPDATE else self._lacks(row)
        if found[0] in self._said:
            agree = self._mapping.beside or _agree(self._said[found[0]], row.values)
            return "" if agree else "import.row_repeated_key"
        return "import.row_exists" if self._mapping.mode is Mode.CREATE else ""

    def _lacks(self, row: ReadRow) -> str:
        lacking = [name for name in self._needed if row.values.get(name) is None and name not in row.pending]
        return "field.required" if lacking else ""

    def questions(self) -> list[Decision]:
        """Return what somebody has to decide about rows that look like records that exist."""
        if self._mapping.duplicates is not Policy.ASK or not self._alike.rows:
            return []
        source = self._mapping.source(self._kind.title)
        columns = ", ".join(source.columns) if source else ""
        return [Decision(self._kind.title, columns, "duplicates", self._alike.rows, tuple(self._alike.examples))]

    def _key_problem(self, row: ReadRow, code: str, cell: str = "") -> Problem:
        name = key_fields(self._mapping)[0] if key_fields(self._mapping) else self._kind.title
        source = self._mapping.source(name)
        return Problem(row.row.line, name, ", ".join(source.columns) if source else "", cell, code)

    def _place(self, row: ReadRow, found: Sequence[str], ids: Iterator[str], *, resembles: bool) -> Planned:
        if found:
            fate = "repeated" if found[0] in self._said else "updated"
            self._said.setdefault(found[0], row.values)
            return Planned(row, found[0], fate, resembles=resembles)
        identifier = next(ids)
        values = {name: value for name, value in row.values.items() if value is not None}
        self._said[identifier] = row.values
        self._index.add(identifier, values)
        self._alike.add(identifier, values)
        self._around.references.enter(self._kind.name, identifier, values)
        return Planned(row, identifier, "created", [Create(self._kind.name, values, identifier)])

    def _compare(self, planned: Sequence[Planned]) -> None:
        """Turn rows of existing records into the changes they make; blank cells say nothing and erase nothing."""
        existing = [each for each in planned if each.fate == "updated"]
        if not existing:
            return
        current = self._around.destination.current(self._kind.name, [each.id for each in existing])
        for each in existing:
            kept = self._for_new_only | ({self._kind.title} if each.resembles else set())
            wanted = {name: value for name, value in each.read.values.items() if name not in kept}
            changed = changes_to(self._kind, current.get(each.id, {}), wanted)
            each.fate = "updated" if changed else "unchanged"
            each.edits = [Update(self._kind.name, each.id, changed)] if changed else []


def _constants(mapping: TableMapping) -> frozenset[str]:
    """Return the fields of new records only; the currency of an amount belongs to the amount."""
    kind = KINDS[mapping.kind]
    return frozenset(
        source.field
        for source in mapping.fields
        if source.constant is not None and kind.group_of(source.field) == (source.field,)
    )


def changes_to(kind: RecordKind, current: Values, wanted: Values) -> dict[str, Value]:
    """Return what must change for the record to say what the file says; currency alone is no statement."""
    changed = {name: value for name, value in wanted.items() if value is not None and current.get(name) != value}
    # Only a value with others beside it is looked at: most have none.
    groups = {name: kind.group_of(name) for name in changed if kind.has(name)}
    empty = [
        name
        for name, group in groups.items()
        if len(group) > 1
        and any(kind.field(each).type is FieldType.MONEY and wanted.get(each) is None for each in group)
    ]
    return {name: value for name, value in changed.items() if name not in empty}


def collect(rows: Iterable[ReadRow], kind: RecordKind, mapping: TableMapping) -> Iterator[ReadRow]:
    """Yield one row for each record, with the sets of all its rows joined; rows that differ otherwise come alone."""
    groups: dict[tuple[tuple[str, ...], ...], ReadRow] = {}
    for row in rows:
        key = tuple(_key(tuple(each.split("+")), row.values) for each in key_names(mapping))
        first = groups.setdefault(key, row)
        if first is not row and not _join(first.values, row.values, kind):
            yield row
    yield from groups.values()


def _join(first: dict[str, Value], second: Mapping[str, Value], kind: RecordKind) -> bool:
    sets = {name for name in second if kind.field(name).type is FieldType.SET}
    if any(first.get(name) != value for name, value in second.items() if name not in sets):
        return False
    for name in sets & second.keys():
        first[name] = sorted({*members(first.get(name)), *members(second[name])}) or None
    return True


def _agree(said: Values, now: Values) -> bool:
    return all(value is None or said.get(name) == value for name, value in now.items())


def _key(names: tuple[str, ...], values: Values) -> tuple[str, ...]:
    if len(names) == 1:
        return (_normal_of(values.get(names[0])),)
    return tuple([_normal_of(values.get(name)) for name in names])


def _normal_of(value: Value) -> str:
    return "" if value is None else normal(str(value))

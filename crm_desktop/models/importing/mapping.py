"""The mapping: which column becomes which field of which kind, and what was decided about the doubtful values.

A person makes one in the dialog, or it is a JSON file (`--mapping`); docs/import.md describes the members. Checking a
mapping against the declarations stands here too; applying it stands in `reading.py`.
"""

import re
from enum import StrEnum
from typing import Literal, TypeAlias

import msgspec

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.errors import Incompatible
from crm_desktop.models.fields import FieldType, Value

FORMAT: Literal["fieldline.import/1"] = "fieldline.import/1"
Constant: TypeAlias = str | int | bool | list[str] | None
PLACE = re.compile(r"\{([^{}]+)\}")


class DateOrder(StrEnum):
    """In which order a column writes its dates."""

    AUTO = "auto"
    """Recognise it from all the values of the column."""
    YEAR_FIRST = "year_first"
    MONTH_FIRST = "month_first"
    DAY_FIRST = "day_first"


class Policy(StrEnum):
    """What becomes of a row whose reference is empty, or names nobody we know."""

    ASK = "ask"
    """Somebody has to choose first; an import with this left in it does not start."""
    LEAVE = "leave"
    """Import the row without the reference."""
    SKIP = "skip"
    """Do not import the row; it goes to the error file."""
    PLACEHOLDER = "placeholder"
    """Attach the row to the record named by `placeholder`, which is made when it does not exist."""
    CREATE = "create"
    """Make a record of that name. Only for an unknown name, and for kinds that need nothing but a name.

    Of a row that looks like a record that exists: make a new one all the same."""
    UPDATE = "update"
    """Only for such a row: take it for the record that it looks like."""


class Mode(StrEnum):
    """What may happen to records."""

    BOTH = "both"
    CREATE = "create"
    """Only make new ones; rows whose record exists are problems."""
    UPDATE = "update"
    """Only change existing ones; rows without record are problems."""


class FieldSource(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where one field gets its value: from `column`, from a `template`, or it is `constant`."""

    field: str
    column: str = ""
    template: str = ""
    """Text with column names in braces: `{product} · {account}`; what stands between two empty parts is dropped."""
    constant: Constant = None
    """What every new record gets; existing ones keep what they have."""
    values: dict[str, str] = {}
    """What stands in a cell, and what is meant: accepted suggestions, stages, choices. Case does not count."""
    expected: list[str] = []
    """Values known to be right; others that nearly match them are suggested as misspelt."""
    dates: DateOrder = DateOrder.AUTO
    scale: int = 1
    """Amounts are multiplied by it, where a column is in thousands or millions."""
    transform: Literal["", "sign_in_name"] = ""
    empty: Policy = Policy.LEAVE
    unknown: Policy = Policy.ASK
    placeholder: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it reads."""
        return (self.column,) if self.column else tuple(PLACE.findall(self.template))


class Ensured(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A record that the import relies on, made when there is none with the same value in `match`."""

    kind: str
    match: str
    values: dict[str, Constant]


class TableMapping(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One kind of record out of one file. A file may be read several times, for several kinds."""

    kind: str
    fields: list[FieldSource]
    file: str = ""
    key: list[str] = []
    """Fields that tell whether a record exists already; the first that is filled counts."""
    mode: Mode = Mode.BOTH
    duplicates: Policy = Policy.CREATE
    """What becomes of a row whose key is new, but whose telephone or name is that of a record that exists."""
    totals: Policy = Policy.ASK
    """What becomes of rows that look like sums of the others: `skip` or `create`, once somebody has chosen."""
    beside: bool = False
    """Another kind is read from the same rows, for which they are there: rows that name no record of this one are
    passed over, and of several rows with the same one the first counts."""

    def source(self, field: str) -> FieldSource | None:
        """Return where the field comes from; None where it is not mapped."""
        return next((each for each in self.fields if each.field == field), None)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it reads, each once, in order."""
        return tuple(dict.fromkeys(column for each in self.fields for column in each.columns))

    @property
    def keys(self) -> tuple[str, ...]:
        """The key fields: as told, or the outside's id and then the title, as far as they are mapped."""
        if self.key:
            return tuple(self.key)
        usual = ("external_id", "sign_in_name", KINDS[self.kind].title)
        return tuple(name for name in usual if self.source(name) is not None)


class Mapping(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A whole import: what must be there, then the tables in order."""

    format: Literal["fieldline.import/1"]
    tables: list[TableMapping]
    name: str = ""
    ensure: list[Ensured] = []


def read_mapping(content: bytes, name: str) -> Mapping:
    """Return a mapping from its JSON; raises Incompatible("import.mapping_broken") with the place that is wrong."""
    try:
        mapping = msgspec.json.decode(content, type=Mapping)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise Incompatible("import.mapping_broken", file=name, place=str(problem)) from None
    fault = next((fault for table in mapping.tables for fault in table_faults(table)), "") or _ensured_fault(mapping)
    if fault:
        raise Incompatible("import.mapping_broken", file=name, place=fault)
    return mapping


def write_mapping(mapping: Mapping) -> bytes:
    """Return the mapping as JSON that people can read."""
    return msgspec.json.format(msgspec.json.encode(mapping), indent=2)


def table_faults(table: TableMapping) -> list[str]:
    """Return what is wrong with a table's mapping, in technical terms; empty when it can be used."""
    kind = KINDS.get(table.kind)
    if kind is None:
        return [f"no record kind {table.kind!r}"]
    names = [source.field for source in table.fields]
    keys = [name for key in table.key for name in key.split("+")]
    faults = [f"{table.kind} has no field {name!r}" for name in (*names, *keys) if not kind.has(name)]
    faults += [f"field {name!r} is mapped twice" for name in sorted({name for name in names if names.count(name) > 1})]
    faults += [f"key field {name!r} is not mapped" for name in keys if name not in names]
    if table.duplicates in (Policy.LEAVE, Policy.PLACEHOLDER):
        faults.append(f"{table.duplicates.value!r} says nothing about duplicates")
    if table.totals not in (Policy.ASK, Policy.SKIP, Policy.CREATE):
        faults.append(f"{table.totals.value!r} says nothing about totals")
    if not faults:
        faults += [fault for source in table.fields for fault in _source_faults(table, source)]
    return faults


def _source_faults(table: TableMapping, source: FieldSource) -> list[str]:
    field, faults = KINDS[table.kind].field(source.field), []
    if bool(source.column) + bool(source.template) + (source.constant is not None) != 1:
        faults.append(f"{source.field!r} needs exactly one of column, template, constant")
    policies = {source.empty, source.unknown}
    if Policy.PLACEHOLDER in policies and not source.placeholder:
        faults.append(f"{source.field!r} has no name for its placeholder")
    if policies & {Policy.PLACEHOLDER, Policy.CREATE} and not (field.target and can_be_made_by_name(field.target)):
        faults.append(f"no record can be made from a name alone for {source.field!r}")
    if Policy.UPDATE in policies:
        faults.append(f"{source.field!r}: a reference cannot be updated")
    if source.empty is Policy.CREATE:
        faults.append(f"{source.field!r}: there is nothing to create from an empty cell")
    if source.scale < 1:
        faults.append(f"{source.field!r}: scale must be at least 1")
    return faults


def _ensured_fault(mapping: Mapping) -> str:
    for ensured in mapping.ensure:
        kind = KINDS.get(ensured.kind)
        if kind is None:
            return f"no record kind {ensured.kind!r}"
        unknown = [name for name in (ensured.match, *ensured.values) if not kind.has(name)]
        if unknown or ensured.match not in ensured.values:
            return f"ensured {ensured.kind}: {unknown[0] if unknown else ensured.match!r}"
    return ""


def can_be_made_by_name(kind: str) -> bool:
    """Tell whether a record of the kind needs nothing but its title."""
    declaration = KINDS[kind]
    needed = [field.name for field in declaration.fields if field.required]
    title = declaration.field(declaration.title)
    return needed == [declaration.title] and title.type is FieldType.TEXT and declaration.client_creates


def constant_value(constant: Constant) -> Value:
    """Return a constant as a field's value."""
    return list(constant) if isinstance(constant, list) else constant

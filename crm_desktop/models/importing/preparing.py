"""Look a table through once before it is read: do its columns exist, how are its dates written, whom does it name."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.errors import Incompatible
from crm_desktop.models.fields import Field, FieldType, RecordKind
from crm_desktop.models.importing.cells import Manner
from crm_desktop.models.importing.dates import recognise_dates
from crm_desktop.models.importing.findings import ColumnDates
from crm_desktop.models.importing.links import LinkReader
from crm_desktop.models.importing.mapping import DateOrder, FieldSource, TableMapping
from crm_desktop.models.importing.matching import normal
from crm_desktop.models.importing.ports import Destination
from crm_desktop.models.importing.reading import FieldReader, RowReader, corrections_of
from crm_desktop.models.importing.references import References, naming_fields
from crm_desktop.models.importing.table import PROBLEM_COLUMN, Table
from crm_desktop.models.importing.words import Words

_DATED = frozenset({FieldType.DATE, FieldType.MOMENT})


@dataclass(frozen=True, slots=True)
class Setting:
    """What the import takes for granted where the file says nothing."""

    words: Words = field(default_factory=Words)
    currency: str = "CNY"
    zone: str = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The destination, and what has been learned of it."""

    destination: Destination
    references: References
    picklists: Mapping[str, Mapping[str, str]]
    """Picklist → normal form of a label → key."""
    setting: Setting


def look_around(destination: Destination, setting: Setting) -> Surroundings:
    """Read the picklists; references are read when they are needed."""
    picklists: dict[str, dict[str, str]] = defaultdict(dict)
    for _, values in destination.known("picklist_option", ("picklist", "key", "label", "label_zh", "active")):
        if values.get("active") is not None and not values["active"]:
            continue
        for name in ("key", "label", "label_zh"):
            if values.get(name):
                picklists[str(values["picklist"])].setdefault(normal(str(values[name])), str(values["key"]))
    return Surroundings(destination, References(destination), picklists, setting)


def prepare(
    mapping: TableMapping, table: Table, around: Surroundings, known: Sequence[ColumnDates] = ()
) -> tuple[RowReader, list[ColumnDates]]:
    """Return the reader of the table's rows, and how its dates are written; `known` spares a look through the file.

    Raises Incompatible("import.columns_missing") when the mapping names columns that the file does not have.
    """
    kind, positions = KINDS[mapping.kind], find_columns(mapping, table)
    dates, own_names = _first_look(mapping, table, positions, known)
    orders = {each.field: each.recognised.order for each in dates}
    fields = [
        _field_reader(kind, source, around, orders, positions, own_names) for source in _with_currency(mapping, around)
    ]
    corrections = corrections_of(mapping)
    for reader in fields:
        reader.corrections = corrections
    return RowReader(mapping, fields, len(table.columns)), dates


def find_columns(mapping: TableMapping, table: Table) -> dict[str, int]:
    """Return where each mapped column is, whatever the case of its header; raises Incompatible."""
    places = {normal(column): position for position, column in reversed(list(enumerate(table.columns)))}
    missing = [column for column in mapping.columns if normal(column) not in places]
    if missing:
        there = [column for column in table.columns if column != PROBLEM_COLUMN]
        raise Incompatible(
            "import.columns_missing", file=table.name, columns=", ".join(missing), present=", ".join(there[:30])
        )
    return {column: places[normal(column)] for column in mapping.columns}


def _first_look(
    mapping: TableMapping, table: Table, positions: Mapping[str, int], known: Sequence[ColumnDates]
) -> tuple[list[ColumnDates], frozenset[str]]:
    kind = KINDS[mapping.kind]
    looked_at = {each.field for each in known}
    dated = [each for each in mapping.fields if each.column and kind.field(each.field).type in _DATED]
    dated = [each for each in dated if each.field not in looked_at]
    refers_to_itself = any(kind.field(each.field).target == kind.name for each in mapping.fields)
    naming = [each.column for each in mapping.fields if each.column and each.field in naming_fields(kind)]
    cells: dict[str, dict[str, None]] = {source.field: {} for source in dated}
    names: set[str] = set()
    if dated or refers_to_itself:
        for row in table.rows():
            for source in dated:
                cells[source.field][row.cells[positions[source.column]].strip()] = None
            if refers_to_itself:
                names.update(normal(row.cells[positions[column]]) for column in naming)
    return [*known, *(_column_dates(source, cells[source.field]) for source in dated)], frozenset(names - {""})


def _column_dates(source: FieldSource, cells: Mapping[str, None]) -> ColumnDates:
    told = source.dates is not DateOrder.AUTO
    return ColumnDates(source.field, source.column, recognise_dates(cells), told)


def _field_reader(
    kind: RecordKind,
    source: FieldSource,
    around: Surroundings,
    orders: Mapping[str, DateOrder],
    positions: Mapping[str, int],
    own_names: frozenset[str],
) -> FieldReader:
    of = kind.field(source.field)
    told = source.dates if source.dates is not DateOrder.AUTO else orders.get(source.field, DateOrder.YEAR_FIRST)
    manner = Manner(told, around.setting.zone, source.scale, _choices(kind, of, around))
    link = None
    if of.target:
        names = own_names if of.target == kind.name else frozenset[str]()
        link = LinkReader(of, source, around.references, names)
    return FieldReader(of, source, manner, positions, link)


def _choices(kind: RecordKind, of: Field, around: Surroundings) -> dict[str, str]:
    choices = around.setting.words.choices(kind, of) if of.type is FieldType.CHOICE else {}
    return {**choices, **around.picklists.get(of.picklist, {})}


def _with_currency(mapping: TableMapping, around: Surroundings) -> list[FieldSource]:
    """Give amounts without a currency of their own the organisation's."""
    kind = KINDS[mapping.kind]
    sources = list(mapping.fields)
    for source in mapping.fields:
        if kind.field(source.field).type is FieldType.MONEY:
            partner = next(name for name in kind.group_of(source.field) if name != source.field)
            if mapping.source(partner) is None:
                sources.append(FieldSource(partner, constant=around.setting.currency))
    return sources

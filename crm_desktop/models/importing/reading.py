"""Read rows as field values by a mapping. What becomes of the values, create or update, stands in `planning.py`."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import Field, FieldType, Value
from crm_desktop.models.ids import is_id
from crm_desktop.models.importing.cells import CellFault, Manner, read_cell, split_members
from crm_desktop.models.importing.findings import Problem
from crm_desktop.models.importing.links import LinkReader, Pending
from crm_desktop.models.importing.mapping import FieldSource, TableMapping, constant_value
from crm_desktop.models.importing.matching import normal
from crm_desktop.models.importing.table import Row
from crm_desktop.models.importing.templates import fill_template, sign_in_name

_MOST_REMEMBERED = 5_000


@dataclass(slots=True)
class ReadRow:
    """A row as values. With problems that are not `partly`, it is not to be imported."""

    row: Row
    values: dict[str, Value] = field(default_factory=dict)
    pending: dict[str, Pending] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def faulty(self) -> bool:
        """Whether the row must stay out."""
        return any(not problem.partly for problem in self.problems)


@dataclass(slots=True)
class FieldReader:
    """Reads one field from a row's cells."""

    of: Field
    source: FieldSource
    manner: Manner
    positions: Mapping[str, int]
    """Column name → place in the row."""
    link: LinkReader | None = None
    corrections: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Column → what its cells are corrected to; for templates."""
    unusual: Counter[str] = field(default_factory=Counter)
    """Values that are not among those expected, and choices that do not exist."""
    corrected: Counter[tuple[str, str]] = field(default_factory=Counter)
    """What was given, and what the mapping says it means."""
    _aliases: dict[str, str] = field(default_factory=dict)
    _expected: frozenset[str] = frozenset()
    _memory: dict[str, Value] = field(default_factory=dict)
    _constant: Value = None
    """What the field always is, if that needs no looking up."""
    _place: int = -1
    """Where the field's only column is, if nothing has to be done with its cell but to understand it."""

    def __post_init__(self) -> None:
        if self.source.column and self.link is None and not self.source.transform:
            self._place = self.positions[self.source.column]
        constant = self.source.constant
        if self.link is None or (self.of.type is FieldType.LINK and is_id(constant)):
            self._constant = constant_value(constant)
        self._aliases = {normal(given): meant for given, meant in self.source.values.items()}
        self._expected = frozenset(normal(each) for each in self.source.expected)

    def raw(self, row: Row) -> str:
        """Return the field's text in this row, corrected but not yet understood."""
        if self.source.column:
            text = row.cells[self.positions[self.source.column]].strip()
        else:
            text = fill_template(self.source.template, self._corrected_cells(row))
        return sign_in_name(text) if self.source.transform == "sign_in_name" else text

    def read(self, row: Row) -> Value | Pending:
        """Return the field's value; raises CellFault."""
        if self._place >= 0:
            return self._read_value(row.cells[self._place].strip())
        if self._constant is not None:
            return self._constant
        text = str(self.source.constant) if self.source.constant is not None else self.raw(row)
        if self.link is not None:
            return self._read_members(text, self.link) if self.of.type is FieldType.SET else self.link.read(text)
        return self._read_value(text)

    def _read_value(self, text: str) -> Value:
        corrected = self._aliases.get(normal(text), text) if self._aliases else text
        if corrected != text:
            self.corrected[text, corrected] += 1
        # Columns repeat themselves: what was read once need not be parsed again, unless it has to be counted.
        if corrected in self._memory and not self._expected:
            return self._memory[corrected]
        if not corrected.strip():
            if self.of.required:
                raise CellFault("field.required")
            return None
        value = self._understand(corrected)
        if len(self._memory) < _MOST_REMEMBERED:
            self._memory[corrected] = value
        return value

    def _understand(self, text: str) -> Value:
        if self._expected and normal(text) not in self._expected:
            self.unusual[text] += 1
        try:
            return read_cell(self.of, text, self.manner)
        except CellFault as fault:
            if fault.code == "field.not_a_choice":
                self.unusual[text] += 1
            raise

    def _read_members(self, text: str, link: LinkReader) -> Value:
        parts = split_members(text) or ([""] if not text.strip() else [])
        found = [link.read(part) for part in parts]
        return sorted({each for each in found if isinstance(each, str)}) or None

    def _corrected_cells(self, row: Row) -> dict[str, str]:
        cells = {}
        for column in self.source.columns:
            cell = row.cells[self.positions[column]].strip()
            cells[column] = self.corrections.get(column, {}).get(normal(cell), cell)
        return cells


@dataclass(slots=True)
class RowReader:
    """Reads all mapped fields of a row."""

    mapping: TableMapping
    fields: Sequence[FieldReader]
    width: int

    def read(self, row: Row) -> ReadRow:
        """Return the row's values and what is wrong with it."""
        result = ReadRow(row)
        if len(row.cells) > self.width:
            result.problems.append(Problem(row.line, "", "", "", "import.row_too_many_cells"))
            return result
        for reader in self.fields:
            try:
                value = reader.read(row)
            except CellFault as fault:
                self._note(reader, result, fault)
                continue
            if isinstance(value, Pending):
                result.pending[reader.source.field] = value
            else:
                result.values[reader.source.field] = value
        return result

    def links(self) -> Iterator[FieldReader]:
        """Yield the readers of references."""
        return (reader for reader in self.fields if reader.link is not None)

    def _note(self, reader: FieldReader, result: ReadRow, fault: CellFault) -> None:
        source = reader.source
        cell = result.row.cells[reader.positions[source.column]] if source.column else ""
        columns = ", ".join(source.columns)
        result.problems.append(Problem(result.row.line, source.field, columns, cell, fault.code, fault.facts))


def corrections_of(mapping: TableMapping) -> dict[str, dict[str, str]]:
    """Return, for each column that names records, what its cells are corrected to."""
    kind = KINDS[mapping.kind]
    return {
        source.column: {normal(given): meant for given, meant in source.values.items()}
        for source in mapping.fields
        if source.column and kind.field(source.field).type is FieldType.LINK
    }

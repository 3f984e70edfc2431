"""What an import has to say about a file: problems, suggestions, decisions to take, what was recognised, the counts.

Plain values for a dialog, a terminal and the error file. A problem's `cell` is the file's own text: it is for the
person who imports, never for a log.
"""

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from crm_desktop.models.errors import Fact
from crm_desktop.models.fields import Values
from crm_desktop.models.importing.dates import Recognised

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is not imported, or (`partly`) not wholly."""

    line: int
    field: str
    column: str
    cell: str
    code: str
    """Of context `errors`."""
    facts: Mapping[str, Fact] = dataclasses.field(default_factory=dict)
    partly: bool = False


@dataclass(frozen=True, slots=True)
class FaultyRow:
    """A row that stays out, as it was read."""

    line: int
    cells: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value that is unknown and nearly another one. Accepted, it becomes an entry of the field's `values`."""

    field: str
    column: str
    given: str
    proposed: str
    rows: int


@dataclass(frozen=True, slots=True)
class Decision:
    """Something only a person can decide before the import starts."""

    field: str
    column: str
    question: Literal["empty", "unknown", "dates", "duplicates", "totals"]
    rows: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnDates:
    """In which order a column's dates are written, as recognised, to be shown before anything is imported."""

    field: str
    column: str
    recognised: Recognised
    told: bool
    """The mapping says it."""


@dataclass(frozen=True, slots=True)
class Example:
    """One of the first rows as it would be imported."""

    line: int
    fate: str
    """`created` · `updated` · `unchanged` · `repeated`"""
    values: Values
    names: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """What the linked records are called, by id; records that the import makes besides are among them."""


@dataclass(slots=True)
class Tally:
    """How many rows met which fate."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    repeated: int = 0
    """The file says the same twice."""
    skipped: int = 0
    """In the error file."""
    made: Counter[str] = field(default_factory=Counter)
    """Records made besides, by kind: placeholders and unknown references."""


@dataclass(slots=True)
class TableReport:
    """All that there is to say about one table."""

    file: str
    kind: str
    columns: tuple[str, ...] = ()
    details: str = ""
    tally: Tally = field(default_factory=Tally)
    dates: list[ColumnDates] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)
    corrected: list[Suggestion] = field(default_factory=list)
    """Values that the mapping itself says to read as others, suggestions accepted before among them."""
    decisions: list[Decision] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)
    """The first rows as they would be imported."""
    faulty: list[FaultyRow] = field(default_factory=list)
    unmapped: tuple[str, ...] = ()
    placed: Counter[str] = field(default_factory=Counter)
    """Rows attached to a placeholder, by field."""
    made: dict[int, str] = field(default_factory=dict)
    """The records that rows became newly, by line, so that what a table has besides its cells can follow."""

    def problem_counts(self) -> Counter[tuple[str, str]]:
        """Return how often each (column, code) occurs."""
        return Counter((problem.column, problem.code) for row in self.faulty for problem in row.problems)


@dataclass(slots=True)
class Report:
    """A whole import, or the preview of one."""

    tables: list[TableReport] = field(default_factory=list)
    ensured: int = 0
    committed: bool = False
    cancelled: bool = False
    left_out: int = 0
    """Rows that stay out, wholly or as one of the kinds that they are read as; all, also where `faulty` is cut."""

    def count_left_out(self) -> None:
        """Count the rows that stay out, each once."""
        self.left_out = len({(table.file, row.line) for table in self.tables for row in table.faulty})

    def decisions(self) -> Iterator[tuple[TableReport, Decision]]:
        """Yield what has to be decided."""
        return ((table, decision) for table in self.tables for decision in table.decisions)

    def suggestions(self) -> Iterator[tuple[TableReport, Suggestion]]:
        """Yield what could be meant."""
        return ((table, suggestion) for table in self.tables for suggestion in table.suggestions)

"""A first look at a table, before anybody says what it is: its first rows, samples of each column, how dates read.

Nothing here knows records; what a column becomes stands in `columns.py` and `mapping.py`.
"""

from dataclasses import dataclass

from crm_desktop.models.importing.dates import Recognised, looks_like_day, recognise_dates
from crm_desktop.models.importing.ports import Unwatched, Watcher
from crm_desktop.models.importing.table import Row, Table

SAMPLES = 3
FIRST_ROWS = 6
_LONGEST_SAMPLE = 80


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """One column: its header, the first different values in it, and how its dates are written where it holds dates."""

    header: str
    samples: tuple[str, ...]
    dates: Recognised | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """What a person is shown of a file that was just opened."""

    rows: int
    columns: tuple[ColumnLook, ...]
    first: tuple[Row, ...]

    def column(self, header: str) -> ColumnLook | None:
        """Return a column by its header."""
        return next((each for each in self.columns if each.header == header), None)


def look_over(table: Table, watcher: Watcher | None = None) -> Overview | None:
    """Read the table once and return what it looks like; None when the watcher stopped it."""
    watching = watcher or Unwatched()
    samples: list[dict[str, None]] = [{} for _ in table.columns]
    lacking = set(range(len(table.columns)))
    days: dict[int, dict[str, None]] = {}
    first: list[Row] = []
    count = 0
    for row in table.rows():
        if count % 100 == 0:
            watching.progress(table.name, count)
            if watching.cancelled():
                return None
        count += 1
        if len(first) < FIRST_ROWS:
            first.append(row)
        for position in list(lacking):
            _sample(row.cells[position].strip(), position, samples, lacking, days)
        for position, cells in days.items():
            cells[row.cells[position].strip()] = None
    looks = [
        ColumnLook(header, tuple(samples[position]), recognise_dates(days[position]) if position in days else None)
        for position, header in enumerate(table.columns)
    ]
    return Overview(count, tuple(looks), tuple(first))


def _sample(
    cell: str, position: int, samples: list[dict[str, None]], lacking: set[int], days: dict[int, dict[str, None]]
) -> None:
    """Keep a value as a sample; a column whose first value is a date is looked at to its end."""
    if not cell:
        return
    if not samples[position] and looks_like_day(cell):
        days[position] = {}
    samples[position][cell[:_LONGEST_SAMPLE]] = None
    if len(samples[position]) == SAMPLES:
        lacking.discard(position)

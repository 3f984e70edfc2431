"""Cells: which rows and columns of each lane are taken while steps are placed."""

from collections import defaultdict
from dataclasses import dataclass

MOST_COLUMNS = 8


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a step stands: its lane by number, its first row and column, and how many of both it takes up."""

    lane: int
    row: int
    column: int
    rows: int = 1
    columns: int = 1


class Cells:
    """The taken cells of all lanes."""

    def __init__(self) -> None:
        self._taken: dict[tuple[int, int, int], str] = {}
        self._filled: dict[tuple[int, int], int] = defaultdict(int)
        self.columns: dict[int, int] = defaultdict(lambda: 1)
        """How many columns each lane has come to need."""

    def at(self, lane: int, row: int, column: int) -> str | None:
        """Return which node takes up a cell."""
        return self._taken.get((lane, row, column))

    def is_free(self, cell: Cell) -> bool:
        """Tell whether nothing takes up any of a step's cells."""
        return not any(
            (cell.lane, row, column) in self._taken
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        )

    def take(self, node_id: str, cell: Cell) -> None:
        """Put a step down."""
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                self._taken[cell.lane, row, column] = node_id
        self.columns[cell.lane] = max(self.columns[cell.lane], cell.column + cell.columns)

    def end_of_filled(self, lane: int, column: int) -> int:
        """Return the first free row of a column."""
        row = self._filled[lane, column]
        while (lane, row, column) in self._taken:
            row += 1
        self._filled[lane, column] = row
        return row

    def row_is_open(self, row: int, one: int, other: int) -> bool:
        """Tell whether a flow can run level in a row from one lane to another: nothing stands in the lanes between."""
        low, high = min(one, other), max(one, other)
        return not any(
            (lane, row, column) in self._taken for lane in range(low + 1, high) for column in range(self.columns[lane])
        )

"""Rows that are no records but add others up: `合计`, `Total`. What becomes of them a person decides."""

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.importing.findings import Decision, FaultyRow, Problem, TableReport
from crm_desktop.models.importing.mapping import Policy, TableMapping
from crm_desktop.models.importing.matching import squashed
from crm_desktop.models.importing.reading import RowReader
from crm_desktop.models.importing.table import Row

_SAID = (
    "合计 总计 小计 共计 总和 总数 汇总 累计 合計 總計 小計 共計 總和 總數 "
    "本页合计 本页小计 本月合计 本月小计 本季合计 本年合计 本年累计 本期合计 金额合计 "
    "total totals grandtotal subtotal subtotals sum overalltotal pagetotal totalsum"
)
_WORDS = frozenset(_SAID.split())
_FIRST = frozenset(word[0] for word in _WORDS) | {word[0].upper() for word in _WORDS}
_LONGEST = 24
_MOST_EXAMPLES = 5
_MOST_SHOWN_CELLS = 4


class Sums:
    """The rows of one table that look like sums, by the word they begin with or have for a title."""

    def __init__(self, mapping: TableMapping, title_place: int = -1) -> None:
        self._mapping, self._place = mapping, title_place
        self._looks_like_one = False
        self._asked = 0
        self._examples: list[str] = []

    def stays_out(self, row: Row, report: TableReport) -> bool:
        """Tell whether the row is a sum that is to be left out, which the report then says."""
        self._looks_like_one = self._is_sum(row)
        if not self._looks_like_one or self._mapping.totals is not Policy.SKIP:
            return False
        if not self._mapping.beside:
            report.tally.rows += 1
            report.tally.skipped += 1
            problem = Problem(row.line, "", "", _first_filled(row), "import.row_is_sum")
            report.faulty.append(FaultyRow(row.line, row.cells, (problem,)))
        return True

    def note(self, row: Row) -> None:
        """Hear that the row looked at last would be imported: if it looks like a sum, somebody has to say so."""
        if self._looks_like_one:
            self._asked += 1
            if len(self._examples) < _MOST_EXAMPLES:
                filled = [cell.strip() for cell in row.cells if cell.strip()]
                self._examples.append(" · ".join(filled[:_MOST_SHOWN_CELLS]))

    def questions(self) -> list[Decision]:
        """Return what somebody has to decide, which is asked once where two kinds are read from the same rows."""
        if not self._asked or self._mapping.totals is not Policy.ASK or self._mapping.beside:
            return []
        title = KINDS[self._mapping.kind].title
        return [Decision(title, "", "totals", self._asked, tuple(self._examples))]

    def _is_sum(self, row: Row) -> bool:
        cells = row.cells
        return _is_word(_first_filled(row)) or (0 <= self._place < len(cells) and _is_word(cells[self._place].strip()))


def title_place(reader: RowReader) -> int:
    """Return which column is the title of the records, -1 where it is made of others."""
    title = KINDS[reader.mapping.kind].title
    column = next((each.source.column for each in reader.fields if each.of.name == title), "")
    return next((each.positions[column] for each in reader.fields if column in each.positions), -1)


def _first_filled(row: Row) -> str:
    for cell in row.cells:
        if cell and not cell.isspace():
            return cell.strip()
    return ""


def _is_word(cell: str) -> bool:
    # One look at the first sign is enough for nearly every row.
    return cell[:1] in _FIRST and len(cell) <= _LONGEST and squashed(cell) in _WORDS

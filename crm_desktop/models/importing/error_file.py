"""The error file: the rows that were not imported, as they were, with one column that says why.

It opens in a spreadsheet without running anything, and comes back through the same import once it is corrected.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from crm_desktop.models.importing.table import PROBLEM_COLUMN

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SUSPICIOUS = frozenset({"'", *_STARTS_FORMULA})
_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?\Z")


def harmless_cell(text: str) -> str:
    """Return the cell so that no spreadsheet takes it for a formula: an apostrophe goes before anything that could be.

    A text that already looks like that is marked once more, so that `plain_cell` leads back exactly.
    """
    if text[:1] not in _SUSPICIOUS:
        return text
    bare = text.lstrip("'")
    if bare.startswith(_STARTS_FORMULA) and not (bare == text and _NUMBER.match(text)):
        return f"'{text}"
    return text


def plain_cell(text: str) -> str:
    """Return the cell as it was before `harmless_cell`."""
    if text.startswith("'") and text.lstrip("'").startswith(_STARTS_FORMULA):
        return text[1:]
    return text


def write_error_file(columns: Sequence[str], rows: Iterable[tuple[Sequence[str], str]]) -> bytes:
    """Return the file: UTF-8 with a mark (so that Excel reads Chinese), the columns of the source, then the problem.

    `rows` are pairs of the row's cells as they were read and the sentence about it.
    """
    kept = [position for position, column in enumerate(columns) if column != PROBLEM_COLUMN]
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([harmless_cell(columns[position]) for position in kept] + [PROBLEM_COLUMN])
    for cells, sentence in rows:
        picked = [cells[position] if position < len(cells) else "" for position in kept]
        surplus = list(cells[len(columns) :])
        writer.writerow([harmless_cell(cell) for cell in picked] + [harmless_cell(sentence)] + surplus)
    return buffer.getvalue().encode("utf-8-sig")

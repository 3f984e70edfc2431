"""A row of a list as one sentence, for screen readers."""

from __future__ import annotations

from typing import Protocol

from crm_desktop.views.language.texts import tr
from crm_desktop.views.sync_marks import mark_words
from crm_desktop.views.tables.cells import NOTHING, Cell, group_words, score_words
from crm_desktop.views.tables.columns import Column, Look
from crm_desktop.views.tables.reading import ListRow
from crm_desktop.views.tables.rows import Rows
from crm_desktop.views.value_words import Wordings


class Lines(Protocol):
    """What a sentence is made of: the list model, as far as it matters here."""

    rows: Rows
    columns: tuple[Column, ...]
    words: Wordings

    @property
    def group_column(self) -> Column | None:
        """The field that the list is grouped by."""
        ...

    def row_at(self, line: int) -> ListRow | None:
        """Return the record on a line."""
        ...

    def cell(self, line: int, column: int) -> Cell | None:
        """Return what a record's cell shows."""
        ...


def row_sentence(model: Lines, line: int, column: int) -> str:
    """Return the whole row for its first cell, and heading and value for the others."""
    group = model.rows.group_at(line)
    if group is not None:
        return group_sentence(model, line) if column == 0 else ""
    row = model.row_at(line)
    if row is None:
        return tr("tables", "Being read")
    if column:
        return _part(model, line, column)
    parts = [row.title, *(_part(model, line, other) for other in range(1, len(model.columns)))]
    parts.append(mark_words(row.state))
    return model.words.formats.listed([part for part in parts if part])


def group_sentence(model: Lines, line: int) -> str:
    """Return what a group's header says: name, count, open or folded."""
    group = model.rows.group_at(line)
    by = model.group_column
    if group is None or by is None:
        return ""
    name = group_words(by, group, model.words)
    count = tr("tables", "%n record(s)", n=group.totals.count)
    state = tr("tables", "folded") if group.value in model.rows.collapsed else tr("tables", "open")
    return model.words.formats.listed([name, count, state])


def _part(model: Lines, line: int, column: int) -> str:
    cell, declared = model.cell(line, column), model.columns[column]
    if cell is None or ((cell.words == NOTHING or not cell.spoken) and not mark_words(cell.mark)):
        return ""
    state = f" {score_words(int(cell.words))}" if declared.look is Look.SCORE else ""
    marked = f" ({mark_words(cell.mark)})" if mark_words(cell.mark) else ""
    return f"{declared.heading} {cell.spoken}{state}{marked}"

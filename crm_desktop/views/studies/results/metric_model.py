"""The metrics of a study as rows for Qt, what is worth improving most first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from crm_desktop.models.money import from_units
from crm_desktop.models.record import Record
from crm_desktop.models.records.study import METRIC
from crm_desktop.models.studies.gaps import MetricGap
from crm_desktop.store.queries.measurements import Measurement
from crm_desktop.views.language.texts import Text, label, text, tr
from crm_desktop.views.studies.results.figures import figure_words, gap_words
from crm_desktop.views.value_words import Wordings

_Index = QModelIndex | QPersistentModelIndex
NAME, PRESENT, TARGET, PEER, TO_TARGET, TO_PEER, TREND = range(7)
FIELDS = {NAME: "name", PRESENT: "present", TARGET: "target", PEER: "peer"}
"""The columns that are typed over, each with its field."""
_HEADS: tuple[Text, ...] = (
    label("fields", "metric.name"),
    label("fields", "metric.present"),
    label("fields", "metric.target"),
    label("fields", "metric.peer"),
    text("studies", "To the target"),
    text("studies", "To the peers"),
    text("studies", "Trend"),
)
ROOT = QModelIndex()


class MetricModel(QAbstractTableModel):
    """`model.show_metrics(gaps, words)`; `typed` says metric, field and what was typed."""

    typed = Signal(str, str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[MetricGap] = ()
        self.series: Mapping[str, Sequence[Measurement]] = {}
        self.words: Wordings | None = None

    def show_metrics(self, rows: Sequence[MetricGap], words: Wordings) -> None:
        """Show other metrics."""
        self.beginResetModel()
        self.rows, self.words = rows, words
        self.endResetModel()

    def show_series(self, series: Mapping[str, Sequence[Measurement]]) -> None:
        """Show other trends."""
        self.series = series
        if self.rows:
            self.dataChanged.emit(self.index(0, TREND), self.index(len(self.rows) - 1, TREND))

    def row_of(self, metric_id: str) -> int:
        """Return the row of a metric, -1 where it is not here."""
        return next((at for at, each in enumerate(self.rows) if each.metric.id == metric_id), -1)

    def metric(self, row: int) -> Record | None:
        """Return the metric in a row."""
        return self.rows[row].metric if 0 <= row < len(self.rows) else None

    # What Qt asks

    def rowCount(self, parent: _Index = ROOT) -> int:
        """Return the number of metrics."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, _parent: _Index = ROOT) -> int:
        """Return the number of columns."""
        return len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's name."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return str(_HEADS[section])
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Say what can be typed over."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() in FIELDS else flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says, what stands in its editor, or the row as a sentence."""
        if not index.isValid() or self.words is None:
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(row, index.column(), self.words)
        if role == Qt.ItemDataRole.EditRole and index.column() in FIELDS:
            value = row.metric.get(FIELDS[index.column()])
            return f"{from_units(value).normalize():f}" if isinstance(value, int) else value or ""
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == NAME:
            return self._sentence(row, self.words)
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Pass on what was typed."""
        words = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or words == str(self.data(index, role) or ""):
            return False
        self.typed.emit(self.rows[index.row()].metric.id, FIELDS[index.column()], words)
        return True

    def _cell(self, row: MetricGap, column: int, words: Wordings) -> str:
        metric = row.metric
        if column == NAME:
            return metric.title
        if column in FIELDS:
            return figure_words(metric.get(FIELDS[column]), metric, words.formats)
        if column in (TO_TARGET, TO_PEER):
            return gap_words(row.to_target if column == TO_TARGET else row.to_peer, metric, words.formats)
        return ""

    def below(self, index: _Index) -> str:
        """Return the quiet second line of a cell: level, day and source."""
        if self.words is None:
            return ""
        metric, formats = self.rows[index.row()].metric, self.words.formats
        if index.column() == NAME:
            return str(label("options", METRIC.option_key("level", str(metric.get("level") or "process"))))
        if index.column() == PRESENT and metric.get("measured_on"):
            return formats.day(str(metric.get("measured_on")))
        return str(metric.get("peer_source") or "") if index.column() == PEER else ""

    def _sentence(self, row: MetricGap, words: Wordings) -> str:
        said = [self._cell(row, NAME, words)]
        for column in (PRESENT, TARGET, PEER, TO_TARGET, TO_PEER):
            cell = self._cell(row, column, words)
            if cell:
                said.append(tr("studies", "{name}: {value}", name=str(_HEADS[column]), value=cell))
        return ", ".join(said)

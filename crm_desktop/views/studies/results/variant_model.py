"""The variants of one experiment as rows for Qt; below them an empty row in which the next one is named."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from crm_desktop.models.studies.experiments import VariantResult, Verdict
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import Text, label, text, tr

_Index = QModelIndex | QPersistentModelIndex
NAME, TRIALS, SUCCESSES, RATE = range(4)
FIELDS = {NAME: "name", TRIALS: "trials", SUCCESSES: "successes"}
_HEADS: tuple[Text, ...] = (
    label("kinds", "experiment_variant"),
    label("fields", "experiment_variant.trials"),
    label("fields", "experiment_variant.successes"),
    text("studies", "Rate, and where it lies with 95% certainty"),
)
ROOT = QModelIndex()


class VariantModel(QAbstractTableModel):
    """`typed` says variant ("" for a new one), field and what was typed."""

    typed = Signal(str, str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.verdict = Verdict("one_variant")
        self.winner = ""
        self._formats: Formats | None = None

    def show_verdict(self, verdict: Verdict, winner: str, formats: Formats) -> None:
        """Show other counts."""
        self.beginResetModel()
        self.verdict, self.winner, self._formats = verdict, winner, formats
        self.endResetModel()

    def result(self, row: int) -> VariantResult | None:
        """Return the variant in a row, None for the empty one."""
        return self.verdict.results[row] if 0 <= row < len(self.verdict.results) else None

    def rowCount(self, parent: _Index = ROOT) -> int:
        """Return the number of variants and one more."""
        return 0 if parent.isValid() else len(self.verdict.results) + 1

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
        column = index.column()
        editable = column == NAME or (column in FIELDS and self.result(index.row()) is not None)
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says, what stands in its editor, or the row as a sentence."""
        if not index.isValid() or self._formats is None:
            return None
        result = self.result(index.row())
        if result is None:
            new = role == Qt.ItemDataRole.DisplayRole and index.column() == NAME
            return tr("studies", "Another variant…") if new else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(result, index.column(), self._formats)
        if role == Qt.ItemDataRole.EditRole:
            return {NAME: result.name, TRIALS: str(result.trials or ""), SUCCESSES: str(result.successes or "")}.get(
                index.column()
            )
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == NAME:
            cells = [self._cell(result, column, self._formats) for column in range(len(_HEADS))]
            return ", ".join(filter(None, cells))
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Pass on what was typed."""
        words, result = str(value).strip(), self.result(index.row())
        if role != Qt.ItemDataRole.EditRole or words == str(self.data(index, role) or ""):
            return False
        self.typed.emit(result.id if result is not None else "", FIELDS[index.column()], words)
        return True

    @staticmethod
    def _cell(result: VariantResult, column: int, formats: Formats) -> str:
        if column == NAME:
            return result.name
        if column == TRIALS:
            return formats.number(result.trials) if result.trials else ""
        if column == SUCCESSES:
            return formats.number(result.successes) if result.trials or result.successes else ""
        return rate_words(result, formats)


def rate_words(result: VariantResult, formats: Formats) -> str:
    """Return a rate with its interval: `49.5% (42.8–56.2)`; "" before anything was tried."""
    if not result.possible:
        return tr("studies", "More succeeded than were tried")
    if result.rate is None:
        return ""
    low, high = (formats.number(each * 100, 1) for each in (result.low, result.high))
    rate = formats.percent(result.rate * 100, 1)
    return tr("studies", "{rate} ({low} to {high})", rate=rate, low=low, high=high)

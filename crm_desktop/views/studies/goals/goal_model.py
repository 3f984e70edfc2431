"""The goals of a study as a tree for Qt: what a cell says, and what may be dropped where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from crm_desktop.models.money import from_units
from crm_desktop.models.record import Record
from crm_desktop.models.records.study import GOAL
from crm_desktop.models.studies.goals import GoalTree, goal_problems, refusal
from crm_desktop.views.language.texts import label, tr
from crm_desktop.views.studies.notes import problem_words
from crm_desktop.views.value_words import Wordings

Index = QModelIndex | QPersistentModelIndex
NAME, VALUE, DUE, DEPARTMENT = range(4)
_FIELDS = ("name", "value", "due", "department_id")
_MIME = "application/x-fieldline-goal"
ROOT = QModelIndex()


class GoalModel(QAbstractItemModel):
    """`model.show_tree(tree, words)`; `typed` says goal and line, `dropped` goal, parent and place there."""

    typed = Signal(str, str)
    dropped = Signal(str, str, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tree = GoalTree()
        self._words: Wordings | None = None
        self._numbers: dict[str, int] = {}
        self._ids: list[str] = []

    def show_tree(self, tree: GoalTree, words: Wordings) -> bool:
        """Show other goals; tell whether rows came, went or moved."""
        same = tree.below == self.tree.below and self._words is not None
        if not same:
            self.beginResetModel()
        self.tree, self._words = tree, words
        self._ids = list(tree.goals)
        self._numbers = {each: number for number, each in enumerate(self._ids)}
        if not same:
            self.endResetModel()
        else:
            for each in self._ids:
                at = self.index_of(each)
                self.dataChanged.emit(at, at.siblingAtColumn(DEPARTMENT))
        return not same

    def goal_id(self, index: Index) -> str:
        """Return the id of the goal in a row."""
        return self._ids[index.internalId()] if index.isValid() else ""

    def goal(self, index: Index) -> Record | None:
        """Return the goal in a row."""
        return self.tree.goals.get(self.goal_id(index))

    def index_of(self, goal_id: str) -> QModelIndex:
        """Return where a goal stands."""
        if goal_id not in self._numbers:
            return QModelIndex()
        row = self.tree.children(self.tree.parent(goal_id)).index(goal_id)
        return self.createIndex(row, 0, self._numbers[goal_id])

    # What Qt asks

    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        """Return a row's index."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, self._numbers[self.tree.children(self.goal_id(parent))[row]])

    def parent(self, child: Index = ROOT) -> Any:
        """Return the goal that one serves."""
        return self.index_of(self.tree.parent(self.goal_id(child))) if child.isValid() else QModelIndex()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return how many goals serve one."""
        return 0 if parent.isValid() and parent.column() else len(self.tree.children(self.goal_id(parent)))

    def columnCount(self, _parent: Index = ROOT) -> int:
        """Return the number of columns."""
        return len(_FIELDS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's name."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return str(label("fields", GOAL.label_key(_FIELDS[section])))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say what can be typed over, dragged and dropped on."""
        flags = super().flags(index) | Qt.ItemFlag.ItemIsDropEnabled
        if index.isValid():
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() and index.column() == NAME else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says, what stands in its editor, or the row as a sentence."""
        goal, words = self.goal(index), self._words
        if goal is None or words is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return cell_words(goal, index.column(), words)
        if role == Qt.ItemDataRole.ToolTipRole:
            odd = [str(problem_words(each, "goal")) for each in goal_problems(self.tree, goal.id)]
            return "\n".join([cell_words(goal, index.column(), words), *odd])
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == NAME:
            return self._sentence(goal, words)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Pass on what was typed."""
        line = " ".join(str(value).split())
        if role != Qt.ItemDataRole.EditRole or not line or line == self.data(index, role):
            return False
        self.typed.emit(self.goal_id(index), line)
        return True

    # Dragging

    def supportedDropActions(self) -> Qt.DropAction:
        """Move, never copy."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return what can be dropped here."""
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Carry the goal's id."""
        carried = QMimeData()
        carried.setData(_MIME, self.goal_id(indexes[0]).encode())
        return carried

    def canDropMimeData(self, data: QMimeData, _action: Qt.DropAction, _row: int, _column: int, parent: Index) -> bool:
        """Tell whether the goal may serve the one under the pointer."""
        goal_id = bytes(data.data(_MIME).data()).decode()
        return goal_id in self.tree.goals and not refusal(self.tree, goal_id, self.goal_id(parent))

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Pass on where the goal was dropped; the rows move when it is written."""
        if not self.canDropMimeData(data, action, row, column, parent):
            return False
        goal_id, above = bytes(data.data(_MIME).data()).decode(), self.goal_id(parent)
        siblings = self.tree.children(above)
        at = row if row >= 0 else len(siblings)
        if goal_id in siblings and siblings.index(goal_id) < at:
            at -= 1
        self.dropped.emit(goal_id, above, at)
        # Not True: Qt would take the dragged row away by itself.
        return False

    def _sentence(self, goal: Record, words: Wordings) -> str:
        level = str(label("options", GOAL.option_key("level", str(goal.get("level")))))
        cells = [cell_words(goal, column, words) for column in range(len(_FIELDS))]
        return tr("studies", "{level}: {rest}", level=level, rest=", ".join(filter(None, cells)))


def cell_words(goal: Record, column: int, words: Wordings) -> str:
    """Return what a goal's cell says."""
    if column == VALUE:
        value = goal.get("value")
        if not isinstance(value, int):
            return ""
        unit = str(goal.get("unit") or "")
        return f"{words.formats.figure(from_units(value))}{'' if unit == '%' else ' '}{unit}".strip()
    return words.of(GOAL, _FIELDS[column], goal.values)

"""The model of the step list: lanes, under each its steps in reading order, straight from the session's chart."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from crm_desktop.diagrams.chart import Chart, in_reading_order
from crm_desktop.diagrams.command import Command
from crm_desktop.diagrams.commands.annotate import AddPain
from crm_desktop.diagrams.commands.describe import Describe
from crm_desktop.diagrams.commands.move import MoveToLane
from crm_desktop.diagrams.commands.remove import Remove
from crm_desktop.diagrams.commands.tell import Tell
from crm_desktop.diagrams.commands.together import Together
from crm_desktop.diagrams.whither import Named
from crm_desktop.models.processes.elements import Lane, Node
from crm_desktop.views.diagram.inspector.figures import read_time, write_time
from crm_desktop.views.language.texts import Text, label, text, tr

Index = QModelIndex | QPersistentModelIndex
NAME, LANE, NEXT, WORKING, WAITING, POST, SYSTEMS, PAINS = range(8)
_HEADS: tuple[Text, ...] = (
    label("kinds", "node"),
    label("kinds", "lane"),
    text("diagram", "Goes on to"),
    label("fields", "node.working_seconds"),
    label("fields", "node.waiting_seconds"),
    label("fields", "node.post"),
    label("fields", "node.systems"),
    label("kinds", "pain.plural"),
)
_EDITABLE = frozenset({NAME, LANE, WORKING, WAITING, POST, SYSTEMS, PAINS})
_BETWEEN = re.compile(r"[;；\n]")
_TIMES = {WORKING: "working_seconds", WAITING: "waiting_seconds"}
_HIDDEN = frozenset({"port"})


class StepModel(QAbstractItemModel):
    """`run` does a command and tells whether it was done."""

    def __init__(self, chart: Chart, run: Callable[[Command], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chart, self._run = chart, run
        self._lanes: list[str] = []
        self._steps: list[list[str]] = []
        self._where: dict[str, tuple[int, int]] = {}
        self.reread()

    def reread(self) -> bool:
        """Look at the map again; tell whether rows came, went or moved."""
        lanes = [lane.id for lane in self._chart.lanes_in_order()]
        steps = [
            [node.id for node in in_reading_order(self._chart, self._chart.nodes_in(lane)) if node.form not in _HIDDEN]
            for lane in lanes
        ]
        if (lanes, steps) == (self._lanes, self._steps):
            for row, some in enumerate(steps):
                lane = self.index(row, 0)
                self.dataChanged.emit(lane, lane.siblingAtColumn(PAINS))
                if some:
                    self.dataChanged.emit(self.index(0, 0, lane), self.index(len(some) - 1, PAINS, lane))
            return False
        self.beginResetModel()
        self._lanes, self._steps = lanes, steps
        self._where = {each: (row, at) for row, some in enumerate(steps) for at, each in enumerate(some)}
        self.endResetModel()
        return True

    def element_id(self, index: Index) -> str:
        """Return the id of the lane or step in a row."""
        if not index.isValid():
            return ""
        lane = index.internalId()
        return self._lanes[index.row()] if not lane else self._steps[lane - 1][index.row()]

    def index_of(self, element_id: str) -> QModelIndex:
        """Return where a lane or step stands."""
        if element_id in self._where:
            lane, row = self._where[element_id]
            return self.index(row, 0, self.index(lane, 0))
        return self.index(self._lanes.index(element_id), 0) if element_id in self._lanes else QModelIndex()

    # What Qt asks

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's own shape
        """Return a row's index; steps keep the number of their lane."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, child: Index = QModelIndex()) -> Any:  # noqa: B008
        """Return the lane of a step."""
        lane = child.internalId() if child.isValid() else 0
        return self.createIndex(lane - 1, 0, 0) if lane else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many lanes, or steps of a lane, there are."""
        if not parent.isValid():
            return len(self._lanes)
        return 0 if parent.internalId() or parent.column() else len(self._steps[parent.row()])

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's name."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return str(_HEADS[section])
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say what can be edited."""
        flags = super().flags(index)
        is_step = index.isValid() and bool(index.internalId())
        editable = index.column() in _EDITABLE if is_step else index.column() in (NAME, POST)
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says, what stands in its editor, or the row as a sentence."""
        element = self._chart.get(self.element_id(index))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            if isinstance(element, Node):
                return self._step_cell(element, index.column(), shown=role == Qt.ItemDataRole.DisplayRole)
            if isinstance(element, Lane):
                return self._lane_cell(element, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == NAME and isinstance(element, Node):
            return self._sentence(element)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Do what was typed, as one command."""
        element = self._chart.get(self.element_id(index))
        words = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or element is None or self.data(index, role) == words:
            return False
        command = self._command(element, index.column(), words)
        return command is not None and self._run(command)

    def _command(self, element: object, column: int, words: str) -> Command | None:
        if isinstance(element, Lane):
            return Describe((element.id,), {"name" if column == NAME else "post": words})
        if not isinstance(element, Node):
            return None
        if column == NAME:
            return Tell(element.id, words) if words else Describe((element.id,), {"name": ""})
        if column == LANE:
            return MoveToLane((element.id,), Named(words)) if words else None
        if column == SYSTEMS:
            parts = words.replace("、", ",").replace("，", ",").split(",")
            return Describe((element.id,), {"systems": frozenset(each.strip() for each in parts if each.strip())})
        if column == POST:
            return Describe((element.id,), {"post": words})
        if column == PAINS:
            return self._pains_told(element, words)
        known, seconds = read_time(words)
        return Describe((element.id,), {_TIMES[column]: seconds}) if known else None

    def _pains_told(self, node: Node, words: str) -> Command | None:
        """Return the command after which a step has just these pains: one that reads otherwise is renamed."""
        told = [each.strip() for each in _BETWEEN.split(words) if each.strip()]
        pains = self._chart.pains_of(node.id)
        gone = [pain for pain in pains if pain.name not in told]
        new = [name for name in dict.fromkeys(told) if name not in {pain.name for pain in pains}]
        if len(gone) == len(new) == 1:
            return Describe((gone[0].id,), {"name": new[0]})
        removed: list[Command] = [Remove(tuple(pain.id for pain in gone))] if gone else []
        commands = (*removed, *(AddPain(node.id, name) for name in new))
        return Together(commands) if commands else None

    def _lane_cell(self, lane: Lane, column: int) -> str:
        if column == NAME:
            return lane.name or tr("diagram", "Unnamed lane")
        return lane.post if column == POST else ""

    def _step_cell(self, node: Node, column: int, *, shown: bool) -> str:
        match column:
            case 0:
                form = str(label("options", f"node.form.{node.form}"))
                return node.name or (form if shown else "")
            case 1:
                lane = self._chart.lanes.get(node.lane_id or "")
                return lane.name if lane else ""
            case 2:
                return self._next(node)
            case 3 | 4:
                return write_time(getattr(node, _TIMES[column]))
            case 5:
                return node.post
            case 6:
                return ", ".join(sorted(node.systems))
            case _:
                return "; ".join(pain.name for pain in self._chart.pains_of(node.id))

    def _next(self, node: Node) -> str:
        ends = []
        for flow in self._chart.flows_from(node.id):
            target = self._chart.nodes.get(flow.target_id)
            if target is not None and target.form not in _HIDDEN:
                name = target.name or str(label("options", f"node.form.{target.form}"))
                ends.append(f"{flow.name}: {name}" if flow.name else name)
        return "; ".join(ends)

    def _sentence(self, node: Node) -> str:
        said = [
            f"{_HEADS[column]} {words}"
            for column in range(1, len(_HEADS))
            if (words := self._step_cell(node, column, shown=True))
        ]
        return ", ".join([self._step_cell(node, NAME, shown=True), *said])

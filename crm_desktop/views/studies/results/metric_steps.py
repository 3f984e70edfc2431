"""Beside a metric: the steps that move it, each a jump to its place on the map, and a menu to choose others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.record import Record
from crm_desktop.models.values import members
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.menu import Menu

MOST = 60
"""Steps that the menu offers."""


class MetricSteps(Component, QWidget):
    """`steps.show_metric(metric, nodes)`; `opened` says a step to go to, `chosen` the ids that move the metric now."""

    opened = Signal(str)
    chosen = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._metric: Record | None = None
        self._nodes: Mapping[str, Record] = {}
        self.rows: list[Button] = []
        self.add = Button(text("studies", "Choose steps"), self.open_menu, icon="plus", small=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        head = QHBoxLayout()
        head.addWidget(Label(label("fields", "metric.node_ids"), "caption", "text.secondary"), 1)
        head.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addLayout(self._list)
        self.settle()

    def show_metric(self, metric: Record | None, nodes: Sequence[Record]) -> None:
        """Show the steps of a metric among those of the study."""
        self._metric, self._nodes = metric, {each.id: each for each in nodes}
        ids = [each for each in members(metric.get("node_ids")) if each in self._nodes] if metric is not None else []
        while len(self.rows) < len(ids):
            row = Button("", kind="link", icon="arrow-up-right", small=True)
            row.clicked.connect(partial(self._open, row))
            self.rows.append(row)
            self._list.addWidget(row, 0, Qt.AlignmentFlag.AlignLeft)
        for number, row in enumerate(self.rows):
            row.setVisible(number < len(ids))
            if number < len(ids):
                row.setProperty("node", ids[number])
                row.set_wording(self._nodes[ids[number]].title)
        self.setVisible(metric is not None)
        self.add.setEnabled(bool(nodes))

    def open_menu(self) -> None:
        """Offer the steps of the study's maps, ticked where they move the metric."""
        if self._metric is None:
            return
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        taken = set(members(self._metric.get("node_ids")))
        for node in list(self._nodes.values())[:MOST]:
            menu.add_entry(node.title, partial(self.toggle, node.id), icon="check" if node.id in taken else "")
        menu.open_below(self.add, right=True)

    def toggle(self, node_id: str) -> None:
        """Let a step move the metric, or no more."""
        if self._metric is not None:
            self.chosen.emit(sorted(set(members(self._metric.get("node_ids"))) ^ {node_id}))

    def _open(self, row: Button) -> None:
        self.opened.emit(str(row.property("node")))

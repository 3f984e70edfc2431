"""Beside a record: the steps of maps that it names, each a jump to its place on the map, and a menu of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import FieldType
from crm_desktop.models.record import Record
from crm_desktop.models.values import members
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.menu import Menu

MOST = 60
"""Steps that the menu offers."""


class StepsField(Component, QWidget):
    """`StepsField("metric", "node_ids")`, then `show_record(metric, nodes)`; `chosen` says what it is to name."""

    opened = Signal(str)
    """A step to be shown on its map."""
    chosen = Signal(list)

    def __init__(self, kind: str, field: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record: Record | None = None
        self._field, self._several = field, KINDS[kind].field(field).type is FieldType.SET
        self._nodes: Mapping[str, Record] = {}
        self.rows: list[Button] = []
        self.add = Button(
            text("studies", "Choose steps") if self._several else text("studies", "Choose the step"),
            self.open_menu,
            icon="plus",
            small=True,
        )
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        head = QHBoxLayout()
        head.addWidget(Label(label("fields", f"{kind}.{field}"), "caption", "text.secondary"), 1)
        head.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addLayout(self._list)
        self.settle()

    def show_record(self, record: Record | None, nodes: Sequence[Record]) -> None:
        """Show the steps that a record names among those of the study."""
        self._record, self._nodes = record, {each.id: each for each in nodes}
        ids = [each for each in self._named() if each in self._nodes]
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
        self.setVisible(record is not None)
        self.add.setEnabled(bool(nodes))

    def open_menu(self) -> None:
        """Offer the steps of the study's maps, ticked where they are named."""
        if self._record is None:
            return
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        taken = set(self._named())
        for node in list(self._nodes.values())[:MOST]:
            menu.add_entry(node.title, partial(self.toggle, node.id), icon="check" if node.id in taken else "")
        menu.open_below(self.add, right=True)

    def toggle(self, node_id: str) -> None:
        """Name a step, or no more."""
        if self._record is None:
            return
        now = set(self._named())
        self.chosen.emit(sorted(now ^ {node_id}) if self._several else [node_id] if node_id not in now else [])

    def _named(self) -> list[str]:
        value = self._record.get(self._field) if self._record is not None else None
        return members(value) if self._several else [str(value)] if value else []

    def _open(self, row: Button) -> None:
        self.opened.emit(str(row.property("node")))

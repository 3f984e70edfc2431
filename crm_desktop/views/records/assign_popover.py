"""Choosing a new owner: type a name, Enter. What goes along is decided by the rule and done in the same act."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.models.record import Record
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.editors import editor_for
from crm_desktop.views.forms.labelled_editor import LabelledEditor
from crm_desktop.views.language.texts import text
from crm_desktop.views.records.changing import Changing
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.popover import Popover


class AssignPopover(QObject):
    """`AssignPopover(record, desk, changing, owner).open_at(button)`."""

    def __init__(self, record: Record, desk: Desk, changing: Changing, owner: QObject) -> None:
        super().__init__(owner)
        self._record, self._changing = record, changing
        kind = record.declaration
        self.editor = editor_for(kind.field("owner_id"), kind, desk)
        content = QWidget()
        content.setMinimumWidth(280)
        column = QVBoxLayout(content)
        column.setSpacing(8)
        column.addWidget(LabelledEditor(self.editor))
        if record.kind == "account":
            along = text("records", "Open opportunities, open tasks and planned visits go along.")
            column.addWidget(Paragraph(along, "caption"))
        self.popover = Popover(content, padding=12)
        self.popover.closed.connect(self.popover.deleteLater)
        self.popover.closed.connect(self.deleteLater)
        self.editor.set_values(record.values)
        self.editor.committed.connect(self._chosen)

    def open_at(self, anchor: QWidget) -> None:
        """Open beside a widget."""
        self.popover.open_at(anchor, right=True)
        self.editor.setFocus()
        self.editor.begin()

    def _chosen(self) -> None:
        owner = self.editor.value()
        self.popover.close_popover()
        if isinstance(owner, str):
            self._changing.assign(self._record, owner)

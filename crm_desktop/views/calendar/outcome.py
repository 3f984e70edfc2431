"""What came of a visit, asked in place when it is marked as done: outcome and next step, both may stay empty."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.editors import editor_for
from crm_desktop.views.forms.labelled_editor import LabelledEditor
from crm_desktop.views.language.texts import text
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.popover import Popover


class VisitOutcome(QObject):
    """`VisitOutcome(visit, desk).open_at(widget)`; `told` brings the values, the state among them."""

    told = Signal(object)

    def __init__(self, visit: Record, desk: Desk) -> None:
        super().__init__(desk.refresh)
        kind = visit.declaration
        self.fields = [LabelledEditor(editor_for(kind.field(name), kind, desk)) for name in ("outcome", "next_step")]
        for each in self.fields:
            each.editor.set_values(visit.values)
        content = QWidget()
        content.setMinimumWidth(320)
        column = QVBoxLayout(content)
        column.setSpacing(10)
        column.addWidget(Label(text("calendar", "What came of the visit?"), "bodyStrong"))
        for each in self.fields:
            column.addWidget(each)
        verbs = QHBoxLayout()
        verbs.addStretch()
        self.done = Button(text("calendar", "Mark as done"), self._tell, kind="primary", small=True)
        self.done.setShortcut("Ctrl+Return")
        verbs.addWidget(self.done)
        column.addLayout(verbs)
        self.popover = Popover(content, padding=12)
        self.popover.closed.connect(self.popover.deleteLater)
        self.popover.destroyed.connect(self.deleteLater)

    def open_at(self, anchor: QWidget) -> None:
        """Ask beside a widget."""
        self.popover.open_at(anchor)
        self.fields[0].editor.setFocus()

    def _tell(self) -> None:
        reviewed = [each.editor.review() for each in self.fields]
        if all(reviewed):
            values: dict[str, Value] = {"state": "done"}
            for each in self.fields:
                values |= each.editor.values()
            self.popover.close_popover()
            self.told.emit(values)

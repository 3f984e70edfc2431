"""What a stage wants to know before an opportunity enters it, asked in place: a reason, an amount, a date."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.fields import Value, Values
from crm_desktop.models.record import Record
from crm_desktop.models.rules.problems import Problem
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.editors import editor_for
from crm_desktop.views.forms.field_editor import sentence
from crm_desktop.views.forms.labelled_editor import LabelledEditor
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.lookups import lookups_of, stage_words
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.popover import Popover


class StageDemand(QObject):
    """`StageDemand(record, values, problems, desk).open_at(widget)`; `wanted` brings what was filled in."""

    wanted = Signal(object)

    def __init__(self, record: Record, values: Values, problems: tuple[Problem, ...], desk: Desk) -> None:
        super().__init__(desk.refresh)
        kind = record.declaration
        self._fields = [LabelledEditor(editor_for(kind.field(each.field), kind, desk)) for each in problems]
        stage = lookups_of(desk).stage(values["stage_id"])
        self._popover = Popover(self._content(stage_words(stage) if stage is not None else ""), padding=12)
        self._popover.closed.connect(self._popover.deleteLater)
        self._popover.destroyed.connect(self.deleteLater)
        for field, problem in zip(self._fields, problems, strict=True):
            field.editor.set_values(record.values)
            field.set_error(sentence(problem))

    def open_at(self, anchor: QWidget) -> None:
        """Ask beside a widget."""
        self._popover.open_at(anchor)
        self._fields[0].editor.setFocus()

    def _content(self, stage: str) -> QWidget:
        content = QWidget()
        content.setMinimumWidth(280)
        column = QVBoxLayout(content)
        column.setSpacing(12)
        column.addWidget(Label(text("records", "Before it moves to {stage}", stage=stage), "bodyStrong"))
        for field in self._fields:
            column.addWidget(field)
        verbs = QHBoxLayout()
        verbs.addStretch()
        verbs.addWidget(Button(text("records", "Not now"), self._close, small=True))
        move = Button(label("acts", "opportunity.move"), self._move, kind="primary", small=True)
        move.setShortcut("Ctrl+Return")
        verbs.addWidget(move)
        column.addLayout(verbs)
        return content

    def _move(self) -> None:
        unfilled = [field for field in self._fields if not field.editor.review()]
        if not unfilled:
            filled: dict[str, Value] = {}
            for field in self._fields:
                filled |= field.editor.values()
            self._popover.close_popover()
            self.wanted.emit(filled)

    def _close(self) -> None:
        self._popover.close_popover()

"""One pain beside the register: its figures to be edited in place, what it costs and why, and what is done about it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.models.records.process import PAIN
from crm_desktop.models.studies.pain_register import Row
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.editors import editor_for
from crm_desktop.views.forms.field_editor import FieldEditor
from crm_desktop.views.forms.labelled_editor import LabelledEditor
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import text
from crm_desktop.views.navigation import Place
from crm_desktop.views.studies.pains.acts import PainActs
from crm_desktop.views.studies.pains.chain_box import ChainBox
from crm_desktop.views.studies.pains.metric_box import MetricBox
from crm_desktop.views.studies.pains.words import cost_in_words, how_in_words, say_problem
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.card import SectionHeader
from crm_desktop.views.widgets.component import Component, line, set_surface
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph

if TYPE_CHECKING:
    from crm_desktop.store.queries.studies import StudyView

_FIELDS = ("times_per_month", "minutes_each", "people", "cost_per_month", "severity", "state")


class PainPanel(Component, QScrollArea):
    """`PainPanel(desk, acts)`; `show_row(study, row)`."""

    def __init__(self, desk: Desk, acts: PainActs) -> None:
        super().__init__()
        self._desk, self._acts = desk, acts
        self._row: Row | None = None
        self.name = Paragraph("", "heading", "text.primary")
        self.step = Button("", self.show_on_map, kind="link", icon="workflow", small=True)
        self.cost = Label("", "figure")
        self.how = Paragraph("", "caption", "text.secondary")
        self.problems = Paragraph("", "caption", "warning.text")
        self.editors: dict[str, FieldEditor] = {}
        self.chain = ChainBox(desk, acts)
        self.metrics = MetricBox(desk)
        content = QWidget()
        content.setProperty("scrollContent", True)
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(6)
        column.addWidget(self.name)
        column.addWidget(self.step, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.cost)
        column.addWidget(self.how)
        column.addWidget(self.problems)
        column.addSpacing(4)
        column.addWidget(self._figures())
        for head, part in (
            (text("pains", "What is done about it"), self.chain),
            (text("pains", "What the step moves"), self.metrics),
        ):
            column.addWidget(line())
            column.addWidget(SectionHeader(head, style="bodyStrong"))
            column.addWidget(part)
        column.addStretch()
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        set_surface(self, "surface")
        self.settle()

    def restyle(self) -> None:
        """Take the width of the theme's detail panel."""
        self.setFixedWidth(current_theme().layout("detailPanel"))

    def show_row(self, study: StudyView, row: Row) -> None:
        """Show a pain; what the person is typing about it stays."""
        before, self._row = self._row, row
        formats, pain = current_formats(self._desk.clock.now()), row.chain.pain
        self.name.set_wording(pain.title)
        self.step.set_wording(row.step[:34] or row.process.title[:34])
        said = cost_in_words(row.chain.cost, formats)
        self.cost.set_wording(text("pains", "{money} a month", money=said) if said else text("pains", "Not known yet"))
        self.how.set_wording(how_in_words(row.chain.cost, formats))
        self.problems.set_wording("\n".join(str(say_problem(each)) for each in row.problems))
        self.problems.setVisible(bool(row.problems))
        for editor in self.editors.values():
            if before is None or before.id != row.id or not editor.touched:
                editor.set_values({**pain.values, "currency": pain.get("currency") or study.study.get("currency")})
        self.chain.show_row(study, row)
        self.metrics.show_step(study, row.node.id if row.node is not None else "")

    def show_on_map(self) -> None:
        """Go to the step in its map."""
        row = self._row
        if row is not None:
            tab = row.node.id if row.node is not None else ""
            self._desk.navigator.go(Place("processes", row.process.id, tab=tab))

    def _figures(self) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for place, name in enumerate(_FIELDS):
            editor = editor_for(PAIN.field(name), PAIN, self._desk)
            editor.committed.connect(partial(self._committed, editor))
            self.editors[name] = editor
            grid.addWidget(LabelledEditor(editor), place // 2, place % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return holder

    def _committed(self, editor: FieldEditor) -> None:
        if self._row is not None:
            self._acts.edit(self._row, editor.values())

"""What the map amounts to so far: steps, hand-overs, pains, waiting. Counted anew after each change; no drawing."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.diagrams.chart import Chart
from crm_desktop.models.processes.totals import hands_over
from crm_desktop.views.interview.spans import say_span
from crm_desktop.views.language.texts import text
from crm_desktop.views.widgets.component import line
from crm_desktop.views.widgets.label import Label


class Figures(QWidget):
    """`Figures()`, then `show_chart(chart)`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        names = (
            text("interview", "Steps"),
            text("interview", "Hand-overs"),
            text("interview", "Pains"),
            text("interview", "Waiting"),
        )
        self.values = [Label("0", "heading", weight=600) for _ in names]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for place, (name, value) in enumerate(zip(names, self.values, strict=True)):
            if place:
                row.addWidget(line("v"))
            cell = QVBoxLayout()
            cell.setContentsMargins(16, 8, 8, 8)
            cell.setSpacing(0)
            cell.addWidget(Label(name, "caption", "text.secondary"))
            cell.addWidget(value)
            row.addLayout(cell, 1)

    def show_chart(self, chart: Chart) -> None:
        """Count."""
        nodes = chart.nodes.values()
        steps = sum(node.form in ("task", "subprocess") for node in nodes)
        overs = sum(hands_over(chart.nodes, flow) for flow in chart.flows.values())
        waiting = sum(node.waiting_seconds or 0 for node in nodes)
        for label, value in zip(self.values, (steps, overs, len(chart.pains), waiting), strict=True):
            label.set_wording(say_span(value) if value and label is self.values[-1] else str(value))

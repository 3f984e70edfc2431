"""What a map lacks, as a list: a line jumps to its place, and mends it where that needs no words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.checking import fix_for
from crm_desktop.diagrams.command import Command
from crm_desktop.models.processes.checks import Finding
from crm_desktop.models.processes.elements import Flow
from crm_desktop.views.language.texts import Wording, label, text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.label import Label

_MOST = 60


class ChecksList(QWidget):
    """`ChecksList(chart, findings, go, fix)`; content of a popover."""

    def __init__(
        self,
        chart: Chart,
        findings: Sequence[Finding],
        go: Callable[[str], object],
        fix: Callable[[Command], object],
    ) -> None:
        super().__init__()
        self.buttons: list[Button] = []
        self.fixes: list[Button] = []
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        for finding in findings[:_MOST]:
            rows.addLayout(self._row(chart, finding, go, fix))
        rows.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 6, 4)
        title: Wording = (
            text("diagram", "%n thing(s) to complete", n=len(findings))
            if findings
            else text("diagram", "Nothing is missing")
        )
        column.addWidget(Label(title, "bodyStrong"))
        if findings:
            column.addWidget(area, 1)
            row = current_theme().metric("controlSmall") + 2
            self.setFixedSize(current_theme().scaled(420), min(row * len(findings) + 48, current_theme().scaled(420)))

    def _row(
        self, chart: Chart, finding: Finding, go: Callable[[str], object], fix: Callable[[Command], object]
    ) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        words = text("diagram", "{name}: {lack}", name=_name(chart, finding.id),
                     lack=label("checks", finding.lack.value, number=finding.number))  # fmt: skip
        button = Button(words, lambda: go(finding.id), kind="link", small=True)
        self.buttons.append(button)
        row.addWidget(button)
        row.addStretch()
        command = fix_for(chart, finding)
        if command is not None:
            mend = Button(text("diagram", "Fix"), lambda: fix(command), small=True)
            mend.setAccessibleName(f"{text('diagram', 'Fix')}: {words}")
            self.fixes.append(mend)
            row.addWidget(mend)
        return row


def _name(chart: Chart, element_id: str) -> str:
    element = chart.get(element_id)
    if isinstance(element, Flow):
        ends = [chart.nodes[each].name for each in (element.source_id, element.target_id) if each in chart.nodes]
        return element.name or " → ".join(each or "…" for each in ends)
    shown = element.name if element is not None else ""
    return shown[:24] + "…" if len(shown) > 25 else shown or "…"

"""Which step moves which metric, and how far each is from target and peers; the chosen step's come first, marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from crm_desktop.models.money import from_units
from crm_desktop.models.record import Record
from crm_desktop.models.studies.pain_register import moving_steps
from crm_desktop.models.values import members
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import Formats, current_formats
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph

if TYPE_CHECKING:
    from crm_desktop.store.queries.studies import StudyView

_MOST = 12


class MetricBox(Component, QWidget):
    """`MetricBox(desk)`; `show_step(study, node_id)`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._holder = QWidget()
        self._column.addWidget(self._holder)
        self.lines: list[str] = []
        self.settle()

    def show_step(self, study: StudyView, node_id: str) -> None:
        """Show the gap table, what this step moves first."""
        formats = current_formats(self._desk.clock.now())
        moved = [each for each in study.metrics if members(each.get("node_ids"))]
        ordered = sorted(moved, key=lambda each: node_id not in members(each.get("node_ids")))[:_MOST]
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        self.lines = []
        if not ordered:
            none = text("pains", "No metric names a step yet: say in Results which steps move it.")
            grid.addWidget(Paragraph(none, "caption", "text.secondary"), 0, 0)
        else:
            heads: tuple[Wording, ...] = (
                "", text("pains", "Now"), text("pains", "Target"), text("pains", "Peers"),
            )  # fmt: skip
            right = Qt.AlignmentFlag.AlignRight
            for at, head in enumerate(heads):
                grid.addWidget(Label(head, "caption", "text.secondary"), 0, at, right)
            for number, metric in enumerate(ordered):
                self._add(grid, 1 + 2 * number, study, metric, node_id, formats)
        self._column.replaceWidget(self._holder, holder)
        self._holder.hide()
        self._holder.deleteLater()
        self._holder = holder

    def _add(
        self, grid: QGridLayout, at: int, study: StudyView, metric: Record, node_id: str, formats: Formats
    ) -> None:
        mine = node_id in members(metric.get("node_ids"))
        steps = formats.listed([each.title for each in moving_steps(metric, study)])
        grid.addWidget(Label(metric.title, "bodyStrong" if mine else "body", elide=True), at, 0)
        right = Qt.AlignmentFlag.AlignRight
        for column, name in enumerate(("present", "target", "peer"), start=1):
            behind = name == "present" and _behind(metric)
            words = Label(figure(metric, name, formats), "body", "warning.text" if behind else "text.primary")
            grid.addWidget(words, at, column, right)
        grid.addWidget(Paragraph(steps, "caption", "accent.text" if mine else "text.secondary"), at + 1, 0, 1, 4)
        self.lines.append(f"{metric.title}: {steps}")


def figure(metric: Record, name: str, formats: Formats) -> str:
    """Return one of a metric's figures in its unit, a dash where nobody said."""
    value = metric.get(name)
    if not isinstance(value, int):
        return "–"
    if metric.get("unit") == "money":
        return formats.money(value, str(metric.get("currency") or "CNY"))
    written = formats.figure(from_units(value))
    return f"{written}%" if metric.get("unit") == "percent" else written


def _behind(metric: Record) -> bool:
    """Tell whether the present value is worse than target or peers."""
    present = metric.get("present")
    others = [each for each in (metric.get("target"), metric.get("peer")) if isinstance(each, int)]
    if not isinstance(present, int) or not others:
        return False
    return any(present > each if metric.get("better") == "lower" else present < each for each in others)

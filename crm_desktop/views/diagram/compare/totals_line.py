"""Two maps in figures: total time, work, waiting, rework, hand-overs, pains, and by how much they differ."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.processes.totals import Totals
from crm_desktop.views.diagram.inspector.figures import write_rough
from crm_desktop.views.language.texts import Text, Wording, label, text
from crm_desktop.views.widgets.component import Component, line, set_surface
from crm_desktop.views.widgets.label import Label


class TotalsLine(Component, QWidget):
    """`TotalsLine()`; `show_totals(before, after)`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_surface(self, "surface")
        names: tuple[Text, ...] = (
            text("diagram", "Total time"),
            label("fields", "node.working_seconds"),
            label("fields", "node.waiting_seconds"),
            text("diagram", "Rework"),
            text("diagram", "Hand-overs"),
            label("kinds", "pain.plural"),
        )
        self.figures = [Figure(name) for name in names]
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(14)
        for number, figure in enumerate(self.figures):
            if number:
                row.addWidget(line("v"))
            row.addWidget(figure, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line())
        column.addLayout(row)
        self.settle()

    def retranslate(self) -> None:
        """Name the line again."""
        self.setAccessibleName(str(text("diagram", "Totals of both")))

    def show_totals(self, before: Totals, after: Totals) -> None:
        """Show both maps' figures."""
        times = (
            (before.lead_seconds, after.lead_seconds),
            (before.expected_working, after.expected_working),
            (before.expected_waiting, after.expected_waiting),
            (before.rework, after.rework),
        )
        for figure, (was, now) in zip(self.figures, times, strict=False):
            figure.show_figures(write_rough(was), write_rough(now), _percent(was, now), was, now)
        for figure, was, now in (
            (self.figures[4], before.hand_overs, after.hand_overs),
            (self.figures[5], before.pains, after.pains),
        ):
            figure.show_figures(str(was), str(now), f"{now - was:+d}".replace("-", "−"), was, now)


class Figure(QWidget):
    """A name above; before, after and the difference below."""

    def __init__(self, name: Wording) -> None:
        super().__init__()
        self.was = Label("", "body", "text.secondary")
        self.now = Label("", "bodyLarge", weight=600)
        self.by = Label("", "caption", "text.secondary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(name, "caption", "text.secondary", elide=True))
        row = QHBoxLayout()
        row.setSpacing(5)
        for part in (self.was, Label("→", "body", "text.tertiary"), self.now, self.by):
            row.addWidget(part)
        row.addStretch()
        column.addLayout(row)

    def show_figures(self, was: str, now: str, by: str, before: float, after: float) -> None:
        """Show both as words, and the difference where there is one; less is better."""
        self.was.set_wording(was)
        self.now.set_wording(now)
        self.by.set_wording("" if before == after else by)
        self.by.set_role("success.text" if after < before else "warning.text")


def _percent(was: float, now: float) -> str:
    share = round((now - was) / was * 100) if was else 0
    return f"{share:+d}%".replace("-", "−") if share else ""

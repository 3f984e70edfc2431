"""What a simulation says: in words, as-is against to-be, people by lane, one more person, and what was assumed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.processes.simulation.asking import ONE_MORE
from crm_desktop.models.processes.simulation.inputs import Finding
from crm_desktop.models.processes.simulation.results import (
    Estimate,
    Outcome,
    PostResult,
    ScenarioResult,
    difference,
    estimate,
)
from crm_desktop.views.diagram.simulation.words import (
    LESS_IS_BETTER,
    MONEY,
    SHOWN,
    difference_in_words,
    figure_name,
    interval_in_words,
    say_finding,
    summary,
    value_in_words,
)
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import Wording, label, text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph

_Row: TypeAlias = Sequence[tuple[Wording, str]]
"""What stands in each cell, and its role; `small` for what is said in small letters."""
_MOST_LANES = 12
_CAPTION = 76
"""Room for what a row is called, beside however wide figures."""
_MOST_FINDINGS = 30


class ResultsPanel(QWidget):
    """`ResultsPanel(formats)`; `show_outcome(outcome, shown, assumed)`, `shown` is the number of the open map's."""

    chosen = Signal(str)
    """An element that a finding is about."""

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats, self._currency = formats, ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 16)
        self._column.setSpacing(8)

    def show_outcome(self, outcome: Outcome, shown: int, assumed: Sequence[Finding], currency: str = "") -> None:
        """Show what came of an order; without scenarios only why not."""
        self._clear()
        self._currency = currency
        scenarios = [each for each in outcome.scenarios if not each.name.startswith(ONE_MORE)]
        if scenarios:
            result = scenarios[min(shown, len(scenarios) - 1)]
            for sentence in summary(result, self._formats, currency):
                self._column.addWidget(Paragraph(sentence, role="text.primary"))
            self._show_findings(result.findings)
            self._show_figures(scenarios)
            self._show_people(result.posts)
            self._show_labour(scenarios)
            self._show_questions(result, outcome.scenarios)
        else:
            self._column.addWidget(Paragraph(text("simulation", "It could not be run:"), role="text.primary"))
        stopping = [each for each in (*outcome.findings, *assumed) if each.stops]
        self._show_findings(list({(each.code, each.element_id): each for each in stopping}.values()))
        told = [each for each in assumed if not each.stops]
        if told:
            self._head(text("simulation", "What the map does not say"))
            self._show_findings(told)
        if scenarios:
            events = sum(each.events for each in outcome.scenarios)
            self._column.addWidget(Label(
                text("simulation", "{count} events in {seconds} s", count=self._formats.number(events),
                     seconds=self._formats.number(outcome.seconds, 1)), "caption", "text.secondary"))  # fmt: skip
        self._column.addStretch()

    def _show_figures(self, scenarios: Sequence[ScenarioResult]) -> None:
        rows: list[_Row] = []
        for name in SHOWN:
            values = [each.figures.get(name, ()) for each in scenarios]
            if name not in MONEY or any(any(each) for each in values):
                rows += self._compared(figure_name(name), name, values)
        self._head(text("simulation", "Figures, with 95 % certainty"))
        self._grid(_heads(scenarios), rows)

    def _show_labour(self, scenarios: Sequence[ScenarioResult]) -> None:
        """Show what the work costs, lane by lane and together, where anybody said what an hour costs."""
        name = "labour_per_day"
        whole = [each.figures.get(name, ()) for each in scenarios]
        if not any(any(each) for each in whole):
            return
        lanes = {post.key: post.name for each in scenarios for post in each.posts if any(post.labour)}
        rows: list[_Row] = []
        for key, lane in list(lanes.items())[:_MOST_LANES]:
            rows += self._compared(lane, name, [_labour_of(each, key) for each in scenarios])
        if len(lanes) > 1:
            rows += self._compared(text("simulation", "Together"), name, whole)
        self._head(text("simulation", "Cost of work on a working day"))
        self._grid(_heads(scenarios), rows)

    def _compared(self, said: Wording, name: str, values: Sequence[tuple[float, ...]]) -> list[_Row]:
        """Return a figure of each scenario and the difference, and below from where to where they are."""
        formats, currency = self._formats, self._currency
        row: list[tuple[Wording, str]] = [(said, "text.secondary")]
        row += [(value_in_words(name, estimate(each).mean, formats, currency), "text.primary") for each in values]
        sure = [interval_in_words(name, estimate(each), formats, currency) for each in values]
        if len(values) > 1:
            by = difference(values[0], values[1])
            better = by.mean < 0 if name in LESS_IS_BETTER else by.mean > 0
            role = "text.secondary" if not by.sure else "success.text" if better else "warning.text"
            row.append((difference_in_words(name, by, formats, currency), role))
            sure.append(self._interval(name, by))
        return [row, [("", "small"), *((each, "small") for each in sure)]]

    def _interval(self, name: str, by: Estimate) -> str:
        ends = (
            difference_in_words(name, estimate((each,)), self._formats, self._currency) for each in (by.low, by.high)
        )
        return " … ".join(ends)

    def _show_people(self, posts: Sequence[PostResult]) -> None:
        used = [each for each in posts if any(each.busy)][:_MOST_LANES]
        if not used:
            return
        self._head(text("simulation", "People"))
        heads = ("", text("simulation", "People"), text("simulation", "Busy"), text("simulation", "Queue"),
                 text("simulation", "Wait"))  # fmt: skip
        rows: list[list[tuple[Wording, str]]] = [
            [
                (post.name, "text.primary"),
                (self._formats.number(post.staff), "text.primary"),
                (self._formats.percent(estimate(post.busy).mean * 100), "text.primary"),
                (self._formats.number(estimate(post.queue).mean, 1), "text.primary"),
                (value_in_words("waiting", estimate(post.wait).mean, self._formats), "text.primary"),
            ]
            for post in used
        ]
        self._grid(heads, rows)

    def _show_questions(self, result: ScenarioResult, scenarios: Sequence[ScenarioResult]) -> None:
        asked = [each for each in scenarios if each.name.startswith(ONE_MORE)]
        if asked:
            self._head(text("simulation", "One more person"))
        for each in asked:
            lane = next((post.name for post in each.posts if post.id == each.name[1:]), "")
            more = difference(result.figures["per_day"], each.figures["per_day"])
            sooner = difference(result.figures["lead_p50"], each.figures["lead_p50"])
            by = difference_in_words("per_day", more, self._formats)
            later = difference_in_words("lead_p50", sooner, self._formats)
            said = text("simulation", "In {lane}: {more} cases a working day, {sooner} until half are finished",
                        lane=lane, more=by, sooner=later)  # fmt: skip
            none = text("simulation", "In {lane}: changes nothing that is certain", lane=lane)
            self._column.addWidget(Paragraph(said if more.sure or sooner.sure else none, role="text.primary"))

    def _show_findings(self, findings: Iterable[Finding]) -> None:
        for finding in list(findings)[:_MOST_FINDINGS]:
            said = say_finding(finding)
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Paragraph(said, "caption", "text.secondary" if _only_assumed(finding) else "warning.text"), 1)
            if finding.element_id:
                go = partial(self.chosen.emit, finding.element_id)
                name = text("simulation", "Show it on the map: {what}", what=said)
                row.addWidget(IconButton(name, "arrow-left", go, small=True), 0, Qt.AlignmentFlag.AlignTop)
            holder = QWidget()
            row.setContentsMargins(0, 0, 0, 0)
            holder.setLayout(row)
            self._column.addWidget(holder)

    def _head(self, wording: Wording) -> None:
        self._column.addSpacing(6)
        self._column.addWidget(Label(wording, "bodyStrong"))

    def _grid(self, heads: Sequence[Wording], rows: Sequence[Sequence[tuple[Wording, str]]]) -> None:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        grid.setColumnMinimumWidth(0, current_theme().scaled(_CAPTION))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for at, head in enumerate(heads):
            grid.addWidget(Label(head, "caption", "text.secondary"), 0, at, right if at else Qt.AlignmentFlag.AlignLeft)
        for number, row in enumerate(rows, start=1):
            for at, (said, role) in enumerate(row):
                small = role == "small"
                part = Label(said, "caption" if small else "body", "text.secondary" if small else role, elide=not at)
                grid.addWidget(part, number, at, right if at else Qt.AlignmentFlag.AlignVCenter)
        self._column.addWidget(holder)

    def _clear(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()


def _heads(scenarios: Sequence[ScenarioResult]) -> list[Wording]:
    heads: list[Wording] = ["", *(label("options", f"process.form.{each.name}") for each in scenarios)]
    return [*heads, text("simulation", "Difference")] if len(scenarios) > 1 else heads


def _labour_of(result: ScenarioResult, key: str) -> tuple[float, ...]:
    """Return what a lane's work costs; nothing in a scenario that has no such lane."""
    none = (0.0,) * len(result.figures["per_day"])
    return next((post.labour or none for post in result.posts if post.key == key), none)


def _only_assumed(finding: Finding) -> bool:
    return not finding.stops and "assumed" in finding.code

"""The line in which metrics are typed one after the other: `add-friend rate 20% target 35% peers 50%`."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.fields import Value
from crm_desktop.models.interviews.said_figures import Metric, read_metric
from crm_desktop.models.record import Record
from crm_desktop.models.records.study import METRIC_UNITS
from crm_desktop.models.studies.directions import better_when
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import label, text, tr
from crm_desktop.views.studies.results.figures import figure_words
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.key_cap import KeyCap
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.text_input import TextInput


class MetricEntry(Component, QWidget):
    """Enter says `entered` with the values of a new metric; what was understood stands below the line."""

    entered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        hint = text("studies", "Type a metric, such as: add-friend rate 20% target 35% peers 50%")
        self.line = TextInput(placeholder=hint)
        self.line.textChanged.connect(lambda _text: self.retranslate())
        self.line.returnPressed.connect(self._enter)
        self.understood = Label("", "caption", "text.secondary", elide=True)
        self._formats: Formats | None = None
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(self.understood, 1)
        below.addWidget(KeyCap("Return"))
        below.addWidget(Label(text("studies", "add"), "caption", "text.secondary"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        column.addWidget(self.line)
        column.addLayout(below)
        self.setFocusProxy(self.line)
        self.settle()

    def show_around(self, formats: Formats) -> None:
        """Know how numbers are written."""
        self._formats = formats

    def retranslate(self) -> None:
        """Say again what was understood."""
        self.line.setAccessibleName(str(label("acts", "metric.create")))
        line = self.line.text().strip()
        if not line or self._formats is None:
            self.understood.set_wording(text("studies", "Present value, target and peers are understood as you type."))
            return
        read = read_metric(line)
        if read is None:
            self.understood.set_wording(text("studies", "No figures yet; they can follow."))
            return
        as_record = Record("metric", "", {"unit": read.unit})
        said = [
            tr("studies", "{name}: {value}", name=str(label("fields", f"metric.{name}")),
               value=figure_words(value, as_record, self._formats))
            for name, value in (("present", read.present), ("target", read.target), ("peer", read.peer))
            if value is not None
        ]  # fmt: skip
        self.understood.set_wording(text("studies", "Understood: {words}", words=" · ".join([read.name, *said])))

    def _enter(self) -> None:
        line = self.line.text().strip()
        if line and self._formats is not None:
            self.line.clear()
            self.entered.emit(_values(line, read_metric(line), self._formats))


def _values(line: str, read: Metric | None, formats: Formats) -> dict[str, Value]:
    if read is None:
        return {"name": line}
    unit = read.unit if read.unit in METRIC_UNITS else "count"
    day = formats.today.isoformat() if read.present is not None else None
    figures: dict[str, Value] = {"present": read.present, "target": read.target, "peer": read.peer}
    return {
        "name": read.name,
        "unit": unit,
        "better": better_when(read.name, unit),
        "measured_on": day,
        **figures,
    }

"""The properties of a flow, of a lane, and of the whole map with its totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.commands.describe import Describe, DescribeProcess
from crm_desktop.models.fields import RecordKind, Values
from crm_desktop.models.processes.elements import Element, Flow, Lane, Pain
from crm_desktop.models.processes.totals import Sum, Totals
from crm_desktop.models.records.process import FLOW, LANE, PROCESS
from crm_desktop.views.desk import Desk
from crm_desktop.views.diagram.bars.name_edit import NameEdit
from crm_desktop.views.diagram.inspector.evidence import Evidence
from crm_desktop.views.diagram.inspector.fields import Fields, typed
from crm_desktop.views.diagram.inspector.figure_tile import FigureTile
from crm_desktop.views.diagram.inspector.figures import read_time, write_rough, write_time
from crm_desktop.views.diagram.inspector.pains import Pains, Run
from crm_desktop.views.language.texts import Wording, label, text
from crm_desktop.views.widgets.card import SectionHeader
from crm_desktop.views.widgets.component import line
from crm_desktop.views.widgets.label import Label


class _Part(QWidget):
    """A heading above a name, and fields."""

    def __init__(self, kind: RecordKind, names: Iterable[str], desk: Desk, run: Run) -> None:
        super().__init__()
        self._run = run
        self.element = Element(id="")
        self.above = Label("", "caption", "text.secondary", elide=True)
        title = label("fields", f"{kind.name}.name")
        self.name = NameEdit(lambda name: self._describe({"name": name}), "heading", name=title, wide=True)
        self.fields = Fields(kind, names, desk, self._describe)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)
        for part in (self.above, self.name, line(), self.fields):
            self.column.addWidget(part)

    def _describe(self, values: Values) -> None:
        self._run(Describe((self.element.id,), typed(self.element, values)))


class FlowPart(_Part):
    """One flow."""

    def __init__(self, desk: Desk, run: Run) -> None:
        names = ("condition", "share", "usual", "form", "transfer_distance", "permission", "change")
        super().__init__(FLOW, names, desk, run)
        self.transfer = FigureTile(label("fields", "flow.transfer_seconds"), "hourglass", self._take_time)
        self.comments = Evidence(desk, run)
        self.column.addWidget(self.transfer)
        self.column.addWidget(line())
        self.column.addWidget(self.comments)
        self.column.addStretch()
        self.name.setPlaceholderText(str(label("fields", "flow.name")))

    def show_flow(self, chart: Chart, flow: Flow) -> None:
        """Show a flow as it is now."""
        self.element = flow
        ends = [chart.nodes[each].name if each in chart.nodes else "" for each in (flow.source_id, flow.target_id)]
        self.above.set_wording(" → ".join(each or "…" for each in ends))
        self.name.show_name(flow.name)
        self.fields.show_values(flow.id, flow.values())
        self.comments.show_element("flow", flow.id, chart.account_id or "")
        self.transfer.show_value(write_time(flow.transfer_seconds))

    def _take_time(self, words: str) -> bool:
        known, seconds = read_time(words)
        if known:
            self._describe({"transfer_seconds": seconds})
        return known


class LanePart(_Part):
    """One lane, with what its steps add up to."""

    def __init__(self, desk: Desk, run: Run) -> None:
        super().__init__(LANE, ("post", "staff", "contact_id", "hue"), desk, run)
        self.figures = SumRows()
        self.comments = Evidence(desk, run)
        for part in (line(), self.figures, line(), self.comments):
            self.column.addWidget(part)
        self.column.addStretch()

    def show_lane(self, lane: Lane) -> None:
        """Show a lane as it is now."""
        self.element = lane
        self.above.set_wording(label("kinds", "lane"))
        self.comments.show_element("lane", lane.id, lane.account_id or "")
        self.name.show_name(lane.name)
        self.fields.show_values(lane.id, lane.values())

    def show_sum(self, found: Sum) -> None:
        """Show what its steps add up to."""
        self.figures.show_rows(_sum_rows(found))


class MapPart(QWidget):
    """The map itself: facts, totals, pains of the process as a whole."""

    def __init__(self, desk: Desk, run: Run) -> None:
        super().__init__()
        self._run = run
        self.title = Label("", "heading", elide=True)
        names = ("account_id", "opportunity_id", "state", "version", "owner_id", "industry", "summary")
        self.fields = Fields(PROCESS, names, desk,
                             lambda values: run(DescribeProcess(values)))  # fmt: skip
        self.figures = SumRows()
        self.pains = Pains(desk, run)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        totals = SectionHeader(text("diagram", "One case"), style="bodyStrong")
        for part in (self.title, line(), self.fields, line(), totals, self.figures, line(), self.pains):
            column.addWidget(part)
        column.addStretch()

    def show_map(self, chart: Chart) -> None:
        """Show the map as it is now."""
        self.title.set_wording(str(chart.values.get("name") or ""))
        self.fields.show_values(chart.process_id, chart.values)
        self.pains.show_pains(None, _whole(chart))

    def show_totals(self, found: Totals) -> None:
        """Show what the map adds up to."""
        rows = [*_sum_rows(found.whole)[:1], (text("diagram", "Total time"), write_rough(found.lead_seconds))]
        rows += [(label("fields", "node.working_seconds"), write_rough(found.expected_working))]
        rows += [(label("fields", "node.waiting_seconds"), write_rough(found.expected_waiting))]
        rows += [(text("diagram", "Rework"), write_rough(found.rework))]
        rows += [
            (text("diagram", "Hand-overs"), str(found.hand_overs)),
            (label("kinds", "pain.plural"), str(found.pains)),
        ]
        self.figures.show_rows(rows)


class SumRows(QWidget):
    """Names at the left, figures at the right."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self._rows: list[tuple[Label, Label]] = []

    def show_rows(self, rows: Sequence[tuple[Wording, str]]) -> None:
        """Show rows."""
        while len(self._rows) < len(rows):
            pair = (Label("", "caption", "text.secondary"), Label("", "body"))
            pair[1].setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for column, part in enumerate(pair):
                self._grid.addWidget(part, len(self._rows), column)
            self._rows.append(pair)
        for number, (name, figure) in enumerate(self._rows):
            name.setVisible(number < len(rows))
            figure.setVisible(number < len(rows))
            if number < len(rows):
                name.set_wording(rows[number][0])
                figure.set_wording(rows[number][1])


def _sum_rows(found: Sum) -> list[tuple[Wording, str]]:
    return [
        (label("kinds", "node.plural"), str(found.steps)),
        (label("fields", "node.working_seconds"), write_time(found.working_seconds)),
        (label("fields", "node.waiting_seconds"), write_time(found.waiting_seconds)),
        (label("kinds", "pain.plural"), str(found.pains)),
    ]


def _whole(chart: Chart) -> list[Pain]:
    return chart.pains_of(None)

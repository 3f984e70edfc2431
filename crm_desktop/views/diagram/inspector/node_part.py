"""The properties of a step: who, with what, figures, pains, evidence, and what becomes of it in the to-be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.diagrams.chart import Chart, in_reading_order
from crm_desktop.diagrams.commands.describe import Describe
from crm_desktop.models.fields import Values
from crm_desktop.models.processes.elements import Node, Pain
from crm_desktop.models.records.process import NODE
from crm_desktop.views.desk import Desk
from crm_desktop.views.diagram.bars.name_edit import NameEdit
from crm_desktop.views.diagram.inspector.change_rows import ChangeRows
from crm_desktop.views.diagram.inspector.evidence import Evidence
from crm_desktop.views.diagram.inspector.fields import Fields, typed
from crm_desktop.views.diagram.inspector.figures import Figures
from crm_desktop.views.diagram.inspector.pains import Pains, Run
from crm_desktop.views.language.texts import Wording, label, text
from crm_desktop.views.widgets.badge import Badge
from crm_desktop.views.widgets.component import line
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.view_tabs import ViewTabs

STEP, PAINS, EVIDENCE, TARGET = "step", "pains", "evidence", "target"
_STEPS = frozenset({"task", "subprocess"})
_FIRST = ("post", "systems", "input", "output")
_MORE = (
    "contact_id",
    "opportunity_id",
    "automation",
    "task_type",
    "gateway_type",
    "trigger",
    "linked_process_id",
    "cost",
    "notes",
)


class NodePart(QWidget):
    """`NodePart(desk, run)`; `show_node(chart, node)`."""

    def __init__(self, desk: Desk, run: Run) -> None:
        super().__init__()
        self._run = run
        self._node = Node(id="")
        self._base: Mapping[str, Node] = {}
        self._pains: list[Pain] = []
        self._shown_details = False
        self.lane, self.place = Badge(""), Label("", "caption", "text.secondary", elide=True)
        self.name = NameEdit(self._rename, "heading", name=label("fields", "node.name"), wide=True)
        self.tabs = ViewTabs()
        self.tabs.setUsesScrollButtons(False)
        self.tabs.set_views(
            [
                (STEP, text("diagram", "Step"), None),
                (PAINS, text("diagram", "Pains"), None),
                (EVIDENCE, text("diagram", "Proof"), None),
                (TARGET, text("diagram", "To-be"), None),
            ],
            STEP,
        )
        self.fields = Fields(NODE, _FIRST, desk, self._describe_row)
        self.figures = Figures(self._describe)
        self.more = Fields(NODE, _MORE, desk, self._describe_row)
        self.pains = Pains(desk, run)
        self.evidence = Evidence(desk, run)
        self.change = Fields(NODE, ("change",), desk, self._describe_row)
        self.rows = ChangeRows()
        self._lay_out()
        self.tabs.chosen.connect(lambda _key: self._arrange())
        self.evidence.counted = lambda count: self.tabs.set_count(EVIDENCE, count or None)
        self._arrange()

    def set_base(self, base: Mapping[str, Node]) -> None:
        """Learn the steps of the as-is, to say what changed."""
        self._base = base

    def show_node(self, chart: Chart, node: Node) -> None:
        """Show a step as it is now."""
        self._node = node
        lane = chart.lanes.get(node.lane_id or "")
        self.lane.setVisible(lane is not None and bool(lane.name))
        if lane is not None:
            self.lane.set_state(lane.name, lane.hue or "neutral")
        self.place.set_wording(_place(chart, node))
        self.name.show_name(node.name)
        values = node.values()
        for fields in (self.fields, self.more, self.change):
            fields.show_values(node.id, values)
        for name, forms in (
            ("task_type", _STEPS),
            ("gateway_type", {"gateway"}),
            ("linked_process_id", {"subprocess"}),
            ("trigger", {"start", "intermediate", "end"}),
        ):
            self.more.set_visible(name, node.form in forms)
        self.figures.show_node(node)
        pains = self._pains = chart.pains_of(node.id)
        self.pains.show_pains(node.id, pains, details=self.tabs.current == PAINS)
        self.tabs.set_count(PAINS, len(pains) or None)
        self.evidence.show_element("node", node.id, chart.account_id or "")
        self.rows.show_change(self._base.get(node.base_node_id or ""), node)

    def _arrange(self) -> None:
        tab = self.tabs.current
        for part, tabs in (
            (self._facts, {STEP}),
            (self._line, {STEP}),
            (self.pains, {STEP, PAINS}),
            (self.evidence, {STEP, EVIDENCE}),
            (self.more, {STEP}),
            (self._target, {TARGET}),
        ):
            part.setVisible(tab in tabs)
        if self._shown_details != (tab == PAINS):
            self._shown_details = tab == PAINS
            if self._node.id:
                self.pains.show_pains(self._node.id, self._pains, details=self._shown_details)

    def _rename(self, name: str) -> None:
        self._describe({"name": name})

    def _describe_row(self, values: Values) -> None:
        self._describe(typed(self._node, values))

    def _describe(self, values: Mapping[str, Any]) -> None:
        self._run(Describe((self._node.id,), values))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.lane)
        head.addWidget(self.place, 1)
        self._facts = QWidget()
        facts = QVBoxLayout(self._facts)
        facts.setContentsMargins(0, 0, 0, 0)
        facts.setSpacing(12)
        facts.addWidget(self.fields)
        facts.addWidget(self.figures)
        self._line = line()
        self._target = QWidget()
        target = QVBoxLayout(self._target)
        target.setContentsMargins(0, 0, 0, 0)
        target.addWidget(self.change)
        target.addWidget(self.rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.name)
        column.addWidget(self.tabs)
        for part in (self._facts, self._line, self.pains, self.evidence, self.more, self._target):
            column.addWidget(part)
        column.addStretch()


def _place(chart: Chart, node: Node) -> Wording:
    """Return which of how many steps it is, or what else it is."""
    if node.form not in _STEPS:
        return label("options", f"node.form.{node.form}")
    steps = in_reading_order(chart, [each for each in chart.nodes.values() if each.form in _STEPS])
    at = next(number for number, each in enumerate(steps, start=1) if each.id == node.id)
    return text("diagram", "Step {number} of {count}", number=at, count=len(steps))

"""Problems and solutions: the register at the left, the chosen pain and what is done about it at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.models.studies.pain_cost import total
from crm_desktop.models.studies.pain_register import GROUPS, ORDERS, Row, grouped, in_order, register
from crm_desktop.models.studies.proposals import Link
from crm_desktop.views.actions import Action
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import Text, text, tr
from crm_desktop.views.studies.pains.acts import PainActs
from crm_desktop.views.studies.pains.offers import offers_of
from crm_desktop.views.studies.pains.panel import PainPanel
from crm_desktop.views.studies.pains.register import Register
from crm_desktop.views.studies.pains.words import sums_in_words
from crm_desktop.views.studies.part import StudyPart
from crm_desktop.views.widgets.component import line, set_surface
from crm_desktop.views.widgets.empty_state import EmptyState
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.menu import Menu
from crm_desktop.views.widgets.segmented import Segmented

if TYPE_CHECKING:
    from crm_desktop.store.queries.studies import StudyView

_ORDER_NAMES: Mapping[str, Text] = {
    "money": text("pains", "Money"),
    "severity": text("pains", "Severity"),
    "frequency": text("pains", "Frequency"),
    "step": text("pains", "Step"),
}
_GROUP_NAMES: Mapping[str, Text] = {
    "none": text("pains", "All"),
    "step": text("pains", "By step"),
    "capability": text("pains", "By capability"),
}


class PainsPart(StudyPart):
    """The study's pains; each leads to a capability, a change, a step of the to-be and an opportunity."""

    fills = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.study: StudyView | None = None
        self._rows: dict[str, Row] = {}
        self.acts = PainActs(desk, self)
        self.order = Segmented([(each, _ORDER_NAMES[each], "") for each in ORDERS], lambda _key: self._show_rows())
        self.group = Segmented([(each, _GROUP_NAMES[each], "") for each in GROUPS], lambda _key: self._show_rows())
        self.sum = Label("", "bodyStrong", elide=True)
        self.register = Register()
        self.panel = PainPanel(desk, self.acts)
        self._empty = EmptyState(
            "flame",
            text("pains", "No problems yet"),
            text("pains", "Pains noted in an interview or on a map of this study stand here by what they cost."),
        )
        self._lay_out()
        self.register.chosen.connect(self._choose)
        self.register.opened.connect(lambda _pain: self.panel.show_on_map())
        self.register.menu_wanted.connect(self._open_menu)
        desk.actions.contribute(self, self._actions())
        self.settle()

    def show_study(self, study: StudyView) -> None:
        """Show a study's pains as they are now."""
        self.study = study
        self._show_rows()

    def point_at(self, element_id: str) -> None:
        """Choose the pain with this id."""
        self.register.choose(element_id)

    def retranslate(self) -> None:
        """Show everything in the language that is spoken now."""
        if self.study is not None:
            self._show_rows()

    @property
    def current(self) -> Row | None:
        """The pain that is chosen."""
        return self._rows.get(self.register.current)

    def _show_rows(self) -> None:
        study = self.study
        if study is None:
            return
        formats = current_formats(self.desk.clock.now())
        rows = in_order(register(study), self.order.choice)
        self._rows = {row.id: row for row in rows}
        self._stack.setCurrentIndex(0 if rows else 1)
        sums = sums_in_words(total(row.chain.cost for row in rows), formats)
        counted = text("pains", "%n problem(s)", n=len(rows))
        costing = text("pains", "{count} · {money} a month", count=counted, money=sums)
        self.sum.set_wording(costing if sums else counted)
        self.register.show_rows(grouped(rows, self.group.choice), self._names(study), formats)

    def _names(self, study: StudyView) -> dict[str, str]:
        """Return what the groups are called by their ids; nothing where there are none."""
        if self.group.choice == "step":
            return {"": tr("pains", "The whole process")} | {each.id: each.title for each in study.nodes}
        if self.group.choice == "capability":
            offered = {each.id or each.name: each.name for each in offers_of(study, current_language().code)}
            return {"": tr("pains", "No capability yet"), **offered}
        return {}

    def _choose(self, _pain_id: str) -> None:
        row = self.current
        self.panel.setVisible(row is not None)
        if row is not None and self.study is not None:
            self.panel.show_row(self.study, row)
        self.desk.actions.review()

    def _do_next(self) -> None:
        """Make the next link of the chosen pain."""
        row = self.current
        if row is not None and row.chain.missing is not None:
            self._doings()[row.chain.missing]()

    def _doings(self) -> dict[Link, Callable[[], None]]:
        chain = self.panel.chain
        return {
            Link.CAPABILITY: chain.focus_capability,
            Link.PROPOSAL: chain.focus_change,
            Link.TO_BE: chain.put_into_to_be,
            Link.OPPORTUNITY: chain.create_opportunity,
        }

    def _actions(self) -> list[Action]:
        def chosen() -> bool:
            return self.current is not None

        def can_change() -> bool:
            row = self.current
            return row is not None and bool(row.chain.change) and row.node is not None and not row.chain.to_be_node_id

        def can_sell() -> bool:
            row = self.current
            return row is not None and not row.chain.opportunity_id

        doings = self._doings()
        open_step = self.panel.show_on_map
        return [
            Action(key="pain.next", run=self._do_next, icon="arrow-right", shortcut="Ctrl+Return",
                   enabled=lambda: self.current is not None and self.current.chain.missing is not None),
            Action(key="pain.capability", run=doings[Link.CAPABILITY], icon="puzzle", shortcut="Ctrl+Shift+B",
                   enabled=chosen),
            Action(key="proposal.create", run=doings[Link.PROPOSAL], icon="lightbulb", shortcut="Ctrl+Shift+R",
                   enabled=chosen),
            Action(key="pain.to_be", run=doings[Link.TO_BE], icon="workflow", shortcut="Ctrl+Shift+T",
                   enabled=can_change),
            Action(key="pain.opportunity", run=doings[Link.OPPORTUNITY], icon="handshake", shortcut="Ctrl+Shift+O",
                   enabled=can_sell),
            Action(key="pain.show_on_map", run=open_step, icon="workflow", shortcut="Return", taken=True, menu="go",
                   enabled=chosen),
        ]  # fmt: skip

    def _open_menu(self, spot: QPoint) -> None:
        menu = Menu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for action in self._actions():
            if action.enabled():
                menu.add_entry(action.text, action.run, icon=action.icon, shortcut=action.shortcut)
        menu.popup(spot)

    def _lay_out(self) -> None:
        bar = QWidget()
        rows = QVBoxLayout(bar)
        rows.setContentsMargins(16, 8, 16, 8)
        rows.addWidget(self.sum)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.order)
        row.addWidget(self.group)
        row.addStretch()
        rows.addLayout(row)
        left = QWidget()
        set_surface(left, "surface")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (bar, line(), self.register):
            column.addWidget(part)
        whole = QWidget()
        across = QHBoxLayout(whole)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(left, 1)
        across.addWidget(line("v"))
        across.addWidget(self.panel)
        self._stack = QStackedWidget()
        self._stack.addWidget(whole)
        self._stack.addWidget(self._empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

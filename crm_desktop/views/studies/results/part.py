"""Results: metrics against target and peers, the steps that most want improving, and experiments."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.edits import Create, Delete, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record
from crm_desktop.models.records.study import METRIC
from crm_desktop.models.rules.ranks import rank_after
from crm_desktop.models.studies.gaps import gaps, step_needs
from crm_desktop.views.actions import Action
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.cards import RowsCard
from crm_desktop.views.studies.beside import Beside
from crm_desktop.views.studies.notes import problem_words
from crm_desktop.views.studies.part import StudyPart
from crm_desktop.views.studies.results.experiments import Experiments
from crm_desktop.views.studies.results.figures import read_figure
from crm_desktop.views.studies.results.metric_delegate import MetricDelegate
from crm_desktop.views.studies.results.metric_entry import MetricEntry
from crm_desktop.views.studies.results.metric_model import (
    NAME,
    PEER,
    PRESENT,
    TARGET,
    TO_PEER,
    TO_TARGET,
    TREND,
    MetricModel,
)
from crm_desktop.views.studies.results.need_rows import need_look
from crm_desktop.views.studies.results.rows_table import RowsTable
from crm_desktop.views.studies.results.trend import TrendChart
from crm_desktop.views.studies.steps_field import StepsField
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.component import line
from crm_desktop.views.widgets.empty_state import EmptyState
from crm_desktop.views.widgets.tall_area import TallArea

if TYPE_CHECKING:
    from crm_desktop.store.queries.measurements import Measurement
    from crm_desktop.store.queries.studies import StudyView

_FIELDS = ("level", "unit", "better", "present", "measured_on", "source", "target", "peer", "peer_source", "notes")
_WIDTHS = {PRESENT: 84, TARGET: 84, PEER: 100, TO_TARGET: 132, TO_PEER: 132, TREND: 76}
_SPARE = (TREND, TO_TARGET, PEER)
_NEEDS = 5


class ResultsPart(StudyPart):
    """Cards that scroll, and the current metric beside them."""

    fills = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.study: StudyView | None = None
        self.model = MetricModel(self)
        self.table = RowsTable(self.model, label("kinds", "metric.plural"), _WIDTHS, lines=2, spare=_SPARE)
        self.table.setItemDelegate(MetricDelegate(self.table))
        self.entry = MetricEntry()
        nowhere = text("studies", "Nothing is known yet: tie metrics and pain points to steps of the map.")
        self.needs = RowsCard(text("studies", "Where to improve first"), nowhere, desk, most=_NEEDS)
        self.experiments = Experiments(desk)
        empty = text("studies", "Choose a metric to see its measurements and the steps that move it.")
        self.beside = Beside(METRIC, _FIELDS, desk, empty)
        self.trend, self.steps = TrendChart(), StepsField("metric", "node_ids")
        self.trend.hide()
        self.steps.hide()
        self._wanted = ""
        """The metric to make current as soon as it is there."""
        self._connect()
        self._lay_out()
        create, *others = self._actions()
        desk.actions.contribute(self, [create], everywhere=True)
        desk.actions.contribute(self, others)
        self.settle()

    @property
    def current(self) -> Record | None:
        """The metric that is chosen."""
        return self.model.metric(self.table.currentIndex().row())

    def show_study(self, study: StudyView) -> None:
        """Show the results of a study; the current metric stays so."""
        from crm_desktop.store.queries.measurements import measurements

        current, at = self.current, self.table.currentIndex()
        chosen = self._wanted or (current.id if current is not None else "")
        self.study, words = study, self._words()
        found = gaps(study.metrics, words.formats.today)
        if not self.table.editing:
            self.model.show_metrics(found, words)
            row = self.model.row_of(chosen)
            if row < 0 and not self._wanted:
                row = 0 if found else -1
            if row >= 0:
                self._wanted = ""
                self.table.setCurrentIndex(self.model.index(row, max(0, at.column())))
        self.entry.show_around(words.formats)
        self._empty.setVisible(not study.metrics)
        self.table.setVisible(bool(study.metrics))
        nodes = {each.id: each for each in study.steps}
        needs = [each for each in step_needs(found, study.pains) if each.node_id in nodes]
        rows = [
            (need_look(each, nodes[each.node_id], study, words), self._opener(each.node_id)) for each in needs[:_NEEDS]
        ]
        self.needs.show_rows(rows, len(needs))
        self.experiments.show_study(study, words)
        self.desk.read(self, self._show_series, measurements, study.id)
        self._show_beside()

    def point_at(self, element_id: str) -> None:
        """Make a metric current, or bring an experiment into sight."""
        row = self.model.row_of(element_id)
        card = self.experiments.card_of(element_id)
        if row >= 0:
            self.table.setCurrentIndex(self.model.index(row, NAME))
            self.table.setFocus()
        elif card is not None:
            self._area.ensureWidgetVisible(card)
        else:
            self._wanted = element_id

    # Acts

    def begin(self) -> None:
        """Begin to type a metric."""
        self._area.ensureWidgetVisible(self.entry)
        self.entry.line.setFocus()

    def add(self, values: dict[str, Value]) -> None:
        """Add what was typed."""
        if self.study is None:
            return
        ranks = [str(each.get("rank") or "") for each in self.study.metrics]
        known: dict[str, Value] = {
            "study_id": self.study.id,
            "account_id": self.study.account_id or None,
            "rank": rank_after(max(ranks, default="")),
        }
        create = Create("metric", {**values, **known})
        self._wanted = create.id
        self.desk.act("metric.create", [create], text("studies", "Metric added"))

    def retype(self, metric_id: str, name: str, words: str) -> None:
        """Take over a cell that was typed over; a new present value is measured today."""
        values: dict[str, Value] = {name: words}
        if name != "name":
            try:
                values = {name: read_figure(words)}
            except ValueError:
                self.desk.notices.inform(text("studies", "Digits only, like 20 or 1.5"))
                return
        if name == "present":
            values["measured_on"] = current_formats(self.desk.clock.now()).today.isoformat()
        self.desk.act("metric.edit", [Update("metric", metric_id, values)], text("studies", "Metric changed"))

    def delete(self) -> None:
        """Move the current metric to the bin."""
        metric = self.current
        if metric is not None:
            said = text("records", "{title} moved to the bin", title=metric.title)
            self.desk.act("metric.delete", [Delete("metric", metric.id)], said)

    def tie(self, node_ids: list[str]) -> None:
        """Say which steps move the current metric."""
        metric = self.current
        if metric is not None:
            values: dict[str, Value] = {"node_ids": node_ids or None}
            self.desk.act("metric.edit", [Update("metric", metric.id, values)], text("studies", "Metric changed"))

    def open_step(self, node_id: str) -> None:
        """Show a step on its map."""
        node = next((each for each in self.study.nodes if each.id == node_id), None) if self.study else None
        if node is not None:
            self.desk.navigator.go(Place("processes", str(node.get("process_id")), tab=node_id))

    # Inside

    def _opener(self, node_id: str) -> Callable[[], None]:
        return lambda: self.open_step(node_id)

    def _show_series(self, series: dict[str, tuple[Measurement, ...]]) -> None:
        self.model.show_series(series)
        self._show_beside()

    def _show_beside(self) -> None:
        study, metric, words = self.study, self.current, self._words()
        if study is None:
            return
        row = self.table.currentIndex().row()
        odd = self.model.rows[row].problems if metric is not None else ()
        self.beside.show_record(metric, study, words, [problem_words(each, "metric") for each in odd])
        self.trend.show_metric(metric, self.model.series.get(metric.id, ()) if metric else (), words.formats)
        self.steps.show_record(metric, study.steps)
        self.desk.actions.review()

    def _words(self) -> Wordings:
        linked = self.study.linked if self.study is not None else {}
        return Wordings(lookups_of(self.desk), current_formats(self.desk.clock.now()), linked)

    def _actions(self) -> list[Action]:
        return [
            Action(key="metric.create", run=self.begin, icon="gauge", shortcut="Ctrl+'"),
            Action(key="metric.delete", run=self.delete, icon="trash-2", shortcut="Del", taken=True, dangerous=True,
                   enabled=lambda: self.current is not None),
            Action(key="experiment.create", run=self.experiments.begin, icon="flask-conical"),
        ]  # fmt: skip

    def _connect(self) -> None:
        self.model.typed.connect(self.retype)
        self.table.current_changed.connect(self._show_beside)
        self.table.delete_wanted.connect(self.delete)
        self.entry.entered.connect(self.add)
        self.beside.delete.clicked.connect(self.delete)
        self.steps.opened.connect(self.open_step)
        self.steps.chosen.connect(self.tie)

    def _lay_out(self) -> None:
        said = text("studies", "Final results such as yearly revenue, and rates of the process on the way there.")
        self._empty = EmptyState("gauge", text("studies", "No metric yet"), said)
        card = Card(label("kinds", "metric.plural"), icon="gauge", padding=0)
        card.body.setSpacing(0)
        for each in (self.table, self._empty, line(), self.entry):
            card.body.addWidget(each)
        inner = QWidget()
        cards = QVBoxLayout(inner)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(16)
        cards.addWidget(card)
        cards.addWidget(self.needs)
        cards.addWidget(self.experiments)
        cards.addStretch()
        self._area = TallArea(inner)
        self.beside.more.addWidget(self.trend)
        self.beside.more.addWidget(self.steps)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._area, 1)
        row.addWidget(self.beside)
        self.setFocusProxy(self.table)

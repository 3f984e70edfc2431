"""The page of an opportunity: the way from stage to stage, amount and day, and what was done for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crm_desktop.models.fields import RecordKind
from crm_desktop.models.rules.stages import idle_days, is_open
from crm_desktop.views.language.texts import label, text, tr
from crm_desktop.views.records.appearances_card import AppearancesCard
from crm_desktop.views.records.cards import FactsCard, ToDoCard
from crm_desktop.views.records.fact_list import main_fields, more_fields
from crm_desktop.views.records.figures import amount_figure, day_figure
from crm_desktop.views.records.key_figures import Figure
from crm_desktop.views.records.overview import Overview
from crm_desktop.views.records.record_page import RecordPage, Tab
from crm_desktop.views.records.row_looks import weighted
from crm_desktop.views.records.stage_bar import StageCard
from crm_desktop.views.records.timeline_card import TimelineCard

if TYPE_CHECKING:
    from crm_desktop.store.queries.record_page import PageContent
    from crm_desktop.views.value_words import Wordings


class OpportunityPage(RecordPage):
    """One chance to sell."""

    def list_tabs(self, kind: RecordKind) -> list[Tab]:
        """Return overview, files, details, history."""
        overview = Tab("overview", text("records", "Overview"), partial(self._overview, kind))
        return [overview, self.files_tab(), self.facts_tab(kind), self.history_tab()]

    def key_figures(self, content: PageContent, words: Wordings) -> Sequence[Figure]:
        """Return amount, probability and weighted amount, close date, days without activity: what is known of them."""
        record = content.view.record
        stage = words.lookups.stage(record.get("stage_id"))
        sums = [words.formats.money(units, unit) for unit, units in weighted([record], words).items()]
        chance = record.get("probability")
        if chance is None and stage is not None:
            chance = stage.get("probability")
        likely = []
        if isinstance(chance, int):
            name = str(label("fields", "opportunity.probability"))
            remark = tr("records", "Weighted {sum}", sum=sums[0]) if sums else ""
            likely = [Figure(name, words.formats.percent(chance), remark, share=chance)]
        idle = []
        if stage is not None and is_open(stage.values):
            days, limit = idle_days(record.values, words.formats.now), stage.get("rots_after_days")
            late = isinstance(limit, int) and days > limit
            said = tr("records", "%n day(s)", n=days)
            remark = tr("records", "longer than this stage should take") if late else ""
            name = str(text("records", "Without activity"))
            idle = [Figure(name, said, remark, "danger.text" if late else "text.secondary")]
        day = day_figure(record, "close_on", words, over="closed_on")
        return [*amount_figure(record, "amount", words), *likely, *day, *idle]

    def _overview(self, kind: RecordKind) -> QWidget:
        timeline = TimelineCard(self.desk, self.acts.open_entry, self.acts.finish)
        new_task = partial(self.acts.create, "task")
        to_do = ToDoCard(self.desk, new_task, None, self.acts.open_entry, self.acts.finish)
        facts = FactsCard(text("records", "Facts"), kind, main_fields(kind), self.desk)
        more = FactsCard(text("records", "More"), kind, more_fields(kind), self.desk)
        return Overview(timeline, [[StageCard(self.desk), facts], [to_do, AppearancesCard(self.desk), more]])

"""The page of a contact: who the person is, what was said, what is being sold to them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crm_desktop.models.fields import RecordKind
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.records.appearances_card import AppearancesCard
from crm_desktop.views.records.cards import DealsCard, FactsCard, ToDoCard, open_deals
from crm_desktop.views.records.fact_list import main_fields
from crm_desktop.views.records.figures import contact_figure, pipeline_figure
from crm_desktop.views.records.key_figures import Figure
from crm_desktop.views.records.overview import Overview
from crm_desktop.views.records.record_page import RecordPage, Tab
from crm_desktop.views.records.timeline_card import TimelineCard

if TYPE_CHECKING:
    from crm_desktop.store.queries.record_page import PageContent
    from crm_desktop.views.value_words import Wordings


class ContactPage(RecordPage):
    """One person at a customer."""

    def list_tabs(self, kind: RecordKind) -> list[Tab]:
        """Return overview, files, details, history."""
        overview = Tab("overview", text("records", "Overview"), partial(self._overview, kind))
        return [overview, self.files_tab(), self.facts_tab(kind), self.history_tab()]

    def key_figures(self, content: PageContent, words: Wordings) -> Sequence[Figure]:
        """Return role and attitude, open pipeline, last contact: what is known of them."""
        record, kind = content.view.record, content.view.record.declaration
        said = [
            Figure(str(label("fields", kind.label_key(name))), words.of(kind, name, record.values))
            for name in ("buying_role", "attitude")
            if record.get(name)
        ]
        pipeline = pipeline_figure(open_deals(content, words), words)
        return [*said, *pipeline, *contact_figure(content, "last_contact_at", words)]

    def _overview(self, kind: RecordKind) -> QWidget:
        timeline = TimelineCard(self.desk, self.acts.open_entry, self.acts.finish)
        deals = DealsCard(self.desk, partial(self.acts.create, "opportunity"))
        new_task = partial(self.acts.create, "task")
        to_do = ToDoCard(self.desk, new_task, self.acts.plan_visit, self.acts.open_entry, self.acts.finish)
        facts = FactsCard(text("records", "Facts"), kind, main_fields(kind), self.desk)
        return Overview(timeline, [[facts], [deals, to_do, AppearancesCard(self.desk)]])

"""The page of an account: everything about one customer, from the renewal to the last call."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crm_desktop.models.fields import RecordKind
from crm_desktop.models.records.contact import CONTACT
from crm_desktop.models.records.opportunity import OPPORTUNITY
from crm_desktop.models.records.study import STUDY
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.records.cards import (
    DealsCard,
    FactsCard,
    NotesCard,
    PeopleCard,
    ProcessesCard,
    ToDoCard,
    open_deals,
)
from crm_desktop.views.records.fact_list import main_fields
from crm_desktop.views.records.figures import amount_figure, contact_figure, day_figure, pipeline_figure, score_figure
from crm_desktop.views.records.key_figures import Figure
from crm_desktop.views.records.overview import Overview
from crm_desktop.views.records.record_page import RecordPage, Scrolled, Tab
from crm_desktop.views.records.related_list import RelatedList
from crm_desktop.views.records.timeline_card import TimelineCard

if TYPE_CHECKING:
    from crm_desktop.store.queries.record_page import PageContent
    from crm_desktop.views.value_words import Wordings

_PEOPLE = ("job_title", "buying_role", "attitude", "mobile", "email")
_DEALS = ("stage_id", "amount", "close_on", "next_step", "owner_id")
_STUDIES = ("state", "client_stage", "report_due", "owner_id")


class AccountPage(RecordPage):
    """One account."""

    def list_tabs(self, kind: RecordKind) -> list[Tab]:
        """Return what is going on, who is there, what belongs to the account, and its fields."""
        return [
            Tab("overview", text("records", "Overview"), partial(self._overview, kind)),
            Tab("timeline", text("records", "Timeline"), self._timeline),
            Tab("people", text("records", "People"), self._people, "contact"),
            Tab("opportunities", label("kinds", "opportunity.plural"), self._all_deals, "opportunity"),
            Tab("processes", label("kinds", "process.plural"), self._processes, "process"),
            Tab("studies", label("kinds", "study.plural"), self._studies, "study"),
            Tab("to_do", text("records", "Tasks and visits"), self._to_do_tab, "to_do"),
            Tab("notes", text("records", "Notes"), self._notes, "note"),
            self.files_tab(),
            self.facts_tab(kind),
            self.history_tab(),
        ]

    def key_figures(self, content: PageContent, words: Wordings) -> Sequence[Figure]:
        """Return health, annual value, renewal, open pipeline, last contact: what is known of them."""
        record = content.view.record
        return [
            *score_figure(record, "health", words),
            *amount_figure(record, "annual_value", words),
            *day_figure(record, "renewal_on", words),
            *pipeline_figure(open_deals(content, words), words),
            *contact_figure(content, "last_contact_at", words),
        ]

    def _overview(self, kind: RecordKind) -> QWidget:
        facts = FactsCard(text("records", "Facts"), kind, main_fields(kind), self.desk)
        people = PeopleCard(self.desk, partial(self.acts.create, "contact"))
        maps = ProcessesCard(self.desk, partial(self.acts.create, "process"))
        return Overview(self._timeline(), [[self._deals(), self._to_do(), maps], [people, facts]])

    def _timeline(self) -> TimelineCard:
        return TimelineCard(self.desk, self.acts.open_entry, self.acts.finish)

    def _deals(self) -> DealsCard:
        return DealsCard(self.desk, partial(self.acts.create, "opportunity"))

    def _to_do(self) -> ToDoCard:
        new_task = partial(self.acts.create, "task")
        return ToDoCard(self.desk, new_task, self.acts.plan_visit, self.acts.open_entry, self.acts.finish)

    def _people(self) -> RelatedList:
        create = partial(self.acts.create, "contact")
        return RelatedList(self.desk, CONTACT, "account_id", _PEOPLE, create)

    def _all_deals(self) -> RelatedList:
        create = partial(self.acts.create, "opportunity")
        return RelatedList(self.desk, OPPORTUNITY, "account_id", _DEALS, create)

    def _processes(self) -> QWidget:
        return Scrolled(ProcessesCard(self.desk, partial(self.acts.create, "process")))

    def _studies(self) -> RelatedList:
        return RelatedList(self.desk, STUDY, "account_id", _STUDIES, partial(self.acts.create, "study"))

    def _to_do_tab(self) -> QWidget:
        return Scrolled(self._to_do())

    def _notes(self) -> QWidget:
        return Scrolled(NotesCard(self.desk, self.acts.open_entry, self.acts.add_note))

"""How far a study has come: its four elements at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.models.records.study import STUDY
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import text
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.records.fact_list import FactList
from crm_desktop.views.studies.part import StudyPart
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.card import Card

if TYPE_CHECKING:
    from crm_desktop.store.queries.studies import StudyView

_FACTS = ("purpose", "state", "client_stage", "industry", "report_due", "owner_id")


class OverviewPart(StudyPart):
    """The study's purpose and facts."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.facts = FactList(STUDY, [STUDY.field(name) for name in _FACTS], desk)
        card = Card(text("studies", "What for"), icon="compass")
        card.body.addWidget(self.facts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addStretch()
        self.settle()

    def show_study(self, study: StudyView) -> None:
        """Show a study."""
        words = Wordings(lookups_of(self.desk), current_formats(self.desk.clock.now()), study.linked)
        self.facts.show_view(study.view, words)

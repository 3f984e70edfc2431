"""How far a study has come: its four elements, what follows from them, what is still missing, and what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.records.study import STUDY
from crm_desktop.models.studies.progress import ELEMENTS, Missing, Progress, progress
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import text
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.fact_list import FactList
from crm_desktop.views.records.key_figures import KeyFigures
from crm_desktop.views.studies.overview.element_tile import ElementTile
from crm_desktop.views.studies.overview.figures import element_words, figures
from crm_desktop.views.studies.overview.missing_card import MissingCard
from crm_desktop.views.studies.part import StudyPart
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.card import Card

if TYPE_CHECKING:
    from crm_desktop.store.queries.studies import StudyView

_FACTS = ("purpose", "client_stage", "industry", "industry_notes", "competitors", "report_due")
_CLOSING = ("state", "opportunity_id", "summary", "next_steps")
_FIELDS = {
    "study.purpose": "purpose",
    "study.stage": "client_stage",
    "study.industry": "industry_notes",
    "study.competitors": "competitors",
    "study.report_due": "report_due",
    "study.summary": "summary",
    "study.next_steps": "next_steps",
}
"""The acts that fill in a field of the study itself."""
_ICONS = {"goals": "target", "roles": "network", "work": "workflow", "results": "gauge"}
_NAMES = {
    "goals": text("studies", "Goals"),
    "roles": text("studies", "Roles"),
    "work": text("studies", "Work"),
    "results": text("studies", "Results"),
}


class OverviewPart(StudyPart):
    """Tiles of the elements, a strip of figures, what is missing beside what the study is for."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.study: StudyView | None = None
        self.progress: Progress | None = None
        self.tiles = {key: ElementTile(_NAMES[key], _ICONS[key]) for key in ELEMENTS}
        self.strip = KeyFigures()
        self.missing = MissingCard()
        self.lists = [FactList(STUDY, [STUDY.field(name) for name in names], desk) for names in (_FACTS, _CLOSING)]
        for key, tile in self.tiles.items():
            tile.clicked.connect(lambda _checked=False, key=key: self._open(key))
        self.missing.wanted.connect(self.mend)
        self._lay_out()
        self.settle()

    def show_study(self, study: StudyView) -> None:
        """Show how far a study has come."""
        self.study = study
        formats = current_formats(self.desk.clock.now())
        words = Wordings(lookups_of(self.desk), formats, study.linked)
        self.progress = progress(study, formats.today)
        for key, tile in self.tiles.items():
            element = self.progress.elements[key]
            figure = f"{element.done} / {len(element.checks)}"
            tile.show_element(element.share, figure, element_words(key, study))
        self.strip.show_figures(figures(study, words))
        self.missing.show_missing(self.progress.missing)
        for each in self.lists:
            each.show_view(study.view, words)

    def mend(self, missing: Missing) -> None:
        """Go to the place where something is missing, and begin the act that mends it."""
        study = self.study
        if study is None:
            return
        if missing.act in _FIELDS:
            for each in self.lists:
                each.edit(_FIELDS[missing.act])
                if _FIELDS[missing.act] in each.facts:
                    self.bring_into_sight(each.facts[_FIELDS[missing.act]])
            return
        self._open(missing.part, missing.element_id)
        if missing.act and not self.desk.actions.run(missing.act) and missing.act.endswith(".create"):
            known: dict[str, object] = {"study_id": study.id, "account_id": study.account_id or None}
            self.desk.navigator.create(missing.act.removesuffix(".create"), known)

    def retranslate(self) -> None:
        """Say everything again."""
        if self.study is not None:
            self.show_study(self.study)

    def _open(self, part: str, element_id: str = "") -> None:
        if self.study is not None:
            tab = f"{part}/{element_id}" if element_id else part
            self.desk.navigator.go(Place(STUDY.plural, self.study.id, tab=tab))

    def _lay_out(self) -> None:
        tiles = QHBoxLayout()
        tiles.setSpacing(16)
        for tile in self.tiles.values():
            tiles.addWidget(tile, 1)
        cards = (Card(text("studies", "What for"), icon="compass"), Card(text("studies", "Outcome"), icon="file-text"))
        facts = QVBoxLayout()
        facts.setSpacing(16)
        for card, each in zip(cards, self.lists, strict=True):
            card.body.addWidget(each)
            facts.addWidget(card)
        facts.addStretch()
        below = QHBoxLayout()
        below.setSpacing(16)
        below.addWidget(self.missing, 3, Qt.AlignmentFlag.AlignTop)
        below.addLayout(facts, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(tiles)
        column.addWidget(self.strip)
        column.addLayout(below)
        column.addStretch()

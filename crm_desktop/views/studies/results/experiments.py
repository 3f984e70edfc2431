"""The experiments of a study, one card each, and the acts on their variants."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.edits import Create, Delete, Edit, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.rules.ranks import rank_after
from crm_desktop.models.studies.experiments import judge
from crm_desktop.models.typed import read_integer
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.studies.results.experiment_card import ExperimentCard
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.card import SectionHeader

if TYPE_CHECKING:
    from crm_desktop.store.queries.studies import StudyView


class Experiments(QWidget):
    """`experiments.show_study(study, words)`; cards are made once and filled again."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.cards: list[ExperimentCard] = []
        self._study: StudyView | None = None
        self.header = SectionHeader(label("kinds", "experiment.plural"))
        self.header.end.addWidget(Button(label("acts", "experiment.create"), self.begin, icon="plus", small=True))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        top = QHBoxLayout()
        top.addWidget(self.header)
        self._column.addLayout(top)

    def show_study(self, study: StudyView, words: Wordings) -> None:
        """Show the experiments of a study."""
        self._study = study
        while len(self.cards) < len(study.experiments):
            card = ExperimentCard()
            card.typed.connect(partial(self.retype, card))
            card.won.connect(partial(self.win, card))
            card.delete.clicked.connect(partial(self._delete, card))
            card.table.delete_wanted.connect(partial(self._delete_variant, card))
            self.cards.append(card)
            self._column.addWidget(card)
        for number, card in enumerate(self.cards):
            card.setVisible(number < len(study.experiments))
            if number < len(study.experiments):
                experiment = study.experiments[number]
                variants = [each for each in study.variants if each.get("experiment_id") == experiment.id]
                card.show_experiment(experiment, judge(variants), words.formats)
        nothing = text("studies", "Compare two ways of doing a step, such as two greetings.")
        self.header.remark.set_wording("" if study.experiments else nothing)

    def card_of(self, experiment_id: str) -> ExperimentCard | None:
        """Return the card of an experiment."""
        shown = [each for each in self.cards if each.isVisibleTo(self) and each.experiment is not None]
        return next((each for each in shown if each.experiment and each.experiment.id == experiment_id), None)

    def begin(self) -> None:
        """Open the form for an experiment of this study."""
        if self._study is not None:
            known: dict[str, object] = {"study_id": self._study.id, "account_id": self._study.account_id or None}
            self.desk.navigator.create("experiment", known)

    def retype(self, card: ExperimentCard, variant_id: str, name: str, words: str) -> None:
        """Take over a cell of a variant that was typed over; the empty row makes another variant."""
        if card.experiment is None or self._study is None:
            return
        value: Value = words
        if name != "name":
            try:
                value = read_integer(words) if words else None
            except ValueError:
                value = -1
            if isinstance(value, int) and value < 0:
                self.desk.notices.inform(text("studies", "A whole number is needed, such as 200"))
                return
        edits: list[Edit] = [Update("experiment_variant", variant_id, {name: value})]
        if not variant_id:
            ranks = [str(each.get("rank") or "") for each in self._study.variants]
            values: dict[str, Value] = {
                "name": value, "experiment_id": card.experiment.id, "account_id": self._study.account_id or None,
                "rank": rank_after(max(ranks, default="")),
            }  # fmt: skip
            edits = [Create("experiment_variant", values)]
        act = "experiment_variant.edit" if variant_id else "experiment_variant.create"
        self.desk.act(act, edits, text("studies", "Experiment changed"))

    def win(self, card: ExperimentCard, variant_id: str) -> None:
        """Take a variant as the winner: the experiment is finished."""
        if card.experiment is None:
            return
        today = current_formats(self.desk.clock.now()).today.isoformat()
        values: dict[str, Value] = {"winner_id": variant_id, "state": "finished"}
        if not card.experiment.get("ends_on"):
            values["ends_on"] = today
        edits = [Update("experiment", card.experiment.id, values)]
        self.desk.act("experiment.edit", edits, text("studies", "Winner chosen"))

    def _delete(self, card: ExperimentCard) -> None:
        experiment = card.experiment
        if experiment is not None:
            said = text("records", "{title} moved to the bin", title=experiment.title)
            self.desk.act("experiment.delete", [Delete("experiment", experiment.id)], said)

    def _delete_variant(self, card: ExperimentCard) -> None:
        result = card.model.result(card.table.currentIndex().row())
        if result is not None:
            said = text("records", "{title} moved to the bin", title=result.name)
            self.desk.act("experiment_variant.delete", [Delete("experiment_variant", result.id)], said)

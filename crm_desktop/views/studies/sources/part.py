"""Sources beside interviews: what was read, and what was seen on site, whether it is what people had said."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.edits import Delete, Update
from crm_desktop.models.record import Record
from crm_desktop.models.records.study import DOCUMENT_READ, OBSERVATION
from crm_desktop.views.actions import Action
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.cards import RowsCard
from crm_desktop.views.studies.beside import Beside
from crm_desktop.views.studies.part import StudyPart
from crm_desktop.views.studies.sources.looks import document_look, observation_look
from crm_desktop.views.studies.steps_field import StepsField
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.tall_area import TallArea

if TYPE_CHECKING:
    from crm_desktop.store.queries.studies import StudyView

_READ = ("name", "author", "web", "read_on", "takeaways")
_SEEN = ("seen", "agrees", "happened_at", "place", "post_id", "chance")


class SourcesPart(StudyPart):
    """A card of observations, one of documents, and the one that is chosen beside them."""

    fills = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.study: StudyView | None = None
        self._chosen = ""
        self.observations = RowsCard(
            text("studies", "Seen on site"),
            text("studies", "Only what people say is known. Watch the work where it is done, and note what differs."),
            desk,
        )
        self.documents = RowsCard(
            text("studies", "Read"),
            text("studies", "No document was read. Begin with how the industry usually works."),
            desk,
        )
        empty = text("studies", "Choose a source to read and change it.")
        self.read = Beside(DOCUMENT_READ, _READ, desk, empty)
        self.seen = Beside(OBSERVATION, _SEEN, desk, empty)
        self.steps = StepsField("observation", "node_id")
        self.chance = Button(text("studies", "Make it an opportunity"), self.sell, icon="square-kanban", small=True)
        self._connect()
        self._lay_out()
        actions = [
            Action(key="observation.create", run=partial(self.begin, "observation"), icon="eye", shortcut="Ctrl+'"),
            Action(key="document_read.create", run=partial(self.begin, "document_read"), icon="book-open"),
        ]
        desk.actions.contribute(self, actions, everywhere=True)
        self.settle()

    @property
    def current(self) -> Record | None:
        """The observation or document that is chosen."""
        study = self.study
        every = (*study.observations, *study.documents) if study is not None else ()
        return next((each for each in every if each.id == self._chosen), None)

    def show_study(self, study: StudyView) -> None:
        """Show the sources of a study; the chosen one stays so."""
        self.study = study
        words = self._words()
        seen = [(observation_look(each, study, words), partial(self.point_at, each.id)) for each in study.observations]
        read = [(document_look(each, words), partial(self.point_at, each.id)) for each in study.documents]
        self.observations.show_rows(seen, len(seen))
        self.documents.show_rows(read, len(read))
        if self.current is None:
            self._chosen = next((each.id for each in (*study.observations, *study.documents)), "")
        self._show_beside()

    def point_at(self, element_id: str) -> None:
        """Choose an observation or document."""
        self._chosen = element_id
        self._show_beside()

    def begin(self, kind: str) -> None:
        """Open the form for a source of this study."""
        if self.study is None:
            return
        formats = current_formats(self.desk.clock.now())
        known: dict[str, object] = {"study_id": self.study.id, "account_id": self.study.account_id or None}
        when = (
            {"happened_at": self.desk.clock.now()} if kind == "observation" else {"read_on": formats.today.isoformat()}
        )
        self.desk.navigator.create(kind, known | when)

    def delete(self) -> None:
        """Move the chosen source to the bin."""
        record = self.current
        if record is not None:
            said = text("records", "{title} moved to the bin", title=record.title)
            self.desk.act(f"{record.kind}.delete", [Delete(record.kind, record.id)], said)

    def sell(self) -> None:
        """Open the form for an opportunity out of the chance that was seen."""
        record = self.current
        if record is not None and self.study is not None:
            name = str(record.get("chance") or "").splitlines()[0][:120]
            known: dict[str, object] = {"account_id": self.study.account_id or None, "name": name}
            self.desk.navigator.create("opportunity", known)

    def tie(self, node_ids: list[str]) -> None:
        """Say at which step it was seen."""
        record = self.current
        if record is not None:
            values = {"node_id": node_ids[0] if node_ids else None}
            self.desk.act("observation.edit", [Update(record.kind, record.id, values)], text("studies", "Step chosen"))

    def retranslate(self) -> None:
        """Say everything again."""
        if self.study is not None:
            self.show_study(self.study)

    def _open_step(self, node_id: str) -> None:
        nodes = self.study.nodes if self.study is not None else ()
        node = next((each for each in nodes if each.id == node_id), None)
        if node is not None:
            self.desk.navigator.go(Place("processes", str(node.get("process_id")), tab=node_id))

    def _show_beside(self) -> None:
        study, record, words = self.study, self.current, self._words()
        if study is None:
            return
        is_document = record is not None and record.kind == DOCUMENT_READ.name
        self.read.setVisible(is_document)
        self.seen.setVisible(not is_document)
        (self.read if is_document else self.seen).show_record(record, study, words)
        self.steps.show_record(None if is_document else record, study.steps)
        self.chance.setVisible(record is not None and bool(record.get("chance")))

    def _words(self) -> Wordings:
        linked = self.study.linked if self.study is not None else {}
        return Wordings(lookups_of(self.desk), current_formats(self.desk.clock.now()), linked)

    def _connect(self) -> None:
        for panel in (self.read, self.seen):
            panel.delete.clicked.connect(self.delete)
        self.steps.chosen.connect(self.tie)
        self.steps.opened.connect(self._open_step)
        self.observations.add_verb(label("acts", "observation.create"), partial(self.begin, "observation"))
        self.documents.add_verb(label("acts", "document_read.create"), partial(self.begin, "document_read"))

    def _lay_out(self) -> None:
        self.seen.more.addWidget(self.steps)
        self.seen.more.addWidget(self.chance)
        inner = QWidget()
        cards = QVBoxLayout(inner)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(16)
        cards.addWidget(self.observations, 0, Qt.AlignmentFlag.AlignTop)
        cards.addWidget(self.documents, 0, Qt.AlignmentFlag.AlignTop)
        cards.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(TallArea(inner), 1)
        row.addWidget(self.seen)
        row.addWidget(self.read)
        self.read.hide()

"""Work: the maps of the study, as they are and as they shall be; a new map, or one of the client's that exists."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.edits import Update
from crm_desktop.models.record import Record
from crm_desktop.models.studies.content import STEPS
from crm_desktop.models.studies.organisation import IN, organisation_of
from crm_desktop.views.actions import Action
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import Text, label, text, tr
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.cards import RowsCard
from crm_desktop.views.records.mini_rows import RowLook
from crm_desktop.views.studies.part import StudyPart
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.menu import Menu

if TYPE_CHECKING:
    from crm_desktop.store.queries.studies import StudyView

_FORMS: tuple[tuple[str, Text, Text], ...] = (
    ("as_is", text("studies", "As it is"), text("studies", "The work is not mapped yet.")),
    ("to_be", text("studies", "As it shall be"), text("studies", "No to-be map yet. It begins in the as-is map.")),
)


class WorkPart(StudyPart):
    """A card for the as-is, one for the to-be, and one that says which departments appear in them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.study: StudyView | None = None
        self.cards = {form: RowsCard(title, empty, desk) for form, title, empty in _FORMS}
        self.covered = RowsCard(
            text("studies", "Departments in scope"), text("studies", "No department is in scope yet."), desk
        )
        self.existing = Button(text("studies", "Add a map that exists"), self.open_menu, icon="link", small=True)
        create = Button(label("acts", "process.create"), self.begin, icon="plus", small=True)
        for each in (self.existing, create):
            self.cards["as_is"].header.end.addWidget(each)
        self._lay_out()
        actions = [
            Action(key="process.create", run=self.begin, icon="workflow", shortcut="Ctrl+'"),
            Action(key="study.add_map", run=self.open_menu, icon="link", enabled=self._can_add),
        ]
        desk.actions.contribute(self, actions, everywhere=True)
        self.settle()

    def show_study(self, study: StudyView) -> None:
        """Show the maps of a study."""
        self.study = study
        words = Wordings(lookups_of(self.desk), current_formats(self.desk.clock.now()), study.linked)
        for form, card in self.cards.items():
            maps = study.maps_of(form)
            card.show_rows([(_map_look(each, study, words), partial(self.open, each.id)) for each in maps], len(maps))
        self.existing.setVisible(bool(study.other_maps))
        self._show_covered(study)

    def point_at(self, element_id: str) -> None:
        """Open a map, the map of a step, or what a department lacks."""
        study = self.study
        if study is None:
            return
        step = next((each for each in study.nodes if each.id == element_id), None)
        if step is not None:
            self.open(str(step.get("process_id")), step.id)
        elif any(each.id == element_id for each in study.maps):
            self.open(element_id)

    def begin(self) -> None:
        """Begin a map of this study: empty, out of an industry's template, or out of a file."""
        if self.study is not None:
            known: dict[str, object] = {"study_id": self.study.id, "account_id": self.study.account_id or None}
            self.desk.navigator.create("process", known)

    def open(self, process_id: str, element_id: str = "") -> None:
        """Go to a map."""
        self.desk.navigator.go(Place("processes", process_id, tab=element_id))

    def open_menu(self) -> None:
        """Offer the maps of the client that belong to no study."""
        if self.study is None:
            return
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for each in self.study.other_maps:
            menu.add_entry(each.title, partial(self.add, each), icon="workflow")
        menu.open_below(self.existing, right=True)

    def add(self, process: Record) -> None:
        """Let a map that exists belong to the study."""
        if self.study is not None:
            said = text("studies", "{name} belongs to the study", name=process.title)
            self.desk.act("process.edit", [Update("process", process.id, {"study_id": self.study.id})], said)

    def retranslate(self) -> None:
        """Say everything again."""
        if self.study is not None:
            self.show_study(self.study)

    def _can_add(self) -> bool:
        return self.study is not None and bool(self.study.other_maps)

    def _show_covered(self, study: StudyView) -> None:
        organisation = organisation_of(study.departments, study.posts)
        inside = [each for each in study.departments if organisation.scope(each.id) == IN]
        self.covered.show_rows([(_department_look(each, study), None) for each in inside], len(inside))

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        for card in self.cards.values():
            left.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)
        right.addWidget(self.covered, 0, Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for column, share in ((left, 3), (right, 2)):
            column.setSpacing(16)
            column.addStretch()
            row.addLayout(column, share)


def _map_look(process: Record, study: StudyView, words: Wordings) -> RowLook:
    steps = [each for each in study.nodes if each.get("process_id") == process.id and each.get("form") in STEPS]
    roles = {str(each.get("lane_id")) for each in steps if each.get("lane_id")}
    pains = [each for each in study.pains if each.get("process_id") == process.id and each.get("state") != "solved"]
    chain = tr("studies", "a single role's chain") if len(roles) == 1 else tr("studies", "%n role(s)", n=len(roles))
    said = [words.of(process.declaration, "state", process.values), tr("studies", "%n step(s)", n=len(steps))]
    if steps:
        said.append(chain)
    return RowLook(
        title=process.title,
        below=" · ".join(said),
        icon="workflow",
        figure=str(len(pains) or ""),
        remark=tr("studies", "pain points") if pains else "",
        mark=("arrow-up-right", "text.secondary"),
    )


def _department_look(department: Record, study: StudyView) -> RowLook:
    lanes = {
        each.id
        for each in study.lanes
        if each.get("department_id") == department.id or each.title.casefold() == department.title.casefold()
    }
    steps = sum(str(each.get("lane_id")) in lanes for each in study.steps)
    said = tr("studies", "%n step(s)", n=steps) if lanes else tr("studies", "in no map yet")
    sign = ("circle-check", "success.text") if steps else ("circle-dashed", "warning.text")
    return RowLook(title=department.title, below=said, icon="network", mark=sign)

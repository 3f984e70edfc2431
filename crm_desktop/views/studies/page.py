"""The page of one study: its head, and its parts as tabs. What a part shows stands in the part's own folder."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.models.fields import RecordKind
from crm_desktop.views.desk import Desk
from crm_desktop.views.navigation import Neighbours, Place
from crm_desktop.views.records.key_figures import Figure
from crm_desktop.views.records.record_page import RecordPage, Tab
from crm_desktop.views.refresh import Changed
from crm_desktop.views.studies.part import StudyPart
from crm_desktop.views.studies.parts import PARTS, PartEntry
from crm_desktop.views.widgets.tall_area import TallArea

if TYPE_CHECKING:
    from crm_desktop.store.queries.record_page import PageContent
    from crm_desktop.store.queries.studies import StudyView
    from crm_desktop.views.value_words import Wordings

_BESIDE = "/"
"""Between a part's key and the element to point at, in `Place.tab`: `goals/0197…`."""
AROUND = frozenset(
    {
        "study", "account", "contact", "opportunity", "process", "lane", "node", "pain", "goal", "metric",
        "experiment", "experiment_variant", "department", "post", "proposal", "interview", "interview_question",
        "document_read", "observation", "capability",
    }
)  # fmt: skip
"""Kinds whose changes make the study be read again."""


class StudyPage(RecordPage):
    """One study; `Place("studies", study_id, tab="goals")`, or `tab="goals/ELEMENT"` to point at one record."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.study: StudyView | None = None
        self._wanted = ""
        """The element to point at once its part shows the study."""
        self.tabs.chosen.connect(self._fill_shown)

    def list_tabs(self, kind: RecordKind) -> list[Tab]:
        """Return the parts, then files, details, history."""
        parts = [Tab(each.key, each.title, partial(self._make_part, each)) for each in PARTS]
        return [*parts, self.files_tab(), self.facts_tab(kind), self.history_tab()]

    def key_figures(self, content: PageContent, words: Wordings) -> Sequence[Figure]:
        """Return none: the overview says them."""
        return ()

    def part(self, key: str) -> StudyPart | None:
        """Return the part behind a tab, None where it was not opened yet."""
        frame = self._parts.get(key)
        return frame.part if isinstance(frame, PartFrame) else None

    def visit(self, place: Place, neighbours: Neighbours | None) -> None:
        """Show the study of a place, the part it names, and the element in it."""
        if place.record_id != self.record_id:
            self.study = None
        key, _, self._wanted = place.tab.partition(_BESIDE)
        super().visit(Place(place.section, place.record_id, place.view_id, key), neighbours)

    def _read(self) -> None:
        from crm_desktop.store.queries.studies import study_view

        super()._read()
        wanted = self.record_id
        self.desk.read(self, lambda study: self._study_arrived(wanted, study), study_view, wanted)

    def _study_arrived(self, wanted: str, study: StudyView | None) -> None:
        if wanted == self.record_id:
            self.study = study
            self._count_tabs()
            self._fill_shown(self.tabs.current)

    def _count_tabs(self) -> None:
        study = self.study
        if study is not None:
            counted = {each.key: len(getattr(study, each.count)) or None for each in PARTS if each.count}
            self.tabs.set_counts(counted)

    def _fill_shown(self, key: str) -> None:
        part = self.part(key)
        if part is None or self.study is None:
            return
        part.show_study(self.study)
        if self._wanted:
            wanted, self._wanted = self._wanted, ""
            part.point_at(wanted)
        self.desk.actions.review()

    def _written(self, change: Changed) -> None:
        if self.record_id and self.isVisible() and not AROUND.isdisjoint(change.kinds):
            self._read()
        else:
            super()._written(change)

    def _make_part(self, entry: PartEntry) -> QWidget:
        return PartFrame(entry.make(self.desk))


class PartFrame(QWidget):
    """Holds a part where the page expects a side of a record; scrolls it unless it does so itself."""

    def __init__(self, part: StudyPart) -> None:
        super().__init__()
        self.part = part
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.setFocusProxy(part)
        if part.fills:
            column.addWidget(part)
            return
        column.addWidget(TallArea(part))

    def show_content(self, content: PageContent, words: Wordings) -> None:
        """Take no notice: a part is given the whole study by the page."""

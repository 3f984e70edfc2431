"""The interviews of a study: start one, go on with one, read what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.store.queries.interviews import InterviewView, interview_view
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.navigation import Place
from crm_desktop.views.studies.interviews.interview_row import InterviewRow, RowDoings
from crm_desktop.views.studies.interviews.minutes_dialog import MinutesDialog
from crm_desktop.views.studies.part import StudyPart
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.empty_state import EmptyState
from crm_desktop.views.widgets.label import Label

if TYPE_CHECKING:
    from crm_desktop.store.queries.studies import StudyView


class InterviewsPart(StudyPart):
    """Rows, the newest last, and a button that starts another one."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.study: StudyView | None = None
        self.rows: list[InterviewRow] = []
        self.minutes: MinutesDialog | None = None
        self.start_button = Button(label("acts", "interview.start"), self.start, kind="primary", icon="mic")
        self._empty = EmptyState(
            "mic",
            text("interview", "No interview yet"),
            text("interview", "An outline of the industry leads through the talk; the map grows from the answers."),
            act=(label("acts", "interview.start"), "mic", self.start),
        )
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(16, 12, 16, 8)
        head.addWidget(Label(label("kinds", "interview.plural"), "heading"))
        head.addStretch()
        head.addWidget(self.start_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 4, 8, 16)
        self._column.setSpacing(0)
        self._column.addWidget(self._head)
        self._column.addWidget(self._empty)
        self._column.addStretch()
        self.settle()

    def show_study(self, study: StudyView) -> None:
        """Show a study's interviews."""
        self.study = study
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        formats = current_formats(self.desk.clock.now())
        names = {each.id: each.title for each in study.contacts}
        for interview in study.interviews:
            members, started = interview.get("contact_ids"), interview.get("started_at")
            people = [names[each] for each in members if each in names] if isinstance(members, list) else []
            when = formats.moment(started) if isinstance(started, int) else ""
            asked = study.asked.get(interview.id, (0, 0))
            row = InterviewRow(interview, ", ".join(people), when, asked, RowDoings(open=self.open, read=self.read))
            self.rows.append(row)
            self._column.insertWidget(len(self.rows), row)
        self._empty.setVisible(not self.rows)
        self._head.setVisible(bool(self.rows))

    def point_at(self, element_id: str) -> None:
        """Put the focus on an interview."""
        for row in self.rows:
            if row.interview.id == element_id:
                row.open_button.setFocus()

    def start(self) -> None:
        """Ask for a new interview of this study."""
        self.desk.navigator.create("interview", {"study_id": self.study.id} if self.study is not None else {})

    def open(self, interview_id: str) -> None:
        """Go to an interview."""
        self.desk.navigator.go(Place("interviews", interview_id))

    def read(self, interview_id: str) -> None:
        """Read the minutes of an interview."""
        self.desk.read(self, self._show_minutes, interview_view, interview_id)

    def _show_minutes(self, view: InterviewView | None) -> None:
        if view is None:
            return
        self.minutes = MinutesDialog(self.desk, view, self.window())
        self.minutes.finished.connect(self.minutes.deleteLater)
        self.minutes.open()

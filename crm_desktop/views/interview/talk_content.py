"""What an open talk consists of: its map's session, its questions and entries, and how all of it is written.

Everything goes through the session, so that one undo after the other takes back what was done, whatever it was.
Where the person stands and what the keys do is `talk.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import shiboken6
from PySide6.QtCore import QObject, Signal

from crm_desktop.diagrams.command import Command, Landing
from crm_desktop.diagrams.commands.answer import Beside
from crm_desktop.diagrams.delta import Cause, Delta
from crm_desktop.diagrams.session import Outside, Session
from crm_desktop.models.edits import Edit
from crm_desktop.models.errors import UserError
from crm_desktop.models.fields import Value
from crm_desktop.models.interviews.questions import Outline, Question, arrange
from crm_desktop.models.record import Record
from crm_desktop.store.queries.interviews import InterviewView, interview_view
from crm_desktop.store.queries.process_map import read_map
from crm_desktop.views.desk import Desk
from crm_desktop.views.diagram.opening import Opened
from crm_desktop.views.interview.talk_time import TalkTime
from crm_desktop.views.refresh import Changed

AROUND = frozenset(
    {"interview", "interview_question", "interview_entry", "attachment", "contact", "metric", "goal", "post"}
)


class TalkContent(QObject):
    """`TalkContent(desk, view, opened, clock, parent)`."""

    view_changed = Signal()
    """Questions, entries or people are others now."""
    entry_added = Signal(str)
    stood = Signal()
    """Another question, another step to stand on, another kind of line."""
    map_changed = Signal()
    refused = Signal(object)
    written = Signal()

    def __init__(
        self, desk: Desk, view: InterviewView, opened: Opened, clock: TalkTime, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.desk, self.view, self.opened, self.clock = desk, view, opened, clock
        self.checking = opened.checking
        process_id = opened.chart.process_id
        outside = Outside(desk.store.door, desk.background, lambda ids: desk.store.read(read_map, process_id, ids))
        self.session = Session(opened.chart, outside)
        self.session.on_written = self._written
        self.session.on_problem = self.refused.emit
        self.session.listen(self._follow)
        self.question_id = ""
        desk.refresh.changed.connect(self._hear)

    @property
    def interview_id(self) -> str:
        """The interview."""
        return self.view.interview.id

    @property
    def outline(self) -> Outline:
        """The questions."""
        return self.view.outline

    @property
    def state(self) -> str:
        """`prepared`, `running`, `paused` or `ended`."""
        return str(self.view.interview.get("state") or "prepared")

    def entries(self, question_id: str) -> list[Record]:
        """Return what was noted at a question, in the order in which it was said."""
        return [each for each in self.view.entries if (each.get("question_id") or "") == question_id]

    def run(self, command: Command) -> Landing | None:
        """Run a command; None where the rules object, which is told."""
        try:
            return self.session.run(command)
        except UserError as refused:
            self.refused.emit(refused)
            return None

    def write(self, act: str, edits: Sequence[Edit]) -> bool:
        """Write records of the talk as one act; the talk is read again when it is done."""
        return self.run(Beside(act, tuple(edits))) is not None

    def reread(self) -> None:
        """Read questions and entries again."""
        self.desk.read(self, self._take, interview_view, self.interview_id)

    def note_interview(self, values: Mapping[str, Value]) -> None:
        """Show what is being written to the interview before it is read back."""
        interview = self.view.interview
        shown = Record("interview", interview.id, {**interview.values, **values}, interview.state)
        self.view = replace(self.view, interview=shown)
        self.view_changed.emit()

    def note_question(self, question: Question) -> None:
        """Show a question as it is being written before it is read back."""
        others = (each for each in self.outline.questions if each.id != question.id)
        self.view = replace(self.view, outline=arrange([*others, question]))
        self.view_changed.emit()

    def note_state(self, question_id: str, state: str) -> None:
        """Show a question's new state before it is read back."""
        question = self.outline.find(question_id)
        if question is not None:
            self.note_question(replace(question, state=state))

    def _follow(self, delta: Delta, _cause: Cause) -> None:
        self.checking.follow(delta)
        self.map_changed.emit()

    def _written(self, act: object) -> None:
        self.desk.announce(act, self)  # type: ignore[arg-type]
        if shiboken6.isValid(self):
            if AROUND & set(getattr(act, "kinds", ())):
                self.reread()
            self.written.emit()

    def _hear(self, change: Changed) -> None:
        if change.initiator is not self:
            self.session.hear(change.kinds, change.ids)
            if AROUND & change.kinds:
                self.reread()

    def _take(self, view: InterviewView | None) -> None:
        # What is being written is newer than what was read; it is read again when it is written.
        if view is not None and self.session.saved:
            self.view = view
            if self.outline.find(self.question_id) is None:
                self.question_id = self.outline.questions[0].id if self.outline.questions else ""
            self.view_changed.emit()

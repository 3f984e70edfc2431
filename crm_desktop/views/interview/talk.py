"""An open talk: where the person stands in it, and what each key does there. What it consists of: `talk_content.py`.

No widgets: the page shows what it holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QObject

from crm_desktop.diagrams.command import Landing
from crm_desktop.diagrams.commands.answer import Answer, Beside
from crm_desktop.diagrams.commands.tell import known_tools
from crm_desktop.diagrams.whither import At, Named, Same, Whither
from crm_desktop.models.edits import Edit, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id
from crm_desktop.models.interviews.answers import Making, Reading, Setting, read_answer
from crm_desktop.models.interviews.follow_ups import FILLED_BY_WORDS, FollowUp, follow_ups, gap_of
from crm_desktop.models.interviews.made_beside import made_beside
from crm_desktop.models.interviews.questions import Question
from crm_desktop.models.processes.elements import Node
from crm_desktop.models.record import Record
from crm_desktop.models.studies.guide import Enough, guidance, rules_of
from crm_desktop.store.queries.interviews import InterviewView
from crm_desktop.views.desk import Desk
from crm_desktop.views.diagram.opening import Opened
from crm_desktop.views.interview.standing import known_of, lane_of, last_step_of, newest_step, step_at_gap
from crm_desktop.views.interview.talk_content import TalkContent
from crm_desktop.views.interview.talk_time import TalkTime


class Talk(TalkContent):
    """`Talk(desk, view, opened, clock, parent)`; lives as long as its page shows it."""

    def __init__(
        self, desk: Desk, view: InterviewView, opened: Opened, clock: TalkTime, parent: QObject | None = None
    ) -> None:
        super().__init__(desk, view, opened, clock, parent)
        self.standing: str | None = None
        self.held = False
        self.chosen: Making | None = None
        self.next_id = new_id()
        """The next entry's id, known before it is written: a line that was kept and written is not offered again."""

    # What it holds

    @property
    def question(self) -> Question | None:
        """What is asked now."""
        return self.outline.find(self.question_id)

    @property
    def node(self) -> Node | None:
        """The step that one stands on."""
        return self.session.chart.nodes.get(self.standing or "")

    def follow_ups(self) -> list[FollowUp]:
        """Return what the map still makes one ask and was not asked yet."""
        asked = {each.gap for each in self.outline.questions if each.gap and not each.done}
        return follow_ups(self.session.chart, self.checking.findings, asked, self.standing or "")

    def enough(self) -> dict[str, Enough]:
        """Return the sections with open questions in which the guide says that enough was asked, by their key."""
        study, interview = self.view.study, self.view.interview
        stage = str(study.get("client_stage") or "") if study is not None else ""
        guide = guidance(stage, str(interview.get("identity") or ""), rules_of(self.view.rules))
        answered = Counter(each.section for each in self.outline.questions if each.state == "answered")
        opened = {each.section for each in self.outline.questions if not each.done}
        return {each.section: each for each in guide.enough_asked(answered) if each.section in opened}

    # A line

    def setting(self) -> Setting:
        """Return where a line is typed now."""
        chart, question, node = self.session.chart, self.question, self.node
        gap = question.gap if question and gap_of(question.gap)[0] in FILLED_BY_WORDS else ""
        flows = chart.flows_from(node.id) if node is not None and node.form == "gateway" else []
        return Setting(
            section=question.section if question else "work",
            lanes=[lane.name for lane in chart.lanes.values()],
            tools=known_tools(chart),
            departments=[(each.id, each.title) for each in self.view.departments],
            standing=node is not None,
            branches=[flow.name for flow in flows],
            gap=gap,
            held=self.held,
            chosen=self.chosen,
            today=datetime.fromtimestamp(self.desk.clock.now() / 1000, UTC).date(),
        )

    def read(self, line: str) -> Reading | None:
        """Return what a line becomes; None for an empty one."""
        return read_answer(line, self.setting())

    def answer_for(self, reading: Reading, *edits: Edit) -> Answer:
        """Return the command that takes a line down."""
        made = made_beside(
            reading, known_of(self.view, self.question, self.node, self.session.chart, self.setting().today)
        )
        entry: dict[str, Value] = {
            "words": reading.words,
            "interview_id": self.interview_id,
            "account_id": self.view.interview.get("account_id"),
            "question_id": self.question_id or None,
            "form": reading.form,
            "at_ms": self.clock.elapsed_ms(),
            "speaker_id": self.view.interview.get("speaker_id"),
            **made.links,
        }
        return Answer(
            reading=reading,
            entry_id=self.next_id,
            entry=entry,
            standing=self.standing,
            to=self.lane_wanted(),
            gap=self.setting().gap,
            edits=(*made.edits, *edits),
        )

    def record(self, line: str, *, keep: bool = False) -> bool:
        """Take a line down; with `keep` the next one is the next step. False where it was refused, and nothing is."""
        reading = self.read(line)
        if reading is None:
            self.hold(keep=keep)
            return False
        return self._take_down(reading, keep=keep)

    def _take_down(self, reading: Reading, *edits: Edit, keep: bool = False) -> bool:
        answer = self.answer_for(reading, *edits)
        landing = self.run(answer)
        if landing is None:
            return False
        if reading.making in (Making.STEP, Making.DETAIL):
            self.standing = landing.selected[0] if landing.selected else self.standing
        self.held, self.chosen = keep and reading.making is not Making.QUOTE, None
        self._show_at_once(answer, landing)
        self.next_id = new_id()
        self.entry_added.emit(answer.entry_id)
        self.stood.emit()
        return True

    def hold(self, *, keep: bool = True) -> None:
        """Let the next line be the next step, whatever it looks like."""
        self.held = keep
        self.stood.emit()

    def choose(self, making: Making | None) -> None:
        """Let the line be of a kind, or of the one it looks like; the same kind again gives the choice up."""
        self.chosen = None if making is self.chosen else making
        self.stood.emit()

    # Where one stands

    def stand(self, node_id: str | None) -> None:
        """Stand on a step: what is said next is about it, and the next step comes after it."""
        self.standing = node_id if node_id in self.session.chart.nodes else None
        self.stood.emit()

    def go(self, question_id: str) -> None:
        """Ask a question; about a department one stands on its last step, where it has any."""
        if question_id == self.question_id or self.outline.find(question_id) is None:
            return
        self.question_id, self.held, self.chosen = question_id, False, None
        question = self.question
        if question is not None and question.gap:
            self.standing = step_at_gap(self.session.chart, question.gap) or self.standing
        else:
            last = last_step_of(self.session.chart, lane_of(self.view, self.session.chart, self.question))
            self.standing = last or self.standing
        self.stood.emit()

    def step_question(self, step: int) -> None:
        """Ask the question that many places further."""
        found = self.outline.beside(self.question_id, step)
        if found is not None:
            self.go(found.id)

    def leave_section(self, section: str) -> None:
        """Ask the first open question of a later section; the open ones of this one stay open."""
        keys = [each.key for each in self.outline.sections]
        later = keys[keys.index(section) + 1 :] if section in keys else []
        questions = (each for each in self.outline.questions if each.section in later and not each.done)
        following = next(questions, None)
        if following is not None:
            self.go(following.id)

    def answered(self, line: str = "") -> bool:
        """Take a line down, say that the question is answered, and ask the next open one."""
        question, done = self.question, list[Edit]()
        if question is not None:
            done.append(Update("interview_question", question.id, {"state": "answered"}))
        reading = self.read(line)
        if reading is not None:
            if not self._take_down(reading, *done):
                return False
        elif done and self.run(Beside("interview.answered", tuple(done))) is None:
            return False
        self.note_state(self.question_id, "answered")
        following = self.outline.next_open(self.question_id)
        if following is not None:
            self.go(following.id)
        return True

    def set_question_state(self, question_id: str, state: str) -> None:
        """Say that a question is open, answered or left out."""
        edit = Update("interview_question", question_id, {"state": state})
        if self.run(Beside("interview.answered", (edit,))) is not None:
            self.note_state(question_id, state)

    def lane_wanted(self) -> Whither:
        """Return into which lane a next step goes where its line names none: that of the question's department."""
        lane_id, question = lane_of(self.view, self.session.chart, self.question), self.question
        if self.held and self.node is not None:
            return Same()
        if lane_id in self.session.chart.lanes:
            return At(lane_id)
        place = self.view.places.get(question.place) if question is not None else None
        return Named(place.name) if place is not None and place.name else Same()

    def resume(self) -> None:
        """Stand where the talk was left: at its last question and step, at its own time."""
        view = self.view
        last = view.entries[-1] if view.entries else None
        wanted = (last.get("question_id") if last else None) or view.interview.get("question_id")
        found = self.outline.find(str(wanted or ""))
        if found is None and self.outline.questions:
            found = self.outline.next_open("") or self.outline.questions[0]
        self.question_id = found.id if found is not None else ""
        self.standing = newest_step(self.session.chart, self.view.entries) or last_step_of(
            self.session.chart, lane_of(self.view, self.session.chart, self.question)
        )
        self.clock.rest_at(view.last_ms)
        self.stood.emit()

    def restore(self, kept: Mapping[str, Value]) -> None:
        """Stand where this device was last: that is newer than what was written with answers."""
        question_id, elapsed, node_id = kept.get("question_id"), kept.get("elapsed_ms"), kept.get("node_id")
        if isinstance(question_id, str) and self.outline.find(question_id) is not None:
            self.question_id = question_id
        if isinstance(node_id, str) and node_id in self.session.chart.nodes:
            self.standing = node_id
        if isinstance(elapsed, int) and elapsed > self.clock.elapsed_ms():
            self.clock.rest_at(elapsed)
        self.held = bool(kept.get("held", self.held))
        chosen = kept.get("chosen")
        self.chosen = Making(chosen) if isinstance(chosen, str) and chosen in set(Making) else None
        self.stood.emit()

    # Doing

    def undo(self) -> None:
        """Take the newest act back."""
        self.session.undo()
        self.held = False
        if self.standing not in self.session.chart.nodes:
            self.standing = newest_step(self.session.chart, self.view.entries)
        self.stood.emit()

    def redo(self) -> None:
        """Do again what was taken back."""
        self.session.redo()
        self.stood.emit()

    def _show_at_once(self, answer: Answer, landing: Landing) -> None:
        """Show the entry before it is read back."""
        values: dict[str, Value] = dict(answer.entry)
        if landing.selected:
            values["node_id"] = landing.selected[0]
        self.view = replace(self.view, entries=(*self.view.entries, Record("interview_entry", answer.entry_id, values)))

"""How a talk goes on: begin, pause, end, who speaks, marks, follow-up questions. Acts of an open talk; no widgets."""

from __future__ import annotations

from dataclasses import replace

from crm_desktop.models.edits import Create, Edit, Update
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id
from crm_desktop.models.interviews.follow_ups import FollowUp
from crm_desktop.models.interviews.questions import Question, mark_asked, short_follow_ups
from crm_desktop.models.lines import join_lines
from crm_desktop.models.processes.elements import Node
from crm_desktop.views.interview.gap_words import ask_gap
from crm_desktop.views.interview.talk import Talk


class Conduct:
    """`Conduct(talk)`."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        talk.clock.state_changed.connect(self._follow_clock)

    def begin(self) -> None:
        """Begin the talk, or go on with it."""
        talk = self._talk
        values: dict[str, Value] = {"state": "running"}
        if not talk.view.interview.get("started_at"):
            values["started_at"] = talk.desk.clock.now()
        if talk.state == "ended":
            values["ended_at"] = None
        if talk.state != "running":
            talk.note_interview(values)
            talk.write("interview.begin", [Update("interview", talk.interview_id, values)])
        talk.clock.resume()

    def pause(self) -> None:
        """Let the talk's time stand still, and what is recorded."""
        self._talk.clock.pause()

    def end(self) -> None:
        """End the talk."""
        self._talk.clock.stop()
        self._keep({"state": "ended", "ended_at": self._talk.desk.clock.now()}, "interview.end")

    def change_speaker(self, contact_id: str, name: str) -> None:
        """Talk with somebody else from now on."""
        self._join(contact_id, name)

    def add_person(self, name: str, job_title: str) -> None:
        """Talk with somebody who is no contact yet."""
        contact: dict[str, Value] = {
            "name": name,
            "job_title": job_title or None,
            "account_id": self._talk.view.interview.get("account_id"),
        }
        made = Create("contact", contact)
        self._join(made.id, name, made)

    def _join(self, contact_id: str, name: str, *before: Edit) -> None:
        talk = self._talk
        people = talk.view.interview.get("contact_ids")
        joined = sorted({*(people if isinstance(people, list) else ()), contact_id})
        values: dict[str, Value] = {"speaker_id": contact_id, "contact_ids": list(joined)}
        entry = Create("interview_entry", self._values("person", name, {"speaker_id": contact_id}))
        talk.note_interview(values)
        talk.write("interview.person", [*before, Update("interview", talk.interview_id, values), entry])

    # Questions

    def ask(self, gap: FollowUp) -> None:
        """Make a question of a gap, and ask it now."""
        question = self._add_gap(gap)
        if question is not None:
            self._talk.go(question.id)

    def add(self, gap: FollowUp) -> None:
        """Put a question of a gap among those that are asked later."""
        self._add_gap(gap)

    def add_question(self, words: str) -> None:
        """Add a question of one's own behind the present one, and ask it."""
        words = words.strip()
        if words:
            question = self._new_question(words, "own", "")
            if question is not None:
                self._talk.go(question.id)

    def tick(self, question: Question, words: str) -> None:
        """Say that a short follow-up was asked, or that it was not."""
        self._set_follow_ups(mark_asked(question, words))

    def add_follow_up(self, words: str) -> None:
        """Add a short follow-up of one's own to the present question."""
        question, words = self._talk.question, " ".join(words.split())
        if question is not None and words and words not in dict(short_follow_ups(question)):
            self._set_follow_ups(replace(question, follow_ups=(*question.follow_ups, words)))

    def _set_follow_ups(self, changed: Question) -> None:
        values: dict[str, Value] = {"follow_ups": join_lines(changed.follow_ups)}
        if self._talk.write("interview.follow_up", [Update("interview_question", changed.id, values)]):
            self._talk.note_question(changed)

    def _add_gap(self, gap: FollowUp) -> Question | None:
        return self._new_question(str(ask_gap(gap)), "gap", gap.key, self._department_of(gap))

    def _new_question(self, words: str, origin: str, gap: str, department_id: str | None = None) -> Question | None:
        talk, current = self._talk, self._talk.question
        place = current.department_id if current is not None and department_id is None else department_id or ""
        section = "work" if gap or current is None else current.section
        question = Question(
            id=new_id(),
            words=words[:400],
            section=section,
            department_id=place,
            follows_id=current.id if current is not None and current.section == section else "",
            origin=origin,
            gap=gap,
            rank=talk.outline.rank_behind(talk.question_id),
        )
        values: dict[str, Value] = {
            "words": question.words,
            "interview_id": talk.interview_id,
            "account_id": talk.view.interview.get("account_id"),
            "section": section,
            "department_id": question.department_id or None,
            "follows_id": question.follows_id or None,
            "origin": origin,
            "gap": gap or None,
            "rank": question.rank,
        }
        if not talk.write("interview.ask", [Create("interview_question", values, question.id)]):
            return None
        talk.note_question(question)
        return question

    def _department_of(self, gap: FollowUp) -> str:
        """Return the department in whose lane the element stands."""
        chart = self._talk.session.chart
        element = chart.get(gap.id)
        if gap.id in chart.flows:
            element = chart.nodes.get(chart.flows[gap.id].source_id)
        lane = chart.lanes.get(element.lane_id or "") if isinstance(element, Node) else chart.lanes.get(gap.id)
        named = (each for each in self._talk.view.departments if lane is not None and each.title == lane.name)
        return next((each.id for each in named), "")

    def _values(self, form: str, words: str, more: dict[str, Value]) -> dict[str, Value]:
        talk = self._talk
        return {
            "words": words,
            "interview_id": talk.interview_id,
            "account_id": talk.view.interview.get("account_id"),
            "question_id": talk.question_id or None,
            "form": form,
            "at_ms": talk.clock.elapsed_ms(),
            "speaker_id": talk.view.interview.get("speaker_id"),
            **more,
        }

    def _follow_clock(self) -> None:
        """Write that the talk stands still, or goes on, whoever stopped its time."""
        talk = self._talk
        if talk.clock.under_way and not talk.clock.running and talk.state == "running":
            self._keep({"state": "paused"}, "interview.pause")
        elif talk.clock.running and talk.state == "paused":
            self._keep({"state": "running"}, "interview.begin")

    def _keep(self, values: dict[str, Value], act: str) -> None:
        """Write where the talk stands: its state, its time, its question."""
        talk = self._talk
        kept = {**values, "elapsed_ms": talk.clock.elapsed_ms(), "question_id": talk.question_id or None}
        talk.note_interview(kept)
        talk.write(act, [Update("interview", talk.interview_id, kept)])

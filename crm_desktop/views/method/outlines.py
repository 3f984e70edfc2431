"""Outlines with their questions: the organisation's own beside those that ship, in the language that is active."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.edits import Delete, Edit, Update
from crm_desktop.models.fields import Value, Values
from crm_desktop.models.interviews.outlines import Outline, OutlineQuestion, shipped_outlines
from crm_desktop.models.lines import join_lines
from crm_desktop.models.record import Record
from crm_desktop.models.records.client_organisation import DEPARTMENT_FUNCTIONS
from crm_desktop.models.records.interview import IDENTITIES
from crm_desktop.models.records.method import OUTLINE, OUTLINE_QUESTION
from crm_desktop.models.records.study import GOAL_LEVELS
from crm_desktop.models.studies.guide import STAGES
from crm_desktop.models.studies.method_edits import add, copy_outline, move
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.entry_list import Entry, EntryList
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import label, text, tr
from crm_desktop.views.method.form import MethodForm, options_of
from crm_desktop.views.method.side import MethodSide
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import line
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label

_FACTS = ("name", "industry", "language", "lead_in", "active")
_QUESTION = ("words", "section", "function", "identities", "stages", "levels", "follow_ups")
_BROAD = 340


class OutlinesSide(MethodSide):
    """Outlines at the left, the current one's questions beside it, the question or the outline itself at the right."""

    def __init__(self, desk: Desk) -> None:
        about = text("method", "An own outline takes the place of the shipped one for the same industry and language. "
                               "Nothing ticked means everybody, every stage, every level.")  # fmt: skip
        super().__init__(desk, label("kinds", "outline.plural"), about)
        self.questions = EntryList(label("kinds", "outline_question.plural"), plain=True)
        self._wanted_question = ""
        self.facts = MethodForm(OUTLINE, _FACTS, {}, desk, self.describe)
        options = {"identities": options_of("interview.identity", IDENTITIES),
                   "stages": options_of("study.client_stage", STAGES),
                   "levels": options_of("goal.level", GOAL_LEVELS)}  # fmt: skip
        one = {"function": options_of("department.function", DEPARTMENT_FUNCTIONS)}
        self.question = MethodForm(OUTLINE_QUESTION, _QUESTION, options, desk, self._describe_question, one)
        self.add_form(self.question)
        self.add_form(self.facts)
        self.add_question = IconButton(text("method", "Add question"), "plus", self._add_question, small=True)
        self.to_outline = Button(text("method", "Outline details"), self._show_facts, icon="list-checks", small=True)
        self.drop_question = IconButton(text("method", "Delete question"), "trash-2", self._remove_question, small=True)
        self.remove_button.set_wording(text("method", "Delete outline"))
        self._lay_out_questions()
        self.questions.chosen.connect(self._question_chosen)
        self.questions.add_wanted.connect(self._add_question)
        self.questions.remove_wanted.connect(self._remove_question)
        self.questions.move_wanted.connect(self._move_question)
        self.settle()

    def entries(self) -> Sequence[Entry]:
        """Return the own outlines, then those that ship."""
        own = [Entry(each.id, each.title, each.values, each) for each in self.method.outlines]
        shipped = shipped_outlines(current_language().code)
        return [*own, *(Entry(f"shipped {each.key}", each.name, _facts(each), None, each) for each in shipped)]

    def show_entry(self, entry: Entry) -> None:
        """Show an outline's questions, and the current one of them."""
        writable = self.may and entry.record is not None
        self.facts.show_values(entry.key, entry.values, writable=writable)
        self.add_question.setVisible(writable)
        self.drop_question.setVisible(writable)
        shown = self._own_questions(entry.record) if entry.record is not None else _shipped_questions(entry.source)
        if self.questions.show_entries(shown, self._wanted_question):
            self._wanted_question = ""

    def copies(self, entry: Entry) -> list[Edit]:
        """Return the outline with all its questions as the organisation's own."""
        assert isinstance(entry.source, Outline)
        return copy_outline(entry.source, entry.source.name, len(self.method.outlines))

    def additions(self) -> list[Edit]:
        """Return an empty outline."""
        known: dict[str, Value] = {"name": tr("method", "New outline"), "language": current_language().code}
        return add("outline", {**known, "active": True}, self.method.outlines)

    def _question_chosen(self) -> None:
        outline, entry = self.list.current(), self.questions.current()
        self.question.setVisible(entry is not None)
        self.facts.setVisible(entry is None)
        if outline is not None and entry is not None:
            self.question.show_values(entry.key, entry.values, writable=self.may and entry.record is not None)

    def _show_facts(self) -> None:
        self.questions.setCurrentRow(-1)
        self._question_chosen()

    def _describe_question(self, values: Values) -> None:
        entry = self.questions.current()
        if entry is not None and entry.record is not None and self.may:
            self.desk.act("method.change", [Update("outline_question", entry.record.id, values)])

    def _add_question(self) -> None:
        outline = self.list.current()
        if outline is None or outline.record is None or not self.may:
            return
        there = self.method.questions_of(outline.record.id)
        current = self.questions.current()
        section = current.values.get("section") if current is not None else "work"
        known = {"words": tr("method", "New question"), "outline_id": outline.record.id, "section": section}
        edits = add("outline_question", known, there)
        self._wanted_question = edits[0].id
        self.desk.act("method.add", edits)

    def _remove_question(self) -> None:
        entry = self.questions.current()
        if entry is not None and entry.record is not None and self.may:
            said = text("method", "Question deleted")
            self.desk.act("method.remove", [Delete("outline_question", entry.record.id)], said)

    def _move_question(self, by: int) -> None:
        outline, entry = self.list.current(), self.questions.current()
        if outline is None or outline.record is None or entry is None or entry.record is None or not self.may:
            return
        edits = move(self.method.questions_of(outline.record.id), entry.record.id, by)
        if edits:
            self.desk.act("method.move", edits)

    def _own_questions(self, outline: Record) -> list[Entry]:
        records = self.method.questions_of(outline.id)
        return [Entry(each.id, _question_title(each.title, each.get("section")), each.values, each) for each in records]

    def _lay_out_questions(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 8, 8)
        head.addWidget(Label(label("kinds", "outline_question.plural"), "bodyStrong", elide=True), 1)
        head.addWidget(self.to_outline)
        head.addWidget(self.drop_question)
        head.addWidget(self.add_question)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(line())
        column.addWidget(self.questions, 1)
        held = QWidget()
        held.setLayout(column)
        held.setFixedWidth(current_theme().scaled(_BROAD))
        self.left.setFixedWidth(current_theme().scaled(232))
        self.middle.addWidget(held)
        self.middle.addWidget(line("v"))


def _facts(outline: Outline) -> dict[str, Value]:
    lead_in = "\n".join(outline.lead_in)
    return {"name": outline.name, "industry": outline.industry, "language": outline.language, "lead_in": lead_in,
            "active": True}  # fmt: skip


def _shipped_questions(source: object) -> list[Entry]:
    assert isinstance(source, Outline)
    return [Entry(each.key, _question_title(each.words, each.section), _values(each)) for each in source.questions]


def _values(question: OutlineQuestion) -> dict[str, Value]:
    return {
        "words": question.words,
        "section": question.section,
        "function": question.function,
        "identities": sorted(question.identities),
        "stages": sorted(question.stages),
        "levels": sorted(question.levels),
        "follow_ups": join_lines(question.follow_ups),
    }


def _question_title(words: str, section: Value) -> str:
    return f"{label('options', f'interview_question.section.{section}')} · {words}"

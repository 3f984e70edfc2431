"""The questions of one interview in their order: by section, within work by department, with what is done of each.

Which questions an interview begins with stands in `outlines.py`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from crm_desktop.models.fields import Values
from crm_desktop.models.lines import split_lines
from crm_desktop.models.records.interview import SECTIONS
from crm_desktop.models.rules.ranks import rank_after, rank_between

ASKED = "✓"
"""Begins a short follow-up of a question that was asked already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question as its row holds it."""

    id: str
    words: str
    section: str = "work"
    department_id: str = ""
    lane_id: str = ""
    follows_id: str = ""
    state: str = "open"
    origin: str = "outline"
    gap: str = ""
    follow_ups: tuple[str, ...] = ()
    rank: str = ""

    @classmethod
    def from_values(cls, record_id: str, values: Values) -> "Question":
        """Return the question that a row holds."""
        return cls(
            id=record_id,
            words=str(values.get("words") or ""),
            section=str(values.get("section") or "work"),
            department_id=str(values.get("department_id") or ""),
            lane_id=str(values.get("lane_id") or ""),
            follows_id=str(values.get("follows_id") or ""),
            state=str(values.get("state") or "open"),
            origin=str(values.get("origin") or "outline"),
            gap=str(values.get("gap") or ""),
            follow_ups=split_lines(values.get("follow_ups")),
            rank=str(values.get("rank") or ""),
        )

    @property
    def done(self) -> bool:
        """Whether it was answered, or left out on purpose."""
        return self.state != "open"

    @property
    def place(self) -> str:
        """The department that it is about, a lane where that is all that is known, or ""."""
        return self.department_id or self.lane_id if self.section == "work" else ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of how many are done."""

    done: int = 0
    total: int = 0

    @property
    def share(self) -> float:
        """The part that is done, 0 to 1."""
        return self.done / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Group:
    """The questions of a section about one department; `place` is "" for those about none."""

    place: str
    questions: tuple[Question, ...]

    @property
    def tally(self) -> Tally:
        """What is done of it."""
        return tally(self.questions)


@dataclass(frozen=True, slots=True)
class Section:
    """One of the parts of a talk; see `records.interview.SECTIONS`."""

    key: str
    groups: tuple[Group, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All its questions in order."""
        return tuple(question for group in self.groups for question in group.questions)

    @property
    def tally(self) -> Tally:
        """What is done of it."""
        return tally(self.questions)


@dataclass(frozen=True, slots=True)
class Outline:
    """All questions of an interview, arranged."""

    sections: tuple[Section, ...] = ()
    _places: dict[str, int] = field(default_factory=dict, repr=False, compare=False)
    _all: tuple[Question, ...] = field(default=(), repr=False, compare=False)

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in the order in which they are asked."""
        return self._all

    @property
    def tally(self) -> Tally:
        """What is done of the whole talk."""
        return tally(self._all)

    def find(self, question_id: str) -> Question | None:
        """Return a question, None where it is gone."""
        at = self._places.get(question_id)
        return self._all[at] if at is not None else None

    def number(self, question_id: str) -> int:
        """Return a question's place in its section, counted from 1; 0 where it is gone."""
        question = self.find(question_id)
        if question is None:
            return 0
        section = next(each for each in self.sections if each.key == question.section)
        return section.questions.index(question) + 1

    def beside(self, question_id: str, step: int) -> Question | None:
        """Return the question that many places further, None beyond the ends; from nowhere the first."""
        at = self._places.get(question_id)
        if at is None:
            return self._all[0] if self._all else None
        return self._all[at + step] if 0 <= at + step < len(self._all) else None

    def next_open(self, question_id: str) -> Question | None:
        """Return the next question that is not done, from the beginning again after the last; None where all are."""
        at = self._places.get(question_id, -1) + 1
        turned = (*self._all[at:], *self._all[:at])
        return next((each for each in turned if not each.done and each.id != question_id), None)

    def rank_behind(self, question_id: str) -> str:
        """Return a rank for a new question right behind one (or behind what already follows from it)."""
        at = self._places.get(question_id)
        if at is None:
            return rank_after(max((each.rank for each in self._all), default=""))
        behind = at
        while behind + 1 < len(self._all) and self._all[behind + 1].follows_id == question_id:
            behind += 1
        low = self._all[behind].rank
        high = min((each.rank for each in self._all if each.rank > low), default="")
        return (rank_between(low, high) if high else None) or rank_after(low)


def arrange(questions: Iterable[Question]) -> Outline:
    """Return the questions arranged: sections in their order, departments in the order of their first question."""
    ordered = sorted(questions, key=lambda each: (each.rank, each.id))
    sections = tuple(section for key in SECTIONS if (section := _section(key, ordered)) is not None)
    every = tuple(question for section in sections for question in section.questions)
    return Outline(sections, {each.id: place for place, each in enumerate(every)}, every)


def tally(questions: Sequence[Question]) -> Tally:
    """Count what is done."""
    return Tally(sum(each.done for each in questions), len(questions))


def mark_asked(question: Question, words: str) -> Question:
    """Return the question with one of its short follow-ups asked, or not asked again."""
    turned = {words: ASKED + words, ASKED + words: words}
    return replace(question, follow_ups=tuple(turned.get(each, each) for each in question.follow_ups))


def short_follow_ups(question: Question) -> Iterator[tuple[str, bool]]:
    """Yield the short questions offered beside a question, and whether each was asked."""
    for each in question.follow_ups:
        yield each.removeprefix(ASKED), each.startswith(ASKED)


def _section(key: str, ordered: Sequence[Question]) -> Section | None:
    groups: dict[str, list[Question]] = {}
    for question in ordered:
        if question.section == key:
            groups.setdefault(question.place, []).append(question)
    return Section(key, tuple(Group(place, tuple(some)) for place, some in groups.items())) if groups else None

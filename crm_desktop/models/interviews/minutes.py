"""The minutes of an interview: its questions in order with what was answered to each. Values; views say them."""

from collections.abc import Iterable
from dataclasses import dataclass

from crm_desktop.models.interviews.questions import Outline, Question
from crm_desktop.models.record import Record

UNSAID = ("mark", "recording")
"""Forms of entries that say nothing in words."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answers; None for what was said beside every question."""

    question: Question | None
    entries: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class MinutesPart:
    """A section of the talk."""

    section: str
    answers: tuple[Answered, ...]


def minutes_of(outline: Outline, entries: Iterable[Record], *, internal: bool = True) -> tuple[MinutesPart, ...]:
    """Return what was said, section by section; questions without an answer are left out.

    Without `internal` what was marked as internal is left out too.
    """
    said: dict[str, list[Record]] = {}
    for each in entries:
        if each.get("form") not in UNSAID and (internal or not each.get("internal")):
            known = outline.find(str(each.get("question_id") or ""))
            said.setdefault(known.id if known is not None else "", []).append(each)
    parts = [
        MinutesPart(section.key, answers)
        for section in outline.sections
        if (answers := tuple(Answered(each, tuple(said[each.id])) for each in section.questions if each.id in said))
    ]
    if "" in said:
        parts.append(MinutesPart("", (Answered(None, tuple(said[""])),)))
    return tuple(parts)

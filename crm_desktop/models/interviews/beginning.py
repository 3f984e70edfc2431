"""A new interview: the edits that make it, its questions and, where there is none yet, the map that grows from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crm_desktop.models.edits import Create, Edit
from crm_desktop.models.fields import Value
from crm_desktop.models.ids import new_id
from crm_desktop.models.interviews.outlines import OutlineQuestion
from crm_desktop.models.lines import join_lines
from crm_desktop.models.processes.grid import LANE
from crm_desktop.models.record import Record
from crm_desktop.models.records.process import HUES
from crm_desktop.models.rules.ranks import spread

MOST_LANES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What was decided before the talk."""

    name: str
    study_id: str
    account_id: str | None
    owner_id: str
    language: str
    identity: str = ""
    contact_ids: tuple[str, ...] = ()
    questions: Sequence[OutlineQuestion] = ()
    departments: Sequence[Record] = ()
    """Those that are looked at: questions are asked for each of them that has the function."""
    process_id: str = ""
    """The map that is gone on with; "" makes one, called `process_name`."""
    process_name: str = ""
    lead_in: str = ""
    yield_wanted: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """An interview that does not exist yet, and the edits that make it."""

    interview_id: str
    process_id: str
    edits: tuple[Edit, ...]


def begin_interview(plan: Plan) -> Begun:
    """Return the edits of a new interview, all for one act."""
    interview_id = new_id()
    process_id, edits = (plan.process_id, []) if plan.process_id else _new_map(plan)
    questions = _questions(plan, interview_id)
    values: dict[str, Value] = {
        "name": plan.name,
        "study_id": plan.study_id,
        "account_id": plan.account_id,
        "process_id": process_id,
        "state": "prepared",
        "contact_ids": list(plan.contact_ids) or None,
        "speaker_id": plan.contact_ids[0] if plan.contact_ids else None,
        "identity": plan.identity or None,
        "language": plan.language,
        "yield_wanted": plan.yield_wanted or None,
        "lead_in": plan.lead_in or None,
        "question_id": questions[0].id if questions else None,
        "owner_id": plan.owner_id,
    }
    # The interview names its first question, and each question its interview: both are of one act.
    return Begun(interview_id, process_id, (*edits, Create("interview", values, interview_id), *questions))


def _new_map(plan: Plan) -> tuple[str, list[Edit]]:
    process_id = new_id()
    process: dict[str, Value] = {
        "name": plan.process_name or plan.name,
        "account_id": plan.account_id,
        "study_id": plan.study_id,
        "owner_id": plan.owner_id,
        "form": "as_is",
    }
    shown = list(plan.departments)[:MOST_LANES]
    ranks = spread(len(shown))
    return process_id, [
        Create("process", process, process_id),
        *(Create("lane", _lane(plan, each, rank, process_id)) for each, rank in zip(shown, ranks, strict=True)),
    ]


def _lane(plan: Plan, department: Record, rank: str, process_id: str) -> Mapping[str, Value]:
    place = list(plan.departments).index(department)
    return {
        "name": department.title,
        "process_id": process_id,
        "account_id": plan.account_id,
        "department_id": department.id,
        "breadth": LANE,
        "rank": rank,
        "hue": department.get("hue") or HUES[place % len(HUES)],
    }


def _questions(plan: Plan, interview_id: str) -> list[Create]:
    asked = [(question, department) for question in plan.questions for department in _asked_of(question, plan)]
    # Within work one department after the other, as people sit opposite; everything else in the outline's order.
    order = {department.id: place for place, department in enumerate(plan.departments)}
    asked.sort(key=lambda each: order.get(each[1], len(order)) if each[0].section == "work" else -1)
    return [
        Create(
            "interview_question",
            {
                "words": question.words,
                "interview_id": interview_id,
                "account_id": plan.account_id,
                "section": question.section,
                "department_id": department or None,
                "origin": "outline",
                "follow_ups": join_lines(question.follow_ups),
                "rank": rank,
            },
        )
        for (question, department), rank in zip(asked, spread(len(asked)), strict=True)
    ]


def _asked_of(question: OutlineQuestion, plan: Plan) -> list[str]:
    """Return the departments that a question is for, [""] where it is for no special one; none where nobody fits."""
    if question.section != "work" or not question.function:
        return [""]
    having = [each.id for each in plan.departments if each.get("function") == question.function]
    return having if having or plan.departments else [""]

"""Where a person stands in a talk: which lane a question means, which step is the last there, what is known. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from crm_desktop.diagrams.chart import Chart
from crm_desktop.models.interviews.follow_ups import gap_of
from crm_desktop.models.interviews.made_beside import Talk as Known
from crm_desktop.models.interviews.questions import Question
from crm_desktop.models.processes.elements import Node
from crm_desktop.models.record import Record
from crm_desktop.store.queries.interviews import InterviewView
from crm_desktop.views.language.texts import tr


def lane_of(view: InterviewView, chart: Chart, question: Question | None) -> str:
    """Return the lane of the question's department; "" where it has none."""
    if question is None or not question.place:
        return ""
    if question.place in chart.lanes:
        return question.place
    place = view.places.get(question.place)
    return next((lane.id for lane in chart.lanes_in_order() if place and lane.name == place.name), "")


def last_step_of(chart: Chart, lane_id: str) -> str | None:
    """Return the step that stands furthest in a lane."""
    nodes = chart.nodes_in(lane_id) if lane_id else []
    return max(nodes, key=lambda node: (node.along, node.id)).id if nodes else None


def newest_step(chart: Chart, entries: Iterable[Record]) -> str | None:
    """Return the step that was talked about last."""
    said = (each.get("node_id") for each in reversed(tuple(entries)))
    return next((str(each) for each in said if each in chart.nodes), None)


def step_at_gap(chart: Chart, gap: str) -> str | None:
    """Return the step to stand on while a gap is asked about."""
    _, element_id = gap_of(gap)
    if element_id in chart.nodes:
        return element_id
    if element_id in chart.flows:
        return chart.flows[element_id].source_id
    return last_step_of(chart, element_id) if element_id in chart.lanes else None


def known_of(view: InterviewView, question: Question | None, node: Node | None, chart: Chart, today: date) -> Known:
    """Return what is known of a talk when something is said in it."""
    interview = view.interview
    account, speaker, people = interview.get("account_id"), interview.get("speaker_id"), interview.get("contact_ids")
    return Known(
        interview_id=interview.id,
        study_id=str(interview.get("study_id") or ""),
        account_id=str(account) if account else None,
        source=interview.title,
        day=today.isoformat(),
        identity=str(interview.get("identity") or ""),
        speaker_id=str(speaker) if speaker else None,
        department_id=(question.department_id if question else "") or _department_of(view, chart, node),
        departments={each.title.casefold(): each.id for each in view.departments},
        metrics={each.title.casefold(): each.id for each in view.metrics},
        people=tuple(people) if isinstance(people, list) else (),
        unnamed_department=tr("interview", "Not placed yet"),
    )


def _department_of(view: InterviewView, chart: Chart, node: Node | None) -> str:
    lane = chart.lanes.get(node.lane_id or "") if node is not None else None
    named = next((each for each in view.departments if lane and each.title == lane.name), None)
    return named.id if named is not None else ""

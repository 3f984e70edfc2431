"""What the overview counts: a line for each element, and the strip of what follows from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crm_desktop.models.studies.organisation import IN, organisation_of
from crm_desktop.models.studies.pain_cost import pain_cost, total
from crm_desktop.views.language.texts import label, tr
from crm_desktop.views.records.figures import day_figure
from crm_desktop.views.records.key_figures import Figure
from crm_desktop.views.value_words import Wordings

if TYPE_CHECKING:
    from crm_desktop.store.queries.studies import StudyView


def element_words(key: str, study: StudyView) -> str:
    """Return how much of an element is recorded: its things counted."""
    if key == "goals":
        levels = len({each.get("level") for each in study.goals})
        return _joined(tr("studies", "%n goal(s)", n=len(study.goals)), tr("studies", "%n level(s)", n=levels))
    if key == "roles":
        organisation = organisation_of(study.departments, study.posts)
        inside = sum(organisation.scope(each.id) == IN for each in study.departments)
        return _joined(
            tr("studies", "%n department(s)", n=len(study.departments)), tr("studies", "{count} in scope", count=inside)
        )
    if key == "work":
        return _joined(tr("studies", "%n map(s)", n=len(study.maps)), tr("studies", "%n step(s)", n=len(study.steps)))
    measured = sum(each.get("present") is not None for each in study.metrics)
    return _joined(
        tr("studies", "%n metric(s)", n=len(study.metrics)), tr("studies", "{count} measured", count=measured)
    )


def figures(study: StudyView, words: Wordings) -> Sequence[Figure]:
    """Return problems, proposals, experiments, interviews, sources, and when the report is due."""
    return [
        _pains(study, words),
        _proposals(study),
        _experiments(study),
        _interviews(study),
        _sources(study),
        *day_figure(study.study, "report_due", words),
    ]


def _pains(study: StudyView, words: Wordings) -> Figure:
    costs = total(pain_cost(each.values, study.study.values) for each in study.pains)
    said = " + ".join(words.formats.money_figure(each.units, each.currency) for each in costs)
    remark = tr("studies", "{sum} a month", sum=said) if said else ""
    return Figure(_name("pain"), str(len(study.pains)), remark)


def _proposals(study: StudyView) -> Figure:
    agreed = sum(each.get("state") == "agreed" for each in study.proposals)
    remark = tr("studies", "{count} agreed", count=agreed) if study.proposals else ""
    early = bool(study.proposals) and not study.pains
    badge = (tr("studies", "Problems first"), "warning", "triangle-alert") if early else ("", "", "")
    return Figure(_name("proposal"), str(len(study.proposals)), remark, badge=badge)


def _experiments(study: StudyView) -> Figure:
    running = sum(each.get("state") == "running" for each in study.experiments)
    remark = tr("studies", "{count} running", count=running) if study.experiments else ""
    return Figure(_name("experiment"), str(len(study.experiments)), remark)


def _interviews(study: StudyView) -> Figure:
    answered, every = (sum(each[place] for each in study.asked.values()) for place in (0, 1))
    remark = tr("studies", "{answered} of {count} questions answered", answered=answered, count=every) if every else ""
    return Figure(_name("interview"), str(len(study.interviews)), remark)


def _sources(study: StudyView) -> Figure:
    differs = sum(each.get("agrees") == "differs" for each in study.observations)
    remark = tr("studies", "%n observation(s) at odds with what was said", n=differs) if differs else ""
    return Figure(_name("document_read"), str(len(study.documents) + len(study.observations)), remark)


def _name(kind: str) -> str:
    return str(label("kinds", f"{kind}.plural"))


def _joined(*said: str) -> str:
    return " · ".join(said)

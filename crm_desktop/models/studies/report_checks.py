"""What a report still lacks before it can go out, in the order of its parts. Nothing of it forbids to write it."""

from collections.abc import Callable
from dataclasses import dataclass

from crm_desktop.models.processes.totals import total
from crm_desktop.models.studies.pain_register import moving_steps
from crm_desktop.models.studies.report_material import Material, Writing
from crm_desktop.models.studies.report_template import Template


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing: a key of context `report_notes`, how often, and the part of the study to go to."""

    code: str
    count: int
    tab: str


def lacks(material: Material, template: Template) -> tuple[Lack, ...]:
    """Return what is missing for those parts that the template shows."""
    writing = Writing(material, template, formats=_NoFormats())
    found = []
    shown = {part.key for part in template.parts if part.shown}
    for part, code, tab, count in _CHECKS:
        missing = count(writing) if part in shown else 0
        if missing:
            found.append(Lack(code, missing, tab))
    return tuple(found)


def _summary(writing: Writing) -> int:
    return int(not writing.content.study.get("summary"))


def _hourly(writing: Writing) -> int:
    timed = any(row.chain.cost.how == "time_without_rate" for row in writing.pains())
    return int(timed)


def _goals(writing: Writing) -> int:
    return int(not writing.content.goals)


def _organisation(writing: Writing) -> int:
    return int(not writing.content.departments)


def _maps(writing: Writing) -> int:
    return int(not any(as_is.nodes for as_is, _ in writing.pairs()))


def _times(writing: Writing) -> int:
    """Count the maps that say nothing about time."""
    return sum(bool(as_is.nodes) and not total(as_is).lead_seconds for as_is, _ in writing.pairs())


def _pains(writing: Writing) -> int:
    return int(not writing.pains())


def _costs(writing: Writing) -> int:
    return sum(row.chain.cost.units is None for row in writing.pains())


def _odd(writing: Writing) -> int:
    return sum(bool(row.problems) for row in writing.pains())


def _peers(writing: Writing) -> int:
    return sum(metric.get("peer") is None for metric in writing.content.metrics) or int(not writing.content.metrics)


def _moved(writing: Writing) -> int:
    process = [each for each in writing.content.metrics if each.get("level") != "final"]
    return sum(not moving_steps(metric, writing.content) for metric in process)


def _to_be(writing: Writing) -> int:
    pairs = [(as_is, to_be) for as_is, to_be in writing.pairs() if as_is.nodes]
    return sum(to_be is None for _, to_be in pairs)


def _proposals(writing: Writing) -> int:
    proposed = {pain for each in writing.proposals() for pain in each.get("pain_ids") or ()}  # type: ignore[union-attr]
    return sum(row.id not in proposed for row in writing.pains())


def _simulation(writing: Writing) -> int:
    compared = any(to_be is not None for _, to_be in writing.pairs())
    return int(compared and not writing.material.runs)


def _next_steps(writing: Writing) -> int:
    return int(not writing.content.study.get("next_steps"))


_CHECKS: tuple[tuple[str, str, str, Callable[[Writing], int]], ...] = (
    ("summary", "no_summary", "details", _summary),
    ("goals", "no_goals", "goals", _goals),
    ("organisation", "no_organisation", "roles", _organisation),
    ("as_is", "no_maps", "work", _maps),
    ("as_is", "no_times", "work", _times),
    ("pains", "no_pains", "pains", _pains),
    ("pains", "no_hourly_cost", "details", _hourly),
    ("pains", "no_costs", "pains", _costs),
    ("pains", "odd_pains", "pains", _odd),
    ("gaps", "no_peers", "results", _peers),
    ("gaps", "no_steps", "results", _moved),
    ("to_be", "no_to_be", "pains", _to_be),
    ("to_be", "no_proposals", "pains", _proposals),
    ("effect", "no_simulation", "work", _simulation),
    ("next_steps", "no_next_steps", "details", _next_steps),
)


class _NoFormats:
    """Nothing is written while it is checked what is missing."""

    def __getattr__(self, name: str) -> Callable[..., str]:
        return lambda *_arguments, **_named: ""

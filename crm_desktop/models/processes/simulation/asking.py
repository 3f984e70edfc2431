"""What is asked of a map and its other half: as-is, to-be, and one more person where there is the least to spare."""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.processes.simulation.from_map import Read, scenario_of
from crm_desktop.models.processes.simulation.inputs import Assumptions, Finding, Order, Scenario, Settings
from crm_desktop.models.processes.simulation.what_if import offered_load, with_one_more

AS_IS, TO_BE = "as_is", "to_be"
ONE_MORE = "+"
"""What the name of a scenario begins with that has one more person in the post whose id follows."""
_MOST_QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """The order, and what was assumed to make it; an assumption of both halves is told once."""

    order: Order
    findings: tuple[Finding, ...]
    per_day: float


def ask(here: ProcessMap, other: ProcessMap | None, given: Assumptions, settings: Settings) -> Asked:
    """Return the order for a map; `other` is its as-is or to-be where there is one, with the same arrivals."""
    to_be = here.values.get("form") == TO_BE
    mine = scenario_of(here, TO_BE if to_be else AS_IS, given)
    reads = [mine]
    if other is not None:
        theirs = scenario_of(other, AS_IS if to_be else TO_BE, given)
        reads = [theirs, mine] if to_be else [mine, theirs]
    scenarios = [each.scenario for each in reads]
    findings = {(each.code, each.facts.get("name", each.element_id)): each for read in reads for each in read.findings}
    if not any(each.stops for each in findings.values()):
        scenarios += _questions(mine)
    return Asked(Order(tuple(scenarios), settings, given), tuple(findings.values()), mine.per_day)


def _questions(read: Read) -> list[Scenario]:
    load = offered_load(read.scenario, read.per_day)
    worst = sorted((post for post, part in load.items() if part > 0), key=lambda post: -load[post])[:_MOST_QUESTIONS]
    return [with_one_more(read.scenario, post, ONE_MORE + read.scenario.posts[post].id) for post in worst]

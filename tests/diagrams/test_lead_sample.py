"""The sample of one rep who works leads by hand (10 to 15 a day), and by how much automation raises it."""

import pytest

from crm_desktop.diagrams.templates import as_map, as_to_be, templates
from crm_desktop.models.processes.simulation.from_map import scenario_of
from crm_desktop.models.processes.simulation.inputs import Assumptions, Order, Settings
from crm_desktop.models.processes.simulation.results import ScenarioResult, difference, estimate
from crm_desktop.models.processes.simulation.simulate import simulate

BY_HAND = 13.7
"""Leads a rep finishes on a working day of eight hours, as the sample's times have it."""
ANSWERED = 0.4 / (1 - 0.6 * 0.35)
"""The part of the leads that somebody answers, with all further attempts."""
MINUTES_EACH = 18 + 0.2 * 15
"""What the rep spends on a lead that answers: the talk, and the record where the request is accepted."""


def both(language: str, per_day: float | None = None) -> tuple[ScenarioResult, ScenarioResult]:
    """Simulate the sample as it is and as it could be, with the same leads."""
    template = next(each for each in templates() if each.key == "lead-to-friend")
    as_is = as_map(template, language)
    to_be = as_to_be(template, as_is, language)
    assert to_be is not None
    reads = [scenario_of(each, each.name, Assumptions(per_day=per_day)) for each in (as_is, to_be)]
    assert not any(read.findings for read in reads)  # the sample says everything itself
    before, after = simulate(Order(tuple(each.scenario for each in reads), Settings(replications=6))).scenarios
    return before, after


@pytest.mark.parametrize("language", ["zh", "en"])
def test_by_hand_a_rep_finishes_ten_to_fifteen_leads_and_the_system_doubles_that(language: str) -> None:
    before, after = both(language)
    found = estimate(before.figures["per_day"])
    assert 10 <= found.low <= found.high <= 15
    assert found.mean == pytest.approx(BY_HAND, abs=0.4)
    more = difference(before.figures["per_day"], after.figures["per_day"])
    assert more.low > 14  # of the 30 leads that come a day, none is left lying
    assert before.bottleneck is not None
    assert before.bottleneck.name in {"销售", "Sales rep"}
    assert estimate(before.bottleneck.busy).mean > 0.99
    assert estimate(after.posts[1].busy).mean < 0.75


def test_with_leads_enough_a_rep_handles_more_than_three_times_as_many() -> None:
    before, after = both("en", per_day=60)
    handled = 60 * (1 - ANSWERED) + 480 / MINUTES_EACH  # who never answers needs no rep any more
    factor = estimate(after.figures["per_day"]).mean / estimate(before.figures["per_day"]).mean
    assert estimate(after.figures["per_day"]).mean == pytest.approx(handled, rel=0.06)
    assert 3.5 < factor < 4.2

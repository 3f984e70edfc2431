"""The industry processes that ship: whole in both languages, and a map of one's own within one act."""

from __future__ import annotations

import re

import pytest

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.checking import Checking
from crm_desktop.diagrams.new_maps import from_template
from crm_desktop.diagrams.templates import Template, as_map, templates
from crm_desktop.models.processes.checks import Lack
from crm_desktop.models.processes.totals import total
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.process_map import process_map
from tests.support.maps import faults

_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_there_are_processes_of_at_least_eight_industries() -> None:
    assert len({template.industry.en for template in templates()}) >= 8


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("template", templates(), ids=lambda template: template.key)
def test_a_template_is_a_whole_map(template: Template, language: str) -> None:
    map_ = as_map(template, language)
    chart = Chart.of(map_)
    assert faults(chart) == []
    lacks = {finding.lack for finding in Checking(chart).findings}
    assert lacks.isdisjoint({Lack.NO_WAY_IN, Lack.NO_WAY_OUT, Lack.SHARES, Lack.BRANCH_WITHOUT_NAME, Lack.EMPTY_LANE})
    assert Lack.NO_TIME not in lacks
    totals = total(map_)
    assert totals.lead_seconds > 0
    assert totals.pains >= 3
    texts = [each.name for each in map_.elements() if each.name] + [str(map_.values["summary"])]
    if language == "en":
        assert [text for text in texts if _CHINESE.search(text)] == []


def test_a_map_begins_from_a_template(store: Store) -> None:
    template = as_map(templates()[0], "zh")
    new = from_template(template, "恒川的流程", None)
    store.door.commit("diagram.from_template", new.edits)
    saved = store.read(process_map, new.map.id)
    assert saved is not None
    assert saved.values["form"] == "as_is"
    assert len(saved.elements()) == len(template.elements())
    assert faults(Chart.of(saved)) == []
